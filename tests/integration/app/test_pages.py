"""The list of pages: every page is in it, opens, and has an address of its own."""

from pathlib import Path
from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api, app
from ucjmap.app.pages import PAGES, page_called
from ucjmap.words import say

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_page_is_opened_by_each_of_its_names(page) -> None:
    names = [page.address or "peta", *page.also, say("id", page.title), say("en", page.title).upper()]
    assert {page_called(name) for name in names} == {page.address}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Paparan", "briefing"),
        ("peta", ""),
        ("profil_wilayah", "profil"),
        ("muat data", "data"),
        ("riwayat.html", "riwayat"),
        ("anggaran", None),
    ],
)
def test_names_as_they_are_typed(name: str, address: str | None) -> None:
    assert page_called(name) == address


def test_no_name_is_that_of_two_pages() -> None:
    names = [name for page in PAGES for name in {page.address, *page.also, say("id", page.title).casefold()}]
    assert len(names) == len(set(names))
