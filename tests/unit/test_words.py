"""Numbers, rates, points and dates as Indonesians and as English speakers write them."""

import datetime as dt

import pytest

from ucjmap.errors import StoreError
from ucjmap.words import is_nil, say, say_count, say_date, say_distance, say_error, say_period, say_points, say_rate


@pytest.mark.parametrize(
    ("count", "indonesian", "english"),
    [(0, "0", "0"), (2047, "2.047", "2,047"), (20_000_000, "20.000.000", "20,000,000"), (1234.6, "1.235", "1,235")],
)
def test_counts(count: float, indonesian: str, english: str) -> None:
    assert say_count("id", count) == indonesian
    assert say_count("en", count) == english


@pytest.mark.parametrize(
    ("rate", "digits", "indonesian", "english"),
    [
        (0.163, 1, "16,3%", "16.3%"),
        (0, 1, "0,0%", "0.0%"),
        (1, 0, "100%", "100%"),
        (1.25, 1, "125,0%", "125.0%"),
        (0.37051, 2, "37,05%", "37.05%"),
        (12.5, 1, "1.250,0%", "1,250.0%"),
    ],
)
def test_rates(rate: float, digits: int, indonesian: str, english: str) -> None:
    assert say_rate("id", rate, digits) == indonesian
    assert say_rate("en", rate, digits) == english


@pytest.mark.parametrize(
    ("difference", "indonesian", "english"),
    [(0.2, "+20,0", "+20.0"), (-0.1323, "−13,2", "−13.2"), (0, "0,0", "0.0"), (-0.0002, "0,0", "0.0")],
)
def test_points_carry_their_sign(difference: float, indonesian: str, english: str) -> None:
    assert say_points("id", difference) == indonesian
    assert say_points("en", difference) == english


def test_a_distance_that_is_there_is_never_written_as_zero() -> None:
    assert [is_nil(points) for points in (0.0, 0.0004, -0.0004, 0.0006, -0.02)] == [True, True, True, False, False]
    assert [say_distance("id", points) for points in (0.0004, -0.0004, 0.0006, -0.02)] == [
        "< 0,1",
        "< 0,1",
        "0,1",
        "2,0",
    ]
    assert say_distance("en", 0.0004) == "< 0.1"


@pytest.mark.parametrize("date", ["2025-10-05", dt.date(2025, 10, 5)])
def test_dates_in_words(date: str | dt.date) -> None:
    assert say_date("id", date) == "5 Oktober 2025"
    assert say_date("en", date) == "5 October 2025"


def test_a_text_without_translation_stays_as_it_is() -> None:
    assert say("id", "There is no such {thing} in any catalogue.", thing="text") == (
        "There is no such text in any catalogue."
    )


def test_a_text_without_details_keeps_its_braces() -> None:
    assert say("en", "{z}/{x}/{y}") == "{z}/{x}/{y}"


def test_an_error_is_said_in_the_language_with_its_details() -> None:
    error = StoreError(
        "no_such_import", "There is no import number {number}.", "The list of imports shows the numbers.", number=7
    )
    assert say_error("en", error) == "There is no import number 7. The list of imports shows the numbers."
    said = say_error("id", error)
    assert "7" in said
    assert said != say_error("en", error)


@pytest.mark.parametrize(
    ("period", "indonesian", "english"), [("2039", "2039", "2039"), ("2027-05", "Mei 2027", "May 2027")]
)
def test_months_and_years(period: str, indonesian: str, english: str) -> None:
    assert say_period("id", period) == indonesian
    assert say_period("en", period) == english


def test_a_short_date_names_its_month() -> None:
    assert say_date("id", "2025-10-01", short=True) == "1 Okt 2025"
    assert say_date("en", "2025-10-01", short=True) == "1 Oct 2025"
