"""Cells of a made-up archipelago at the equator, where a degree is about 111 km both ways."""

import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.cells import ISLET_KM, REACH_KM, ThiessenCells, adopt_islands, build_cells, join_orphans, split_piece
from geodata.centres import KM_PER_DEGREE, SPACING_KM, find_doubtful, part_crowded, settle_centres
from geodata.product import find_leaps

HOME = shapely.box(100.0, 0.0, 100.4, 0.2)
FAR = shapely.box(101.12, 0.0, 101.2, 0.05)  # 80 km east of HOME, without any village
NEAR = shapely.box(100.45, 0.0, 100.5, 0.05)  # 6 km east of HOME, without any village

VILLAGES = pd.DataFrame(
    [
        ("61.01.01.2001", 100.1, 0.1),
        ("61.01.01.2002", 100.3, 0.1),
        ("61.01.01.2003", 100.3, 0.1),  # shares its place with the one before
        ("61.01.01.2004", np.nan, np.nan),
        ("61.01.01.2005", 100.2, 0.5),  # 33 km off the coast
        ("61.01.01.2006", 100.2, 0.21),  # 1 km off the coast
    ],
    columns=["code", "lon", "lat"],
)
DISTRICTS = pd.DataFrame({"code": ["61.01.01"], "lon": [100.15], "lat": [0.1]})


@pytest.fixture(scope="module")
def archipelago() -> ThiessenCells:
    centres = settle_centres(VILLAGES, DISTRICTS)
    return build_cells(centres, shapely.union_all([HOME, FAR, NEAR]))


def flags_of(thiessen: ThiessenCells) -> dict[str, tuple[str, ...]]:
    return {code[-4:]: flags for code, flags in zip(thiessen.centres["code"], thiessen.centres["flags"], strict=True)}


def test_every_village_has_land_of_its_own(archipelago: ThiessenCells) -> None:
    assert len(archipelago.cells) == len(VILLAGES)
    assert (shapely.area(archipelago.cells) > 0).all()
    assert shapely.is_valid(archipelago.cells).all()
    assert shapely.coverage_is_valid(archipelago.cells)


def test_cells_fill_the_islands_with_villages_and_no_other(archipelago: ThiessenCells) -> None:
    covered = shapely.union_all(archipelago.cells)
    assert covered.intersection(HOME).area == pytest.approx(HOME.area)
    assert covered.intersection(NEAR).area == pytest.approx(NEAR.area)
    assert not covered.intersects(FAR)
    assert [piece.area for piece in archipelago.unassigned] == pytest.approx([FAR.area])


def test_island_without_a_village_goes_whole_to_the_nearest(archipelago: ThiessenCells) -> None:
    owners = np.flatnonzero(shapely.intersects(archipelago.cells, NEAR))
    assert archipelago.adopted["owner"].tolist() == owners.tolist()
    assert archipelago.centres["lon"][owners[0]] == pytest.approx(100.3, abs=0.01)


def test_flags_say_what_was_guessed(archipelago: ThiessenCells) -> None:
    assert flags_of(archipelago) == {
        "2001": (),
        "2002": (),
        "2003": ("shared_centre",),
        "2004": ("no_centre",),
        "2005": ("off_land",),
        "2006": (),
    }


def test_centre_far_at_sea_gets_an_islet(archipelago: ThiessenCells) -> None:
    islet = archipelago.cells[4]
    assert islet.contains(shapely.Point(100.2, 0.5))
    assert islet.area == pytest.approx(np.pi * (ISLET_KM / KM_PER_DEGREE) ** 2, rel=0.05)


def test_islet_stays_out_of_foreign_land() -> None:
    centres = settle_centres(VILLAGES, DISTRICTS)
    abroad = shapely.box(100.2, 0.4, 100.3, 0.6)
    islet = build_cells(centres, HOME, foreign=shapely.geometrycollections([abroad])).cells[4]
    assert islet.intersection(abroad).area == pytest.approx(0, abs=1e-9)
    assert islet.area > 0


def test_overlapping_islets_share_the_water_between_them() -> None:
    pair = pd.DataFrame({"code": ["61.01.01.2001", "61.01.01.2002"], "lon": [101.0, 101.01], "lat": [1.0, 1.0]})
    cells = build_cells(pair.assign(flags=[(), ()]), HOME).cells
    assert shapely.coverage_is_valid(cells)
    assert cells[0].bounds[2] == pytest.approx(101.005, abs=1e-4)


