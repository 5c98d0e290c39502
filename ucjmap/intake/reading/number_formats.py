"""In which unit the format of a cell shows its figure, whose value alone does not tell it."""

import re
from typing import Final

#: Words for persons and what else is counted one by one: "1.234 orang", "56 TK".
UNIT_WORD: Final = re.compile(r"\s*(orang|org|jiwa|pekerja|peserta|tk|desa|person|people)\.?$", re.I)
PERCENT: Final = "%"
#: 0% and 0.00%, which every workbook has by these numbers.
BUILT_IN: Final = {9: PERCENT, 10: PERCENT}

# '[Red]', '[$-421]', '_-', '* ': colours, languages, gaps.
_LAYOUT: Final = re.compile(r"\[[^\]]*\]|[_*].")
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')
# '#,##0,' and '0.0,,': shown in thousands and millions.
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")
_MONEY: Final = re.compile(r"rp|idr|usd|ca|c", re.I)


def unit_of_format(code: str) -> str | None:
    """What a number format adds to the figures: '0.0%' a percent sign, '#,##0 "ribu"' the word ``ribu``.

    Returns
    -------
    str or None
        None where it adds nothing, or what leaves the figure as it is: a word for persons, a currency, thousands that
        the format itself divides by.
    """
    first = _LAYOUT.sub("", code).split(";")[0]
    plain = _QUOTED.sub("", first)
    if PERCENT in plain:
        return PERCENT
    words = " ".join("".join(one or other for one, other in _QUOTED.findall(first)).split())
    return None if _SCALED.search(plain) or "0" not in plain else _telling(words)


def unit_of_text(text: str, value: str) -> str | None:
    """The same of a figure as it is shown: "51 ribu" of the value 51 is in ``ribu``, "45 rb" of 45141 is not."""
    digits, words = re.sub(r"\D", "", text), " ".join(re.sub(r"[\d.,]", " ", text).split())
    whole = re.sub(r"^-|\..*", "", value)
    return _telling(words) if digits.startswith(whole) else None


def _telling(words: str) -> str | None:
    plain = words.strip(" .-()")
    counted = UNIT_WORD.fullmatch(plain) or _MONEY.fullmatch(plain)
    return words if any(map(str.isalpha, plain)) and not counted else None
