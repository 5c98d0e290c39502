"""What stands in a column: codes, numbers, marks, dates or words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ucjmap.codes import looks_like_code
from ucjmap.intake.meaning.layout import ColumnMeaning
from ucjmap.intake.meaning.vocabulary import vocabulary
from ucjmap.intake.reading import Cell, is_error, is_no_data, read_count, read_date, read_flag, read_rate, text_of

#: What the name of a segment may say as well: "Pekerja Informal".
_COUNTED: Final = frozenset(("numerator", "denominator"))
#: ``61.01``, which may be any number.
_SHORT_CODE: Final = 5


@dataclass(frozen=True)
class Content:
    """What stands in a column: shares (0 to 1) of its filled cells that can be read as each thing."""

    filled: int
    codes: float
    long_codes: bool
    numbers: float
    flags: float
    binary: float
    percents: float
    dates: float
    words: float
    segments: float
    above_one: bool


def content_of(cells: Sequence[Cell]) -> Content:
    """Content of a sample of a column; empty cells and dashes do not count."""
    seen = [cell for cell in cells if not is_no_data(cell) and not is_error(cell)]
    total = len(seen) or 1
    numbers = [read_count(cell).value for cell in seen]
    texts = [text_of(cell) for cell in seen]
    return Content(
        filled=len(seen),
        codes=sum(_is_code_like(text) for text in texts) / total,
        long_codes=any(len(text) > _SHORT_CODE and _is_code_like(text) for text in texts),
        numbers=sum(value is not None for value in numbers) / total,
        flags=sum(read_flag(cell).value is not None and not _is_digit(cell) for cell in seen) / total,
        binary=sum(value in {0.0, 1.0} for value in numbers) / total,
        percents=sum(text.endswith("%") and read_rate(text).value is not None for text in texts) / total,
        dates=sum(read_date(cell) is not None for cell in seen) / total,
        words=sum(any(map(str.isalpha, text)) and not text[:1].isdigit() for text in texts) / total,
        segments=_share_of_segments(texts),
        above_one=any(value is not None and value > 1 for value in numbers),
    )


def _share_of_segments(texts: Sequence[str]) -> float:
    """Share of cells that are the name of one segment and say nothing else, but for what all of them count.

    "Pekerja Informal" is one as well as "Informal"; "Peserta BPU" and "Pekerja BPU" in turn are measures.
    """
    read = {text: vocabulary().read(text, heading=True) for text in {*texts}}
    counted = {value for wording in read.values() for value in wording.values("measure")}
    allowed = {"segment", "plain", "measure"} if len(counted) == 1 and counted <= _COUNTED else {"segment", "plain"}
    named = {
        text: len(wording.values("segment")) == 1 and {term.claim for term in wording.terms} <= allowed
        for text, wording in read.items()
    }
    return sum(named[text] for text in texts) / (len(texts) or 1)


def _is_digit(cell: Cell) -> bool:
    return text_of(cell) in {"0", "1"}


def _is_code_like(text: str) -> bool:
    text = text.lstrip("'").removeprefix("ID").strip()
    return looks_like_code(text)


def read_content(content: Content) -> tuple[ColumnMeaning, bool]:
    """Meaning of a column by its cells alone, and whether that is sure."""
    if not content.filled:
        return ColumnMeaning("ignore"), True
    if content.codes > 0.8:
        return ColumnMeaning("code"), True
    if content.dates > 0.8:
        return ColumnMeaning("date"), False
    if content.percents > 0.6:
        return ColumnMeaning("value", part="rate"), False
    if content.flags > 0.8:
        return ColumnMeaning("value", part="flag"), False
    if content.numbers > 0.8:
        return ColumnMeaning("value"), False
    return ColumnMeaning("note"), False
