"""Figures as printed beside figures as computed, and why they differ, told from the numbers alone."""

from dataclasses import dataclass
from typing import Any, Final, get_args

import pandas as pd

from ucjmap.api.areas import remember
from ucjmap.api.figures.definitions import get_indicator
from ucjmap.api.figures.trends import trends_of
from ucjmap.errors import N_
from ucjmap.indicators import Indicator
from ucjmap.schema import Counted
from ucjmap.store import Store, read_published

#: Counts that are printed rounded (251,000) agree with counts that are not.
_COUNT_TOLERANCE = 0.001
_COUNTED: Final[tuple[Counted, ...]] = get_args(Counted)


@dataclass(frozen=True)
class Explanation:
    """One reason in words: a key of the catalogue and its details, which are rates, counts or dates by name."""

    text: str
    details: dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """A printed figure and the computed one of the same area, segment and date; NaN where there is none.

    ``rate`` and ``counted`` (numerator and denominator) are what the source prints, ``printed`` is its rate, or that of
    its counts where it prints none. ``difference`` is computed less printed, as a fraction. ``agrees`` says that it vanishes in the rounding of the
    printed figure. ``counts`` is what the printed figure counts, None where its source does not tell; only with an
    indicator that counts the same is it compared, else there is no difference and no agreement.
    """

    segment: str
    as_of: str
    source: str
    note: str
    counts: Counted | None
    rate: float
    counted: tuple[float, float]
    printed: float
    computed: float
    difference: float
    agrees: bool
    reasons: tuple[Explanation, ...]


def published_figures(store: Store, code: str, indicator: str | None = None) -> pd.DataFrame:
    """Figures as printed for one area.

    Parameters
    ----------
    indicator
        Key of the indicator that they are of; None is all.

    Returns
    -------
    pandas.DataFrame
        One row is one figure (``schema.PUBLISHED_COLUMNS`` and the import that it came with), the newest first, of all
        segments; empty where none was printed. It is shared: not to be written to.
    """

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_published(connection)

    printed = remember(store, "published", read)
    by_area: dict[str, pd.DataFrame] = remember(store, "published_by_area", lambda: _by_area(printed))
    rows = by_area.get(code, printed.iloc[:0])
    return rows[rows["indicator"] == indicator].reset_index(drop=True) if indicator and len(rows) else rows


