"""Signing in with a real provider: who comes back gets their own areas, and nothing opens what has ended."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import requests

from tests import app_server, provider_server
from tests.command import run_inside
from tests.integration.route_matrix import OTHER, ROUTES
from tests.page_session import PageSession, page_session
from tests.provider_server import sign_in
from ucjmap import api
from ucjmap.app import look_at_loading
from ucjmap.codes import lies_in
from ucjmap.web import all_routes, service_routes

PROJECT = Path(__file__).parents[2]
#: Sari edits one kabupaten and sees no other; Budi administers the province.
ROLES = (("sari@sambas.example.go.id", "editor", "61.01"), ("budi@kalbar.example.go.id", "administrator", "61"))


@dataclass(frozen=True)
class Installation:
    """The app with its provider; everybody sees figures down to the province."""

    url: str
    store: api.Store

    def figures(self, cookie: str, area: str, level: str) -> dict[str, str | None]:
        answer = requests.get(
            f"{self.url}/api/v1/map?area={area}&level={level}&lang=en",
            headers={"Cookie": f"ucjmap_session={cookie}"} if cookie else {},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
        assert "private" in answer.headers["cache-control"]
        return {row["code"]: row["figure"]["numerator"] for row in answer.json()["areas"]}


@pytest.fixture(scope="module")
def office(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder, port = tmp_path_factory.mktemp("provider"), app_server.free_port()
    path, url = folder / "people.db", f"http://127.0.0.1:{port}"
    shutil.copyfile(few_file, path)
    address = f"sqlite:///{path.as_posix()}"
    for email, role, area in ROLES:
        done = run_inside("people", "grant", email, "--role", role, "--area", area, "--store", address)
        assert done.code == 0, done.err
    with provider_server.provider(f"{url}/ucjmap/sign-in/back") as issuer:
        env = {
            "UCJMAP_STORE": address,
            "UCJMAP_ACCESS": "oidc",
            "UCJMAP_PUBLIC_URL": url,
            "UCJMAP_OIDC_ISSUER": issuer,
            "UCJMAP_OIDC_CLIENT_ID": "ucjmap",
            "UCJMAP_OIDC_CLIENT_SECRET": provider_server.SECRET,
            "UCJMAP_PUBLIC_LEVEL": "adm1",
        }
        server, _ = app_server.start(PROJECT / "streamlit_app.py", folder / "log", env=env, port=port)
        store = api.open_store(address)
        yield Installation(url, store)
        store.close()
        app_server.stop(server)


@pytest.fixture(scope="module")
def sari(office: Installation) -> str:
    return sign_in(office.url, "sari").cookie


def page(office: Installation, cookie: str, name: str) -> "PageSession":
    with page_session(office.url, name, "lang=en", Cookie=f"ucjmap_session={cookie}") as session:
        return session


def test_who_signs_in_comes_back_to_the_page_with_a_cookie_that_scripts_cannot_read(office: Installation) -> None:
    signed = sign_in(office.url, "budi")
    assert signed.answer.url == f"{office.url}/riwayat?lang=en"
    back = next(step for step in signed.answer.history if "/ucjmap/sign-in/back" in step.url)
    kept = back.headers["set-cookie"].lower()
    assert kept.startswith("ucjmap_session=")
    assert "httponly" in kept
    assert "samesite=lax" in kept
    with closing(sqlite3.connect(office.store.engine.url.database or "")) as connection:
        dump = "\n".join(connection.iterdump())
    assert signed.cookie not in dump, "the store has the hash of a token, never the token"


def test_figures_are_those_of_the_areas_of_whoever_asks(office: Installation, sari: str) -> None:
    """The province is public; the kabupaten are not, and among them Sari's alone has figures for her."""
    whole = {
        row["code"]: row["figure"]["numerator"]
        for row in api.map_document(api.answer_map(office.store, api.MapView("61", "adm2")))["areas"]
    }
    assert all(value is not None for value in whole.values())
    assert office.figures(sari, "61", "adm2") == {code: whole[code] if code == "61.01" else None for code in whole}
    assert set(office.figures("", "61", "adm2").values()) == {None}
    provinces = office.figures("", "00", "adm1")
    assert provinces == office.figures(sari, "00", "adm1")
    assert provinces["61"] is not None
    budi = sign_in(office.url, "budi").cookie
    assert office.figures(budi, "61", "adm2") == whole


def test_a_desa_of_another_kabupaten_is_in_no_answer(office: Installation, sari: str) -> None:
    assert set(office.figures(sari, "61.02.01", "adm4").values()) == {None}
    assert any(value is not None for value in office.figures(sari, "61.01.01", "adm4").values())


def test_what_is_not_shown_is_said(office: Installation, sari: str) -> None:
    address = f"{office.url}/api/v1/map?area=61&level=adm2&lang=en"
    told = requests.get(address, headers={"Cookie": f"ucjmap_session={sari}"}, timeout=60).json()["notes"]
    assert any("are not shown to you" in note["text"] for note in told)


def test_an_answer_of_one_person_is_none_of_another(office: Installation, sari: str) -> None:
    address = f"{office.url}/api/v1/map?area=61&level=adm2"
    first = requests.get(address, headers={"Cookie": f"ucjmap_session={sari}"}, timeout=60)
    other = requests.get(address, headers={"If-None-Match": first.headers["etag"]}, timeout=60)
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("login", "told"),
    [
        pytest.param("asing", "nobody gave this address a role", id="unknown"),
        pytest.param("palsu", "nobody gave this address a role", id="the address is not verified"),
    ],
)
def test_who_is_not_known_gets_no_session(office: Installation, login: str, told: str) -> None:
    signed = sign_in(office.url, login)
    assert signed.answer.status_code == 403
    assert told in signed.answer.text
    assert signed.cookie == ""


