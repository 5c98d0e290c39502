"""Making the draft of a coverage file: read, matched and checked, without a change to the store."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree, make_register, place_test
from ucjmap.api.figures import load_indicators, what_is_counted
from ucjmap.api.loading.count_changes import COUNT_KEY, compare_counts, read_in_force
from ucjmap.api.loading.coverage_draft import CoverageDraft
from ucjmap.api.loading.desa_list import read_list, scope_of
from ucjmap.api.loading.mapping_file import TableMapping
from ucjmap.api.loading.row_matches import RowKey, join_matches, match_areas, match_issues, moved_areas
from ucjmap.api.loading.table_codes import choose_codes, claim_issuer
from ucjmap.api.loading.table_ledger import check_assumptions, ledger_issues
from ucjmap.api.loading.table_levels import claim_level, settle_level
from ucjmap.api.loading.table_proportions import claim_proportions, claim_rates
from ucjmap.api.loading.table_totals import mark_totals
from ucjmap.intake import (
    ISSUE_COLUMNS,
    Answers,
    Extract,
    Layout,
    ListOf,
    Sheet,
    extract_rows,
    guess_layout,
    issue,
    lay_out_forms,
    read_counts,
    read_meaning,
    read_sheets,
    separate_tables,
    settle_source,
    spread_measures,
    validate,
)
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import Store, read_layouts


def draft_coverage(
    store: Store,
    path: Path,
    *,
    as_of: str,
    indicator: str | None = None,
    layout: Layout | None = None,
    mapping: TableMapping | None = None,
    confirmed: Mapping[RowKey, str] | None = None,
    expected_count: int | None = None,
    list_of: ListOf | None = None,
    scope: str | None = None,
    segment: str | None = None,
    as_of_from: str | None = None,
    assume: Mapping[str, str] | None = None,
    previous: CoverageDraft | None = None,
    progress: Progress = no_progress,
) -> CoverageDraft:
    """Read, match and check a coverage file; the store is not touched.

    Parameters
    ----------
    path
        Workbook (XLSX, XLSB, XLS, ODS) or delimited text.
    as_of
        ISO date of the counts that carry none of their own.
    indicator
        Meaning of columns that do not say which indicator they are of; other indicators are then left out.
    layout
        Meaning of the columns as the user settled it; guessed if None.
    mapping
        What was settled for a table of this shape before: meanings of columns by heading; its answers to claims hold
        where this call gives none.
    confirmed
        Areas that the user chose for single rows.
    expected_count
        For a list of desa: how many it ought to name; another number is a warning.
    list_of
        For a list of desa: whether those named are registered or not, where the file does not say it.
    scope
        For a list of desa: code of the area that it is about, so that the other desa there count as the opposite.
        By default the place in its title, else the province if it names desa of several kabupaten.
    segment
        Segment of figures that name none; where the file names another, it is asked.
    as_of_from
        Whose date counts where the file says another than ``as_of``: title, column or typed.
    assume
        Answers to other claims of the ledger, by claim (``ASSUMPTIONS``).
    previous
        An earlier draft of the same file: what an answer did not change is taken from it instead of computed again.
    progress
        Called between the steps; may raise to cancel.

    Returns
    -------
    CoverageDraft
        What ``commit_coverage`` would store, and every row of the file with what would become of it.

    Raises
    ------
    IntakeError
        The file is no table that can be used.
    UsageError
        ``assume`` answers a claim that there is none of, or by a word that is no answer to it.
    """
    mapping = mapping or TableMapping()
    assumed = check_assumptions({**mapping.assume, **(assume or {})})
    answers = Answers(as_of, as_of_from or mapping.as_of_from, segment or mapping.segment, assumed)
    # A file that is not there is refused where it is read, in the same words as everywhere.
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if previous is not None and previous.sha256 == digest:
        sheets = list(previous.sheets)
    else:
        previous = None
        sheets = read_sheets(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress)
        sheets = [spread_measures(sheet) for sheet in separate_tables(lay_out_forms(sheets))]
    if layout is None:
        layout = mapping.apply(settle_source(sheets, guess_layout(sheets, known_layouts(store))))
    layout = _with_indicator(layout, indicator)
    register = make_register(store)
    layout, claims = settle_level(sheets, choose_codes(sheets, layout, register), register, answers)
    if layout.shape == "list" and list_of is not None:
        layout = replace(layout, list_of=list_of)
    if previous is not None and previous.matching is not None and _reads_alike(layout, previous.layout):
        extract = previous.matching.extract
    else:
        extract = extract_rows(sheets, layout)
    tree = area_tree(store)
    ledger, context = read_meaning(sheets, layout, extract, answers, place_test(store))
    issuer, issuers = claim_issuer(layout, extract.data, register, answers, context.issuers)
    matching = match_areas(store, extract, previous.matching if previous else None, progress, issuer)
    rows = join_matches(extract, matching.matches, confirmed or {})
    if layout.shape == "wide":
        rows = mark_totals(rows, layout, register)
        claims += claim_level(sheets, layout, rows, register)
    codes = rows["matched_code"].where(rows["status"] == "matched")
    progress(3, 4, "checks")
    counted = what_is_counted()
    known = {indicator: counted[indicator]} if indicator else counted
    if layout.shape == "list":
        scope = scope or scope_of(store, layout, codes.dropna())
        observations, issues = read_list(tree, extract, layout, codes, as_of, expected_count, scope)
    else:
        counts = read_counts(Extract(rows), layout, codes, indicators=known, as_of=as_of, context=context)
        observations, issues = counts.observations, counts.issues
        claims += claim_rates(counts.doubts, answers)
    with store.reading() as connection:
        before = read_in_force(connection, observations)
    ledger = ledger.with_claims([*claims, *issuers, *claim_proportions(observations, tree.areas, answers)])
    units = tree.areas.reset_index(drop=True)
    checks = validate(observations, units=units, indicators=counted, previous=before, today=dt.date.today())
    hidden = _hidden_sheets(sheets, layout)
    issues = pd.concat(
        [ledger_issues(ledger), issues, checks, match_issues(rows, tree), moved_areas(matching, rows, tree), hidden],
        ignore_index=True,
    )
    rows, observations = _refuse_errors(rows, observations, issues)
    progress(4, 4, "checks")
    return CoverageDraft(
        file_name=path.name,
        sha256=digest,
        as_of=as_of,
        layout=layout,
        rows=rows,
        issues=issues,
        observations=observations,
        changes=compare_counts(observations, before, tree),
        confirmed=dict(confirmed or {}),
        sheets=tuple(sheets),
        ledger=ledger,
        scope=scope if layout.shape == "list" else None,
        matching=matching,
    )


def _with_indicator(layout: Layout, indicator: str | None) -> Layout:
    if indicator is None:
        return layout
    for column in layout.columns:
        if column.meaning.kind == "value" and column.meaning.indicator is None:
            layout = layout.with_meaning(column.index, replace(column.meaning, indicator=indicator))
    if layout.shape == "list" and layout.list_indicator is None and load_indicators()[indicator].counts_desa:
        layout = replace(layout, list_indicator=indicator)
    return layout


def _reads_alike(one: Layout, other: Layout) -> bool:
    """Whether two layouts take the same cells from a file, whatever they mean by the counts."""

    def cells(layout: Layout) -> tuple[Any, ...]:
        return layout.tables, [
            (column.index, column.key, column.meaning.kind, column.meaning.level) for column in layout.columns
        ]

    return cells(one) == cells(other)


def _hidden_sheets(sheets: Sequence[Sheet], layout: Layout) -> pd.DataFrame:
    """A warning for each sheet that was read although nobody sees it in the workbook."""
    read = {table.sheet for table in layout.tables}
    lines = [
        issue(None, "hidden_sheet", severity="warning", sheet=sheet.name, title=sheet.name)
        for sheet in sheets
        if sheet.hidden and sheet.name in read
    ]
    return pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def _refuse_errors(
    rows: pd.DataFrame, observations: pd.DataFrame, issues: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row with an error stores nothing; it is refused even if its area was found."""
    errors = issues[(issues["severity"] == "error") & issues["row"].notna()]
    bad = set(zip(errors["sheet"], errors["row"].astype(int), strict=True))
    is_bad: list[bool] = [(sheet, int(row)) in bad for sheet, row in zip(rows["sheet"], rows["row"], strict=True)]
    rows = rows.copy()
    rows.loc[pd.Series(is_bad, index=rows.index) & rows["status"].notna(), "status"] = "refused"
    keys = zip(observations["sheet"], observations["row"], strict=True)
    keep = [pd.isna(row) or (sheet, int(row)) not in bad for sheet, row in keys]
    kept = observations[pd.Series(keep, index=observations.index, dtype=bool)]
    return rows, kept.drop_duplicates(COUNT_KEY).reset_index(drop=True)


def known_layouts(store: Store) -> dict[str, Layout]:
    """Layouts of tables as users settled them before.

    Returns
    -------
    dict
        By the fingerprint of their headings; ``guess_layout`` takes it as its memory.
    """
    with store.reading() as connection:
        return {key: Layout.from_dict(plain) for key, plain in read_layouts(connection).items()}
