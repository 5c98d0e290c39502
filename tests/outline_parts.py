"""Files of boundaries that bring parts of three small provinces, as they are stored."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from tests import boundary_files
from ucjmap import api
from ucjmap.boundaries import build_units
from ucjmap.codes import LEVELS, codes_at
from ucjmap.store import Edition, Provenance, add_edition, add_import

PROVINCES = ("61", "62", "17")


@dataclass(frozen=True)
class Part:
    """What one file brings: its name, and the units that it is stored as."""

    name: str
    units: pd.DataFrame
    is_model: bool


def country() -> gpd.GeoDataFrame:
    """Three provinces of twelve desa each, side by side."""
    areas = boundary_files.make_areas()
    parts = []
    for place, province in enumerate(PROVINCES):
        moved = areas.set_geometry(areas.translate(place * boundary_files.COLUMNS * 0.1, 0))
        parts.append(
            moved.assign(code=province + areas["code"].str.removeprefix("61"), province=f"Provinsi {province}")
        )
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs="EPSG:4326")


def make_part(name: str, areas: gpd.GeoDataFrame, *, level: str = "adm4", is_model: bool = False) -> Part:
    """A file of some desa, or of areas of an upper level joined from them."""
    if level != "adm4":
        keys = codes_at(areas["code"], level)  # type: ignore[arg-type]
        areas = areas.assign(code=keys).dissolve(by="code", as_index=False)
    uppers = {f"{upper}_code": codes_at(areas["code"], upper) for upper in LEVELS[:3] if upper <= level}
    rows = areas.assign(level=level, bps_code=None, flags="model" if is_model else "", **uppers)
    units = build_units(rows)
    units["province_code"] = codes_at(units["code"], "adm1")
    return Part(name, units, is_model)


def take(store: api.Store, part: Part) -> int:
    with store.writing() as connection:
        number = add_import(connection, Provenance("boundaries", source=part.name))
        add_edition(connection, number, Edition(part.name, "penguji", is_model=part.is_model), part.units)
    return number
