"""The claim about the unit of the figures: persons, thousands, or something that has to be asked."""

import re
from collections.abc import Sequence
from typing import Final

from ucjmap.intake.evidence.ledger import Claim, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import Answers, Saying, TableEvidence, heading_saying, heading_wording, used_columns
from ucjmap.intake.meaning import LEVEL_WORDS, Layout

# "Satuan: Orang".
_UNIT: Final = re.compile(r"\b(?:satuan|unit)\s*:\s*([a-z]+)", re.I)


def _is_unclear(saying: Saying, layout: Layout) -> bool:
    """Whether a text leaves the unit open: "ratusan", "(000 orang)", or percent where no column is a rate."""
    rates = any(column.meaning.part == "rate" for column in layout.columns)
    said = {*saying.wording.values("measure")} & ({"percent", "rate"} if saying.where == "column" else {"percent"})
    percent = bool(said) and not rates
    return percent or "unclear" in saying.wording.values("unit") or _counts_areas(saying, layout)


def _counts_areas(saying: Saying, layout: Layout) -> bool:
    """Whether a text names areas as what is counted, "Satuan: Desa", beside columns of persons."""
    persons = any(not (column.meaning.indicator or "").endswith("_registered") for column in used_columns(layout))
    unit = _UNIT.search(saying.text)
    return persons and unit is not None and unit[1].lower() in LEVEL_WORDS


def _contradict(sayings: Sequence[Saying]) -> bool:
    """Whether units of the same table are persons here and thousands there: a column "Satuan" of both."""
    return len({unit for saying in sayings for unit in _units_of(saying)}) > 1


def _units_of(saying: Saying) -> set[str]:
    """Units that a text names; "dalam ribuan orang" names thousands."""
    units = {*saying.wording.values("unit")}
    return units - {"1"} or units


def claim_units(
    layout: Layout, tables: Sequence[TableEvidence], answers: Answers
) -> tuple[list[Claim], dict[int, int]]:
    """Factor of every column of counts (1 where nothing says otherwise); the positions of the columns are the keys."""
    columns = [column for column in used_columns(layout) if column.meaning.part != "flag"]
    sayings = [saying for table in tables for saying in (*table.texts, *table.labels)] if columns else []
    headed = [heading_saying(column, layout) for column in columns]
    unclear = [saying for saying in (*sayings, *headed) if _is_unclear(saying, layout)]
    scaled = [saying for saying in sayings if _units_of(saying) - {"1"}]
    persons = [saying for saying in headed if _units_of(saying) == {"1"}] if scaled else []
    # "dalam ribuan" in the title and "(orang)" in a heading cannot both be right.
    if _contradict(sayings) or persons:
        unclear += [saying for saying in (*sayings, *persons) if saying.wording.values("unit")]
    if unclear and "unit" not in answers.assume:
        return [
            unsettled("unit", "unit_unclear", [one.text for one in unclear], [one.witness() for one in unclear])
        ], {}
    around = [
        (saying, unit) for saying in sayings for unit in saying.wording.values("unit") if unit.isdigit() and unit != "1"
    ]
    common = {int(unit) for _, unit in around}
    scales = {}
    witnesses = [saying.witness(unit) for saying, unit in around]
    for column in columns:
        own = {int(unit) for unit in heading_wording(column).values("unit") if unit.isdigit()} - {1}
        if own:
            witnesses.append(heading_saying(column, layout).witness(str(max(own))))
        scales[column.index] = max(own or common or {1})
    if (assumed := answers.assume.get("unit")) is not None:
        return [settled("unit", (assumed,), [*witnesses, Witness("typed", f"unit={assumed}", assumed)])], {
            column.index: int(assumed) for column in columns
        }
    if not witnesses:
        return [], scales
    values = sorted({witness.value for witness in witnesses})
    if len(common) > 1 or (around and any(saying.where == "note" for saying, _ in around) and len(values) > 1):
        return [unsettled("unit", "unit_unclear", values, witnesses)], scales
    return [settled("unit", values, witnesses)], scales
