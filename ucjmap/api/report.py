"""The report on a coverage file as a workbook: the office's own rows, with three columns added."""

from pathlib import Path

import pandas as pd

from ucjmap.api.coverage import CoverageDraft
from ucjmap.api.export import defuse_formulas
from ucjmap.boundaries.report import REASONS as BOUNDARY_REASONS
from ucjmap.errors import N_
from ucjmap.intake import REASONS, explain
from ucjmap.words import Lang, say

#: Reasons of matching and of this layer, beside those of the intake.
MORE_REASONS = {
    "code_repaired": N_("The code was repaired: {repair}."),
    "list_count_differs": N_("The list names {computed} desa; {stated} were expected."),
    "homonym": N_("Several areas have this name. Choose one, or add the kecamatan or the code."),
    "no_such_name": N_("No area of this name was found."),
    "unknown_code": N_("This code is not in the register of areas."),
    "code_and_name_disagree": N_("The code and the name belong to different areas. Correct one of them."),
    "ambiguous_code_system": N_("The code means different areas for Kemendagri and for BPS. Add the names."),
    "parent_unknown": N_("The kecamatan or kabupaten of this row was not found."),
    "duplicate_in_file": N_("Two rows of the file fit the same area. Choose one."),
    "empty_row": N_("The row names no area."),
    "similar_name": N_("A similar name was found. Confirm it or choose another."),
}
#: Reasons of a boundary import that come from the register, beside those of the file itself.
REGISTER_REASONS = {
    "no_polygon_in_file": N_("The file has no polygon for this area of the register"),
    "no_kemendagri_code": N_("Its Kemendagri code is not known: coverage data cannot be joined to it"),
    "name_not_recognised": N_("No area of this name was found, and the file has no code"),
}
_STATUS = {"matched": N_("Matched"), "proposed": N_("To be confirmed"), "refused": N_("Refused")}


def say_reason(lang: Lang, reason: str, detail: str = "") -> str:
    """Why a line stands in a report, in words."""
    if reason in REASONS:
        template, details = explain(reason, detail)
        return say(lang, template, **details)
    template = MORE_REASONS.get(reason, reason)
    return say(lang, template, **explain_details(detail))


def explain_details(detail: str) -> dict[str, str]:
    """Placeholders of a reason that is not of the intake."""
    return dict(explain("hidden_row", detail)[1]) if detail else {}


def issues_table(lang: Lang, draft: CoverageDraft) -> pd.DataFrame:
    """The report in words; one row is one issue."""
    issues = draft.issues
    texts = [
        say_reason(lang, reason, detail) for reason, detail in zip(issues["reason"], issues["detail"], strict=True)
    ]
    return pd.DataFrame(
        {
            say(lang, "Sheet"): issues["sheet"],
            say(lang, "Row"): issues["row"],
            say(lang, "Name"): issues["name"],
            say(lang, "Severity"): [say(lang, _SEVERITIES[key]) for key in issues["severity"]],
            say(lang, "What is to be looked at"): texts,
        }
    )


def boundaries_table(lang: Lang, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of a report on boundaries (``schema.REPORT_COLUMNS``) in words; one row is one line."""
    words = {**BOUNDARY_REASONS, **REGISTER_REASONS}
    texts = [say(lang, words.get(reason, reason)) for reason in lines["reason"]]
    return pd.DataFrame(
        {
            say(lang, "Row"): lines["row"],
            say(lang, "Code"): lines["code"],
            say(lang, "Name"): lines["name"],
            say(lang, "What is to be looked at"): [
                f"{text} ({detail})" if detail else text for text, detail in zip(texts, lines["detail"], strict=True)
            ],
        }
    )


_SEVERITIES = {
    "error": N_("Error"),
    "warning": N_("Warning"),
    "review": N_("To be confirmed"),
    "info": N_("Information"),
}


def write_report(draft: CoverageDraft, out: Path, *, lang: Lang) -> None:
    """Write the file's own rows with status, code and reason behind them, and the issues on a second sheet."""
    rows = draft.rows
    headings = {column.key: column.heading for column in draft.layout.columns if column.key in rows}
    table = rows[["sheet", "row", "province", "regency", "district", "village", "code", *headings]].rename(
        columns=headings
    )
    table = table.loc[:, ~table.columns.duplicated()]
    by_row = _reasons_by_row(lang, draft)
    table[say(lang, "Status")] = [say(lang, _STATUS[key]) if key in _STATUS else "" for key in rows["status"]]
    table[say(lang, "Matched code")] = rows["matched_code"].where(rows["status"] == "matched")
    table[say(lang, "Reason")] = [
        by_row.get((sheet, int(row)), "") for sheet, row in zip(rows["sheet"], rows["row"], strict=True)
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        for name, frame in ((say(lang, "Rows"), table), (say(lang, "Report"), issues_table(lang, draft))):
            defuse_formulas(frame.astype(object)).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 2))


def _reasons_by_row(lang: Lang, draft: CoverageDraft) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for line in draft.issues.dropna(subset=["row"]).itertuples():
        key = (line.sheet, int(line.row))
        text = say_reason(lang, line.reason, line.detail)
        found[key] = f"{found[key]} {text}" if key in found else text
    return found
