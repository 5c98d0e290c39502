"""The table from BPS codes to Kemendagri codes: what it holds, and taking it in from a file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, make_register
from ucjmap.api.loading.running_imports import counted_import
from ucjmap.codes import level_of, level_of_digits
from ucjmap.errors import N_, MatchingError
from ucjmap.intake import ISSUE_COLUMNS, issue, read_crosswalk_rows, read_sheets
from ucjmap.matching import Register, Relation, read_digits, relate_pairs, repair_code, settle_conversions
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import Provenance, Store, add_crosswalk, add_import, read_crosswalk

_RELATIONS: Final = get_args(Relation)


@dataclass(frozen=True)
class CrosswalkReport:
    """What a table of codes holds, or would hold.

    ``pairs`` has one row for each pair that was taken in (bps_code, code, relation, iou, share_from, share_to, method,
    edition_from, edition_to), ``issues`` the rows of a file that were not (``ISSUE_COLUMNS``). ``read`` counts the
    rows of the file, or the BPS areas with a polygon. ``import_id`` is None in a trial run and where nothing changes.
    """

    read: int
    pairs: pd.DataFrame
    issues: pd.DataFrame
    import_id: int | None = None

    def counts(self) -> dict[str, Any]:
        """Rows of the file and BPS codes of the table, by what became of them.

        Returns
        -------
        dict
            ``read`` rows or areas, of which ``refused`` had no usable pair; ``pairs`` of ``codes`` BPS codes. Of the
            ``desa_codes`` among these ``same`` convert by themselves, ``split``, ``merged`` and ``changed`` are asked.
            ``import_id`` is None where nothing was stored.
        """
        conversions = settle_conversions(self.pairs)
        desa = [
            conversion.relation for code, conversion in conversions.items() if level_of_digits(code, "bps") == "adm4"
        ]
        by_relation = {relation: desa.count(relation) for relation in _RELATIONS}
        return {
            "read": self.read,
            "codes": len(conversions),
            "desa_codes": len(desa),
            **by_relation,
            "pairs": len(self.pairs),
            "refused": len(self.issues.drop_duplicates(["sheet", "row"])),
            "import_id": self.import_id,
        }


@counted_import("crosswalk")
def import_crosswalk(
    store: Store,
    path: Path,
    *,
    source: str = "",
    dry_run: bool = False,
    created_by: str = "",
    progress: Progress = no_progress,
) -> CrosswalkReport:
    """Take in a table with a column of BPS codes and one of Kemendagri codes.

    A BPS code in several rows is ``split``, several with one Kemendagri code are ``merged``, unless the table says it
    itself in a column ``relation`` (as an exported one does).

    Parameters
    ----------
    path
        Workbook or delimited text.
    source
        Who gave the table, as the history shows it.
    dry_run
        Whether to report only.

    Returns
    -------
    CrosswalkReport
        The pairs taken in, and a line for each row that was not.

    Raises
    ------
    IntakeError, MatchingError
        The file is no such table, or none of its rows can be used.
    """
    sheets = read_sheets(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress)
    rows = read_crosswalk_rows(sheets)
    pairs, issues = _read_pairs(rows, make_register(store))
    if pairs.empty:
        raise MatchingError(
            "no_pairs",
            N_("No row of {file} has a BPS code and a Kemendagri code that the register knows."),
            N_("Write both codes as text, e.g. 6101010001 and 61.01.01.2001."),
            file=path.name,
        )
    pairs = pairs.drop_duplicates(["bps_code", "code"])
    stated = pairs["relation"].where(pairs["relation"].isin(_RELATIONS))
    pairs["relation"] = stated.where(stated.notna(), relate_pairs(pairs))
    pairs = pairs.assign(iou=None, share_from=None, share_to=None, method="file", edition_from=path.stem, edition_to="")
    report = CrosswalkReport(len(rows), pairs.drop(columns=["row", "sheet"]).reset_index(drop=True), issues)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return keep_pairs(store, report, path.name, digest, source=source, dry_run=dry_run, created_by=created_by)


def _read_pairs(rows: pd.DataFrame, register: Register) -> tuple[pd.DataFrame, pd.DataFrame]:
    pairs, issues = [], []
    for row in rows.to_dict("records"):
        about = {"name": f"{row['bps_cell'] or ''} – {row['code_cell'] or ''}", "sheet": row["sheet"]}
        digits = read_digits(row["bps_cell"]).digits
        repaired = repair_code(row["code_cell"], register, system="kemendagri")
        if level_of_digits(digits, "bps") is None:
            issues.append(issue(row["row"], "bad_bps_code", severity="error", **about, text=str(row["bps_cell"] or "")))
        elif repaired.code is None:
            reason = "unknown_code" if repaired.reason == "other_level" else repaired.reason
            issues.append(issue(row["row"], reason, severity="error", **about))
        elif level_of_digits(digits, "bps") != level_of(repaired.code):
            issues.append(issue(row["row"], "levels_differ", severity="error", **about))
        else:
            pairs.append(
                {"bps_code": digits, "code": repaired.code, **{key: row[key] for key in ("relation", "row", "sheet")}}
            )
    columns = ["bps_code", "code", "relation", "row", "sheet"]
    return pd.DataFrame(pairs, columns=columns), pd.DataFrame(issues, columns=list(ISSUE_COLUMNS))


def keep_pairs(
    store: Store,
    report: CrosswalkReport,
    file_name: str,
    digest: str,
    *,
    source: str = "",
    dry_run: bool,
    created_by: str,
) -> CrosswalkReport:
    """Store the pairs of a report as one import, unless it is a trial run or the very same are in force."""
    if dry_run or _is_known(store, report.pairs):
        return report
    entry = Provenance(
        "crosswalk", file_name, digest, source=source or report.pairs["edition_to"].iloc[0], created_by=created_by,
        outcome={key: value for key, value in report.counts().items() if key != "import_id"},
    )  # fmt: skip
    with store.writing() as connection:
        import_id = add_import(connection, entry)
        add_crosswalk(connection, import_id, report.pairs)
    return CrosswalkReport(report.read, report.pairs, report.issues, import_id)


def _is_known(store: Store, pairs: pd.DataFrame) -> bool:
    """Whether the very same is in force for all these codes."""
    key = ["bps_code", "code", "relation", "method"]
    with store.reading() as connection:
        known = read_crosswalk(connection)
    known = known[known["bps_code"].isin(pairs["bps_code"])]
    return set(known[key].itertuples(index=False, name=None)) == set(pairs[key].itertuples(index=False, name=None))


def show_crosswalk(store: Store, *, code: str | None = None) -> pd.DataFrame:
    """Pairs of BPS and Kemendagri codes in force, with the names of today.

    Parameters
    ----------
    code
        Keep the pairs of this BPS code (digits) or Kemendagri code (with dots); all without it.

    Returns
    -------
    pandas.DataFrame
        One row is one pair, best of each BPS code first; ``name`` is missing where the register lacks the area.
    """
    with store.reading() as connection:
        pairs = read_crosswalk(connection)
    if code is not None:
        pairs = pairs[(pairs["bps_code"] == code) | (pairs["code"] == code)]
    tree: AreaTree = area_tree(store)
    return pairs.assign(name=pairs["code"].map(tree.areas["name"])).reset_index(drop=True)