def _by_area(printed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    newest_first = printed.sort_values("as_of", ascending=False, kind="stable")
    return {str(code): rows.reset_index(drop=True) for code, rows in newest_first.groupby("unit_code")}


def compare_published(store: Store, code: str, indicator: str, segment: str | None = None) -> list[Comparison]:
    """Every printed figure of an area beside the computed one of the same date.

    Parameters
    ----------
    segment
        Key of the segment that the figures are of; None is all of them.

    Returns
    -------
    list
        One item is one printed figure, the newest first; empty where none was printed.
    """
    printed = published_figures(store, code, indicator)
    if segment is not None:
        printed = printed[printed["segment"] == segment]
    return [_compare(store, code, indicator, row) for row in printed.to_dict("records")]


def _compare(store: Store, code: str, indicator: str, row: dict[str, Any]) -> Comparison:
    here = _figure_at(store, code, indicator, row["segment"], row["as_of"])
    value, numerator, denominator = (
        float(row[name]) if pd.notna(row[name]) else float("nan") for name in ("value", "numerator", "denominator")
    )
    from_counts = numerator / denominator if denominator > 0 else float("nan")
    printed = value if pd.notna(value) else from_counts
    counts = next((counted for counted in _COUNTED if counted == row["counts"]), None)
    other = _counted_apart(counts, get_indicator(indicator))
    difference = float("nan") if other else here["rate"] - printed
    agrees = bool(abs(difference) <= rounding_of(printed))
    reasons = _inner_reasons(value, from_counts, numerator)
    reasons += other or _reasons(here, row["as_of"], numerator, denominator)
    if not agrees and not reasons:
        reasons = [Explanation(N_("The numbers do not tell why: ask the source how it counted."), {})]
    return Comparison(
        segment=row["segment"],
        as_of=row["as_of"],
        source=row["source"],
        note=row["note"] or "",
        counts=counts,
        rate=value,
        counted=(numerator, denominator),
        printed=printed,
        computed=here["rate"],
        difference=difference,
        agrees=agrees,
        reasons=tuple(reasons),
    )


def _counted_apart(counts: Counted | None, indicator: Indicator) -> list[Explanation]:
    """Why a printed figure is not to be compared with ``indicator``; empty where both count the same."""
    if counts == indicator.counts:
        return []
    if counts is None:
        return [Explanation(N_("The source does not say whether it counts desa or people: nothing is compared."), {})]
    if counts == "people":
        return [Explanation(N_("The printed figure counts people, this indicator desa: nothing is compared."), {})]
    return [Explanation(N_("The printed figure counts desa, this indicator people: nothing is compared."), {})]


def rounding_of(rate: float) -> float:
    """Half a unit of the last digit that a rate was printed with, at most two digits of a percentage."""
    if pd.isna(rate):
        return 0.0
    digits = next(digits for digits in (0, 1, 2) if digits == 2 or abs(round(rate * 100, digits) - rate * 100) < 1e-9)
    return float(0.5 * 10.0 ** -(digits + 2) + 1e-12)


def _figure_at(store: Store, code: str, indicator: str, segment: str, as_of: str) -> dict[str, Any]:
    """Computed figure at a date: the newest counts on or before it, and the dates of these."""
    trend = trends_of(store, [code], indicator, segment, until=as_of)
    known = trend[trend["rate"].notna()]
    if known.empty:
        nan = float("nan")
        return {"rate": nan, "numerator": nan, "denominator": nan, "newest": None, "desa": 0, "desa_with_data": 0}
    last = known.iloc[-1]
    counted = known.loc[known["counted"] > 0, "as_of"]
    figures = {name: float(last[name]) for name in ("rate", "numerator", "denominator")}
    return {
        **figures,
        "newest": counted.iloc[-1],
        "desa": int(last["desa"]),
        "desa_with_data": int(last["desa_with_data"]),
    }


def _inner_reasons(value: float, from_counts: float, numerator: float) -> list[Explanation]:
    if pd.isna(value) and pd.isna(from_counts):
        text = N_("The source prints no rate.") if pd.isna(numerator) else N_("The source prints a count and no rate.")
        return [Explanation(text, {})]
    if pd.isna(value) or pd.isna(from_counts) or abs(value - from_counts) <= max(rounding_of(value), 0.0005):
        return []
    text = N_("The printed percentage is not that of its own printed counts, which give {rate}.")
    return [Explanation(text, {"rate": from_counts})]


def _reasons(here: dict[str, Any], as_of: str, numerator: float, denominator: float) -> list[Explanation]:
    if here["newest"] is None:
        return [Explanation(N_("There is no computed figure: no counts of this date or before it were loaded."), {})]
    reasons = []
    if here["newest"] != as_of:
        text = N_("The newest count used here is of {date}, not of the printed date.")
        reasons.append(Explanation(text, {"date": here["newest"]}))
    if denominator > 0 and abs(here["denominator"] / denominator - 1) > _COUNT_TOLERANCE:
        text = N_("The printed figure divides by {printed}, the computed one by {computed}.")
        reasons.append(Explanation(text, {"printed": denominator, "computed": here["denominator"]}))
    if numerator >= 0 and abs(here["numerator"] - numerator) > _COUNT_TOLERANCE * max(numerator, 1):
        text = N_("The printed figure counts {printed} registered, the computed one {computed}.")
        reasons.append(Explanation(text, {"printed": numerator, "computed": here["numerator"]}))
    if here["desa_with_data"] < here["desa"]:
        text = N_("The computed figure rests on {known} of {all} desa/kelurahan; the others have no data.")
        reasons.append(Explanation(text, {"known": here["desa_with_data"], "all": here["desa"]}))
    return reasons
