"""What has to stand beside the numbers of a map: warnings, boundaries, dates, sources, completeness."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.captions import dates_inside, say_dates, share_words
from ucjmap.errors import N_
from ucjmap.words import Lang, Wording, say, say_date


@dataclass(frozen=True)
class Line:
    """One line of what stands behind the numbers: what it is about, and the words. Plain text."""

    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"


@dataclass(frozen=True)
class Badge:
    """A warning about all figures: that they are simulated, or drawn on model boundaries."""

    kind: Literal["simulated", "model"]
    text: str


def say_badges(lang: Lang, *, is_simulated: bool, is_model: bool) -> tuple[Badge, ...]:
    """Warnings that no picture may lose.

    Parameters
    ----------
    is_simulated
        Whether any count behind the figures is made up.
    is_model
        Whether any of the outlines is of a model.
    """
    simulated = Badge("simulated", say(lang, "Simulated data, not official"))
    model = Badge("model", say(lang, "Model boundaries, not legal ones"))
    return (*[simulated] * is_simulated, *[model] * is_model)


def say_boundaries(lang: Lang, editions: Iterable[str], *, is_model: bool) -> str:
    """Which boundaries are drawn; on the map at all times.

    Parameters
    ----------
    editions
        Names of the editions, as they are to be listed.
    is_model
        Whether any of the outlines is of a model: that is said behind the names.
    """
    words = ", ".join(editions)
    return f"{words} — {say(lang, 'model boundaries, not legal ones')}" if is_model else words


def say_credit(t: Wording, values: AreaValues) -> str:
    """Which boundaries are drawn, with the word for it: for places where nothing else says what it is."""
    return f"{t('Boundaries')}: {say_boundaries(t.lang, values.editions, is_model=values.is_model)}"


def say_origin(lang: Lang, name: str, row: Mapping[str, Any], sources: Iterable[str], *, is_simulated: bool) -> Line:
    """Dates, sources and nature of one figure in one line, where figures of several origins stand side by side.

    Parameters
    ----------
    name
        What it is a figure of: the label of the line.
    row
        Figures of one area, with ``oldest`` and ``newest`` as in ``dates_inside``.
    sources
        Names of what the figure was summed from; without any the line names none.
    is_simulated
        Whether any count behind it is made up: that is said last.
    """
    named = "; ".join(sources)
    parts = [dates_inside(lang, row)]
    parts += [say(lang, "Source: {sources}", sources=named)] if named else []
    parts += [say(lang, "Simulated data, not official")] if is_simulated else []
    return Line(name, " ".join(f"{part.rstrip('.')}." for part in parts))


def share_origins(lang: Lang, figures: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Line, ...]:
    """Where figures that stand beside each other come from; those of the same origin share a line.

    Parameters
    ----------
    figures
        Pairs of a name and a row of one area (``RolledUp.totals``) or the like of it (``trend_origin``); one without
        data has no line.
    """
    names = defaultdict(list)
    for name, row in figures:
        if row["sources"]:
            line = say_origin(lang, name, row, row["sources"], is_simulated=row["is_simulated"])
            names[line.text].append(line.label)
    return tuple(Line("; ".join(labels), text) for text, labels in names.items())


def say_provenance(t: Wording, values: AreaValues, older: AreaValues | None = None) -> tuple[Line, ...]:
    """Source, denominator, dates, completeness and boundaries: what has to stand beside every number."""
    both = [values] if older is None else [older, values]
    dates = say_dates(t.lang, values.area)
    known = _completeness(t, values)
    if older is not None:
        dates = f"{say_dates(t.lang, older.area)}; {dates_inside(t.lang, values.area)}"
        known = " ".join(f"{t.date(one.as_of)}: {_completeness(t, one)}" for one in both)
    sources = "; ".join(dict.fromkeys(source for one in both for source in one.sources))
    indicator = values.indicator
    counted = (
        f"{indicator.numerators[t.lang]} / {indicator.denominators[t.lang]}. {indicator.denominator_notes[t.lang]}"
    )
    drawn = say_boundaries(t.lang, values.editions, is_model=values.is_model)
    simulated = f" ({t('Simulated data, not official')})" if any(one.is_simulated for one in both) else ""
    named = f"{sources}{simulated}. " if sources else ""
    lines = (
        Line(t("Source"), f"{named}{dates}."),
        Line(t("Rate"), counted),
        Line(t("Areas with data"), f"{known} {_undrawn(t, values)}"),
        Line(t("Boundaries"), f"{drawn}."),
    )
    return tuple(Line(line.label, " ".join(line.text.split())) for line in lines)


def say_made(lang: Lang) -> str:
    """When a file was made; this dates the file, not the figures in it."""
    return f"{say(lang, N_('Made with UCJMap on {date}'), date=say_date(lang, dt.date.today()))}."


def _completeness(t: Wording, values: AreaValues) -> str:
    area = values.area
    if not area["desa"]:
        return t("The indicator is about no desa here.")
    about = int(values.units["applies"].sum())
    # Whatever is measured: an area with counts and without a target has data.
    known = int(values.units["rate"].notna().sum())
    with_data = f"{t.count(known)} {t('of')} {t.count(about)}"
    return f"{with_data}. {share_words(t.lang, area['desa'], area['desa_with_data'])}"


def _undrawn(t: Wording, values: AreaValues) -> str:
    count = int((~values.units["has_shape"]).sum())
    if not count:
        return ""
    words = N_(
        "{count} areas have no polygon in these boundaries: they are in the table and in the sums, not on the map."
    )
    return t(words, count=t.count(count))
