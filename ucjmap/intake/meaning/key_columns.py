"""Which columns of a table tell the place of a row, and which its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ucjmap.codes import PLACE_COLUMNS
from ucjmap.intake.meaning.heading_meaning import is_lone_name
from ucjmap.intake.meaning.layout import Column, Layout
from ucjmap.intake.reading import Cell, is_no_data, read_count, read_flag

#: Columns of names in an extract, from the province down.
PLACES: Final = tuple(PLACE_COLUMNS.values())


@dataclass(frozen=True)
class KeyColumns:
    """Positions of the columns of a table, from 0; ``names`` are those of province, regency, district and village.

    ``told`` are those of segments, dates, years and indicators. ``by_code`` is the place of a lone "Nama" whose level the code in its row tells: a province among its kabupaten, say.
    """

    names: Mapping[str, int]
    codes: tuple[Column, ...]
    values: tuple[int, ...]
    numbers: tuple[int, ...]
    by_code: str | None
    told: tuple[int, ...] = ()

    @classmethod
    def of(cls, layout: Layout) -> "KeyColumns":
        """Those of a layout; of several names of one level the first counts."""
        named, codes = layout.of_kind("name"), layout.of_kind("code")
        levels = {column.meaning.level: column.index for column in reversed(named)}
        names = {place: levels[level] for level, place in PLACE_COLUMNS.items() if level in levels}
        lone = len(named) == 1 and len(codes) == 1 and is_lone_name(named[0].heading) and not named[0].chosen
        return cls(
            names=names,
            codes=codes,
            values=tuple(column.index for column in layout.of_kind("value", "target")),
            numbers=tuple(column.index for column in layout.of_kind("number")),
            by_code=_lowest(names) if lone else None,
            told=tuple(column.index for column in layout.of_kind("segment", "date", "year", "indicator")),
        )

    @cached_property
    def keys(self) -> list[int]:
        """Columns of names and codes."""
        return sorted({*self.names.values(), *(column.index for column in self.codes)})

    @cached_property
    def carried(self) -> frozenset[int]:
        """Columns whose merged cells hold for each row that they reach over."""
        return frozenset((*self.keys, *self.told))

    @cached_property
    def leading(self) -> list[int]:
        """Columns of names, codes and running numbers."""
        return sorted({*self.keys, *self.numbers})

    @cached_property
    def lowest(self) -> str | None:
        """The smallest place that a row names."""
        return _lowest(self.names)

    @cached_property
    def above(self) -> str | None:
        """The place above the smallest one, which sub-headings may name."""
        position = PLACES.index(self.lowest) if self.lowest else 0
        return PLACES[position - 1] if position else None

    def is_keyed(self, row: Sequence[Cell]) -> bool:
        """Whether a row has a name or a code."""
        return any(key < len(row) and row[key] is not None for key in self.keys)

    def has_number(self, row: Sequence[Cell]) -> bool:
        """Whether a row has a running number."""
        return any(index < len(row) and read_count(row[index]).value is not None for index in self.numbers)

    def has_value(self, row: Sequence[Cell]) -> bool:
        """Whether a row has a figure, or a mark of yes or no."""
        return any(
            index < len(row)
            and not is_no_data(row[index])
            and (read_count(row[index]).value is not None or read_flag(row[index]).value is not None)
            for index in self.values
        )


def _lowest(names: Mapping[str, int]) -> str | None:
    return max(names, key=PLACES.index, default=None)
