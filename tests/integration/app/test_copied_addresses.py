"""Addresses of all pages as people copied them from earlier versions, written out: each opens what it did."""

from dataclasses import replace
from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api
from ucjmap.app.shell.links import profile_address
from ucjmap.classify import Classing
from ucjmap.words import Lang

KETAPANG, DESA = "Kabupaten Ketapang", "Sungai Putri"
#: Address of a page, its parameters, and the heading that it has; everywhere the counts of the date stand behind it.
PAGES = [
    ("profil", "area=61.04&level=adm3&indicator=ucj&lang=id&segment=bpu&date=2024-12-31", KETAPANG),
    ("profil", "area=61.04.01.2011&level=adm4&indicator=bpd_registered&lang=en", DESA),
    ("profil", "area=00&lang=id", "Indonesia"),
    ("penjangkauan", "area=61.04&level=adm4&indicator=ucj&lang=id", f"Penjangkauan — {KETAPANG}"),
    ("penjangkauan", "area=61.04.01.2011&indicator=aparat_registered&lang=en", "Outreach — Matan Hilir Utara"),
    (
        "penjangkauan",
        "area=61&level=adm2&lang=en&measure=gap&scheme=own&breaks=20.5%2C40",
        "Outreach — Kalimantan Barat",
    ),
    ("briefing", "area=61&level=adm2&indicator=ucj&lang=id&date=2024-12-31", None),
    ("", "area=61&indicator=ucj&lang=id&pin=61.04&panel=0&embed=true", "Kalimantan Barat — Cakupan UCJ"),
    (
        "",
        "area=61.04&level=adm4&indicator=ucj&lang=en&since=2024-12-31&side=1&present=",
        "Kabupaten Ketapang — UCJ coverage",
    ),
]
#: What a story kept as the question of a view, and the view that it is of.
QUESTIONS = [
    (
        {"area": "61", "level": "adm2", "indicator": "ucj", "lang": "id", "date": "2025-12-31", "measure": "gap"},
        api.MapView("61", "adm2", as_of="2025-12-31", measure="gap"),
    ),
    (
        {
            **{
                "area": "61.04",
                "level": "adm4",
                "indicator": "bpd_registered",
                "date": "2025-10-10",
                "pick": "61.04.01.2011",
            },
            **{"scheme": "quantile", "k": "7", "frozen": "0", "zero": "1", "circles": "1", "labels": "0"},
        },
        api.MapView(
            "61.04",
            "adm4",
            "bpd_registered",
            as_of="2025-10-10",
            chosen=("61.04.01.2011",),
            classing=Classing("quantile", k=7, isolate_zero=True, frozen=False),
            circles=True,
            labels=False,
        ),
    ),
    (
        {"area": "61", "indicator": "ucj", "segment": "jakon", "measure": "change", "since": "2024-12-31", "side": "1"},
        api.MapView("61", "adm2", segment="jakon", measure="change", since="2024-12-31", side=True),
    ),
]


def _open(address: str) -> None:
    from ucjmap.app.pages import PAGES

    next(page for page in PAGES if page.address == address).show()


def open_address(store: api.Store, address: str, query: str) -> AppTest:
    page = AppTest.from_function(_open, args=(address,), default_timeout=120)
    for part in query.split("&"):
        name, _, value = part.partition("=")
        page.query_params[name] = value.replace("%2C", ",")
    with mock.patch.object(api, "default_store", return_value=store):
        page.run()
    assert not page.exception
    assert not page.error
    return page


@pytest.mark.parametrize(("address", "query", "heading"), PAGES, ids=[f"{page[0]}?{page[1]}" for page in PAGES])
def test_a_copied_address_opens_its_page(demo_store: api.Store, address: str, query: str, heading: str | None) -> None:
    page = open_address(demo_store, address, query)
    assert not page.warning, [warning.value for warning in page.warning]
    headings = [element.value.replace("\\", "") for element in (*page.header, *page.title)]
    assert heading is None or heading in headings, headings
    asked, strange = api.read_address(
        dict(part.split("=") for part in query.split("&")), api.area_tree(demo_store), default_lang="id"
    )
    assert strange == [] or "%2C" in query
    words = " ".join(element.proto.body for element in page.get("html"))
    if address == "profil":
        figures = api.area_profile(demo_store, asked.area, as_of=asked.as_of).rows
        assert words.count("<dt>") == len(figures)
        assert profile_address(asked, asked.area)["area"] == asked.area


@pytest.mark.parametrize(("question", "view"), QUESTIONS, ids=["gap", "classes", "two dates"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_view_that_a_story_kept_is_told_as_it_was(
    demo_copy: api.Store, question: dict[str, str], view: api.MapView, lang: Lang
) -> None:
    key = api.begin_story(demo_copy, "Rapat koordinasi")
    number = api.keep_view(demo_copy, key, api.MapView("61"))
    (story,) = [api.read_story(demo_copy, key)]
    written = replace(story.views[0], question=question)
    told = api.tell_view(demo_copy, written, lang=lang)
    asked = replace(view, lang=lang if "lang" not in question else "id")
    assert told.answer is not None
    assert told.missing == ()
    assert told.answer is api.answer_map(demo_copy, api.settle_dates(demo_copy, asked)[0])
    step = api.step_address(demo_copy, story, written, lang=lang)
    assert (step["story"], step["step"]) == (key, str(number))
    again, strange = api.read_address(step, api.area_tree(demo_copy), default_lang=lang)
    assert (again, strange) == (asked, [])


def test_an_address_of_a_story_opens_it_on_both_pages(demo_copy: api.Store) -> None:
    key = api.begin_story(demo_copy, "Rapat koordinasi")
    number = api.keep_view(demo_copy, key, api.MapView("61.04", "adm4", lang="id"), sentence="Ketapang tertinggal")
    page = open_address(demo_copy, "cerita", f"story={key}&lang=id")
    assert "Rapat koordinasi" in [element.value for element in (*page.title, *page.header)]
    step = f"area=61.04&level=adm4&indicator=ucj&lang=id&story={key}&step={number}"
    for query in (step, f"{step}&present="):
        told = open_address(demo_copy, "", query)
        assert not told.warning
        assert any("Ketapang tertinggal" in element.proto.body for element in told.get("html"))
