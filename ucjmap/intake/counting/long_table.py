"""Tables with a row for each figure, whose indicator and segment stand in cells of their own."""

from collections.abc import Collection
from typing import Any

import numpy as np

from ucjmap.intake.counting.parts import Parts, fill_from_complement, report_incomplete
from ucjmap.intake.counting.rates import check_rate
from ucjmap.intake.counting.row_reader import RowReader, report_segments, report_words
from ucjmap.intake.meaning import Layout, normalise_heading
from ucjmap.intake.reading import read_count, read_rate, text_of


def read_long(reader: RowReader, layout: Layout, indicators: Collection[str]) -> None:
    """Keep the counts of a table with a row for each figure, and report the rows that give none."""
    indicator = _indicators_of(reader, layout, indicators)
    segment = reader.segments
    parts = Parts()
    for column in layout.of_kind("value"):
        part = column.meaning.part
        if part in {"numerator", "denominator", "complement", "rate"}:
            setattr(parts, part, reader.read(column, read_rate if part == "rate" else read_count))
            parts.rate_column = column if part == "rate" else parts.rate_column
    fill_from_complement(reader, indicator, parts)
    check_rate(reader, parts)
    known = np.array([word is not None for word in indicator]) & np.array([word is not None for word in segment])
    report_words(reader, layout, "indicator", "unknown_indicator", indicator, indicators)
    report_segments(reader, layout)
    numerator, denominator = parts.counts(len(reader.rows))
    complete = ~np.isnan(numerator) & ~np.isnan(denominator)
    reader.add(indicator, segment, numerator, denominator, known & complete)
    for index in np.flatnonzero(known & ~complete):
        report_incomplete(reader, int(index), str(indicator[index]), str(segment[index]), parts)


def _known(text: str, indicators: Collection[str]) -> str | None:
    """Key of the indicator that a cell names, however it is written: "Aparat Registered" is ``aparat_registered``."""
    key = normalise_heading(text).replace(" ", "_")
    return key if key in indicators else None


def _indicators_of(reader: RowReader, layout: Layout, indicators: Collection[str]) -> np.ndarray[Any, Any]:
    columns = layout.of_kind("indicator")
    if not columns:
        return np.full(len(reader.rows), None, dtype=object)
    texts = [text_of(cell) for cell in reader.rows[columns[0].key]]
    known = {text: text if text in indicators else _known(text, indicators) for text in {*texts}}
    return np.array([known[text] for text in texts], dtype=object)
