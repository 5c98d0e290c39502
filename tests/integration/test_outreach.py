"""Outreach through the api and the command line, on the demonstration."""

import datetime as dt
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import geopandas as gpd
import gpxpy
import openpyxl
import pandas as pd
import pytest
from docx import Document
from pypdf import PdfReader

from tests.integration.conftest import Store
from ucjmap import api
from ucjmap.api.outreach import follow_ups as followup
from ucjmap.api.outreach import kept_scenarios, priorities, trip_export, visit_notes
from ucjmap.api.outreach import list_export as outreach_export
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach.presets import outreach_defaults, preset_weights
from ucjmap.errors import UsageError
from ucjmap.outreach import CRITERIA, TripLimits
from ucjmap.store import Connection, Provenance, add_import, add_observations


@pytest.fixture(scope="module")
def kalbar(demo_store: api.Store) -> outreach.OutreachList:
    return outreach.outreach_list(demo_store, "61", "adm4")


def test_kalbar_has_334_and_759_desa_to_register(kalbar: outreach.OutreachList) -> None:
    assert kalbar.areas["desa_without_aparat"].eq(1).sum() == 334
    assert kalbar.areas["desa_without_bpd"].eq(1).sum() == 759
    assert kalbar.areas["desa_without_aparat"].notna().sum() == 2047
    assert pytest.approx(0.163, abs=5e-4) == 334 / 2047
    assert kalbar.provenance.simulated == ("ucj", "aparat_registered", "bpd_registered")
    assert kalbar.provenance.offices_assumed


def test_the_first_of_the_list_have_reasons_and_parts(kalbar: outreach.OutreachList) -> None:
    weights = preset_weights("register")
    ranked = priorities.rank_outreach(kalbar, weights, stability=True)
    both = (kalbar.areas["desa_without_aparat"] == 1) & (kalbar.areas["desa_without_bpd"] == 1)
    assert set(ranked.index[ranked["rank"] == 1]) == set(kalbar.areas.index[both])
    first = priorities.outreach_reasons(kalbar, weights, ranked.index[:1])[ranked.index[0]]
    assert [reason.key for reason in first[:2]] == ["no_aparat", "no_bpd"]
    assert "50" in priorities.say_outreach_reason("en", first[0])
    assert (ranked["rank_best"] <= ranked["rank"]).all()


def test_kecamatan_and_kabupaten_are_ranked_by_the_same_figures(demo_store: api.Store) -> None:
    for level in ("adm2", "adm3"):
        found = outreach.outreach_list(demo_store, "61", level)
        assert found.areas["desa_without_aparat"].sum() == 334
        assert found.areas["uncovered"].sum() > 1_000_000
        assert len(priorities.rank_outreach(found, preset_weights("balanced"))) == len(found.areas)


def test_a_kelurahan_has_no_aparat_and_an_area_without_data_says_so(kalbar: outreach.OutreachList) -> None:
    weights = preset_weights("register")
    kelurahan = kalbar.areas.index[(kalbar.areas["kind"] == "kelurahan") & kalbar.areas["aparat"].isna()][0]
    states = {each.key: each.state for each in priorities.outreach_reasons(kalbar, weights, [kelurahan])[kelurahan]}
    assert states["no_aparat"] == "not_applicable"
    empty = kalbar.areas.index[kalbar.areas["rate"].isna()][0]
    ranked = priorities.rank_outreach(kalbar, {"uncovered": 1})
    assert ranked.loc[empty, ["score", "known", "missing"]].tolist() == [0, 0, "uncovered"]


def test_presets_name_known_criteria_and_defaults_have_sources() -> None:
    defaults = outreach_defaults()
    for preset in defaults.presets.values():
        assert set(preset.weights) <= set(CRITERIA)
        assert preset.name("id") != preset.name("en")
    assert defaults.monthly_idr * 12 == 201_600
    assert all(defaults.sources.values())
    halved = defaults.premium(dt.date(2026, 4, 1), months=12, sector="other")
    assert halved.cost_idr("workers") == 9 * 8_400 + 3 * 16_800
    assert halved.cost_idr("kabupaten") == halved.cost_idr("dana_desa") == 201_600
    with pytest.raises(UsageError):
        preset_weights("guess")


