"""Text from outside, made fit for files: names come from spreadsheets and boundary files of other offices."""

import re
from typing import Any, Final

import pandas as pd

# XML 1.0 has no place for these, escaped or not; UTF-8 has none for half of a surrogate pair.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What starts a formula, in its full width too, where a program reads that as the same sign.
_SIGNS: Final = "=+-@＝＋－＠"
#: What has to be changed in a text; nearly all texts have nothing of it.
_SUSPECT: Final = re.compile(rf"[{re.escape(_SIGNS)}\t\r]|{_NOT_XML.pattern}")
# A program that expects semicolons ignores the quotes of a cell that it does not see begin: ``A;=1+1`` and a line of
# its own within a cell would be cells there, whatever quotes or spaces stand before the sign.
_FORMULA_INSIDE: Final = re.compile(rf"([;\t\r\n][\s\"]*)(?=[{re.escape(_SIGNS)}])")


def plain_text(text: object) -> str:
    """Text without the characters that no XML file may hold.

    Parameters
    ----------
    text
        From outside; anything but text is converted by ``str``.
    """
    return _NOT_XML.sub("", str(text))


def defuse(value: Any) -> Any:
    """A cell that is safe in any file: no forbidden characters, an apostrophe before all that would run as a formula.

    Programs take what begins with ``=``, ``+``, ``-`` or ``@`` for a formula, even behind a semicolon or a line break
    at which they split a cell: ``A;=1+1`` -> ``A;'=1+1``.

    Parameters
    ----------
    value
        A cell. Anything but text comes back as it is, and so does a harmless text.

    References
    ----------
    OWASP, CSV Injection: https://owasp.org/www-community/attacks/CSV_Injection
    """
    if not isinstance(value, str):
        return value
    if not _SUSPECT.search(value):
        return value
    text = plain_text(value)
    body = text.lstrip()
    before = text[: len(text) - len(body)]
    mark = "'" if body.startswith(tuple(_SIGNS)) or text.startswith(("\t", "\r")) else ""
    return mark + before + _FORMULA_INSIDE.sub(r"\1'", body)


def defuse_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """A copy in which no text, headings included, starts a formula when a spreadsheet opens it."""
    safe = table.copy()
    for column in safe.select_dtypes(exclude=["number", "bool", "boolean"]):
        # Most texts occur in many rows (names of areas above, sources, dates), and few have to be changed.
        changed = {text: defused for text in safe[column].unique() if (defused := defuse(text)) is not text}
        if changed:
            safe[column] = [changed.get(value, value) for value in safe[column]]
    return safe.rename(columns=defuse)
