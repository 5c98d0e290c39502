"""Files of the priority list: workbook, GeoPackage, letters and field sheet, of the chosen areas."""

from functools import partial
from pathlib import Path

import streamlit as st

from ucjmap import api
from ucjmap.api import outreach, outreach_export
from ucjmap.app.outreach_choice import Chosen, Place
from ucjmap.app.outreach_forms import offer_file
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_count

#: Ending of the file -> its words; letters are for desa alone.
_FILES = {
    "xlsx": N_("List (XLSX)"),
    "pdf": N_("Field sheet (PDF)"),
    "gpkg": N_("For QGIS (GeoPackage)"),
}
_LETTERS = {"docx": N_("Letters (Word)"), "pdf": N_("Letters (PDF)")}


def offer_list_files(store: api.Store, place: Place, choice: Chosen) -> None:
    """Buttons for the files of the chosen areas."""
    t = partial(say, place.lang)
    st.markdown(f"**{t('Files of the {count} chosen areas', count=say_count(place.lang, len(choice.codes)))}**")
    with st.container(horizontal=True, gap="small"):
        for suffix, words in _FILES.items():
            write = partial(_write_list, store, place.lang, choice)
            offer_file(t(words), f"{_stem(t, place, N_('priority'))}.{suffix}", write, key=f"list-{suffix}")
        if place.level == "adm4":
            for suffix, words in _LETTERS.items():
                name = f"{_stem(t, place, N_('letters'))}.{suffix}"
                offer_file(t(words), name, partial(_write_letters, place.lang, choice), key=f"letter-{suffix}")


def _stem(t: "partial[str]", place: Place, what: str) -> str:
    return f"ucjmap-{t(what)}-{place.code}"


def _write_list(store: api.Store, lang: Lang, choice: Chosen, path: Path) -> None:
    outreach_export.export_list(
        store, choice.found, choice.ranked.loc[list(choice.codes)], _reasons(lang, choice), path, lang=lang
    )


def _write_letters(lang: Lang, choice: Chosen, path: Path) -> None:
    outreach_export.export_letters(choice.found, choice.ranked.loc[list(choice.codes)], path, lang=lang)


def _reasons(lang: Lang, choice: Chosen) -> dict[str, list[str]]:
    reasons = outreach.outreach_reasons(choice.found, choice.weights, choice.codes)
    return {code: [outreach.say_outreach_reason(lang, each) for each in found] for code, found in reasons.items()}
