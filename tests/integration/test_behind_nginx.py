"""The recipe of the administrators' guide, word for word, in a real nginx on another port than that of the app."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.app_server import stop
from tests.command import PROJECT
from tests.integration.test_entrance import PINNED, Opened, opened_app, visits
from tests.page_session import page_session

HOST = "peta.example.go.id"
_CONFIGURATION = """daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{ access_log off;
{temporary}
server {{ listen 127.0.0.1:{port}; {recipe} }} }}
"""


@dataclass(frozen=True)
class Proxied:
    """The app, and the address of the nginx before it, by number and as others know it."""

    app: Opened
    url: str
    public_url: str


def recipe() -> str:
    guide = (PROJECT / "docs" / "administrators.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", guide, flags=re.DOTALL)
    assert found
    return found[1]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, "nginx did not start"
        assert time.monotonic() < deadline
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture(scope="module")
def proxied(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    public_url = f"http://{HOST}:{port}"
    with opened_app(few_file, tmp_path_factory.mktemp("behind"), UCJMAP_PUBLIC_URL=public_url) as app:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        given = recipe().replace("127.0.0.1:8501", f"127.0.0.1:{app.port}")
        assert str(app.port) in given
        path = folder / "nginx.conf"
        path.write_text(_CONFIGURATION.format(folder=folder, temporary=temporary, port=port, recipe=given))
        process = subprocess.Popen([program, "-c", str(path), "-p", str(folder)])
        wait_for(port, process)
        yield Proxied(app, f"http://127.0.0.1:{port}", public_url)
        stop(process)


def test_the_websocket_of_the_published_page_is_let_through(proxied: Proxied) -> None:
    name = proxied.public_url.removeprefix("http://")
    with page_session(proxied.url, "riwayat", "lang=en", name=name, Origin=proxied.public_url) as page:
        assert page.said[0].startswith("Read only:")
    with pytest.raises(InvalidStatus), page_session(proxied.url, name=name, Origin="http://evil.example"):
        pass


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", HOST])
def test_nobody_beyond_the_proxy_is_the_machine(proxied: Proxied, name: str) -> None:
    before = visits(proxied.app)
    for headers in ({}, {"X_Forwarded_For": "127.0.0.1"}, {"X_Ucjmap_Asker": "machine"}):
        with page_session(proxied.url, query=PINNED, name=name, **headers) as page:
            assert page.buttons["Add to the visits"].disabled
            page.press("Add to the visits")
    assert visits(proxied.app) == before
