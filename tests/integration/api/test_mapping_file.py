import json
from pathlib import Path

import pytest

from ucjmap import api
from ucjmap.errors import UsageError


def kept(folder: Path, **values: object) -> Path:
    path = folder / "mapping.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_a_mapping_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    mapping = api.read_mapping(
        kept(tmp_path, segment="bpu", as_of_from="title", columns={"Peserta": {"kind": "value", "part": "numerator"}})
    )
    assert (mapping.segment, mapping.as_of_from, mapping.columns["Peserta"].part) == ("bpu", "title", "numerator")


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
