"""Imports of boundaries, undos and redos that are killed: afterwards the store is as before or as after, never between."""

import multiprocessing
import random
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from sqlalchemy import select, text

from tests import boundary_files
from tests import store_processes as work
from tests.integration.store.test_store_processes import PATIENCE, has_said_done, kill_after, start
from tests.outline_parts import PROVINCES, country, make_part, take
from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.boundaries import compose
from ucjmap.store import Store, read_file_rows, read_imports, read_shapes_of
from ucjmap.store.tables import editions, outlines, units

KILLS = {False: 4, True: 200}  # in the long run
#: Of those so many are of whole imports, from the file on.
WHOLE = {False: 0, True: 20}
#: Three provinces of so many times twelve desa.
TIMES = 12


def many_desa() -> gpd.GeoDataFrame:
    """Each desa of `country` cut to many, so that storing them takes its time."""
    areas = country()
    cut = areas.loc[areas.index.repeat(TIMES)].reset_index(drop=True)
    place = np.tile(np.arange(TIMES), len(areas))
    west, south, east, north = shapely.bounds(cut.geometry.to_numpy()).T
    step = (east - west) / TIMES
    cut["geometry"] = shapely.box(west + place * step, south, west + (place + 1) * step, north)
    cut["code"] = [
        f"{code.rpartition('.')[0]}.{2001 + int(code[-2:]) * TIMES + number}"
        for code, number in zip(cut["code"], place, strict=True)
    ]
    cut["village"] = [f"{name} {number}" for name, number in zip(cut["village"], place, strict=True)]
    return cut


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store_processes"])
    return context


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three provinces, an import each."""
    opened = api.open_store(sqlite_url(tmp_path / "killed.db"))
    areas = many_desa()
    for province in PROVINCES:
        take(opened, make_part(province, areas[areas["code"].str.startswith(province)]))
    yield opened
    opened.close()


def check_sound(store: Store) -> tuple[tuple[int, str], ...]:
    """Numbers and states of all imports of a store in which everything fits together."""
    with store.reading() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        entries = read_imports(connection)
        kept = pd.read_sql(select(outlines).order_by(outlines.c.code), connection)
        rows = read_file_rows(connection, list(PROVINCES))
        expected = compose(rows, lambda wanted: read_shapes_of(connection, wanted))
        stored = connection.execute(select(editions.c.import_id, units.c.code).join(units)).all()
    for rows in (kept, expected):  # no version is None or NaN, by the way that it was read
        rows["join_version"] = rows["join_version"].fillna("")
    pd.testing.assert_frame_equal(kept[list(expected.columns)], expected, check_dtype=False)
    assert {number for number, _ in stored} == set(entries["id"])
    return tuple(sorted(zip(entries["id"], entries["state"], strict=True)))


@pytest.mark.long
def test_what_is_killed_is_done_as_a_whole_or_not_at_all(
    processes: ForkServerContext, store: Store, tmp_path: Path, is_long: bool
) -> None:
    chance = random.Random(20261130)
    areas = many_desa()
    regency = areas[areas["code"].str.startswith("61.01")]

    def begin(kind: str) -> tuple[BaseProcess, Connection]:
        if kind == "take":
            moved = areas.set_geometry(areas.translate(chance.uniform(0, 0.004), 0))
            wanted = chance.choice([*PROVINCES, "61.01", "62.02.01"])
            part = make_part("part", moved[moved["code"].str.startswith(wanted)])
            return start(processes, work.take_part, store.url, part)
        if kind == "turn":
            number = chance.choice([number for number, _ in before if number > 1])
            return start(processes, work.turn_import, store.url, number)
        # Another one each time, a few metres away: the very same file would change nothing.
        nudged = regency.set_geometry(regency.translate(chance.uniform(0, 0.0005), 0))
        path = boundary_files.write(boundary_files.lay_out(nudged, "big"), tmp_path, "gpkg")
        return start(processes, work.import_file, store.url, path)

    kinds = ["file"] * WHOLE[is_long]
    kinds += [chance.choice(["take", "turn"]) for _ in range(KILLS[is_long] - WHOLE[is_long])]
    before = check_sound(store)
    longest: dict[str, float] = {}
    for kind in sorted(set(kinds)):
        process, answers = begin(kind)
        began = time.monotonic()
        assert answers.poll(PATIENCE)
        longest[kind] = time.monotonic() - began
        process.join(PATIENCE)
    before = check_sound(store)
    outcomes: dict[str, list[bool]] = {kind: [] for kind in longest}
    for kind in kinds:
        process, answers = begin(kind)
        kill_after(process, chance.uniform(0, 1.3 * longest[kind]))
        after = check_sound(store)
        changed = set(after) ^ set(before)
        assert len(changed) in (0, 2 if kind == "turn" else 1)
        assert changed or not has_said_done(answers)
        outcomes[kind].append(bool(changed))
        before = after
    if is_long:  # of a few kills all may come early
        done = [seen for kind in outcomes.values() for seen in kind]
        assert any(done), "all kills came too early: nothing was tested"
        assert not all(done), "all kills came too late: nothing was tested"
