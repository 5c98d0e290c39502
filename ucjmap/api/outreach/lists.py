"""Where to go next: the areas of a place with all that the criteria measure, and where the figures come from."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.figures import AreaValues, area_values, list_dates
from ucjmap.api.outreach.offices import assumed_offices
from ucjmap.codes import Level
from ucjmap.outreach import Scale, nearest_office, scale_measures
from ucjmap.store import Store

#: Columns of a list that tell figures -> the indicator that they are of.
FIGURES: Final = {"ucj": "ucj", "aparat": "aparat_registered", "bpd": "bpd_registered"}
#: A fall is measured to the newest date that lies at least so long before.
_FALL_DAYS = 180


@dataclass(frozen=True)
class FigureProvenance:
    """Where the figures of one indicator in the place of a list come from.

    ``oldest`` and ``newest`` are the dates of the counts behind them, None where nothing was counted yet.
    """

    indicator: str
    oldest: str | None
    newest: str | None
    sources: tuple[str, ...]
    is_simulated: bool


@dataclass(frozen=True)
class OutreachProvenance:
    """Where the figures of a list come from; every export prints it.

    ``figures`` has one entry an indicator by the columns of ``OutreachList.areas`` that it is told in: ucj, aparat,
    bpd. ``earlier`` is what falls are measured from (None: none are). ``offices_assumed`` says that points inside the
    kabupaten stand for the offices because none were given.
    """

    figures: Mapping[str, FigureProvenance]
    earlier: FigureProvenance | None
    editions: tuple[str, ...]
    is_model: bool
    offices_assumed: bool

    @property
    def simulated(self) -> tuple[str, ...]:
        """Keys of the indicators with figures made up for demonstration."""
        return tuple(figure.indicator for figure in self.figures.values() if figure.is_simulated)


@dataclass(frozen=True)
class OutreachList:
    """The areas of ``level`` inside ``code`` with all that the criteria measure.

    ``areas`` has one row an area by code: name, kind, adm1_name to adm3_name above it, adm3, lon, lat, numerator,
    denominator, rate, uncovered, target, target_issuer, gap_points, gap_people, fall_points, aparat, bpd (desa
    registered), desa, office, distance_km; and of each of ucj, aparat and bpd the date of the area's own figure,
    ``*_as_of`` (``OLDEST/NEWEST`` for a sum over several dates, None without data), and whether it is
    ``*_simulated``. ``offices`` has one row an office: name, lon, lat.
    """

    code: str
    level: Level
    areas: pd.DataFrame
    scale: Scale
    offices: pd.DataFrame
    provenance: OutreachProvenance


def outreach_list(
    store: Store,
    code: str,
    level: Level,
    *,
    as_of: str | None = None,
    offices: pd.DataFrame | None = None,
    visited: Collection[str] = (),
) -> OutreachList:
    """Measure the areas of ``level`` inside ``code`` for ranking.

    A fall is a change down on common areas (``indicators.change``).

    Parameters
    ----------
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.
    offices
        One row is one office: name, lon, lat in degrees (EPSG:4326). None puts one inside each kabupaten and kota of
        the province, and the provenance says so.
    visited
        Codes of the desa that somebody has been to.

    Returns
    -------
    OutreachList
        In no order yet: ``rank_outreach`` weighs it.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    tree = area_tree(store)
    rows = tree.below(code, level)
    ucj, aparat, bpd = told = [area_values(store, code, level, key, as_of=as_of) for key in FIGURES.values()]
    earlier = _earlier_values(store, ucj)
    used = offices if offices is not None else assumed_offices(store, code)
    areas = rows[["name", "kind", "adm3", "lon", "lat"]].assign(**_names_above(tree, rows))
    areas = areas.join(ucj.units[["numerator", "denominator", "rate", "desa", "uncovered"]])
    targets = ucj.units["target"]
    areas["target"] = [target.rate if target else np.nan for target in targets]
    areas["target_issuer"] = [target.issuer if target else None for target in targets]
    areas["gap_points"] = ucj.units["gap_points"].clip(lower=0)
    areas["gap_people"] = ucj.units["gap_people"]
    areas["fall_points"] = _falls(store, ucj, earlier)
    for name, values in (("aparat", aparat), ("bpd", bpd)):
        areas[name] = values.units["numerator"]
        areas[f"desa_without_{name}"] = values.units["uncovered"]
    for name, values in zip(FIGURES, told, strict=True):
        areas[f"{name}_as_of"] = _own_dates(values)
        areas[f"{name}_simulated"] = values.units["is_simulated"]
    areas = areas.join(nearest_office(areas, used)[["office", "distance_km"]])
    areas["not_visited"] = _not_visited(tree, rows, level, visited)
    flags = pd.DataFrame({"desa_without_aparat": ~aparat.units["applies"], "desa_without_bpd": ~bpd.units["applies"]})
    return OutreachList(
        code=code,
        level=level,
        areas=areas,
        scale=scale_measures(areas, not_applicable=flags),
        offices=used,
        provenance=OutreachProvenance(
            figures={name: _figure_provenance(values) for name, values in zip(FIGURES, told, strict=True)},
            earlier=_figure_provenance(earlier) if earlier else None,
            editions=ucj.editions,
            is_model=ucj.is_model,
            offices_assumed=offices is None,
        ),
    )


