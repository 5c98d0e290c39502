"""How the service is, for whoever runs it: versions, store, disk, memory and what is going on."""

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil

from ucjmap import __version__, api
from ucjmap.errors import UCJMapError
from ucjmap.operation.ending import count_work


@dataclass(frozen=True)
class ConditionReport:
    """What is true of this process and its store now; sizes are bytes, None is what cannot be known."""

    version: str
    hindrance: UCJMapError | None
    running_for: timedelta
    memory: int
    store_size: int | None
    disk_free: int | None
    work: int
    imports: dict[str, int]


def report_condition(store: api.Store) -> ConditionReport:
    """Look at this process and its store.

    Parameters
    ----------
    store
        Of the installation.

    Returns
    -------
    ConditionReport
        ``imports`` counts those of this process by outcome. The disk is that of the store's file; of a database server
        nobody here knows it.
    """
    process = psutil.Process()
    hindrance: UCJMapError | None = None
    size: int | None = None
    try:
        api.require_ready(store)
        size = int(api.read_status(store)["bytes"])
    except UCJMapError as error:
        hindrance = error
    imports: dict[str, int] = {}
    for (_, outcome), number in api.import_outcomes().items():
        imports[outcome] = imports.get(outcome, 0) + number
    return ConditionReport(
        __version__,
        hindrance,
        timedelta(seconds=int(time.time() - process.create_time())),
        int(process.memory_info().rss),
        size,
        _disk_free(store),
        count_work(),
        imports,
    )


def _disk_free(store: api.Store) -> int | None:
    url = store.engine.url
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return shutil.disk_usage(Path(str(url.database)).resolve().parent).free
