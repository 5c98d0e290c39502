"""Letters by an office's own template: what it may hold, what is refused, and what no letter lacks."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ucjmap import api
from ucjmap.api.outreach import list_export as outreach_export
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach import priorities
from ucjmap.api.outreach.letter_batch import check_letter_apart, try_template
from ucjmap.api.outreach.letter_template import LETTER_FIELDS, check_template
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.errors import IntakeError, UsageError

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(*lines: str, header: str = "", name: str = "surat.docx") -> Path:
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        document.save(str(tmp_path / name))
        return tmp_path / name

    return make


@pytest.fixture(scope="module")
def kalbar(demo_store: api.Store) -> outreach.OutreachList:
    return outreach.outreach_list(demo_store, "61", "adm4")


def texts(content: bytes) -> list[str]:
    return [each.text for each in Document(io.BytesIO(content)).paragraphs]


def test_each_desa_gets_a_letter_with_its_own_figures(
    kalbar: outreach.OutreachList, write: Write, tmp_path: Path
) -> None:
    own = write("Yth. {{ kepala }} {{ desa|upper }}", "{% if belum != '0' %}{{ belum }} orang{% endif %}")
    rows = priorities.rank_outreach(kalbar, preset_weights("balanced")).head(3)
    rows["name"] = ["../<b>&{{ 7*7 }}", *rows["name"][1:]]
    outreach_export.export_letters(kalbar, rows, tmp_path / "surat.zip", lang="id", template=own)
    with zipfile.ZipFile(tmp_path / "surat.zip") as package:
        letters = {name: texts(package.read(name)) for name in package.namelist()}
    assert [name[:13] for name in letters] == list(rows.index)
    assert not [name for name in letters if "/" in name or "<" in name]
    for lines, name, uncovered in zip(letters.values(), rows["name"], rows["uncovered"], strict=True):
        assert lines[0].startswith("DATA SIMULASI"), "the template has no warning, so it was put at the top"
        assert lines[1] == f"Yth. Kepala Desa {name.upper()}"
        assert lines[2].replace(".", "") == f"{uncovered:.0f} orang"
        assert any("Sumber:" in line for line in lines[3:])


def test_a_template_that_repeats_letters_gives_one_file(
    kalbar: outreach.OutreachList, write: Write, tmp_path: Path
) -> None:
    own = write("{%p for letter in letters %}", "{{ loop.index }} {{ letter.desa }}", "{%p endfor %}", "{{ alarm }}")
    rows = priorities.rank_outreach(kalbar, preset_weights("balanced")).head(2)
    outreach_export.export_letters(kalbar, rows, tmp_path / "a.docx", lang="id", template=own)
    lines = texts((tmp_path / "a.docx").read_bytes())
    assert lines[:2] == [f"{number} {name}" for number, name in enumerate(rows["name"], start=1)]
    assert sum(line.startswith("DATA SIMULASI") for line in lines) == 1, "where the template says"
    with pytest.raises(UsageError):
        outreach_export.export_letters(kalbar, rows, tmp_path / "a.zip", lang="id", template=own)


def test_the_sample_and_every_field_can_be_used(kalbar: outreach.OutreachList, write: Write, tmp_path: Path) -> None:
    assert check_template(outreach_export.LETTER_SAMPLE, try_template) == "each"
    assert check_template(outreach_export.LETTER_TEMPLATE, try_template) == "all"
    assert check_template(write(*(f"{{{{ {field} }}}}" for field in LETTER_FIELDS)), try_template) == "each"
    rows = priorities.rank_outreach(kalbar, preset_weights("balanced")).head(1)
    outreach_export.export_letters(kalbar, rows, tmp_path / "s.zip", lang="id")
    with zipfile.ZipFile(tmp_path / "s.zip") as package:
        lines = texts(package.read(package.namelist()[0]))
    assert sum(line.startswith("DATA SIMULASI") for line in lines) == 1
    assert not [line for line in lines if "{" in line]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ desaa }}", "unknown_letter_field"),
        ("{{ letter.desa }}", "unknown_letter_field"),
        ("{% for letter in letters %}{{ letter.nama }}{% endfor %}", "letter_template_does_more"),
        ("{{ desa", "bad_letter_template"),
        ("{% if aparat %}{{ desa }}", "bad_letter_template"),
        ("Kepada Yth. Kepala Desa", "template_without_fields"),
        ("{{ desa.__class__.__mro__ }}", "letter_template_does_more"),
        ("{{ ''.__class__ }}", "letter_template_does_more"),
        ("{{ desa['__class__'] }}", "letter_template_does_more"),
        ("{{ desa.format(1) }}", "letter_template_does_more"),
        ("{{ desa|attr('format') }}", "letter_template_does_more"),
        ("{{ 7 * 7 }}", "letter_template_does_more"),
        ("{{ 'a' * 999999999 }}", "letter_template_does_more"),
        ("{% for i in range(99999) %}{{ desa }}{% endfor %}", "letter_template_does_more"),
        (
            "{% for a in letters %}{% for b in letters %}{{ b.desa }}{% endfor %}{% endfor %}",
            "letter_template_does_more",
        ),
        ("{% for a in notes %}{% for b in notes %}{{ b }}{% endfor %}{% endfor %}", "letter_template_does_more"),
        ("{% include '/etc/passwd' %}", "letter_template_does_more"),
        ("{% import 'os' as os %}", "letter_template_does_more"),
        ("{% set x = desa %}{{ x }}", "letter_template_does_more"),
        ("{{ self._TemplateReference__context }}", "letter_template_does_more"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "letter_template_does_more"),
    ],
)
@pytest.mark.parametrize("in_header", [False, True])
def test_what_is_no_field_is_refused_wherever_it_stands(write: Write, line: str, code: str, in_header: bool) -> None:
    if in_header and code == "template_without_fields":
        return  # words alone in a header are what headers are for
    path = write("{{ desa }}", header=line) if in_header else write(line)
    with pytest.raises(IntakeError) as caught:
        check_template(path, try_template)
    assert caught.value.code == code
    assert "surat.docx" in str(caught.value)


def test_properties_of_the_document_are_checked_too(write: Write) -> None:
    document = Document(str(write("{{ desa }}")))
    document.core_properties.title = "{{ 7 * 7 }}"
    path = write("{{ desa }}")
    document.save(str(path))
    with pytest.raises(IntakeError) as caught:
        check_template(path, try_template)
    assert caught.value.code == "letter_template_does_more"


def test_what_is_no_plain_document_is_refused(write: Write, tmp_path: Path) -> None:
    def code(path: Path) -> str:
        with pytest.raises(IntakeError) as caught:
            check_template(path, try_template)
        return caught.value.code

    text = tmp_path / "surat.docx"
    text.write_text("{{ desa }}")
    assert code(text) == "no_word_file"
    whole = write("{{ desa }}").read_bytes()
    text.write_bytes(whole[: len(whole) // 2])
    assert code(text) == "no_word_file"
    with zipfile.ZipFile(text, "w") as package:
        package.writestr("word/document.xml", "<not><closed>")
    assert code(text) == "no_word_file"
    text.write_bytes(b"0" * 5_000_001)
    assert code(text) == "template_too_large"
    for part, size, expected in (
        ("word/vbaProject.bin", 9, "template_with_macros"),
        ("bomb", 10**8, "template_too_large"),
    ):
        text.write_bytes(whole)
        with zipfile.ZipFile(text, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(part, b"0" * size)
        assert code(text) == expected
    document = Document(io.BytesIO(whole))
    document.part.relate_to("http://192.0.2.1/a.dotm", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.save(str(text))
    assert code(text) == "template_from_outside"


def _with_field(path: Path, *runs: str) -> Path:
    """A letter with a field of Word whose code is torn into several runs."""
    document = Document(str(path))
    paragraph = document.add_paragraph()
    for kind in ("begin", *runs, "separate", "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind in ("begin", "separate", "end") else "w:instrText")
        if kind in ("begin", "separate", "end"):
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = kind
        run._r.append(element)
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    "runs",
    [
        ("DDE", "AUTO c:\\\\windows\\\\system32\\\\cmd.exe", ' "/k calc"'),
        (' INCLUDETEXT "\\\\\\\\server\\\\berkas.docx" ',),
        (' includepicture "http://127.0.0.1/x.png" \\d',),
        (" QUOTE 68 68 69",),
    ],
)
def test_a_word_field_that_fetches_or_runs_something_is_refused(write: Write, runs: tuple[str, ...]) -> None:
    path = _with_field(write("{{ desa }}"), *runs)
    with pytest.raises(IntakeError) as caught:
        check_letter_apart(path)
    assert caught.value.code == "template_with_fields"


def test_numbers_of_pages_and_dates_are_welcome(write: Write) -> None:
    path = _with_field(_with_field(write("{{ desa }}"), " PA", "GE "), ' DATE \\@ "d MMMM yyyy"')
    assert check_letter_apart(path) == "each"
