"""Every paper of outreach says for each indicator its date, its source and whether it is simulated."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import gpxpy
import openpyxl
import pandas as pd
import pyogrio
import pytest
from docx import Document
from pypdf import PdfReader

from tests.integration.conftest import Store
from ucjmap import api
from ucjmap.api.outreach import follow_ups as followup
from ucjmap.api.outreach import list_export as outreach_export
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach import priorities, trip_export, visit_notes
from ucjmap.api.outreach.list_statements import say_provenance
from ucjmap.api.outreach.money_export import export_outcome
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.api.outreach.scenarios import MoneyQuestion
from ucjmap.outreach import TripLimits
from ucjmap.store import Provenance, add_import, add_observations
from ucjmap.words import Lang

AREA, LATE = "61.01.01", "61.01.01.2001"
#: What has to be said of each indicator in the place below, by language.
ORIGINS: dict[Lang, dict[str, str]] = {
    "id": {
        "ucj": r"Cakupan UCJ: per 31 Desember 2025\. Sumber: .+\. Data simulasi, bukan data resmi\.",
        "aparat": r"Desa dengan aparat terdaftar: per 15 Januari 2026 sampai 20 Februari 2026\. "
        r"Sumber: DPMD Sambas; Surat <b>desa</b>\.",
        "bpd": r"Desa dengan BPD terdaftar: per 10 Oktober 2025\. Sumber: .+\. Data simulasi, bukan data resmi\.",
    },
    "en": {
        "ucj": r"UCJ coverage: as of 31 December 2025\. Source: .+\. Simulated data, not official\.",
        "aparat": r"Desa with registered officials: as of 15 January 2026 to 20 February 2026\. "
        r"Source: DPMD Sambas; Surat <b>desa</b>\.",
        "bpd": r"Desa with a registered council: as of 10 October 2025\. Source: .+\. Simulated data, not official\.",
    },
}
ALARM: dict[Lang, str] = {
    "id": "DATA SIMULASI, bukan angka resmi: Cakupan UCJ; Desa dengan BPD terdaftar.",
    "en": "SIMULATED DATA, not official figures: UCJ coverage; Desa with a registered council.",
}


@pytest.fixture(scope="module")
def mixed(kept_copy: Callable[[], api.Store]) -> tuple[api.Store, outreach.OutreachList]:
    """A kecamatan with officials of two real sources and dates beside simulated workers and councils; read only."""
    store = kept_copy()
    return store, add_real_officials(store)


def add_real_officials(store: api.Store) -> outreach.OutreachList:
    desa = api.area_tree(store).below(AREA, "adm4")
    codes = list(desa.index[desa["kind"] != "kelurahan"])
    columns = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
    lists = (("DPMD Sambas", "2026-01-15", codes), ("Surat <b>desa</b>", "2026-02-20", [LATE]))
    with store.writing() as connection:
        for source, as_of, counted in lists:
            rows = [(code, "aparat_registered", "all", as_of, 1, 1) for code in counted]
            number = add_import(connection, Provenance("coverage", "a.csv", source=source, as_of=as_of))
            add_observations(connection, number, pd.DataFrame(rows, columns=columns))
    return outreach.outreach_list(store, AREA, "adm4")


def flat(text: str) -> str:
    return " ".join(text.split())


def pdf_pages(path: Path) -> list[str]:
    return [flat(page.extract_text()) for page in PdfReader(path).pages]


def check_origins(lang: Lang, text: str) -> None:
    for pattern in ORIGINS[lang].values():
        assert re.search(pattern, text), pattern


def test_the_list_knows_the_date_of_every_figure(mixed: tuple[api.Store, outreach.OutreachList]) -> None:
    _, found = mixed
    figures = found.provenance.figures
    assert (figures["aparat"].oldest, figures["aparat"].newest) == ("2026-01-15", "2026-02-20")
    assert figures["aparat"].sources == ("DPMD Sambas", "Surat <b>desa</b>")
    assert found.provenance.simulated == ("ucj", "bpd_registered")
    late = found.areas.loc[LATE]
    assert late[["ucj_as_of", "aparat_as_of", "bpd_as_of"]].tolist() == ["2025-12-31", "2026-02-20", "2025-10-10"]
    assert late[["ucj_simulated", "aparat_simulated", "bpd_simulated"]].tolist() == [True, False, True]
    assert found.areas["aparat_as_of"].value_counts()["2026-01-15"] == len(found.areas) - 1


def test_what_was_never_counted_has_no_date_and_says_so(demo_store: api.Store) -> None:
    found = outreach.outreach_list(demo_store, "33.01", "adm3")
    assert [(figure.oldest, figure.newest) for figure in found.provenance.figures.values()] == [(None, None)] * 3
    assert found.provenance.earlier is None
    assert found.areas["ucj_as_of"].isna().all()
    assert not found.areas["ucj_simulated"].any()
    assert say_provenance("id", found.provenance)[0] == "Cakupan UCJ: belum ada data."


def test_the_command_gives_the_origin_of_each_figure(demo: Store) -> None:
    found = demo.answer("outreach", "rank", "--area", "61.01", "--level", "adm3", "--top", "1")
    assert [figure["indicator"] for figure in found["figures"]] == ["ucj", "aparat_registered", "bpd_registered"]
    assert found["dates"] == {figure["indicator"]: figure["newest"] for figure in found["figures"]}
    assert all(figure["is_simulated"] for figure in found["figures"])
    nothing = demo.answer("outreach", "rank", "--area", "62.01", "--level", "adm3", "--top", "1")
    assert (nothing["dates"], nothing["earlier"]) == ({}, None)
    assert [figure["newest"] for figure in nothing["figures"]] == [None] * 3


def test_a_sum_over_several_dates_says_both_ends(mixed: tuple[api.Store, outreach.OutreachList]) -> None:
    store, _ = mixed
    above = outreach.outreach_list(store, "61.01", "adm3").areas
    assert above.at[AREA, "aparat_as_of"] == "2026-01-15/2026-02-20"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_list_says_the_origin_of_each_figure(
    mixed: tuple[api.Store, outreach.OutreachList], tmp_path: Path, lang: Lang
) -> None:
    store, found = mixed
    ranked = priorities.rank_outreach(found, preset_weights("balanced"))
    for suffix in ("xlsx", "gpkg", "pdf"):
        outreach_export.export_list(store, found, ranked, {}, tmp_path / f"a.{suffix}", lang=lang)
    sheet, about = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    check_origins(lang, "\n".join(str(row[0].value) for row in about.iter_rows()))
    assert ALARM[lang] in str(sheet.oddHeader.center.text) + str(sheet.oddHeader.left.text)
    heads = {cell.value: cell.column for cell in sheet[1]}
    head = {"id": "Data aparat per", "en": "Officials as of"}[lang]
    dates = [sheet.cell(row, heads[head]).value for row in range(2, sheet.max_row + 1)]
    assert sorted(set(dates)) == ["2026-01-15", "2026-02-20"]
    layer = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="priority").set_index("code")
    assert layer.at[LATE, "aparat_as_of"] == "2026-02-20"
    assert layer["bpd_simulated"].all()
    assert not layer["aparat_simulated"].any()
    check_origins(lang, layer.at[LATE, "provenance"])
    check_origins(lang, "\n".join(pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="provenance")["text"]))
    text = " ".join(pdf_pages(tmp_path / "a.pdf"))
    check_origins(lang, text)
    assert ALARM[lang] in text
    older = {"id": "per 15 Januari 2026", "en": "as of 15 January 2026"}[lang]
    assert text.count(older) == len(ranked) - 1 + 1  # each desa but the late one, and the origin


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_letter_dates_its_figures(
    mixed: tuple[api.Store, outreach.OutreachList], tmp_path: Path, lang: Lang
) -> None:
    _, found = mixed
    ranked = priorities.rank_outreach(found, preset_weights("balanced")).loc[[LATE, f"{AREA}.2002"]]
    for suffix in outreach_export.LETTER_FORMATS:
        outreach_export.export_letters(found, ranked, tmp_path / f"a.{suffix}", lang=lang)
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        files = [Document(BytesIO(package.read(name))) for name in package.namelist()]
    whole = Document(str(tmp_path / "a.docx"))
    texts = [flat("\n".join(each.text for each in document.paragraphs)) for document in (*files, whole)]
    letters = [*texts[:2], *pdf_pages(tmp_path / "a.pdf")]
    own = {
        "id": ("(per 20 Februari 2026)", "(per 15 Januari 2026)", "(per 10 Oktober 2025; data simulasi)"),
        "en": ("(as of 20 February 2026)", "(as of 15 January 2026)", "(as of 10 October 2025; simulated data)"),
    }[lang]
    for number, letter in enumerate(letters):
        check_origins(lang, letter)
        assert ALARM[lang] in letter
        assert re.search(rf"Aparat desa: \w+ {re.escape(own[number % 2])}", letter)
        assert re.search(rf"BPD: [\w ]+ {re.escape(own[2])}", letter)
        assert re.search(r"% \((per|as of) 31 \w+ 2025; (data simulasi|simulated data)\)", letter)
    check_origins(lang, texts[2])
    assert all(date in texts[2] for date in own)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_file_of_trips_says_the_origin_of_each_figure(
    mixed: tuple[api.Store, outreach.OutreachList], tmp_path: Path, lang: Lang
) -> None:
    _, found = mixed
    plan = api.outreach_trips(found, [LATE, f"{AREA}.2002"], TripLimits())
    for suffix in trip_export.TRIP_FORMATS:
        trip_export.export_trips(found, plan, tmp_path / f"t.{suffix}", lang=lang)
    check_origins(lang, str(gpxpy.parse((tmp_path / "t.gpx").read_text(encoding="utf-8")).description))
    kml = (tmp_path / "t.kml").read_text(encoding="utf-8")
    check_origins(lang, kml.replace("&lt;", "<").replace("&gt;", ">"))
    about = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[1]
    check_origins(lang, "\n".join(str(row[0].value) for row in about.iter_rows()))
    table = pd.read_csv(tmp_path / "t.csv")
    check_origins(lang, table[{"id": "Asal angka", "en": "Origin of the figures"}[lang]][0])
    assert set(table[{"id": "Data aparat per", "en": "Officials as of"}[lang]]) == {"2026-01-15", "2026-02-20"}
    page = (tmp_path / "t.html").read_text(encoding="utf-8").replace("&lt;", "<").replace("&gt;", ">")
    check_origins(lang, page)
    sheet = " ".join(pdf_pages(tmp_path / "t.pdf"))
    check_origins(lang, sheet)
    dates = {
        "id": ("per 20 Februari 2026", "per 15 Januari 2026", "per 10 Oktober 2025; data simulasi"),
        "en": ("as of 20 February 2026", "as of 15 January 2026", "as of 10 October 2025; simulated data"),
    }[lang]
    for date in dates:
        assert f"({date})" in page
        # The heading has the newest date, the desa that was counted before has its own.
        assert sheet.count(f"({date})") == 1


def test_a_verdict_says_the_source_of_its_data_and_that_they_are_simulated(demo_copy: api.Store) -> None:
    store = demo_copy
    add_real_officials(store)
    for indicator in followup.followed_indicators():
        visit_notes.note_status(store, [LATE], "registered", date="2025-09-01", indicator=indicator)
    officials, council = (row for _, row in followup.read_follow_up(store, AREA).latest.iterrows())
    assert (officials["data_source"], officials["data_is_simulated"]) == ("Surat <b>desa</b>", False)
    assert followup.say_verdict("id", officials).endswith("data 20 Februari 2026 menyatakan terdaftar")
    assert council["data_is_simulated"]
    assert council["data_as_of"] == "2025-10-10"
    assert followup.say_verdict("id", council).endswith("(data simulasi)")


@pytest.fixture(scope="module")
def real_desa(kept_copy: Callable[[], api.Store]) -> api.Store:
    """The demonstration with workers and officials of one desa from real lists; its council stays simulated."""
    store = kept_copy()
    columns = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
    with store.writing() as connection:
        for indicator, as_of in (("ucj", "2026-01-31"), ("aparat", "2026-02-28")):
            number = add_import(connection, Provenance("coverage", "a.csv", source="DPMD <b>Sambas</b>", as_of=as_of))
            rows = pd.DataFrame([(LATE, indicator, "all", as_of, 4, 8)], columns=columns)
            add_observations(connection, number, rows)
    return store


def test_an_area_is_simulated_where_its_own_figures_are(real_desa: api.Store) -> None:
    areas = outreach.outreach_list(real_desa, AREA, "adm4").areas
    assert not areas.at[LATE, "ucj_simulated"]
    assert areas["ucj_simulated"].drop(LATE).all()
    assert areas.at[LATE, "bpd_simulated"]


def test_money_says_the_origin_of_everybody_whom_it_counts(real_desa: api.Store, tmp_path: Path) -> None:
    question = MoneyQuestion(16_800, 12, "2026-01-01", apbdes=("aparat", "bpd"))
    outcome, values = api.answer_question(real_desa, AREA, "adm4", question)
    export_outcome(real_desa, question, outcome, values, tmp_path / "a.xlsx", lang="en")
    *_, about = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    notes = dict(about.iter_rows(min_row=2, values_only=True))
    assert notes["Attention"] == (
        "SIMULATED DATA, not official figures: UCJ coverage; Registered desa officials; Registered council members."
    )
    officials, council = notes["Registered desa officials"], notes["Registered council members"]
    assert officials.startswith("as of 10 October 2025 to 28 February 2026. Source: Data simulasi")
    assert "; DPMD <b>Sambas</b>. Simulated data, not official. Data for 18 of 18 desa/kelurahan (100.0%)." in officials
    assert council.startswith("as of 10 October 2025. Source: Data simulasi")
    assert "DPMD" not in council
    assert "; DPMD <b>Sambas</b>." in notes["UCJ coverage"]


def test_money_for_workers_alone_says_nothing_of_officials(real_desa: api.Store, tmp_path: Path) -> None:
    question = MoneyQuestion(16_800, 12, "2026-01-01", workers_per_desa=1)
    outcome, values = api.answer_question(real_desa, AREA, "adm4", question)
    export_outcome(real_desa, question, outcome, values, tmp_path / "a.xlsx", lang="en")
    *_, about = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    headings = {heading for heading, _ in about.iter_rows(min_row=2, values_only=True)}
    assert "UCJ coverage" in headings
    assert not {"Registered desa officials", "Registered council members"} & headings


def test_the_command_gives_the_origin_of_the_officials_that_it_counts(demo: Store) -> None:
    shared = demo.answer("outreach", "simulate", "shared", "--area", "61.01", "--level", "adm3", "--group", "aparat")
    assert set(shared["officials"]) == {"aparat"}
    assert shared["officials"]["aparat"]["as_of"] == "2025-10-10"
    assert shared["officials"]["aparat"]["simulated"]
