"""Threads of the app share the memory that they have used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_COUNT_HEAPS = """
import ctypes, threading
from ucjmap.app.start import share_memory

libc = ctypes.CDLL(None)
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
libc.fclose.argtypes, libc.malloc_info.argtypes = [ctypes.c_void_p], [ctypes.c_int, ctypes.c_void_p]
libc.malloc.restype = ctypes.c_void_p

def heaps():
    stream = libc.fopen(b"heaps.xml", b"w")
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    return open("heaps.xml").read().count("<heap nr=")

def work(all_there):
    libc.malloc(5_000)
    all_there.wait()

before = heaps()
share_memory()
all_there = threading.Barrier(24)
threads = [threading.Thread(target=work, args=(all_there,)) for _ in range(24)]
for each in threads: each.start()
for each in threads: each.join()
print(before, heaps())
"""


@pytest.mark.skipif(
    sys.platform != "linux" or "CS_GNU_LIBC_VERSION" not in os.confstr_names, reason="memory of another C library"
)
def test_threads_that_come_and_go_take_their_memory_from_two_places(tmp_path: Path) -> None:
    settings = {key: value for key, value in os.environ.items() if not key.startswith("MALLOC_")}
    done = subprocess.run(
        [sys.executable, "-c", _COUNT_HEAPS],
        cwd=tmp_path,
        env=settings | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = map(int, done.stdout.split())
    assert after == max(before, 2)
