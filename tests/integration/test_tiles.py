"""Tiles of all desa from a store: the order of the areas, building, what is kept, and the routes."""

import asyncio
import base64
import gzip
import json
import os
import time
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette

from tests import boundary_files as files
from tests import postgresql
from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.codes import COUNTRY
from ucjmap.errors import StoreError, UsageError
from ucjmap.render.browser.assets import tile_names_url, tiles_url
from ucjmap.render.browser.tiled import NO_DATA, OUTSIDE, pack_values
from ucjmap.settings import get_settings
from ucjmap.store import claim_job, drop_files, hear_of, release_jobs
from ucjmap.tiles.pyramid import TileFile
from ucjmap.web.tile_routes import tile_routes

WAIT_S = 120


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of an answer, as the app gave them."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(gzip.decompress(self.body) if "content-encoding" in self.headers else self.body)


@dataclass(frozen=True)
class Client:
    """Asks an app in this process, as a browser does that takes gzip."""

    app: Starlette

    def get(self, path: str, query: str = "", **headers: str) -> Answer:
        asked = {"accept-encoding": "gzip", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode()}
        scope |= {"asgi": {"version": "3.0", "spec_version": "2.4"}, "query_string": query.encode()}
        scope["headers"] = [(name.encode(), value.encode()) for name, value in asked.items()]
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        # In a thread of its own: a browser of another test file keeps a loop running in this one.
        with ThreadPoolExecutor(1) as other:
            other.submit(asyncio.run, self.app(scope, receive, send)).result()
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


def wait_for_tiles(store: api.Store) -> None:
    building = api.tiles_progress(store)
    assert building.done.wait(WAIT_S)
    assert building.error is None
    assert building.fraction == 1


def some_tile(store: api.Store) -> tuple[int, int, int]:
    """Zoom, column and row of a tile with the store's first desa in it."""
    area = api.tiled_areas(store).areas.iloc[0]
    x = (area["lon"] + 180) / 360 * 8
    y = (1 - np.arcsinh(np.tan(np.radians(area["lat"]))) / np.pi) / 2 * 8
    return 3, int(x), int(y)


@pytest.fixture
def built(small_store: api.Store) -> api.Store:
    wait_for_tiles(small_store)
    return small_store


