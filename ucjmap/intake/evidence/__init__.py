"""What a file claims about its figures, each claim with its witnesses, settled or open."""

from ucjmap.intake.evidence.context import Context, read_meaning
from ucjmap.intake.evidence.dates import Dates, row_periods
from ucjmap.intake.evidence.ledger import ASSUMPTIONS, Claim, Ledger, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import Answers, heading_saying, used_columns
from ucjmap.intake.evidence.segments import SEGMENTED, segment_of_cell

__all__ = [
    "ASSUMPTIONS",
    "SEGMENTED",
    "Answers",
    "Claim",
    "Context",
    "Dates",
    "Ledger",
    "Witness",
    "heading_saying",
    "read_meaning",
    "row_periods",
    "segment_of_cell",
    "settled",
    "unsettled",
    "used_columns",
]
