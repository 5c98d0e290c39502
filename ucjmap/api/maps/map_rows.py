"""The answer as rows for other programs: tables and layers, every row with its dates, sources and boundaries."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from ucjmap.api.areas import read_shapes
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.change_page import answer_change
from ucjmap.api.maps.origins import say_made
from ucjmap.api.maps.table_headings import DATES, head_columns, say_unit
from ucjmap.errors import N_
from ucjmap.files import (
    COUNT,
    CSV,
    CSV_ID,
    INDONESIAN,
    XLSX,
    ZIP,
    CsvDialect,
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


def map_table(answer: MapAnswer, changed: MapAnswer | None = None) -> pd.DataFrame:
    """The areas of a map with their figures and the words of their class.

    Parameters
    ----------
    changed
        The answer to the change between the two dates of a map that shows them side by side (``answer_change``).

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: names of it and of the area above, numerator, denominator, rate, value (what has
        the class), gap to its target in points (a fraction, above 0 short of it) and in people, target with year and
        issuer, class, colour, oldest and newest as-of date, sources, whether simulated, boundary edition, whether model
        boundaries, desa and those with data, whether on few people. No data is empty, never zero. A change also has
        ``CHANGE_COLUMNS``. With two dates side by side the columns that end in ``_since`` are of the earlier one;
        ``changed`` then gives ``change`` (a fraction) and ``common_desa``, the desa counted at both dates that it is
        over.
    """
    areas = answer.areas
    units = areas.frame()
    table = units[["code", "name", *_FIGURES]].assign(**{"class": areas.class_labels})
    table.insert(2, "within", areas.parents)
    table = table.assign(
        **_columns_of(list(units["target"])),
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
        if changed is not None:
            both = changed.areas.frame().reindex(table["code"])
            table = table.assign(change=both["value"].to_numpy(), common_desa=both["common_desa"].to_numpy())
    elif areas.measure == "change":
        table = table.assign(**{name: units[name] for name in CHANGE_COLUMNS})
    return table.reset_index(drop=True)


def _columns_of(listed: Sequence[Target | None]) -> dict[str, list[Any]]:
    """Rate, year and issuer of targets as columns of a table."""
    return {
        "target_rate": [target.rate if target else None for target in listed],
        "target_year": [target.year if target else None for target in listed],
        "target_issuer": [target.issuer if target else None for target in listed],
    }


def _joined(names: pd.Series) -> list[str | None]:
    return ["; ".join(row) or None for row in names]


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


def make_table(store: Store, answer: MapAnswer, format_: FileFormat, *, dialect: CsvDialect | None = None) -> bytes:
    """The rows of a map as the content of a file that holds rows; ``dialect`` counts for CSV only."""
    changed = answer_change(store, answer)
    table = map_table(answer, changed)
    if format_ in (CSV, CSV_ID):
        return make_csv(table, dialect=dialect or (INDONESIAN if format_ == CSV_ID else CsvDialect()))
    if format_ == XLSX:
        return make_map_workbook(answer, changed, table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"map.{format_}"
        metadata = map_metadata(answer)
        if format_.suffix == ZIP.suffix:
            write_data_package(path, {"map": table}, DataPackage(answer.title, answer.sources, metadata))
        else:
            shapes = gpd.GeoDataFrame(table, geometry=read_shapes(store, pd.Index(table["code"])), crs="EPSG:4326")
            write_layer(path, shapes, format_, layer="map", metadata=metadata)
        return path.read_bytes()


def make_map_workbook(answer: MapAnswer, changed: MapAnswer | None, table: pd.DataFrame) -> bytes:
    """The rows under headings in words, with real dates and the figures of the whole last; notes; what is in a column."""
    headings = head_columns(answer, table)
    whole = _whole_row(answer, changed)
    if whole is not None:
        table = pd.concat([table.astype(object), pd.DataFrame([whole]).reindex(columns=table.columns)])
    for name in (*DATES, *(f"{date}_since" for date in DATES)):
        if name in table:
            table[name] = [dt.date.fromisoformat(day) if isinstance(day, str) else None for day in table[name]]
    formats = {headings[name]: _number_format(name) for name in table}
    lines = [f"{name}: {text}" if name else text for name, text in map_metadata(answer)[1:]]
    columns = pd.DataFrame(
        {
            say(answer.lang, N_("Heading")): list(headings.values()),
            say(answer.lang, N_("Unit")): [say_unit(answer, name) for name in headings],
            say(answer.lang, N_("Name for programs")): list(headings),
        }
    )
    rows = Sheet(
        "data",
        table.rename(columns=headings),
        {name: form for name, form in formats.items() if form},
        has_sum=whole is not None,
        frozen_columns=2,
        has_filter=True,
    )
    notes = Sheet(say(answer.lang, N_("Notes")), pd.DataFrame({answer.title: lines}), frozen_columns=0)
    return make_workbook([rows, notes, Sheet(say(answer.lang, "Columns"), columns)])


def _number_format(column: str) -> str:
    if column.startswith("target_rate"):
        return "0.00%"
    if column.startswith("target_year"):
        return "0"
    shares = ("rate", "value", "common_rate", "gap_points", "entry", "change")
    return "0.0%" if column.startswith(shares) else COUNT


def _whole_row(answer: MapAnswer, changed: MapAnswer | None) -> dict[str, Any] | None:
    """The figures of the map's own area as the answer has them, never added up anew; None where it is about another."""
    if answer.subject != answer.area:
        return None
    row = _figures_of(answer)
    row |= {"name": say(answer.lang, N_("Whole of {area}"), area=answer.area.name), "code": answer.area.code}
    if answer.older is not None:
        row |= {f"{name}_since": value for name, value in _figures_of(answer.older).items()}
        row |= {} if changed is None else {"change": changed.row["value"], "common_desa": changed.row["common_desa"]}
    elif answer.areas.measure == "change":
        row |= {name: answer.row[name] for name in CHANGE_COLUMNS}
    return row


def _figures_of(answer: MapAnswer) -> dict[str, Any]:
    row, target = answer.row, answer.row["target"]
    told = {name: row[name] for name in (*_FIGURES, "oldest", "newest", "is_simulated", "desa", "desa_with_data")}
    told |= {name: _columns_of([target])[name][0] for name in ("target_rate", "target_year", "target_issuer")}
    sources, editions = "; ".join(row["sources"]), "; ".join(row["editions"])
    return {**told, "source": sources, "boundary_edition": editions, "model_boundaries": row["is_model"]}
