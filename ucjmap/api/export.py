"""Areas with their latest values and where these come from, as a file for other programs."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.definitions import load_indicators
from ucjmap.api.figures import area_values, list_dates
from ucjmap.codes import COUNTRY, Level, child_level
from ucjmap.files import Sheet, unknown_format, whole_file, write_csv, write_workbook
from ucjmap.store import Store, read_geometry

FORMATS = ("gpkg", "parquet", "geojson", "xlsx", "csv")


def export_areas(store: Store, out: Path, *, code: str = COUNTRY, level: Level | None = None) -> int:
    """Write the areas of ``level`` inside ``code`` with the latest values of every indicator; gives their number.

    The file is written aside and renamed, so that nobody reads half of it. One row is one area: code, names of its
    ancestors, numerator, denominator, rate and as-of dates of each indicator, sources, boundary edition. No data is
    empty, never zero.

    Raises
    ------
    UsageError
        Unknown format, area or level.
    """
    suffix = out.suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise unknown_format(f".{suffix}", FORMATS)
    tree = area_tree(store)
    chosen = level or child_level(tree.level(code)) or "adm4"
    areas = export_table(store, code, chosen)
    with whole_file(out) as path:
        _write(store, tree, areas, path, suffix)
    return len(areas)


def export_table(store: Store, code: str, level: Level) -> pd.DataFrame:
    """The table that ``export_areas`` writes, without geometry."""
    tree = area_tree(store)
    children = tree.below(code, level)
    names = tree.areas["name"]
    above = {f"{upper}_name": children[upper].map(names) for upper in ("adm1", "adm2", "adm3") if upper < level}
    table = children[["code", "name", "level", "kind", "bps_code", "population", "area_km2", "lon", "lat", "flags"]]
    table = table.assign(**above, boundary_edition=_edition_of(tree, children))
    for indicator in load_indicators().values():
        for segment in indicator.segments or ("all",):
            if not list_dates(store, indicator.key, code, segment):
                continue
            values = area_values(store, code, level, indicator.key, segment=segment)
            prefix = indicator.key if segment == "all" else f"{indicator.key}_{segment}"
            table[f"{prefix}_numerator"] = values.units["numerator"]
            table[f"{prefix}_denominator"] = values.units["denominator"]
            table[f"{prefix}_rate"] = values.units["rate"]
            table[f"{prefix}_as_of"] = values.units["newest"]
            table[f"{prefix}_source"] = "; ".join(values.sources)
            table.loc[values.units["rate"].isna(), f"{prefix}_source"] = None
    return table.reset_index(drop=True)


def _edition_of(tree: AreaTree, children: pd.DataFrame) -> pd.Series:
    return children["adm1"].map(tree.editions.set_index("province_code")["name"])


def _write(store: Store, tree: AreaTree, areas: pd.DataFrame, out: Path, suffix: str) -> None:
    if suffix == "csv":
        write_csv(out, areas)
    elif suffix == "xlsx":
        write_workbook(out, [Sheet("data", areas, frozen_columns=2)])
    else:
        shapes = _with_geometry(store, tree, areas)
        if suffix == "parquet":
            shapes.to_parquet(out, index=False)
        else:
            driver = {"gpkg": "GPKG", "geojson": "GeoJSON"}[suffix]
            shapes.to_file(out, driver=driver, layer="areas" if suffix == "gpkg" else None, engine="pyogrio")


def _with_geometry(store: Store, tree: AreaTree, areas: pd.DataFrame) -> gpd.GeoDataFrame:
    rows = tree.areas.loc[areas["code"]]
    by_edition = {int(key): list(group["code"]) for key, group in rows.groupby("edition_id")}
    with store.reading() as connection:
        shapes = read_geometry(connection, by_edition, overview=False).set_index("code")["geometry"]
    geometry = shapely.from_wkb(areas["code"].map(shapes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(areas, geometry=geometry, crs="EPSG:4326")