@pytest.fixture
def client(built: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The routes on the small store, as the app's own."""
    monkeypatch.setenv("UCJMAP_STORE", built.url)
    get_settings.cache_clear()
    api.default_store.cache_clear()
    yield Client(Starlette(routes=tile_routes()))
    api.default_store().close()
    monkeypatch.undo()
    get_settings.cache_clear()
    api.default_store.cache_clear()


def test_areas_of_a_kabupaten_lie_beside_each_other(demo_store: api.Store) -> None:
    tiled = api.tiled_areas(demo_store)
    assert len(tiled.areas) == 83_762
    assert (len(tiled.regencies), len(tiled.provinces)) == (514, 38)
    for level, begins in (("adm1", tiled.provinces), ("adm2", tiled.regencies)):
        codes = tiled.areas[level].astype(str).to_numpy()
        assert len(set(codes)) == len(begins)
        assert all(len(set(piece)) == 1 for piece in np.split(codes, begins[1:]))


def test_built_once_and_again_for_new_boundaries(built: api.Store, tmp_path: Path) -> None:
    first = api.tiles_path(built)
    written = first.stat().st_mtime_ns
    wait_for_tiles(built)
    assert first.stat().st_mtime_ns == written
    moved = files.make_areas()
    moved["geometry"] = moved.geometry.translate(0.01, 0)
    api.import_boundaries(built, files.write(files.lay_out(moved, "big"), tmp_path, "gpkg"), edition="Uji 2026")
    second = api.tiles_path(built)
    assert second != first
    wait_for_tiles(built)
    assert second.exists()
    assert not first.exists()


def test_only_this_stores_old_tiles_and_abandoned_files_are_removed(built: api.Store) -> None:
    folder = api.tiles_path(built).parent
    stem = api.tiles_path(built).name.rpartition("-")[0]
    kept = [folder / "other-0123.pmtiles", folder / f"{stem}-2-0123.pmtiles", folder / f"{stem}-9.pmtiles.fresh.part"]
    gone = [folder / f"{stem}-0123.pmtiles", folder / f"{stem}-9.pmtiles.stale.part"]
    for path in (*kept, *gone):
        path.write_bytes(b"")
    os.utime(gone[1], (time.time() - 7200, time.time() - 7200))
    api.build_country_tiles(built)
    assert [path.exists() for path in kept] == [True] * 3
    assert [path.exists() for path in gone] == [False] * 2


@pytest.mark.sqlite
def test_a_folder_that_cannot_be_written_is_told(small_store: api.Store) -> None:
    api.tiles_path(small_store).parent.write_text("in the way")
    building = api.tiles_progress(small_store)
    assert building.done.wait(WAIT_S)
    again = api.tiles_progress(small_store)
    assert isinstance(again.error, StoreError)
    assert "UCJMAP_TILES" in str(again.error)
    api.tiles_path(small_store).parent.unlink()
    wait_for_tiles(small_store)


def test_without_boundaries_there_is_nothing_to_build(empty_store: api.Store) -> None:
    with pytest.raises(UsageError, match="boundaries"):
        api.build_country_tiles(empty_store)


def test_tile_is_sent_as_it_is_stored(client: Client, built: api.Store) -> None:
    version = api.tiles_version(built)
    z, x, y = some_tile(built)
    url = tiles_url(version).format(z=z, x=x, y=y)
    answer = client.get(url)
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    with TileFile(api.tiles_path(built)) as tiles:
        assert answer.body == tiles.tile(z, x, y)
    assert client.get(url, if_none_match=answer.headers["etag"]).status == 304


def test_nothing_there_is_no_error_and_an_old_version_is(client: Client, built: api.Store) -> None:
    empty = client.get(tiles_url(api.tiles_version(built)).format(z=3, x=0, y=0))
    assert (empty.status, empty.body) == (204, b"")
    old = client.get(tiles_url("0123").format(z=3, x=0, y=0))
    assert (old.status, old.content["error"]) == (404, "unknown_tiles")
    assert "immutable" not in old.headers["cache-control"]
    assert client.get(tile_names_url("0123")).status == 404


def test_tiles_that_are_not_built_yet_are_told(client: Client, built: api.Store) -> None:
    api.tiles_path(built).unlink()
    answer = client.get(tiles_url(api.tiles_version(built)).format(z=3, x=0, y=0))
    assert (answer.status, answer.content["error"]) == (503, "tiles_not_built")


def test_names_stand_in_the_order_of_the_tiles(client: Client, built: api.Store) -> None:
    names = client.get(tile_names_url(api.tiles_version(built))).content
    areas = api.tiled_areas(built).areas
    tree = api.area_tree(built)
    assert names["codes"] == list(areas["code"])
    assert names["names"] == list(areas["name"])
    for code, parent in zip(names["codes"], names["parents"], strict=True):
        expected = [tree.name(above) for above in reversed(tree.path(code)[1:-1])]
        assert names["above"][parent] == ", ".join(expected)


def test_provinces_and_kabupaten_have_a_place_for_their_name(client: Client, built: api.Store) -> None:
    places = client.get(tile_names_url(api.tiles_version(built))).content["places"]
    areas = api.area_tree(built).areas
    for level in ("adm1", "adm2"):
        own = areas[areas["level"] == level].set_index("name")
        assert {name for name, _, _ in places[level]} == {name.removeprefix("Kabupaten ") for name in own.index}
        for name, lon, lat in places[level]:
            unit = own.loc[name if name in own.index else f"Kabupaten {name}"]
            assert unit["west"] - 0.001 <= lon <= unit["east"] + 0.001
            assert unit["south"] - 0.001 <= lat <= unit["north"] + 0.001


@pytest.fixture
def claimed(built: api.Store) -> int:
    """Number of the job for the tiles of a store that has none; another server has begun it."""
    api.tiles_path(built).unlink()
    number = api.ask_job(built, "tiles", {"version": api.tiles_version(built)})
    with built.noting() as connection:
        drop_files(connection, "tiles-")
        job = claim_job(connection, "other", ["tiles"])
        assert job
        assert hear_of(connection, job, 0.25, "")
    return number


def follow(store: api.Store) -> api.TilesBuilding:
    building = api.tiles_progress(store)
    deadline = time.monotonic() + WAIT_S
    while building.fraction != 0.25:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return building


def let_it_die(store: api.Store) -> None:
    with store.noting() as connection:
        release_jobs(connection, ["other"])
    api.work_soon(store)


def test_tiles_that_another_server_builds_are_waited_for(built: api.Store, claimed: int) -> None:
    building = follow(built)
    assert not building.done.is_set()
    assert not api.tiles_path(built).exists()
    let_it_die(built)
    wait_for_tiles(built)
    assert api.tiles_path(built).exists()
    job = api.look_at_job(built, claimed)
    assert (job.state, job.tries) == ("done", 2)


def test_cancelled_building_is_told(built: api.Store, claimed: int) -> None:
    building = follow(built)
    api.cancel_job(built, claimed)
    let_it_die(built)
    assert building.done.wait(WAIT_S)
    assert building.error
    assert building.error.code == "job_cancelled"
    assert api.tiles_progress(built) is building, "told once"
    wait_for_tiles(built)


def test_tiles_go_to_other_machines_through_the_store(
    small_file: Path, tmp_path: Path, postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql.database(postgresql_server) as url, ExitStack() as stack:
        with closing(api.open_store(sqlite_url(small_file))) as small:
            api.copy_store(small, url)
        found = []
        for machine in ("first", "second"):
            monkeypatch.setenv("UCJMAP_TILES", str(tmp_path / machine))
            stack.callback(get_settings.cache_clear)
            get_settings.cache_clear()
            store = stack.enter_context(closing(api.open_store(url)))
            path = api.tiles_path(store)
            assert path.is_relative_to(tmp_path / machine)
            wait_for_tiles(store)
            found.append(path.read_bytes())
        assert found[0] == found[1]
        assert [(job.kind, job.state, job.tries) for job in api.list_jobs(store)] == [("tiles", "done", 1)]


def unpack(text: str, areas: int) -> tuple[list[int], list[int], list[int]]:
    table = gzip.decompress(base64.b64decode(text))
    ends = areas, 3 * areas
    return (
        np.frombuffer(table[: ends[0]], np.uint8).tolist(),
        np.frombuffer(table[ends[0] : ends[1]], "<u2").tolist(),
        np.frombuffer(table[ends[1] :], "<i2").tolist(),
    )


def test_values_are_packed_without_loss_of_what_is_shown() -> None:
    classes = np.array([0, 3, NO_DATA, OUTSIDE, 1, 2])
    rates = np.array([0.0, 0.37049, np.nan, np.nan, 1.25, 500.0])
    small = np.array([True, False, True, False, False, True])
    slots, steps, points = unpack(pack_values(classes, rates, small), 6)
    assert slots == [16, 3, 14, 15, 1, 18]
    assert steps == [0, 370, 0xFFFF, 0xFFFF, 1250, 0xFFFE]
    assert points == []
    measured = np.array([-0.5961, 0.0004, np.nan, np.nan, 40.0, -40.0])
    assert unpack(pack_values(classes, rates, small, measured), 6)[2] == [-596, 0, -32768, -32768, 32767, -32767]


@pytest.mark.parametrize("area", [COUNTRY, "61", "17.01"])
@pytest.mark.parametrize("indicator", ["ucj", "aparat_registered"])
def test_each_desa_has_the_class_of_its_value(demo_store: api.Store, area: str, indicator: str) -> None:
    values = api.area_values(demo_store, area, "adm4", indicator)
    drawn = api.draw_tiled(demo_store, api.answer_map(demo_store, api.MapView(area, "adm4", indicator)))
    codes = api.tiled_areas(demo_store).areas["code"]
    found = dict(zip(codes, drawn.classes.tolist(), strict=True))
    assert {code for code, class_id in found.items() if class_id != OUTSIDE} == set(values.units.index)
    for code, class_id, applies in values.units[["class_id", "applies"]].itertuples():
        expected = class_id if class_id >= 0 else NO_DATA if applies else values.breaks.k
        assert found[code] == expected, code
    assert json.dumps(drawn.class_words)
