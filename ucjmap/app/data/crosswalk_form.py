"""Building or loading the table from BPS codes to Kemendagri codes in the page."""

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ucjmap import api
from ucjmap.app.data import trial
from ucjmap.app.shell import ask_file, asked_store
from ucjmap.files import BOUNDARY_UPLOADS, TABLE_FILES, make_csv
from ucjmap.words import Lang, say, say_count

_KEY = "crosswalk_trial"


def _import(path: Path, **options: Any) -> api.CrosswalkReport:
    """Import a table or a boundary file, told apart by the ending of its name."""
    run = api.import_crosswalk if path.suffix.lower() in TABLE_FILES else api.build_crosswalk
    return run(asked_store(), path, **options)


def show(lang: Lang) -> None:
    """Draw the form, and the report on the last file."""
    t = partial(say, lang)
    store = asked_store()
    if not store.is_read_only:
        _load(lang)
    pairs = api.show_crosswalk(store)
    if store.is_read_only and pairs.empty:
        st.info(t("Nothing was loaded yet."))
    if len(pairs):
        st.caption(t("In force now: {count} BPS codes.", count=say_count(lang, pairs["bps_code"].nunique())))
        st.download_button(
            t("Download the table of codes (CSV)"),
            make_csv(pairs),
            file_name="kode-bps-kemendagri.csv",
        )


def _load(lang: Lang) -> None:
    t = partial(say, lang)
    st.markdown(
        t(
            "Files that carry only BPS codes need a table of codes. Give either the boundaries with BPS codes "
            "(they are compared with the boundaries in the store, and not shown on the map), or a table with one "
            "column of BPS codes and one of Kemendagri codes."
        )
    )
    with st.form("crosswalk"):
        upload = ask_file(lang, t("Boundaries with BPS codes, or a table of codes"), [*BOUNDARY_UPLOADS, *TABLE_FILES])
        sent = st.form_submit_button(t("Check the file"), type="primary")
    if sent and upload is None:
        st.warning(t("Choose a file first."))
    elif sent and upload is not None:
        trial.begin(lang, _KEY, upload.name, upload.getvalue(), _import)
    tried = trial.current(_KEY)
    if tried is not None:
        _show_report(lang, tried)


def _show_report(lang: Lang, tried: trial.Trial) -> None:
    t = partial(say, lang)
    report: api.CrosswalkReport = tried.report
    counts = report.counts()
    labels = {
        "same": t("Converted by themselves"), "split": t("Became several"), "merged": t("Became one with others"),
        "changed": t("To be chosen each time"), "refused": t("Rows refused"),
    }  # fmt: skip
    for box, (key, label) in zip(st.columns(len(labels)), labels.items(), strict=True):
        box.metric(label, say_count(lang, counts[key]), border=True)
    if len(report.issues):
        st.dataframe(api.issues_table(lang, report), hide_index=True)
    if not tried.stored:
        st.info(t("This was a trial run: nothing is stored yet."))
        trial.offer_to_store(lang, _KEY, tried)
    elif report.import_id is None:
        st.info(t("Everything in this file is in the store already; nothing was changed."))
    else:
        st.success(t("Stored as import number {number}.", number=report.import_id))
