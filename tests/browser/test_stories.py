"""A story on the real page: told, presented with the arrow keys, exported."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import DemoApp, MapView, Visit, settle


def test_a_view_is_saved_presented_and_exported(demo_app: DemoApp, open_page: Callable[[str], Visit]) -> None:
    page = open_page(f"{demo_app.url}/?area=61&lang=id").page
    page.get_by_role("button", name="Simpan tampilan ini ke cerita").first.click()
    page.get_by_label("Nama cerita baru").fill("Uji <b>")
    for sentence in ("Pertama", "Kedua"):
        said = page.get_by_label("Kalimat: apa yang perlu")
        expect(said).to_have_value("")  # the form is empty again once a view is kept
        settle(page)
        said.fill(sentence)
        said.blur()
        settle(page)
        page.get_by_role("button", name="Simpan ke cerita").last.click()
        expect(said.first).to_have_value("")  # of the next view; the one before may stand beside it for a moment
        expect(said).to_have_count(1)
        expect(page.get_by_text("Tampilan tersimpan")).to_be_visible()
    page.get_by_role("link", name="Buka cerita").click()
    expect(page.get_by_role("heading", name="2. Kedua")).to_be_visible()
    page.get_by_text("Ekspor").click()
    page.get_by_role("button", name="Siapkan berkas").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh cerita-").click()
    assert download.value.suggested_filename.endswith(".pptx")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Presentasikan").click()
    MapView.of(page).wait_for_view("61/adm2")
    expect(page.locator(".ucj-story-said")).to_have_text("Pertama")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ucj-story-said")).to_have_text("Kedua")
