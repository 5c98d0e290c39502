"""The ledger of evidence: what a file says about its figures, and where it says so."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

State = Literal["settled", "open"]
Where = Literal["file", "sheet", "title", "note", "heading", "column", "cells", "numbers", "register", "typed"]

#: Which option answers a claim on the command line, by the key of the claim.
ANSWERS: Final[dict[str, str]] = {
    "segment": "--segment, --assume segment=KEY",
    "as_of": "--as-of-from title|column|typed",
    "restriction": "--assume restriction=none",
    "heading": "--assume heading=understood",
    "words": "--assume words=understood",
    "unit": "--assume unit=1|1000|1000000",
    "level": "--assume level=adm1|adm2|adm3|adm4",
    "issuer": "--assume issuer=bps|kemendagri",
    "population": "--assume population=ignore",
    "rate": "--assume rate=ignore",
}
#: Words that answer a claim, by claim.
ASSUMPTIONS: Final[dict[str, frozenset[str]]] = {
    "segment": frozenset(("all", "pu", "bpu", "jakon", "pmi")),
    "restriction": frozenset(("none",)),
    "heading": frozenset(("understood",)),
    "words": frozenset(("understood",)),
    "unit": frozenset(("1", "1000", "1000000")),
    "level": frozenset(("adm1", "adm2", "adm3", "adm4")),
    "issuer": frozenset(("bps", "kemendagri")),
    "population": frozenset(("ignore",)),
    "rate": frozenset(("ignore",)),
}


@dataclass(frozen=True)
class Witness:
    """A place of the file that speaks to a claim: what kind of place, which sheet, which cell, its words, what they say."""

    where: Where
    text: str
    value: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Claim:
    """What is held about a table; ``open`` where its witnesses contradict each other or were not understood."""

    key: str
    state: State
    values: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    question: str = ""
    typed: str = ""

    @property
    def details(self) -> dict[str, str]:
        """Placeholders of the question."""
        shown = dict.fromkeys(f"“{one.text}”" for one in self.witnesses if one.where != "typed")
        return {"values": ", ".join(self.values[:6]), "witnesses": "; ".join([*shown][:4]), "typed": self.typed}

    @property
    def detail(self) -> str:
        """The same placeholders as JSON, as the lines of a report keep them."""
        return json.dumps(self.details, ensure_ascii=False)

    @property
    def answer(self) -> str:
        """The option of the command line that answers this claim."""
        return ANSWERS.get(self.key, "")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON.

        Returns
        -------
        dict
            ``claim``, ``state``, ``values``, ``witnesses``; an open claim also has its ``question`` and ``answer``, the
            option of the command line that settles it.
        """
        plain: dict[str, Any] = {"claim": self.key, "state": self.state, "values": list(self.values)}
        plain["witnesses"] = [asdict(one) for one in self.witnesses]
        return {**plain, "question": self.question, "answer": self.answer} if self.state == "open" else plain


@dataclass(frozen=True)
class Ledger:
    """All claims about a file."""

    claims: tuple[Claim, ...] = ()

    @property
    def open(self) -> tuple[Claim, ...]:
        """Claims that have to be answered before anything is stored."""
        return tuple(claim for claim in self.claims if claim.state == "open")

    def with_claims(self, claims: Iterable[Claim]) -> "Ledger":
        """The same ledger with further claims.

        Returns
        -------
        Ledger
            Those behind its own.
        """
        return Ledger((*self.claims, *claims))


def settled(key: str, values: Iterable[str], witnesses: Iterable[Witness]) -> Claim:
    """A claim whose witnesses agree.

    Parameters
    ----------
    key
        What the claim is about: a key of ``ANSWERS`` or ``left_out``.
    values
        What is held.
    witnesses
        Where the file, or the user, says so.

    Returns
    -------
    Claim
        It asks nothing.
    """
    return Claim(key, "settled", tuple(values), tuple(witnesses))


def unsettled(
    key: str, question: str, values: Iterable[str], witnesses: Iterable[Witness], *, typed: str = ""
) -> Claim:
    """A claim that somebody has to answer.

    Parameters
    ----------
    key
        What the claim is about: a key of ``ANSWERS``.
    question
        One of the ``REASONS`` of a report.
    values
        What may be held, or the words that are not understood.
    witnesses
        Where the file says so.
    typed
        What the user typed, where the file contradicts that.

    Returns
    -------
    Claim
        Nothing is stored before it is settled.
    """
    return Claim(key, "open", tuple(values), tuple(witnesses), question, typed)
