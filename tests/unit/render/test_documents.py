"""Documents: tables and letters over pages, with every name as it is written."""

import io

from pypdf import PdfReader

from ucjmap.render.documents import Letter, TablePage, make_letter_document, make_table_document

NAME = '<b>&"Désa"</b> ā → ń\x07'
SHOWN = '<b>&"Désa"</b> ā → ń'


def read_pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_each_table_has_its_title_alarm_and_notes() -> None:
    page = TablePage(NAME, ["No.", "Nama"], [["1", NAME], ["2", ""]], [0.2, 0.8])
    pages = read_pages(make_table_document([page, page], ["Sumber: A & B"], alarm="SIMULASI"))
    assert len(pages) == 2
    for text in pages:
        assert text.count(SHOWN) == 2
        assert text.index("SIMULASI") < text.index("Nama") < text.index("Sumber: A & B")


def test_headings_are_said_again_on_every_page_of_a_long_table() -> None:
    rows = [[str(number), "Desa"] for number in range(200)]
    pages = read_pages(make_table_document([TablePage("Daftar", ["Urutan", "Nama"], rows, [0.2, 0.8])], ["Catatan"]))
    assert len(pages) > 3
    assert all("Urutan" in text for text in pages[:-1])
    assert sum("Catatan" in text for text in pages) == 1


def test_notes_stand_alone_without_a_table() -> None:
    (text,) = read_pages(make_table_document([], ["Catatan"]))
    assert text.strip() == "Catatan"


def test_each_letter_has_a_page() -> None:
    letter = Letter(["Kepada", "", NAME], ["butir satu"], ["Hormat kami,"])
    first, second = read_pages(make_letter_document([letter, letter], ["Sumber: A"], alarm="SIMULASI"))
    assert first == second
    assert first.startswith("SIMULASI")
    assert SHOWN in first
    assert first.index("butir satu") < first.index("Hormat kami,") < first.index("Sumber: A")
