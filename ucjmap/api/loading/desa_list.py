"""A list of desa as a coverage file: the area that it is about, and what it says of the desa that it does not name."""

import pandas as pd

from ucjmap.api.areas import AreaTree, make_register
from ucjmap.codes import code_at, kind_of, province_of
from ucjmap.intake import ISSUE_COLUMNS, Extract, Layout, check_list, complete_list, issue
from ucjmap.matching import match_rows
from ucjmap.schema import OBSERVATION_COLUMNS
from ucjmap.store import Store


def scope_of(store: Store, layout: Layout, codes: pd.Series) -> str | None:
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


def read_list(
    tree: AreaTree,
    extract: Extract,
    layout: Layout,
    codes: pd.Series,
    as_of: str,
    expected: int | None,
    scope: str | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations of all desa of the scope, and the issues of the list; while a question is open only the questions.

    ``expected`` is the number of desa that the list ought to name.
    """
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
