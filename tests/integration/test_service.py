"""The app as a service: alive and ready are two things, and the second is told by the store as it is now."""

import http.client
import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests import app_server
from tests.command import PROJECT
from tests.page_session import page_session


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


TOKEN = "a-token-of-twenty-signs"


@pytest.fixture(scope="module")
def published(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """As behind a proxy, where nobody is the machine itself."""
    store = tmp_path_factory.mktemp("published") / "published.db"
    shutil.copyfile(few_file, store)
    with running_service(store, UCJMAP_PUBLIC_URL="https://peta.example.go.id", UCJMAP_METRICS_TOKEN=TOKEN) as running:
        running.wait_until("ready")
        yield running
    store.unlink()


def metrics(service: Service, **headers: str) -> dict[str, float]:
    """Each metric with its labels, as Prometheus reads them."""
    status, told, body = service.get("/ucjmap/metrics", **headers)
    assert (status, told["cache-control"]) == (200, "no-store")
    assert told["content-type"].startswith("text/plain")
    return {
        f"{sample.name}{''.join(f' {value}' for _, value in sorted(sample.labels.items()))}": sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def test_requests_are_counted_by_template_and_never_by_what_was_asked(service: Service) -> None:
    before = metrics(service)
    for path in (
        "/api/v1/map?area=61.03",
        "/api/v1/map?area=61.99",
        "/api/v1/map?secret=1",
        "/cakupan-rahasia",
        "/x/y",
    ):
        service.get(path)
    after = metrics(service)
    grown = {name: after[name] - before.get(name, 0) for name in after if name.startswith("ucjmap_http_requests_total")}
    assert {name.removeprefix("ucjmap_http_requests_total "): number for name, number in grown.items() if number} == {
        "GET /api/v1/map 2xx": 1,
        "GET /api/v1/map 4xx": 2,
        "GET /ucjmap/metrics 2xx": 1,
        "GET /{page} 2xx": 2,
    }
    assert after["ucjmap_http_request_duration_seconds_count GET /api/v1/map"] >= 3
    text = service.get("/ucjmap/metrics")[2].decode()
    assert not re.search(r"61\.|rahasia|secret|Kalimantan", text)


def test_pages_and_what_they_remember_are_counted(service: Service) -> None:
    before = metrics(service)
    with page_session(service.url, "riwayat"), page_session(service.url, "tidak-ada"), page_session(service.url):
        during = metrics(service)
        assert during["ucjmap_websockets"] == before["ucjmap_websockets"] + 3
    after = metrics(service)
    assert after["ucjmap_page_run_duration_seconds_count /riwayat"] >= 1
    assert after["ucjmap_page_run_duration_seconds_count /"] >= 1
    assert {name for name in after if name.startswith("ucjmap_page_run_duration_seconds_count")} <= {
        f"ucjmap_page_run_duration_seconds_count {page}" for page in ("/", "/riwayat", "lost")
    }
    assert sum(number for name, number in after.items() if name.startswith("ucjmap_memory_uses_total")) > 0
    assert after["ucjmap_ready"] == 1
    assert after["ucjmap_store_revision newest_import"] > 0
    assert after["process_resident_memory_bytes"] > 1e7
    assert after["ucjmap_work running"] == 0


def test_only_the_machine_itself_and_whoever_has_the_token_reads_metrics(service: Service, published: Service) -> None:
    assert service.get("/ucjmap/metrics", X_Forwarded_For="192.0.2.7")[0] == 404
    assert service.get("/ucjmap/metrics", X_Forwarded_For="192.0.2.7", Authorization="Bearer ")[0] == 404
    for path in ("/_stcore/metrics", "/_stcore/metrics/"):
        assert service.get(path, X_Forwarded_For="192.0.2.7")[0] == 404
        assert service.get(path)[0] != 404
    for wrong in ("", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer ä"):
        assert published.get("/ucjmap/metrics", Authorization=wrong)[0] == 404
    assert metrics(published, Authorization=f"Bearer {TOKEN}")["ucjmap_ready"] == 1


def test_a_store_that_is_away_is_told_and_stops_no_reader_of_metrics(service: Service) -> None:
    aside = service.store.with_suffix(".aside")
    service.store.rename(aside)
    told = metrics(service)
    aside.rename(service.store)
    assert told["ucjmap_ready"] == 0
    assert "ucjmap_store_revision newest_import" not in told


def test_the_plain_log_has_no_line_for_a_request_and_the_answer_its_number(service: Service) -> None:
    assert service.get("/ucjmap/health", X_Request_ID="a-number-of-ours")[1]["x-request-id"] == "a-number-of-ours"
    assert not re.search("request|a-number", service.log.read_text())
