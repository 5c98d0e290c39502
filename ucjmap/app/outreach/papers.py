"""Files of the priority list: workbook, GeoPackage, field sheet and letters, of the chosen areas or of the whole list."""

from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from ucjmap import api
from ucjmap.api.outreach import LETTER_FIELDS, TemplateKind, check_letter_apart, list_export, priorities
from ucjmap.app.outreach.choice import Chosen, Place, list_key
from ucjmap.app.outreach.forms import offer_file
from ucjmap.app.outreach.work import answer_of
from ucjmap.app.shell import ask_file, plain, saved
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import DOCX, GPKG, XLSX, ZIP, FileFormat, make_content, media_type
from ucjmap.schema import Progress
from ucjmap.words import Lang, say, say_count, say_error

#: Files of the whole list, which may be long.
_WHOLE: Final = (XLSX.named(N_("All rows (XLSX)")), GPKG.named(N_("All rows (GeoPackage)")))
#: File that an office's own letter template gives, by kind of template.
_OWN: Final[dict[TemplateKind, FileFormat]] = {
    "all": DOCX.named(N_("Letters by your template (Word)")),
    "each": ZIP.named(N_("Letters by your template (ZIP)")),
}
_TEMPLATE = "outreach_letter_template"
#: Areas whose reasons are written between two checks whether the visitor has stopped the work.
_BATCH: Final = 500


def offer_list_files(store: api.Store, place: Place, choice: Chosen) -> None:
    """Buttons for the files of the chosen areas and of the whole list, and the letters."""
    t = partial(say, place.lang)
    st.markdown(f"**{t('Files of the {count} chosen areas', count=say_count(place.lang, len(choice.codes)))}**")
    with st.container(horizontal=True, gap="small"):
        for form in list_export.LIST_FORMATS:
            if form.kind != "letter":  # letters are for desa alone, and have a place of their own
                write = partial(_write_chosen, store, place.lang, choice)
                offer_file(t(form.name), f"{_stem(t, place, N_('priority'))}.{form}", write, key=f"list-{form}")
    if len(choice.ranked) > len(choice.shown):
        _offer_whole_list(store, place, choice)
    if place.level == "adm4":
        _offer_letters(place, choice)


def _offer_whole_list(store: api.Store, place: Place, choice: Chosen) -> None:
    """All areas that the filters leave, as a file: the table shows only the first."""
    t = partial(say, place.lang)
    count = say_count(place.lang, len(choice.ranked))
    st.markdown(f"**{t('File of all {count} areas of the list', count=count)}**")
    with st.container(horizontal=True, gap="small"):
        for form in _WHOLE:
            if st.button(t(form.name), key=f"make-all-{form}", icon=":material/build:"):
                st.session_state["outreach_whole"] = (form.suffix, list_key(place))
    suffix, asked = st.session_state.get("outreach_whole", ("", ""))
    if asked != list_key(place):
        return
    name = f"{_stem(t, place, N_('priority'))}.{suffix}"
    made = answer_of(
        place.lang,
        "whole-list",
        (suffix, asked, place.lang, store.revision()),
        partial(_make_whole, store, place.lang, choice, name),
        words=t("Writing all {count} areas; you may go on meanwhile…", count=count),
    )
    if made is not None:
        _offer_made(t, name, made, "whole-list")


def _offer_made(t: "partial[str]", name: str, made: bytes, key: str) -> None:
    st.download_button(
        t("Download {name}", name=name),
        made,
        name,
        media_type(name),
        type="primary",
        icon=":material/download:",
        key=f"get-{key}",
        on_click="ignore",
    )


def _make_whole(store: api.Store, lang: Lang, choice: Chosen, name: str, progress: Progress) -> bytes:
    """The reasons take about half of the time, the file the other half."""
    codes = list(choice.ranked.index)
    said: dict[str, list[str]] = {}
    for first in range(0, len(codes), _BATCH):
        progress(first, 2 * len(codes), "")
        said |= _reasons(lang, choice, codes[first : first + _BATCH])
    write = partial(list_export.export_list, store, choice.outreach_list, choice.ranked, said, lang=lang)
    return make_content(
        name, lambda path: write(path, progress=lambda done, total, _: progress(total + done, 2 * total, ""))
    )


