"""Numbers in names: digits, roman numerals and Indonesian number words, which all mean the same."""

import re
from typing import Final

_UNITS: Final = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
#: ``i`` to ``xxxix``.
_ROMAN: Final = re.compile(r"^(x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10}


def number_words(number: int) -> str:
    """Indonesian words of 0 to 99 without spaces: ``27`` -> ``duapuluhtujuh``."""
    tens, units = divmod(number, 10)
    if tens == 0:
        return _UNITS[units]
    if tens == 1:
        return {0: "sepuluh", 1: "sebelas"}.get(units, _UNITS[units] + "belas")
    return _UNITS[tens] + "puluh" + (_UNITS[units] if units else "")


_NUMBERS: Final = {number_words(number): number for number in range(1, 100)}


def roman_value(word: str) -> int | None:
    """Value of a roman numeral up to 39, ``xiv`` -> 14; None for any other word."""
    if word[0] not in _ROMAN_VALUES or not _ROMAN.match(word):
        return None
    values = [_ROMAN_VALUES[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def numbers_in(words: tuple[str, ...]) -> tuple[int, ...]:
    """Numbers that the words name, in order; ``dua puluh tujuh`` is one number."""
    numbers: list[int] = []
    position = 0
    while position < len(words):
        for length in (3, 2, 1):
            number = _NUMBERS.get("".join(words[position : position + length]))
            if number is not None:
                numbers.append(number)
                position += length
                break
        else:
            if words[position].isdigit():
                numbers.append(int(words[position]))
            position += 1
    return tuple(numbers)
