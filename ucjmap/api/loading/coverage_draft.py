"""Taking in a coverage table: first a draft that shows what would happen, then one transaction.

Every row of the file ends in the draft: matched, proposed, refused, or recognised as title, heading or total.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, make_register, new_aliases, place_test
from ucjmap.api.figures import load_indicators, what_is_counted
from ucjmap.api.loading.mapping_file import TableMapping
from ucjmap.api.loading.table_areas import (
    choose_codes,
    claim_issuer,
    claim_level,
    claim_proportions,
    mark_totals,
    settle_level,
)
from ucjmap.api.loading.table_ledger import check_assumptions, ledger_issues
from ucjmap.codes import PLACE_COLUMNS, System, code_at, kind_of, province_of
from ucjmap.errors import N_, IntakeError
from ucjmap.intake import (
    ISSUE_COLUMNS,
    Answers,
    Extract,
    Layout,
    Ledger,
    ListOf,
    Sheet,
    check_list,
    complete_list,
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
from ucjmap.matching import match_rows
from ucjmap.schema import OBSERVATION_COLUMNS, Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import (
    Connection,
    Provenance,
    Store,
    add_aliases,
    add_import,
    add_observations,
    read_current,
    read_layouts,
    write_layout,
)

#: Where a row of a file is: its sheet and its number there, as the spreadsheet program shows it.
RowKey = tuple[str, int]
MATCH_COLUMNS = ("status", "method", "score", "matched_code", "candidates", "reason", "repairs")
_KEY = ["unit_code", "indicator", "segment", "as_of"]
_PLACES = [*PLACE_COLUMNS.values(), "code"]


@dataclass(frozen=True)
class _Found:
    """The rows of a file, and the areas that the rules alone found for them at one state of the store.

    ``regencies`` has the code of each pair of province and kabupaten that the rows name, where it is sure.
    """

    extract: Extract
    revision: tuple[int, int]
    places: pd.DataFrame
    matches: pd.DataFrame
    regencies: Mapping[tuple[Any, Any], str]
    issuer: System | None = None


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
    found: "_Found | None" = field(default=None, repr=False, compare=False)

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
        """Whether the store has changed since the draft was made, so that its trial run shows what was."""
        return self.found is None or self.found.revision != store.revision()

    def counts(self) -> dict[str, Any]:
        """Rows by outcome; matched, proposed, refused and skipped add up to ``rows``, headings and blanks stand apart."""
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
    as_of
        Date of the counts that carry none of their own.
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
    if previous is not None and previous.found is not None and _reads_alike(layout, previous.layout):
        extract = previous.found.extract
    else:
        extract = extract_rows(sheets, layout)
    tree = area_tree(store)
    ledger, context = read_meaning(sheets, layout, extract, answers, place_test(store))
    issuer, issuers = claim_issuer(layout, extract.data, register, answers, context.issuers)
    found = _find_areas(store, extract, previous.found if previous else None, progress, issuer)
    rows = _join_matches(extract, found.matches, confirmed or {})
    if layout.shape == "wide":
        rows = mark_totals(rows, layout, register)
        claims += claim_level(sheets, layout, rows, register)
    codes = rows["matched_code"].where(rows["status"] == "matched")
    progress(3, 4, "checks")
    counted = what_is_counted()
    known = {indicator: counted[indicator]} if indicator else counted
    if layout.shape == "list":
        scope = scope or _scope_of(store, layout, codes.dropna())
        observations, issues = _read_list(tree, extract, layout, codes, as_of, expected_count, scope)
    else:
        counts = read_counts(Extract(rows), layout, codes, indicators=known, as_of=as_of, context=context)
        observations, issues = counts.observations, counts.issues
    with store.reading() as connection:
        before = _in_force(connection, observations)
    ledger = ledger.with_claims([*claims, *issuers, *claim_proportions(observations, tree.areas, answers)])
    units = tree.areas.reset_index(drop=True)
    checks = validate(observations, units=units, indicators=counted, previous=before, today=dt.date.today())
    hidden = _hidden_sheets(sheets, layout)
    issues = pd.concat(
        [ledger_issues(ledger), issues, checks, match_issues(rows, tree), _moved_areas(found, rows, tree), hidden],
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
        changes=_compare(observations, before, tree),
        confirmed=dict(confirmed or {}),
        sheets=tuple(sheets),
        ledger=ledger,
        scope=scope if layout.shape == "list" else None,
        found=found,
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


def match_extract(
    store: Store, extract: Extract, confirmed: Mapping[RowKey, str], *, progress: Progress = no_progress
) -> pd.DataFrame:
    """All rows of a file with ``MATCH_COLUMNS``; the user's own choices go before every rule."""
    return _join_matches(extract, _find_areas(store, extract, None, progress).matches, confirmed)


