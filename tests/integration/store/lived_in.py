"""A store that was worked with: something in every table, an import that is undone, a view that was removed."""

from pathlib import Path

import pandas as pd
from sqlalchemy import func, select

from tests import boundary_files
from ucjmap import api
from ucjmap.api.outreach import kept_scenarios
from ucjmap.store import Provenance, add_import, add_job, add_published, keep_file, take_lease
from ucjmap.store.tables import metadata

DESA = "61.01.01.2001"


def work_in(store: api.Store, folder: Path, *, desa: str = DESA) -> int:
    """Do in ``store`` whatever leaves rows; the number of the import that is undone at the end."""
    _load_areas(store, folder)
    for name, count in (("satu", 4), ("dua", 5)):
        path = _write(folder / f"{name}.csv", "kode;indikator;pembilang;penyebut", f"{desa};ucj;{count};40")
        last = api.commit_coverage(store, api.draft_coverage(store, path, as_of="2026-01-31"), created_by="AB")
    assert last is not None
    targets = _write(folder / "target.csv", "kode;tahun;penerbit;target", "61;2032;Bupati;61 %")
    api.import_targets(store, targets)
    api.import_crosswalk(store, _write(folder / "kode.csv", "Kode BPS;Kode Kemendagri", f"6101019001;{desa}"))
    names = {"level": ["adm4"], "parent_code": [desa[:8]], "name": ["xyzzy"], "code": [desa], "source": ["uji"]}
    api.import_aliases(store, pd.DataFrame(names))
    with store.writing() as connection:
        number = add_import(connection, Provenance("published"))
        printed = {"unit_code": ["61"], "indicator": ["ucj"], "segment": ["all"], "as_of": ["2025-10-31"]}
        more = {"value": [0.37], "numerator": [None], "denominator": [None], "source": ["uji"], "note": [""]}
        add_published(connection, number, pd.DataFrame({**printed, **more, "counts": ["people"]}))
    key = api.begin_story(store, "Paparan")
    for sentence in ("Satu “dua”", "Tiga\x07"):
        api.keep_view(store, key, api.MapView("61", lang="id"), sentence=sentence)
    view = api.read_story(store, key).views[-1]
    api.forget_story_view(store, key, view.number, version=view.version)
    kept_scenarios.keep_scenario(store, "Rencana", "61", {"rate": 0.1})
    api.note_status(store, [desa], "visited", date="2026-01-02")
    api.display_geometry(store, desa[:5], "adm4")
    with store.noting() as connection:
        add_job(connection, "tiles", {"version": "0123"}, asked_by="AB")
        keep_file(connection, "satu.csv", folder / "satu.csv")
        take_lease(connection, "tidy", "AB", 60)
        now = "2026-01-02T00:00:00+00:00"
        person = {"id": 1, "email": "a@example.go.id", "added_at": now}
        connection.execute(metadata.tables["people"].insert().values(**person))
        grant = {"id": 1, "person_id": 1, "role": "viewer", "area_code": "61", "given_at": now}
        connection.execute(metadata.tables["grants"].insert().values(**grant))
        session = {"key": "0" * 64, "person_id": 1, "begun": 1, "seen": 1, "until": 2}
        connection.execute(metadata.tables["sessions"].insert().values(**session))
    api.undo_import(store, last, undone_by="AB")
    assert [name for name, rows in rows_of(store).items() if not rows] == []
    return last


def rows_of(store: api.Store) -> dict[str, int]:
    """Rows of each table."""
    with store.reading() as connection:
        tables = metadata.sorted_tables
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def everything(store: api.Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with store.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def _write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _load_areas(store: api.Store, folder: Path) -> None:
    """Half a kecamatan from another file: outlines above it are put together."""
    made = boundary_files.make_areas()
    part = made.iloc[:2].set_geometry(made.iloc[:2].translate(0.0001, 0))
    path = boundary_files.write(boundary_files.lay_out(part, "big"), folder, "geojson")
    assert api.import_boundaries(store, path, edition="Bagian").import_id
