"""What people write into a story, made plain and held to its lengths: names, sentences, marks."""

from collections.abc import Sequence
from dataclasses import replace

from ucjmap.api.stories.story_views import LONGEST_MARK, LONGEST_NAME, LONGEST_SENTENCE, MOST_MARKS
from ucjmap.errors import N_, UsageError
from ucjmap.render import MARK_KINDS, Mark


def _plain(text: str) -> str:
    """One line without control signs, which would reach slides and addresses."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _check_length(text: str, longest: int) -> str:
    text = _plain(text)
    if len(text) > longest:
        raise UsageError(
            "text_too_long",
            N_("A text of {length} characters is too long here."),
            N_("Write at most {longest} characters."),
            length=len(text),
            longest=longest,
        )
    return text


def check_name(name: str) -> str:
    """The name of a story on one line; one that is empty or too long is refused."""
    name = _check_length(name, LONGEST_NAME)
    if not name:
        raise UsageError("bad_story_name", N_("A story needs a name."), N_("Write what it is about, in a few words."))
    return name


def check_sentence(sentence: str) -> str:
    """The sentence of a view on one line; one that is too long is refused."""
    return _check_length(sentence, LONGEST_SENTENCE)


def check_marks(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of a view, their texts on one line; what makes no sense is refused."""
    if len(marks) > MOST_MARKS:
        raise bad_mark(N_("A view has at most {most} marks."), most=MOST_MARKS)
    checked = tuple(replace(mark, text=_check_length(mark.text, LONGEST_MARK)) for mark in marks)
    for mark in checked:
        if mark.kind not in MARK_KINDS:
            raise bad_mark(N_("There is no mark of the kind {kind}."), kind=mark.kind)
        if mark.kind == "label" and not mark.text:
            raise bad_mark(N_("A label needs words."))
    return checked


def bad_mark(message: str, **details: object) -> UsageError:
    """The refusal of a mark, for the reason that ``message`` gives."""
    return UsageError("bad_mark", message, N_("Change the marks and save again."), **details)
