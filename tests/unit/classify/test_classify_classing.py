"""What may be asked of a classification, and limits as people type them."""

import pytest

from ucjmap.classify import Classing, Scheme, read_own_breaks, write_own_breaks
from ucjmap.errors import UsageError


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("20; 40; 60", (0.2, 0.4, 0.6)),
        ("20;40;60", (0.2, 0.4, 0.6)),
        (" 20 %; 40% ;60 persen ", (0.2, 0.4, 0.6)),
        ("20,5; 40", (0.205, 0.4)),
        ("20,5 40,25", (0.205, 0.4025)),
        ("20, 40, 60", (0.2, 0.4, 0.6)),
        ("20,5, 40", (0.205, 0.4)),
        ("20,40,60", (0.2, 0.4, 0.6)),
        ("60; 20; 40; 20", (0.2, 0.4, 0.6)),
        ("0; 25; 50; 100", (0.25, 0.5, 1.0)),
        ("12.5\n30", (0.125, 0.3)),
        ("50", (0.5,)),
        ("29; 57; 58", (0.29, 0.57, 0.58)),
    ],
)
def test_careless_typing_is_understood(text: str, breaks: tuple[float, ...]) -> None:
    assert read_own_breaks(text, typed=True) == breaks


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "No break"),
        ("   ", "No break"),
        (";;", "No break"),
        ("0", "No break"),
        ("abc", "abc"),
        ("20; dua; 60", "dua"),
        ("20; 140", "140"),
        ("-5; 20", "-5"),
        ("20,5", "one number or two"),
        ("1e3", "1e3"),
        ("nan", "nan"),
        ("20; 4O", "4o"),
        ("1;2;3;4;5;6;7;8;9", "eight"),
        ("<script>", "script"),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, part: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_own_breaks(text, typed=True)
    assert caught.value.code == "bad_breaks"
    assert part in str(caught.value)


@pytest.mark.parametrize("own", [(0.2,), (0.2, 0.4, 0.6), (0.125, 1.0), (0.0001, 0.29), (1 / 3,)])
def test_an_address_gives_the_breaks_back(own: tuple[float, ...]) -> None:
    assert read_own_breaks(write_own_breaks(own)) == pytest.approx(own, abs=1e-6)
    assert write_own_breaks(read_own_breaks(write_own_breaks(own))) == write_own_breaks(own)


@pytest.mark.parametrize("k", [-1, 0, 2, 10, 100])
def test_three_to_nine_classes(k: int) -> None:
    with pytest.raises(UsageError) as caught:
        Classing("quantile", k=k)
    assert caught.value.code == "bad_class_count"


@pytest.mark.parametrize("own", [(), (0.4, 0.2), (0.2, 0.2), tuple(place / 10 for place in range(1, 10))])
def test_own_breaks_have_to_be_breaks(own: tuple[float, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        Classing("own", own=own)
    assert caught.value.code == "bad_breaks"


@pytest.mark.parametrize("scheme", ["nonsense", "", "Quantile"])
def test_an_unknown_classification_is_said_with_those_that_there_are(scheme: Scheme) -> None:
    with pytest.raises(UsageError, match=r"Choose one of: bands, equal, .*own\.") as caught:
        Classing(scheme)
    assert caught.value.code == "unknown_scheme"
    assert "registered" not in str(caught.value), "it comes by itself"
