"""The step that settles which area each row means."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.data.coverage_work import Work, draft_of, move, remake
from ucjmap.app.shell import asked_store, plain
from ucjmap.codes import PLACE_COLUMNS
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count

_PROPOSALS_SHOWN = 25
_NONE = ""
#: Columns by which a file says where a row belongs, the smallest area first, then its code.
_WRITTEN = [*reversed(PLACE_COLUMNS.values()), "code"]


def show_areas(lang: Lang, work: Work) -> None:
    """Draw the step: what was found, what has to be confirmed, and what will not be stored."""
    t = partial(say, lang)
    draft = draft_of(lang, work)
    counts = draft.counts()
    st.subheader(t("Which area does each row mean?"), anchor=False)
    boxes = st.columns(4)
    for box, key, label in zip(
        boxes,
        ("matched", "proposed", "refused", "skipped"),
        (t("Found"), t("To be confirmed"), t("Refused"), t("Titles and totals")),
        strict=True,
    ):
        box.metric(label, say_count(lang, counts[key]), border=True)
    st.caption(api.say_account(lang, counts))
    proposed = draft.rows[draft.rows["status"] == "proposed"]
    if len(proposed):
        _accept_groups(lang, work, draft)
        _ask_proposals(lang, work, proposed)
    _show_other_spellings(lang, draft)
    refused = draft.rows[draft.rows["status"] == "refused"]
    if len(refused):
        st.markdown(f"**{t('Rows that will not be stored')}**")
        st.dataframe(_open_rows(lang, draft, refused), hide_index=True)
    move(lang, work)


def _show_other_spellings(lang: Lang, draft: api.CoverageDraft) -> None:
    """Show the rows whose area was found although the file writes it differently, for review."""
    t = partial(say, lang)
    rows = draft.rows[(draft.rows["status"] == "matched") & ~draft.rows["method"].isin(["exact", "code", "confirmed"])]
    if rows.empty:
        return
    tree = api.area_tree(asked_store())
    written = rows[_WRITTEN].astype(object)
    with st.expander(
        t("Found under another spelling or code: {count}", count=say_count(lang, len(rows))),
        expanded=True,
        key="other-spellings",
    ):
        st.dataframe(
            pd.DataFrame(
                {
                    t("Row"): rows["row"],
                    t("In the file"): [", ".join(filter(_is_text, texts)) for texts in written.to_numpy()],
                    t("Area"): [tree.name(code) for code in rows["matched_code"]],
                    level_name(lang, "adm3"): [tree.name(tree.path(code)[-2]) for code in rows["matched_code"]],
                    t("Code"): rows["matched_code"],
                }
            ),
            hide_index=True,
        )


def _accept_groups(lang: Lang, work: Work, draft: api.CoverageDraft) -> None:
    """Ask about all rows with the same problem at once: one answer for those whose names agree with an area."""
    t = partial(say, lang)
    for group in api.group_open_rows(draft.rows, api.area_tree(asked_store())):
        if len(group.agreeing) < 2:
            continue
        with st.container(border=True, key=f"group-{group.reason}"):
            cause = api.say_reason(lang, group.reason, '{"candidates": "…"}')
            examples = ", ".join(group.examples)
            st.markdown(f"**{t('{count} rows', count=say_count(lang, group.count))}:** {plain(cause)}")
            st.caption(t("For example: {names}", names=plain(examples)))
            label = t("Take the areas whose names agree ({count} rows)", count=say_count(lang, len(group.agreeing)))
            if st.button(label, key=f"accept-{group.reason}"):
                work.confirmed.update(group.agreeing)
                remake(lang, work)


def _ask_proposals(lang: Lang, work: Work, proposed: pd.DataFrame) -> None:
    t = partial(say, lang)
    tree = api.area_tree(asked_store())

    def describe(code: str) -> str:
        if code == _NONE:
            return t("not decided: the row is not stored")
        within = " / ".join(tree.name(above) for above in reversed(tree.path(code)[1:-1]))
        return f"{tree.name(code)} — {within} ({code})"

    st.markdown(f"**{t('Rows whose area has to be confirmed')}**")
    with st.form("proposals"):
        answers = {}
        for row in proposed.head(_PROPOSALS_SHOWN).to_dict("records"):
            key = (row["sheet"], int(row["row"]))
            words = [row[name] for name in _WRITTEN if _is_text(row[name])]
            label = f"{t('Row')} {key[1]}: {plain(', '.join(words))}"
            answers[key] = st.selectbox(label, [_NONE, *row["candidates"]], format_func=describe, key=f"proposal-{key}")
        if len(proposed) > _PROPOSALS_SHOWN:
            st.caption(t("{count} more follow after these.", count=say_count(lang, len(proposed) - _PROPOSALS_SHOWN)))
        sent = st.form_submit_button(t("Confirm the choices"))
    chosen = {key: code for key, code in answers.items() if code != _NONE}
    if sent and chosen:
        work.confirmed.update(chosen)
        remake(lang, work)
    elif sent:
        st.warning(t("Choose an area for at least one row."))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _open_rows(lang: Lang, draft: api.CoverageDraft, rows: pd.DataFrame) -> pd.DataFrame:
    lines = draft.issues[draft.issues["severity"] == "error"].dropna(subset=["row"])
    reasons: dict[tuple[str, int], str] = {}
    for line in lines.itertuples():
        reasons.setdefault((line.sheet, int(line.row)), api.say_reason(lang, line.reason, line.detail))
    keys = [(sheet, int(row)) for sheet, row in zip(rows["sheet"], rows["row"], strict=True)]
    return pd.DataFrame(
        {
            say(lang, "Sheet"): rows["sheet"],
            say(lang, "Row"): rows["row"],
            **{level_name(lang, level): rows[PLACE_COLUMNS[level]].fillna("") for level in ("adm4", "adm3", "adm2")},
            say(lang, "Code"): rows["code"].fillna(""),
            say(lang, "Reason"): [reasons.get(key, "") for key in keys],
        }
    )
