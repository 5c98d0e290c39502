"""Two servers on one PostgreSQL behind nginx, by the recipe of the guide: an import, an undo and a kill in the middle.

Fifty people look at pages and ask for maps meanwhile. No sum may differ from its parts, nobody may see anything but the
state before, with, or after the import, and of errors there are none but the broken lines of the server that is killed.
"""

import http.client
import json
import re
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import WebSocketException

from tests import app_server, postgresql
from tests.command import PROJECT, run_process
from tests.integration.test_behind_nginx import wait_for
from tests.page_session import page_session
from tests.stores import sqlite_url
from ucjmap import api

PEOPLE = 50
WAIT_S = 240
DISTRICT = "61.01.01"
HOST = "peta.example.go.id"
PLACES = ("area=61&level=adm2", "area=61.01&level=adm3", f"area={DISTRICT}&level=adm4", "area=17&level=adm3")
_CONFIGURATION = """daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; {temporary}
add_header X-Server $upstream_addr always;
{recipe} }}
"""
Seen = tuple[int, tuple[int, ...]]


@dataclass
class Cluster:
    """Two servers by their port, the proxy before them, and the store of both."""

    servers: dict[int, subprocess.Popen[bytes]]
    proxy: str
    store: api.Store


def recipe() -> str:
    guide = (PROJECT / "docs" / "administrators.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(upstream.*?)```", guide, flags=re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def cluster(few_file: Path, postgresql_server: str, tmp_path: Path) -> Iterator[Cluster]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.skip("nginx is not installed")
    with ExitStack() as stack:
        url = stack.enter_context(postgresql.database(postgresql_server))
        with closing(api.open_store(sqlite_url(few_file))) as few:
            api.copy_store(few, url)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        given, servers = recipe().replace("listen 80;", f"listen 127.0.0.1:{port};"), {}
        for place in (1, 2):
            env = {"UCJMAP_STORE": url, "UCJMAP_TILES": str(tmp_path / f"tiles{place}")}
            env |= {"UCJMAP_PUBLIC_URL": f"http://{HOST}:{port}"}
            process, address = app_server.start(PROJECT / "streamlit_app.py", tmp_path / f"log{place}", env=env)
            stack.callback(app_server.stop, process)
            servers[urlsplit(address).port or 0] = process
            given = given.replace(f"10.0.0.1{place}:8501", urlsplit(address).netloc)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "\n".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
        path = tmp_path / "nginx.conf"
        path.write_text(_CONFIGURATION.format(folder=tmp_path, temporary=temporary, recipe=given))
        nginx = subprocess.Popen([program, "-c", str(path), "-p", str(tmp_path)])
        stack.callback(app_server.stop, nginx)
        wait_for(port, nginx)
        store = stack.enter_context(closing(api.open_store(url)))
        yield Cluster(servers, f"http://127.0.0.1:{port}", store)


@dataclass
class Person:
    """Somebody who looks at one page after the other, and at the figures of a district, always by the same cookie."""

    proxy: str
    number: int
    stop: threading.Event
    cookie: str = ""
    server: int = 0
    looks: int = 0
    broken: int = 0
    seen: set[Seen] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, bytes]:
        place = urlsplit(self.proxy)
        line = http.client.HTTPConnection("127.0.0.1", place.port or 0, timeout=WAIT_S)
        try:
            line.request("GET", path, headers={"Host": f"{HOST}:{place.port}", "Cookie": self.cookie})
            answer = line.getresponse()
            body = answer.read()
        finally:
            line.close()
        self.server = int(answer.headers["X-Server"].rpartition(":")[2])
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        return answer.status, body

    def look_at_figures(self) -> None:
        status, body = self.get(f"/api/v1/map?area={DISTRICT}&level=adm4&indicator=ucj")
        if status != 200:
            self.errors.append(f"{status}: {body[:200]!r}")
            return
        told = json.loads(body)
        parts = tuple(area["figure"]["numerator"] or 0 for area in told["areas"])
        whole = told["figure"]["numerator"]
        if whole != sum(parts):
            self.errors.append(f"{whole} is not the sum of {parts}")
        self.seen.add((whole, parts))

    def visit(self) -> None:
        """Until told to stop; a broken line is opened again, as a browser does."""
        place = urlsplit(self.proxy)
        self.get("/")
        while not self.stop.is_set():
            try:
                headers = {"name": f"{HOST}:{place.port}", "Cookie": self.cookie}
                with page_session(self.proxy, query=f"{PLACES[0]}&lang=en", **headers) as page:
                    while not self.stop.is_set():
                        page.query = f"{PLACES[(self.number + self.looks) % len(PLACES)]}&lang=en"
                        page.run()
                        self.errors += page.failed
                        self.look_at_figures()
                        self.looks += 1
            except (OSError, EOFError, WebSocketException, http.client.HTTPException) as error:
                self.broken += 1
                if self.broken > 20:
                    self.errors.append(repr(error))
                    return


