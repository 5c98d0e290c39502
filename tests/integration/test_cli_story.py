"""Stories through the command line."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.command import run_inside, run_process
from tests.integration.conftest import Store
from ucjmap import api


@pytest.fixture
def told(small_store: api.Store) -> tuple[Store, str]:
    """A store with one story of two views, and its key."""
    key = api.begin_story(small_store, "Rapat [koordinasi]", by="DP")
    for sentence in ("Pertama", "Kedua"):
        api.keep_view(small_store, key, api.MapView("61", lang="id"), sentence=sentence)
    return Store(small_store.url), key


def test_stories_are_listed_with_their_keys(told: tuple[Store, str]) -> None:
    store, key = told
    (row,) = store.answer("story", "list")["stories"]
    assert (row["key"], row["name"], row["views"], row["created_by"]) == (key, "Rapat [koordinasi]", 2, "DP")
    printed = store.run("story", "list")
    assert (printed.code, printed.err) == (0, "")
    assert "Rapat" in printed.out


def test_a_store_without_stories_lists_none(small_store: api.Store) -> None:
    empty = Store(small_store.url)
    assert empty.answer("story", "list") == {"stories": []}
    assert empty.run("story", "list").code == 0


def test_a_story_is_written_as_a_process_of_its_own(told: tuple[Store, str], tmp_path: Path) -> None:
    store, key = told
    out = tmp_path / "cerita.pdf"
    done = run_process("story", "export", key, "--out", out, "--paper", "a4", "--json", "--store", store.url)
    assert (done.code, done.err) == (0, "")
    assert [view["title"] for view in done.answer["views"]] == ["Pertama", "Kedua"]
    assert (done.answer["file"], done.answer["bytes"]) == (str(out), out.stat().st_size)
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Rapat [koordinasi]" in text
    assert "Kedua" in text


@pytest.mark.parametrize("key", ["tidak-ada", "", "../../etc", "x" * 5000, "'; DROP TABLE stories; --"])
def test_a_key_of_no_story_is_refused_in_words(told: tuple[Store, str], tmp_path: Path, key: str) -> None:
    store, _ = told
    out = tmp_path / "cerita.pdf"
    for lang, words in (("id", "Cerita itu tidak ada"), ("en", "There is no such story")):
        done = run_inside("story", "export", "--out", out, "--lang", lang, "--store", store.url, "--", key)
        assert done.code == 2
        assert words in done.message
        done.assert_no_trace()
    assert not out.exists()


def test_another_kind_of_file_is_refused_before_anything_is_made(told: tuple[Store, str], tmp_path: Path) -> None:
    store, key = told
    done = store.run("story", "export", key, "--out", tmp_path / "cerita.xlsx")
    assert done.code == 2
    assert "pptx, pdf" in done.message
    assert not list(tmp_path.glob("cerita*"))
