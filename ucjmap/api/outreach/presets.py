"""Defaults of outreach with their dates and sources, from ``data/outreach.toml``."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ucjmap.errors import N_, UsageError
from ucjmap.outreach import Premium, Reduction, TripLimits
from ucjmap.settings import PROJECT
from ucjmap.words import Lang


@dataclass(frozen=True)
class Preset:
    """Weights under a name."""

    key: str
    names: Mapping[str, str]
    weights: Mapping[str, float]

    def name(self, lang: Lang) -> str:
        """Name for people."""
        return self.names[lang]


@dataclass(frozen=True)
class OutreachDefaults:
    """What counts where the user says nothing; ``sources`` tells by topic where it comes from."""

    presets: Mapping[str, Preset]
    monthly_idr: int
    months: int
    reductions: Mapping[str, Reduction]
    dana_desa_idr: int
    dana_desa_workers: int
    apbd_payers: Mapping[str, float]
    trips: TripLimits
    sources: Mapping[str, str]

    def premium(
        self, start: dt.date, *, monthly_idr: int | None = None, months: int | None = None, sector: str | None = None
    ) -> Premium:
        """Premium from ``start`` on; a reduction only where ``sector`` (transport or other) is named.

        Raises
        ------
        UsageError
            Unknown sector.
        """
        if sector is not None and sector not in self.reductions:
            raise UsageError(
                "unknown_sector",
                N_("There is no reduction for the sector {sector}."),
                N_("Choose one of: {known}."),
                sector=sector,
                known=", ".join(self.reductions),
            )
        reductions = (self.reductions[sector],) if sector else ()
        return Premium(monthly_idr or self.monthly_idr, months or self.months, start, reductions)


@lru_cache(maxsize=1)
def outreach_defaults() -> OutreachDefaults:
    """The defaults of this installation.

    Returns
    -------
    OutreachDefaults
        Read once from ``data/outreach.toml``; money is in rupiah, shares are fractions.
    """
    with (PROJECT / "data" / "outreach.toml").open("rb") as stream:
        content = tomllib.load(stream)
    premium, dana_desa, apbd, trips = (content[key] for key in ("premium", "dana_desa", "apbd", "trips"))
    return OutreachDefaults(
        presets={
            entry["key"]: Preset(entry["key"], {"id": entry["name_id"], "en": entry["name_en"]}, entry["weights"])
            for entry in content["presets"]
        },
        monthly_idr=premium["monthly_idr"],
        months=premium["months"],
        reductions={
            entry["sector"]: Reduction(
                entry["share"],
                dt.date.fromisoformat(entry["first"]),
                dt.date.fromisoformat(entry["last"]),
                tuple(entry["payers"]),
            )
            for entry in content["reductions"]
        },
        dana_desa_idr=dana_desa["per_desa_idr"],
        dana_desa_workers=dana_desa["workers_per_desa"],
        apbd_payers=apbd["payers"],
        trips=TripLimits(
            max_stops=trips["max_stops"],
            road_factor=trips["road_factor"],
            speed_kmh=trips["speed_kmh"],
            stop_hours=trips["stop_hours"],
        ),
        sources={
            "premium": f"{premium['source']} ({premium['as_of']})",
            "reduction": "; ".join(dict.fromkeys(entry["source"] for entry in content["reductions"])),
            "dana_desa": f"{dana_desa['source']} ({dana_desa['as_of']})",
            "apbd": f"{apbd['source']} ({apbd['as_of']})",
        },
    )


def preset_weights(key: str) -> dict[str, float]:
    """Weights of a preset.

    Parameters
    ----------
    key
        Its key in ``data/outreach.toml``.

    Returns
    -------
    dict
        By key of ``outreach.CRITERIA``, as ``rank_outreach`` takes them; it may be changed.

    Raises
    ------
    UsageError
        There is no such preset.
    """
    presets = outreach_defaults().presets
    if key not in presets:
        raise UsageError(
            "unknown_preset",
            N_("There is no set of weights {key}."),
            N_("Choose one of: {known}."),
            key=key,
            known=", ".join(presets),
        )
    return dict(presets[key].weights)
