"""What the page asks about a boundary file: which witness is right, and which of its layers is meant."""

from pathlib import Path
from unittest import mock

from streamlit.testing.v1 import AppTest

from tests import boundary_files
from ucjmap import api


def _page() -> None:
    from pathlib import Path

    import streamlit as st

    from ucjmap.app.data import boundaries_form, trial
    from ucjmap.errors import Question

    def run(path: Path, *, assume: tuple[str, ...] = (), **_: object) -> object:
        st.session_state["assumed"] = assume
        return boundaries_form._Asked((), assume)

    if "tried" not in st.session_state:
        st.session_state["tried"] = True
        question = Question(
            "swapped", "Latitude and longitude are swapped: {count} of {total}", {"count": 2, "total": 2}, ("swap",)
        )
        asked = boundaries_form._Asked((question,), ("zone=49S",))
        st.session_state["boundaries_trial"] = trial.Trial("desa.geojson", b"{}", run, asked)
    tried = trial.current("boundaries_trial")
    assert tried is not None
    boundaries_form._show_report("en", tried)


def test_a_question_has_a_button_that_tries_the_answer_beside_the_earlier_ones() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert [warning.value.replace("\\", "") for warning in page.warning] == [
        "Latitude and longitude are swapped: 2 of 2"
    ]
    assert [button.label for button in page.button] == ["Read latitude and longitude the other way round"]
    page.button[0].click().run()
    assert not page.exception
    assert page.session_state["assumed"] == ("zone=49S", "swap")
    assert not page.warning


def _layers(path: str) -> None:
    from functools import partial
    from pathlib import Path

    import streamlit as st

    from ucjmap.app.data import boundaries_form, trial

    if "tried" not in st.session_state:
        st.session_state["tried"] = True
        run = partial(boundaries_form._import, issuer="auto", edition=None)
        trial.begin("en", "boundaries_trial", "desa.gpkg", Path(path).read_bytes(), run)
    tried = trial.current("boundaries_trial")
    assert tried is not None
    boundaries_form._show_report("en", tried)


def test_the_layers_of_a_file_are_a_list_and_the_chosen_one_is_tried(small_store: api.Store, tmp_path: Path) -> None:
    layer = boundary_files.lay_out(boundary_files.make_areas(), "big")
    layer.to_file(tmp_path / "desa.gpkg", layer="edisi_2020")
    layer.iloc[:6].to_file(tmp_path / "desa.gpkg", layer="edisi_2025")
    with mock.patch.object(api, "default_store", return_value=small_store):
        page = AppTest.from_function(_layers, args=(str(tmp_path / "desa.gpkg"),), default_timeout=60).run()
        assert not page.exception
        assert page.selectbox[0].options == ["edisi_2020 · Desa/kelurahan", "edisi_2025 · Desa/kelurahan"]
        assert page.selectbox[0].value is None
        page.selectbox[0].select("edisi_2025").run()
        assert not page.exception
        assert "would bring 6 desa" in page.info[0].value
        page.selectbox[0].select("edisi_2020").run()
    assert not page.exception
    assert "would bring 12 desa" in page.info[0].value
    assert page.selectbox[0].value == "edisi_2020"


def test_a_few_findings_are_written_in_full_and_nothing_in_them_is_markup(
    small_store: api.Store, tmp_path: Path
) -> None:
    """A cell of the scrolling table shows a phone three words of the reason."""
    layer = boundary_files.lay_out(boundary_files.make_areas(), "big")
    layer["WADMKD"] = [*layer["WADMKD"][:11], "**Desa** [lain](https://example.org)"]
    layer["KDEPUM"] = [*layer["KDEPUM"][:11], "61.02.01.2977"]
    layer.to_file(tmp_path / "desa.gpkg", layer="desa")
    with mock.patch.object(api, "default_store", return_value=small_store):
        page = AppTest.from_function(_layers, args=(str(tmp_path / "desa.gpkg"),), default_timeout=60).run()
    assert not page.exception
    cells = [str(cell) for table in page.table for cell in table.value.to_numpy().ravel()]
    assert any(cell.startswith("\\*\\*Desa\\*\\*") for cell in cells)
    assert "–" in cells