def test_clusters_of_kalbar_are_told_once_and_kept(demo_store: api.Store) -> None:
    found, values = api.outreach_clusters(demo_store, "61", "adm3")
    again, _ = api.outreach_clusters(demo_store, "61", "adm3")
    assert again is found
    assert found.tested == values.with_data
    assert list(found.areas.index) == list(values.units.index)
    with pytest.raises(UsageError):
        api.outreach_clusters(demo_store, "00", "adm4")


def test_all_334_are_on_trips(kalbar: outreach.OutreachList) -> None:
    codes = kalbar.areas.index[kalbar.areas["desa_without_aparat"] == 1]
    plan = api.outreach_trips(kalbar, codes, TripLimits())
    assert sorted(plan.stops["code"]) == sorted(codes)
    assert plan.left_out.empty
    with pytest.raises(UsageError):
        api.outreach_trips(kalbar, ["17.01.01.2001"], TripLimits())


def test_a_field_sheet_of_kabupaten_has_a_dash_where_there_is_no_kecamatan(
    demo_store: api.Store, tmp_path: Path
) -> None:
    found = outreach.outreach_list(demo_store, "17", "adm2")
    ranked = priorities.rank_outreach(found, preset_weights("workers")).head(3)
    outreach_export.export_list(demo_store, found, ranked, {}, tmp_path / "a.pdf", lang="id")
    words = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages).split()
    assert "nan" not in words
    assert "–" in words


def test_lists_are_written_in_every_format(
    demo_store: api.Store, kalbar: outreach.OutreachList, tmp_path: Path
) -> None:
    weights = preset_weights("balanced")
    ranked = priorities.rank_outreach(kalbar, weights).head(3)
    hostile = '=1+1<b>&"{{ 7*7 }}\x07'
    ranked["name"] = [hostile, *ranked["name"][1:]]
    said = {code: ["<i>alasan</i> & =SUM(A1)"] for code in ranked.index}
    for suffix in outreach_export.LIST_FORMATS:
        outreach_export.export_list(demo_store, kalbar, ranked, said, tmp_path / f"a.{suffix}", lang="en")
    assert {path.name for path in tmp_path.iterdir()} == {f"a.{suffix}" for suffix in outreach_export.LIST_FORMATS}
    sheet, about = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    assert sheet.cell(2, 3).value == "'" + hostile.replace("\x07", "")
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("Simulated data" in str(row[0].value) for row in about.iter_rows())
    written = gpd.read_file(tmp_path / "a.gpkg", layer="priority")
    assert written["code"].tolist() == list(ranked.index)
    assert written.geometry.notna().all()
    assert written["provenance"].str.contains("2025-12-31|31 December 2025").all()
    text = "\n".join(each.text for each in Document(str(tmp_path / "a.docx")).paragraphs)
    assert hostile.replace("\x07", "") in text
    assert text.count("Kepada Yth.") == 3
    assert "SIMULATED" in text
    assert "{{ letter" not in text
    pdf = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "<i>alasan</i>" in pdf.replace("\n", "")
    assert "SIMULATED" in pdf


def test_trips_are_written_in_every_format(kalbar: outreach.OutreachList, tmp_path: Path) -> None:
    plan = api.outreach_trips(kalbar, kalbar.areas.index[:9], TripLimits(max_stops=4))
    for suffix in trip_export.TRIP_FORMATS:
        trip_export.export_trips(kalbar, plan, tmp_path / f"t.{suffix}", lang="id")
    gpx = gpxpy.parse((tmp_path / "t.gpx").read_text(encoding="utf-8"))
    assert len(gpx.routes) == len(plan.trips)
    assert sum(len(route.points) - 2 for route in gpx.routes) == 9
    assert "1,4" in str(gpx.description)
    assert len(pd.read_csv(tmp_path / "t.csv")) == 9
    assert len(PdfReader(tmp_path / "t.pdf").pages) == len(plan.trips)
    assert zipfile.is_zipfile(tmp_path / "t.xlsx")
    with pytest.raises(UsageError):
        trip_export.export_trips(kalbar, plan, tmp_path / "t.exe", lang="id")


