"""The words that offices use, read from ``data/vocabulary.csv``, and what a text says by them."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ucjmap.errors import N_, SettingsError
from ucjmap.intake.profiles import load_profiles
from ucjmap.settings import PROJECT

_FILE: Final = PROJECT / "data" / "vocabulary.csv"
# Marks that part words in headings: "PESERTA/PEKERJA (ORANG)".
_MARKS = re.compile(r"[_\-./\\()\[\]:;,*\"'&+\n\r\t]+")
# "b.p.u.", "p.u": one word, written with dots.
_DOTTED = re.compile(r"\b(?:[a-z]\.)+[a-z]\b\.?")
_DIGITS = re.compile(r"\d+")
#: Lone letters of "Lampiran B", "Tabel IV", "(c = a / b)"; any other may be an abbreviation, as in "PESERTA (P)".
_LIST_MARKS: Final = frozenset("abcdeivx")

#: Claims that the words of a line may speak to. A ``restriction`` says that the figures are not all participants or
#: workers; the others tell what they are; ``letterhead`` and ``signature`` begin lines of an office about itself, whose
#: other words are not looked at; ``plain`` words say nothing.
CLAIMS: Final = frozenset(
    (
        "segment",
        "restriction",
        "sex_pair",
        "programme_all",
        "unit",
        "issuer",
        "not_as_of",
        "measure",
        "person",
        "letterhead",
        "signature",
        "plain",
        "indicator",
    )
)
PLACES: Final = frozenset(("", "heading", "end", "text"))


def normalise_heading(text: str) -> str:
    """A heading as it is compared: in lower case, without marks, one space between words.

    Returns
    -------
    str
        ``%`` becomes the word ``persen``, ``‰`` the word ``permil``, ``B.P.U.`` the word ``bpu``.
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("%", " persen ").replace("‰", " permil ")
    return " ".join(_MARKS.sub(" ", _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", plain)).split())


@dataclass(frozen=True)
class Term:
    """A line of the vocabulary by one of its words: it speaks to ``claim`` with ``value`` where ``place`` allows."""

    claim: str
    value: str
    words: str
    place: str = ""


@dataclass(frozen=True)
class Wording:
    """What a text says: its known terms from left to right, and the words that nobody explained."""

    terms: tuple[Term, ...]
    unknown: tuple[str, ...]

    def values(self, claim: str) -> tuple[str, ...]:
        """Different values that the text gives to a claim.

        Parameters
        ----------
        claim
            One of ``CLAIMS``.

        Returns
        -------
        tuple of str
            In the order in which they stand; empty where no word speaks to it.
        """
        return tuple(dict.fromkeys(term.value for term in self.terms if term.claim == claim))

    def words(self, claim: str) -> str:
        """The words that speak to ``claim``, for people.

        Returns
        -------
        str
            Different ones as the vocabulary writes them, with commas between.
        """
        return ", ".join(dict.fromkeys(term.words for term in self.terms if term.claim == claim))

    def __add__(self, other: "Wording") -> "Wording":
        return Wording((*self.terms, *other.terms), (*self.unknown, *other.unknown))

    def starts_with(self, claim: str) -> bool:
        """Whether the first words that the vocabulary knows speak to ``claim``.

        Returns
        -------
        bool
            False where it knows none of them.
        """
        return bool(self.terms) and self.terms[0].claim == claim

    @property
    def says_something(self) -> bool:
        """Whether any of its words is more than a plain one such as "data" or "rekap"."""
        return bool(self.unknown) or any(term.claim != "plain" for term in self.terms)

    @property
    def restrictions(self) -> tuple[str, ...]:
        """What restricts the figures: both sexes together restrict nothing, nor does the head beside the other officials."""
        values = self.values("restriction")
        if "both" in self.values("sex_pair") or {"men", "women"} <= set(values):
            values = tuple(value for value in values if value not in {"men", "women"})
        if "aparat" in self.values("person"):
            values = tuple(value for value in values if value != "village_head")
        return values


class Vocabulary:
    """Terms by their words; the longest that fit are taken."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, list[Term]] = {}
        for term in terms:
            self._terms.setdefault(term.words, []).append(term)
        self._longest = max((len(words.split()) for words in self._terms), default=1)

    def read(self, text: str, *, heading: bool) -> Wording:
        """What ``text`` says; ``heading`` tells a heading from a title, a name of a sheet or a note."""
        terms: list[Term] = []
        unknown: list[str] = []
        for word, term in self.parse(text, heading=heading):
            if term is not None:
                terms.append(term)
            elif not _is_number(word) or (len(word) == 1 and word.isalpha() and word not in _LIST_MARKS):
                unknown.append(word)
        return Wording(tuple(terms), tuple(unknown))

    def parse(self, text: str, *, heading: bool) -> Iterator[tuple[str, Term | None]]:
        """The words of ``text`` from left to right, each run of known ones with its term."""
        words = normalise_heading(text).split()
        position = 0
        while position < len(words):
            term, length = self._at(words, position, heading=heading)
            yield " ".join(words[position : position + length]), term
            position += length

    def _at(self, words: list[str], position: int, *, heading: bool) -> tuple[Term | None, int]:
        for length in range(min(self._longest, len(words) - position), 0, -1):
            phrase = " ".join(words[position : position + length])
            # "sheet1" is a line of its own, written "sheet#".
            numbered = self._terms.get(_DIGITS.sub("#", phrase), ()) if length == 1 else ()
            for term in self._terms.get(phrase, numbered):
                if _fits(term.place, heading=heading, at_end=position + length == len(words)):
                    return term, length
        return None, 1


def _fits(place: str, *, heading: bool, at_end: bool) -> bool:
    if place == "end":
        return heading and at_end
    return not place or (place == "heading") == heading


def _is_number(word: str) -> bool:
    """Whether a word is a figure, a numeral such as the ``II`` of a quarter, or a lone letter beside or without one."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) < 2 or bool(re.fullmatch(r"[ivx]+", "".join(letters)))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of ``data/vocabulary.csv``, with the phrases that the profiles of sources explain; read once a process.

    Returns
    -------
    Vocabulary
        Reads texts by its terms.

    Raises
    ------
    SettingsError
        A line of the file is no line of a vocabulary.
    """
    phrases = [text for profile in load_profiles().values() for text in profile.explains]
    return Vocabulary([*read_terms(_FILE), *(Term("plain", "plain", normalise_heading(text)) for text in phrases)])


def read_terms(path: Path) -> Iterator[Term]:
    """Terms of a vocabulary file, one for each of its words.

    Raises
    ------
    SettingsError
        A line names a claim or a place that nothing reads, or has no words or no example.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.DictReader(line for line in stream if not line.startswith("#"))
        for number, line in enumerate(lines, start=1):
            words = [normalise_heading(text) for text in (line["words"] or "").split("|")]
            if line["claim"] not in CLAIMS or line["place"] not in PLACES or not all(words) or not line["example"]:
                raise SettingsError(
                    "bad_vocabulary",
                    N_("Line {number} of {file} is no line of the vocabulary: {line}."),
                    N_("Use the claims and places that its first lines name, words, and an example."),
                    number=number,
                    file=path.name,
                    line=",".join(filter(None, line.values())),
                )
            for text in words:
                yield Term(line["claim"], line["value"], text, line["place"])
