"""Clusters: esda's own numbers unit by unit, correction for many tests, islands, and what takes no part."""

import esda
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import shapely
from libpysal.weights import Queen, fill_diagonal
from scipy.stats import false_discovery_control

from ucjmap.errors import UsageError
from ucjmap.outreach.clusters import SPOT_MEANINGS, contiguity, find_clusters, smooth_rates

Shapes = npt.NDArray[np.object_]


def grid(side: int) -> tuple[list[str], Shapes]:
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(side) for x in range(side)]
    return [f"{number:03d}" for number in range(side * side)], np.array(cells, dtype=object)


def patchy(side: int, seed: int = 3) -> tuple[pd.DataFrame, Shapes]:
    """Low rates in the west, high ones in the east, few workers here and many there."""
    codes, shapes = grid(side)
    rng = np.random.default_rng(seed)
    workers = rng.integers(30, 900, len(codes))
    west = np.arange(len(codes)) % side / (side - 1)
    participants = rng.binomial(workers, 0.15 + 0.6 * west)
    return pd.DataFrame({"numerator": participants, "denominator": workers}, index=codes, dtype=float), shapes


def test_equal_to_esda_unit_by_unit_in_whatever_order_the_areas_come() -> None:
    areas, shapes = patchy(9)
    shuffled = np.random.default_rng(1).permutation(len(areas))
    areas, shapes = areas.iloc[shuffled], shapes[shuffled]
    found = find_clusters(areas, shapes, smooth=False, permutations=199, seed=5).areas
    rates = (areas["numerator"] / areas["denominator"]).to_numpy()
    frame = gpd.GeoDataFrame(index=areas.index, geometry=shapes)
    weights = Queen.from_dataframe(frame, use_index=True)
    moran = esda.Moran_Local(rates, weights, permutations=199, seed=5)
    starred = fill_diagonal(Queen.from_dataframe(frame, use_index=True), 1.0)
    getis = esda.G_Local(rates, starred, transform="B", star=None, permutations=199, seed=5, n_jobs=1)
    assert list(found.index) == list(areas.index)
    np.testing.assert_allclose(found["moran_i"], moran.Is)
    np.testing.assert_allclose(found["gi_z"], getis.Zs)
    np.testing.assert_allclose(found["moran_p"], np.minimum(1, 2 * moran.p_sim))
    np.testing.assert_allclose(found["gi_p"], np.minimum(1, 2 * getis.p_sim))
    np.testing.assert_allclose(found["moran_p_adjusted"], false_discovery_control(found["moran_p"], method="bh"))


def test_low_surrounded_by_low_is_cold_and_high_by_high_is_hot() -> None:
    areas, shapes = patchy(12)
    found = find_clusters(areas, shapes)
    spots, side = found.areas["moran_spot"], 12
    column = np.arange(len(spots)) % side
    assert found.is_smoothed
    assert set(spots[column < 2]) <= {"cold", "none"}
    assert (spots[column < 2] == "cold").mean() > 0.8
    assert (spots[column > 9] == "hot").mean() > 0.8
    assert (found.areas["gi_spot"][column < 2] == "cold").mean() > 0.8
    assert set(spots) | set(found.areas["gi_spot"]) <= set(SPOT_MEANINGS)


def test_a_random_order_has_no_more_clusters_than_chance_allows() -> None:
    areas, shapes = patchy(20)
    order = np.random.default_rng(20260101).permutation(len(areas))
    mixed = pd.DataFrame(areas.to_numpy()[order], index=areas.index, columns=areas.columns)
    found = find_clusters(mixed, shapes, permutations=999)
    # Two-sided p-values of nothing but chance are spread evenly: one in twenty is below 0.05, one in two below 0.5.
    assert found.areas["moran_p"].le(0.05).mean() == pytest.approx(0.05, abs=0.03)
    assert found.areas["gi_p"].le(0.5).mean() == pytest.approx(0.5, abs=0.1)
    for spot in ("moran_spot", "gi_spot"):
        assert found.areas[spot].ne("none").mean() <= found.alpha


def test_the_same_seed_gives_the_same_result() -> None:
    areas, shapes = patchy(8)
    first, again = (find_clusters(areas, shapes, permutations=199) for _ in range(2))
    pd.testing.assert_frame_equal(first.areas, again.areas)


def test_an_island_gets_its_nearest_area_as_neighbour() -> None:
    codes, shapes = grid(4)
    codes, shapes = [*codes, "island"], np.append(shapes, shapely.box(6, 0, 7, 1))
    neighbours, attached = contiguity(codes, shapes)
    assert attached == ("island",)
    assert neighbours["island"] == ["003"]
    assert "island" in neighbours["003"]
    assert neighbours["005"] == ["000", "001", "002", "004", "006", "008", "009", "010"]


def test_areas_without_data_or_shape_take_no_part() -> None:
    areas, shapes = patchy(6)
    areas.iloc[7, 0] = np.nan
    areas.iloc[8, 1] = 0
    shapes[9] = None
    found = find_clusters(areas, shapes, permutations=99)
    rows = found.areas.iloc[[7, 8, 9]]
    assert found.tested == 33
    for spots in (rows["moran_spot"], rows["gi_spot"]):
        assert list(spots) == ["no_data", "no_data", "no_shape"], "what was counted is not called uncounted"
    assert list(rows["rate"].isna()) == [True, True, False]
    assert rows["value"].isna().all()
    assert found.areas["neighbours"].iloc[1] == 3, "of five neighbours two have no data"


def test_smoothing_pulls_small_denominators_to_the_mean_and_leaves_large_ones() -> None:
    rates, is_smoothed = smooth_rates(np.array([0.0, 400.0, 4500.0, 200.0]), np.array([4.0, 1000.0, 9000.0, 2000.0]))
    assert is_smoothed
    assert rates[0] > 0.2
    assert rates[2] == pytest.approx(0.5, abs=0.01)


def test_registered_or_not_is_not_smoothed() -> None:
    registered = np.array([0.0, 1.0, 1.0, 0.0])
    rates, is_smoothed = smooth_rates(registered, np.ones(4))
    assert (rates.tolist(), is_smoothed) == (registered.tolist(), False)


@pytest.mark.parametrize(("side", "rate", "code"), [(3, None, "too_few_for_clusters"), (4, 0.5, "same_everywhere")])
def test_nothing_to_cluster_is_said(side: int, rate: float | None, code: str) -> None:
    areas, shapes = patchy(side)
    if rate is not None:
        areas["numerator"] = areas["denominator"] * rate
    with pytest.raises(UsageError) as refused:
        find_clusters(areas, shapes)
    assert refused.value.code == code


def test_no_data_at_all_is_said_as_such() -> None:
    areas, shapes = patchy(4)
    for blind, drawn in ((areas.assign(numerator=np.nan), shapes), (areas, np.full(16, None, dtype=object))):
        with pytest.raises(UsageError) as refused:
            find_clusters(blind, drawn)
        assert refused.value.code == "nothing_for_clusters"
