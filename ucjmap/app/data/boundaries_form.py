"""Loading a boundary file in the page."""

from functools import partial
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.data import trial
from ucjmap.app.shell import plain
from ucjmap.boundaries import Issuer
from ucjmap.files import BOUNDARY_UPLOADS
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_count

_KEY = "boundaries_trial"


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
        upload = st.file_uploader(
            t("Boundary file"), type=BOUNDARY_UPLOADS, max_upload_size=get_settings().max_upload_mb
        )
        left, right = st.columns(2)
        name = left.text_input(t("Name of the edition"), placeholder="BIG RBI 2025")
        issuers = get_args(Issuer)
        issuer = right.selectbox(
            t("Issuer"), issuers, format_func=lambda key: t("recognise by itself") if key == "auto" else key
        )
        sent = st.form_submit_button(t("Check the file"), type="primary")
    if sent and upload is None:
        st.warning(t("Choose a file first."))
    if sent and upload is not None:
        run = partial(_import, issuer=issuer, edition=name.strip() or None)
        trial.begin(lang, _KEY, upload.name, upload.getvalue(), run)
    tried = trial.current(_KEY)
    if tried is not None:
        _show_report(lang, tried)


def _import(path: Path, **options: Any) -> api.BoundariesReport:
    return api.import_boundaries(api.default_store(), path, **options)


def _show_report(lang: Lang, tried: trial.Trial) -> None:
    t = partial(say, lang)
    report: api.BoundariesReport = tried.report
    if report.unchanged:
        st.info(t("This very file is the current edition already; nothing was changed."))
        return
    counts = {
        "edition": plain(report.edition),
        "desa": say_count(lang, report.stored["adm4"]),
        "district": say_count(lang, report.stored["adm3"]),
        "regency": say_count(lang, report.stored["adm2"]),
    }
    if tried.stored:
        st.success(t("{edition} is stored: {desa} desa, {district} kecamatan, {regency} kabupaten/kota.", **counts))
    else:
        st.info(
            t(
                "Trial run, nothing is stored yet. {edition} would bring {desa} desa, {district} kecamatan, {regency} kabupaten/kota.",
                **counts,
            )
        )
    for title, rows, is_loss in (
        (t("Rows refused"), report.refused, True),
        (t("Repaired"), report.repaired, False),
        (t("Notes"), report.warnings, False),
        (t("Areas of the register without a polygon in this file"), report.without_polygon, True),
        (
            t("Areas whose Kemendagri code is not known: coverage data cannot be joined to them"),
            report.without_code,
            True,
        ),
    ):
        _show_rows(lang, title, rows, icon=":material/warning:" if is_loss else None)
    if not tried.stored:
        trial.offer_to_store(lang, _KEY, tried)


def _show_rows(lang: Lang, title: str, rows: pd.DataFrame, *, icon: str | None) -> None:
    if not rows.empty:
        with st.expander(f"{title}: {say_count(lang, len(rows))}", icon=icon):
            st.dataframe(api.boundaries_table(lang, rows), hide_index=True)
