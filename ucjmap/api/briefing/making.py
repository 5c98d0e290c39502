"""Making a briefing: one document about an area, from its cover to a page for each of the areas in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ucjmap.api.briefing.area_pages import cover_page, ranking_page, trend_pages
from ucjmap.api.briefing.plan import CHAPTERS, PARTS, BriefingPlan, Part
from ucjmap.api.briefing.villages import atlas_pages, unregistered_pages
from ucjmap.api.maps import Dressing, MapAnswer, answer_map, make_map_page, open_document
from ucjmap.errors import N_, UsageError
from ucjmap.render.static import PageContent, PaperName, Sheet, to_png
from ucjmap.schema import Progress, no_progress
from ucjmap.store import Store
from ucjmap.words import say


@dataclass(frozen=True)
class Briefing:
    """A document as the content of a file, its sheets, and whether the area has any data."""

    content: bytes
    sheets: tuple[Sheet, ...]
    has_data: bool


def make_briefing(
    store: Store,
    plan: BriefingPlan,
    format_: str,
    *,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    progress: Progress = no_progress,
) -> Briefing:
    """The document of a plan.

    Parameters
    ----------
    plan
        Area, figure and parts.
    format_
        Key of one of ``BRIEFING_FORMATS``.
    dressing
        Title of the cover, office, logo, public address and template; notes are those of the plan.
    progress
        Told the pages; may raise to cancel: nothing has been written then.

    Raises
    ------
    UsageError
        Unknown area, figure, date, part or format, no part at all, or a logo or template that cannot be used.
    """
    form = plan.check(format_)
    answer = answer_map(store, plan.view())
    document = open_document(form, plan.paper, dressing, plan.lang)
    paper = plan.paper or "a4"
    steps = len(plan.parts) + (len(answer.areas) if "atlas" in plan.parts else 0)
    words = say(plan.lang, N_("Composing pages"))
    for place, page in enumerate(_contents(store, plan, answer, dressing, paper)):
        progress(min(place, steps), 2 * steps, words)
        document.add(page)
    sheets = document.finish()
    if not sheets:
        raise _empty()
    words = say(plan.lang, N_("Writing pages"))
    title, total = _title(dressing, answer), len(sheets)
    content = document.write(sheets, title=title, on_page=lambda done: progress(total + done, 2 * total, words))
    return Briefing(content, tuple(sheets), bool(answer.with_data))


def preview_briefing(
    store: Store,
    plan: BriefingPlan,
    format_: str,
    *,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    dpi: float = 110,
) -> bytes:
    """The first page of a plan as a PNG.

    Parameters
    ----------
    format_
        Key of one of ``BRIEFING_FORMATS``: the first page of it, or the first slide.
    dressing
        As in ``make_briefing``.
    dpi
        Dots an inch.

    Raises
    ------
    UsageError
        Unknown area, figure, date, part or format, no part at all, or a logo or template that cannot be used.
    """
    paper = plan.paper or "a4"
    document = open_document(plan.check(format_), plan.paper, dressing, plan.lang)
    page = next(_contents(store, plan, answer_map(store, plan.view()), dressing, paper), None)
    if page is None:
        raise _empty()
    return to_png(document.first(page), dpi=dpi)


def _empty() -> UsageError:
    return UsageError(
        "empty_briefing",
        N_("There is nothing to put into the briefing."),
        N_("Choose more parts; a trend needs counts of two dates."),
    )


def _title(dressing: Dressing, answer: MapAnswer) -> str:
    return dressing.title or say(answer.lang, N_("Briefing: {area}"), area=answer.area.name)


def _contents(
    store: Store, plan: BriefingPlan, answer: MapAnswer, dressing: Dressing, paper: PaperName
) -> Iterator[PageContent]:
    for part in PARTS:
        if part in plan.parts:
            chapter = say(plan.lang, CHAPTERS[part])
            for page in _part_contents(part, store, plan, answer, dressing, paper):
                yield replace(page, frame=replace(page.frame, chapter=chapter))


def _part_contents(
    part: Part, store: Store, plan: BriefingPlan, answer: MapAnswer, dressing: Dressing, paper: PaperName
) -> Iterator[PageContent]:
    dressed = replace(dressing, title="", note=plan.notes.get(part, ""))
    match part:
        case "cover":
            yield cover_page(store, answer, replace(dressed, title=_title(dressing, answer)))
        case "map":
            yield make_map_page(store, answer, dressed)
        case "trend":
            yield from trend_pages(store, answer, dressed)
        case "ranking":
            yield ranking_page(answer, dressed)
        case "desa":
            yield from unregistered_pages(store, plan, answer, dressed)
        case "atlas":
            yield from atlas_pages(store, plan, answer, dressing, paper)
