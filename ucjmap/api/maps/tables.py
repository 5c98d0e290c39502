"""The answer as rows for other programs: tables and layers, every row with its dates, sources and boundaries."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from ucjmap.api.areas import read_shapes
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.captions import say_made
from ucjmap.errors import N_
from ucjmap.files import (
    COUNT,
    CSV,
    XLSX,
    ZIP,
    DataPackage,
    FileFormat,
    Metadata,
    Sheet,
    make_csv,
    make_workbook,
    write_data_package,
    write_layer,
)
from ucjmap.indicators import Target
from ucjmap.store import Store
from ucjmap.words import say, say_date

_FIGURES: Final = ("numerator", "denominator", "rate", "value", "gap_points", "gap_people")
#: What a change was measured on, and what entered beside it.
CHANGE_COLUMNS: Final = (
    "rate_since",
    "common_rate_since",
    "common_rate",
    "common_desa",
    "entered_desa",
    "left_desa",
    "entry_points",
)
_OF_DATE: Final = (*_FIGURES, "class", "colour", "oldest", "newest", "source", "is_simulated", "desa_with_data")


def map_table(answer: MapAnswer) -> pd.DataFrame:
    """The areas of a map with their figures and the words of their class; no data is empty, never zero.

    One row is one area, by code: names of it and of the area above, numerator, denominator, rate, value (what has the
    class), gap to its target in points (a fraction, above 0 short of it) and in people, target with year and issuer,
    class, colour, oldest and newest as-of date, sources, whether simulated, boundary edition, whether model
    boundaries, desa and those with data, whether on few people. A change also has what it was measured on; with two
    dates side by side, the columns that end in ``_since`` are of the earlier one.
    """
    areas = answer.areas
    units = areas.frame()
    table = units[["code", "name", *_FIGURES]].assign(**{"class": areas.class_labels})
    table.insert(2, "within", areas.parents)
    table = table.assign(
        **_target_columns(units["target"]),
        **{name: units[name] for name in ("colour", "oldest", "newest", "is_simulated", "desa", "desa_with_data")},
        source=_joined(units["sources"]),
        boundary_edition=_joined(units["editions"]),
        model_boundaries=units["is_model"],
        is_small=units["is_small"],
    )
    if answer.older is not None:
        before = map_table(answer.older).set_index("code").reindex(table["code"])
        for name in _OF_DATE:
            table[f"{name}_since"] = before[name].to_numpy()
    elif areas.measure == "change":
        table = table.assign(**{name: units[name] for name in CHANGE_COLUMNS})
    return table.reset_index(drop=True)


def _target_columns(targets: pd.Series) -> dict[str, list[Any]]:
    listed: list[Target | None] = list(targets)
    return {
        "target_rate": [target.rate if target else None for target in listed],
        "target_year": [target.year if target else None for target in listed],
        "target_issuer": [target.issuer if target else None for target in listed],
    }


def _joined(names: pd.Series) -> list[str | None]:
    return ["; ".join(each) or None for each in names]


def map_metadata(answer: MapAnswer) -> Metadata:
    """What the rows of a map rest on, as pairs of a name and a text."""
    return [(name, text) for name, text in _metadata(answer) if text]


def _metadata(answer: MapAnswer) -> Iterator[tuple[str, str]]:
    lang = answer.lang
    yield say(lang, "Title"), answer.title
    yield "", answer.subtitle
    yield from (("", badge.text) for badge in answer.badges)
    yield from ((figure.label, f"{figure.text} — {figure.caption}") for figure in answer.key_figures)
    yield from ((line.label, line.text) for line in (*answer.provenance, *answer.other_provenance))
    yield from (("", note.text) for note in answer.notes)
    yield from (("", words) for words in (*answer.selection_words, answer.gap_sum))
    yield from ((answer.legend.title, note) for note in answer.legend.notes)
    yield from ((line.label, line.text) for line in answer.references)
    if answer.older is not None:
        words = N_("Columns that end in _since are as of {date}.")
        yield "", say(lang, words, date=say_date(lang, answer.older.as_of))
    yield "", say_made(lang)


def make_table(store: Store, answer: MapAnswer, format_: FileFormat) -> bytes:
    """The rows of a map as the content of a file that holds rows."""
    table = map_table(answer)
    if format_ == CSV:
        return make_csv(table)
    if format_ == XLSX:
        return _make_workbook(answer, table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"map.{format_}"
        metadata = map_metadata(answer)
        if format_.suffix == ZIP.suffix:
            write_data_package(path, {"map": table}, DataPackage(answer.title, answer.sources, metadata))
        else:
            shapes = gpd.GeoDataFrame(table, geometry=read_shapes(store, pd.Index(table["code"])), crs="EPSG:4326")
            write_layer(path, shapes, format_, layer="map", metadata=metadata)
        return path.read_bytes()


def _make_workbook(answer: MapAnswer, table: pd.DataFrame) -> bytes:
    formats = {name: COUNT for name in table if table[name].dtype.kind == "f"}
    formats |= {
        name: "0.0%" for name in table if name.startswith(("rate", "value", "common_rate", "gap_points", "entry"))
    }
    formats |= {"target_rate": "0.00%", "target_year": "0"}
    lines = [f"{name}: {text}" if name else text for name, text in map_metadata(answer)[1:]]
    notes = pd.DataFrame({answer.title: lines})
    return make_workbook(
        [
            Sheet("data", table, formats, frozen_columns=2, has_filter=True),
            Sheet(say(answer.lang, N_("Notes")), notes, frozen_columns=0),
        ]
    )
