"""The data rows of a file while they are counted: cells read, rows reported, observations kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.codes import PLACE_COLUMNS
from ucjmap.intake.counting.reasons import issue
from ucjmap.intake.evidence import SEGMENTED
from ucjmap.intake.meaning import Column, Kind, Layout
from ucjmap.intake.reading import Reading, read_count, read_rate, text_of
from ucjmap.schema import ALL_SEGMENTS


@dataclass(frozen=True)
class RateDoubt:
    """A column of rates that says in most rows something else than the counts beside it.

    ``of_rest`` is whether all of them are the shares of those who are left: then the counts may be theirs as well.
    """

    heading: str
    of_rest: bool


@dataclass
class RowReader:
    """The data rows of a file with the codes of their areas, and what counting them has brought up so far.

    A row is named by its position among them. ``levels`` are those of the codes, None without one; ``scales`` are the
    factors of columns by their position in the table, 1000 for thousands of persons.
    """

    rows: pd.DataFrame
    codes: pd.Series
    levels: np.ndarray[Any, Any]
    #: Segment of each row whose columns name none; None where the row names one that is not known.
    segments: np.ndarray[Any, Any]
    scales: Mapping[int, int]
    issues: list[dict[str, Any]] = field(default_factory=list)
    observations: list[pd.DataFrame] = field(default_factory=list)
    #: Positions of rows whose figure or date was reported already as one that cannot be read.
    unread: set[int] = field(default_factory=set)
    doubts: list[RateDoubt] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Plain lists: a report may have a line for every row, and looking into a frame each time is slow.
        self.lines = self.rows[["row", "sheet", *reversed(PLACE_COLUMNS.values())]].to_dict("list")
        self.known = self.codes.where(self.codes.notna(), None).tolist()
        #: Rows with keys of columns whose cell is merged with those of other areas.
        self.shared = [(index, keys.split()) for index, keys in enumerate(self.rows["shared"]) if keys]

    def note(self, index: int, reason: str, severity: str, **details: Any) -> None:
        """Report the data row at position ``index``."""
        self.issues.append(
            issue(
                self.lines["row"][index],
                reason,
                severity=severity,
                code=self.known[index],
                name=self.name_of(index),
                sheet=self.lines["sheet"][index],
                **details,
            )
        )

    def name_of(self, index: int) -> str:
        """Name of the smallest area that the row at position ``index`` tells."""
        names = (self.lines[place][index] for place in reversed(PLACE_COLUMNS.values()))
        return next((name for name in names if name), "")

    def note_file(self, reason: str, **details: Any) -> None:
        """Report something about the file as a whole."""
        self.issues.append(issue(None, reason, severity="warning", **details))

    def read(self, column: Column, read: Callable[[Any], Reading]) -> np.ndarray[Any, Any]:
        """Values of a column; NaN where a cell has none, with a line of report where it should have one."""
        cells = self.rows[column.key].to_numpy()
        scale = self.scales.get(column.index, 1) if read is read_count else 1
        readings = [read(cell) for cell in cells]
        for index, reading in enumerate(readings):
            if reading.problem:
                reason = (
                    "unreadable_rate"
                    if reading.problem == "unreadable_number" and read is read_rate
                    else reading.problem
                )
                self.note(index, reason, "error", column=column.heading, text=text_of(cells[index]))
                self.unread.add(index)
        values = np.array([np.nan if value is None else value for value, _ in readings], dtype=float)
        for index in (index for index, keys in self.shared if column.key in keys):
            self.note(index, "merged_figure", "error", column=column.heading)
            self.unread.add(index)
            values[index] = np.nan
        # 52.4 thousand is 52,400, and not 52,399.99999.
        return values if scale == 1 else np.round(values * scale, 6)

    def add(
        self, indicator: Any, segment: Any, numerator: Any, denominator: Any, where: Any, period: str | None = None
    ) -> None:
        """Keep an observation for those of the rows ``where`` that have a code.

        ``indicator`` and ``segment`` are one for all rows or one for each; ``period`` is the one that its headings name.
        """
        known = where & self.codes.notna().to_numpy()
        if isinstance(segment, str) and segment == ALL_SEGMENTS and indicator == SEGMENTED:
            segment = self.segments
            known &= np.array([name is not None for name in segment], dtype=bool)
        if not known.any():
            return
        self.observations.append(
            pd.DataFrame(
                {
                    "position": np.flatnonzero(known),
                    "indicator": indicator if isinstance(indicator, str) else indicator[known],
                    "segment": segment if isinstance(segment, str) else segment[known],
                    "numerator": numerator[known],
                    "denominator": denominator[known],
                    "period": period,
                }
            )
        )


def report_segments(reader: RowReader, layout: Layout) -> None:
    """A line for each row whose segment is a word that is not known."""
    report_words(reader, layout, "segment", "unknown_segment", reader.segments)


def report_words(
    reader: RowReader,
    layout: Layout,
    kind: Kind,
    reason: str,
    words: np.ndarray[Any, Any],
    known: Collection[str] = (),
) -> None:
    """A line for each row whose indicator or segment is a word that is not known."""
    for column in layout.of_kind(kind)[:1]:
        for index in [index for index, word in enumerate(words) if word is None]:
            text = text_of(reader.rows.at[index, column.key])
            reader.note(index, reason, "error", text=text, known=", ".join(sorted(known)))
