"""The history page: undoing asks twice where areas leave the register, and an undone import is brought back."""

from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api


def _page() -> None:
    from ucjmap.app import history_page

    history_page.show()


@pytest.fixture
def page(small_store: api.Store) -> AppTest:
    with mock.patch.object(api, "default_store", return_value=small_store):
        opened = AppTest.from_function(_page, default_timeout=60)
        opened.query_params["lang"] = "en"
        yield opened.run()


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception


def test_undoing_the_register_asks_twice_and_is_taken_back(page: AppTest, small_store: api.Store) -> None:
    size = len(api.area_tree(small_store).areas)
    page.selectbox[0].select(1)
    page.checkbox[0].check()
    press(page, "Undo")
    assert f"lacks {size} areas" in page.warning[0].value
    assert api.show_import(small_store, 1)["state"] == "committed"
    press(page, "Undo")  # the second box is not ticked
    assert api.show_import(small_store, 1)["state"] == "committed"
    page.checkbox[1].check()
    press(page, "Undo")
    assert api.area_tree(small_store).areas.empty
    assert page.success[0].value == "Import number 1 was undone."
    page.selectbox[0].select(1)
    press(page, "Bring back")
    assert page.success[0].value == "Import number 1 was brought back."
    assert len(api.area_tree(small_store).areas) == size
