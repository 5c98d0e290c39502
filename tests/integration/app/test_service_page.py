"""The page on the service says how it is to whoever may write, and nothing of it to a reader."""

from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import __version__, api


def _show() -> None:
    from ucjmap.app import service_page

    service_page.show()


@pytest.fixture
def opened(small_store: api.Store) -> Callable[[bool], AppTest]:
    def open_page(may_write: bool) -> AppTest:
        with mock.patch.object(api, "default_store", return_value=small_store.guarded_by(lambda: may_write)):
            return AppTest.from_function(_show, default_timeout=60).run()

    return open_page


def test_who_may_write_sees_how_it_is(opened: Callable[[bool], AppTest]) -> None:
    page = opened(True)
    assert not page.exception
    assert [notice.value for notice in page.success] == ["Penyimpanan dapat digunakan."]
    rows = page.table[0].value.iloc[:, 0]
    assert rows["Versi"] == __version__
    assert rows["Ukuran penyimpanan"].endswith(" MB")
    assert rows["Ruang kosong di cakram penyimpanan"].endswith(" MB")


def test_a_store_that_is_gone_is_told(opened: Callable[[bool], AppTest], small_store: api.Store) -> None:
    assert small_store.engine.url.database
    path = Path(small_store.engine.url.database)
    aside = path.rename(path.with_suffix(".aside"))
    page = opened(True)
    aside.rename(path)
    assert "tidak ada lagi" in page.error[0].value
    assert page.table[0].value.iloc[:, 0]["Ukuran penyimpanan"] == "tidak diketahui di sini"


def test_a_reader_sees_nothing_of_it(opened: Callable[[bool], AppTest]) -> None:
    page = opened(False)
    assert page.info[0].value.startswith("Hanya baca")
    assert not page.table
    assert __version__ not in str(page.main)
