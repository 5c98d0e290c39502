"""A story told today: the figures of each view are computed again and compared with those of the day it was written."""

from dataclasses import asdict, dataclass
from typing import Final

from ucjmap.api.areas import area_tree
from ucjmap.api.maps import (
    Line,
    MapAnswer,
    answer_map,
    read_address,
    say_origin,
    say_own_figure,
    settle_dates,
    write_address,
)
from ucjmap.api.stories.differences import Difference, compare_figures
from ucjmap.api.stories.story_views import Story, StoryView, figures_of
from ucjmap.errors import N_, UCJMapError
from ucjmap.render import Mark
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_date, say_error

#: Parts of a question that decide its figure; the others decide how it is shown.
_DECISIVE: Final = frozenset({"area", "level", "indicator", "segment", "measure", "target", "date"})


@dataclass(frozen=True)
class ToldView:
    """A view with its answer of today.

    ``answer`` is None where there is none any more, and ``problem`` says why. ``marks`` are those whose area is drawn,
    ``missing`` says which are not; ``differences`` are those of each area since the view was written.
    """

    view: StoryView
    lang: Lang
    answer: MapAnswer | None
    problem: str
    marks: tuple[Mark, ...]
    missing: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def title(self) -> str:
        """The sentence, or what the map is called where there is none."""
        named = self.answer.title if self.answer else self.view.figures[0].name
        return self.view.sentence or named

    @property
    def changes(self) -> tuple[str, ...]:
        """What is not as it was when the view was written, a sentence for each area."""
        return tuple(difference.words for difference in self.differences if difference.words)

    @property
    def origin_then(self) -> Line | None:
        """Dates and sources of the view's own figure on the day it was written; None where none were kept."""
        own, written = self.view.figures[0], say_date(self.lang, self.view.written_on)
        if not own.sources:
            return None
        label = say(self.lang, N_("When written ({date})"), date=written)
        return say_origin(self.lang, label, asdict(own), own.sources, is_simulated=own.is_simulated)

    @property
    def remarks(self) -> tuple[str, ...]:
        """All that has to be said beside the view: why it has no map, what has changed, which marks are missing."""
        if self.problem:
            return (self.problem,)
        return (*self.changes, *self.missing)

    @property
    def summary(self) -> str:
        """Whether the figures are those of the day it was written."""
        date = say_date(self.lang, self.view.written_on)
        if self.problem:
            return say(self.lang, N_("Written on {date}; cannot be computed any more."), date=date)
        if self.changes:
            return say(self.lang, N_("Written on {date}; figures have changed since."), date=date)
        return say(self.lang, N_("Written on {date}; the figures are the same today."), date=date)


def tell_story(store: Store, story: Story, *, lang: Lang) -> tuple[ToldView, ...]:
    """Every view of a story, told today.

    Parameters
    ----------
    lang
        Of the words; a story has none of its own.

    Returns
    -------
    tuple of ToldView
        In the order of the story, those that cannot be shown any more included.
    """
    return tuple(tell_view(store, view, lang=lang) for view in story.views)


def tell_view(store: Store, view: StoryView, *, lang: Lang) -> ToldView:
    """One view, answered again and compared with the day it was written.

    Parameters
    ----------
    lang
        Of the words; a view has none of its own.

    Returns
    -------
    ToldView
        Where the view cannot be answered any more, it says why and has no answer: another map is never shown instead.
    """
    asked, strange = read_address(view.question, area_tree(store), default_lang=lang)
    asked, left_out = settle_dates(store, asked)
    lost = [*strange, *left_out]
    if any(part.partition("=")[0] in _DECISIVE for part in strange):
        words = N_("This view cannot be shown any more: {parts} is not known to the data of today.")
        return _untold(view, lang, say(lang, words, parts=", ".join(strange)))
    try:
        answer = answer_map(store, asked)
    except UCJMapError as error:
        return _untold(view, lang, say_error(lang, error))
    left = [say(lang, N_("Left out, because it is not known any more: {part}."), part=part) for part in lost]
    shapes = answer.areas.columns["has_shape"]
    drawn = tuple(mark for mark in view.marks if mark.code in answer.areas.places)
    marks = tuple(mark for mark in drawn if shapes[answer.areas.places[mark.code]])
    missing = [_say_missing(lang, view, mark, is_known=mark in drawn) for mark in view.marks if mark not in marks]
    now = figures_of(answer, view.marks)
    return ToldView(view, lang, answer, "", marks, (*missing, *left), compare_figures(lang, view, now))


def _untold(view: StoryView, lang: Lang, problem: str) -> ToldView:
    return ToldView(view, lang, None, problem, (), (), ())


def _say_missing(lang: Lang, view: StoryView, mark: Mark, *, is_known: bool) -> str:
    names = {figure.code: figure.name for figure in view.figures}
    area = names.get(mark.code, mark.code)
    words = N_("The mark on {area} is not drawn: the area is not on this map any more.")
    if is_known:
        words = N_("The mark on {area} is not drawn: the area has no polygon.")
    return say(lang, words, area=area)


def own_figure(answer: MapAnswer) -> tuple[str, ...]:
    """The figure of a view's own area in words, with its counts and date.

    Returns
    -------
    tuple of str
        Whole sentences, in the language of the answer; without data one that says so.
    """
    return tuple(say_own_figure(answer))


def say_marks(told: ToldView) -> str:
    """The marks of a view in words, for those who cannot see them.

    Returns
    -------
    str
        One sentence about the marks that are drawn, in their order; empty without any.
    """
    names = {} if told.answer is None else dict(zip(told.answer.areas.codes, told.answer.areas.names, strict=True))
    kinds = {"arrow": N_("arrow to {area}"), "circle": N_("circle around {area}"), "label": N_("label on {area}")}
    parts = (
        ": ".join(filter(None, [say(told.lang, kinds[mark.kind], area=names.get(mark.code, mark.code)), mark.text]))
        for mark in told.marks
    )
    return say(told.lang, N_("Marks: {marks}."), marks="; ".join(parts)) if told.marks else ""


def step_address(store: Store, story: Story, view: StoryView, *, lang: Lang) -> dict[str, str]:
    """The map's address that shows a view as a step of its story.

    Parameters
    ----------
    lang
        Language of the map that opens.

    Returns
    -------
    dict
        Parameters of the address: those of the view, ``story`` (its key) and ``step`` (the number of the view).
    """
    asked, _ = read_address(view.question, area_tree(store), default_lang=lang)
    return {**write_address(asked), "story": story.key, "step": str(view.number)}
