"""Addresses of stories that lead nowhere: the page says so in its own language and goes on."""

from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api

NO_STORY = {"id": "Cerita itu tidak ada, atau sudah dihapus.", "en": "There is no such story, or it was removed."}
NO_VIEW = {"id": "Tampilan itu tidak ada lagi dalam cerita ini.", "en": "The story has no such view any more."}


def _open(address: str) -> None:
    from ucjmap.app.pages import PAGES

    next(page for page in PAGES if page.address == address).show()


def warnings(store: api.Store, address: str, **params: str) -> list[str]:
    """What a page warns of at an address; nothing on it may have failed."""
    page = AppTest.from_function(_open, args=(address,), default_timeout=60)
    page.query_params.update(params)
    with mock.patch.object(api, "default_store", return_value=store):
        page.run()
    assert not page.exception
    assert page.title or page.header
    return [warning.value.replace("\\", "") for warning in page.warning]


@pytest.mark.parametrize("key", ["tidak-ada", "<script>alert(1)</script>", "a\x00b", "'; DROP TABLE stories; --"])
def test_a_story_that_is_none_is_said_on_both_pages(small_store: api.Store, key: str) -> None:
    for lang, words in NO_STORY.items():
        assert any(text.startswith(words) for text in warnings(small_store, "cerita", story=key, lang=lang))
        said = [text for text in warnings(small_store, "", story=key, lang=lang) if text.startswith(words)]
        assert said


def test_a_story_that_was_removed_is_said(small_store: api.Store) -> None:
    key = api.begin_story(small_store, "Rapat")
    api.forget_story(small_store, key, version=1)
    assert any(text.startswith(NO_STORY["id"]) for text in warnings(small_store, "cerita", story=key, lang="id"))


@pytest.mark.parametrize("step", ["", "7", "-1", "²", "9" * 40, "<b>"])
def test_a_view_that_the_story_does_not_have_is_said(small_store: api.Store, step: str) -> None:
    key = api.begin_story(small_store, "Rapat")
    api.keep_view(small_store, key, api.MapView("61", lang="id"), sentence="Pertama")
    for lang, words in NO_VIEW.items():
        said = warnings(small_store, "", story=key, step=step, area="61", lang=lang)
        assert any(text.startswith(words) for text in said)