def _reads_alike(one: Layout, other: Layout) -> bool:
    """Whether two layouts take the same cells from a file, whatever they mean by the counts."""

    def cells(layout: Layout) -> tuple[Any, ...]:
        return layout.tables, [(each.index, each.key, each.meaning.kind, each.meaning.level) for each in layout.columns]

    return cells(one) == cells(other)


def _find_areas(
    store: Store, extract: Extract, before: _Found | None, progress: Progress, issuer: System | None = None
) -> _Found:
    """Match the rows of a file, unless neither they nor the store changed since ``before``."""
    places = extract.data[_PLACES]
    revision = store.revision()
    known = before is not None and before.revision == revision and before.issuer == issuer
    if before is not None and known and before.places.equals(places):
        return replace(before, extract=extract)
    register = make_register(store)
    matches = match_rows(places, register, issuer=issuer, progress=progress)
    named = places.loc[places["regency"].notna(), ["province", "regency"]].drop_duplicates()
    stated = match_rows(named, register)["code"].dropna()
    pairs = zip(named.loc[stated.index, "province"], named.loc[stated.index, "regency"], strict=True)
    regencies = dict(zip(pairs, stated, strict=True))
    return _Found(extract, revision, places, matches.rename(columns={"code": "matched_code"}), regencies, issuer)


def _join_matches(extract: Extract, matches: pd.DataFrame, confirmed: Mapping[RowKey, str]) -> pd.DataFrame:
    rows = extract.rows.join(matches[list(MATCH_COLUMNS)])
    rows["status"] = rows["status"].astype(object).where(rows["status"].notna(), None)
    for index, key in enumerate(zip(rows["sheet"], rows["row"], strict=True)):
        if (chosen := confirmed.get((key[0], int(key[1])))) is not None:
            label = rows.index[index]
            for column, value in (
                ("status", "matched"),
                ("method", "confirmed"),
                ("score", 1.0),
                ("matched_code", chosen),
                ("reason", ""),
            ):
                rows.at[label, column] = value
    return rows


