"""The table of all areas made from the village cells, its GeoParquet file, and the checks it must pass."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely
from numpy.typing import NDArray

from geodata.cells import REACH_KM, Polygons, ThiessenCells
from geodata.centres import KM_PER_DEGREE
from ucjmap.codes import LEVELS, kind_of, level_of, parent_of

COUNTS: Final = {"adm1": 38, "adm2": 514, "adm3": 7_285, "adm4": 83_762}
CRS: Final = "EPSG:4326"
EQUAL_AREA_CRS: Final = "EPSG:6933"
ROW_GROUP: Final = 8_192

_SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("code", "level", "parent_code", "name", "kind")),
        ("population", pa.int64()),
        *((name, pa.float64()) for name in ("area_km2", "lon", "lat", "west", "south", "east", "north")),
        ("flags", pa.string()),
        ("geometry", pa.binary()),
    ]
)


class CheckError(Exception):
    """The built boundaries break a rule that they have to keep."""


def assemble_units(thiessen: ThiessenCells, names: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """All areas of the four levels: one row is one area, sorted by level and code; geometry are shapely polygons.

    ``names`` has code and name, ``published`` code and population; an area without a published population has none.
    """
    villages = thiessen.centres["code"].to_numpy()
    frames = [
        _level_frame(villages, thiessen.cells, depth, thiessen.centres["flags"] if depth == 4 else None)
        for depth in (1, 2, 3, 4)
    ]
    units = pd.concat(frames, ignore_index=True)
    units["name"] = units["code"].map(names.set_index("code")["name"])
    units["population"] = units["code"].map(published.set_index("code")["population"]).astype("Int64")
    units["level"] = units["code"].map(level_of)
    units["parent_code"] = units["code"].map(parent_of)
    units["kind"] = units["code"].map(kind_of)
    cells = units["geometry"].to_numpy()
    units["area_km2"] = measure_areas(cells)
    inner = shapely.get_coordinates(shapely.point_on_surface(cells))
    # A village's own centre says more than any other point of its cell.
    own = np.concatenate([inner[: -len(villages)], thiessen.centres[["lon", "lat"]].to_numpy()]).round(6)
    inner = np.where(shapely.contains_xy(cells, own[:, 0], own[:, 1])[:, None], own, inner.round(6))
    units[["lon", "lat"]] = inner
    units[["west", "south", "east", "north"]] = shapely.bounds(cells)
    return units[_SCHEMA.names]


def _level_frame(villages: NDArray[np.object_], cells: Polygons, depth: int, flags: pd.Series | None) -> pd.DataFrame:
    if flags is not None:
        return pd.DataFrame(
            {
                "code": villages,
                "geometry": _tidy(cells),
                "flags": ["|".join(("model", *sorted(words))) for words in flags],
            }
        )
    above = pd.Series(villages).str.split(".").str[:depth].str.join(".")
    codes, starts = np.unique(above.to_numpy(dtype=str), return_index=True)
    groups = np.split(cells, starts[1:])
    dissolved = np.array([shapely.coverage_union_all(group) for group in groups])
    return pd.DataFrame({"code": codes, "geometry": _tidy(dissolved), "flags": "model"})


def _tidy(polygons: Polygons) -> Polygons:
    # One order of rings and vertices whatever the union gave, and exterior rings counter-clockwise as GeoJSON wants.
    tidy: Polygons = shapely.orient_polygons(shapely.normalize(polygons))
    return tidy


def measure_areas(polygons: Polygons) -> NDArray[np.float64]:
    """Equal-area areas in km² of polygons in EPSG:4326."""
    project = pyproj.Transformer.from_crs(CRS, EQUAL_AREA_CRS, always_xy=True).transform
    flat = shapely.transform(polygons, lambda lonlat: np.column_stack(project(lonlat[:, 0], lonlat[:, 1])))
    areas: NDArray[np.float64] = shapely.area(flat) / 1e6
    return areas.round(6)


def check_units(units: pd.DataFrame, thiessen: ThiessenCells) -> None:
    """Check that nothing vanished, that the levels fit each other and that no cell leaps over the sea.

    Raises
    ------
    CheckError
        With what is wrong, how many, and an example.
    """
    counts = {level: int((units["level"] == level).sum()) for level in LEVELS}
    if counts != COUNTS:
        raise CheckError(f"{counts} areas by level, expected {COUNTS}")
    _refuse(units, units["name"].isna(), "have no name")
    _refuse(units, ~units["area_km2"].gt(0), "have no area")
    _refuse(units, ~shapely.is_valid(units["geometry"].to_numpy()), "have an invalid polygon")
    inside = shapely.contains_xy(units["geometry"].to_numpy(), units["lon"], units["lat"])
    _refuse(units, ~inside, "have their point outside")
    for level, areas in units.groupby("level"):
        if not shapely.coverage_is_valid(areas["geometry"].to_numpy()):
            raise CheckError(f"the polygons of {level} are not edge-matched")
    villages = units[units["level"] == "adm4"]
    leaps = find_leaps(villages["geometry"].to_numpy(), thiessen.centres[["lon", "lat"]].to_numpy())
    _refuse(villages, leaps, f"reach land farther than {REACH_KM:g} km that their centre is not on")


def _refuse(units: pd.DataFrame, wrong: Any, what: str) -> None:
    codes = units["code"][wrong]
    if len(codes):
        raise CheckError(f"{len(codes)} areas {what}, e.g. {codes.iloc[0]}")


def find_leaps(cells: Polygons, centres: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which cells have a part beyond ``REACH_KM`` of their centre that the centre does not stand on."""
    parts, cell = shapely.get_parts(cells, return_index=True)
    points = shapely.points(centres)[cell]
    distance = shapely.distance(parts, points)
    stands = distance == pd.Series(distance).groupby(cell).transform("min").to_numpy()
    far = shapely.hausdorff_distance(shapely.boundary(parts), points) * KM_PER_DEGREE > REACH_KM
    leaps = np.zeros(len(cells), dtype=bool)
    leaps[cell[far & ~stands]] = True
    return leaps


def write_parquet(units: pd.DataFrame, path: Path) -> None:
    """Write ``units`` as GeoParquet 1.1, the same bytes for the same table and libraries."""
    geometry = units["geometry"].to_numpy()
    columns = units.assign(geometry=shapely.to_wkb(geometry, byte_order=1, output_dimension=2))
    table = pa.Table.from_pandas(columns, schema=_SCHEMA, preserve_index=False)
    described = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["MultiPolygon", "Polygon"],
                "crs": pyproj.CRS(CRS).to_json_dict(),
                "orientation": "counterclockwise",
                "edges": "planar",
                "bbox": [round(bound, 4) for bound in shapely.total_bounds(geometry).tolist()],
            }
        },
    }
    table = table.replace_schema_metadata({"geo": json.dumps(described, sort_keys=True)})
    pq.write_table(table, path, compression="zstd", compression_level=19, row_group_size=ROW_GROUP)
