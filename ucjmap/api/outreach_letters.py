"""Letters to the desa that are to be visited: Word from a template that an office may replace, or PDF."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from ucjmap.outreach.tracks import plain_text
from ucjmap.words import Lang, say, say_count, say_date, say_rate


def letter_contents(rows: pd.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    """What stands in each letter; one row is one desa of the list, with its code as column."""
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
            "cakupan": say_rate(lang, row["rate"]) if pd.notna(row["rate"]) else say(lang, "no data"),
            "aparat": _registered(lang, row["aparat"]),
            "bpd": _registered(lang, row["bpd"]),
            "last": position == len(rows) - 1,
        }
        for position, row in enumerate(rows.to_dict("records"))
    ]


def _count(lang: Lang, value: float) -> str:
    return say_count(lang, value) if pd.notna(value) else say(lang, "no data")


def _registered(lang: Lang, value: float) -> str:
    if pd.isna(value):
        return say(lang, "no data")
    return say(lang, "registered") if value > 0 else say(lang, "not registered")


def write_word_letters(
    rows: pd.DataFrame, notes: Sequence[str], path: Path, template: Path, lang: Lang, alarm: str
) -> None:
    """Letters by the template, one page each; ``alarm`` stands at the top of each."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    document = DocxTemplate(str(template))
    today = say_date(lang, dt.date.today())
    context = {
        "letters": letter_contents(rows, lang),
        "notes": [plain_text(note) for note in notes],
        "tanggal": today,
        "alarm": alarm,
    }
    # A user may bring a template of their own: it fills in words and reaches nothing else.
    document.render(context, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    document.save(str(path))


def write_pdf_letters(rows: pd.DataFrame, notes: Sequence[str], path: Path, lang: Lang, alarm: str) -> None:
    """The same letters as PDF, one page each. A letter is written in Indonesian, whatever the page's language."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="Vera", boldItalic="VeraBd")
    text = ParagraphStyle("letter", fontName="Vera", fontSize=10.5, leading=15)
    point = ParagraphStyle("point", parent=text, leftIndent=14, bulletIndent=2)
    small = ParagraphStyle("small", parent=text, fontSize=7, leading=9.5)
    document = SimpleDocTemplate(str(path), pagesize=A4, title="UCJMap", author="UCJMap")
    flow: list[Any] = []
    for letter in letter_contents(rows, lang):
        before, points, after = _paragraphs(letter, say_date(lang, dt.date.today()))
        flow += [Paragraph(f"<b>{escape(alarm)}</b>", text), Spacer(1, 4 * mm)] if alarm else []
        flow += [Paragraph(escape(line) or "&nbsp;", text) for line in before]
        flow += [Paragraph(escape(line), point, bulletText="•") for line in points]
        flow += [Paragraph(escape(line) or "&nbsp;", text) for line in after]
        flow += [Spacer(1, 8 * mm), *(Paragraph(escape(plain_text(note)), small) for note in notes)]
        flow += [] if letter["last"] else [PageBreak()]
    document.build(flow)


def _paragraphs(letter: dict[str, Any], today: str) -> tuple[list[str], list[str], list[str]]:
    """The words of the template ``data/letter_template.docx``: head, points, end."""
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
    return before, [*council, workers], [*after, "", "", "(__________________________)"]