def match_issues(rows: pd.DataFrame, tree: AreaTree) -> pd.DataFrame:
    """A line for each row that no area was found for, and for each code that was repaired."""
    found = []
    for row in rows[rows["status"].isin(["proposed", "refused"])].to_dict("records"):
        severity = "error" if row["status"] == "refused" else "review"
        candidates = ", ".join(f"{tree.name(code)} ({code})" for code in row["candidates"]) or "–"
        found.append(
            issue(row["row"], row["reason"] or "no_such_name", severity=severity, name=_row_name(row),
                  sheet=row["sheet"], candidates=candidates)
        )  # fmt: skip
    repaired = rows[(rows["status"] == "matched") & rows["repairs"].map(bool, na_action="ignore").eq(True)]
    for row in repaired.to_dict("records"):
        text = "; ".join(row["repairs"])
        found.append(
            issue(row["row"], "code_repaired", severity="info", code=row["matched_code"], name=_row_name(row),
                  sheet=row["sheet"], repair=text)
        )  # fmt: skip
    return pd.DataFrame(found, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def _moved_areas(found: _Found, rows: pd.DataFrame, tree: AreaTree) -> pd.DataFrame:
    """A warning for each row that was found outside the kabupaten that it (or its title) names."""
    lines = []
    matched = rows[rows["status"] == "matched"]
    for row in matched[matched["regency"].isin({regency for _, regency in found.regencies})].to_dict("records"):
        stated = found.regencies.get((row["province"], row["regency"]))
        area = code_at(row["matched_code"], "adm2")
        if stated is not None and area != stated:
            lines.append(
                issue(row["row"], "other_regency", severity="warning", code=row["matched_code"], name=_row_name(row),
                      sheet=row["sheet"], stated=tree.name(stated), area=tree.name(area))
            )  # fmt: skip
    return pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def _hidden_sheets(sheets: Sequence[Sheet], layout: Layout) -> pd.DataFrame:
    """A warning for each sheet that was read although nobody sees it in the workbook."""
    read = {table.sheet for table in layout.tables}
    found = [
        issue(None, "hidden_sheet", severity="warning", sheet=sheet.name, title=sheet.name)
        for sheet in sheets
        if sheet.hidden and sheet.name in read
    ]
    return pd.DataFrame(found, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def _row_name(row: Mapping[str, Any]) -> str:
    named = (row[column] for column in reversed(PLACE_COLUMNS.values()))
    return next((str(text) for text in named if isinstance(text, str) and text), "")


def _scope_of(store: Store, layout: Layout, codes: pd.Series) -> str | None:
    """The area that a list is about, where its title or its rows leave no doubt."""
    places = {tuple(sorted(table.place.items())) for table in layout.tables if table.place}
    if len(places) == 1:
        named = pd.DataFrame([dict(next(iter(places)))])
        match = match_rows(named, make_register(store)).iloc[0]
        if match["status"] == "matched":
            return str(match["code"])
    provinces = {province_of(code) for code in codes}
    several_regencies = len({code_at(code, "adm2") for code in codes}) > 1
    return provinces.pop() if len(provinces) == 1 and several_regencies else None


def _read_list(
    tree: AreaTree,
    extract: Extract,
    layout: Layout,
    codes: pd.Series,
    as_of: str,
    expected: int | None,
    scope: str | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    open_questions = []
    if layout.list_indicator is None or layout.list_of is None:
        open_questions.append(issue(None, "list_of_what", severity="error"))
    if scope is None:
        open_questions.append(issue(None, "list_scope_unknown", severity="error"))
    if layout.list_indicator is None or layout.list_of is None or scope is None:
        nothing = pd.DataFrame(columns=[*OBSERVATION_COLUMNS, "row", "sheet"])
        return nothing, pd.DataFrame(open_questions, columns=list(ISSUE_COLUMNS))
    units = tree.areas.reset_index(drop=True)
    data = extract.data
    own = codes.reindex(data.index)
    issues = check_list(data, own, register_units=units, scope=[scope])
    named = [code for code in own.dropna().unique() if kind_of(code) in ("desa", "desa adat")]
    observations = complete_list(
        named,
        register_units=units,
        indicator=layout.list_indicator,
        list_of=layout.list_of,
        as_of=as_of,
        scope=[scope],
    )
    observations[["row", "sheet"]] = [pd.NA, ""]
    others = len(observations) - int(observations["unit_code"].isin(named).sum())
    lines = [issue(None, "list_scope", severity="warning", code=scope, area=tree.name(scope), others=others)]
    if expected is not None and expected != len(named):
        lines.append(issue(None, "list_count_differs", severity="warning", stated=expected, computed=len(named)))
    return observations, pd.concat([issues, pd.DataFrame(lines)], ignore_index=True)


def _in_force(connection: Connection, observations: pd.DataFrame) -> pd.DataFrame:
    """Counts in force of the areas of the file: one row is one count."""
    parts = [
        read_current(connection, indicator=key, unit_codes=rows["unit_code"].astype(str).unique().tolist())
        for key, rows in observations.groupby("indicator", sort=True)
    ]
    if not parts:
        return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
    return pd.concat(parts, ignore_index=True)


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
    return rows, kept.drop_duplicates(_KEY).reset_index(drop=True)


def _compare(observations: pd.DataFrame, before: pd.DataFrame, tree: AreaTree) -> pd.DataFrame:
    """One row is one count of the file beside the count in force; ``change`` is new, changed or same."""
    changes = _mark_changes(observations, before)
    changes.insert(1, "name", changes["unit_code"].map(tree.areas["name"]))
    return _with_present(changes, before)


def _mark_changes(observations: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    present = before.rename(columns={"numerator": "before_numerator", "denominator": "before_denominator"})
    present = present[[*_KEY, "before_numerator", "before_denominator"]]
    changes = observations.merge(present, "left", on=_KEY)
    same = (changes["numerator"] == changes["before_numerator"]) & (
        changes["denominator"] == changes["before_denominator"]
    )
    changes["change"] = "changed"
    changes.loc[changes["before_numerator"].isna(), "change"] = "new"
    changes.loc[same, "change"] = "same"
    return changes


def _with_present(changes: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Add what the map shows for the same date now: the newest count on or before it, with its own date."""
    key = _KEY[:3]
    shown = before.rename(
        columns={"numerator": "present_numerator", "denominator": "present_denominator", "as_of": "present_as_of"}
    )
    parts = []
    for as_of, group in changes.groupby("as_of", sort=False):
        present = shown[shown["present_as_of"] <= as_of].sort_values("present_as_of").drop_duplicates(key, keep="last")
        columns = [*key, "present_numerator", "present_denominator", "present_as_of"]
        parts.append(group.merge(present[columns], "left", on=key))
    empty = changes.assign(present_numerator=pd.NA, present_denominator=pd.NA, present_as_of=pd.NA)
    return pd.concat(parts, ignore_index=True) if parts else empty


def commit_coverage(
    store: Store, draft: CoverageDraft, *, source: str = "", note: str = "", created_by: str = ""
) -> int | None:
    """Store what a draft would change, in one transaction; the number of the import, or None where nothing changes.

    What somebody else stored since the draft was made is not stored a second time.

    Raises
    ------
    IntakeError
        A claim of the ledger is open, a list still has open rows, or no row of the file can be stored.
    """
    if draft.ledger.open:
        raise IntakeError(
            "claims_open",
            N_("{file} says something about its figures that is not settled: {count} open questions."),
            N_("Answer them first, or correct the file; nothing was stored."),
            file=draft.file_name,
            count=len(draft.ledger.open),
        )
    if draft.is_blocked:
        raise IntakeError(
            "list_incomplete",
            N_("This list is not settled: {count} of its rows have no sure desa, or it is not known what it is about."),
            N_("Settle that first; a desa that is left out would count as the opposite."),
            count=draft.counts()["refused"] + draft.counts()["proposed"],
        )
    if draft.observations.empty:
        raise IntakeError(
            "nothing_to_store",
            N_("No row of {file} can be stored."),
            N_("Look at the reasons in the report, correct the file and load it again."),
            file=draft.file_name,
        )
    names = new_aliases(store, draft.rows, draft.confirmed)
    import_id = None
    with store.writing() as connection:
        changes = _mark_changes(draft.observations, _in_force(connection, draft.observations))
        fresh = changes[changes["change"] != "same"]
        write_layout(connection, draft.layout.fingerprint, draft.layout.to_dict())
        if len(fresh):
            entry = Provenance(
                "coverage",
                draft.file_name,
                draft.sha256,
                source=source,
                as_of=draft.as_of,
                note=note,
                created_by=created_by,
                outcome=draft.counts(),
            )
            import_id = add_import(connection, entry)
            add_observations(connection, import_id, fresh)
            add_aliases(connection, names, import_id=import_id, created_by=created_by)
        elif names:
            # The counts are known already, the names are not: they get an import of their own, so that it can be undone.
            entry = Provenance(
                "aliases", draft.file_name, draft.sha256, created_by=created_by, outcome={"aliases": len(names)}
            )
            add_aliases(connection, names, import_id=add_import(connection, entry), created_by=created_by)
    return import_id


def known_layouts(store: Store) -> dict[str, Layout]:
    """Column layouts that users settled before, by fingerprint."""
    with store.reading() as connection:
        return {key: Layout.from_dict(plain) for key, plain in read_layouts(connection).items()}
