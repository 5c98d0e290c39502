"""What a story is: its views in order, and the figures of the day on which each was written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, Self

import pandas as pd

from ucjmap.api.maps import MapAnswer
from ucjmap.render import Mark

LONGEST_NAME: Final = 80
LONGEST_SENTENCE: Final = 240
LONGEST_MARK: Final = 60
MOST_MARKS: Final = 12
MOST_VIEWS: Final = 40
#: What a map measures, as parts of 1.
Measured = Literal["fraction", "points"]


@dataclass(frozen=True)
class DayFigure:
    """What an answer said of one area: ``value`` is what its map measures, a fraction or points as parts of 1.

    ``numerator`` of ``denominator`` are behind ``rate``, counted from ``oldest`` to ``newest``; None is no data.
    ``sources`` are where these counts came from, ``is_simulated`` that any of them is made up. Views of stories that
    were written before these were kept have neither sources nor ``oldest``.
    """

    code: str
    name: str
    unit: Measured
    value: float | None
    rate: float | None
    numerator: float | None
    denominator: float | None
    newest: str | None
    oldest: str | None = None
    sources: tuple[str, ...] = ()
    is_simulated: bool = False

    @classmethod
    def of(cls, answer: MapAnswer, row: Mapping[str, Any]) -> Self:
        """What ``answer`` says of one area.

        Parameters
        ----------
        row
            The answer's figures of that area: ``code``, ``name``, ``value``, ``rate``, ``numerator``, ``denominator``,
            ``oldest``, ``newest``, ``sources``, ``is_simulated``.

        Returns
        -------
        DayFigure
            In parts of 1, unrounded; no data is None.
        """
        numbers = {name: _known(row[name]) for name in ("value", "rate", "numerator", "denominator")}
        oldest, newest = (row[name] if isinstance(row[name], str) else None for name in ("oldest", "newest"))
        unit: Measured = "fraction" if answer.areas.measure == "rate" else "points"
        return cls(
            code=str(row["code"]),
            name=str(row["name"]),
            unit=unit,
            oldest=oldest,
            newest=newest,
            sources=tuple(row["sources"]),
            is_simulated=bool(row["is_simulated"]),
            **numbers,
        )

    @classmethod
    def unpack(cls, kept: Mapping[str, Any]) -> Self:
        """A figure as `pack_figures` kept it.

        Parameters
        ----------
        kept
            One of ``areas``; what a view of an earlier version lacks is left empty.

        Returns
        -------
        DayFigure
            As it was on its day.
        """
        return cls(**{**kept, "sources": tuple(kept.get("sources", ()))})


def _known(number: Any) -> float | None:
    return None if number is None or pd.isna(number) else float(number)


def figures_of(answer: MapAnswer, marks: tuple[Mark, ...]) -> tuple[DayFigure, ...]:
    """What an answer says of its own area, which is first, and of each marked area that is on the map."""
    marked = dict.fromkeys(mark.code for mark in marks if mark.code in answer.areas.places)
    rows = [answer.row, *(answer.areas.row(code) for code in marked if code != answer.row["code"])]
    return tuple(DayFigure.of(answer, row) for row in rows)


@dataclass(frozen=True)
class StoryView:
    """One view of a story.

    ``question`` are parameters of the map's address; ``figures`` is what the answer said when the view was written, its
    own area first. Whoever changes the view names the ``version`` that they saw.
    """

    number: int
    question: Mapping[str, str]
    sentence: str
    marks: tuple[Mark, ...]
    figures: tuple[DayFigure, ...]
    written_at: str
    version: int
    is_removed: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """A view from its row in the store.

        Parameters
        ----------
        row
            One of ``store.read_story_views``.

        Returns
        -------
        StoryView
            Its number is the row's id.
        """
        return cls(
            number=row["id"],
            question=row["question"],
            sentence=row["sentence"],
            marks=tuple(Mark(**mark) for mark in row["marks"]),
            figures=tuple(DayFigure.unpack(figure) for figure in row["figures"]["areas"]),
            written_at=row["written_at"],
            version=row["version"],
            is_removed=row["removed_at"] is not None,
        )

    @property
    def written_on(self) -> str:
        """The day on which it was written, as an ISO date."""
        return self.written_at[:10]


@dataclass(frozen=True)
class Story:
    """A story with its views in order; ``removed`` are views that were taken out of it and can come back."""

    key: str
    name: str
    created_at: str
    created_by: str
    version: int
    views: tuple[StoryView, ...]
    removed: tuple[StoryView, ...]

    def find(self, number: int) -> StoryView | None:
        """A view by its number.

        Returns
        -------
        StoryView or None
            None where the story has no such view, or it was taken out.
        """
        return next((view for view in self.views if view.number == number), None)


def pack_figures(figures: tuple[DayFigure, ...]) -> dict[str, Any]:
    """Figures of a day as the store keeps them."""
    return {"areas": [asdict(figure) for figure in figures]}