@pytest.mark.parametrize("query", ["", "?code=x&state=y", "?error=access_denied"])
def test_a_way_back_that_nobody_began_is_refused(office: Installation, query: str) -> None:
    answer = requests.get(f"{office.url}/ucjmap/sign-in/back{query}", timeout=60)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_a_state_of_another_sign_in_is_refused(office: Installation) -> None:
    visitor = requests.Session()
    visitor.trust_env = False
    visitor.get(f"{office.url}/ucjmap/sign-in", allow_redirects=False, timeout=60)
    answer = visitor.get(f"{office.url}/ucjmap/sign-in/back?code=x&state=y", timeout=60)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "forge", [lambda cookie: cookie[:-1] + "x", lambda cookie: f"person:{cookie}", lambda _: "00" * 32]
)
def test_an_altered_cookie_is_worth_nothing(office: Installation, sari: str, forge: object) -> None:
    altered = forge(sari)  # type: ignore[operator]
    assert set(office.figures(altered, "61.01", "adm3").values()) == {None}


def test_a_forged_mark_is_worth_nothing(office: Installation) -> None:
    answer = requests.get(
        f"{office.url}/api/v1/map?area=61&level=adm2", headers={"X-UCJMap-Asker": "machine"}, timeout=60
    )
    assert {row["figure"]["numerator"] for row in answer.json()["areas"]} == {None}


def test_a_cookie_of_before_the_sign_out_opens_nothing(office: Installation) -> None:
    cookie = sign_in(office.url, "sari").cookie
    assert any(office.figures(cookie, "61.01", "adm3").values())
    with page_session(office.url, "riwayat", "lang=en", Cookie=f"ucjmap_session={cookie}") as session:
        session.press("Sign out")
        assert session.failed == []
    assert set(office.figures(cookie, "61.01", "adm3").values()) == {None}


def test_an_administrator_ends_sessions_and_roles_at_once(office: Installation) -> None:
    address = ("--store", office.store.url)
    cookie = sign_in(office.url, "sari").cookie
    grant = ("sari@sambas.example.go.id", "--role", "editor", "--area", "61.01", *address)
    assert run_inside("people", "revoke", *grant).code == 0
    assert set(office.figures(cookie, "61.01", "adm3").values()) == {None}
    assert run_inside("people", "grant", *grant).code == 0
    assert any(office.figures(cookie, "61.01", "adm3").values())
    assert run_inside("people", "end-sessions", grant[0], "--json", *address).answer["ended"] >= 1
    assert set(office.figures(cookie, "61.01", "adm3").values()) == {None}


def test_pages_offer_to_whom_may_and_tell_who_it_is(office: Installation) -> None:
    budi = sign_in(office.url, "budi").cookie
    for name in ("", "riwayat", "data", "pengguna", "penjangkauan"):
        for cookie in ("", budi):
            assert page(office, cookie, name).failed == []
    assert "Sign out" in page(office, budi, "").buttons
    assert "Sign out" not in page(office, "", "").buttons
    assert any("managed by the administrators" in text for text in page(office, "", "pengguna").said)


def test_every_route_is_in_the_matrix() -> None:
    routes = [*all_routes(), *service_routes(look_at_loading)]
    assert {route.path for route in routes} == ROUTES.keys()


@pytest.mark.parametrize("path", ROUTES)
def test_no_route_tells_of_another_kabupaten(office: Installation, sari: str, path: str) -> None:
    """Body and headers, of whoever is signed in for another kabupaten, and of whoever is not."""
    hidden = [str(int(count)) for count in _counts(office.store) if count >= 8000]
    assert len(hidden) >= 3
    tried = ROUTES[path]
    for cookie in ("", sari):
        answer = _get(office, tried.address, cookie)
        assert answer.status_code < 500
        told = f"{answer.text} {answer.headers}"
        assert [count for count in hidden if re.search(rf"(?<![\d.]){count}(?!\d)", told)] == []
    whole = _get(office, tried.address, sign_in(office.url, "budi").cookie).text if tried.has_figures else ""
    assert any(re.search(rf"(?<![\d.]){count}(?!\d)", whole) for count in hidden) == tried.has_figures


def _get(office: Installation, address: str, cookie: str) -> requests.Response:
    sent = {"Cookie": f"ucjmap_session={cookie}"} if cookie else {}
    return requests.get(f"{office.url}{address}", headers=sent, timeout=60, allow_redirects=False)


def _counts(store: api.Store) -> set[float]:
    """Counts of the other kabupaten and of all in it, which no other area happens to have."""
    series = api.read_series(store, "ucj")
    is_other = np.array([lies_in(str(code), OTHER) for code in series.codes])
    counts = {float(count) for count in series.numerator[is_other].ravel() if np.isfinite(count)}
    return counts - {float(count) for count in series.numerator[~is_other].ravel() if np.isfinite(count)}


def test_nobody_undoes_what_concerns_others(office: Installation) -> None:
    """Sari may change one kabupaten: the demonstration is of four provinces."""
    done = run_inside(
        "imports", "undo", "2", "--as", "sari@sambas.example.go.id", "--json", "--store", office.store.url
    )
    assert done.code != 0
    assert done.answer["error"] == "outside_your_areas"
    state = api.list_imports(office.store).set_index("id").loc[2, "state"]
    assert state == "committed"


def test_the_store_of_the_provider_is_json(office: Installation) -> None:
    people = run_inside("people", "list", "--json", "--store", office.store.url).answer["people"]
    assert json.loads(json.dumps(people))
    assert {(person["email"], role["role"], role["area"]) for person in people for role in person["roles"]} == set(
        ROLES
    )
