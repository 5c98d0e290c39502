"""Taking in a table of targets: area, year, issuer, rate."""

import dataclasses
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.loading.row_matches import match_extract, match_issues
from ucjmap.api.loading.running_imports import counted_import
from ucjmap.errors import N_, IntakeError
from ucjmap.intake import (
    ISSUE_COLUMNS,
    Layout,
    extract_rows,
    guess_layout,
    issue,
    read_sheets,
    read_targets,
    separate_tables,
)
from ucjmap.schema import TARGET_COLUMNS, Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import Provenance, Store, add_import, add_targets
from ucjmap.store import read_targets as read_stored

_KEY = list(TARGET_COLUMNS[:4])


@dataclass(frozen=True)
class TargetsReport:
    """What became of a target file; ``new`` counts the targets that are not in force yet.

    ``import_id`` is None in a trial run and where nothing changes.
    """

    rows: pd.DataFrame
    issues: pd.DataFrame
    targets: pd.DataFrame
    new: int = 0
    import_id: int | None = None

    def counts(self) -> dict[str, Any]:
        """Rows of data by outcome, and the targets that they give.

        Returns
        -------
        dict
            ``matched``, ``proposed`` and ``refused`` add up to ``rows``; ``skipped`` (titles, totals, notes,
            sub-headings) stand apart. ``targets`` can be stored, ``new`` of them are not in force yet.
        """
        errors = self.issues[self.issues["severity"] == "error"]
        bad = set(zip(errors["sheet"], errors["row"], strict=True))
        is_bad = pd.Series(
            [key in bad for key in zip(self.rows["sheet"], self.rows["row"], strict=True)],
            index=self.rows.index,
            dtype=bool,
        )
        # A row whose area is known but whose rate cannot be used is refused, not matched.
        status = self.rows["status"].mask(is_bad & self.rows["status"].notna(), "refused").value_counts()
        return {
            "rows": int(self.rows["status"].notna().sum()),
            "matched": int(status.get("matched", 0)),
            "proposed": int(status.get("proposed", 0)),
            "refused": int(status.get("refused", 0)),
            "skipped": int(self.rows["kind"].isin(["title", "total", "note", "subheading"]).sum()),
            "targets": len(self.targets),
            "new": self.new,
            "import_id": self.import_id,
        }


@counted_import("targets")
def import_targets(
    store: Store,
    path: Path,
    *,
    indicator: str = "ucj",
    issuer: str = "",
    source: str = "",
    layout: Layout | None = None,
    dry_run: bool = False,
    created_by: str = "",
    progress: Progress = no_progress,
) -> TargetsReport:
    """Read, match and store targets; loading the same ones again changes nothing.

    Parameters
    ----------
    path
        Workbook or delimited text.
    indicator, issuer, source
        What the targets are of, who set them and where that is written, as far as the table does not say it.
    layout
        Meaning of the columns as the user settled it; guessed if None.
    dry_run
        Whether to report only.

    Returns
    -------
    TargetsReport
        Rows that give one area, indicator, year and issuer different targets are refused, all of them.

    Raises
    ------
    IntakeError
        The file is no table of targets, or none of its rows can be stored.
    """
    sheets = separate_tables(read_sheets(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress))
    extract = extract_rows(sheets, layout := layout or guess_layout(sheets))
    rows = match_extract(store, extract, {}, progress=progress)
    codes = rows["matched_code"].where(rows["status"] == "matched")
    targets, issues = read_targets(extract, layout, codes, indicator=indicator, issuer=issuer, source=source)
    targets["comparable"] = True
    tree = area_tree(store)
    targets, conflicts = _keep_agreeing(targets, tree)
    issues = pd.concat([issues, conflicts, match_issues(rows, tree)], ignore_index=True)
    report = TargetsReport(rows, issues, targets)
    if targets.empty:
        raise IntakeError(
            "no_targets",
            N_("No target in {file} can be stored."),
            N_("The table needs the columns kode, tahun, penerbit and target, e.g. 61, 2026, RPJMD, 60,8 %."),
            file=path.name,
        )
    with store.reading() as connection:
        known = read_stored(connection)
    together = targets.merge(known[[*_KEY, "rate"]], "left", on=_KEY, suffixes=("", "_before"))
    fresh = targets[(together["rate"] != together["rate_before"]).to_numpy()]
    report = dataclasses.replace(report, new=len(fresh))
    if dry_run or fresh.empty:
        return report
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    entry = Provenance("targets", path.name, digest, source=source, created_by=created_by, outcome=report.counts())
    with store.writing() as connection:
        import_id = add_import(connection, entry)
        add_targets(connection, import_id, fresh)
    return dataclasses.replace(report, import_id=import_id)


def _keep_agreeing(targets: pd.DataFrame, tree: AreaTree) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Targets that the table states once, or twice alike; and a line for each row of those that differ."""
    rates = targets.assign(rate=targets["rate"].round(9)).groupby(_KEY)["rate"].transform("nunique")
    lines = [
        issue(
            row.row,
            "targets_differ",
            severity="error",
            code=row.unit_code,
            name=str(tree.areas["name"].get(row.unit_code, "")),
            sheet=row.sheet,
            count=int(rates[row.Index]),
            year=str(row.year),
            issuer=row.issuer or "–",
        )
        for row in targets[rates > 1].itertuples()
    ]
    kept = targets[rates == 1].drop_duplicates(_KEY).reset_index(drop=True)
    return kept, pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})
