"""All claims that a file makes by itself, and the context in which its figures are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ucjmap.intake.evidence.claims import claim_headings, claim_restrictions, claim_words
from ucjmap.intake.evidence.dates import Dates, claim_dates
from ucjmap.intake.evidence.figures import claim_figures
from ucjmap.intake.evidence.gathering import gather
from ucjmap.intake.evidence.ledger import Ledger, Witness
from ucjmap.intake.evidence.sayings import Answers, TableEvidence
from ucjmap.intake.evidence.segments import claim_segments
from ucjmap.intake.evidence.sources import claim_source
from ucjmap.intake.evidence.units import claim_units
from ucjmap.intake.meaning import Extract, Layout, PlaceOf, no_places
from ucjmap.intake.reading import Sheet


@dataclass(frozen=True)
class Context:
    """What holds for figures that do not say it themselves: segment by sheet, date by sheet, factor by column.

    ``issuers`` are the texts around the tables that name an issuer of codes.
    """

    dates: Dates = field(default_factory=Dates)
    segments: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[int, int] = field(default_factory=dict)
    issuers: tuple[Witness, ...] = ()


def read_meaning(
    sheets: Sequence[Sheet], layout: Layout, extract: Extract, answers: Answers, place_of: PlaceOf = no_places
) -> tuple[Ledger, Context]:
    """The ledger of a file, and the context that its settled claims give to the figures.

    Parameters
    ----------
    sheets, layout, extract
        The file, where its tables are, and its rows.
    answers
        What the user said beside the file.
    place_of
        Tells the names of areas from the other words of titles and notes; without it all names are words that nobody
        explained.

    Returns
    -------
    ledger
        All claims of the file, settled and open.
    context
        Dates, segments and factors for ``read_counts``; not complete while a claim is open.
    """
    tables = gather(sheets, layout, extract, place_of)
    segment_claims, segments = claim_segments(layout, tables, extract, answers)
    date_claims, dates = claim_dates(layout, tables, extract, answers)
    unit_claims, scales = claim_units(layout, tables, answers)
    claims = [
        *claim_source(layout, sheets, extract, answers),
        *claim_headings(layout, answers),
        *claim_words(layout, tables, answers),
        *claim_restrictions(layout, tables, answers),
        *segment_claims,
        *date_claims,
        *unit_claims,
        *claim_figures(layout, extract.data, scales, answers),
    ]
    return Ledger(tuple(claims)), Context(dates, segments, scales, _issuers(tables))


def _issuers(tables: Sequence[TableEvidence]) -> tuple[Witness, ...]:
    sayings = [saying for table in tables for saying in table.texts]
    return tuple(saying.witness(issuer) for saying in sayings for issuer in saying.wording.values("issuer"))
