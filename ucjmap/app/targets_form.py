"""Loading a table of targets in the page."""

from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.upload import progress_bar, saved
from ucjmap.errors import UCJMapError
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_error


def show(lang: Lang) -> None:
    """Draw the form."""
    t = partial(say, lang)
    st.markdown(t("A table with the columns kode, tahun, penerbit and target, e.g. 61, 2026, RPJMD Kalbar, 60,8 %."))
    with st.form("targets"):
        upload = st.file_uploader(
            t("Table of targets"), type=["xlsx", "xls", "ods", "csv"], max_upload_size=get_settings().max_upload_mb
        )
        indicators = api.load_indicators()
        left, middle, right = st.columns(3)
        key = left.selectbox(t("Indicator"), list(indicators), format_func=lambda each: indicators[each].name(lang))
        issuer = middle.text_input(t("Issuer, where the table does not say it"))
        source = right.text_input(t("Source"))
        sent = st.form_submit_button(t("Check and load"), type="primary")
    if not sent:
        return
    if upload is None:
        st.warning(t("Choose a file first."))
        return
    try:
        with saved(upload.name, upload.getbuffer()) as path, progress_bar(lang) as progress:
            found = api.import_targets(
                api.default_store(), path, indicator=key, issuer=issuer, source=source, progress=progress
            )
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return
    if found.import_id is None:
        st.info(t("Everything in this file is in the store already; nothing was changed."))
    else:
        st.success(t("Stored as import number {number}.", number=found.import_id))
    st.dataframe(found.targets, hide_index=True)
    if not found.issues.empty:
        st.dataframe(found.issues, hide_index=True)
