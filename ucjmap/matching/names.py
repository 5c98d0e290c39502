"""Names of areas, read the way an official reads them.

Three strengths of sameness are kept apart. Two texts with one *key* are the same name written differently (case,
spacing, ``Sei``/``Sungai``, ``II``/``2``/``Dua``, doubled letters). Two names with one *bare* key differ at most by a
word such as ``Kampung`` or ``Kota`` that can be an administrative prefix or a part of the name. Two names with one
*sound* are spelled differently but spoken alike (``Bhakti``/``Bakti``, ``Seri``/``Sri``, ``Hilir``/``Ilir``).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ucjmap.matching.numerals import number_words, numbers_in, roman_value

#: Names kept in memory: all the different ones of the country, and those of a long list besides.
KEPT: Final = 100_000
#: Prefixes that say only what kind of area it is; they are dropped in front of a name.
_KIND_WORDS: Final = frozenset(
    [
        "provinsi",
        "propinsi",
        "prov",
        "prop",
        "kabupaten",
        "kab",
        "kecamatan",
        "kec",
        "kcamatan",
        "desa",
        "ds",
        "kelurahan",
        "kel",
        "keluarahan",
        "distrik",
        "kapanewon",
        "kemantren",
        "administrasi",
        "adm",
    ]
)
#: Words that are a kind of area in one place and part of a name in another; dropped only for the bare key.
_MAYBE_KIND_WORDS: Final = frozenset(
    [
        "kota",
        "kotamadya",
        "kodya",
        "gampong",
        "gampoeng",
        "gp",
        "nagari",
        "kampung",
        "kampong",
        "pekon",
        "negeri",
        "lembang",
        "dusun",
        "tiuh",
        "ohoi",
        "banua",
        "huta",
        "jorong",
        "upt",
        "trans",
        "transmigrasi",
    ]
)
_ANY_KIND_WORDS: Final = _KIND_WORDS | _MAYBE_KIND_WORDS

#: Abbreviations with one meaning all over the country. Those with several (``S.``, ``Tl.``, ``P.``) are left to
#: ``likeness``, which compares them with the names that are really there.
_SHORT_FORMS: Final = {
    "sei": "sungai",
    "sie": "sungai",
    "sungei": "sungai",
    "sngai": "sungai",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tg": "tanjung",
    "tjung": "tanjung",
    "tanjong": "tanjung",
    "sp": "simpang",
    "spg": "simpang",
    "smpg": "simpang",
    "bt": "batu",
    "btg": "batang",
    "gn": "gunung",
    "gng": "gunung",
    "gunong": "gunung",
    "kp": "kampung",
    "kmp": "kampung",
    "kpg": "kampung",
    "kampong": "kampung",
    "lb": "lubuk",
    "lbk": "lubuk",
    "ps": "pasar",
    "psr": "pasar",
    "pd": "padang",
    "pdg": "padang",
    "tlk": "teluk",
    "tlg": "talang",
    "pkl": "pangkalan",
    "pgk": "pangkal",
    "perk": "perkebunan",
    "kep": "kepulauan",
    "pl": "pulau",
    "mns": "meunasah",
    "tgk": "teungku",
    "dsn": "dusun",
    "dlm": "dalam",
    "bdr": "bandar",
    "utr": "utara",
    "sltn": "selatan",
    "sel": "selatan",
    "tmr": "timur",
    "brt": "barat",
    "tgh": "tengah",
    "kt": "kuta",
}

#: The kind of area that a word in front of a name states; it tells homonyms apart (``Kab. Bogor``, ``Kota Bogor``).
_CLAIMS: Final = {
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "kodya": "kota",
    "desa": "desa",
    "ds": "desa",
    "kelurahan": "kelurahan",
    "kel": "kelurahan",
}

_WORDS: Final = re.compile(r"[a-z]+|\d+")  # "Sungai Raya 2" is three words
_QUOTES: Final = re.compile(r"[\"'`´‘’ʻʼ“”*]")  # "Ma'u", "Ma’u" and "Ma`u" are one name
_DOUBLED: Final = re.compile(r"([a-z])\1+")  # "Mattoangin" and "Matoangin"
_PARENTHESES: Final = re.compile(r"[(\[{][^)\]}]*[)\]}]")  # "Sambas (Kota)", "Jawai [lama]"


@lru_cache(maxsize=KEPT)
def _canonical_word(word: str) -> str:
    """One word in its full form: abbreviation written out, digits and roman numerals as Indonesian number words."""
    if word.isdigit():
        return number_words(int(word)) if int(word) < 100 else word.lstrip("0")
    roman = roman_value(word)
    if roman is not None:
        return number_words(roman)
    return _SHORT_FORMS.get(word, word)


def _plain(text: str) -> str:
    """Lower case, no accents, no quotes."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _QUOTES.sub("", text).lower()


