"""The app as a server: its sign of life, and the route of display geometry."""

import gzip
import http.client
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import app_server
from tests.command import PROJECT
from ucjmap import api


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body, as they came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The JSON in the body, unpacked."""
        assert "json" in self.headers["content-type"]
        packed = self.headers.get("content-encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)


@dataclass(frozen=True)
class Server:
    """A running app."""

    port: int
    version: str

    def get(self, target: str, **headers: str) -> Answer:
        """Ask for exactly ``target``: no client tidies the path up."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.putrequest("GET", target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def geometry(self, code: str, level: str, **headers: str) -> Answer:
        return self.get(f"/geometry/{self.version}/{code}/{level}.json", **headers)


@pytest.fixture(scope="module")
def server(demo_file: Path, demo_store: api.Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    path = folder / "server.db"
    shutil.copyfile(demo_file, path)
    log = folder / "server.log"
    env = {"UCJMAP_STORE": f"sqlite:///{path.as_posix()}", "UCJMAP_LANG": "id", "UCJMAP_WARM_UP": "1"}
    process, url = app_server.start(PROJECT / "streamlit_app.py", log, env=env)
    yield Server(int(url.rpartition(":")[2]), api.display_version(demo_store, "61"))
    app_server.stop(process)
    assert "Traceback" not in log.read_text()
    path.unlink()  # 70 MB that pytest would keep


def test_health_is_json(server: Server) -> None:
    answer = server.get("/ucjmap/health")
    assert (answer.status, answer.content) == (200, {"status": "ok"})


def test_geometry_is_the_view_of_the_store(server: Server, demo_store: api.Store) -> None:
    answer = server.geometry("61", "adm2", Accept_Encoding="gzip, br")
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("application/geo+json")
    assert len(answer.content["features"]) == 14
    assert answer.body == api.display_geometry(demo_store, "61", "adm2").body


def test_surroundings_are_served_like_any_geometry(server: Server, demo_store: api.Store) -> None:
    around = api.surroundings(demo_store, "61.04")
    answer = server.get(f"/geometry/{around.version}/61.04/near.json", Accept_Encoding="gzip")
    assert (answer.status, answer.body) == (200, around.body)
    assert "immutable" in answer.headers["cache-control"]


def test_geometry_is_kept_for_ever_under_a_strong_tag(server: Server) -> None:
    first = server.geometry("61", "adm2", Accept_Encoding="gzip")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert "immutable" in first.headers["cache-control"]
    assert "accept-encoding" in first.headers["vary"].lower()
    again = server.geometry("61", "adm2", Accept_Encoding="gzip", If_None_Match=tag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    other = server.geometry("61", "adm2", Accept_Encoding="gzip", If_None_Match='"another"')
    assert other.status == 200


def test_client_without_gzip_gets_the_same_content_under_another_tag(server: Server) -> None:
    packed, plain = server.geometry("61", "adm2", Accept_Encoding="gzip"), server.geometry("61", "adm2")
    assert "content-encoding" not in plain.headers
    assert plain.content == packed.content
    assert plain.headers["etag"] != packed.headers["etag"]


def test_address_of_an_older_edition_is_not_kept(server: Server) -> None:
    answer = server.get("/geometry/0123456789abcdef/61/adm2.json", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")


def test_figures_never_travel_with_the_geometry(server: Server) -> None:
    for feature in server.geometry("61.01", "adm3", Accept_Encoding="gzip").content["features"]:
        told = {**feature, **feature["properties"]}
        assert set(told) <= {"type", "id", "geometry", "properties", "code", "name", "bbox"}


@pytest.mark.parametrize(
    ("code", "level", "error"),
    [
        ("99", "adm2", "unknown_area"),
        ("61.99.99", "adm4", "unknown_area"),
        ("61", "adm1", "level_not_below"),
        ("61.01", "adm2", "level_not_below"),
        ("61", "adm9", "unknown_level"),
        ("61", "desa", "unknown_level"),
        ("99", "near", "unknown_area"),
        ("x" * 10_000, "adm2", "unknown_area"),
        ("%27%20OR%201=1--", "adm2", "unknown_area"),
    ],
    ids=lambda value: value[:12],
)
def test_unknown_view_is_not_found_in_indonesian(server: Server, code: str, level: str, error: str) -> None:
    answer = server.geometry(code, level)
    assert answer.status == 404
    assert answer.content["error"] == error
    assert answer.content["message"].startswith(("Tidak ada ", "Tingkat "))
    assert "Traceback" not in answer.body.decode()
    assert "cache-control" not in answer.headers or "immutable" not in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "target",
    [
        "/geometry/../../etc/passwd",
        "/geometry/v/61/../../../../etc/passwd",
        "/geometry/v/..%2f..%2f..%2fetc%2fpasswd/adm2.json",
        "/geometry/v/61%2fadm2.json/adm2.json",
        "/geometry/v/61/%2e%2e%2f%2e%2e%2fetc%2fpasswd.json",
        "/geometry/v/61%00/adm2.json",
        "/geometry/v/61/adm2.json%0d%0aX-Extra:1",
        "/geometry/v//adm2.json",
        "/geometry/v/../adm2.json",
        "/geometry/v/%2e%2e/adm2.json",
        f"/geometry/{'9' * 10_000}/99/adm2.json",
        "/ucjmap/assets/v/../../streamlit_app.py",
    ],
    ids=lambda target: target[:40],
)
def test_tricks_with_paths_lead_nowhere(server: Server, target: str) -> None:
    answer = server.get(target)
    assert answer.status < 500
    assert b"root:" not in answer.body
    assert b"_lifespan" not in answer.body
    assert "x-extra" not in answer.headers
    if answer.status == 200:  # Streamlit answers an address that it does not know with its page
        assert answer.headers["content-type"].startswith("text/html")
    assert server.get("/ucjmap/health").content == {"status": "ok"}


def test_only_reading_is_allowed(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", f"/geometry/{server.version}/61/adm2.json", body=b"{}")
    assert connection.getresponse().status in (404, 405)
    connection.close()
