"""Every task that changes the store, on a store that was handed out for reading: refused, and nothing is changed."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import boundary_files
from tests.command import run_inside
from tests.integration.store.lived_in import everything
from ucjmap import api
from ucjmap.access import READER, SESSIONS, Asker
from ucjmap.api.outreach import kept_scenarios, visit_notes
from ucjmap.errors import AccessError
from ucjmap.store import Scope

ROOT = Path(__file__).parents[2] / "ucjmap"
DESA = "61.01.01.2001"
SARI = "sari@example.go.id"
#: What the tasks of the api are made of and hand to nobody outside of it.
INNER = {"loading.crosswalk_import.keep_pairs"}
#: Filled before anybody asks; a page never does it.
AT_START = {"loading.setup.load_demo"}
#: What everybody may do about themselves.
OWN = {"people.signing.sign_in", "people.signing.sign_out"}
#: Kept of what is computed anew at any time.
_KEPT = ("displays",)


@dataclass
class Prepared:
    """A store with something to change of every kind, and files to load."""

    store: api.Store
    folder: Path
    story: api.Story
    entry: int

    def write(self, name: str, *lines: str) -> Path:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def table(self, name: str, count: int) -> Path:
        return self.write(name, "kode;indikator;pembilang;penyebut", f"{DESA};ucj;{count};40")

    def areas(self, layout: str) -> Path:
        folder = self.folder / layout
        folder.mkdir(exist_ok=True)
        areas = boundary_files.make_areas()
        moved = areas.set_geometry(areas.translate(0.0001, 0))
        return boundary_files.write(boundary_files.lay_out(moved, layout), folder, "geojson")


def _aliases(name: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"level": ["adm4"], "parent_code": ["61.01.01"], "name": [name], "code": [DESA], "source": ["uji"]}
    )


@pytest.fixture
def prepared(small_store: api.Store, tmp_path: Path) -> Prepared:
    key = api.begin_story(small_store, "Paparan")
    for sentence in ("Satu", "Dua", "Tiga"):
        api.keep_view(small_store, key, api.MapView("61", lang="id"), sentence=sentence)
    last = api.read_story(small_store, key).views[-1]
    api.forget_story_view(small_store, key, last.number, version=last.version)
    kept_scenarios.keep_scenario(small_store, "Rencana", "61", {})
    api.note_status(small_store, [DESA], "visited", date="2026-01-02")
    entry = int(api.read_follow_up(small_store, "61").history["id"].iloc[-1])
    ready = Prepared(small_store, tmp_path, api.read_story(small_store, key), entry)
    api.commit_coverage(small_store, api.draft_coverage(small_store, ready.table("satu.csv", 4), as_of="2025-12-31"))
    api.import_aliases(small_store, _aliases("xyzzy"))
    api.import_aliases(small_store, _aliases("plover"))
    api.undo_import(small_store, 4)
    api.give_role(small_store, SARI, "viewer", "61.01")
    api.sign_in(small_store, subject="uji sari", email=SARI, is_verified=True, name="Sari", lasts_s=600)
    return ready


def _draft(ready: Prepared, store: api.Store) -> Any:
    draft = api.draft_coverage(store, ready.table("dua.csv", 5), as_of="2025-12-31", indicator="ucj")
    return api.commit_coverage(store, draft)


Change = Callable[[Prepared, api.Store], Any]
#: One task each, by the module and function that opens the transaction or leads to it.
CHANGES: dict[str, Change] = {
    "loading.coverage_commit.commit_coverage": _draft,
    "loading.boundary_import.import_boundaries": lambda r, s: api.import_boundaries(s, r.areas("big"), edition="Baru"),
    "loading.target_import.import_targets": lambda r, s: api.import_targets(
        s, r.write("target.csv", "kode;tahun;penerbit;target", "61;2032;Bupati;61 %")
    ),
    "loading.crosswalk_import.import_crosswalk": lambda r, s: api.import_crosswalk(
        s, r.write("kode.csv", "Kode BPS;Kode Kemendagri", f"6101019001;{DESA}")
    ),
    "loading.crosswalk_building.build_crosswalk": lambda r, s: api.build_crosswalk(s, r.areas("cod-ab")),
    "loading.matches.import_aliases": lambda r, s: api.import_aliases(s, _aliases("plugh")),
    "loading.matches.remove_alias": lambda r, s: api.remove_alias(
        s, level="adm4", parent_code="61.01.01", name="xyzzy"
    ),
    "loading.history.undo_import": lambda r, s: api.undo_import(s, 2),
    "loading.history.redo_import": lambda r, s: api.redo_import(s, 4),
    "outreach.visit_notes.note_status": lambda r, s: api.note_status(s, [DESA], "promised", date="2026-01-03"),
    "outreach.visit_notes.withdraw_entries": lambda r, s: visit_notes.withdraw_entries(s, [r.entry]),
    "outreach.kept_scenarios.keep_scenario": lambda r, s: kept_scenarios.keep_scenario(s, "Lain", "61", {}),
    "outreach.kept_scenarios.forget_scenario": lambda r, s: kept_scenarios.forget_scenario(s, "Rencana"),
    "stories.keeping.begin_story": lambda r, s: api.begin_story(s, "Lain"),
    "stories.keeping.rename_story": lambda r, s: api.rename_story(s, r.story.key, "Lain", version=r.story.version),
    "stories.keeping.forget_story": lambda r, s: api.forget_story(s, r.story.key, version=r.story.version),
    "stories.keeping.keep_view": lambda r, s: api.keep_view(s, r.story.key, api.MapView("61.01", lang="id")),
    "stories.keeping.edit_story_view": lambda r, s: api.edit_story_view(
        s, r.story.key, r.story.views[0].number, sentence="Lain", marks=(), version=r.story.views[0].version
    ),
    "stories.keeping.move_story_view": lambda r, s: api.move_story_view(s, r.story.key, r.story.views[0].number, 1),
    "stories.keeping.forget_story_view": lambda r, s: api.forget_story_view(
        s, r.story.key, r.story.views[0].number, version=r.story.views[0].version
    ),
    "people.managing.give_role": lambda r, s: api.give_role(s, "budi@example.go.id", "editor", "61.01"),
    "people.managing.take_role": lambda r, s: api.take_role(s, SARI, "viewer", "61.01"),
    "people.managing.remove_person": lambda r, s: api.remove_person(s, SARI),
    "people.managing.end_person_sessions": lambda r, s: api.end_person_sessions(s, SARI),
    "stories.keeping.restore_view": lambda r, s: api.restore_view(s, r.story.key, r.story.removed[0].number),
}


def _called(node: ast.AST) -> set[str]:
    """Names of what is called or handed on within a function."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def _in_reach(name: str, writers: set[str]) -> set[str]:
    """The writers that a function can call: all public ones, and the private ones of its own module."""
    module = name.rpartition(".")[0]
    split = [writer.rpartition(".") for writer in writers]
    return {last for home, _, last in split if home == module or not last.startswith("_")}


