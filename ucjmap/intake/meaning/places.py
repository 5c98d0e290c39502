"""Names of areas in titles, sheet names and notes: they say where, and nothing about the figures."""

from collections.abc import Callable
from typing import Final

from ucjmap.codes import Level
from ucjmap.intake.meaning.vocabulary import normalise_heading, vocabulary

#: Level of the area that a phrase names, the highest if several; None where it names none.
PlaceOf = Callable[[str], Level | None]

_LONGEST: Final = 5
_UPPER: Final = ("adm1", "adm2")
LEVEL_WORDS: Final = frozenset(
    [
        "provinsi",
        "propinsi",
        "prov",
        "kabupaten",
        "kab",
        "kota",
        "kecamatan",
        "kec",
        "distrik",
        "desa",
        "kelurahan",
        "kel",
        "kampung",
        "nagari",
        "gampong",
    ]
)


def no_places(_phrase: str) -> Level | None:
    """Where no register is at hand no phrase is the name of an area.

    Returns
    -------
    None
        Whatever the phrase.
    """
    return None


def without_places(text: str, place_of: PlaceOf) -> str:
    """``text`` as it is compared, each name of an area replaced by the word ``wilayah``.

    Kecamatan and desa have names such as Mandiri or Baru: these count only behind "kecamatan" or "desa" or by
    themselves.

    Parameters
    ----------
    place_of
        Tells the level of the area that a phrase names. Names have five words at most; a word that says something about
        figures is never taken for one.

    Returns
    -------
    str
        Normalised words ("Peserta Kab. Sambas" is ``peserta kab wilayah``).
    """
    words = normalise_heading(text).split()
    kept: list[str] = []
    position = 0
    while position < len(words):
        length = _length_of_place(words, position, place_of)
        kept.append("wilayah" if length else words[position])
        position += max(length, 1)
    return " ".join(kept)


def _length_of_place(words: list[str], position: int, place_of: PlaceOf) -> int:
    named = position > 0 and words[position - 1] in LEVEL_WORDS
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        phrase = words[position : position + length]
        if phrase[0] in LEVEL_WORDS and length > 1:
            continue
        if not all(vocabulary().read(" ".join(phrase), heading=heading).unknown for heading in (True, False)):
            continue  # "baru" says something, though Kotabaru may be called so
        level = place_of(" ".join(phrase))
        if level in _UPPER or (level is not None and (named or length == len(words))):
            return length
    return 0
