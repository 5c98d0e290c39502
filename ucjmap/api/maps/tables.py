"""What a map shows as a table or layer: XLSX, CSV, GeoJSON, GeoPackage, with the words that explain it."""

import tempfile
from pathlib import Path
from typing import Final, Literal, get_args

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.export import defuse_formulas
from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.legend import legend_rows
from ucjmap.api.maps.legend_words import no_data_words, row_label
from ucjmap.api.maps.words import gap_sum_words, provenance_lines, subtitle_words, title_words
from ucjmap.api.whole_file import unknown_format
from ucjmap.api.workbook import COUNT, Sheet, make_workbook
from ucjmap.errors import N_
from ucjmap.store import Store, read_geometry
from ucjmap.words import Lang, say, say_date

DownloadFormat = Literal["xlsx", "csv", "geojson", "gpkg"]
DOWNLOAD_FORMATS: Final[tuple[DownloadFormat, ...]] = get_args(DownloadFormat)
_RATES: Final = ("rate", "value", "rate_since", "value_since")


def shown_table(store: Store, values: AreaValues, lang: Lang, older: AreaValues | None = None) -> pd.DataFrame:
    """The areas of a map with their figures and the words of their class; no data is empty, never zero.

    One row is one area: code, name, name of the area above, numerator, denominator, rate, value (what has the class),
    gap_people, class, colour, oldest and newest as-of date, is_small. A change also has rate_since; with ``older``, the
    map of an earlier date beside it, the columns that end in ``_since`` are of that date.
    """
    tree = area_tree(store)
    units = values.units
    table = units[["code", "name", "numerator", "denominator", "rate", "value", "gap_people"]].copy()
    table.insert(2, "within", [tree.name(tree.path(code)[-2]) for code in units["code"]])
    table["class"] = _class_words(lang, values)
    table["colour"] = units["colour"]
    table[["oldest", "newest"]] = units[["oldest", "newest"]]
    table["is_small"] = units["is_small"]
    if older is not None:
        before = older.units.reindex(units.index)
        for column in ("numerator", "denominator", "rate", "value", "gap_people"):
            table[f"{column}_since"] = before[column]
        table["class_since"] = _class_words(lang, older).reindex(units.index)
        for column in ("colour", "oldest", "newest"):
            table[f"{column}_since"] = before[column]
    elif values.measure == "change":
        table["rate_since"] = units["rate_since"]
    return table.reset_index(drop=True)


def _class_words(lang: Lang, values: AreaValues) -> pd.Series:
    """Words of the class of each area, or why it has none, by code."""
    words = {row.class_id: row_label(lang, values, row) for row in legend_rows(values) if row.kind == "class"}
    no_data, not_applicable = no_data_words(lang, values), say(lang, "Does not apply here")
    found = [
        words.get(row.class_id, "") if row.class_id >= 0 else (no_data if row.applies else not_applicable)
        for row in values.units.itertuples()
    ]
    return pd.Series(found, values.units.index, dtype=object)


def make_download(
    store: Store,
    values: AreaValues,
    format_: DownloadFormat,
    lang: Lang = "id",
    *,
    older: AreaValues | None = None,
) -> bytes:
    """What the map shows as the content of a file; ``older`` are the same areas at an earlier date beside it.

    Raises
    ------
    UsageError
        None of ``DOWNLOAD_FORMATS``.
    """
    table = shown_table(store, values, lang, older)
    match format_:
        case "csv":
            return str(defuse_formulas(table).to_csv(index=False)).encode("utf-8-sig")
        case "xlsx":
            return _workbook(table, values, lang, older)
        case "geojson" | "gpkg":
            return _layer(store, area_tree(store), table, format_)
        case _:
            raise unknown_format(format_, DOWNLOAD_FORMATS)


def _workbook(table: pd.DataFrame, values: AreaValues, lang: Lang, older: AreaValues | None) -> bytes:
    lines = [subtitle_words(lang, values, older), *provenance_lines(lang, values, older)]
    unit = values.indicator.units[lang]
    lines += filter(None, [gap_sum_words(lang, values.units["gap_people"], values.area["gap_people"], unit)])
    if older is not None:
        lines.append(say(lang, N_("Columns that end in _since are as of {date}."), date=say_date(lang, older.as_of)))
    formats = {column: COUNT for column in table if table[column].dtype.kind == "f"} | dict.fromkeys(_RATES, "0.0%")
    return make_workbook(
        [
            Sheet("data", table, formats, frozen_columns=2, has_filter=True),
            Sheet(say(lang, N_("Notes")), pd.DataFrame({title_words(lang, values): lines}), frozen_columns=0),
        ]
    )


def _layer(store: Store, tree: AreaTree, table: pd.DataFrame, format_: str) -> bytes:
    rows = tree.areas.loc[table["code"]]
    by_edition = {int(key): list(group["code"]) for key, group in rows.groupby("edition_id")}
    with store.reading() as connection:
        shapes = read_geometry(connection, by_edition, overview=False).set_index("code")["geometry"]
    geometry = shapely.from_wkb(table["code"].map(shapes).to_numpy(dtype=object))
    layer = gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")
    driver = {"gpkg": "GPKG", "geojson": "GeoJSON"}[format_]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"map.{format_}"
        layer.to_file(path, driver=driver, layer="map" if format_ == "gpkg" else None, engine="pyogrio")
        return path.read_bytes()