def writing_tasks() -> set[str]:
    """Public functions of the api that open a transaction for writing, or call one that does."""
    functions = {
        ".".join([*path.relative_to(ROOT / "api").with_suffix("").parts, node.name]): _called(node)
        for path in (ROOT / "api").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    writers = {name for name, called in functions.items() if "writing" in called}
    while more := {
        name for name, called in functions.items() if name not in writers and called & _in_reach(name, writers)
    }:
        writers |= more
    return {name for name in writers if not name.rpartition(".")[2].startswith("_")}


def test_every_task_that_writes_is_tried() -> None:
    assert writing_tasks() == {*CHANGES, *INNER, *AT_START, *OWN}


def test_nothing_but_the_api_opens_a_transaction_for_writing() -> None:
    doors = [path for room in ("app", "web", "cli", "render") for path in (ROOT / room).rglob("*.py")]
    assert [str(path) for path in doors if ".writing(" in path.read_text(encoding="utf-8")] == []


def test_pages_and_routes_take_the_store_from_one_place() -> None:
    """What opens the store at the start, and what says its title, are not asked for by anybody's click."""
    known = {"app/shell/asking.py", "app/start.py", "app/sharing.py", "web/asked_store.py"}
    users = {
        path.relative_to(ROOT).as_posix()
        for room in ("app", "web")
        for path in (ROOT / room).rglob("*.py")
        if {"default_store", "open_store"} & _called(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert users == known


def contents(store: api.Store) -> dict[str, list[tuple[object, ...]]]:
    """All that the store holds, but for what is kept of computed things."""
    return {name: rows for name, rows in everything(store).items() if name not in _KEPT}


@pytest.mark.parametrize("task", CHANGES)
def test_a_reader_changes_nothing(prepared: Prepared, task: str) -> None:
    before = contents(prepared.store)
    with pytest.raises(AccessError) as refused:
        CHANGES[task](prepared, api.store_for(prepared.store, READER))
    assert refused.value.code == "read_only"
    assert contents(prepared.store) == before
    CHANGES[task](prepared, prepared.store)  # it is the right and nothing else that was missing
    assert contents(prepared.store) != before


@pytest.mark.parametrize("task", [task for task in CHANGES if task != "stories.keeping.begin_story"])
def test_an_editor_changes_nothing_of_other_areas(prepared: Prepared, task: str) -> None:
    """Nor what is about everybody's, as names that were brought for all; a story without a view is about nothing yet."""
    before = contents(prepared.store)
    scope = Scope(view=("00",), edit=("61.02", "62"), administer=("61.02", "62"), who="Sari")
    with pytest.raises(AccessError) as refused:
        CHANGES[task](prepared, prepared.store.limited_to(scope))
    assert refused.value.code in {"outside_your_areas", "no_administrator"}
    assert contents(prepared.store) == before
    everywhere = Scope(view=("00",), edit=("00",), administer=("00",), who="Sari")
    CHANGES[task](prepared, prepared.store.limited_to(everywhere))
    assert contents(prepared.store) != before


@pytest.mark.parametrize("task", CHANGES)
def test_every_change_is_in_the_record_and_names_nobody(prepared: Prepared, task: str) -> None:
    before = len(api.list_changes(prepared.store))
    everywhere = Scope(view=("00",), edit=("00",), administer=("00",), who="Sari", key="person 7")
    CHANGES[task](prepared, prepared.store.limited_to(everywhere))
    added = api.list_changes(prepared.store).iloc[:-before]
    assert len(added)
    assert set(added["who"]) == {"person 7"}
    assert not re.search("sari|budi|@", str(added["about"].tolist()), re.IGNORECASE)
    assert api.check_changes(prepared.store).broken_at is None


def test_a_refused_change_leaves_nothing_in_the_record(prepared: Prepared) -> None:
    before = len(api.list_changes(prepared.store))
    with pytest.raises(AccessError):
        api.undo_import(prepared.store.limited_to(Scope(edit=("62",))), 2)
    assert len(api.list_changes(prepared.store)) == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE audit SET who = 'person 9' WHERE id = 3",
        "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE id = 3",
        "UPDATE audit SET about = '{}' WHERE id = 3",
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET id = 300 WHERE id = 2",
    ],
)
def test_a_record_that_was_altered_says_where(prepared: Prepared, harm: str) -> None:
    with prepared.store.writing() as connection:
        connection.exec_driver_sql(harm)
    done = run_inside("audit", "check", "--json", "--store", prepared.store.url)
    assert done.code == 4
    assert done.answer["broken_at"] == 3


def test_the_record_is_written_out_and_is_for_administrators_of_the_country(prepared: Prepared, tmp_path: Path) -> None:
    out = tmp_path / "record.csv"
    assert run_inside("audit", "export", "--out", out, "--store", prepared.store.url).code == 0
    listed = run_inside("audit", "list", "--json", "--store", prepared.store.url).answer["changes"]
    assert len(pd.read_csv(out)) == len(listed)
    last = run_inside("audit", "check", "--json", "--store", prepared.store.url).answer["last"]
    assert last == listed[0]["hash"]
    with pytest.raises(AccessError):
        api.list_changes(prepared.store.limited_to(Scope(administer=("61",))))


def test_the_history_names_whoever_signed_in(prepared: Prepared) -> None:
    everywhere = prepared.store.limited_to(Scope(view=("61",), edit=("61",), who="Sari"))
    draft = api.draft_coverage(everywhere, prepared.table("tiga.csv", 6), as_of="2025-12-31", indicator="ucj")
    api.commit_coverage(everywhere, draft, created_by="Orang lain")
    assert api.list_imports(everywhere)["created_by"].iloc[0] == "Sari"
    assert set(api.list_imports(prepared.store.limited_to(Scope()))["created_by"]) == {""}


def test_a_reader_sees_what_a_writer_wrote(prepared: Prepared) -> None:
    reader = api.store_for(prepared.store, READER)
    revision = reader.revision()
    api.undo_import(prepared.store, 2)
    assert reader.revision() > revision
    assert reader.memory is prepared.store.memory
    assert len(api.display_geometry(reader, "61", "adm2").body)  # kept, though it only reads


def test_a_session_that_ends_takes_the_right_with_it(small_store: api.Store) -> None:
    """Also from what was drawn, or begun in the background, while it was open."""
    key = SESSIONS.find(SESSIONS.begin())
    store = api.store_for(small_store, Asker("office", key))
    assert api.begin_story(store, "Satu")
    SESSIONS.end(key)
    with pytest.raises(AccessError):
        api.begin_story(store, "Dua")
    assert [story["name"] for story in api.list_stories(store)] == ["Satu"]
    assert not api.store_for(small_store, Asker("machine")).is_read_only
    assert api.store_for(small_store, Asker("office", "")).is_read_only
