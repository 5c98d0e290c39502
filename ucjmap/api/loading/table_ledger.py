"""The ledger of a coverage file for its user: answers that are checked, lines of the report."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from ucjmap.errors import N_, UsageError
from ucjmap.intake import ASSUMPTIONS, ISSUE_COLUMNS, Ledger, issue

#: Whose date counts where a file says another one than was typed.
AS_OF_FROM: Final = ("title", "column", "typed")


def check_assumptions(assume: Mapping[str, str]) -> Mapping[str, str]:
    """The same answers, each of a claim that can be assumed and by a word that answers it.

    Raises
    ------
    UsageError
        There is no such claim or no such answer.
    """
    for key, value in assume.items():
        if value not in ASSUMPTIONS.get(key, ()):
            options = [f"{claim}={word}" for claim, words in ASSUMPTIONS.items() for word in sorted(words)]
            raise UsageError(
                "unknown_assumption",
                N_("{assumption} is no answer to a claim about a table."),
                N_("Use one of: {known}."),
                assumption=f"{key}={value}",
                known=", ".join(options),
            )
    return assume


def ledger_issues(ledger: Ledger) -> pd.DataFrame:
    """A line of the report for each open claim, and one for the columns that were left out."""
    lines = [issue(None, claim.question, severity="error", **claim.details) for claim in ledger.open]
    lines += [
        issue(None, "column_left_out", severity="warning", column=", ".join(claim.values))
        for claim in ledger.claims
        if claim.key == "left_out"
    ]
    return pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})
