"""The names in a boundary file as a witness: which area of the register they mean, with all that stands above it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ucjmap.api.areas import AreaTree
from ucjmap.codes import COUNTRY, LEVELS, PLACE_COLUMNS, Level, ancestors_of, level_of, parent_of
from ucjmap.matching import ANYWHERE, Register, is_named_like, match_rows, read_name


@dataclass(frozen=True)
class Names:
    """Reads names by the register; each different row of names is matched once.

    ``read_register`` is asked only where a name is not written as the register has it.
    """

    tree: AreaTree
    read_register: Callable[[], Register]
    _meant: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    @cached_property
    def register(self) -> Register:
        """The register that names are looked up in."""
        return self.read_register()

    def mean(self, areas: pd.DataFrame, level: Level) -> "pd.Series[str]":
        """Code of the area of ``level`` that the names down to it surely mean, None where they do not; same index."""
        columns = [PLACE_COLUMNS[upper] for upper in LEVELS[: LEVELS.index(level) + 1]]
        texts = areas[columns].astype(object).where(areas[columns].notna(), "")
        rows = [tuple(row) for row in texts.itertuples(index=False)]
        unread = [row for row in dict.fromkeys(rows) if row[-1] and row not in self._meant]
        if unread:
            matches = match_rows(pd.DataFrame(unread, columns=columns), self.register)
            sure = matches["code"].where(matches["status"] == "matched")
            self._meant.update(zip(unread, [None if pd.isna(code) else str(code) for code in sure], strict=True))
        # Without a name of its own a row means what stands above it, and that is no area of ``level``.
        return pd.Series([self._meant[row] if row[-1] else None for row in rows], index=areas.index, dtype=object)

    def mean_within(self, areas: pd.DataFrame, level: Level) -> "pd.Series[str]":
        """The same, where names above that the file does not have are those above its code, from the kabupaten up."""
        filled = areas[list(PLACE_COLUMNS.values())].copy()
        for depth, upper in enumerate(LEVELS[: min(2, LEVELS.index(level))]):
            column = PLACE_COLUMNS[upper]
            codes = [([*ancestors_of(code)[1:], code] + [""] * 4)[depth] for code in areas["code"]]
            known = pd.Series(codes, index=areas.index, dtype=object).map(self.tree.areas["name"])
            filled[column] = filled[column].where(filled[column].notna(), known)
        return self.mean(filled, level)

    def agree(self, areas: pd.DataFrame) -> "pd.Series[bool]":
        """Whether the names of each row, its own and all above, can be those of the area of its code."""
        level: Level = areas["level"].iloc[0]
        agreed = pd.Series(True, index=areas.index)
        codes = areas["code"]
        for upper in reversed(LEVELS[: LEVELS.index(level) + 1]):
            agreed &= self._agree_at(areas[PLACE_COLUMNS[upper]], codes)
            codes = codes.map(parent_of)
        return agreed

    def strayed_above(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Which names above the rows are those of sister areas of the ones that the codes say.

        One column is one of `PLACE_COLUMNS` above the level of the rows; same index.
        """
        level: Level = areas["level"].iloc[0]
        strayed = pd.DataFrame(index=areas.index)
        codes = areas["code"]
        for upper in reversed(LEVELS[: LEVELS.index(level)]):
            codes = codes.map(parent_of)
            texts = areas[PLACE_COLUMNS[upper]]
            doubted = areas.index[~self._agree_at(texts, codes)]
            sister = [self._is_of_a_sister(texts[place], codes[place], upper) for place in doubted]
            strayed[PLACE_COLUMNS[upper]] = areas.index.isin(doubted[np.array(sister, dtype=bool)])
        return strayed

    def _is_of_a_sister(self, text: str, code: str, level: Level) -> bool:
        parent = parent_of(code)
        return bool(self.carriers(text, level, None if parent == COUNTRY else parent))

    def _agree_at(self, texts: "pd.Series[str]", codes: "pd.Series[str]") -> "pd.Series[bool]":
        known = codes.map(self.tree.areas["name"])
        same = texts.isna() | (texts.str.casefold() == known.str.casefold())
        pairs = {
            pair: self._can_be(*pair)
            for pair in set(zip(texts[~same], codes[~same], strict=True))
            if pair[1] in self.tree.areas.index
        }
        other = [pairs.get(pair, False) for pair in zip(texts[~same], codes[~same], strict=True)]
        return same.where(same, pd.Series(other, index=texts.index[~same], dtype=bool).reindex(texts.index)).astype(
            bool
        )

    def _can_be(self, text: str, code: str) -> bool:
        """A name that a sister area carries exactly is that one's, however much it is like this one's."""
        if read_name(text).key == read_name(self.tree.areas.at[code, "name"]).key:
            return True  # the register need not be read for it
        parent = parent_of(code)
        scope = ANYWHERE if parent == COUNTRY else parent
        exact = self.register.exact(level_of(code), text, (scope,))
        return code in exact if exact else is_named_like(text, code, self.register)

    def carriers(self, text: object, level: Level, above: object) -> list[str]:
        """Areas of ``level`` in the area ``above`` (anywhere without one) that carry the name ``text``."""
        scope = above if isinstance(above, str) else ANYWHERE
        return self.register.exact(level, text, (scope,)) if isinstance(text, str) else []

    def are_carried_nearby(self, areas: pd.DataFrame) -> "pd.Series[bool]":
        """Whether a sister area of each row's code carries the row's own name: the row is hardly a new area."""
        level: Level = areas["level"].iloc[0]
        carried: dict[Hashable, bool] = {
            index: bool(self.carriers(text, level, parent_of(code)))
            for index, text, code in zip(areas.index, areas[PLACE_COLUMNS[level]], areas["code"], strict=True)
        }
        return pd.Series(carried, dtype=bool)
