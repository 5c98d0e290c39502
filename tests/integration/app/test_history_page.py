"""The history page: undoing asks twice where areas leave the register, and an undone import is brought back."""

from pathlib import Path
from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from tests import boundary_files as files
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
    assert "Undone by, when (UTC)" in page.dataframe[0].value.columns
    page.selectbox[0].select(1)
    press(page, "Bring back")
    assert page.success[0].value == "Import number 1 was brought back."
    assert len(api.area_tree(small_store).areas) == size


def test_what_was_ticked_for_one_import_does_not_hold_for_the_next(
    page: AppTest, small_store: api.Store, tmp_path: Path
) -> None:
    assert "Undone by, when (UTC)" not in page.dataframe[0].value.columns  # nothing was: no empty column
    areas = files.make_areas()
    moved = areas.set_geometry(areas.translate(0.0001, 0))
    number = api.import_boundaries(small_store, files.write(files.lay_out(moved, "big"), tmp_path, "gpkg")).import_id
    page.run()
    page.selectbox[0].select(number)
    page.checkbox[0].check()
    press(page, "Undo")
    assert api.show_import(small_store, number or 0)["state"] == "undone"
    assert not page.checkbox[0].value
