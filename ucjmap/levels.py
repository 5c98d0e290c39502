"""Names of administrative levels and of kinds of area, for people."""

from typing import Final

from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.words import Lang, say

#: Name of one area of a level; keys of the catalogue.
LEVEL_NAMES: Final[dict[Level, str]] = {
    "adm0": N_("Whole country"),
    "adm1": N_("Province"),
    "adm2": N_("Kabupaten/kota"),
    "adm3": N_("Kecamatan"),
    "adm4": N_("Desa/kelurahan"),
}
#: Of several, where English has another word for them.
_PLURALS: Final[dict[Level, str]] = {"adm1": N_("Provinces")}
_KIND_NAMES: Final = {
    "negara": N_("Country"),
    "provinsi": LEVEL_NAMES["adm1"],
    "kabupaten": N_("Kabupaten"),
    "kota": N_("Kota"),
    "kecamatan": LEVEL_NAMES["adm3"],
    "desa": N_("Desa"),
    "kelurahan": N_("Kelurahan"),
    "desa adat": N_("Desa adat"),
}


def level_name(lang: Lang, level: Level, *, several: bool = False) -> str:
    """Name of a level: ``Province`` for one area of it, ``Provinces`` for ``several``.

    Parameters
    ----------
    lang
        The language of the reader.
    level
        The level; ``adm0`` is the whole country.
    several
        Whether more areas than one are named. Indonesian has one word for both.
    """
    return say(lang, (_PLURALS if several else {}).get(level, LEVEL_NAMES[level]))


def kind_name(lang: Lang, kind: str) -> str:
    """Name of a kind of area as ``codes.kind_of`` tells it; a kind that is unknown stays as it is.

    Parameters
    ----------
    lang
        The language of the reader.
    kind
        Such as ``kota`` or ``desa adat``, in small letters.
    """
    return say(lang, _KIND_NAMES.get(kind, kind))
