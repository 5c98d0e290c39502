"""Makes ``letter_template.docx``, the letters to all desa, and ``letter_sample.docx``, the same letter to one desa.

An office changes the sample and loads it in the page. Words in braces are filled in; the fields are those of
``ucjmap.api.outreach.letter_template.LETTER_FIELDS``. Run as ``python data/make_letter.py``.
"""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Pt

_LINES = (
    "{%p for letter in letters %}",
    "{%p if alarm %}",
    "{{ alarm }}",
    "{%p endif %}",
    "{{ letter.kabupaten }}, {{ tanggal }}",
    "",
    "Kepada Yth. {{ letter.kepala }} {{ letter.desa }}",
    "Kecamatan {{ letter.kecamatan }}, {{ letter.kabupaten }}, {{ letter.provinsi }}",
    "(kode {{ letter.code }})",
    "",
    "Perihal: Kunjungan mengenai jaminan sosial ketenagakerjaan",
    "",
    "Dengan hormat,",
    "Kami bermaksud mengunjungi wilayah Bapak/Ibu untuk membicarakan pendaftaran pada BPJS Ketenagakerjaan. "
    "Menurut data yang ada pada kami:",
    "{%p if letter.has_council %}",
    "•  Aparat desa: {{ letter.aparat }}",
    "•  Anggota BPD: {{ letter.bpd }}",
    "{%p endif %}",
    "•  Pekerja yang memenuhi syarat: {{ letter.pekerja }}; peserta aktif: {{ letter.peserta }} "
    "({{ letter.cakupan }}); belum terlindungi: {{ letter.belum }}",
    "Apabila data ini tidak sesuai, mohon diberitahukan agar kami perbaiki.",
    "",
    "Hormat kami,",
    "",
    "",
    "(__________________________)",
    "",
    "{%p for note in notes %}",
    "{{ note }}",
    "{%p endfor %}",
    "{%p if not letter.last %}",
    "\f",
    "{%p endif %}",
    "{%p endfor %}",
)


def sample_lines() -> list[str]:
    """The letter to one desa: nothing is repeated, and its fields stand by themselves."""
    first, last = _LINES.index("{%p if alarm %}"), _LINES.index("{%p if not letter.last %}")
    return [line.replace("letter.", "") for line in _LINES[first:last]]


def main() -> None:
    """Write both beside this file."""
    _write("letter_template.docx", _LINES)
    _write("letter_sample.docx", sample_lines())


def _write(name: str, lines: Sequence[str]) -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    for line in lines:
        paragraph = document.add_paragraph()
        if line == "\f":
            paragraph.add_run().add_break(WD_BREAK.PAGE)
            continue
        run = paragraph.add_run(line)
        if line == "{{ note }}":
            run.font.size = Pt(8)
        run.bold = line == "{{ alarm }}"
        paragraph.paragraph_format.space_after = Pt(4)
    document.save(str(Path(__file__).with_name(name)))


if __name__ == "__main__":
    main()
