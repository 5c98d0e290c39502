"""Amounts as people type them: read right, or refused in plain words, never guessed."""

import pytest

from ucjmap.api.outreach.amounts import read_people, read_percent, read_rupiah, say_percent, say_rupiah
from ucjmap.errors import UsageError
from ucjmap.words import say_error


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20 juta", 20_000_000),
        ("20.000.000", 20_000_000),
        ("Rp20jt", 20_000_000),
        ("rp. 20.000.000,00", 20_000_000),
        ("IDR 20,000,000", 20_000_000),
        ("20000000", 20_000_000),
        ("1,5 miliar", 1_500_000_000),
        ("1.5 M", 1_500_000_000),
        ("28,94 milyar", 28_940_000_000),
        ("16.800", 16_800),
        ("16800 rupiah", 16_800),
        ("201,6 ribu", 201_600),
        ("  2 t ", 2_000_000_000_000),
        ("1.500 juta", None),
        ("1,500 juta", None),
        ("0", None),
        ("-5 juta", None),
        ("dua puluh", None),
        ("20 jt 5", None),
        ("20..000", None),
        ("1.2.3", None),
        ("0,5", None),
        ("", None),
        ("Rp", None),
        ("20 juta; drop table", None),
        ("٢٠", None),
        ("9" * 40, None),
    ],
)
def test_amounts_are_read_or_refused(text: str, amount: int | None) -> None:
    if amount is not None:
        assert read_rupiah(text) == amount
        return
    with pytest.raises(UsageError) as caught:
        read_rupiah(text)
    assert say_error("en", caught.value)


def test_what_is_said_is_read_back() -> None:
    for amount in (20_000_000, 28_940_000_000, 201_600, 1_000_000, 1_500_000_000_000):
        assert read_rupiah(say_rupiah("id", amount)) == amount
        assert read_rupiah(say_rupiah("en", amount)) == amount
    assert say_rupiah("id", 28_940_000_000) == "Rp28,94 miliar"
    assert say_rupiah("id", 16_800) == "Rp16.800"
    assert say_rupiah("id", 0) == "Rp0"


@pytest.mark.parametrize(("text", "rate"), [("60", 0.6), ("49,46 %", 0.4946), ("36.7%", 0.367), ("100 persen", 1.0)])
def test_percentages_are_fractions(text: str, rate: float) -> None:
    assert read_percent(text) == pytest.approx(rate)


@pytest.mark.parametrize("text", ["0", "101", "abc", "", "-3", "1e1", "5 5"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_percent(text)


def test_people_are_whole() -> None:
    assert read_people("1.485.000 orang") == 1_485_000
    assert read_people("385 ribu pekerja") == 385_000
    for text in ("dua", "0", "-1", "3,5"):
        with pytest.raises(UsageError, match=r".*") as caught:
            read_people(text)
        assert caught.value.code == "bad_people"


@pytest.mark.parametrize(
    ("share", "said"), [(0.7, "70%"), (0.125, "12,5%"), (0.3333, "33,33%"), (1.0, "100%"), (0.29, "29%"), (0.0, "0%")]
)
def test_a_share_is_written_as_it_was_set(share: float, said: str) -> None:
    assert say_percent("id", share) == said
