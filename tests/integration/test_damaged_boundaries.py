"""Files of real codes and names that are damaged in many ways at seeds: none is stored in silence, the harmless whole."""

import random
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tests import boundary_files
from tests.long_run import every, rest_long
from ucjmap import api
from ucjmap.api.areas.polygons import read_shapes
from ucjmap.codes import LEVELS, PLACE_COLUMNS
from ucjmap.errors import BoundariesError, OpenQuestionError

Damage = Callable[[gpd.GeoDataFrame, random.Random], gpd.GeoDataFrame]
#: Kabupaten and kota of different islands, north and south of the equator.
PLACES = ("61.71", "33.22", "17.71", "73.72", "32.72")
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 17))]
#: What the isolation of readers says where a reader broke instead of answering.
CRASHES = {"reader_failed", "too_much_memory", "too_much_time", "too_much_disk"}


def desa_of(store: api.Store, code: str) -> gpd.GeoDataFrame:
    """The desa of a kabupaten with all names, as ``boundary_files.lay_out`` takes them."""
    tree = api.area_tree(store)
    rows = tree.below(code, "adm4")
    rows = rows[rows["west"].notna()]
    names = {PLACE_COLUMNS[level]: rows[level].astype(object).map(tree.areas["name"]) for level in LEVELS}
    codes = rows["code"].to_numpy()
    frame = pd.DataFrame({"code": codes, "bps_code": "", **{key: text.to_numpy() for key, text in names.items()}})
    return gpd.GeoDataFrame(frame, geometry=read_shapes(store, pd.Index(codes)), crs="EPSG:4326")


def _moved(east: float, north: float) -> Damage:
    return lambda areas, _: areas.set_geometry(areas.translate(east, north))


