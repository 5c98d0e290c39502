"""The map page, run without a browser, held against the answer."""

import html
import json
import math
import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

from streamlit.testing.v1 import AppTest

from tests.integration.places.paper import check_drawing
from tests.integration.places.told import Asked, assert_told, figures, squeeze
from ucjmap import api
from ucjmap.words import say_count, say_points, say_rate


def _map_page() -> None:
    from ucjmap.app.map import map_page

    map_page.show()


def check_page(asked: Asked) -> None:
    answer, page = asked.answer, open_page(asked)
    assert [element.value for element in page.header] == [_escaped(f"{answer.subject.name} — {answer.measured}")]
    told = page_text(page)
    assert_told(told, (answer.period, *(badge.text for badge in answer.badges), *figures(answer)))
    assert_told(told, (note.text for note in answer.notes))
    assert_told(told, (answer.gap_sum, *answer.selection_words[:1]))
    assert_told(told, map(str, (*answer.provenance, *answer.other_provenance, *answer.references)))
    for each in (answer,) if answer.older is None else (answer, answer.older):
        assert_told(told, _legend_on_page(each))
        assert answer.older is None or squeeze(each.caption) in squeeze(told)
    assert ranking_of(page) == _ranking(api.area_tree(asked.store), answer)
    if not answer.is_whole_country:
        maps = [answer] if answer.older is None else [answer.older, answer]
        for spec, each in zip(map_specs(page), maps, strict=True):
            check_drawing(spec, each)
            assert spec["units"] == {code: list(unit) for code, unit in each.areas.tooltips.items()}


def open_page(asked: Asked) -> AppTest:
    """The map page, run without a browser."""
    page = AppTest.from_function(_map_page, default_timeout=60)
    page.query_params.update(api.write_address(asked.view))
    with mock.patch.object(api, "default_store", return_value=asked.store):
        page.run()
    assert not page.exception
    assert not page.error
    return page


def page_text(page: AppTest) -> str:
    """All words of the page, without marks."""
    marked = [element.value for kind in (page.markdown, page.caption) for element in kind]
    texts = [re.sub(r"\\(.)", r"\1", text.replace("**", "")) for text in marked]
    bodies = [element.proto.body for element in page.get("html")]
    return " ".join([*texts, *(html.unescape(re.sub(r"<[^>]*>", " ", body)) for body in bodies)])


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~:$])", r"\\\1", text)


def _legend_on_page(answer: api.MapAnswer) -> Iterator[str]:
    legend, lang = answer.legend, answer.lang
    unit = "" if len(legend.rows) > 6 else f" {legend.unit}"
    yield legend.title
    for row in legend.rows:
        people = f" ({say_count(lang, row.people)}{unit})" if row.kind == "class" and row.areas else ""
        yield f"{row.label}: {say_count(lang, row.areas)}{'' if legend.counts_desa else people}"
    yield from legend.notes


def ranking_of(page: AppTest) -> dict[str, list[str]]:
    (told,) = (
        json.loads(each.proto.json)
        for each in page.get("bidi_component")
        if each.proto.component_name == "ucjmap_ranking"
    )
    rows = zip(*(column["texts"] for column in told["columns"]), strict=True)
    return {code: list(row) for code, row in zip(told["codes"], rows, strict=True)}


def _ranking(tree: api.AreaTree, answer: api.MapAnswer) -> dict[str, list[str]]:
    inside = tree.path(answer.area.code)
    rows = {}
    for code in answer.areas.codes:
        above = [tree.name(place) for place in reversed(tree.path(code)[:-1]) if place not in inside]
        first, *figures = _figures_of(answer, code)
        rows[code] = [answer.areas.row(code)["name"], first, *above, code, *figures]
    return rows


def _figures_of(answer: api.MapAnswer, code: str) -> Iterator[str]:
    areas, lang = answer.areas, answer.lang
    row, own = areas.row(code), areas.class_labels[areas.places[code]]
    if not areas.is_registered_or_not:
        counts = [row["numerator"], row["denominator"], max(row["denominator"] - row["numerator"], 0)]
        counts += [row["gap_people"]] if any(areas.columns["target"]) else []
        if areas.measure != "rate":
            yield "–" if math.isnan(row["value"]) else say_points(lang, row["value"])
        yield "–" if math.isnan(row["rate"]) else say_rate(lang, row["rate"])
        yield from ("–" if math.isnan(count) else say_count(lang, count) for count in counts)
    yield own
    few = (
        {"id": "sedikit orang", "en": "few people"}[lang] if row["is_small"] and not areas.is_registered_or_not else ""
    )
    unseen = {"id": "tanpa poligon, tidak tampak di peta", "en": "no polygon, not on the map"}[lang]
    if (areas.small and not areas.is_registered_or_not) or not areas.columns["has_shape"].all():
        yield ", ".join(filter(None, [few, "" if row["has_shape"] else unseen]))


def map_specs(page: AppTest) -> Iterator[dict[str, Any]]:
    for element in page.get("component_instance"):
        script = json.loads(element.proto.json_args)["feature_group"]
        spec, _ = json.JSONDecoder().raw_decode(script, script.index("ucjmap.choropleth(") + len("ucjmap.choropleth("))
        yield spec
