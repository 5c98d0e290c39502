"""The meanings that a column can be given: the browser answers with their words, so that no two may read the same."""

import pytest

from ucjmap.app.data.column_choice import _choices, describe
from ucjmap.intake import ColumnMeaning
from ucjmap.words import Lang

OWN = (ColumnMeaning("code"), ColumnMeaning("code", level="adm4"), ColumnMeaning("year", level="adm1"), ColumnMeaning("value", "ucj", "all", "numerator"))  # fmt: skip


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("own", OWN, ids=str)
def test_every_meaning_reads_differently(own: ColumnMeaning, lang: Lang) -> None:
    choices = _choices(own)
    words = [describe(lang, choice) for choice in choices]
    assert own in choices
    assert sorted(words) == sorted(set(words))