def _declared(declared: int) -> Damage:
    """Coordinates of the zone of the place under the name of another one."""

    def change(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
        zone = int((areas.total_bounds[0] + 180) // 6) + 1
        return areas.to_crs(32700 + zone).set_crs(32700 + zone + declared, allow_override=True)

    return change


def _shapes(change: Callable[..., tuple[np.ndarray, np.ndarray]]) -> Damage:
    def move(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
        return areas.set_geometry(shapely.transform(areas.geometry.to_numpy(), change, interleaved=False), crs=4326)

    return move


def _rolled(column: str, *, by: int = 1) -> Damage:
    def change(areas: gpd.GeoDataFrame, random_: random.Random) -> gpd.GeoDataFrame:
        start = random_.randrange(len(areas) // 2)
        values = list(areas[column])
        rolled = values[:start] + values[start + by :] + values[start : start + by]
        return areas.assign(**{column: gpd.GeoSeries(rolled, crs=4326) if column == "geometry" else rolled})

    return change


def _shuffled(column: str) -> Damage:
    def change(areas: gpd.GeoDataFrame, random_: random.Random) -> gpd.GeoDataFrame:
        values = list(areas[column])
        random_.shuffle(values)
        return areas.assign(**{column: gpd.GeoSeries(values, crs=4326) if column == "geometry" else values})

    return change


def _codes(old: str, new: str) -> Damage:
    return lambda areas, _: areas.assign(code=areas["code"].str.replace(old, new, regex=True))


def _named(word: str) -> Damage:
    """All rows are some other country's: no code, one column of names."""
    return lambda areas, _: areas.assign(village=[f"{word} {place}" for place in range(len(areas))], code="")


def _scaled(factor: float) -> Damage:
    """Everything larger or smaller about the middle of the file."""

    def change(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
        west, south, east, north = areas.total_bounds
        middle = ((west + east) / 2, (south + north) / 2)
        return areas.set_geometry(areas.scale(factor, factor, origin=middle))

    return change


def _shrunk(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
    return areas.set_geometry(
        gpd.GeoSeries([shapely.affinity.scale(shape, 0.05, 0.05) for shape in areas.geometry], crs=4326)
    )


def _two_editions(east: float) -> Damage:
    """Every row twice, the second one moved."""

    def change(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
        other = areas.set_geometry(areas.translate(east, 0))
        return gpd.GeoDataFrame(pd.concat([areas, other], ignore_index=True), crs=4326)

    return change


def _one_outline(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
    return areas.set_geometry(gpd.GeoSeries([shapely.union_all(areas.geometry.to_numpy())] * len(areas), crs=4326))


def _districts_exchanged(areas: gpd.GeoDataFrame, _: random.Random) -> gpd.GeoDataFrame:
    """The two largest kecamatan under each other's name."""
    one, other = areas["district"].value_counts().index[:2]
    return areas.assign(district=areas["district"].replace({one: other, other: one}))


#: Damage of a whole file: it is asked or refused.
WHOLE: dict[str, Damage] = {
    "six degrees west": _moved(-6, 0),
    "five degrees north-east": _moved(5, 5),
    "one degree south": _moved(0, -1),
    "fifty kilometres": _moved(0.3, 0.35),
    "two kilometres": _moved(0.02, 0.012),
    "zone after": _declared(1),
    "zone before": _declared(-1),
    "latitude and longitude": _shapes(lambda x, y: (y, x)),
    "mirrored latitude": _shapes(lambda x, y: (x, -y - 2)),
    "codes one row off": _rolled("code"),
    "codes two rows off": _rolled("code", by=2),
    "codes shuffled": _shuffled("code"),
    "outlines shuffled": _shuffled("geometry"),
    "outlines one row off": _rolled("geometry"),
    "unknown kabupaten": _codes(r"^(\d\d)\.\d\d", r"\1.69"),
    "unknown province": _codes(r"^\d\d", "39"),
    "codes of another kabupaten": _codes(r"^(\d\d)\.\d(\d)", r"\1.0\2"),
    "codes of another kabupaten, no names above": lambda areas, random_: _codes(r"^(\d\d)\.\d(\d)", r"\1.0\2")(
        areas.assign(province=None, regency=None, district=None), random_
    ),
    "another country": _named("Mukim"),
    "three times as large": _scaled(3),
    "a fifth as large": _scaled(0.2),
    "each a twentieth as large": _shrunk,
    "two editions": _two_editions(0.003),
    "one outline for all": _one_outline,
    "names of two kecamatan": _districts_exchanged,
    "mercator in degrees": lambda areas, _: areas.to_crs(3857).set_crs(4326, allow_override=True),
    "degrees in metres": lambda areas, _: areas.set_crs(32749, allow_override=True),
}


def _swap(column: str) -> Callable[[gpd.GeoDataFrame, int, int], None]:
    def change(areas: gpd.GeoDataFrame, one: int, other: int) -> None:
        first, second = areas.at[one, column], areas.at[other, column]
        areas.at[one, column], areas.at[other, column] = second, first

    return change


def _set(column: str, value: Callable[[gpd.GeoDataFrame, int], object]) -> Callable[[gpd.GeoDataFrame, int, int], None]:
    def change(areas: gpd.GeoDataFrame, one: int, other: int) -> None:
        for row in (one, other):
            areas.at[row, column] = value(areas, row)

    return change


def _other_district(areas: gpd.GeoDataFrame, row: int) -> str:
    return next(name for name in areas["district"].unique() if name != areas.at[row, "district"])


#: Damage of two rows: each has a line, and no other row is refused.
ROWS: dict[str, Callable[[gpd.GeoDataFrame, int, int], None]] = {
    "two codes": _swap("code"),
    "two outlines": _swap("geometry"),
    "number beyond the kecamatan": _set(
        "code", lambda areas, row: f"{areas.at[row, 'code'].rpartition('.')[0]}.19{row:02}"
    ),
    "kecamatan that there is not": _set("code", lambda areas, row: f"{areas.at[row, 'adm2']}.98.10{row:02}"),
    "far away": _set("geometry", lambda areas, row: shapely.affinity.translate(areas.at[row, "geometry"], -4, 0)),
    "over everything": _set("geometry", lambda areas, row: shapely.box(*areas.total_bounds).buffer(1 + row / 1000)),
    "name of another kecamatan": _set("district", _other_district),
    "forest": _set("village", lambda areas, row: "Hutan Lindung"),
}

#: Nothing that a file should be refused for.
HARMLESS: dict[str, Damage] = {
    "as it is": lambda areas, _: areas,
    "rows in another order": lambda areas, random_: areas.sample(frac=1, random_state=random_.randrange(99)),
    "capitals": lambda areas, _: areas.assign(village=areas["village"].str.upper(), district=areas["district"].str.upper()),
    "the right zone": _declared(0),
    "every row twice": _two_editions(0),
    "a hundred metres": _moved(0.0009, 0.0004),
    "without names above": lambda areas, _: areas.assign(province=None, regency=None, district=None),
    "without names": lambda areas, _: areas.assign(province=None, regency=None, district=None, village=None),
    "simplified": lambda areas, _: areas.set_geometry(areas.simplify(0.0005)),
    "one kecamatan": lambda areas, _: areas[areas["district"] == areas["district"].iloc[0]],
}  # fmt: skip


def run(store: api.Store, folder: Path, areas: gpd.GeoDataFrame) -> api.BoundariesReport:
    path = boundary_files.write(boundary_files.lay_out(areas.reset_index(drop=True), "big"), folder, "gpkg")
    return api.import_boundaries(store, path, dry_run=True)


def pick(store: api.Store, seed: int, name: str) -> tuple[gpd.GeoDataFrame, random.Random]:
    random_ = random.Random(f"{name} {seed}")
    return desa_of(store, random_.choice(PLACES)), random_


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", every(2, list(WHOLE)))
def test_a_damaged_file_is_asked_or_refused(demo_store: api.Store, tmp_path: Path, name: str, seed: int) -> None:
    areas, random_ = pick(demo_store, seed, name)
    with pytest.raises(BoundariesError) as refused:
        run(demo_store, tmp_path, WHOLE[name](areas, random_))
    assert refused.value.code not in CRASHES


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", every(2, list(ROWS)))
def test_a_damaged_row_has_a_line(demo_store: api.Store, tmp_path: Path, name: str, seed: int) -> None:
    areas, random_ = pick(demo_store, seed, name)
    areas["adm2"] = areas["code"].str.split(".").str[:2].str.join(".")
    one, other = random_.sample(range(len(areas)), 2)
    ROWS[name](areas, one, other)
    report = run(demo_store, tmp_path, areas)
    told = {int(row) for row in pd.concat([report.refused, report.warnings])["row"].dropna()}
    assert {one + 1, other + 1} <= told
    assert set(report.refused["row"]) <= {one + 1, other + 1}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", every(3, list(HARMLESS)))
def test_a_harmless_file_is_stored_whole(demo_store: api.Store, tmp_path: Path, name: str, seed: int) -> None:
    areas, random_ = pick(demo_store, seed, name)
    areas = HARMLESS[name](areas, random_)
    report = run(demo_store, tmp_path, areas)
    assert report.refused.empty
    assert report.stored["adm4"] == areas["code"].nunique()


@pytest.mark.parametrize(
    ("name", "assume"),
    rest_long(
        3,
        [
            ("latitude and longitude", "swap"),
            ("codes one row off", "names"),
            ("zone after", ""),
            ("two kilometres", "place"),
            ("mercator in degrees", "crs=EPSG:3857"),
            ("degrees in metres", "crs=EPSG:4326"),
            ("unknown kabupaten", "names"),
        ],
    ),
)
def test_what_is_offered_mends_the_file(demo_store: api.Store, tmp_path: Path, name: str, assume: str) -> None:
    areas, random_ = pick(demo_store, 0, name)
    layer = boundary_files.lay_out(WHOLE[name](areas, random_).reset_index(drop=True), "big")
    path = boundary_files.write(layer, tmp_path, "gpkg")
    with pytest.raises(OpenQuestionError) as asked:
        api.import_boundaries(demo_store, path, dry_run=True)
    offered = asked.value.questions[0].assume
    assert assume in ("", *offered)
    report = api.import_boundaries(demo_store, path, assume=offered, dry_run=True)
    assert report.refused.empty
    assert report.stored["adm4"] == len(areas)


def test_the_place_of_a_third_area_is_told_or_refused(demo_store: api.Store, tmp_path: Path) -> None:
    """Code and name agree: a line says whose place the outline has. With a code alone it is refused."""
    areas = desa_of(demo_store, "33.22")
    stray = areas.iloc[[3]].set_geometry(gpd.GeoSeries([areas.geometry.iloc[150]], index=[3], crs=4326))
    (tmp_path / "named").mkdir()
    report = run(demo_store, tmp_path / "named", stray)
    assert list(report.warnings["reason"]) == ["far_from_register", "centre_of_another"]
    assert areas["code"].iloc[150] in report.warnings.set_index("reason").at["centre_of_another", "detail"]
    with pytest.raises(BoundariesError) as refused:
        run(demo_store, tmp_path, stray.assign(province=None, regency=None, district=None, village=None))
    assert refused.value.code == "no_area_recognised"
