"""Loading a boundary file in the page."""

from functools import partial
from typing import get_args

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.upload import progress_bar, saved
from ucjmap.boundaries import Issuer
from ucjmap.errors import UCJMapError
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_count, say_error

_TYPES = ["zip", "gpkg", "geojson", "json", "fgb", "parquet", "kml"]


def show(lang: Lang) -> None:
    """Draw the form, and the report on the last file."""
    t = partial(say, lang)
    st.markdown(
        t(
            "Load the boundaries of your own agency: a zipped shapefile, GeoPackage, GeoJSON, FlatGeobuf, GeoParquet or KML. "
            "They replace the current boundaries of the provinces in the file; an import can be undone in the history."
        )
    )
    with st.form("boundaries"):
        upload = st.file_uploader(t("Boundary file"), type=_TYPES, max_upload_size=get_settings().max_upload_mb)
        left, right = st.columns(2)
        name = left.text_input(t("Name of the edition"), placeholder="BIG RBI 2025")
        issuers = get_args(Issuer)
        issuer = right.selectbox(
            t("Issuer"), issuers, format_func=lambda key: t("recognise by itself") if key == "auto" else key
        )
        sent = st.form_submit_button(t("Check and load"), type="primary")
    if sent and upload is None:
        st.warning(t("Choose a file first."))
    if sent and upload is not None:
        try:
            with saved(upload.name, upload.getbuffer()) as path, progress_bar(lang) as progress:
                st.session_state["boundaries_report"] = api.import_boundaries(
                    api.default_store(), path, issuer=issuer, edition=name.strip() or None, progress=progress
                )
        except UCJMapError as error:
            st.session_state.pop("boundaries_report", None)
            st.error(say_error(lang, error))
    report: api.BoundariesReport | None = st.session_state.get("boundaries_report")
    if report is not None:
        _show_report(lang, report)


def _show_report(lang: Lang, report: api.BoundariesReport) -> None:
    t = partial(say, lang)
    if report.unchanged:
        st.info(t("This very file is the current edition already; nothing was changed."))
        return
    st.success(
        t(
            "{edition} is stored: {desa} desa, {district} kecamatan, {regency} kabupaten/kota.",
            edition=report.edition,
            desa=say_count(lang, report.stored["adm4"]),
            district=say_count(lang, report.stored["adm3"]),
            regency=say_count(lang, report.stored["adm2"]),
        )
    )
    for title, rows in (
        (t("Rows refused"), report.refused),
        (t("Repaired"), report.repaired),
        (t("Notes"), report.warnings),
        (t("Areas of the register without a polygon in this file"), report.without_polygon),
        (t("Areas whose Kemendagri code is not known: coverage data cannot be joined to them"), report.without_code),
    ):
        _show_rows(lang, title, rows)


def _show_rows(lang: Lang, title: str, rows: pd.DataFrame) -> None:
    if not rows.empty:
        with st.expander(f"{title}: {say_count(lang, len(rows))}"):
            st.dataframe(api.boundaries_table(lang, rows), hide_index=True)