@lru_cache(maxsize=KEPT)
def words_in(text: str) -> tuple[str, ...]:
    """Words of ``text`` in full form, leading kind words dropped as long as a word remains."""
    raw = _WORDS.findall(_plain(text))
    start = 0
    while start < len(raw) - 1 and raw[start] in _KIND_WORDS:
        start += 1
    return tuple([_canonical_word(word) for word in raw[start:]])


def _join(words: tuple[str, ...]) -> str:
    return _DOUBLED.sub(r"\1", "".join(words))


@lru_cache(maxsize=KEPT)
def normalise_name(text: str) -> str:
    """The key of a name: equal for two texts that are one name written differently.

    Lower case without accents, quotes, spaces and hyphens; kind words in front (``Kab.``, ``Kec.``, ``Desa``, ...)
    dropped; abbreviations written out; digits, roman numerals and number words as words; doubled letters single.
    Applying it twice changes nothing. ``Kota``, ``Kampung``, ``Gampong`` and the like stay, because they are
    often part of the name: ``read_name`` gives the key without them beside this one.

    Examples
    --------
    >>> normalise_name("Kec. Sei  Nyirih II")
    'sungainyirihdua'
    """
    return _stable(_join(words_in(text)))


def _stable(key: str) -> str:
    """Repeat until nothing changes: joined words can be an abbreviation (``s ei``), though none longer than eight."""
    while not (len(key) > 8 and key.isalpha()):
        again = _join(words_in(key))
        if again == key:
            break
        key = again
    return key


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the forms that are compared."""

    text: str
    words: tuple[str, ...]
    key: str
    bare: str
    sound: str
    numbers: tuple[int, ...]
    kind: str


def _kind_in(raw: list[str]) -> str:
    """Kind of area that the text states in front of the name, if any."""
    for word in raw[:2]:
        if word in _CLAIMS:
            return _CLAIMS[word]
    return ""


def bare_key(text: str) -> str:
    """Key without leading words that may be a kind of area (``Kota``, ``Kampung``, ``Gampong``, ...)."""
    words = words_in(text)
    start = 0
    while start < len(words) - 1 and words[start] in _ANY_KIND_WORDS:
        start += 1
    return _stable(_join(words[start:])) if start else normalise_name(text)


#: Patterns that are replaced one after the other.
_SOUND_STEPS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("oe", "u"),  # Soekarame, Sukarame
        ("dj", "j"),  # Djambi, Jambi
        ("tj", "c"),  # Tjiawi, Ciawi
        ("sj|sy", "s"),  # Sjariah, Syariah
        ("h", ""),  # Hilir, Ilir; Bhakti, Bakti
        ("[yj](?=i)|y", "i"),  # Mulya, Mulia
        ("[fv]", "p"),  # Fajar, Pajar
        ("z", "s"),  # Zam-zam, Sam-sam
        ("q|ck|c(?=[ou])", "k"),  # Qur, Kur; Maccopa, Makkopa
        ("(?<=[aiueo])w(?=[u])|(?<=u)w(?=[aeo])", ""),  # Buwah, Buah
        ("e", ""),  # Seri, Sri
        (r"([a-z])\1+", r"\1"),
    )
)


@lru_cache(maxsize=KEPT)
def sound_of(key: str) -> str:
    """Spelling variants of one sound made equal: old spelling, silent ``h``, ``y``/``i``, ``f``/``p``, mute ``e``."""
    for pattern, replacement in _SOUND_STEPS:
        key = pattern.sub(replacement, key)
    return key


@lru_cache(maxsize=KEPT)
def read_name(text: str) -> Name:
    """All forms of ``text`` that matching compares.

    Parameters
    ----------
    text
        A name as a file or the register has it. The same text is read once.

    Returns
    -------
    Name
        Every form is empty text where there is no letter and no digit.
    """
    words = words_in(text)
    key = normalise_name(text)
    return Name(
        text=text,
        words=tuple(_DOUBLED.sub(r"\1", word) for word in words),
        key=key,
        bare=bare_key(text),
        sound=sound_of(key),
        numbers=numbers_in(words),
        kind=_kind_in(_WORDS.findall(_plain(text))),
    )


def without_brackets(text: str) -> str:
    """``text`` without what stands in brackets: ``Sukamaju (Sp5,7)`` -> ``Sukamaju``; unchanged if nothing remains.

    Parameters
    ----------
    text
        A name; round, square and curly brackets count.
    """
    return _PARENTHESES.sub(" ", text).strip() or text


def name_parts(text: str) -> list[str]:
    """The names in a text that gives two for one area: ``Wamesa I / Idoor`` -> ``Wamesa I``, ``Idoor``."""
    parts = [part.strip() for part in re.split(r"[/;]|\batau\b|\balias\b", without_brackets(text))]
    return [part for part in parts if len(part) > 2]
