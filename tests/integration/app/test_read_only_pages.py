"""What the pages leave out for those who only read, and what they keep for them."""

from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api
from ucjmap.access import READER
from ucjmap.api.outreach import MoneyQuestion, kept_scenarios

DESA = "61.01.01.2001"
Open = Callable[..., AppTest]


def _page(address: str) -> None:
    from ucjmap.app.pages import PAGES

    next(page for page in PAGES if page.address == address).show()


@pytest.fixture
def story(small_store: api.Store) -> str:
    """A story with a view and one that was taken out, a noted visit, and a kept scenario."""
    key = api.begin_story(small_store, "Paparan")
    for sentence in ("Satu", "Dua"):
        api.keep_view(small_store, key, api.MapView("61", lang="id"), sentence=sentence)
    last = api.read_story(small_store, key).views[-1]
    api.forget_story_view(small_store, key, last.number, version=last.version)
    api.note_status(small_store, [DESA], "visited", date="2026-01-02")
    question = MoneyQuestion(monthly_idr=16_800, months=12, start="2026-01-01")
    kept_scenarios.keep_scenario(small_store, "Rencana", "61", question.to_dict())
    return key


@pytest.fixture
def opened(small_store: api.Store) -> Iterator[Open]:
    """Opens a page for a reader, or for whoever may write."""
    with mock.patch.object(api, "default_store") as default:

        def open_page(address: str, *, reads: bool, **params: str) -> AppTest:
            default.return_value = api.store_for(small_store, READER) if reads else small_store
            page = AppTest.from_function(_page, args=(address,), default_timeout=60)
            for name, text in {"lang": "en", **params}.items():
                page.query_params[name] = text
            page.run()
            assert not page.exception
            return page

        yield open_page


def labels(page: AppTest) -> set[str]:
    return {button.label for button in page.button}


@pytest.mark.parametrize(
    ("address", "params", "changes", "kept"),
    [
        ("riwayat", {}, {"Undo"}, set()),
        ("data", {}, {"Check the file", "Load the names"}, set()),
        ("cerita", {}, {"Begin the story"}, set()),
        ("cerita", {"story": ""}, {"Save", "Yes, remove the story", "Up", "Down", "Take out", "Bring back"}, {"All stories"}),
        ("penjangkauan", {"area": "61", "tab": "Money"}, {"Keep the scenario", "Delete"}, {"Open"}),
        ("penjangkauan", {"area": "61", "tab": "Follow-up"}, {"Keep the status", "Take back"}, set()),
    ],
    ids=["history", "data", "stories", "story", "money", "follow-up"],
)  # fmt: skip
def test_a_reader_is_told_and_not_offered_what_changes_data(
    opened: Open, story: str, address: str, params: dict[str, str], changes: set[str], kept: set[str]
) -> None:
    given = {name: text or story for name, text in params.items() if name != "tab"}
    found = {}
    for reads in (True, False):
        page = opened(address, reads=reads, **given)
        if tab := params.get("tab"):
            page.session_state["outreach_sections"] = tab
            page.run()
        told = [notice.value for notice in page.info if notice.value.startswith("Read only:")]
        assert len(told) == int(reads)
        found[reads] = labels(page)
    assert changes <= found[False]
    assert not changes & found[True]
    assert kept <= found[True]