def _add_count(connection: Connection, code: str, as_of: str, registered: int) -> None:
    number = add_import(connection, Provenance("coverage", "uji.csv", as_of=as_of))
    row = (code, "aparat_registered", "all", as_of, registered, 1)
    columns = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
    add_observations(connection, number, pd.DataFrame([row], columns=columns))


def test_the_next_import_confirms_or_contradicts(demo_copy: api.Store) -> None:
    first, second = "61.01.01.2001", "61.01.01.2002"
    visit_notes.note_status(demo_copy, [first, second], "planned", date="2025-10-20", campaign="Oktober")
    visit_notes.note_status(
        demo_copy, [first, second], "registered", date="2025-11-01", initials="AB", note="=x", campaign="Oktober"
    )
    before = followup.read_follow_up(demo_copy, "61", campaign="Oktober")
    assert set(before.latest["verdict"]) == {"no_newer_data"}
    with demo_copy.writing() as connection:
        _add_count(connection, first, "2025-12-01", 1)
        _add_count(connection, second, "2025-12-01", 0)
    after = followup.read_follow_up(demo_copy, "61.01", campaign="Oktober")
    assert after.latest["verdict"].tolist() == ["confirmed", "contradicted"]
    assert len(after.history) == 4
    assert after.progress.iloc[-1].to_dict() == {
        "date": "2025-11-01",
        "planned": 0,
        "visited": 0,
        "promised": 0,
        "registered": 2,
    }
    assert followup.read_follow_up(demo_copy, "17").latest.empty
    assert followup.say_verdict("en", after.latest.iloc[1]) == (
        "Contradicted: the data of 1 December 2025 say not registered"
    )
    assert after.latest["data_source"].tolist() == ["uji.csv", "uji.csv"]
    assert followup.visited_codes(demo_copy) == {first, second}
    found = outreach.outreach_list(demo_copy, "61", "adm4", visited=followup.visited_codes(demo_copy))
    assert found.areas.loc[[first, second], "not_visited"].tolist() == [0, 0]
    assert found.areas["not_visited"].sum() == len(found.areas) - 2


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("61.01.01", {}),
        ("61.01.01.2999", {}),
        ("61.01.01.2001", {"status": "done"}),
        ("61.01.01.2001", {"indicator": "ucj"}),
        ("61.01.01.2001", {"date": "kemarin"}),
        ("61.01.01.2001", {"date": "2999-01-01"}),
        ("61.01.01.2001", {"date": "2999-01-01", "status": "planned"}),
        ("61.01.01.2001", {"date": "1925-11-01"}),
        ("61.01.01.2001", {"note": "x" * 2001}),
        ("61.01.01.2001", {"initials": "x" * 500}),
    ],
)
def test_what_cannot_be_noted_is_refused(demo_store: api.Store, code: str, change: dict[str, str]) -> None:
    given = {"status": "visited", "date": "2025-11-01", **change}
    with pytest.raises(UsageError):
        visit_notes.note_status(demo_store, [code], given.pop("status"), **given)
    assert followup.read_follow_up(demo_store).latest.empty


