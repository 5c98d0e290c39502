"""Published figures as constraints on sums of desa."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Figure:
    """One published figure; a count or the rate may be None, never both."""

    unit_code: str
    indicator: str
    segment: str
    as_of: str
    rate: float | None
    numerator: int | None
    denominator: int | None

    def participants_of(self, denominator: int) -> int:
        """The published numerator, or the whole number that brings ``denominator`` nearest to the rate."""
        if self.numerator is not None:
            return self.numerator
        if self.rate is None:
            raise ValueError(f"{self.unit_code} {self.as_of}: neither numerator nor rate")
        return round(self.rate * denominator)


def read_figures(path: Path, indicators: set[str]) -> list[Figure]:
    """Figures of ``indicators`` from ``data/published.csv``, in file order."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [
        Figure(
            unit_code=row["unit_code"],
            indicator=row["indicator"],
            segment=row["segment"],
            as_of=row["as_of"],
            rate=float(row["value"]) if row["value"] else None,
            numerator=int(row["numerator"]) if row["numerator"] else None,
            denominator=int(row["denominator"]) if row["denominator"] else None,
        )
        for row in rows.to_dict("records")
        if row["indicator"] in indicators
    ]


def figures_within(figures: list[Figure], province: str) -> list[Figure]:
    """Figures for the province or an area in it."""
    return [figure for figure in figures if figure.unit_code.split(".")[0] == province]
