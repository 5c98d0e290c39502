"""All claims that a file makes by itself, and the context in which its figures are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ucjmap.intake.evidence.claims import claim_headings, claim_restrictions, claim_segments, claim_units
from ucjmap.intake.evidence.dates import Dates, claim_dates
from ucjmap.intake.evidence.figures import claim_figures
from ucjmap.intake.evidence.ledger import Ledger
from ucjmap.intake.evidence.sayings import Answers, gather
from ucjmap.intake.meaning import Extract, Layout
from ucjmap.intake.reading import Sheet


@dataclass(frozen=True)
class Context:
    """What holds for figures that do not say it themselves: segment by sheet, date by sheet, factor by column."""

    dates: Dates = field(default_factory=Dates)
    segments: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[int, int] = field(default_factory=dict)


def read_meaning(sheets: Sequence[Sheet], layout: Layout, extract: Extract, answers: Answers) -> tuple[Ledger, Context]:
    """The ledger of a file, and the context that its settled claims give to the figures."""
    tables = gather(sheets, layout, extract)
    segment_claims, segments = claim_segments(layout, tables, extract, answers)
    date_claims, dates = claim_dates(layout, tables, extract, answers)
    unit_claims, scales = claim_units(layout, tables, answers)
    claims = [
        *claim_headings(layout, answers),
        *claim_restrictions(layout, tables, answers),
        *segment_claims,
        *date_claims,
        *unit_claims,
        *claim_figures(layout, extract.data, scales, answers),
    ]
    return Ledger(tuple(claims)), Context(dates, segments, scales)