def test_a_status_may_go_back_and_be_taken_back_and_says_so(demo_copy: api.Store) -> None:
    code = "61.01.01.2004"
    visit_notes.note_status(demo_copy, [code], "registered", date="2025-11-03", initials="AB")
    back = visit_notes.note_status(demo_copy, [code], "planned", date="2025-11-04", initials="CD")
    assert (back.count, back.went_back, back.overtaken) == (1, (code,), ())
    late = visit_notes.note_status(demo_copy, [code], "visited", date="2025-11-01", initials="CD")
    assert (late.went_back, late.overtaken) == ((), (code,))
    assert followup.read_follow_up(demo_copy, "61").latest["status"].tolist() == ["planned"]
    assert visit_notes.withdraw_entries(demo_copy, back.entries, initials="AB") == 1
    found = followup.read_follow_up(demo_copy, "61")
    assert found.latest[["status", "initials"]].to_numpy().tolist() == [["registered", "AB"]]
    assert found.history["status"].tolist() == ["registered", "planned", "visited", "withdrawn"]
    assert found.history["is_standing"].tolist() == [True, False, True, False]
    with pytest.raises(UsageError, match="taken it back already"):
        visit_notes.withdraw_entries(demo_copy, back.entries, initials="EF")


def test_two_officers_at_once_lose_nothing(demo_copy: api.Store) -> None:
    code = "61.01.01.2005"

    def note(number: int) -> visit_notes.Noted:
        return visit_notes.note_status(demo_copy, [code], "visited", date="2025-11-05", initials=f"P{number}")

    with ThreadPoolExecutor(2) as officers:
        noted = list(officers.map(note, range(10)))
    assert len({entry for each in noted for entry in each.entries}) == 10
    found = followup.read_follow_up(demo_copy, "61")
    assert set(found.history["initials"]) == {f"P{number}" for number in range(10)}
    assert len(found.by_desa) == 1


def test_a_scenario_is_kept_replaced_and_forgotten(demo_copy: api.Store) -> None:
    kept_scenarios.keep_scenario(demo_copy, "Rencana A", "17", {"programmes": [1]})
    with pytest.raises(UsageError, match="already"):
        kept_scenarios.keep_scenario(demo_copy, "Rencana A ", "61", {"programmes": [3]}, by="CD")
    kept_scenarios.keep_scenario(demo_copy, "Rencana A", "17", {"programmes": [2]}, by="AB", replace=True)
    kept = kept_scenarios.list_scenarios(demo_copy)
    assert kept[["name", "area_code", "question", "created_by"]].to_numpy().tolist() == [
        ["Rencana A", "17", {"programmes": [2]}, "AB"]
    ]
    kept_scenarios.forget_scenario(demo_copy, "Rencana A")
    assert kept_scenarios.list_scenarios(demo_copy).empty
    with pytest.raises(UsageError, match=r"There is no scenario B\. The list of kept scenarios"):
        kept_scenarios.forget_scenario(demo_copy, "B")
    for careless in (" ", "x" * 81):
        with pytest.raises(UsageError, match=r"at most 80 characters\. Enter a name"):
            kept_scenarios.keep_scenario(demo_copy, careless, "17", {})


def test_rank_command(demo: Store, tmp_path: Path) -> None:
    found = demo.answer("outreach", "rank", "--area", "61.01", "--top", "4", "--out", tmp_path / "a.xlsx")
    assert [unit["rank"] for unit in found["units"]] == [1, 2, 3, 4]
    assert all(unit["reasons"] for unit in found["units"])
    assert found["simulated"]
    assert (tmp_path / "a.xlsx").exists()
    offices = tmp_path / "kantor.csv"
    offices.write_text("name,lon,lat\nCabang,109.3,0.0\n")
    near = demo.answer("outreach", "rank", "--area", "61.01", "--weight", "near=1", "--offices", offices)
    assert (near["offices_assumed"], near["weights"]) == (False, {"near": 1})
    assert near["units"][0]["office"] == "Cabang"
    offices.write_text("name,lon,lat\nCabang,timur,0.0\n")
    assert demo.run("outreach", "rank", "--area", "61.01", "--offices", offices).code == 3
    assert demo.run("outreach", "rank", "--area", "61.01", "--weight", "near").code == 2


