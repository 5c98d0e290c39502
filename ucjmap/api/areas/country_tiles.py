"""Vector tiles of all desa: built once per boundary edition, in a file beside the store, and read tile by tile."""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.areas.polygons import read_shapes
from ucjmap.api.areas.tile_order import check_version, tiled_areas, tiles_version
from ucjmap.api.jobs import ask_job, error_of, look_at_job, performs, work_soon
from ucjmap.errors import N_, StoreError, UCJMapError, UsageError
from ucjmap.files import whole_file
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import PROJECT, get_settings
from ucjmap.store import Store, drop_files, fetch_file, find_file, is_file_store, keep_file
from ucjmap.tiles import TileFile, TilesReport, build_tiles

_SUFFIX = ".pmtiles"
#: What the names of these files begin with in a store that several machines share.
_SHARED = "tiles-"
#: A half-written file that was not touched for so long was left by a process that is gone.
_ABANDONED_AFTER_S = 3600
#: How often to look how far whoever builds the tiles is.
_LOOK_EVERY_S = 0.5


@dataclass
class TilesBuilding:
    """How far the building of tiles is; ``error`` is set when it failed."""

    done: threading.Event = field(default_factory=threading.Event)
    fraction: float = 0.0
    error: UCJMapError | None = None


_lock = threading.Lock()
_buildings: dict[Path, TilesBuilding] = {}


def tiles_path(store: Store, version: str = "") -> Path:
    """The file of the tiles of one version, whether it exists or not.

    It lies in the folder of the settings (``UCJMAP_TILES``); without one in ``tiles`` beside an SQLite store, or in
    ``var/tiles`` of the project for a store on a server.

    Parameters
    ----------
    version
        As ``tiles_version`` gives it; the current one by default.

    Returns
    -------
    pathlib.Path
        Its name begins with that of the store, so that several stores can share a folder.
    """
    location, _, name = store.url.partition(":///")
    if location == "sqlite" and name:
        folder, stem = Path(name).resolve().parent / "tiles", Path(name).stem
    else:  # a server: several installations may share its name, hardly its whole address
        folder, stem = PROJECT / "var" / "tiles", hashlib.sha256(store.url.encode()).hexdigest()[:12]
    if get_settings().tiles:
        folder = Path(get_settings().tiles)
    return folder / f"{stem}-{version or tiles_version(store)}{_SUFFIX}"


def build_country_tiles(store: Store, *, progress: Progress = no_progress) -> TilesReport:
    """Build the tiles of the current boundaries and remove those of older ones.

    Other processes may read, or build the same, at any time: the file appears whole. A store on a server keeps a copy
    for the other machines.

    Parameters
    ----------
    progress
        Called between the steps; may raise to cancel, and then no file appears.

    Returns
    -------
    TilesReport
        Tiles, areas with a polygon, and bytes of the file.

    Raises
    ------
    UsageError
        The store has no desa.
    StoreError
        The folder cannot be written.
    """
    areas = tiled_areas(store).areas
    if areas.empty:
        raise UsageError(
            "no_desa", N_("There are no desa boundaries yet."), N_("Load a boundary file on the page “Load data”.")
        )
    path = tiles_path(store)
    version = tiles_version(store)
    try:
        report = build_tiles(
            read_shapes(store, pd.Index(areas["code"])), areas["adm1"].to_numpy(), path, progress=progress
        )
        _remove_older(path)
    except OSError as error:
        raise StoreError(
            "tiles_not_written",
            N_("The map tiles could not be written to {folder}: {reason}."),
            N_("Check that there is space on the disk and that you may write there, or set UCJMAP_TILES."),
            folder=path.parent,
            reason=error.strerror or error,
        ) from error
    if not is_file_store(store.url):
        with store.noting() as connection:
            drop_files(connection, _SHARED)
            keep_file(connection, f"{_SHARED}{version}{_SUFFIX}", path)
    return report


