"""Messy workbooks of real areas into the store and onto the map: nothing lost, nothing invented, nothing misplaced."""

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from tests.messy_workbooks import Messy, Village, write_messy
from ucjmap import api
from ucjmap.errors import IntakeError
from ucjmap.intake import read_sheets

QUICK_SEEDS, SEEDS = range(8), range(60)
PROVINCES = ("61", "17", "16", "33", "73")


@dataclass(frozen=True)
class Taken:
    """A workbook, what was drafted from it, and the rows that its import stored (none where it was refused)."""

    messy: Messy
    draft: api.CoverageDraft
    import_id: int | None
    stored: pd.DataFrame


def _real_villages(tree: api.AreaTree, seed: int) -> list[Village]:
    """Fourteen desa in four kecamatan of two kabupaten, with the names of the register."""
    dice = random.Random(seed)
    desa = tree.areas[(tree.areas["adm1"] == dice.choice(PROVINCES)) & (tree.areas["kind"] == "desa")]
    villages: list[Village] = []
    for regency in dice.sample(sorted(desa["adm2"].unique()), 2):
        inside = desa[desa["adm2"] == regency]
        for district in sorted(dice.sample(sorted(inside["adm3"].unique()), 2)):
            codes = sorted(inside.index[inside["adm3"] == district])
            villages += [
                Village(*(tree.name(above) for above in tree.path(code)[1:]), code)
                for code in sorted(dice.sample(codes, min(len(codes), 4)))
            ]
    return villages


@pytest.fixture(scope="module")
def taken(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, is_long: bool
) -> Iterator[tuple[api.Store, list[Taken]]]:
    seeds = SEEDS if is_long else QUICK_SEEDS
    folder = tmp_path_factory.mktemp("messy")
    path = folder / "store.db"
    shutil.copyfile(demo_file, path)
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    tree = api.area_tree(store)
    workbooks = [write_messy(folder, seed, _real_villages(tree, seed)) for seed in seeds]
    # A date for each file, so that none stands in the way of another.
    drafts = [
        api.draft_coverage(
            store, messy.path, as_of=(dt.date(2025, 9, 1) + dt.timedelta(seed)).isoformat(), as_of_from="typed"
        )
        for seed, messy in zip(seeds, workbooks, strict=True)
    ]
    found = [_commit(store, messy, draft) for messy, draft in zip(workbooks, drafts, strict=True)]
    yield store, found
    store.close()
    path.unlink()  # 70 MB that pytest would keep


def _commit(store: api.Store, messy: Messy, draft: api.CoverageDraft) -> Taken:
    try:
        import_id = api.commit_coverage(store, draft, source="Uji")
    except IntakeError as error:
        if error.code not in {"list_incomplete", "nothing_to_store"}:
            raise
        import_id = None
    with store.reading() as connection:
        query = text("SELECT * FROM observations WHERE import_id = :number")
        stored = pd.read_sql(query, connection, params={"number": import_id or -1})
    return Taken(messy, draft, import_id, stored)


_ONES = [seed if seed in QUICK_SEEDS else pytest.param(seed, marks=pytest.mark.long) for seed in SEEDS]


@pytest.fixture(params=_ONES, ids=lambda seed: f"workbook {seed}")
def one(request: pytest.FixtureRequest, taken: tuple[api.Store, list[Taken]]) -> Taken:
    return taken[1][request.param]


def test_every_row_of_the_file_is_accounted_for(one: Taken) -> None:
    counts = one.draft.counts()
    outcomes = ("matched", "proposed", "refused", "skipped", "headings", "blank")
    in_file = sum(len(sheet.cells) for sheet in read_sheets(one.messy.path))
    assert sum(counts[outcome] for outcome in outcomes) == in_file == len(one.draft.rows)
    settled = one.draft.rows["status"].notna().sum()
    assert settled == len(one.messy.villages)
    # Whatever is not matched says why.
    open_rows = one.draft.rows[one.draft.rows["status"].isin(["proposed", "refused"])]
    explained = set(zip(one.draft.issues["sheet"], one.draft.issues["row"], strict=True))
    assert set(zip(open_rows["sheet"], open_rows["row"], strict=True)) <= explained


