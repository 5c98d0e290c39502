"""Saving a view to a story: nothing gets into a story that nobody meant, and what was done is said at the button."""

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


def said_at_the_button(page: AppTest) -> list[str]:
    """Messages between the last field and the button that saves."""
    nodes = list(page.main)
    button = next(place for place, node in enumerate(nodes) if getattr(node, "key", None) == "story-save")
    field = max(place for place, node in enumerate(nodes[:button]) if node.type == "toggle")
    return [node.value for node in nodes[field:button] if node.type in {"success", "warning", "error"}]


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
    assert said_at_the_button(page) == [SAVED]


def test_a_second_click_saves_no_second_view(small_store: api.Store) -> None:
    page = AppTest.from_function(form, args=(small_store,), default_timeout=60).run()
    page.text_input[0].input("Rapat kedua").run()
    save(save(page))
    assert sentences(small_store, "Rapat kedua") == [""]
    assert said_at_the_button(page) == ["This view is in the story already. Write a sentence or change the map first."]
    page.text_area[0].input("Dan ini").run()
    save(page)
    assert sentences(small_store, "Rapat kedua") == ["", "Dan ini"]


def test_a_story_without_a_name_is_refused_at_the_button(small_store: api.Store) -> None:
    page = save(AppTest.from_function(form, args=(small_store,), default_timeout=60).run())
    assert api.list_stories(small_store) == []
    assert len(said_at_the_button(page)) == 1
