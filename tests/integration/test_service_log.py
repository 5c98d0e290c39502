"""The JSON log of a real server: a line for each request and each fault of a page, and nothing of what was asked."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import app_server
from tests.integration.test_service import Service, running_service
from tests.page_session import page_session

#: An app with our middleware and settings, whose page and whose button fail.
_ENTRY = """
from contextlib import asynccontextmanager
import streamlit as st
from starlette.middleware import Middleware
from ucjmap.app import set_up_log
from ucjmap.app.shell import log_fault
from ucjmap.web import Entrance, Observed

@asynccontextmanager
async def lifespan(app):
    set_up_log()
    yield

app = st.App("page.py", lifespan=lifespan, middleware=[Middleware(Entrance), Middleware(Observed, routes=[])],
             on_script_error=log_fault)
"""
_PAGE = """
import streamlit as st
from ucjmap.app.shell import failures_told

def fail():
    raise KeyError("61.03 Sambas")

st.button("press", on_click=fail)
with failures_told("id"):
    raise ValueError("61.04 Bengkayang")
"""


def lines_of(log: Path) -> list[dict[str, Any]]:
    """The JSON lines; what the app says to people at its start, on standard output, is text."""
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def told_in(log: Path) -> str:
    """All that the JSON lines say but how long something took, which may be 61.03 ms."""
    return "\n".join(json.dumps({**line, "duration_ms": 0}) for line in lines_of(log))


@pytest.fixture(scope="module")
def logged(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    store = tmp_path_factory.mktemp("logged") / "logged.db"
    shutil.copyfile(few_file, store)
    with running_service(store, UCJMAP_LOG="json") as running:
        running.wait_until("ready")
        yield running
    store.unlink()


def test_a_request_has_one_line_with_its_number_and_without_what_was_asked(logged: Service) -> None:
    answer = logged.get("/api/v1/map?area=61.03&secret=rahasia", X_Request_ID="from-the-proxy-1", User_Agent="Sambas/1")
    assert (answer[0], answer[1]["x-request-id"]) == (400, "from-the-proxy-1")
    [line] = [line for line in lines_of(logged.log) if line.get("request_id") == "from-the-proxy-1"]
    assert line.pop("duration_ms") > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {
        "level": "info",
        "logger": "ucjmap.requests",
        "event": "request",
        "request_id": "from-the-proxy-1",
        "method": "GET",
        "route": "/api/v1/map",
        "status": 400,
    }
    with page_session(logged.url, "cakupan-rahasia", "area=61.03"):
        pass
    assert not re.search(r"rahasia|61\.03|Sambas|127\.0\.0\.1", told_in(logged.log))


@pytest.mark.parametrize("number", ["", "short", "x" * 65, "61.03.01.2007", 'a"b}{"forged":1', "with space in it"])
def test_a_number_that_is_not_plain_is_replaced(logged: Service, number: str) -> None:
    given = logged.get("/ucjmap/health", X_Request_ID=number)[1]["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", given)
    assert [line["route"] for line in lines_of(logged.log) if line.get("request_id") == given] == ["/ucjmap/health"]


def test_all_that_the_server_writes_while_it_serves_is_json(logged: Service) -> None:
    logged.get("/ucjmap/health", Host="evil.example")
    told = logged.log.read_text().splitlines()
    first = next(number for number, line in enumerate(told) if line.startswith("{"))
    assert all(line.startswith("{") or not line or "UCJMap" in line for line in told[first:]), told
    assert any(
        line["logger"] == "ucjmap.web.entrance" and "evil" not in json.dumps(line) for line in lines_of(logged.log)
    )


def test_a_fault_of_a_page_has_one_line_with_its_kind_and_place(tmp_path: Path) -> None:
    (tmp_path / "faulty_app.py").write_text(_ENTRY)
    (tmp_path / "page.py").write_text(_PAGE)
    log = tmp_path / "log"
    process, url = app_server.start(tmp_path / "faulty_app.py", log, env={"UCJMAP_LOG": "json"})
    with page_session(url, X_Request_ID="number-of-the-page") as page:
        page.press("press")
    app_server.stop(process)
    faults = [line for line in lines_of(log) if line["event"] == "a page failed"]
    assert [line["error"] for line in faults] == [["ValueError"], ["KeyError"]]
    assert {line["request_id"] for line in faults} == {"number-of-the-page"}
    assert "page.py" in str(faults[1]["at"])
    assert not re.search(r"61\.0[34]|Sambas|Bengkayang|Traceback", told_in(log))
