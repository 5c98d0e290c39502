"""The draft of a coverage file: what would happen if it were stored.

Every row of the file ends in the draft: matched, proposed, refused, or recognised as title, heading or total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ucjmap.api.loading.row_matches import MatchedRows, RowKey
from ucjmap.intake import Layout, Ledger, Sheet
from ucjmap.store import Store


@dataclass(frozen=True)
class CoverageDraft:
    """What a coverage file would do.

    ``rows`` has one row for every row of the file (``Extract.rows`` with ``MATCH_COLUMNS``; status is None for
    titles, headings and totals). ``issues`` are the lines of the report (``ISSUE_COLUMNS``). ``observations`` are the
    counts that may be stored, ``changes`` the same beside what is in force now: ``change`` (new, changed or same) and
    ``before_*`` compare with the count of the same date, ``present_*`` is what the map shows for that date now.
    ``scope`` is the area that a list of desa is about, None while that is open and for any other table. ``ledger`` has
    what the file says about its figures; nothing is stored while one of its claims is open.
    """

    file_name: str
    sha256: str
    as_of: str
    layout: Layout
    rows: pd.DataFrame
    issues: pd.DataFrame
    observations: pd.DataFrame
    changes: pd.DataFrame
    confirmed: Mapping[RowKey, str]
    sheets: tuple[Sheet, ...]
    ledger: Ledger
    scope: str | None = None
    matching: MatchedRows | None = field(default=None, repr=False, compare=False)

    @property
    def errors(self) -> pd.DataFrame:
        """Issues that keep their row out of the store."""
        return self.issues[self.issues["severity"] == "error"]

    @property
    def warnings(self) -> pd.DataFrame:
        """Issues that may be accepted."""
        return self.issues[self.issues["severity"] == "warning"]

    @property
    def is_blocked(self) -> bool:
        """Whether nothing may be stored: a claim about the figures is open, or a row of a list of desa.

        A list says something of the desa that it does not name, so that none of its rows may be open.
        """
        if self.ledger.open:
            return True
        if self.layout.shape != "list":
            return False
        return self.observations.empty or bool(self.rows["status"].isin(["refused", "proposed"]).any())

    def is_outdated(self, store: Store) -> bool:
        """Whether the store has changed since the draft was made, so that its trial run shows what was.

        Parameters
        ----------
        store
            The one that the draft was made for.

        Returns
        -------
        bool
            True also for a draft that does not know at which state of the store it was made.
        """
        return self.matching is None or self.matching.revision != store.revision()

    def counts(self) -> dict[str, Any]:
        """Rows, lines of the report and counts of the draft, by outcome.

        Returns
        -------
        dict
            ``matched``, ``proposed``, ``refused`` and ``skipped`` (titles, notes, sub-headings, totals) add up to
            ``rows``; ``headings`` and ``blank`` rows stand apart. ``by_method`` parts the matched rows by how their
            area was found. ``errors`` and ``warnings`` are lines of the report. ``observations`` are the counts that
            may be stored: ``new``, ``changed`` or ``same`` beside what is in force.
        """
        status = self.rows["status"]
        apart = self.rows["kind"].isin(["heading", "blank"])
        by_method = self.rows.loc[status == "matched", "method"].value_counts()
        return {
            "rows": int((~apart).sum()),
            "matched": int((status == "matched").sum()),
            "proposed": int((status == "proposed").sum()),
            "refused": int((status == "refused").sum()),
            "skipped": int((status.isna() & ~apart).sum()),
            "headings": int((self.rows["kind"] == "heading").sum()),
            "blank": int((self.rows["kind"] == "blank").sum()),
            "by_method": {str(key): int(value) for key, value in by_method.items()},
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "observations": len(self.observations),
            "new": int((self.changes["change"] == "new").sum()),
            "changed": int((self.changes["change"] == "changed").sum()),
            "same": int((self.changes["change"] == "same").sum()),
        }