def test_trips_and_clusters_commands(demo: Store, tmp_path: Path) -> None:
    found = demo.answer("outreach", "trips", "--area", "61.08", "--out", tmp_path / "t.gpx")
    assert sum(trip["stops"] for trip in found["trips"]) == found["desa"] == len(found["stops"])
    assert (tmp_path / "t.gpx").exists()
    assert demo.run("outreach", "trips", "--area", "61.08", "--only", "all").code == 2
    clusters = demo.answer("outreach", "clusters", "--area", "61", "--level", "adm3")
    assert sum(clusters["counts"].values()) == len(clusters["units"])


def test_money_commands(demo: Store) -> None:
    dana = ("outreach", "simulate", "dana-desa", "--area", "17", "--per-desa", 20_000_000)
    counted = demo.answer(*dana, "--workers-per-desa", 100, "--desa-count", 1447)
    assert (counted["covered"], counted["cost_idr"]) == (144_700, 28_940_000_000)
    listed = demo.answer(*dana, "--target", 0.48)
    assert listed["places"] == listed["covered"] + listed["unused"] + listed["unknown"] == 134_100
    need = demo.answer(
        *("outreach", "simulate", "need", "--area", "16", "--as-of", "2024-04-29", "--by", "2099-12-31"),
        *("--target-people", 1_485_000),
    )
    assert (need["people"], need["goal"]) == (385_000, 1_485_000)
    shared = demo.answer("outreach", "simulate", "shared", "--area", "16", "--share", 0.1, "--target", 0.51)
    assert sum(shared["by_payer"].values()) == shared["cost_idr"]
    aparat = demo.answer("outreach", "simulate", "shared", "--area", "61", "--group", "aparat")
    assert (aparat["covered_aparat"], list(aparat["by_payer"])) == (26_579 - 19_676, ["apbdes"])
    budget = demo.answer("outreach", "simulate", "budget", "--area", "17", "--amount", 10**10, "--lowest-first")
    assert budget["cost_idr"] + budget["left_idr"] == 10**10
    assert 0 <= budget["left_idr"] < 201_600


def _rows(path: Path, sheet: int) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    return [dict(zip((str(each) for each in head), row, strict=True)) for row in rows]


def test_answers_about_money_as_workbooks(demo: Store, tmp_path: Path) -> None:
    """The parts add up to the sums, the head stays in sight, and a sheet tells what was assumed."""
    simulate, area = ("outreach", "simulate"), ("--area", "17", "--lang", "id")
    mix, need, budget, shared = (tmp_path / f"{name}.xlsx" for name in ("mix", "need", "budget", "shared"))
    found = demo.answer(*simulate, "mix", *area, "--level", "adm2", "--dana-desa", "--apbd-share", 0.3, "--out", mix)
    demo.answer(*simulate, "need", *area, "--by", "2099-12-31", "--target", 0.48, "--out", need)
    demo.answer(*simulate, "budget", *area, "--amount", 10**10, "--out", budget)
    paid = demo.answer(*simulate, "shared", *area, "--share", 0.125, "--out", shared, "--payer", "apbdes=1")
    for path in (mix, need, budget, shared):
        book = openpyxl.load_workbook(path)
        assert len(book.sheetnames) == 3
        assert {page.freeze_panes for page in book} == {"B2"}
        assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        notes = [str(cell.value) for row in book.worksheets[2].iter_rows() for cell in row]
        assert any("SIMULASI" in each for each in notes)
        assert any(each.startswith("per 11 Desember 2025. Sumber: ") for each in notes)
        assert any(each.startswith("Rp16.800") for each in notes)
        *areas, whole = _rows(path, 1)
        costs = [key for key in whole if str(key).startswith("Biaya")]
        assert costs
        for key in (*costs, "Pekerja terlindungi"):
            assert sum(row[key] for row in areas) == whole[key]
    (summary,) = _rows(mix, 0)
    assert summary["Biaya"] == found["cost_idr"] == sum(found["by_payer"].values())
    assumed = {row["Asumsi atau sumber"]: row["Nilai"] for row in _rows(shared, 2)}
    assert assumed["Pekerja"].startswith("12,5%")
    assert "Rp201.600" in assumed["Pembayar (100%)"]
    assert _rows(shared, 0)[0]["Biaya"] == paid["cost_idr"]
    assert openpyxl.load_workbook(mix).worksheets[1]["E2"].number_format == "0.00%"


