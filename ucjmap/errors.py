"""Every error that a user can meet, in one family per object that can be bad.

A bad row is data (a line of a report); a bad file, setting or store is one of these exceptions. ``message`` and
``hint`` are English templates with named placeholders and at the same time the keys of the translation catalogue,
so that one error reads the same on the command line, in a page and in an HTTP answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass


def N_(text: str) -> str:
    """Mark ``text`` for the translation catalogue without translating it.

    Parameters
    ----------
    text
        English key with ``{placeholders}``; written out in the code, where the extraction can see it.

    Returns
    -------
    str
        The same text.
    """
    return text


class UCJMapError(Exception):
    """Something that the user can put right.

    Parameters
    ----------
    code
        Stable word for scripts and tests, such as ``"truncated_shapefile"``.
    message
        What is wrong, where, how many; English template with ``{placeholders}``.
    hint
        The next step; English template too.
    details
        The values of the placeholders.
    """

    def __init__(self, code: str, message: str, hint: str = "", /, **details: object) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details
        super().__init__(code)

    def __str__(self) -> str:
        """English text, message and hint."""
        return " ".join(part.format(**self.details) for part in (self.message, self.hint) if part)


class UsageError(UCJMapError):
    """A question that makes no sense: an unknown area, indicator, level or date."""


class SettingsError(UCJMapError):
    """A setting is unusable."""


class BoundariesError(UCJMapError):
    """A boundary file is refused whole."""


MEND_THE_FILE = N_("Mend the file, or ask its issuer, and load it again.")


@dataclass(frozen=True)
class Question:
    """Something about a file as a whole that a person has to settle before anything is stored.

    ``text`` is an English template, ``assume`` the words for ``--assume`` that settle it; none where only the file
    itself can be corrected.
    """

    key: str
    text: str
    details: Mapping[str, object]
    assume: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text.format(**self.details)


class OpenQuestionError(BoundariesError):
    """Witnesses of a file contradict each other; nothing is stored until somebody says which one is right."""

    def __init__(self, *questions: Question) -> None:
        first = questions[0]
        hint = N_("Look at the file, and say so if it is true: --assume {assume}.") if first.assume else MEND_THE_FILE
        super().__init__(first.key, first.text, hint, **{**first.details, "assume": " | ".join(first.assume)})
        self.questions = questions


class IntakeError(UCJMapError):
    """A coverage or target file is refused whole."""


class MatchingError(UCJMapError):
    """Matching cannot run, for example because the store knows no areas."""


class StoreError(UCJMapError):
    """The store cannot be opened, read or written."""


class RenderingError(UCJMapError):
    """A map cannot be drawn."""


class AccessError(UCJMapError):
    """Somebody asks for what he may not do, or where he may not be."""


#: Message and next step of a refused change, and what a page says where something cannot be changed.
READ_ONLY = (
    N_("Read only: nothing can be changed from here."),
    N_("Data are changed at the machine that runs UCJMap, or by its administrator."),
)


@dataclass(frozen=True)
class Outcome:
    """How an error leaves the process: exit code of the command line, status of an HTTP answer."""

    exit_code: int
    http_status: int


_OUTCOMES: dict[type[UCJMapError], Outcome] = {
    UsageError: Outcome(2, 404),
    SettingsError: Outcome(4, 500),
    BoundariesError: Outcome(3, 422),
    IntakeError: Outcome(3, 422),
    MatchingError: Outcome(3, 422),
    StoreError: Outcome(4, 503),
    RenderingError: Outcome(4, 500),
    AccessError: Outcome(4, 403),
}


def outcome_of(error: UCJMapError) -> Outcome:
    """Exit code and HTTP status of ``error``, from the one table that command line and routes share.

    Parameters
    ----------
    error
        One of the families above, or of a class derived from one.

    Returns
    -------
    Outcome
        That of its nearest family; 4 and 500 for an error of none.
    """
    return next((_OUTCOMES[kind] for kind in type(error).mro() if kind in _OUTCOMES), Outcome(4, 500))
