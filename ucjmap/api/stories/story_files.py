"""A story as slides or as a PDF: a cover, a page for each view, and its figures then and now in a table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from ucjmap.api.briefing import file_name
from ucjmap.api.maps import Dressing, MapAnswer, make_frame, make_locator, make_map_page, open_document
from ucjmap.api.stories.differences import Difference, say_counts, say_day, say_value, say_way
from ucjmap.api.stories.keeping import read_story
from ucjmap.api.stories.story_views import DayFigure, Story
from ucjmap.api.stories.telling import ToldView, say_marks, tell_story
from ucjmap.errors import N_, UsageError
from ucjmap.files import PDF, PPTX, FileFormat, format_of
from ucjmap.render.static import Align, Frame, MapPage, PageContent, PaperName, TablePage, TextPage
from ucjmap.settings import get_settings, is_web_address
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date

STORY_FORMATS: Final = (PPTX, PDF)
#: Most remarks beside a map; the table has all of them.
_BESIDE: Final = 2


def story_link(public_url: str, key: str) -> str:
    """Address of a story, for paper and slides.

    Parameters
    ----------
    public_url
        Where the installation is reached from outside.
    key
        The story's.

    Returns
    -------
    str
        Empty where ``public_url`` is no address of a web page.
    """
    return f"{public_url.rstrip('/')}/cerita?{urlencode({'story': key})}" if is_web_address(public_url) else ""


def story_file_name(story: Story, format_: FileFormat, date: str) -> str:
    """Name for a file of a story.

    Parameters
    ----------
    date
        ISO date on which the file is made.

    Returns
    -------
    str
        ``cerita-NAME-DATE.ENDING`` in letters, digits, dots and hyphens, safe on every system.
    """
    return file_name("", story.name, date, format_.suffix, kind="cerita")


def make_story_file(
    store: Store,
    key: str,
    format_: FileFormat | str,
    *,
    lang: Lang,
    paper: PaperName | None = None,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    on_page: Callable[[int], None] | None = None,
) -> bytes:
    """A story as slides or as a PDF, with the figures of today.

    A cover, a page for each view that can be shown, and a table of all figures then and now.

    Parameters
    ----------
    format_
        One of ``STORY_FORMATS``, or its key.
    lang
        Of the whole file; a story has none of its own.
    paper
        Size of a PDF, A4 by default; slides have their own.
    dressing
        Office, logo, address of the installation, and the template of the slides.
    on_page
        Called with the number of pages done; may raise to cancel.

    Returns
    -------
    bytes
        Content of the file.

    Raises
    ------
    UsageError
        There is no such story, none of its views can be shown, or the format, logo or template makes no sense.
    """
    form = format_ if isinstance(format_, FileFormat) else format_of(format_, STORY_FORMATS)
    story = read_story(store, key)
    told = tell_story(store, story, lang=lang)
    answers = [view.answer for view in told if view.answer is not None]
    if not answers:
        raise UsageError(
            "empty_story",
            N_("The story {name} has no view that could be shown."),
            N_("Open the map and save a view to the story."),
            name=story.name,
        )
    document = open_document(form, paper, dressing, lang)
    for page in _pages(store, story, told, answers, dressing, is_slides=form == PPTX):
        document.add(page)
    return document.write(document.finish(), title=story.name, on_page=on_page)


def _pages(
    store: Store,
    story: Story,
    told: Sequence[ToldView],
    answers: Sequence[MapAnswer],
    dressing: Dressing,
    *,
    is_slides: bool,
) -> Iterator[PageContent]:
    frame = _story_frame(story, told, answers, dressing)
    place = make_locator(store, answers[0].area.code, answers[0].lang)
    yield TextPage(frame=frame, figures=(), sentences=tuple(_say_views(told)), locator=place)
    for number, view in enumerate(told, start=1):
        if view.answer is not None:
            page = _map_page(store, view, view.answer, number, dressing)
            # A view is one slide; its other figures are in what is said beside it.
            yield replace(page, figures=page.figures[:1], bars=()) if is_slides else page
    yield _then_and_now(frame, told, has_counts=not is_slides)


def _story_frame(story: Story, told: Sequence[ToldView], answers: Sequence[MapAnswer], dressing: Dressing) -> Frame:
    lang = told[0].lang
    frame = make_frame(answers[0], replace(dressing, title=story.name), beside=answers[1:])
    url = dressing.public_url or get_settings().public_url
    subtitle = say(lang, N_("{count} views, figures computed anew"), count=say_count(lang, len(told)))
    return replace(
        frame, subtitle=subtitle, link=story_link(url, story.key), headline=story.name, spoken=tuple(_say_views(told))
    )


def _say_views(told: Sequence[ToldView]) -> Iterator[str]:
    """What each view says; where it cannot be shown, why; then whether figures have changed."""
    for number, view in enumerate(told, start=1):
        label = say(view.lang, N_("View {number}"), number=say_count(view.lang, number))
        yield f"{label}: {view.title}. {view.problem}" if view.problem else view.title
    yield f"{_say_changed(told)}."


def _map_page(store: Store, told: ToldView, answer: MapAnswer, number: int, dressing: Dressing) -> MapPage:
    """The map of a view under its sentence, with its marks and what has changed since it was written."""
    page = make_map_page(store, answer, dressing)
    frame, alt = page.frame, " ".join(filter(None, [page.map.alt, say_marks(told)]))
    if told.view.sentence:
        frame = replace(frame, title=told.view.sentence, subtitle=f"{answer.title} · {frame.subtitle}")
        frame = replace(frame, headline=told.view.sentence)
    spoken = (*frame.spoken, told.summary, *_say_origin_then(told), *told.remarks)
    note = "\n".join(filter(None, [page.note, *_say_beside(told)]))
    chapter = f"{say_count(told.lang, number)}. {told.title}"
    return replace(
        page,
        frame=replace(frame, chapter=chapter, spoken=spoken),
        map=replace(page.map, marked=told.marks, alt=alt),
        older=None if page.older is None else replace(page.older, marked=told.marks),
        note=note,
    )


def _say_beside(told: ToldView) -> Iterator[str]:
    """What a reader of one page has to know of then and now; the rest is in the table at the end."""
    remarks = told.remarks
    if not remarks:
        yield told.summary
    yield from remarks[:_BESIDE]
    if (rest := len(remarks) - _BESIDE) > 0:
        words = N_("{count} more remarks: see the table at the end.")
        yield say(told.lang, words, count=say_count(told.lang, rest))


def _then_and_now(frame: Frame, told: Sequence[ToldView], *, has_counts: bool) -> TablePage:
    """Every figure of the story on the day it was written, and today; one row is one area of one view."""
    lang = told[0].lang
    title = say(lang, N_("The figures when written and today"))
    pairs = [
        (number, view, difference) for number, view in enumerate(told, start=1) for difference in _differences(view)
    ]
    changed = tuple(place for place, (_, _, difference) in enumerate(pairs) if difference.words)
    notes = [
        f"{say_count(lang, number)}: {words}"
        for number, view in enumerate(told, start=1)
        for words in (*_say_origin_then(view), *view.missing)
    ]
    figure = (N_("Counts"), N_("Data of")) if has_counts else (N_("Data of"),)
    heads = (N_("View"), N_("Area"), N_("Written on"), N_("Then"), *figure, N_("Now"), *figure, N_("Difference"))
    shares = (11, 21, 12) if has_counts else (14, 15)
    numbers: list[Align] = ["right"] * (2 * len(shares))
    aligns: tuple[Align, ...] = ("left", "left", "left", *numbers, "left")
    return TablePage(
        frame=replace(frame, title=f"{title}: {frame.title}", headline=_say_changed(told)),
        heads=tuple(say(lang, head) for head in heads),
        rows=tuple(_row(lang, number, view, difference, has_counts=has_counts) for number, view, difference in pairs),
        shares=(9, 26, 13, *shares, *shares, 19),
        aligns=aligns,
        note="\n".join(notes),
        picked=changed or tuple(range(len(pairs))),
        picked_words=say(lang, N_("All figures stand in the annex.")),
    )


def _say_changed(told: Sequence[ToldView]) -> str:
    """In how many views figures are not those of the day on which it was written."""
    lang, count = told[0].lang, sum(bool(view.changes) for view in told)
    if not count:
        return say(lang, N_("No figure has changed since it was written"))
    words = N_("In {count} of {all} views figures have changed since they were written")
    return say(lang, words, count=say_count(lang, count), all=say_count(lang, len(told)))


def _say_origin_then(told: ToldView) -> tuple[str, ...]:
    """Where the view's figure came from on the day it was written; nothing where that was not kept."""
    return (str(told.origin_then),) if told.origin_then else ()


def _differences(told: ToldView) -> tuple[Difference, ...]:
    return told.differences or tuple(Difference(figure, None, told.problem) for figure in told.view.figures)


def _row(lang: Lang, number: int, told: ToldView, one: Difference, *, has_counts: bool) -> tuple[str, ...]:
    written = say_date(lang, told.view.written_on, short=True)
    then = _cells(lang, one.then, has_counts=has_counts)
    now = ("–",) * len(then) if one.now is None else _cells(lang, one.now, has_counts=has_counts)
    way = say_way(lang, one.then, one.now) if one.now else say(lang, N_("not on this map"))
    return (say_count(lang, number), one.then.name, written, *then, *now, way)


def _cells(lang: Lang, figure: DayFigure, *, has_counts: bool) -> tuple[str, ...]:
    counts = (say_counts(lang, figure),) if has_counts else ()
    return (say_value(lang, figure), *counts, say_day(lang, figure) or "–")
