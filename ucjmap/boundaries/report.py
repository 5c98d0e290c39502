"""Lines of the report on a boundary file: what was repaired, refused or merely noticed, row by row."""

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from ucjmap.schema import REPORT_COLUMNS

Kind = Literal["repaired", "refused", "warnings"]

_SEVERITY = {"repaired": "info", "refused": "error", "warnings": "warning"}


@dataclass
class Report:
    """Collects the lines of one file. ``row`` counts features from 1; None is the file as a whole."""

    _lines: dict[Kind, list[tuple[object, ...]]] = field(
        default_factory=lambda: {"repaired": [], "refused": [], "warnings": []}
    )

    def add(
        self,
        kind: Kind,
        reason: str,
        *,
        row: int | None = None,
        code: str | None = None,
        name: str | None = None,
        detail: str = "",
    ) -> None:
        """Add one line."""
        self._lines[kind].append((row, code, name, _SEVERITY[kind], reason, detail))

    def add_rows(self, kind: Kind, reason: str, areas: pd.DataFrame, details: list[str] | str = "") -> None:
        """Add a line for each row of ``areas`` (columns row, code, bps_code and name)."""
        texts = [details] * len(areas) if isinstance(details, str) else details
        codes = areas["code"].where(areas["code"].notna(), areas["bps_code"])
        for row, code, name, detail in zip(areas["row"], codes, areas["name"], texts, strict=True):
            self.add(
                kind,
                reason,
                row=int(row),
                code=None if pd.isna(code) else str(code),
                name=None if pd.isna(name) else str(name),
                detail=detail,
            )

    def frame(self, kind: Kind) -> pd.DataFrame:
        """Lines of ``kind`` in order of rows, with the columns of every report."""
        lines = pd.DataFrame(self._lines[kind], columns=list(REPORT_COLUMNS))
        lines["row"] = lines["row"].astype("Int64")
        return lines.sort_values("row", kind="stable", na_position="first", ignore_index=True)
