"""The entrance of the real server: who may write, which names and pages are let in, and what it asks of the network."""

import datetime as dt
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from websockets.exceptions import InvalidStatus

from tests import app_server
from tests.command import PROJECT
from tests.page_session import page_session
from ucjmap import api

DESA = "61.03.01.2007"
PINNED = f"area=61.03.01&level=adm4&lang=en&pin={DESA}"
PUBLIC = "https://peta.example.go.id:8443"
#: Notes each connection that a process opens and each name that it looks up, from its first line on.
_LISTENER = """
import os, sys
def _note(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        with open(os.environ["CONNECTIONS"], "a") as log:
            print(event, args[1] if event != "socket.getaddrinfo" else args[0], file=log)
sys.addaudithook(_note)
_note("socket.getaddrinfo", ["localhost"])
"""


@dataclass(frozen=True)
class Opened:
    """The app, open to the network; ``connections`` lists what it asked of others."""

    port: int
    store: api.Store
    connections: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def status(self, path: str = "/ucjmap/health", method: str = "GET", **headers: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, headers={key.replace("_", "-"): text for key, text in headers.items()})
            return line.getresponse().status
        finally:
            line.close()


def network_address() -> str:
    """An address of this machine that is none of the loopback, as another machine would use it."""
    for places in psutil.net_if_addrs().values():
        for place in places:
            if place.family is socket.AF_INET and not place.address.startswith("127."):
                return place.address
    pytest.skip("this machine has no address beyond the loopback")


@contextmanager
def opened_app(file: Path, folder: Path, **env: str) -> Iterator[Opened]:
    """The app on all addresses, with a listener for what it asks of the network."""
    path, connections = folder / "opened.db", folder / "connections"
    shutil.copyfile(file, path)
    connections.touch()
    (folder / "sitecustomize.py").write_text(_LISTENER)
    address = f"sqlite:///{path.as_posix()}"
    env |= {
        "UCJMAP_STORE": address,
        "CONNECTIONS": str(connections),
        "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
    }
    process, url = app_server.start(PROJECT / "streamlit_app.py", folder / "log", env=env, address="0.0.0.0")
    store = api.open_store(address)
    yield Opened(urlsplit(url).port or 0, store, connections)
    store.close()
    app_server.stop(process)
    path.unlink()


@pytest.fixture(scope="module")
def app(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened_app(few_file, tmp_path_factory.mktemp("opened")) as opened:
        yield opened


@pytest.fixture(scope="module")
def published(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """As behind a proxy: with a public address."""
    with opened_app(few_file, tmp_path_factory.mktemp("published"), UCJMAP_PUBLIC_URL=PUBLIC) as opened:
        yield opened


def visits(app: Opened) -> int:
    return len(api.read_follow_up(app.store, DESA[:2]).history)


def press_visit(url: str, **headers: str) -> tuple[bool, list[str]]:
    """Press the button of a desa's card that notes a visit: whether it was disabled, and what failed."""
    with page_session(url, query=PINNED, **headers) as page:
        disabled = page.buttons["Add to the visits"].disabled
        page.press("Add to the visits")
        return disabled, page.failed


def test_the_machine_itself_writes(app: Opened) -> None:
    before = visits(app)
    assert press_visit(app.url) == (False, [])
    assert visits(app) == before + 1
    assert api.read_follow_up(app.store, "61").history.iloc[-1]["date"] == dt.date.today().isoformat()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Ucjmap_Asker": "machine"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"name": "localhost:8501"},
        {"name": "127.0.0.1", "X_Ucjmap_Asker": "machine"},
    ],
    ids=str,
)
def test_another_machine_is_refused_though_it_sends_the_click(app: Opened, headers: dict[str, str]) -> None:
    before = visits(app)
    disabled, failed = press_visit(f"http://{network_address()}:{app.port}", **headers)
    assert (disabled, failed) == (True, [])
    assert visits(app) == before


@pytest.mark.parametrize(
    "headers",
    [{"X_Forwarded_For": "192.168.1.7"}, {"Forwarded": "for=192.168.1.7"}, {"Via": "1.1 proxy"}, {"name": "192.0.2.9"}],
    ids=str,
)
def test_what_a_proxy_on_this_machine_passes_on_is_refused(app: Opened, headers: dict[str, str]) -> None:
    before = visits(app)
    assert press_visit(app.url, **headers) == (True, [])
    assert visits(app) == before


def test_behind_a_published_address_nobody_is_the_machine(published: Opened) -> None:
    assert press_visit(published.url) == (True, [])
    assert visits(published) == 0


