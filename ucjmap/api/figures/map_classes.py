"""Classes of a map, and where their breaks come from: from people, from the frozen reference, or from its values."""

from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from ucjmap.api.areas import area_tree, remember
from ucjmap.api.figures.definitions import get_indicator
from ucjmap.api.figures.series import read_series
from ucjmap.api.figures.targets_in_force import all_targets
from ucjmap.classify import ClassBreaks, Classing, Measure, Scheme, make_breaks, make_diverging_breaks
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Indicator
from ucjmap.store import Store

#: Where the breaks of a map come from: set by people, from the frozen reference, or from the values shown.
Basis = Literal["set", "reference", "shown"]
_REGISTERED: Final = (N_("Not registered"), N_("Registered"))
_REGISTERED_SINCE: Final = (N_("No longer registered"), N_("Unchanged"), N_("Newly registered"))


def make_map_breaks(
    store: Store,
    indicator: Indicator,
    segment: str,
    level: Level,
    date: str,
    shown: npt.NDArray[np.float64],
    classing: Classing,
    measure: Measure,
) -> tuple[ClassBreaks, Basis]:
    """Breaks of the values ``shown`` on a map, and where they come from.

    A map of desa of an indicator that counts desa has two classes (three of a change), whatever was asked for; only its
    distances to a target are divided as others are.

    Raises
    ------
    UsageError
        The classes registered and not registered, for a map of anything else.
    """
    scheme: Scheme = classing.scheme
    if indicator.counts_desa and level == "adm4" and measure != "gap":
        scheme = "registered"  # two states: no scheme can divide them
    elif scheme == "registered":
        raise UsageError(
            "not_registered_or_not",
            N_("Only maps of desa of an indicator that counts desa have the classes registered and not registered."),
            N_("Choose another classification."),
        )
    bands, labels = _bands(indicator, scheme, date, classing, measure)
    make = make_breaks if measure == "rate" else make_diverging_breaks
    options: dict[str, Any] = {"isolate_full": classing.isolate_full} if measure == "rate" else {}
    options |= {"scheme": scheme, "k": classing.k, "bands": bands, "labels": labels}
    options |= {
        "isolate_zero": classing.isolate_zero,
        "lower_is_better": indicator.better == "lower" and measure != "gap",
    }
    if scheme in {"bands", "own", "registered"}:
        return make(shown, **options), "set"
    if classing.frozen:
        reference = reference_values(store, indicator.key, segment, measure)
        if len(np.unique(reference)) > 1:
            return make(reference, **options), "reference"
    return make(shown, **options), "shown"


def _bands(
    indicator: Indicator, scheme: Scheme, date: str, classing: Classing, measure: Measure
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    if scheme == "registered":
        return (), _REGISTERED if measure == "rate" else _REGISTERED_SINCE
    if scheme == "own":
        return classing.own, ()
    if measure != "rate":
        return (indicator.gap_bands if measure == "gap" else indicator.change_bands), ()
    if scheme == "bands":
        return indicator.bands_of(int(date[:4] or 0)), indicator.band_labels["en"]
    return (), ()


def reference_values(store: Store, indicator_key: str, segment: str, measure: Measure) -> npt.NDArray[np.float64]:
    """The values that frozen breaks come from, the same for every date, level and area.

    These are the rates of all kabupaten/kota of the country at all dates that were loaded; for gaps their distances
    to every target of the indicator, for changes their changes between any two dates (``indicators.change``).
    """
    kind: Measure = "change" if measure == "change" else "rate"
    reference = remember(
        store,
        ("reference", indicator_key, segment, kind),
        lambda: _reference(store, get_indicator(indicator_key), segment, kind),
    )
    if measure == "gap":
        fits = (target for target in all_targets(store) if target.indicator == indicator_key and target.comparable)
        rates = sorted({target.rate for target in fits})
        return np.asarray(np.subtract.outer(rates, reference).ravel(), dtype=float)
    return reference


def _reference(store: Store, indicator: Indicator, segment: str, kind: Measure) -> npt.NDArray[np.float64]:
    """Rates of all kabupaten/kota at all dates, or their changes between any two; without those that have no data."""
    series = read_series(store, indicator.key, segment)
    rows = series.codes.get_indexer(area_tree(store).below(COUNTRY, "adm2").index)
    rows = rows[rows >= 0]
    if kind == "rate":
        values = [series.rates()[rows].ravel()]
    else:
        values = [series.changes_from(since)[:, rows].ravel() for since in range(len(series.dates) - 1)]
    known = np.concatenate([*values, np.empty(0)])
    return np.asarray(known[np.isfinite(known)], dtype=float)
