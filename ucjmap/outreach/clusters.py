"""Where low and high rates cluster: local Moran's I and Getis-Ord Gi*, p-values by permutation and corrected.

Two choices are stated with every result. Rates are smoothed towards the mean of the list (empirical Bayes) where their
denominators differ, because a desa with 40 workers reaches 0 or 100 % by chance. p-values are two-sided and corrected
(Benjamini and Hochberg), so that of the areas called a cluster a share of at most ``alpha`` is expected to be chance.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy  # its parts load when they are used: together they take a second
import shapely

from ucjmap.errors import N_, UsageError
from ucjmap.schema import Progress, no_progress

Floats = npt.NDArray[np.float64]
Spot = Literal["cold", "hot", "low_among_high", "high_among_low", "none", "no_shape", "no_data"]

#: What a spot means, for people.
SPOT_MEANINGS: dict[Spot, str] = {
    "cold": N_("Cold spot: low rates, and low rates all around"),
    "hot": N_("Hot spot: high rates, and high rates all around"),
    "low_among_high": N_("Low rate among high rates"),
    "high_among_low": N_("High rate among low rates"),
    "none": N_("No pattern beyond chance"),
    "no_shape": N_("Not tested: the boundary file has no shape of it"),
    "no_data": N_("No data yet"),
}
_QUADRANTS: dict[int, Spot] = {1: "hot", 2: "low_among_high", 3: "cold", 4: "high_among_low"}
_FEWEST = 10


@dataclass(frozen=True)
class Clusters:
    """Result of one search for clusters.

    ``areas`` has one row an area, in the order given: rate (as supplied), value (as tested), neighbours, moran_i,
    moran_p (two-sided), moran_p_adjusted, moran_spot, gi_z, gi_p, gi_p_adjusted, gi_spot. ``attached`` are islands
    whose only neighbour is the nearest area.
    """

    areas: pd.DataFrame
    is_smoothed: bool
    attached: tuple[str, ...]
    permutations: int
    alpha: float
    seed: int

    @property
    def tested(self) -> int:
        """Number of areas with rate and shape, among which clusters were looked for."""
        return int(self.areas["value"].notna().sum())


def contiguity(codes: list[str], shapes: npt.NDArray[np.object_]) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Neighbours of every area by queen contiguity, and the islands that were attached to their nearest area.

    Shapes are in EPSG:4326. Near the equator a degree is about as long in both directions, so the nearest by degrees
    is the nearest.
    """
    from libpysal.graph import Graph

    graph = Graph.build_contiguity(_as_series(codes, shapes), rook=False)
    neighbours = {code: set(graph[code].index) - {code} for code in codes}
    alone = [position for position, code in enumerate(codes) if not neighbours[code]]
    if alone and len(codes) > 1:
        tree = shapely.STRtree(shapes)
        ours, theirs = tree.query_nearest(shapes[alone], exclusive=True, all_matches=False)
        for island, nearest in zip(ours, theirs, strict=True):
            here, there = codes[alone[island]], codes[nearest]
            neighbours[here].add(there)
            neighbours[there].add(here)
    return {code: sorted(beside) for code, beside in neighbours.items()}, tuple(codes[position] for position in alone)


def _as_series(codes: list[str], shapes: npt.NDArray[np.object_]) -> Any:
    import geopandas as gpd

    return gpd.GeoSeries(shapes, index=codes)


def smooth_rates(numerator: Floats, denominator: Floats) -> tuple[Floats, bool]:
    """Empirical Bayes rates, and whether smoothing was possible.

    Equal denominators (a desa is registered or not) need none; where the rates vary no more than chance alone lets
    them, the estimate of their variance is not positive and the rates stay as they are.

    References
    ----------
    Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators. Applied Statistics 40.
    """
    from esda.smoothing import Empirical_Bayes

    rates = numerator / denominator
    mean = numerator.sum() / denominator.sum()
    variance = (denominator * (rates - mean) ** 2).sum() / denominator.sum() - mean / denominator.mean()
    if np.ptp(denominator) == 0 or variance <= 0:
        return rates, False
    return np.asarray(Empirical_Bayes(numerator, denominator).r, dtype=np.float64).ravel(), True


