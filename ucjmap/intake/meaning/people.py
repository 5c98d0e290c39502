"""People whom a note addresses: "Bu Ani" is a colleague, while "BU" is short for *badan usaha*, a company."""

import re
from typing import Final

from ucjmap.intake.meaning.vocabulary import vocabulary

# "Bu Ani", "bu Camat"; "BU" in capitals is no person.
_ADDRESSED: Final = re.compile(r"\b[Bb]u\b\.?(?:\s+([A-Z][\w'’]*))+")
# "tanya bu", "dari Bu": the word before tells that somebody is meant.
_SPOKEN_TO: Final = re.compile(
    r"\b(?:oleh|dari|ke|kepada|tanya|tanyakan|hubungi|kata|sama|izin|mohon|tolong|terima kasih|makasih)\s+[Bb]u\b", re.I
)
#: What a word has to speak to for "Bu Aktif" to be companies all the same.
_OF_FIGURES: Final = frozenset(("measure", "restriction", "segment", "unit", "plain"))


def without_people(text: str) -> str:
    """A note without the colleagues that it addresses as "Bu".

    Parameters
    ----------
    text
        With its capitals: "BU" and "Bu Aktif" stay, since they may be companies.

    Returns
    -------
    str
        "Sudah dicek oleh Bu Ani" is ``Sudah dicek oleh``.
    """
    rest = _ADDRESSED.sub(lambda match: match[0] if _is_of_figures(match[0]) else " ", text)
    return rest if text.isupper() else _SPOKEN_TO.sub(" ", rest)


def _is_of_figures(addressed: str) -> bool:
    first = " ".join(addressed.split()[1:2])
    wordings = (vocabulary().read(first, heading=heading) for heading in (True, False))
    return any(term.claim in _OF_FIGURES for wording in wordings for term in wording.terms)
