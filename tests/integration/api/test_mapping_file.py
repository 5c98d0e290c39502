import json
from pathlib import Path

import pytest

from ucjmap import api
from ucjmap.errors import UsageError
from ucjmap.intake import ColumnMeaning, Layout
from ucjmap.intake.meaning import Column

WORKERS = ColumnMeaning("value", "ucj", part="denominator")
PARTICIPANTS = ColumnMeaning("value", "ucj", part="numerator")


def kept(folder: Path, **values: object) -> Path:
    path = folder / "mapping.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_a_mapping_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    mapping = api.read_mapping(
        kept(tmp_path, segment="bpu", as_of_from="title", columns={"Peserta": {"kind": "value", "part": "numerator"}})
    )
    assert (mapping.segment, mapping.as_of_from, mapping.columns["Peserta"][0].part) == ("bpu", "title", "numerator")


def column(key: str) -> dict[str, object]:
    return {"columns": {"Peserta": {"kind": "value", key: "lain"}}}


@pytest.mark.parametrize(
    "values",
    [
        {"segment": "bpuu"},
        {"as_of_from": "judul"},
        {"segment": ["pu"]},
        *map(column, ("kind", "part", "level", "segment")),
    ],
)
def test_an_answer_that_is_none_is_refused_before_a_figure_is_stored_by_it(
    tmp_path: Path, values: dict[str, object]
) -> None:
    with pytest.raises(UsageError) as caught:
        api.read_mapping(kept(tmp_path, **values))
    assert caught.value.code == "bad_mapping"


def layout_of(*columns: tuple[str, ColumnMeaning]) -> Layout:
    return Layout((), tuple(Column(index, *column) for index, column in enumerate(columns)), "")


def test_each_of_two_columns_of_one_heading_keeps_its_meaning(tmp_path: Path) -> None:
    unknown = ColumnMeaning("value")
    settled = layout_of(
        ("Kode", ColumnMeaning("code")),
        ("Jumlah", WORKERS),
        ("JUMLAH", PARTICIPANTS),
        ("Jumlah", ColumnMeaning("ignore")),
    )
    path = tmp_path / "mapping.json"
    api.write_mapping(path, settled, api.TableMapping())
    next_table = layout_of(("Kode", unknown), ("Jumlah", unknown), ("Jumlah", unknown), ("Jumlah", unknown))
    meanings = [column.meaning for column in api.read_mapping(path).apply(next_table).columns]
    assert meanings == [column.meaning for column in settled.columns]


def test_a_table_with_another_number_of_columns_of_a_heading_is_refused(tmp_path: Path) -> None:
    mapping = api.read_mapping(kept(tmp_path, columns={"Jumlah": {"kind": "value", "indicator": "ucj"}}))
    with pytest.raises(UsageError, match="Columns “Jumlah”: the mapping has 1, the table 2"):
        mapping.apply(layout_of(("Jumlah", WORKERS), ("Jumlah", PARTICIPANTS)))