def test_scenario_commands(demo: Store, tmp_path: Path) -> None:
    scenario, name = ("outreach", "scenario"), "=1+1 <b>"
    demo.answer(*scenario, "keep", name, "--area", "17", "--desa-count", 1447, "--by", "AB")
    assert demo.run(*scenario, "keep", name, "--area", "17", "--apbd-share", 0.5).code == 2
    assert demo.run(*scenario, "keep", "kosong", "--area", "17").code == 2
    demo.answer(*scenario, "keep", "B", "--area", "16", "--own-share", 1, "--sector", "other", "--start", "2026-04-01")
    kept = demo.answer(*scenario, "list")["scenarios"]
    assert [row["name"] for row in kept] == [name, "B"]
    out = tmp_path / "s.xlsx"
    found = demo.answer(*scenario, "compare", name, "B", "--out", out, "--lang", "en")["scenarios"]
    assert (found[name]["covered"], found[name]["payer_dana_desa"]) == (144_700, 28_940_000_000)
    assert (found["B"]["payer_dana_desa"], found["B"]["new_rate"]) == (0, 1.0)
    rows = _rows(out, 0)
    assert [row["Scenario"] for row in rows] == [f"'{name}", "B"]
    assert [row["Workers covered"] for row in rows] == [found[each]["covered"] for each in (name, "B")]
    assert not [cell for page in openpyxl.load_workbook(out) for row in page for cell in row if cell.data_type == "f"]
    assert demo.answer(*scenario, "forget", "B") == {"forgotten": "B"}
    assert demo.run(*scenario, "compare", "B").code == 2


@pytest.mark.parametrize(
    "options",
    [
        ("budget", "--area", "17", "--amount", -1),
        ("budget", "--area", "17", "--amount", 10**16),
        ("budget", "--area", "17", "--amount", 1000, "--least-share", 0.5),
        ("budget", "--area", "11", "--amount", 10**9),
        ("need", "--area", "17", "--by", "2020-12-31", "--target", 0.5),
        ("need", "--area", "11", "--by", "2099-12-31", "--target", 0.5),
        ("need", "--area", "17", "--by", "2099-12-31", "--target-people", 10**9),
        ("need", "--area", "17", "--by", "besok", "--target", 0.5),
        ("mix", "--area", "17"),
        ("mix", "--area", "17", "--dana-desa", "--months", 0),
        ("mix", "--area", "17", "--desa-count", 0),
        ("mix", "--area", "17", "--apbd-share", 0),
        ("mix", "--area", "17", "--own-share", 1, "--sector", "tani"),
        ("mix", "--area", "17", "--own-share", 1, "--own-payer", "kas"),
        ("mix", "--area", "17", "--apbdes", "kades"),
        ("shared", "--area", "17", "--group", "kades"),
        ("mix", "--area", "17.99", "--dana-desa"),
    ],
    ids=lambda options: " ".join(str(each) for each in options),
)
def test_careless_questions_about_money_are_refused_in_words(demo: Store, options: tuple[object, ...]) -> None:
    done = demo.run("outreach", "simulate", *options, "--lang", "id")
    assert done.code == 2
    assert done.message
    done.assert_no_trace()


def test_careless_questions_that_have_an_answer(demo: Store) -> None:
    simulate = ("outreach", "simulate")
    nothing = demo.answer(*simulate, "budget", "--area", "17", "--amount", 0)
    assert (nothing["covered"], nothing["cost_idr"]) == (0, 0)
    everybody = demo.answer(*simulate, "budget", "--area", "17", "--amount", 10**15)
    assert everybody["covered"] == 708_000 - 251_000
    reached = demo.answer(*simulate, "need", "--area", "17", "--by", "2099-12-31", "--target", 0.1)
    assert (reached["people"], reached["cost_idr"], reached["units"]) == (0, 0, [])
    said = demo.run(*simulate, "need", "--area", "17", "--by", "2099-12-31", "--target", 0.1, "--lang", "en")
    assert "The target is reached already" in " ".join(said.out.split())
    unknown = demo.answer(*simulate, "mix", "--area", "62", "--level", "adm2", "--dana-desa", "--apbd-share", 0.5)
    assert (unknown["covered"], unknown["rate"], unknown["new_rate"]) == (0, None, None)
    assert unknown["unknown"] == unknown["places"] > 0
    assert all(unit["covered"] is None for unit in unknown["units"] if unit["places"])


