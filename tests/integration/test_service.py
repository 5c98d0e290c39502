"""The app as a service: alive and ready are two things, and the second is told by the store as it is now."""

import http.client
import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import app_server
from tests.command import PROJECT


@dataclass(frozen=True)
class Service:
    """A running app, its process, the file of its store and the file of its log."""

    process: Any
    url: str
    store: Path
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        line = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        try:
            line.request("GET", path, headers={key.replace("_", "-"): text for key, text in headers.items()})
            answer = line.getresponse()
            return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def readiness(self) -> tuple[int, str]:
        status, headers, body = self.get("/ucjmap/ready")
        told = json.loads(body)
        assert ("retry-after" in headers) == (status == 503)
        return status, told.get("error") or told["status"]

    def wait_until(self, error: str) -> None:
        """Ask until the answer is ``error``; the first start takes some seconds."""
        deadline = time.monotonic() + 120
        while self.readiness()[1] != error:
            assert time.monotonic() < deadline, f"never {error}: {self.readiness()}"
            time.sleep(0.05)


@contextmanager
def running_service(store: Path, **env: str) -> Iterator[Service]:
    log = store.with_suffix(".log")
    given = {"UCJMAP_STORE": f"sqlite:///{store.as_posix()}", **env}
    process, url = app_server.start(PROJECT / "streamlit_app.py", log, env=given)
    try:
        yield Service(process, url, store, log)
    finally:
        app_server.stop(process)


@pytest.fixture(scope="module")
def service(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    store = tmp_path_factory.mktemp("service") / "service.db"
    shutil.copyfile(few_file, store)
    with running_service(store) as running:
        running.wait_until("ready")
        yield running
    store.unlink()


def test_ready_goes_with_the_store_and_alive_does_not(service: Service) -> None:
    assert service.readiness() == (200, "ready")
    aside = service.store.with_suffix(".aside")
    service.store.rename(aside)
    assert service.readiness() == (503, "store_missing")
    assert service.get("/ucjmap/health")[0] == 200
    assert not service.store.exists(), "asking makes no new store"
    aside.rename(service.store)
    assert service.readiness() == (200, "ready")


@pytest.mark.parametrize(("schema", "error"), [("from_the_future", "store_newer"), ("0001", "store_outdated")])
def test_a_schema_of_another_version_is_not_ready(service: Service, schema: str, error: str) -> None:
    with closing(sqlite3.connect(service.store)) as connection:
        [(kept,)] = connection.execute("SELECT version_num FROM alembic_version")
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))
        connection.commit()
        assert service.readiness() == (503, error)
        connection.execute("UPDATE alembic_version SET version_num = ?", (kept,))
        connection.commit()
    assert service.readiness() == (200, "ready")


def test_a_start_that_failed_is_told_and_tried_again(few_file: Path, tmp_path: Path) -> None:
    store = tmp_path / "failed.db"
    store.write_text("no store " * 1000)
    with running_service(store) as broken:
        broken.wait_until("store_damaged")
        assert broken.get("/ucjmap/health")[0] == 200
        for path in store.parent.glob("failed.db*"):
            path.unlink()
        shutil.copyfile(few_file, store)
        broken.wait_until("ready")
