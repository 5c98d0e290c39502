"""Who asks, and which hosts, pages and frames are known: by the words of the request and the end of the line."""

import pytest

from ucjmap.access import (
    SESSIONS,
    Asked,
    asker_of,
    frame_sites,
    is_known_host,
    is_loopback,
    is_machine,
    is_own_origin,
    mark_of,
)

PUBLIC = "https://peta.example.go.id:8443"


def asked(host: str = "localhost:8501", peer: str = "127.0.0.1", *, headers: tuple[str, ...] = ("host",)) -> Asked:
    return Asked((host,), None, peer, frozenset(headers))


@pytest.mark.parametrize("host", ["localhost:8501", "LOCALHOST", "127.0.0.1:8501", "127.9.0.1", "[::1]:8501"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_line_and_a_name_of_this_machine_are_the_machine(host: str, peer: str) -> None:
    assert is_machine(asked(host, peer), "")


@pytest.mark.parametrize(
    "request_",
    [
        asked(peer="192.168.1.7"),
        asked(peer="::ffff:192.168.1.7"),
        asked(peer=""),
        asked("192.168.1.5:8501"),
        asked("0.0.0.0:8501"),
        asked("evil.example"),
        asked("localhost.evil.example"),
        asked("localhost@evil.example"),
        asked("localhost:x"),
        asked(""),
        Asked(("localhost", "evil.example"), None, "127.0.0.1", frozenset()),
        *(
            asked(headers=("host", name))
            for name in ("x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-proto", "cf-connecting-ip")
        ),
    ],
    ids=lambda asked: " ".join((*asked.hosts, asked.peer, *sorted(asked.headers))),
)
def test_anybody_else_only_reads(request_: Asked) -> None:
    assert not is_machine(request_, "")


def test_behind_a_published_address_nobody_is_the_machine() -> None:
    assert not is_machine(asked(), PUBLIC)


def test_only_the_mark_of_the_entrance_lets_write() -> None:
    assert asker_of("machine").may_write()
    for mark in ("reader", "Machine", "machine:", "machine:x", "office", "office:", "office:x", "", None):
        assert not asker_of(mark).may_write()


def test_with_a_password_only_an_open_session_counts() -> None:
    token = SESSIONS.begin()
    mark = mark_of(asked(), "", "password", token)
    assert asker_of(mark).may_write()
    assert token not in mark
    assert mark_of(asked(), "", "password", "") == "reader"
    assert mark_of(asked(), "", "open-readonly", "") == "machine"
    assert mark_of(asked(peer="192.168.1.7"), "", "open-readonly", token) == "reader"
    SESSIONS.end(asker_of(mark).session)
    assert not asker_of(mark).may_write()


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("localhost", True),
        ("localhost.", True),
        ("192.168.1.5:8501", True),
        ("[fe80::1]:8501", True),
        ("peta.example.go.id", True),
        ("PETA.example.go.id:8443", True),
        ("ucjmap-demo.streamlit.app", True),
        ("evil.example", False),
        ("peta.example.go.id.evil.example", False),
        ("evilstreamlit.app", False),
        ("streamlit.app.evil.example", False),
        ("evil.example/localhost", False),
        ("evil.example#@localhost", False),
        ("user@localhost", False),
        ("localhost:99999", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_a_host_is_known_by_its_whole_name(host: str, is_known: bool) -> None:
    assert is_known_host((host,), PUBLIC) is is_known


def test_a_request_names_one_host() -> None:
    assert not is_known_host((), "")
    assert not is_known_host(("localhost", "localhost"), "")
    assert not is_known_host(("peta.example.go.id",), "")


@pytest.mark.parametrize(
    ("origin", "host", "is_own"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("https://peta.example.go.id:8443", "peta.example.go.id", True),  # a proxy drops the port
        ("https://peta.example.go.id:8443", "127.0.0.1:8501", True),
        ("https://other.example.go.id", "other.example.go.id:443", True),
        ("http://localhost:3000", "localhost:8501", False),
        ("http://127.0.0.1:8501", "localhost:8501", False),
        ("http://peta.example.go.id:8443", "127.0.0.1:8501", True),  # the proxy may be asked without TLS
        ("https://peta.example.go.id", "127.0.0.1:8501", False),
        ("https://evil.example", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("", "localhost:8501", False),
        ("file://", "localhost:8501", False),
        ("chrome-extension://localhost:8501", "localhost:8501", False),
        ("http://[::1", "localhost:8501", False),
    ],
)
def test_a_page_is_own_by_host_and_port(origin: str, host: str, is_own: bool) -> None:
    assert is_own_origin(origin, host, PUBLIC) is is_own


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.255.255.254", "::1"])
def test_loopback(name: str) -> None:
    assert is_loopback(name)
    assert not is_loopback(f"{name}.example")


def test_sites_of_frames() -> None:
    assert frame_sites("") == ()
    text = "https://portal.example.go.id/  https://*.example.go.id http://127.0.0.1:*"
    assert frame_sites(text) == ("https://portal.example.go.id", "https://*.example.go.id", "http://127.0.0.1:*")


@pytest.mark.parametrize(
    "text", ["*", "portal.example.go.id", "https://a.id; script-src *", "javascript:x", "https://a.id/path", "https://"]
)
def test_what_is_no_site_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no site"):
        frame_sites(text)
