"""Words with slips of the keyboard."""

import numpy as np
import pandas as pd
import pytest

from ucjmap.matching.spelling import WordIndex

#: Name, another name of it, and the area above: one row an area.
TEXTS = pd.Series([" pontianak barat kalbar", " sambas pontianak barat", " sungai sambas pontianak"])
INDEX = WordIndex.of(TEXTS, own=np.array([2, 1, 2]), named=np.array([3, 1, 2]))


@pytest.mark.parametrize(
    ("typed", "slips"),
    [
        ("sambas", (np.inf, 0, 0)),
        ("samb", (np.inf, 0, 0)),
        ("sambsa", (np.inf, 1, 1)),
        ("sabas", (np.inf, 1, 1)),
        ("brat", (1, 1, np.inf)),
        ("pontinaak", (1, 1, 1)),
        ("ponitana", (1.5, 1.5, 1.5)),  # not written to its end, and two letters swapped
        ("sng", (np.inf, np.inf, np.inf)),  # too short to guess
        ("61brat", (np.inf, np.inf, np.inf)),
    ],
)
def test_the_fewest_slips_of_each_area(typed: str, slips: tuple[float, ...]) -> None:
    assert INDEX.slips(typed)[0].tolist() == list(slips)


def test_names_are_told_from_other_names_and_from_areas_above() -> None:
    for typed, named, own in (
        ("pontianka", [True, False, False], [True, False, False]),
        ("kalbra", [True, False, False], [False, False, False]),
        ("sambsa", [False, True, True], [False, True, True]),
    ):
        _, in_names, in_own = INDEX.slips(typed)
        assert (in_names.tolist(), in_own.tolist()) == (named, own)
