"""The indicators of this installation, from ``data/indicators.toml``."""

import tomllib
from functools import lru_cache
from typing import Any

from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Indicator
from ucjmap.settings import PROJECT


@lru_cache(maxsize=1)
def load_indicators() -> dict[str, Indicator]:
    """Indicators by key, in the order of the file."""
    with (PROJECT / "data" / "indicators.toml").open("rb") as stream:
        content = tomllib.load(stream)
    labels = {lang: tuple(words) for lang, words in content["bands"]["labels"].items()}
    return {entry["key"]: _indicator(entry, labels) for entry in content["indicators"]}


def _indicator(entry: dict[str, Any], labels: dict[str, tuple[str, ...]]) -> Indicator:
    def both(word: str) -> dict[str, str]:
        return {lang: entry[f"{word}_{lang}"] for lang in ("id", "en")}

    segments = {part["key"]: {"id": part["name_id"], "en": part["name_en"]} for part in entry.get("segments", ())}
    note = both("denominator_note") if "denominator_note_id" in entry else {"id": "", "en": ""}
    return Indicator(
        key=entry["key"],
        names=both("name"),
        units=both("unit"),
        numerators=both("numerator"),
        denominators=both("denominator"),
        denominator_notes=note,
        segments=segments,
        bands=tuple(entry["bands"]),
        band_labels=labels,
        applies_to=tuple(entry["applies_to"]),
        counts_desa=entry["unit_en"] == "desa",
        bands_by_year={int(year): tuple(bands) for year, bands in entry.get("bands_by_year", {}).items()},
        gap_bands=tuple(entry["gap_bands"]),
        change_bands=tuple(entry["change_bands"]),
        small_below=entry["small_below"],
    )


def get_indicator(key: str) -> Indicator:
    """The indicator ``key``.

    Raises
    ------
    UsageError
        There is no such indicator.
    """
    indicators = load_indicators()
    if key not in indicators:
        raise UsageError(
            "unknown_indicator",
            N_("There is no indicator {key}."),
            N_("Choose one of: {known}."),
            key=key,
            known=", ".join(indicators),
        )
    return indicators[key]
