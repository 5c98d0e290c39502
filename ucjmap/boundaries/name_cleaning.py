"""Names as a file gives them, cleaned of what encodings and keyboards left in them."""

import re
import unicodedata
from typing import Final

import pandas as pd

# UTF-8 read as cp1252 shows a lead byte (Ã, Â, â ...) followed by characters of cp1252's upper half.
_MOJIBAKE: Final = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u2122\u20ac]")
# Control characters, and marks without width that turn the direction of writing.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
_SPACES: Final = re.compile(r"\s+")
#: Where a small letter meets a capital: ``KalimantanBarat``.
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def clean_name(text: str) -> str:
    """Name without mojibake, control characters and doubled spaces; idempotent."""
    text = _SPACES.sub(" ", _CONTROL.sub(" ", undo_mojibake(text)))
    return unicodedata.normalize("NFC", text).strip()


def undo_mojibake(text: str) -> str:
    """UTF-8 text that was read as cp1252 or latin-1, put right: ``JÃ¤mbi`` -> ``Jämbi``; any other text as it is."""
    while _MOJIBAKE.search(text):
        for encoding in ("cp1252", "latin-1"):
            try:
                repaired = text.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            break
        else:
            return text
        text = repaired
    return text


def split_humps(text: str) -> str:
    """Words of a name written without spaces: ``KalimantanBarat`` -> ``Kalimantan Barat`` (GADM's NAME_1)."""
    return _HUMP.sub(" ", text)


def same_name_key(name: str | None) -> str | None:
    """What two spellings of one name share: letters and digits, without case."""
    return None if name is None else re.sub(r"\W+", "", name.casefold())


def clean_column(names: pd.Series) -> pd.Series:
    """Cleaned names, each different one cleaned once; missing and blank names are None."""
    cleaned = {name: clean_name(str(name)) or None for name in names.dropna().unique()}
    return names.map(cleaned).astype(object).where(lambda texts: texts.notna(), None)
