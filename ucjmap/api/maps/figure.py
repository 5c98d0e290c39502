"""A figure as it may be read aloud: never a bare number, always with what has to stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

import pandas as pd

#: What ``Figure.value`` is measured in; fractions and points are parts of 1 (0.163 is 16.3 %).
Unit = Literal["fraction", "points", "people", "desa", "areas"]


@dataclass(frozen=True)
class Figure:
    """One number with its counts, dates, sources and boundaries.

    ``value`` is None where there are no data, never zero; ``numerator`` and ``denominator`` are the counts behind it.
    ``oldest`` and ``newest`` are the as-of dates of these counts, ``sources`` where they come from; ``is_simulated``
    says that any of them is made up for demonstration. ``editions`` are the boundaries, ``is_model`` that these are no
    legal ones. ``desa_with_data`` of the ``desa`` to which the indicator applies stand behind the number.
    """

    value: float | None
    unit: Unit
    numerator: float | None
    denominator: float | None
    oldest: str | None
    newest: str | None
    sources: tuple[str, ...]
    is_simulated: bool
    editions: tuple[str, ...]
    is_model: bool
    desa: int
    desa_with_data: int

    @classmethod
    def of(cls, row: Mapping[str, Any], value: float, unit: Unit) -> Self:
        """A number about an area with what stands behind it.

        Parameters
        ----------
        row
            Figures of the area: a row of ``AreaValues.units``, or its ``area``.
        value
            The number itself; NaN is no data.
        unit
            What ``value`` is measured in.
        """
        return cls(
            value=_known(value),
            unit=unit,
            numerator=_known(row["numerator"]),
            denominator=_known(row["denominator"]),
            oldest=row["oldest"] if isinstance(row["oldest"], str) else None,
            newest=row["newest"] if isinstance(row["newest"], str) else None,
            sources=tuple(row["sources"]),
            is_simulated=bool(row["is_simulated"]),
            editions=tuple(row["editions"]),
            is_model=bool(row["is_model"]),
            desa=int(row["desa"]),
            desa_with_data=int(row["desa_with_data"]),
        )

    @property
    def share(self) -> float | None:
        """Share of the desa behind it that have data; None where the indicator applies to no desa."""
        return self.desa_with_data / self.desa if self.desa else None


@dataclass(frozen=True)
class KeyFigure:
    """A figure in words, as it is printed large: on a card of the page, beside a picture, on a cover.

    ``key`` names it (``rate``, ``change``, ``gap_points``, ``gap_people``, ``without_data``, ``aparat_registered``,
    ``bpd_registered``). ``figure`` is None where there is nothing to tell; ``caption`` then says why. ``unit`` is what a
    number has to be read with where its label does not stand beside it; empty where the text says it, as 37 % does.
    """

    key: str
    label: str
    text: str
    caption: str
    figure: Figure | None
    unit: str = ""

    @property
    def measured(self) -> str:
        """The number with its unit."""
        return f"{self.text} {self.unit}" if self.unit else self.text


@dataclass(frozen=True)
class Note:
    """What has to be known about the figures; ``is_grave`` where they cannot be taken as they are. Plain text.

    ``key`` names what it is about (``above_one``, ``partial``, ``entered``, ``other_target``, ``supplied``,
    ``published``).
    """

    key: str
    text: str
    is_grave: bool = False


def _known(number: float) -> float | None:
    return None if pd.isna(number) else float(number)
