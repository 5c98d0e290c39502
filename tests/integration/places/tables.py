"""Tables and layers, read back row by row and held against the answer."""

import csv
import datetime as dt
import io
import json
import math
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import openpyxl

from tests.integration.places.told import Asked, assert_told
from ucjmap import api


def check_csv(asked: Asked) -> None:
    _check_rows(read_csv(asked.make("csv").content), asked.answer)


def check_zip(asked: Asked) -> None:
    with zipfile.ZipFile(io.BytesIO(asked.make("zip").content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        (resource,) = package["resources"]
        _check_rows(read_csv(archive.read(resource["path"])), asked.answer)
    assert package["title"] == asked.answer.title
    assert [source["title"] for source in package["sources"]] == list(asked.answer.sources)
    _check_metadata([(line["name"], line["text"]) for line in package["provenance"]], asked.answer)


def check_xlsx(asked: Asked) -> None:
    book = openpyxl.load_workbook(io.BytesIO(asked.make("xlsx").content))
    heads, *rows = book.worksheets[0].values
    _, *columns = book.worksheets[2].values
    assert [heading for heading, _, _ in columns] == list(heads)
    names = [str(name) for _, _, name in columns]
    told = [dict(zip(names, row, strict=True)) for row in rows]
    if asked.answer.subject == asked.answer.area:
        _check_whole(told.pop(), asked.answer)
    _check_rows(told, asked.answer)
    assert book.worksheets[1]["A1"].value == asked.answer.title
    assert_told(workbook_notes(asked), map(": ".join, _metadata(asked.answer)))


def _check_whole(told: dict[str, Any], answer: api.MapAnswer) -> None:
    """The last row is the answer about the area itself, not a sum of what is printed above it."""
    assert told["code"] == answer.area.code
    wanted = {name: answer.row[name] for name in (*FIGURES, "oldest", "newest", "desa", "desa_with_data")}
    if answer.older is not None:
        wanted |= {f"{name}_since": answer.older.row[name] for name in FIGURES}
    assert {name: plain(told[name]) for name in wanted} == {name: plain(value) for name, value in wanted.items()}


def workbook_notes(asked: Asked) -> str:
    book = openpyxl.load_workbook(io.BytesIO(asked.make("xlsx").content))
    return "\n".join(str(line) for (line,) in book.worksheets[1].values)


def check_geojson(asked: Asked) -> None:
    content = json.loads(asked.make("geojson").content)
    _check_rows([feature["properties"] for feature in content["features"]], asked.answer)
    _check_metadata([(line["name"], line["text"]) for line in content["provenance"]], asked.answer)


def read_lines(asked: Asked) -> list[str]:
    """Lines of what a data package rests on."""
    with zipfile.ZipFile(io.BytesIO(asked.make("zip").content)) as archive:
        lines = json.loads(archive.read("datapackage.json"))["provenance"]
    return [": ".join(filter(None, (line["name"], line["text"]))) for line in lines]


def check_gpkg(asked: Asked) -> None:
    path = asked.folder / "map.gpkg"
    path.write_bytes(asked.make("gpkg").content)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        _check_rows([dict(row) for row in connection.execute("SELECT * FROM map")], asked.answer)
        lines = connection.execute("SELECT name, text FROM provenance ORDER BY line").fetchall()
    _check_metadata([(line["name"], line["text"]) for line in lines], asked.answer)


def read_csv(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _metadata(answer: api.MapAnswer) -> Iterator[tuple[str, ...]]:
    """Names and texts that stand beside the rows, in one piece each."""
    yield from ((text,) for text in (answer.subtitle, answer.gap_sum) if text)
    yield from ((badge.text,) for badge in answer.badges)
    yield from ((key.label, f"{key.text} — {key.caption}") for key in answer.key_figures)
    yield from ((line.label, line.text) for line in (*answer.provenance, *answer.other_provenance, *answer.references))
    yield from ((note.text,) for note in answer.notes)
    yield from ((answer.legend.title, note) for note in answer.legend.notes)
    yield from ((sentence,) for sentence in answer.selection_words)


def _check_metadata(lines: Sequence[tuple[str, str]], answer: api.MapAnswer) -> None:
    told = [tuple(filter(None, line)) for line in lines]
    assert [line for line in _metadata(answer) if line not in told] == []


def _check_rows(rows: Sequence[dict[str, Any]], answer: api.MapAnswer) -> None:
    assert [row["code"] for row in rows] == list(answer.areas.codes)
    for row in rows:
        wanted = _row(answer, str(row["code"]))
        assert {name: plain(row[name]) for name in wanted} == {name: plain(value) for name, value in wanted.items()}


def _row(answer: api.MapAnswer, code: str) -> dict[str, Any]:
    """An area as a file has it, from the answer alone."""
    row, place = answer.areas.row(code), answer.areas.places[code]
    target = row["target"]
    told = {name: row[name] for name in (*FIGURES, *_ORIGIN, "colour", "desa", "is_small")}
    told |= {"name": row["name"], "within": answer.areas.parents[place], "class": answer.areas.class_labels[place]}
    told |= {"source": "; ".join(row["sources"]), "boundary_edition": "; ".join(row["editions"])}
    told |= {"model_boundaries": row["is_model"]}
    told |= {f"target_{name}": target and getattr(target, name) for name in ("rate", "year", "issuer")}
    if answer.older is not None:
        before = _row(answer.older, code)
        told |= {f"{name}_since": before[name] for name in (*FIGURES, *_ORIGIN, "class", "colour", "source")}
    elif answer.areas.measure == "change":
        told |= {name: row[name] for name in OF_CHANGE}
    return told


FIGURES: Final = ("numerator", "denominator", "rate", "value", "gap_points", "gap_people")
_ORIGIN: Final = ("oldest", "newest", "is_simulated", "desa_with_data")
OF_CHANGE: Final = (
    "rate_since",
    "common_rate_since",
    "common_rate",
    "common_desa",
    "entered_desa",
    "left_desa",
    "entry_points",
)


def plain(value: Any) -> str | float | None:
    """A value as every kind of file has it: a number, nothing, or a text, before whose sign tables have an apostrophe."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if str(value) in ("True", "False"):
        return float(str(value) == "True")
    try:
        return round(float(value), 9)
    except ValueError:
        return str(value).removeprefix("'")
