"""Loading a table of targets in the page."""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_target_rate
from ucjmap.app.data import trial
from ucjmap.app.shell import ask_file, asked_store
from ucjmap.files import TABLE_FILES
from ucjmap.words import Lang, say, say_count

_KEY = "targets_trial"


def show(lang: Lang) -> None:
    """Draw the form."""
    t = partial(say, lang)
    st.markdown(t("A table with the columns kode, tahun, penerbit and target, e.g. 61, 2026, RPJMD Kalbar, 60,8 %."))
    with st.form("targets"):
        upload = ask_file(lang, t("Table of targets"), TABLE_FILES)
        indicators = api.load_indicators()
        left, middle, right = st.columns(3)
        key = left.selectbox(
            t("Indicator"), list(indicators), format_func=lambda indicator: indicators[indicator].name(lang)
        )
        issuer = middle.text_input(t("Issuer, where the table does not say it"))
        source = right.text_input(t("Source"))
        sent = st.form_submit_button(t("Check the file"), type="primary")
    if sent and upload is None:
        st.warning(t("Choose a file first."))
    elif sent and upload is not None:
        run = partial(_import, indicator=key, issuer=issuer, source=source)
        trial.begin(lang, _KEY, upload.name, upload.getvalue(), run)
    tried = trial.current(_KEY)
    if tried is not None:
        _show_report(lang, tried)


def _import(path: Path, **options: Any) -> api.TargetsReport:
    return api.import_targets(asked_store(), path, **options)


def _show_report(lang: Lang, tried: trial.Trial) -> None:
    t = partial(say, lang)
    report: api.TargetsReport = tried.report
    counts = report.counts()
    st.markdown(
        t(
            "{rows} rows: {matched} found, {proposed} to be confirmed, {refused} refused. New or changed targets: {new}.",
            **{name: say_count(lang, counts[name]) for name in ("rows", "matched", "proposed", "refused", "new")},
        )
    )
    st.dataframe(_in_words(lang, report.targets), hide_index=True)
    if not report.issues.empty:
        st.dataframe(api.issues_table(lang, report), hide_index=True)
    if not counts["new"]:
        st.info(t("Everything in this file is in the store already; nothing was changed."))
    elif tried.stored:
        st.success(t("Stored as import number {number}.", number=report.import_id))
    else:
        st.info(t("This was a trial run: nothing is stored yet."))
        trial.offer_to_store(lang, _KEY, tried)


def _in_words(lang: Lang, targets: pd.DataFrame) -> pd.DataFrame:
    tree = api.area_tree(asked_store())
    indicators = api.load_indicators()
    return pd.DataFrame(
        {
            say(lang, "Code"): targets["unit_code"],
            say(lang, "Area"): [tree.name(code) for code in targets["unit_code"]],
            say(lang, "Indicator"): [
                indicators[key].name(lang) if key in indicators else key for key in targets["indicator"]
            ],
            say(lang, "Year"): targets["year"].astype(str),
            say(lang, "Issuer"): targets["issuer"],
            say(lang, "Target"): [say_target_rate(lang, rate) for rate in targets["rate"]],
        }
    )
