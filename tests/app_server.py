"""Apps as servers of their own: started, waited for, shared by the workers of a run, and stopped at its end."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

import pytest

_PROJECT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _body(url: str) -> str:
    try:
        # Without the proxy of the environment: the server is on this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=10) as answer:
            return str(answer.read().decode())
    except (URLError, OSError):
        return ""


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    # The body, not the status: an unknown address answers 200 with the page.
    while _body(f"{url}/_stcore/health") != "ok":
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.05)


def start(
    entry: Path,
    log: Path,
    *,
    env: dict[str, str] | None = None,
    seconds: float = 180,
    address: str = "127.0.0.1",
    port: int = 0,
) -> tuple[subprocess.Popen[bytes], str]:
    """``streamlit run ENTRY`` with additional environment, and its address on this machine once it answers.

    It listens on ``address``, or without one where its own settings say; on ``port``, or else on any that is free.
    """
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(entry),
        *(["--server.address", address] if address else []),
    ]
    command += ["--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none"]
    command += ["--browser.gatherUsageStats", "false"]
    more = (env or {}).get("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
    path = os.pathsep.join([str(_PROJECT), str(entry.parent), more])
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=_PROJECT,
            # A test waits for what it asks for, and for nothing else.
            env={**os.environ, "UCJMAP_WARM_UP": "0", **(env or {}), "PYTHONPATH": path.rstrip(os.pathsep)},
        )
    url = f"http://127.0.0.1:{port}"
    _wait_until_ready(server, url, log, seconds)
    return server, url


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server, by force where it does not go."""
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def share(folder: Path, name: str, begin: Callable[[], tuple[subprocess.Popen[bytes], str]]) -> str:
    """Address of a server that whoever needs it first begins; :func:`stop_shared` of the run stops it."""
    told = folder / f"{name}.server"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            server, url = begin()
            told.write_text(json.dumps({"pid": server.pid, "url": url}))
            server.returncode = 0  # it outlives this process, and is stopped by its number: nobody waits for it here
    return str(json.loads(told.read_text())["url"])


def share_app(file: Path, folder: Path, name: str) -> tuple[str, str]:
    """One app on a copy of a store, for all workers of a run: its address, and that of its store."""
    path = folder / f"{name}_app.db"
    address = f"sqlite:///{path.as_posix()}"

    def begin() -> tuple[subprocess.Popen[bytes], str]:
        shutil.copyfile(file, path)
        env = {"UCJMAP_STORE": address, "UCJMAP_EMBED_SITES": "http://127.0.0.1:*"}
        return start(_PROJECT / "streamlit_app.py", path.with_suffix(".log"), env=env)

    return share(folder, name, begin), address


def stop_shared(folder: Path) -> None:
    """Stop what the workers of a run shared, once all of them are done."""
    for told in folder.glob("*.server"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(json.loads(told.read_text())["pid"], signal.SIGTERM)
