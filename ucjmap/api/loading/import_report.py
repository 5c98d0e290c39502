"""The report on a coverage file as a workbook: the office's own rows, with three columns added."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.figures import load_indicators
from ucjmap.api.loading.coverage_draft import CoverageDraft
from ucjmap.api.loading.crosswalk_import import CrosswalkReport
from ucjmap.api.loading.target_import import TargetsReport
from ucjmap.boundaries import REASONS as BOUNDARY_REASONS
from ucjmap.errors import N_
from ucjmap.files import Sheet, write_workbook
from ucjmap.intake import REASONS
from ucjmap.intake import Sheet as IntakeSheet
from ucjmap.words import Lang, say, say_count, say_date, say_rate

#: Reasons of matching and of this layer, beside those of the intake.
MORE_REASONS = {
    "code_repaired": N_("The code was repaired: {repair}."),
    "list_count_differs": N_("The list names {computed} desa; {stated} were expected."),
    "list_of_what": N_(
        "The file lists desa, but does not say whether they are registered, or for aparat or BPD. Choose it."
    ),
    "list_scope_unknown": N_(
        "It is not known which area the list is about: one kabupaten or the whole province. Choose it."
    ),
    "list_scope": N_(
        "The list was taken to be about {area}: the {others} desa there that it does not name count as the opposite."
    ),
    "homonym": N_("Several areas have this name. Choose one, or add the kecamatan or the code."),
    "no_such_name": N_("No area of this name was found."),
    "unknown_code": N_("This code is not in the register of areas."),
    "code_and_name_disagree": N_("The code and the name belong to different areas. Correct one of them."),
    "ambiguous_code_system": N_("The code means different areas for Kemendagri and for BPS. Add the names."),
    "bps_split": N_(
        "This BPS area has become several: {candidates}. Its count cannot be divided by itself; ask for the counts of each."
    ),
    "bps_merged": N_(
        "This BPS area and others have become one: {candidates}. Confirm it only if the count is of the whole area."
    ),
    "bps_changed": N_("The BPS code has no area of today by itself; it may be {candidates}. Choose one."),
    "bad_bps_code": N_('"{text}" is no BPS code: it has 2, 4, 7 or 10 digits.'),
    "levels_differ": N_("The two codes are of areas of different levels."),
    "parent_unknown": N_("The kecamatan or kabupaten of this row was not found."),
    "duplicate_in_file": N_("Two rows of the file fit the same area. Choose one."),
    "empty_row": N_("The row names no area."),
    "name_differs": N_("The nearest names differ from this one. Confirm one of them or choose none."),
    "number_differs": N_(
        "The nearest name has another number (such as I and II). Confirm it only if it is the same area."
    ),
    "found_elsewhere": N_("The name was found in another kecamatan than the row says. Confirm it if it moved there."),
    "other_regency": N_("The row says {stated}, the area found lies in {area}. Check that this is meant."),
    "hidden_sheet": N_("The sheet {title} is hidden in the workbook; it was read because no other one holds a table."),
    "targets_differ": N_(
        "The table has {count} different targets of this area for {year} by {issuer}; none was taken. Keep one."
    ),
    "other_level": N_("The code belongs to an area of another level than the row. Correct the code."),
    "not_sure": N_("The nearest name is not sure enough. Confirm it or choose none."),
    "malformed_code": N_("The code does not look like one. Write it as text, e.g. 61.01.01.2001."),
    "digits_lost": N_("The spreadsheet has eaten digits of the code. Write it as text, e.g. 61.01.01.2001."),
    "no_code": N_("The cell holds no code that can be read. Add the code or the names."),
}
#: Reasons of a boundary import that come from the register, beside those of the file itself.
REGISTER_REASONS = {
    "no_polygon_in_file": N_("The file has no polygon for this area of the register"),
    "no_kemendagri_code": N_("Its Kemendagri code is not known: coverage data cannot be joined to it"),
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_EVERYBODY = {"id": "semua", "en": "all"}
_PARTS = {"numerator": N_("registered"), "denominator": N_("all")}
_STATUS = {"matched": N_("Matched"), "proposed": N_("To be confirmed"), "refused": N_("Refused")}
_SKIPPED = N_("Title or total")
_UNREAD = N_("On a sheet that was not read")
_ADDED = (N_("Status"), N_("Matched code"), N_("Reason"))
_APART = {"heading": N_("Row of headings"), "blank": N_("Empty row")}
#: Reasons whose figures are rates.
_OF_RATES = ("rate_contradicts_counts", "rate_without_counts")
_SEVERITY_ORDER = ("error", "warning", "review", "info")


def say_reason(lang: Lang, reason: str, detail: str = "") -> str:
    """Why a line stands in a report, in words.

    Parameters
    ----------
    reason
        A key of ``REASONS``, or one of matching; any other is shown as it is.
    detail
        JSON object of the placeholders, as the line keeps it.

    Returns
    -------
    str
        Whole sentences with numbers, rates, dates and indicators as people write them.
    """
    details: dict[str, Any] = json.loads(detail) if detail else {}
    indicators = load_indicators()
    if (indicator := indicators.get(details.get("indicator", ""))) is not None:
        details["indicator"] = indicator.name(lang)
        segment = details.get("segment")
        details["segment"] = indicator.segments.get(segment, _EVERYBODY)[lang] if segment else ""
    for name in ("part", "kind"):
        if details.get(name) in _PARTS:
            details[name] = say(lang, _PARTS[details[name]])
    if _ISO.fullmatch(str(details.get("typed", ""))):
        details["typed"] = say_date(lang, details["typed"])
    details = {name: _say_figure(lang, value, rate=reason in _OF_RATES) for name, value in details.items()}
    return say(lang, {**REASONS, **MORE_REASONS}.get(reason, reason), **details)


def _say_figure(lang: Lang, value: Any, *, rate: bool) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if rate:
        return say_rate(lang, value)
    return (
        say_count(lang, value) if float(value).is_integer() else str(value).replace(".", "," if lang == "id" else ".")
    )


def say_account(lang: Lang, counts: Mapping[str, Any]) -> str:
    """The sum that shows that no row of the file is lost.

    Parameters
    ----------
    counts
        As ``CoverageDraft.counts`` gives them.

    Returns
    -------
    str
        One sentence.
    """
    keys = ("matched", "proposed", "refused", "skipped", "rows", "headings", "blank")
    return say(
        lang,
        "{matched} found + {proposed} to be confirmed + {refused} refused + {skipped} titles and totals = {rows} rows of the file"
        " (besides {headings} rows of headings and {blank} empty ones).",
        **{key: say_count(lang, counts[key]) for key in keys},
    )


def issues_table(lang: Lang, draft: CoverageDraft | TargetsReport | CrosswalkReport) -> pd.DataFrame:
    """The report on a file in words.

    Returns
    -------
    pandas.DataFrame
        One row is one issue, the gravest first: sheet, row (as the spreadsheet program counts; empty for the whole
        file), name, severity, sentence. The names of the columns are words in ``lang``.
    """
    issues = draft.issues.sort_values("severity", key=lambda keys: keys.map(_SEVERITY_ORDER.index), kind="stable")
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
    """Lines of a report on boundaries in words.

    Parameters
    ----------
    lines
        One of the frames of a ``BoundariesReport`` (``schema.REPORT_COLUMNS``).

    Returns
    -------
    pandas.DataFrame
        One row is one line: row of the file, code, name, sentence. The names of the columns are words in ``lang``.
    """
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
    """Write the office's own rows with three columns added (status, code, reason); then the issues, then the account.

    The status of every row says what became of it, so that the figures of the account can be counted again.

    Parameters
    ----------
    out
        File to write (XLSX), which appears whole: a sheet for each of the office's, then ``Report`` and ``Account``.
    lang
        Of the words that are added.
    """
    reasons = _reasons_by_row(lang, draft)
    own = [_own_rows(lang, draft, sheet, reasons) for sheet in draft.sheets]
    issues = Sheet(say(lang, "Report"), issues_table(lang, draft), frozen_columns=0)
    write_workbook(out, [*own, issues, _account(lang, draft)])


def _own_rows(lang: Lang, draft: CoverageDraft, sheet: IntakeSheet, reasons: Mapping[tuple[str, int], str]) -> Sheet:
    """The rows of one sheet as the office wrote them, with the three columns; the headings stay in sight."""
    outcomes = draft.rows[draft.rows["sheet"] == sheet.name].set_index("row")
    outcomes = outcomes[["status", "kind", "matched_code"]].to_dict("index")
    tables = [table for table in draft.layout.tables if table.sheet == sheet.name]
    skipped = _SKIPPED if tables else _UNREAD
    last_heading = max((table.last_heading for table in tables), default=0)
    width = max((len(row) for row in sheet.cells), default=0)
    rows: list[list[object]] = []
    for number, cells in enumerate(sheet.cells, 1):
        outcome = outcomes[number]
        words = [
            say(lang, _STATUS.get(outcome["status"]) or _APART.get(outcome["kind"], skipped)),
            outcome["matched_code"] if outcome["status"] == "matched" else None,
            reasons.get((sheet.name, number)),
        ]
        added = [say(lang, name) for name in _ADDED] if number == last_heading else words
        rows.append([*cells, *[None] * (width - len(cells)), *added])
    table = pd.DataFrame(rows, dtype=object)
    return Sheet(sheet.name, table, has_head=False, frozen_rows=last_heading, frozen_columns=0)


def _account(lang: Lang, draft: CoverageDraft) -> Sheet:
    counts = draft.counts()
    lines: list[tuple[str | None, int | None]]
    lines = [(say(lang, name), counts[key]) for key, name in {**_STATUS, "skipped": _SKIPPED}.items()]
    lines += [(say(lang, "Rows of the file"), counts["rows"]), (None, None)]
    lines += [(say(lang, _APART[kind]), counts[key]) for kind, key in (("heading", "headings"), ("blank", "blank"))]
    table = pd.DataFrame(lines, columns=[say(lang, "Status"), say(lang, "Rows")], dtype=object)
    return Sheet(say(lang, "Account of the rows"), table, frozen_columns=0)


def _reasons_by_row(lang: Lang, draft: CoverageDraft) -> dict[tuple[str, int], str]:
    reasons: dict[tuple[str, int], str] = {}
    for line in draft.issues.dropna(subset=["row"]).itertuples():
        key = (line.sheet, int(line.row))
        text = say_reason(lang, line.reason, line.detail)
        reasons[key] = f"{reasons[key]} {text}" if key in reasons else text
    return reasons