def test_status_commands(demo: Store) -> None:
    done = demo.answer(
        *("outreach", "status", "set", "61.01.01.2003", "--status", "visited", "--date", "2025-11-02"),
        *("--initials", "AB", "--note", "bertemu sekdes", "--campaign", "Uji"),
    )
    assert (done["noted"], len(done["entries"]), done["went_back"]) == (1, 1, [])
    listed = demo.answer("outreach", "status", "list", "--area", "61", "--campaign", "Uji")
    assert [row["verdict"] for row in listed["latest"]] == ["no_newer_data"]
    assert demo.run("outreach", "status", "list", "--area", "61").code == 0
    undone = demo.answer("outreach", "status", "undo", done["entries"][0], "--initials", "AB")
    assert undone == {"taken_back": 1}
    listed = demo.answer("outreach", "status", "list", "--area", "61", "--campaign", "Uji")
    assert (listed["latest"], [row["status"] for row in listed["history"]]) == ([], ["visited", "withdrawn"])
    assert demo.run("outreach", "status", "undo", done["entries"][0]).code == 2


def test_letters_and_the_phone_page_carry_every_name_as_text(kalbar: outreach.OutreachList, tmp_path: Path) -> None:
    hostile = '<b>&"{{ 7*7 }}</script>\x07'
    ranked = priorities.rank_outreach(kalbar, preset_weights("balanced")).head(3)
    ranked["name"] = [hostile, *ranked["name"][1:]]
    for suffix in outreach_export.LETTER_FORMATS:
        outreach_export.export_letters(kalbar, ranked, tmp_path / f"surat.{suffix}", lang="en")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "surat.pdf").pages]
    assert len(pages) == 3
    assert all(page.startswith("SIMULATED DATA") for page in pages)
    assert '<b>&"{{ 7*7 }}</script>' in pages[0]
    text = [each.text for each in Document(str(tmp_path / "surat.docx")).paragraphs]
    assert sum(line.startswith("SIMULATED DATA, not official figures: ") for line in text) == 3
    with pytest.raises(UsageError):
        outreach_export.export_letters(kalbar, ranked, tmp_path / "surat.exe", lang="en")
    plan = api.outreach_trips(kalbar, ranked.index, TripLimits())
    plan.stops["name"] = hostile
    trip_export.export_trips(kalbar, plan, tmp_path / "trip.html", lang="en")
    page = (tmp_path / "trip.html").read_text(encoding="utf-8")
    assert page.count("</script>") == 1
    assert page.count("&lt;b&gt;&amp;&quot;{{ 7*7 }}&lt;/script&gt;") == 3


def test_a_list_and_its_ranking_are_kept_until_something_weighs_on_them(demo_store: api.Store) -> None:
    first = outreach.remembered_list(demo_store, "61.04", "adm4")
    assert outreach.remembered_list(demo_store, "61.04", "adm4") is first
    code = first.areas.index[0]
    other = outreach.remembered_list(demo_store, "61.04", "adm4", visited=[code])
    assert other is not first
    assert other.areas.at[code, "not_visited"] == 0
    weights = preset_weights("balanced")
    ranked = priorities.remembered_ranking(demo_store, first, weights)
    assert priorities.remembered_ranking(demo_store, first, weights) is ranked
    assert {"rank_best", "rank_worst"} <= set(ranked)
    near = priorities.remembered_ranking(demo_store, first, preset_weights("near"))
    assert list(near.index) != list(ranked.index)