@pytest.mark.parametrize(
    ("page", "change"), [("riwayat", "Batalkan"), ("data", "Periksa berkas"), ("cerita", "Buat cerita")]
)
def test_a_page_says_what_it_cannot_do(app: Opened, page: str, change: str) -> None:
    with page_session(f"http://{network_address()}:{app.port}", page, "lang=id") as far:
        assert far.said[0].startswith("Hanya baca: ")
        assert set(far.buttons) <= {"English"}
    with page_session(app.url, page, "lang=id") as near:
        assert not any("Hanya baca" in words for words in near.said)
        assert change in near.buttons


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost.evil.example:8501"}, 421),
        ({"Host": "evil.example", "X_Forwarded_Host": "localhost"}, 421),
        ({"Host": "192.0.2.9:8501"}, 200),
        ({"Host": "localhost"}, 200),
        ({"Origin": "http://evil.example"}, 200),  # it may ask; without leave in the answer the page cannot read it
    ],
    ids=str,
)
def test_only_known_names_are_answered(app: Opened, headers: dict[str, str], status: int) -> None:
    assert app.status(**headers) == status
    assert app.status("/", **headers) == status
    assert app.status("/_stcore/health", **headers) == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_foreign_page_sends_no_file(app: Opened, method: str) -> None:
    path = "/_stcore/upload_file/session/file"
    assert app.status(path, method, Origin="http://evil.example") == 403
    assert app.status(path, method, Origin="null") == 403


def refused(url: str, **headers: str) -> int:
    with pytest.raises(InvalidStatus) as caught, page_session(url, **headers):
        pass
    return int(caught.value.response.status_code)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"name": "evil.example"},
        {"name": "evil.example", "Origin": "http://evil.example"},  # DNS rebinding: one name for page and server
    ],
    ids=str,
)
def test_a_foreign_page_opens_no_websocket(app: Opened, headers: dict[str, str]) -> None:
    assert refused(app.url, **headers) == 403


def test_the_websocket_works_behind_a_proxy_on_another_port(published: Opened) -> None:
    """With a proxy that passes the host on with its port, without it, and not at all."""
    for name in ("peta.example.go.id:8443", "peta.example.go.id", f"127.0.0.1:{published.port}"):
        with page_session(published.url, "riwayat", "lang=en", name=name, Origin=PUBLIC) as page:
            assert page.said == ["Read only: nothing can be changed from here. Data are changed at the machine that "
                                 "runs UCJMap, or by its administrator."]  # fmt: skip
    assert refused(published.url, name="peta.example.go.id", Origin="https://peta.example.go.id:9999") == 403
    assert published.status(Host="peta.example.go.id:8443") == 200


#: What stays on this machine: loopback, addresses to listen on, and sockets that are files.
_AT_HOME = re.compile(
    r"socket\.connect (\('(127\.\d+\.\d+\.\d+|::1)',|b?'?/)|socket\.getaddrinfo (127\.0\.0\.1|localhost|0\.0\.0\.0|::|None)$"
)


def asked_of_others(app: Opened) -> list[str]:
    return [line for line in app.connections.read_text().splitlines() if not _AT_HOME.match(line)]


def test_neither_a_start_nor_a_foreign_page_asks_anything_of_the_network(app: Opened, published: Opened) -> None:
    for opened in (app, published):  # both were started headless, on all addresses
        for number in range(10):
            assert refused(opened.url, Origin=f"http://evil{number}.example") == 403
            assert opened.status(Origin=f"http://evil{number}.example") == 200
        with page_session(opened.url, "riwayat"):
            pass
        assert opened.connections.read_text().startswith("socket.getaddrinfo localhost")  # somebody listened
        assert asked_of_others(opened) == []


def test_the_listener_hears_what_the_welcome_of_streamlit_asks(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_LISTENER)
    heard = tmp_path / "connections"
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "CONNECTIONS": str(heard)}
    code = "from streamlit import net_util; net_util.get_internal_ip()"
    subprocess.run([sys.executable, "-c", code], env=env, check=True, cwd=tmp_path)
    assert "8.8.8.8" in heard.read_text()


def test_the_embedded_default_listens_on_this_machine_alone(few_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "default.db"
    shutil.copyfile(few_file, path)
    env = {"UCJMAP_STORE": f"sqlite:///{path.as_posix()}"}
    process, _ = app_server.start(PROJECT / "streamlit_app.py", tmp_path / "log", env=env, address="")
    listening = {line.laddr.ip for line in psutil.Process(process.pid).net_connections() if line.status == "LISTEN"}
    app_server.stop(process)
    assert listening == {"127.0.0.1"}


def test_a_start_says_what_others_may_do(app: Opened, published: Opened) -> None:
    told = (app.connections.parent / "log").read_text()
    assert f"http://localhost:{app.port}" in told
    assert "komputer lain hanya dapat membaca" in told
    assert PUBLIC in (published.connections.parent / "log").read_text()
