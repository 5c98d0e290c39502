"""Figures of a whole column judged together: whole persons, or thousands and shares in disguise."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ucjmap.intake.evidence.ledger import Claim, Witness, unsettled
from ucjmap.intake.evidence.sayings import Answers, used_columns
from ucjmap.intake.meaning import Layout
from ucjmap.intake.reading import read_count, text_of

# "1.234", "12,345,678": digits in groups of three.
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+$")
_SHOWN = 4


def claim_figures(layout: Layout, data: pd.DataFrame, scales: Mapping[int, int], answers: Answers) -> list[Claim]:
    """Columns of counts in which a figure is no whole number: then none of its figures is taken as it stands.

    ``12`` beside ``5.213`` may be twelve thousand; ``0,163`` is a share. Where a heading says thousands, ``5.213``
    can be read in two ways.
    """
    if "unit" in answers.assume:
        return []
    witnesses = []
    for column in used_columns(layout):
        if column.meaning.part == "flag":
            continue
        scale = scales.get(column.index, 1)
        strange = [cell for cell in data[column.key] if _is_strange(cell, scale)]
        if strange:
            witnesses.append(Witness("cells", f"{column.heading}: {_first(strange)}", "", cell=column.key))
    return [unsettled("unit", "unit_unclear", [one.text for one in witnesses], witnesses)] if witnesses else []


def _is_strange(cell: Any, scale: int) -> bool:
    value = read_count(cell).value
    if value is None:
        return False
    return abs(value * scale - round(value * scale)) > 1e-6 or (
        scale > 1 and isinstance(cell, str) and bool(_GROUPED.match(cell.strip()))
    )


def _first(cells: Sequence[Any]) -> str:
    return ", ".join(list(dict.fromkeys(map(text_of, cells)))[:_SHOWN])
