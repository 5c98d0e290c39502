"""The list of pages: every page is in it, opens, and has an address of its own."""

from pathlib import Path
from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api, app
from ucjmap.app.pages import PAGES

FOLDER = Path(app.__file__).parent


def _open(address: str) -> None:
    from ucjmap.app.pages import PAGES

    next(page for page in PAGES if page.address == address).show()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_page_opens(small_store: api.Store, page) -> None:
    opened = AppTest.from_function(_open, args=(page.address,), default_timeout=60)
    with mock.patch.object(api, "default_store", return_value=small_store):
        opened.run()
    assert not opened.exception
    assert opened.title or opened.header


def test_every_page_is_in_the_menu() -> None:
    modules = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*_page.py")}
    assert {page.show.__module__.removeprefix("ucjmap.app.").replace(".", "/") for page in PAGES} == modules


def test_every_page_has_an_address_of_its_own_and_one_has_none() -> None:
    addresses = [page.address for page in PAGES]
    assert len(set(addresses)) == len(addresses)
    assert "" in addresses
