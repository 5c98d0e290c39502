"""Stories: kept, changed by two people, told with other figures later, exported."""

import io
import zipfile
from dataclasses import replace

import pytest

from ucjmap import api
from ucjmap.api.stories.differences import compare_figures
from ucjmap.api.stories.story_views import DayFigure, figures_of, pack_figures
from ucjmap.api.stories.telling import tell_view
from ucjmap.errors import UsageError

_VIEW = api.MapView("61", lang="id")
#: What figures of the first stories do not have.
_LATER = {"oldest", "sources", "is_simulated"}


@pytest.fixture
def story(small_store: api.Store) -> tuple[api.Store, str]:
    """A story with two views; the second one is of a kabupaten."""
    key = api.begin_story(small_store, "Rapat koordinasi")
    code = str(api.answer_map(small_store, _VIEW).areas.codes[0])
    api.keep_view(small_store, key, _VIEW, sentence="Pertama <b>", marks=[api.Mark("label", code, "Di sini")])
    api.keep_view(small_store, key, api.MapView(code, lang="id"), sentence="Kedua")
    return small_store, key


def sentences(store: api.Store, key: str) -> list[str]:
    return [view.sentence for view in api.read_story(store, key).views]


def test_views_are_moved_taken_out_and_brought_back(story: tuple[api.Store, str]) -> None:
    store, key = story
    first = api.read_story(store, key).views[0]
    api.move_story_view(store, key, first.number, 1)
    assert sentences(store, key) == ["Kedua", "Pertama <b>"]
    api.forget_story_view(store, key, first.number, version=first.version)
    assert sentences(store, key) == ["Kedua"]
    api.restore_view(store, key, first.number)
    assert sorted(sentences(store, key)) == ["Kedua", "Pertama <b>"]


def test_a_view_that_was_brought_back_is_not_taken_out_by_who_saw_it_before(story: tuple[api.Store, str]) -> None:
    store, key = story
    seen = api.read_story(store, key).views[0]
    api.forget_story_view(store, key, seen.number, version=seen.version)
    (removed,) = api.read_story(store, key).removed
    api.restore_view(store, key, seen.number)
    for version in (seen.version, removed.version):
        with pytest.raises(UsageError, match="nothing was overwritten"):
            api.forget_story_view(store, key, seen.number, version=version)
    brought_back = api.read_story(store, key).find(seen.number)
    assert brought_back is not None
    api.restore_view(store, key, seen.number)  # a second press changes nothing
    assert api.read_story(store, key).find(seen.number) == brought_back


def test_the_second_of_two_editors_is_told(story: tuple[api.Store, str]) -> None:
    store, key = story
    view = api.read_story(store, key).views[0]
    api.edit_story_view(store, key, view.number, sentence="Lain", marks=(), version=view.version)
    with pytest.raises(UsageError, match="nothing was overwritten"):
        api.edit_story_view(store, key, view.number, sentence="Lagi", marks=(), version=view.version)
    assert sentences(store, key)[0] == "Lain"


def test_what_is_too_long_or_not_on_the_map_is_refused(story: tuple[api.Store, str]) -> None:
    store, key = story
    with pytest.raises(UsageError, match="too long"):
        api.keep_view(store, key, _VIEW, sentence="x" * (api.LONGEST_SENTENCE + 1))
    with pytest.raises(UsageError, match="not on this map"):
        api.keep_view(store, key, _VIEW, marks=[api.Mark("circle", "99.99")])
    with pytest.raises(UsageError, match="needs words"):
        api.keep_view(store, key, _VIEW, marks=[api.Mark("label", "61.01")])
    assert len(sentences(store, key)) == 2


def test_another_figure_is_said_with_its_difference(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, _VIEW)
    (now,) = figures_of(answer, ())
    assert now.value is not None
    then = replace(now, value=now.value - 0.05)
    view = api.StoryView(1, {"area": "61"}, "", (), (then,), "2026-01-02T00:00:00+00:00", 1, is_removed=False)
    (difference,) = compare_figures("id", view, (now,))
    assert "naik 5,0 poin" in difference.words
    assert not compare_figures("id", replace(view, figures=(now,)), (now,))[0].words


def test_the_source_of_the_day_is_kept_and_another_one_said(demo_copy: api.Store) -> None:
    store, key = demo_copy, api.begin_story(demo_copy, "Rapat koordinasi")
    api.keep_view(store, key, _VIEW)
    view = api.read_story(store, key).views[0]
    answer = api.answer_map(store, _VIEW)
    assert view.figures[0].sources == tuple(answer.row["sources"]) != ()
    told = tell_view(store, view, lang="id")
    assert told.origin_then is not None
    assert all(source in told.origin_then.text for source in answer.row["sources"])
    assert "Data simulasi, bukan data resmi" in told.origin_then.text
    assert not told.changes
    elsewhere = replace(view, figures=(replace(view.figures[0], sources=("Laporan lama",)),))
    (words,) = tell_view(store, elsewhere, lang="id").changes
    assert "Sumber dulu: Laporan lama; kini: " in words


def test_a_view_of_before_sources_were_kept_is_told_without_them(story: tuple[api.Store, str]) -> None:
    store, key = story
    view = api.read_story(store, key).views[1]
    (figure,) = pack_figures(view.figures)["areas"]
    older = DayFigure.unpack({name: figure[name] for name in figure if name not in _LATER})
    told = tell_view(store, replace(view, figures=(older,)), lang="id")
    assert told.origin_then is None
    assert not told.changes


def test_a_view_of_an_area_that_is_gone_is_no_other_map(story: tuple[api.Store, str]) -> None:
    store, key = story
    view = replace(api.read_story(store, key).views[0], question={"area": "99"})
    told = tell_view(store, view, lang="id")
    assert told.answer is None
    assert "area=99" in told.problem


def test_a_mark_on_an_area_that_is_gone_is_said(story: tuple[api.Store, str]) -> None:
    store, key = story
    view = replace(api.read_story(store, key).views[0], marks=(api.Mark("arrow", "61.99"),))
    told = tell_view(store, view, lang="id")
    assert told.marks == ()
    assert "61.99" in told.missing[0]


def test_slides_and_pdf_have_sentence_and_mark(story: tuple[api.Store, str]) -> None:
    store, key = story
    with zipfile.ZipFile(io.BytesIO(api.make_story_file(store, key, "pptx", lang="id"))) as deck:
        text = "".join(deck.read(name).decode() for name in deck.namelist() if name.startswith("ppt/slides/slide"))
    assert "Pertama &lt;b&gt;" in text
    assert "Di sini" in text
    assert "mark label" in text
    assert api.make_story_file(store, key, "pdf", lang="id").startswith(b"%PDF")


def test_a_key_is_never_taken_for_an_option(empty_store: api.Store) -> None:
    keys = [api.begin_story(empty_store, f"Cerita {number}") for number in range(100)]
    assert all(key.isalnum() for key in keys)
