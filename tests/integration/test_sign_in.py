"""The password of an office on the real server: who gave it writes, from anywhere; nobody else does."""

import http.client
import io
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.command import run_inside
from tests.integration.test_entrance import PINNED, Opened, network_address, opened_app, visits
from tests.page_session import page_session
from ucjmap.access import hash_password
from ucjmap.settings import Settings

PASSWORD = "kuda besi di atas awan"
SIGN_IN = "/ucjmap/sign-in"
BUTTON = "Add to the visits"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def cookie(self) -> Morsel[str]:
        return SimpleCookie(self.headers["set-cookie"])["ucjmap_session"]


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


@pytest.fixture(scope="module")
def office(few_file: Path, tmp_path_factory: pytest.TempPathFactory, hashed: str) -> Iterator[Opened]:
    env = {"UCJMAP_ACCESS": "password", "UCJMAP_PASSWORD_HASH": hashed}
    with opened_app(few_file, tmp_path_factory.mktemp("office"), **env) as opened:
        yield opened


@pytest.fixture
def hurried(few_file: Path, tmp_path: Path, hashed: str) -> Iterator[Opened]:
    """A server of its own for somebody who tries too often; behind TLS."""
    env = {
        "UCJMAP_ACCESS": "password",
        "UCJMAP_PASSWORD_HASH": hashed,
        "UCJMAP_PUBLIC_URL": "https://peta.example.go.id",
    }
    with opened_app(few_file, tmp_path, **env) as opened:
        yield opened


def give(office: Opened, password: str, query: str = "?lang=en&page=riwayat", **given: str) -> Answer:
    line = http.client.HTTPConnection("127.0.0.1", office.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers |= {name.replace("_", "-"): text for name, text in given.items()}
    line.request("POST", SIGN_IN + query, urlencode({"password": password}), headers)
    answer = line.getresponse()
    found = Answer(answer.status, answer.headers, answer.read().decode())
    line.close()
    return found


def is_refused(office: Opened, url: str, **headers: str) -> bool:
    """Whether a visit cannot be noted: the button is not to be used, and nothing comes of it."""
    before = visits(office)
    with page_session(url, query=PINNED, **headers) as page:
        is_disabled = page.buttons[BUTTON].disabled
        page.press(BUTTON)
    assert (visits(office) == before) is is_disabled
    return bool(is_disabled)


def test_without_the_password_also_the_machine_itself_only_reads(office: Opened) -> None:
    assert is_refused(office, office.url)
    with page_session(office.url, "riwayat", "lang=id") as page:
        assert page.said == ["Hanya baca: dari sini tidak ada yang dapat diubah. Data diubah oleh siapa pun yang "
                             "memberikan kata sandi kantor."]  # fmt: skip


def test_with_the_password_anybody_writes_until_they_sign_out(office: Opened) -> None:
    answer = give(office, PASSWORD)
    assert (answer.status, answer.headers["location"]) == (303, "/riwayat?lang=en")
    assert answer.cookie["httponly"]
    assert answer.cookie["samesite"] == "strict"
    assert not answer.cookie["secure"]  # this server is asked without TLS
    cookie = f"ucjmap_session={answer.cookie.value}"
    far = f"http://{network_address()}:{office.port}"
    assert not is_refused(office, far, Cookie=cookie)
    with (
        page_session(far, "riwayat", "lang=en", Cookie=cookie) as page,
        page_session(far, query=PINNED, Cookie=cookie) as other,
    ):
        assert "Undo" in page.buttons
        assert not other.buttons[BUTTON].disabled
        page.press("Sign out")
        assert "Undo" not in page.buttons
        before = visits(office)
        other.press(BUTTON)  # a window that was open all the time, and has drawn nothing anew
        assert other.said[0].startswith("Read only:")
        assert not other.failed
        assert other.buttons[BUTTON].disabled
        other.press(BUTTON)
        assert visits(office) == before
    assert is_refused(office, far, Cookie=cookie)  # a cookie that was kept is worth nothing


@pytest.mark.parametrize("value", ["", "machine", "office", "x" * 43, "0" * 64])
def test_a_forged_cookie_is_worth_nothing(office: Opened, value: str) -> None:
    assert is_refused(office, office.url, Cookie=f"ucjmap_session={value}")


def test_a_forged_mark_is_worth_nothing(office: Opened) -> None:
    for mark in ("machine", "office", "office:", f"office:{'0' * 64}"):
        assert is_refused(office, office.url, X_Ucjmap_Asker=mark)


@pytest.mark.parametrize(
    "page", ["//evil.example", "https://evil.example", "a/../..", "x%0d%0aSet-Cookie:a=b", "\\evil"]
)
def test_the_way_back_leads_nowhere_else(office: Opened, page: str) -> None:
    answer = give(office, PASSWORD, f"?page={page}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert len(answer.headers.get_all("set-cookie") or []) == 1


def test_a_page_of_another_site_gives_no_password(office: Opened) -> None:
    assert give(office, PASSWORD, Origin="http://evil.example").status == 403


def test_after_five_wrong_passwords_also_the_right_one_waits(hurried: Opened) -> None:
    answer = give(hurried, PASSWORD)
    assert (answer.status, bool(answer.cookie["secure"])) == (303, True)
    wrong = [give(hurried, f"{PASSWORD}{number}") for number in range(5)]
    assert [answer.status for answer in wrong] == 5 * [401]
    assert all("This is not the password." in answer.body for answer in wrong)
    assert not any(answer.headers["set-cookie"] for answer in wrong)
    late = give(hurried, PASSWORD)
    assert (late.status, late.headers["retry-after"]) == (429, "300")
    assert give(hurried, PASSWORD, X_Forwarded_For="192.0.2.9").status == 303  # whom a proxy tells apart
    assert "a wrong password from" in (hurried.connections.parent / "log").read_text()


def test_a_form_of_any_size_is_not_read(office: Opened) -> None:
    assert give(office, "x" * 100_000).status == 413


def test_without_the_setting_there_is_no_such_page(few_file: Path, tmp_path: Path) -> None:
    with opened_app(few_file, tmp_path) as opened:
        assert opened.status(SIGN_IN) == 404
        assert give(opened, PASSWORD).status == 404


def test_the_command_makes_the_lines_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    done = run_inside("password", "--lang", "en")
    assert done.code == 0
    (tmp_path / ".env").write_text(done.out)
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert settings.access == "password"
    assert PASSWORD not in repr(settings)
    assert settings.password_hash not in repr(settings)


@pytest.mark.parametrize("given", ["short", "", "x" * 1001])
def test_the_command_refuses_what_is_no_password(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{given}\n"))
    done = run_inside("password", "--lang", "en")
    assert (done.code, done.out) == (4, "")
    assert f"this one has {len(given)}" in done.message