def _offer_letters(place: Place, choice: Chosen) -> None:
    t = partial(say, place.lang)
    st.markdown(f"**{t('Letters to the {count} chosen desa', count=say_count(place.lang, len(choice.codes)))}**")
    with st.container(horizontal=True, gap="small"):
        for form in list_export.LETTER_FORMATS:
            if form.kind != "archive":
                name = f"{_stem(t, place, N_('letters'))}.{form}"
                offer_file(t(form.name), name, partial(_write_letters, place.lang, choice), key=f"letter-{form}")
            elif st.button(t(form.name), key=f"make-letters-{form}", icon=":material/build:"):
                st.session_state["outreach_letters"] = (form.suffix, None, _asked(place, choice))
        own: tuple[str, bytes, TemplateKind] | None = st.session_state.get(_TEMPLATE)
        if own is not None:
            form = _OWN[own[2]]
            if st.button(t(form.name), key="make-letters-own", icon=":material/build:", type="primary"):
                st.session_state["outreach_letters"] = (form.suffix, own, _asked(place, choice))
    _offer_made_letters(place, choice)
    _ask_template(place.lang)


def _asked(place: Place, choice: Chosen) -> tuple[Any, ...]:
    return (place.code, place.lang, choice.codes)


def _offer_made_letters(place: Place, choice: Chosen) -> None:
    t = partial(say, place.lang)
    suffix, own, asked = st.session_state.get("outreach_letters", ("", None, None))
    if asked != _asked(place, choice):
        return
    name = f"{_stem(t, place, N_('letters'))}.{suffix}"
    made = answer_of(
        place.lang,
        "letters",
        (suffix, own, id(choice.outreach_list), choice.codes),
        partial(_make_letters, place.lang, choice, own, name),
        words=t("Writing {count} letters…", count=say_count(place.lang, len(choice.codes))),
    )
    if made is not None:
        _offer_made(t, name, made, "letters")


def _make_letters(
    lang: Lang, choice: Chosen, own: tuple[str, bytes, TemplateKind] | None, name: str, progress: Progress
) -> bytes:
    rows = choice.ranked.loc[list(choice.codes)]
    write = partial(list_export.export_letters, choice.outreach_list, rows, lang=lang, progress=progress)
    if own is None:
        return make_content(name, write)
    with saved(own[0], own[1]) as template:
        return make_content(name, partial(write, template=template))


def _ask_template(lang: Lang) -> None:
    """An office's own letter: the sample to begin with, the fields, and the file."""
    t = partial(say, lang)
    begun = st.session_state.get(_TEMPLATE) is not None
    title = t("Write letters by your own template (Word)")
    with st.expander(title, icon=":material/edit_document:", expanded=begun, key="own-template"):
        st.markdown(
            t(
                "Download the sample and change it in Word: letterhead, words, signature. "
                "Leave fields in double braces where words differ from desa to desa. Then load it here."
            )
        )
        sample = list_export.LETTER_SAMPLE
        name = f"ucjmap-{t('letter-sample')}.{DOCX}"
        st.download_button(
            t("Sample letter (Word)"), sample.read_bytes, name, DOCX.media_type, key="letter-sample", on_click="ignore"
        )
        st.table({t("Field"): [f"`{{{{ {key} }}}}`" for key in LETTER_FIELDS], t("What stands there"): _meanings(t)})
        upload = ask_file(lang, t("Your letter (DOCX, up to 5 MB)"), [DOCX.suffix], most_mb=5)
        if upload is not None:
            _take_template(lang, upload.name, upload.getvalue())
        own = st.session_state.get(_TEMPLATE)
        if own is not None:
            st.success(t("Letters are written by {name}.", name=plain(own[0])))
            st.button(t("Use the built-in letter again"), on_click=st.session_state.pop, args=(_TEMPLATE, None))


def _meanings(t: "partial[str]") -> list[str]:
    return [t(meaning) for meaning in LETTER_FIELDS.values()]


def _take_template(lang: Lang, name: str, content: bytes) -> None:
    own = st.session_state.get(_TEMPLATE)
    if own is not None and own[:2] == (name, content):
        return
    st.session_state.pop(_TEMPLATE, None)
    try:
        with saved(name, content) as path:
            kind = check_letter_apart(path)
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return
    st.session_state[_TEMPLATE] = (name, content, kind)
    st.rerun()


def _stem(t: "partial[str]", place: Place, what: str) -> str:
    return f"ucjmap-{t(what)}-{place.code}"


def _write_chosen(store: api.Store, lang: Lang, choice: Chosen, path: Path) -> None:
    codes = list(choice.codes)
    rows = choice.ranked.loc[codes]
    list_export.export_list(store, choice.outreach_list, rows, _reasons(lang, choice, codes), path, lang=lang)


def _write_letters(lang: Lang, choice: Chosen, path: Path) -> None:
    list_export.export_letters(choice.outreach_list, choice.ranked.loc[list(choice.codes)], path, lang=lang)


def _reasons(lang: Lang, choice: Chosen, codes: list[str]) -> dict[str, list[str]]:
    reasons = priorities.outreach_reasons(choice.outreach_list, choice.weights, codes)
    level = choice.outreach_list.level
    return {
        code: [priorities.say_outreach_reason(lang, reason, level) for reason in own] for code, own in reasons.items()
    }