def test_no_row_is_matched_to_another_area(one: Taken) -> None:
    matched = one.draft.rows[one.draft.rows["status"] == "matched"]
    found = {(row.sheet, row.row): row.matched_code for row in matched.itertuples()}
    assert found == {key: one.messy.villages[key].code for key in found}


def test_what_is_stored_is_what_was_in_the_file(one: Taken) -> None:
    if one.messy.table == "list":
        _check_list(one)
        return
    whole = one.stored[one.stored["segment"] == "all"]
    stored = {(row.unit_code, row.indicator): row.numerator for row in whole.itertuples()}
    matched = one.draft.rows[one.draft.rows["status"] == "matched"]
    for sheet, row in zip(matched["sheet"], matched["row"], strict=True):
        code = one.messy.villages[sheet, row].code
        for indicator, value in one.messy.counts[sheet, row].items():
            if value is not None and (code, indicator) in stored:
                assert stored[code, indicator] == value
            elif value is None:
                assert (code, indicator) not in stored
    assert set(one.stored["unit_code"]) <= set(matched["matched_code"])
    assert len(one.stored) == len(one.draft.observations)
    assert (one.stored["numerator"] <= one.stored["denominator"]).all()


def _check_list(one: Taken) -> None:
    """A list of desa whose aparat are not registered: those named count 0, the others of its areas 1."""
    if one.import_id is None:
        assert one.draft.is_blocked
        assert one.stored.empty
        return
    named = {village.code for village in one.messy.villages.values()}
    answers = one.stored.set_index("unit_code")["numerator"]
    assert set(one.stored["indicator"]) == {"aparat_registered"}
    assert (answers[sorted(named)] == 0).all()
    assert (answers.drop(sorted(named)) == 1).all()


def test_most_rows_find_their_area_by_themselves(taken: tuple[api.Store, list[Taken]]) -> None:
    counts = pd.DataFrame([one.draft.counts() for one in taken[1]])
    assert {one.messy.table for one in taken[1]} == {"persons", "flags", "segments", "list"}
    assert any(one.import_id for one in taken[1] if one.messy.table == "list")
    assert sum(one.import_id is not None for one in taken[1]) > len(taken[1]) / 2
    lines = pd.concat([one.draft.issues for one in taken[1]])
    # A row with an empty cell among its figures is refused for that: its area was found.
    assert set(lines.loc[lines["severity"] == "error", "reason"]) <= {"missing_numerator", "missing_denominator"}
    holed = sum(None in figures.values() for one in taken[1] for figures in one.messy.counts.values())
    assert counts["matched"].sum() >= 0.97 * (sum(len(one.messy.villages) for one in taken[1]) - holed)
    assert counts["refused"].sum() <= holed


def test_the_map_shows_the_counts_of_the_file(taken: tuple[api.Store, list[Taken]]) -> None:
    store, all_taken = taken
    one = next(each for each in all_taken if each.messy.table == "persons" and each.import_id)
    observation = one.stored[one.stored["indicator"] == "aparat"].iloc[0]
    code = observation["unit_code"]
    parent = code.rpartition(".")[0]
    shown = api.area_values(store, parent, "adm4", "aparat", as_of=observation["as_of"])
    unit = shown.units.loc[code]
    assert (unit["numerator"], unit["denominator"]) == (observation["numerator"], observation["denominator"])
    assert unit["colour"] == shown.breaks.colours[unit["class_id"]]
    assert "Uji" in shown.sources


def test_undoing_all_of_it_restores_the_figures(taken: tuple[api.Store, list[Taken]], demo_store: api.Store) -> None:
    store, all_taken = taken
    for one in all_taken:
        if one.import_id:
            api.undo_import(store, one.import_id)
    for indicator in api.load_indicators():
        now = api.area_values(store, "00", "adm2", indicator).units
        pd.testing.assert_frame_equal(now, api.area_values(demo_store, "00", "adm2", indicator).units)
