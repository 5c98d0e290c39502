"""What an answer has to tell wherever it stands, and how it is looked for in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ucjmap import api
from ucjmap.api.maps.captions import short_name
from ucjmap.words import say_count

_PRINTED: Final = ("rate", "change", "gap_points", "gap_people", "without_data")


@dataclass(frozen=True)
class Asked:
    """A question to a store at an address, and a folder for what is written."""

    store: api.Store
    view: api.MapView
    folder: Path

    @property
    def answer(self) -> api.MapAnswer:
        return api.answer_map(self.store, self.view)

    def make(self, format_: str) -> api.MapFile:
        return api.make_map_file(self.store, self.view, format_, dpi=50)


def assert_told(told: str, words: Iterable[str]) -> None:
    """All of ``words`` stand in ``told``, each in one piece; where lines break does not matter."""
    whole = squeeze(told)
    missing = [each for each in words if squeeze(each) not in whole]
    assert not missing, f"{missing} not in: {' '.join(told.split())}"


def squeeze(text: str) -> str:
    return "".join(text.split())


def figures(answer: api.MapAnswer, *keys: str) -> list[str]:
    """Key figures with name, number and caption in one piece: a number alone could stand anywhere."""
    return [f"{key.label} {key.text} {key.caption}" for key in answer.key_figures if not keys or key.key in keys]


def around(answer: api.MapAnswer) -> Iterator[str]:
    """What no place may lose: title, dates, warnings, sources, completeness, boundaries."""
    yield from (answer.title, answer.subtitle)
    yield from (badge.text for badge in answer.badges)
    yield from map(str, answer.provenance)


def page_notes(answer: api.MapAnswer) -> list[str]:
    """What makes a figure one of a part, and what is beside a change."""
    return [note.text for note in answer.notes if note.is_grave or note.key in ("entered", "other_target")]


def on_paper(answer: api.MapAnswer) -> Iterator[str]:
    yield from around(answer)
    yield from figures(answer, *_PRINTED)
    yield from legend_on_paper(answer)
    yield from (*page_notes(answer), *answer.selection_words[:1], answer.credit)
    if answer.areas.is_registered_or_not:
        missing = [place for place, own in enumerate(answer.areas.classes) if own == 0]
        yield from (answer.areas.names[place] for place in missing)
    if answer.older is not None:
        yield from (answer.caption, answer.older.caption)


def rank_of(answer: api.MapAnswer, place: int) -> int:
    """1 for the highest value; equal ones share the better rank."""
    values = answer.areas.columns["value"]
    return 1 + int((values > values[place]).sum())


def bars(answer: api.MapAnswer) -> list[tuple[str, str]]:
    """Names and values of the highest five and lowest five areas; none on a map of yes and no."""
    areas = answer.areas
    ranked = [(rank_of(answer, place), place) for place in areas.ranked if areas.texts[place] is not None]
    shown = ranked if len(ranked) <= 10 else [*ranked[:5], *ranked[-5:]]
    named = [
        (f"{rank}. {short_name(areas.names[place])}{f' ({areas.groups[place]})' if areas.groups else ''}", place)
        for rank, place in shown
    ]
    return [] if areas.is_registered_or_not else [(name, str(areas.texts[place])) for name, place in named]


def legend_on_paper(answer: api.MapAnswer) -> Iterator[str]:
    """Each class with its numbers in one piece, of both dates where there are two, and how to read the classes."""
    for place, row in enumerate(answer.legend.rows):
        if answer.older is None:
            yield f"{row.label} {say_count(answer.lang, row.areas)} {'–' if row.span is None else say_count(answer.lang, row.people)}"
        elif [each.label for each in answer.older.legend.rows] == [each.label for each in answer.legend.rows]:
            yield f"{row.label} {_areas_and_people(answer.older, place)} {_areas_and_people(answer, place)}"
    yield from (note.rstrip(".") for note in answer.legend.notes)


def _areas_and_people(answer: api.MapAnswer, place: int) -> str:
    row = answer.legend.rows[place]
    people = f" ({say_count(answer.lang, row.people)})" if row.kind == "class" and row.areas else ""
    return f"{say_count(answer.lang, row.areas)}{'' if answer.legend.counts_desa else people}"
