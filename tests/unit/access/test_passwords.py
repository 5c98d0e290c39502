"""The password is kept as a hash, and nothing else is taken for one."""

import pytest

from ucjmap.access import LONGEST, hash_password, is_hash, is_password

PASSWORD = "kuda besi di atas awan ünï"


def test_the_password_and_no_other_is_the_one_of_its_hash() -> None:
    hashed = hash_password(PASSWORD)
    assert is_hash(hashed)
    assert PASSWORD not in hashed
    assert is_password(hashed, PASSWORD)
    for other in ("", PASSWORD[:-1], PASSWORD.upper(), f"{PASSWORD} ", hashed, "x" * (LONGEST + 1), "\x00"):
        assert not is_password(hashed, other)


def test_each_hash_has_a_salt_of_its_own() -> None:
    assert hash_password(PASSWORD) != hash_password(PASSWORD)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PASSWORD,
        "$argon2id$",
        "$2b$12$abcdefghijklmnopqrstuv",
        "$argon2i$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaA",
        "é",
    ],
)
def test_nothing_else_is_a_hash(text: str) -> None:
    assert not is_hash(text)