def test_village_without_a_centre_is_put_beside_its_kecamatan() -> None:
    centre = settle_centres(VILLAGES, DISTRICTS).set_index("code").loc["61.01.01.2004"]
    away_km = np.hypot(centre["lon"] - 100.15, centre["lat"] - 0.1) * KM_PER_DEGREE
    assert 0 < away_km < 1.1


def test_impossible_centre_is_moved_to_its_kecamatan_and_flagged() -> None:
    astray = VILLAGES.copy()
    astray.loc[0, ["lon", "lat"]] = [110.0, 5.0]
    centres = settle_centres(astray, DISTRICTS)
    assert centres["flags"][0] == ("doubtful_centre",)
    assert abs(centres["lon"][0] - 100.15) < 0.02


def test_remote_island_is_not_doubtful_but_a_stray_among_strangers_is() -> None:
    home = [(f"61.01.01.{2001 + i}", 100.0 + i / 100, 0.0) for i in range(6)]
    strangers = [(f"61.02.01.{2001 + i}", 102.0 + i / 100, 0.0) for i in range(6)]
    columns = ["code", "lon", "lat"]
    stray = pd.DataFrame([*home, ("61.01.01.2099", 101.95, 0.0), *strangers], columns=columns)
    remote = pd.DataFrame([*home, ("61.01.01.2099", 100.0, 1.2)], columns=columns)
    assert stray["code"][find_doubtful(stray)].tolist() == ["61.01.01.2099"]
    assert not find_doubtful(remote).any()


def test_crowded_centres_are_parted_on_land_and_the_first_stays() -> None:
    points = np.array([[100.0, 0.0]] * 4 + [[100.2, 0.1]])
    apart, moved = part_crowded(points, HOME)
    gaps = [np.hypot(*(one - other)) for index, one in enumerate(apart) for other in apart[:index]]
    assert moved.tolist() == [False, True, True, True, False]
    assert min(gaps) * KM_PER_DEGREE >= SPACING_KM * 0.999
    assert shapely.intersects_xy(HOME, *apart.T).all()


def test_no_room_for_another_village_is_said() -> None:
    speck = shapely.box(100.0, 0.0, 100.0002, 0.0002)
    with pytest.raises(ValueError, match="no room"):
        part_crowded(np.array([[100.0001, 0.0001]] * 2), speck)


def test_land_across_a_bay_goes_to_the_neighbour_there() -> None:
    # A U: the western arm's village is nearer to the tip of the eastern arm than the eastern village at its foot.
    bay = shapely.box(100.02, 0.1, 100.04, 0.4)
    arms = shapely.box(100.0, 0.0, 100.06, 0.4).difference(bay)
    points = np.array([[100.01, 0.35], [100.05, 0.05], [100.01, 0.05]])
    cells = split_piece(arms, points)
    assert {shapely.get_type_id(cell) for cell in cells} == {3}
    assert cells[1].contains(shapely.Point(100.05, 0.39))
    assert shapely.union_all(cells).area == pytest.approx(arms.area)
    assert shapely.coverage_is_valid(cells)


def test_point_that_owns_no_face_is_refused() -> None:
    faces = np.array([shapely.box(0, 0, 1, 1)])
    with pytest.raises(ValueError, match="no cell"):
        join_orphans(faces, np.array([0]), np.array([[0.5, 0.5], [0.6, 0.6]]))


def test_named_island_goes_to_its_own_kabupaten_first() -> None:
    centres = pd.DataFrame(
        {"code": ["61.01.01.2001", "61.02.01.2001"], "lon": [100.44, 100.60], "lat": [0.02, 0.02], "flags": [(), ()]}
    )
    pieces = np.array([NEAR, FAR])
    named = pd.DataFrame({"regency": ["61.02"], "lon": [100.47], "lat": [0.02]})
    assert adopt_islands(pieces, centres, None).tolist() == [0, -1]
    assert adopt_islands(pieces, centres, named).tolist() == [1, -1]


def test_leap_over_the_sea_is_found() -> None:
    centre = np.array([[100.1, 0.1]])
    leaping = shapely.multipolygons([HOME, FAR])
    long_island = shapely.box(100.0, 0.0, 100.0 + 2 * REACH_KM / KM_PER_DEGREE, 0.2)
    assert find_leaps(np.array([leaping]), centre).all()
    assert not find_leaps(np.array([long_island]), centre).any()
    assert not find_leaps(np.array([shapely.multipolygons([HOME, NEAR])]), centre).any()
