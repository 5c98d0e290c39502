"""Letters to the desa that are to be visited: Word from a template that an office may replace, or PDF."""

import dataclasses
import datetime as dt
import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.outreach.letter_template import TemplateKind, check_template, names_used, open_template, render_template
from ucjmap.api.outreach.list_statements import say_dated
from ucjmap.api.outreach.lists import FIGURES
from ucjmap.errors import IntakeError
from ucjmap.files import make_content, plain_text
from ucjmap.render.documents import Letter, make_letter_document
from ucjmap.sandbox import Limits, isolated, limits_for
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_count, say_date, say_rate


def letter_contents(rows: pd.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    """The content of each letter; one row is one desa of the list, with its code as column.

    Coverage, officials and council carry the date of the desa's own figure, whatever the template is.
    """
    return [
        {
            "code": row["code"],
            # A kelurahan is led by a lurah and has neither aparat desa nor BPD.
            "kepala": "Lurah" if row["kind"] == "kelurahan" else "Kepala Desa",
            "has_council": row["kind"] != "kelurahan",
            "desa": plain_text(row["name"]),
            "kecamatan": plain_text(row["adm3_name"]),
            "kabupaten": plain_text(row["adm2_name"]),
            "provinsi": plain_text(row["adm1_name"]),
            "pekerja": _count(lang, row["denominator"]),
            "peserta": _count(lang, row["numerator"]),
            "belum": _count(lang, row["uncovered"]),
            "cakupan": say_dated(lang, _rate(lang, row["rate"]), row, "ucj"),
            "aparat": say_dated(lang, say_registered(lang, row["aparat"]), row, "aparat"),
            "bpd": say_dated(lang, say_registered(lang, row["bpd"]), row, "bpd"),
            "last": position == len(rows) - 1,
        }
        for position, row in enumerate(rows.to_dict("records"))
    ]


def _rate(lang: Lang, value: float) -> str:
    return say_rate(lang, value) if pd.notna(value) else say(lang, "no data")


def _count(lang: Lang, value: float) -> str:
    return say_count(lang, value) if pd.notna(value) else say(lang, "no data")


def say_registered(lang: Lang, value: float) -> str:
    """Whether the officials or the council of a desa are registered, in a word or two."""
    if pd.isna(value):
        return say(lang, "no data")
    return say(lang, "registered") if value > 0 else say(lang, "not registered")


def _kind_of(told: object) -> TemplateKind:
    return "all" if told == "all" else "each"


def check_letter(template: Path) -> TemplateKind:
    """Try a template out, and tell whether it is for one desa or for all.

    Raises
    ------
    IntakeError
        It cannot be used.
    """
    return check_template(template, try_template)


def write_word_letters(
    template: Path, rows: pd.DataFrame, notes: Sequence[str], path: Path, lang: Lang, alarm: str
) -> None:
    """All letters as one file, by a template that repeats ``letters``.

    Raises
    ------
    IntakeError
        The template cannot be used.
    """
    document = open_template(template)
    shared = _shared(notes, lang, alarm)
    render_template(document, template, {"letters": letter_contents(rows, lang), **shared})
    _complete(document, shared, names_used(template))
    document.save(str(path))


def write_letter_files(
    template: Path,
    rows: pd.DataFrame,
    notes: Sequence[str],
    path: Path,
    lang: Lang,
    alarm: str,
    *,
    progress: Progress = no_progress,
) -> None:
    """A zip with a letter for each desa, by a template for one; ``progress`` may raise to stop.

    Raises
    ------
    IntakeError
        The template cannot be used.
    """
    shared, used = _shared(notes, lang, alarm), names_used(template)
    letters = letter_contents(rows, lang)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number, letter in enumerate(letters):
            progress(number, len(letters), letter["desa"])
            document = open_template(template)
            render_template(document, template, {**letter, **shared})
            _complete(document, shared, used)
            content = io.BytesIO()
            document.save(content)
            package.writestr(_file_name(letter), content.getvalue())


def fill_letters(
    template: Path,
    rows: pd.DataFrame,
    notes: Sequence[str],
    lang: Lang,
    alarm: str,
    *,
    is_one_file: bool,
    progress: Progress = no_progress,
) -> bytes:
    """Content of the file of letters: a DOCX with all of them, or a zip with a DOCX for each.

    Raises
    ------
    IntakeError
        The template cannot be used.
    """
    if is_one_file:
        return make_content("letters", lambda path: write_word_letters(template, rows, notes, path, lang, alarm))
    return make_content(
        "letters", lambda path: write_letter_files(template, rows, notes, path, lang, alarm, progress=progress)
    )


def _limits(template: Path) -> Limits:
    """Many letters take as long as the settings allow, however small their template is."""
    return dataclasses.replace(limits_for(template), seconds=get_settings().max_reading_s)


#: The same for templates from outside, each time in a process of its own.
check_letter_apart = isolated(check_letter, _kind_of, family=IntakeError)
fill_letters_apart = isolated(fill_letters, bytes, family=IntakeError, limits=_limits)


def try_template(path: Path, kind: TemplateKind) -> None:
    """Write a trial letter by the template, with made-up figures.

    Raises
    ------
    IntakeError
        It cannot be filled in.
    """
    figures = {"denominator": 100.0, "numerator": 40.0, "uncovered": 60.0, "rate": 0.4, "aparat": 1.0, "bpd": 0.0}
    names = dict.fromkeys(("name", "adm3_name", "adm2_name", "adm1_name"), "Contoh")
    dates = {f"{name}_as_of": "2025-12-31" for name in FIGURES} | {f"{name}_simulated": True for name in FIGURES}
    # A kelurahan and a desa, so that both branches of what asks for a council are seen.
    kinds = {"00.00.00.2001": "desa", "00.00.00.1001": "kelurahan"}
    rows = pd.DataFrame([{**figures, **names, **dates, "code": code, "kind": of} for code, of in kinds.items()])
    with tempfile.TemporaryDirectory(prefix="ucjmap-") as folder:
        out = Path(folder) / "contoh"
        write = write_word_letters if kind == "all" else write_letter_files
        write(path, rows, [""], out, "id", "SIMULASI")


def _shared(notes: Sequence[str], lang: Lang, alarm: str) -> dict[str, Any]:
    return {"notes": [plain_text(note) for note in notes], "tanggal": say_date(lang, dt.date.today()), "alarm": alarm}


def _complete(document: Any, shared: Mapping[str, Any], used: set[str]) -> None:
    """Put in what a letter must not lack: the warning at the top, the origin of its figures at the end."""
    from docx.shared import Pt

    body = document.docx  # get_docx() would read the template again
    if shared["alarm"] and "alarm" not in used:
        top = body.paragraphs[0].insert_paragraph_before() if body.paragraphs else body.add_paragraph()
        top.add_run(shared["alarm"]).bold = True
    if "notes" not in used:
        for note in shared["notes"]:
            body.add_paragraph().add_run(note).font.size = Pt(8)


def _file_name(letter: Mapping[str, Any]) -> str:
    name = re.sub(r"[^\w-]+", "-", letter["desa"], flags=re.ASCII).strip("-")[:60]
    return f"{letter['code']}-{name}.docx" if name else f"{letter['code']}.docx"


def make_pdf_letters(rows: pd.DataFrame, notes: Sequence[str], lang: Lang, alarm: str) -> bytes:
    """The same letters as PDF, one page each. A letter is written in Indonesian, whatever the page's language."""
    today = say_date(lang, dt.date.today())
    return make_letter_document([_letter(letter, today) for letter in letter_contents(rows, lang)], notes, alarm=alarm)


def _letter(letter: Mapping[str, Any], today: str) -> Letter:
    """The words of the template ``data/letter_template.docx``."""
    before = [
        f"{letter['kabupaten']}, {today}",
        "",
        f"Kepada Yth. {letter['kepala']} {letter['desa']}",
        f"Kecamatan {letter['kecamatan']}, {letter['kabupaten']}, {letter['provinsi']}",
        f"(kode {letter['code']})",
        "",
        "Perihal: Kunjungan mengenai jaminan sosial ketenagakerjaan",
        "",
        "Dengan hormat,",
        "Kami bermaksud mengunjungi wilayah Bapak/Ibu untuk membicarakan pendaftaran pada BPJS Ketenagakerjaan. "
        "Menurut data yang ada pada kami:",
    ]
    council = [f"Aparat desa: {letter['aparat']}", f"Anggota BPD: {letter['bpd']}"] if letter["has_council"] else []
    workers = (
        f"Pekerja yang memenuhi syarat: {letter['pekerja']}; peserta aktif: {letter['peserta']} "
        f"({letter['cakupan']}); belum terlindungi: {letter['belum']}"
    )
    after = ["Apabila data ini tidak sesuai, mohon diberitahukan agar kami perbaiki.", "", "Hormat kami,"]
    return Letter(before, [*council, workers], [*after, "", "", "(__________________________)"])
