"""What the tests have a process of its own do in place of reading a file."""

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.errors import N_, IntakeError
from ucjmap.schema import Progress, no_progress


def give_back(_path: Path, value: Any) -> Any:
    return value


def make_frames(_path: Path) -> dict[str, Any]:
    shapes = [shapely.box(0, 0, 1, 1), None, shapely.Point(1, 2)]
    areas = gpd.GeoDataFrame(
        {"code": pd.Series(["61", None, "62"], dtype=object), "rows": [1, 2, 3], "share": [0.5, float("nan"), 1.0]},
        geometry=shapes,
        crs=4326,
    )
    lines = pd.DataFrame({"row": pd.array([1, None], dtype="Int64"), "text": ["é", "\ufffe"]})
    return {"areas": areas, "lines": lines, "none": None, "day": dt.date(2025, 1, 31), "bytes": b"\0\xff"}


def fill_memory(_path: Path) -> None:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def fill_memory_of_a_library(_path: Path) -> None:
    import numpy as np

    np.ones(2**40)


def hang_without_memory(_path: Path) -> None:
    """As a library does that cannot even write down where it failed."""
    os.write(2, b"memory allocation of 144 bytes failed\n")
    time.sleep(3600)


def never_end(_path: Path) -> None:
    while True:
        pass


def sleep_for_ever(_path: Path) -> None:
    time.sleep(3600)


def fill_disk(_path: Path) -> None:
    with Path("large").open("wb") as sink:
        while True:
            sink.write(bytes(2**20))


def die(_path: Path) -> None:
    os.abort()


def crash(_path: Path) -> None:
    raise KeyError("unforeseen")


def refuse(path: Path) -> None:
    raise IntakeError("bad", N_("The file {file} is empty."), "", file=path.name)


def leave_a_file(_path: Path) -> str:
    with tempfile.NamedTemporaryFile(delete=False) as left:
        return left.name


def try_what_is_forbidden(_path: Path, port: int, other: int) -> dict[str, str]:
    outcomes = {}
    for name, work in {
        "connect": lambda: socket.create_connection(("127.0.0.1", port), timeout=1),
        "start": lambda: subprocess.run(["/bin/true"], check=True),
        "signal": lambda: os.kill(other, signal.SIGTERM),
    }.items():
        try:
            work()
            outcomes[name] = "done"
        except OSError as error:
            outcomes[name] = type(error).__name__
    return outcomes


def tell_progress(_path: Path, *, progress: Progress = no_progress) -> str:
    for step in range(3):
        progress(step, 3, f"step {step}")
    return "done"


def write_and_delete(_path: Path) -> str:
    """Many short-lived files, for longer than the folder is looked at once."""
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        folder = Path(tempfile.mkdtemp())
        for number in range(40):
            (folder / f"{number}").write_bytes(b"x")
        shutil.rmtree(folder)
    return "done"
