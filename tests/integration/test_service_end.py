"""SIGTERM to a real server: work is stopped, an import ends or is taken back whole, and no file stays behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import app_server
from tests.command import PROJECT
from tests.integration.test_service import Service, metrics
from tests.page_session import page_session
from ucjmap import api
from ucjmap.access import hash_password

#: Behind the app's own entry: a thread undoes an import, and waits before the commit until it may go on.
_UNDO = """
import threading, time
from pathlib import Path
from sqlalchemy import event
from ucjmap import api

HERE = Path(__file__).parent

def wait_for(name):
    while not (HERE / name).exists():
        time.sleep(0.02)

def hold(connection):
    (HERE / "held").touch()
    wait_for("commit")

def undo():
    wait_for("undo")
    store = api.default_store()
    event.listen(store.engine, "commit", hold)
    api.undo_import(store, 2)

threading.Thread(target=undo, daemon=True).start()
"""


@dataclass(frozen=True)
class Ended:
    """A server in a folder of its own, with a folder for its temporary files."""

    service: Service
    folder: Path

    def begin_undo(self) -> None:
        (self.folder / "undo").touch()
        wait_until((self.folder / "held").exists)

    def terminate(self) -> None:
        self.service.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "the end has begun" in self.service.log.read_text())

    def end(self) -> int:
        """How the process ended; no temporary file is left."""
        code = int(self.service.process.wait(60))
        assert list((self.folder / "tmp").iterdir()) == []
        return code

    def states(self) -> list[str]:
        """Those of the imports, as the next process finds them."""
        store = api.open_store(f"sqlite:///{self.service.store.as_posix()}")
        found = [str(api.show_import(store, number)["state"]) for number in (1, 2, 3)]
        store.close()
        return found


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def serve(few_file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Ended]:
    def start(within_s: int, **more: str) -> Ended:
        store, log = tmp_path / "store.db", tmp_path / "log"
        shutil.copyfile(few_file, store)
        (tmp_path / "tmp").mkdir()
        entry = (PROJECT / "streamlit_app.py").read_text(encoding="utf-8")
        pages = (PROJECT / "ucjmap/app/main.py").as_posix()
        (tmp_path / "entry.py").write_text(entry.replace("ucjmap/app/main.py", pages) + _UNDO, encoding="utf-8")
        env = {
            "UCJMAP_STORE": f"sqlite:///{store.as_posix()}",
            "TMPDIR": str(tmp_path / "tmp"),
            "UCJMAP_END_WITHIN_S": str(within_s),
            **more,
        }
        process, url = app_server.start(tmp_path / "entry.py", log, env=env)
        request.addfinalizer(lambda: app_server.stop(process))
        running = Ended(Service(process, url, store, log), tmp_path)
        running.service.wait_until("ready")
        assert list((tmp_path / "tmp").iterdir())
        return running

    return start


def test_work_is_stopped_and_an_import_in_progress_is_finished(serve: Callable[..., Ended]) -> None:
    running = serve(30)
    with page_session(running.service.url, "briefing", "area=61&lang=en") as page:
        page.press("Make the briefing")
        wait_until(lambda: metrics(running.service)["ucjmap_work running"] == 1)
        running.begin_undo()
        running.terminate()
        (running.folder / "commit").touch()
        assert running.end() == -signal.SIGTERM
    assert running.states() == ["committed", "undone", "committed"]
    told = running.service.log.read_text()
    assert "not all work has ended" not in told
    assert "Traceback" not in told


@pytest.mark.long
def test_an_import_that_does_not_end_in_time_is_taken_back(serve: Callable[..., Ended]) -> None:
    running = serve(2)
    running.begin_undo()
    running.terminate()
    assert running.end() == -signal.SIGTERM
    assert running.states() == ["committed", "committed", "committed"]
    assert "not all work has ended in time" in running.service.log.read_text()


@pytest.mark.long
def test_a_request_that_does_not_end_holds_the_process_up_within_the_bound(serve: Callable[..., Ended]) -> None:
    running = serve(2, UCJMAP_ACCESS="password", UCJMAP_PASSWORD_HASH=hash_password("a password of an office"))
    host, port = running.service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(
            b"POST /ucjmap/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 100")  # the app waits for the body
        running.terminate()
        assert running.end() == 1
    assert running.states() == ["committed", "committed", "committed"]


@pytest.mark.long
def test_a_signal_to_the_command_reaches_the_server(few_file: Path, tmp_path: Path) -> None:
    store = tmp_path / "served.db"
    shutil.copyfile(few_file, store)
    (tmp_path / "tmp").mkdir()
    env = {**os.environ, "UCJMAP_STORE": f"sqlite:///{store.as_posix()}", "TMPDIR": str(tmp_path / "tmp")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ucjmap", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=env, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    served = Service(process, f"http://127.0.0.1:{port}", store, tmp_path / "log")

    def answers() -> bool:
        with suppress(ConnectionError):
            return served.readiness() == (200, "ready")
        return False

    wait_until(answers)
    process.terminate()
    assert process.wait(60) == -signal.SIGTERM
    assert list((tmp_path / "tmp").iterdir()) == []
