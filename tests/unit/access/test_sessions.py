"""Sessions end by themselves and when somebody signs out; tries are counted by address and in all."""

import pytest

from ucjmap.access import Sessions, Tries

HOUR = 3600.0


class Clock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_session_is_found_by_its_token_alone(clock: Clock) -> None:
    sessions = Sessions(clock)
    token, other = sessions.begin(), sessions.begin()
    assert token != other
    key = sessions.find(token)
    assert key
    assert sessions.is_open(key)
    assert token not in key
    for forged in ("", key, token[:-1], f"{token} "):
        assert sessions.find(forged) == ""
    assert not sessions.is_open("")
    assert not sessions.is_open(token)


def test_signing_out_ends_one_session_at_once(clock: Clock) -> None:
    sessions = Sessions(clock)
    token, other = sessions.begin(), sessions.begin()
    key = sessions.find(token)
    sessions.end(key)
    sessions.end(key)
    assert not sessions.is_open(key)
    assert sessions.find(token) == ""
    assert sessions.find(other)


def test_a_session_that_nobody_uses_ends_after_two_hours(clock: Clock) -> None:
    sessions = Sessions(clock)
    token = sessions.begin()
    clock.now += 2 * HOUR - 1
    assert sessions.find(token)
    clock.now += 2 * HOUR - 1
    assert sessions.find(token)
    clock.now += 2 * HOUR
    assert not sessions.find(token)


def test_a_session_in_use_ends_after_twelve_hours(clock: Clock) -> None:
    sessions = Sessions(clock)
    token = sessions.begin()
    for _ in range(11):
        clock.now += HOUR
        assert sessions.find(token)
    clock.now += HOUR
    assert not sessions.find(token)


def test_what_has_ended_is_forgotten(clock: Clock) -> None:
    sessions = Sessions(clock)
    for _ in range(100):
        sessions.begin()
        clock.now += 2 * HOUR
    assert len(sessions._open) == 1


def test_five_wrong_passwords_of_an_address_are_enough_for_five_minutes(clock: Clock) -> None:
    tries = Tries(clock)
    assert [tries.begin("192.168.1.7") for _ in range(7)] == 5 * [True] + 2 * [False]
    assert tries.begin("192.168.1.8")
    clock.now += 300
    assert tries.begin("192.168.1.7")


def test_many_addresses_have_fifty_together(clock: Clock) -> None:
    tries = Tries(clock)
    taken = [tries.begin(f"192.168.1.{number}") for number in range(60)]
    assert taken == 50 * [True] + 10 * [False]
    assert len(tries._failed) == 50


def test_the_right_password_forgives_the_wrong_ones_of_its_address(clock: Clock) -> None:
    tries = Tries(clock)
    for address in ("a", "a", "a", "a", "b"):
        assert tries.begin(address)
    tries.forgive("a")
    assert [tries.begin("a") for _ in range(6)] == 5 * [True] + [False]
    assert len(tries._failed) == 6
