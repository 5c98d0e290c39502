"""Two dates side by side as a table: what was measured at each, and the change over what was counted at both."""

from dataclasses import replace
from functools import partial

from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.answering import answer_map
from ucjmap.api.maps.printed_map import Dressing, make_frame
from ucjmap.errors import N_
from ucjmap.render.static import TablePage
from ucjmap.store import Store
from ucjmap.words import say, say_count, say_date


def answer_change(store: Store, answer: MapAnswer) -> MapAnswer | None:
    """The change between the two dates of an answer, made as everywhere: over desa counted at both; None without two."""
    if answer.older is None:
        return None
    since = answer.older.as_of or answer.since
    return answer_map(store, replace(answer.pinned, measure="change", since=since, side=False, target=None))


def change_page(answer: MapAnswer, changed: MapAnswer, dressing: Dressing) -> TablePage:
    """The areas of two maps with what was measured at both dates, in the order of the newer one."""
    older = answer.older
    assert older is not None
    t, lang, areas = partial(say, answer.lang), answer.lang, answer.areas
    words = N_("{title}: both dates and the change between them")
    return TablePage(
        frame=replace(make_frame(answer, dressing), title=t(words, title=answer.title)),
        heads=(
            t("Area"),
            say_date(lang, older.as_of),
            say_date(lang, answer.as_of),
            t("Change, points"),
            t(N_("Desa counted at both dates")),
        ),
        rows=tuple(_row(answer, older, changed, str(areas.codes[place])) for place in areas.ranked),
        shares=(30, 18, 18, 16, 16),
        note=" ".join(changed.entered),
    )


def _row(answer: MapAnswer, older: MapAnswer, changed: MapAnswer, code: str) -> tuple[str, ...]:
    place = answer.areas.places[code]
    common = changed.areas.row(code)["common_desa"]
    both = (_measured(older, code), _measured(answer, code))
    change = changed.areas.texts[changed.areas.places[code]]
    return (str(answer.areas.names[place]), *both, change or "–", say_count(answer.lang, common) if common else "–")


def _measured(answer: MapAnswer, code: str) -> str:
    place = answer.areas.places[code]
    if answer.areas.is_registered_or_not:
        return answer.areas.class_labels[place]
    return answer.areas.texts[place] or say(answer.lang, "No data yet")