def find_clusters(
    areas: pd.DataFrame,
    shapes: npt.NDArray[np.object_],
    *,
    smooth: bool = True,
    permutations: int = 9999,
    alpha: float = 0.05,
    seed: int = 20260101,
    progress: Progress = no_progress,
) -> Clusters:
    """Cold and hot spots of the rate of some areas.

    Parameters
    ----------
    areas
        One row is one area, indexed by code: numerator, denominator. An area without data or shape takes no part, not
        even as a neighbour.
    shapes
        Their polygons in the same order, EPSG:4326.
    smooth
        Whether empirical Bayes rates are tested where the numbers of workers differ, so that chance in small areas is
        no spot.
    permutations
        How often the rates are shuffled to tell a pattern from chance.
    alpha
        Share of false spots that is accepted among those found (Benjamini-Hochberg).
    seed
        The same seed gives the same spots.
    progress
        Called before each of the three parts: neighbours, Moran, Getis-Ord; may raise to stop.

    Returns
    -------
    Clusters
        All areas given, those that were not tested too.

    Raises
    ------
    UsageError
        Fewer than ten areas have data and shape, or all have the same rate: nothing can cluster.
    """
    import esda
    from libpysal.graph import Graph

    has_data = (areas["denominator"].gt(0) & areas["numerator"].notna()).to_numpy()
    known = has_data & ~shapely.is_missing(shapes)
    rates = (areas["numerator"] / areas["denominator"]).where(has_data)
    _check(rates[known])
    counts = areas.loc[known, ["numerator", "denominator"]].to_numpy(dtype=float)
    tested, is_smoothed = smooth_rates(counts[:, 0], counts[:, 1]) if smooth else (rates[known].to_numpy(), False)
    codes = list(areas.index[known])
    progress(0, 3, "")
    neighbours, attached = contiguity(codes, shapes[known])
    graph = Graph.from_dicts(neighbours)
    options = {"permutations": permutations, "seed": seed, "n_jobs": 1, "keep_simulations": False}
    progress(1, 3, "")
    moran = esda.Moran_Local(tested, graph.transform("r"), **options)
    progress(2, 3, "")
    # Binary weights: esda's analytic z of Gi* does not hold for row-standardised ones.
    getis = esda.G_Local(tested, graph.assign_self_weight(), transform="B", star=None, **options)
    tests = pd.DataFrame(
        {
            "value": tested,
            "neighbours": [len(neighbours[code]) for code in codes],
            "moran_i": moran.Is,
            **_corrected("moran", moran.p_sim),
            "gi_z": getis.Zs,
            **_corrected("gi", getis.p_sim),
        },
        index=codes,
    )
    tests["moran_spot"] = _spots(tests["moran_p_adjusted"], pd.Series(moran.q, codes).map(_QUADRANTS), alpha)
    tests["gi_spot"] = _spots(tests["gi_p_adjusted"], tests["gi_z"].gt(0).map({True: "hot", False: "cold"}), alpha)
    table = tests.reindex(areas.index).assign(rate=rates)
    # A desa that was counted but is missing from the boundary file is not one without data.
    table.loc[has_data & ~known, ["moran_spot", "gi_spot"]] = "no_shape"
    table[["moran_spot", "gi_spot"]] = table[["moran_spot", "gi_spot"]].fillna("no_data")
    return Clusters(table, is_smoothed, attached, permutations, alpha, seed)


def _check(rates: pd.Series) -> None:
    if rates.empty:
        raise UsageError(
            "nothing_for_clusters",
            N_("No area here has both data and a shape: clusters cannot be told."),
            N_("Choose an area that has data."),
        )
    if len(rates) < _FEWEST:
        raise UsageError(
            "too_few_for_clusters",
            N_("Only {count} areas have data and a shape: clusters cannot be told."),
            N_("Choose a larger area or a lower level."),
            count=len(rates),
        )
    if np.ptp(rates.to_numpy()) == 0:
        raise UsageError(
            "same_everywhere",
            N_("All {count} areas have the same rate: nothing clusters."),
            N_("Choose another indicator, area or date."),
            count=len(rates),
        )


def _corrected(name: str, p_folded: Floats) -> dict[str, Floats]:
    # esda counts the nearer tail only: under chance that p is uniform up to 0.5, and twice it up to 1.
    both = np.minimum(1.0, 2 * np.asarray(p_folded, dtype=np.float64))
    return {f"{name}_p": both, f"{name}_p_adjusted": scipy.stats.false_discovery_control(both, method="bh")}


def _spots(p_adjusted: pd.Series, kinds: pd.Series, alpha: float) -> pd.Series:
    return kinds.astype(object).where(p_adjusted <= alpha, "none")
