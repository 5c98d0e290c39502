"""Saving a view to a story: nothing gets into a story that nobody meant, and what was saved is said where one looks."""

from streamlit.testing.v1 import AppTest

from ucjmap import api

SAVED = "The view was saved to the story Rapat kedua."


def form(store: "api.Store") -> None:
    """The form as a page of its own."""
    from ucjmap import api
    from ucjmap.app.map.story_form import show_story_form

    show_story_form(store, api.answer_map(store, api.MapView("61", lang="en")))


def save(page: AppTest) -> AppTest:
    page.button(key="story-save").click().run()
    assert not page.exception
    return page


def sentences(store: api.Store, name: str) -> list[str]:
    (key,) = (story["key"] for story in api.list_stories(store) if story["name"] == name)
    return [view.sentence for view in api.read_story(store, key).views]


def test_a_view_gets_into_no_story_that_was_not_chosen(small_store: api.Store) -> None:
    """A story of somebody else is there: the form begins a new one, and says what was saved beside its button."""
    api.begin_story(small_store, "Cerita orang lain")
    page = AppTest.from_function(form, args=(small_store,), default_timeout=60).run()
    assert page.selectbox[0].value == ""
    page.text_input[0].input("Rapat kedua").run()
    page.text_area[0].input("Mulai dari sini").run()
    save(page)
    assert sentences(small_store, "Cerita orang lain") == []
    assert sentences(small_store, "Rapat kedua") == ["Mulai dari sini"]
    drawn = list(page.main)
    kinds = [(node.type, getattr(node, "key", None) or getattr(node, "value", "")) for node in drawn]
    assert ("success", SAVED) in kinds
    assert kinds.index(("success", SAVED)) > kinds.index(("button", "story-save"))


def test_a_second_click_saves_no_second_view(small_store: api.Store) -> None:
    page = AppTest.from_function(form, args=(small_store,), default_timeout=60).run()
    page.text_input[0].input("Rapat kedua").run()
    save(save(page))
    assert sentences(small_store, "Rapat kedua") == [""]
    assert [warning.value for warning in page.warning] == [
        "This view is in the story already. Write a sentence or change the map first."
    ]
    page.text_area[0].input("Dan ini").run()
    save(page)
    assert sentences(small_store, "Rapat kedua") == ["", "Dan ini"]