def wait_until(is_so: Callable[[], bool], people: list[Person]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        assert [error for person in people for error in person.errors] == []
        assert time.monotonic() < deadline
        time.sleep(0.05)


def look_again(people: list[Person], times: int) -> None:
    before = [person.looks for person in people]
    wait_until(lambda: all(one.looks >= old + times for one, old in zip(people, before, strict=True)), people)


def district(store: api.Store) -> dict[str, Any]:
    return api.map_document(api.answer_map(store, api.MapView(DISTRICT, "adm4", "ucj")))


def numerators(document: dict[str, Any]) -> Seen:
    return document["figure"]["numerator"], tuple(area["figure"]["numerator"] or 0 for area in document["areas"])


@pytest.mark.long
def test_fifty_people_an_import_an_undo_and_a_killed_server(cluster: Cluster, tmp_path: Path) -> None:
    stop = threading.Event()
    people = [Person(cluster.proxy, number, stop) for number in range(PEOPLE)]
    threads = [threading.Thread(target=person.visit) for person in people]
    for thread in threads:
        thread.start()
    try:
        look_again(people, 1)
        homes = {person.number: person.server for person in people}
        assert min(Counter(homes.values()).values()) >= PEOPLE // 5, "both servers have visitors"
        assert len(set(homes.values())) == 2

        before = district(cluster.store)
        counted = [area["code"] for area in before["areas"] if area["figure"]["numerator"]]
        table = tmp_path / "dua.csv"
        rows = [f"{code};ucj;{place + 1};1000" for place, code in enumerate(counted)]
        table.write_text("\n".join(["kode;indikator;pembilang;penyebut", *rows]) + "\n", encoding="utf-8")
        arguments = ("coverage", "import", table, "--as-of", before["as_of"], "--json", "--store", cluster.store.url)
        stored = run_process(*arguments)
        assert stored.code == 0, stored.err
        with_import = district(cluster.store)
        assert numerators(with_import) != numerators(before)
        look_again(people, 1)
        assert run_process("imports", "undo", stored.answer["import_id"], "--store", cluster.store.url).code == 0
        look_again(people, 1)
        allowed = {numerators(before), numerators(with_import)}
        assert {state for person in people for state in person.seen} == allowed
        assert {person.number: person.server for person in people} == homes, "everybody stays at one server"
        assert sum(person.broken for person in people) == 0

        job = api.ask_job(cluster.store, "tiles", {"version": api.tiles_version(cluster.store)})
        wait_until(lambda: api.look_at_job(cluster.store, job).fraction > 0, people)
        worker = api.look_at_job(cluster.store, job).worker
        (killed,) = [port for port, process in cluster.servers.items() if f":{process.pid}:" in worker]
        cluster.servers[killed].kill()
        look_again(people, 2)
        (other,) = set(cluster.servers) - {killed}
        assert {person.server for person in people} == {other}
        moved = {number for number, home in homes.items() if home == killed}
        assert {person.number for person in people if person.broken} == moved
        wait_until(lambda: api.look_at_job(cluster.store, job).is_over, people)
        done = api.look_at_job(cluster.store, job)
        assert (done.state, done.tries) == ("done", 2)
    finally:
        stop.set()
        for thread in threads:
            thread.join(WAIT_S)
    assert [error for person in people for error in person.errors] == []
    assert {state for person in people for state in person.seen} == allowed
    assert api.check_store(cluster.store.url) == []