def _remove_older(path: Path) -> None:
    """Tiles of other versions of this store, and what a process that was killed left half-written."""
    stem = path.name.rpartition("-")[0]
    for other in path.parent.glob(f"{stem}-*{_SUFFIX}*"):
        if other.name.rpartition("-")[0] != stem or other == path:
            continue
        try:
            if other.suffix == _SUFFIX or time.time() - other.stat().st_mtime > _ABANDONED_AFTER_S:
                other.unlink()
        except OSError:
            continue  # open in another process (Windows), or gone already: the next building tries again


def tiles_progress(store: Store) -> TilesBuilding:
    """How far the tiles of the current boundaries are. Where there are none, they are asked for in the queue.

    A building that failed is told once, and tried again at the next call.

    Returns
    -------
    TilesBuilding
        Shared by all callers and changed by the building: ``fraction`` runs from 0 to 1, ``done`` is set at the end,
        ``error`` where it failed.
    """
    path = tiles_path(store)
    with _lock:
        current = _buildings.get(path)
        if current is not None and current.error is not None:
            return _buildings.pop(path)
        if current is None or (current.done.is_set() and not path.exists()):
            current = _buildings[path] = TilesBuilding()
            if path.exists():
                current.fraction = 1.0
                current.done.set()
            else:
                threading.Thread(target=_follow, args=(store, current), name="ucjmap-tiles", daemon=True).start()
        return current


def _follow(store: Store, building: TilesBuilding) -> None:
    """Ask for the tiles, and wait until they are in the folder of this process, whoever builds them."""
    try:
        version = tiles_version(store)
        path = tiles_path(store, version)
        if (
            not path.exists() and tiles_version(store.whole) != version
        ):  # of what is shown to some: nobody else needs it
            build_country_tiles(store)
        # After an import others are asked for: those of the boundaries before would never come.
        while not path.exists() and not _fetch(store, version, path) and tiles_version(store) == version:
            number = ask_job(store, "tiles", {"version": version})
            work_soon(store)
            while not (job := look_at_job(store, number)).is_over:
                building.fraction = job.fraction
                time.sleep(_LOOK_EVERY_S)
            if error := error_of(job):
                building.error = error
                return
        building.fraction = 1.0
    except UCJMapError as error:
        building.error = error
    finally:
        building.done.set()


def _fetch(store: Store, version: str, path: Path) -> bool:
    """Take the tiles that another machine built; false where there are none."""
    if is_file_store(store.url):
        return False
    with store.reading() as connection:
        if (number := find_file(connection, f"{_SHARED}{version}{_SUFFIX}")) is None:
            return False
        with whole_file(path) as aside:
            fetch_file(connection, number, aside)
    _remove_older(path)
    return True


@performs("tiles")
def _build(store: Store, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    if tiles_version(store) != arguments["version"]:
        return {}  # an import came between: nobody waits for these any more
    report = build_country_tiles(store, progress=progress)
    return {"tiles": report.tiles, "areas": report.areas, "bytes": report.bytes}


def read_tile(store: Store, version: str, zoom: int, x: int, y: int) -> bytes | None:
    """One vector tile of all desa.

    Parameters
    ----------
    version
        Of the boundaries that the map shows, as ``tiles_version`` gave it.
    zoom, x, y
        Place of the tile in the Web Mercator pyramid, ``y`` counted from the north.

    Returns
    -------
    bytes or None
        Gzipped MVT; None where there is nothing, also outside the zooms that are built.

    Raises
    ------
    UsageError
        The boundaries are of another version by now.
    StoreError
        The tiles are not built yet.
    """
    check_version(store, version)
    path = tiles_path(store, version)  # of that version, even where an import comes between
    try:
        return _open_tiles(path).tile(zoom, x, y)
    except FileNotFoundError as error:
        raise StoreError(
            "tiles_not_built",
            N_("The map tiles of all desa are not built yet."),
            N_("Wait until the page says that they are ready, or run: ucjmap tiles build."),
        ) from error


@lru_cache(maxsize=4)
def _open_tiles(path: Path) -> TileFile:
    return TileFile(path)