def remembered_list(
    store: Store, code: str, level: Level, *, offices: pd.DataFrame | None = None, visited: Collection[str] = ()
) -> OutreachList:
    """``outreach_list`` with the newest figures, kept by its inputs: only what weighs on it is computed again.

    Parameters
    ----------
    offices, visited
        As in ``outreach_list``.

    Returns
    -------
    OutreachList
        The same one until something is imported or undone: not to be written to.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    places = "" if offices is None else offices.to_csv(index=False)
    key = ("outreach_list", code, level, places, frozenset(visited))
    return remember(store, key, lambda: outreach_list(store, code, level, offices=offices, visited=visited))


def _figure_provenance(values: AreaValues) -> FigureProvenance:
    oldest, newest = (None if pd.isna(values.area[end]) else values.area[end] for end in ("oldest", "newest"))
    return FigureProvenance(values.indicator.key, oldest, newest, values.sources, values.is_simulated)


def _own_dates(values: AreaValues) -> pd.Series:
    """Date of the figure of each area as text, both ends for a sum over several dates, None without data."""
    oldest, newest = (values.units[end].astype("string") for end in ("oldest", "newest"))
    texts = newest.where(oldest == newest, oldest + "/" + newest).astype(object)
    return texts.where(newest.notna(), None)


def _names_above(tree: AreaTree, rows: pd.DataFrame) -> dict[str, pd.Series]:
    names = tree.areas["name"]
    return {f"{upper}_name": rows[upper].astype(object).map(names) for upper in ("adm1", "adm2", "adm3")}


def _earlier_values(store: Store, now: AreaValues) -> AreaValues | None:
    """The same areas on the newest date that lies long enough before for a fall; None without any count by then."""
    if not now.as_of:
        return None
    before = (dt.date.fromisoformat(now.as_of) - dt.timedelta(days=_FALL_DAYS)).isoformat()
    code, key = now.area["code"], now.indicator.key
    date = max((date for date in list_dates(store, key, code) if date <= before), default=None)
    earlier = area_values(store, code, now.level, key, as_of=date) if date else None
    return earlier if earlier and pd.notna(earlier.area["newest"]) else None


def _falls(store: Store, now: AreaValues, earlier: AreaValues | None) -> pd.Series:
    """Points lost on the areas that count at both dates (``indicators.change``); NaN where they cannot be compared."""
    if earlier is None:
        return pd.Series(np.nan, index=now.units.index)
    change = area_values(
        store, now.area["code"], now.level, now.indicator.key, as_of=now.as_of, measure="change", since=earlier.as_of
    )
    return (-change.units["value"]).clip(lower=0)


def _not_visited(tree: AreaTree, rows: pd.DataFrame, level: Level, visited: Collection[str]) -> pd.Series:
    if level == "adm4":
        return pd.Series(~rows.index.isin(list(visited)), index=rows.index).astype(float)
    desa = tree.areas[tree.areas["level"] == "adm4"]
    left = desa[~desa.index.isin(list(visited))]
    return left[level].astype(object).value_counts().reindex(rows.index).fillna(0).astype(float)
