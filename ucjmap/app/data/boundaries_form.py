"""Loading a boundary file in the page."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast, get_args

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.data import trial
from ucjmap.app.shell import ask_file, asked_store, plain
from ucjmap.boundaries import Issuer
from ucjmap.codes import Level
from ucjmap.errors import MEND_THE_FILE, N_, BoundariesError, OpenQuestionError, Question
from ucjmap.files import BOUNDARY_UPLOADS
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count

_KEY = "boundaries_trial"
#: As many rows are shown at their full height.
_FEW_ROWS = 10


def show(lang: Lang) -> None:
    """Draw the form, and the report on the last file."""
    t = partial(say, lang)
    st.markdown(
        t(
            "Load the boundaries of your own agency: a zipped shapefile, geodatabase (.gdb, zipped), GeoPackage, GeoJSON, "
            "TopoJSON, FlatGeobuf, GeoParquet or KML. "
            "They replace the outlines of the areas in the file and of no others; an import can be undone in the history."
        )
    )
    with st.form("boundaries"):
        upload = ask_file(lang, t("Boundary file"), BOUNDARY_UPLOADS)
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


@dataclass(frozen=True)
class _Asked:
    """Questions that a file leaves open, and the assumptions that were confirmed so far."""

    questions: tuple[Question, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class _SeveralLayers:
    """A file of which it is not clear what is to be read: its layers, with the level that each speaks of."""

    layers: dict[str, str]


def _import(
    path: Path, *, assume: tuple[str, ...] = (), **options: Any
) -> api.BoundariesReport | _Asked | _SeveralLayers:
    try:
        return api.import_boundaries(asked_store(), path, assume=assume, **options)
    except OpenQuestionError as error:
        return _Asked(error.questions, assume)
    except BoundariesError as error:
        choice = error.details.get("choice")
        if not isinstance(choice, dict):
            raise
        return _SeveralLayers(choice)


#: Labels of the buttons that answer a question; a coordinate system is named as it is.
_SAY_SO = {
    "swap": N_("Read latitude and longitude the other way round"),
    "south": N_("Read all latitudes as south of the equator"),
    "names": N_("The names are right"),
    "codes": N_("The codes are right"),
    "place": N_("The outlines are right"),
}


def _ask(lang: Lang, tried: trial.Trial, asked: _Asked) -> None:
    """The questions that a file leaves open, with a button for each answer; another trial run follows it."""
    for question in asked.questions:
        st.warning(plain(say(lang, question.text, **question.details)), icon=":material/help:")
        if not question.assume:
            st.markdown(say(lang, MEND_THE_FILE))
        for word in question.assume:
            label = (
                say(lang, _SAY_SO[word])
                if word in _SAY_SO
                else say(lang, N_("Read it as {name}"), name=word.partition("=")[2])
            )
            if st.button(label, key=f"assume-{word}"):
                run = partial(tried.run, assume=(*asked.assumed, word))
                trial.begin(lang, _KEY, tried.name, tried.content or b"", run)
                st.rerun()


def _choose_layer(lang: Lang, tried: trial.Trial, layers: dict[str, str]) -> None:
    """The layers of a file as a list; another trial run follows a choice."""

    def describe(name: str) -> str:
        return f"{name} · {level_name(lang, cast(Level, layers[name]))}" if layers[name] else name

    known = tried.run.keywords.get("layer") if isinstance(tried.run, partial) else None
    layer = st.selectbox(
        say(lang, "Layer of the file"),
        list(layers),
        list(layers).index(known) if known in layers else None,
        format_func=describe,
        placeholder=say(lang, "chosen by itself") if known is None else None,
        key=f"boundaries_layer_{tried.name}",
    )
    if layer is not None and layer != known:
        trial.begin(lang, _KEY, tried.name, tried.content or b"", partial(tried.run, layer=layer))
        st.rerun()


def _show_report(lang: Lang, tried: trial.Trial) -> None:
    t = partial(say, lang)
    if isinstance(tried.report, _Asked):
        _ask(lang, tried, tried.report)
        return
    if isinstance(tried.report, _SeveralLayers):
        st.warning(t("The file holds several layers: choose the one with the areas."), icon=":material/help:")
        _choose_layer(lang, tried, tried.report.layers)
        return
    report: api.BoundariesReport = tried.report
    if len(report.layers) > 1 and not tried.stored:
        _choose_layer(lang, tried, report.layers)
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
    if len(report.without_polygon) and not tried.stored:
        lost = say_count(lang, len(report.without_polygon))
        st.warning(
            t(
                "{count} areas would lose their outline: the file covers their ground and does not have them.",
                count=lost,
            )
        )
    if report.changes is not None:
        _show_changes(lang, report.changes)
    elif report.is_too_large_to_compare and not tried.stored:
        st.caption(t(api.TOO_LARGE_TO_COMPARE))
    for title, rows, is_loss in (
        (t("Rows refused"), report.refused, True),
        (t("Repaired"), report.repaired, False),
        (t("Notes"), report.warnings, False),
        (t("Areas that lose their outline"), report.without_polygon, True),
        (
            t("Areas whose Kemendagri code is not known: coverage data cannot be joined to them"),
            report.without_code,
            True,
        ),
    ):
        icon = ":material/warning:" if is_loss else None
        _show_table(lang, title, api.boundaries_table(lang, rows), icon=icon, wraps=True)
    _show_table(lang, t("Gaps and overlaps"), api.borders_table(lang, report.borders))
    if not tried.stored:
        trial.offer_to_store(lang, _KEY, tried)


def _show_changes(lang: Lang, changes: api.OutlineChanges) -> None:
    """Before and after: one sentence, the map and the largest changes."""
    st.markdown(api.say_changes(lang, changes))
    st.image(api.draw_changes(changes))
    st.html(api.changes_legend(lang, changes))
    _show_table(lang, say(lang, "The ten largest changes"), api.changes_table(lang, changes))


def _show_table(lang: Lang, title: str, table: pd.DataFrame, *, icon: str | None = None, wraps: bool = False) -> None:
    """A part of the report behind its title and number of rows; nothing where there are none.

    A few rows with sentences wrap; many scroll, and are cut until one is touched.
    """
    if len(table):
        with st.expander(f"{title}: {say_count(lang, len(table))}", icon=icon, key=f"boundaries-{title}"):
            if not wraps or len(table) > _FEW_ROWS:
                st.dataframe(table, hide_index=True, placeholder="–")
                return
            words = table.astype(object).where(table.notna(), "–")
            st.table(words.map(lambda cell: plain(cell) if isinstance(cell, str) else cell), hide_index=True)
