"""The panel on the quality of the data: what it says of polygons and of small numbers, in words of the language."""

import pandas as pd
import pytest

from ucjmap import api
from ucjmap.api.figures.quality import polygon_findings
from ucjmap.app.map.quality_panel import finding_table, finding_text
from ucjmap.words import Lang, say_count

_POLYGON_FLAGS = ("repaired", "merged", "carried", "model", "off_land", "no_centre", "shared_centre", "doubtful_centre")


def test_an_area_without_polygon_is_no_model_polygon() -> None:
    areas = pd.DataFrame(
        {"west": [None, 110.0, 111.0], "flags": ["model|no_centre|no_geometry", "model|off_land", ""]},
        index=["61.01.01.2001", "61.01.01.2002", "61.01.01.2003"],
    )
    found = polygon_findings(areas)
    assert {key: list(rows.index) for key, (rows, _, _) in found.items()} == {
        "no_polygon": ["61.01.01.2001"],
        "repaired_polygon": [],
        "earlier_polygon": [],
        "model_polygon": ["61.01.01.2002"],
        "doubtful_centre": ["61.01.01.2002"],
    }
    assert (found["no_polygon"][1], found["model_polygon"][1]) == (3, 2)


@pytest.mark.parametrize("indicator", ["ucj", "aparat"])
def test_few_is_as_few_as_on_the_map(demo_store: api.Store, indicator: str) -> None:
    answer = api.answer_map(demo_store, api.MapView("61", "adm4", indicator))
    quality = api.data_quality(demo_store, "61", indicator)
    small = quality.finding("small")
    assert set(small.areas["code"]) == set(answer.areas.small)
    limit = f"{say_count('en', answer.indicator.small_below)} {answer.indicator.units['en']}"
    assert f"fewer than {limit}" in finding_text("en", small, quality.indicator)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_list_of_polygons_has_no_word_of_the_program(demo_store: api.Store, lang: Lang) -> None:
    finding = api.data_quality(demo_store, "61", "ucj").finding("doubtful_centre")
    shown = finding_table(lang, finding).iloc[:, -1]
    assert len(shown)
    assert shown.str.len().gt(0).all()
    assert not any(flag in text for text in shown for flag in _POLYGON_FLAGS if "_" in flag)
