"""The map as a file and briefings, as an official makes them: chosen in the page, downloaded, opened elsewhere."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from tests import boundary_files
from tests.browser.conftest import PROJECT, WAIT_MS, DemoApp, MapView, Visit, give_file, wait_until
from tests.integration.test_map_files import HOSTILE, add_counts
from ucjmap import api
from ucjmap.classify import Classing
from ucjmap.words import say_rate

PUBLIC_URL = "https://peta.example.go.id"
AREA = "17.71"  # Kota Bengkulu: few areas, so that everything is quick
OWN = f"?area={AREA}&level=adm3&indicator=ucj&lang=en&measure=gap&scheme=own&breaks=5,10&circles=1"


@pytest.fixture(scope="module")
def app_url(demo_app: DemoApp, start_app: Callable[..., str]) -> str:
    """The demonstration as an office publishes it, with an address for links on paper."""
    env = {"UCJMAP_STORE": demo_app.store.url, "UCJMAP_PUBLIC_URL": PUBLIC_URL}
    return start_app(PROJECT / "streamlit_app.py", env=env)


@pytest.fixture(scope="module")
def store(demo_app: DemoApp) -> api.Store:
    return demo_app.store


def choose(page: Page, key: str, option: str) -> None:
    field = page.locator(f".st-key-{key}").get_by_role("combobox")
    field.click()
    page.get_by_role("option", name=option).click()
    # What depends on the choice is drawn anew: wait for it, else the next click meets the old page.
    expect(field).to_have_value(re.compile(re.escape(option)), timeout=WAIT_MS)


def take(page: Page, key: str, folder: Path) -> Path:
    with page.expect_download(timeout=WAIT_MS) as download:
        page.locator(f".st-key-{key} button").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@dataclass
class Files:
    """What the popover gave for the view ``OWN``, and the figures of that view."""

    by_suffix: dict[str, Path]
    values: api.AreaValues

    @property
    def colours(self) -> set[str]:
        """Colours of the units with data, without looking at the files."""
        return set(self.values.units["colour"].dropna())


@pytest.fixture(scope="module")
def files(
    app_url: str, store: api.Store, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Files]:
    """Four files from the popover of one view with a measure, breaks and circles of its own."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    visit = Visit(page)
    page.goto(f"{app_url}/{OWN}")
    MapView.of(page)
    page.get_by_role("button", name="Download", exact=True).click()
    folder = tmp_path_factory.mktemp("files")
    found = {}
    kinds = {"Picture for screen": ".png", "Page (PDF)": ".pdf", "Slide to edit": ".pptx", "Interactive map": ".html"}
    for kind, suffix in kinds.items():
        choose(page, "file-kind", kind)
        page.get_by_role("button", name="Prepare the file").click()
        # The button names its file: the one of the kind before may still be there.
        expect(page.locator(".st-key-get-file")).to_contain_text(suffix, timeout=WAIT_MS)
        found[suffix] = take(page, "get-file", folder)
    visit.assert_clean()
    classing = Classing("own", own=(0.05, 0.1))
    yield Files(found, api.area_values(store, AREA, "adm3", "ucj", measure="gap", classing=classing))
    context.close()


def test_files_say_in_their_names_what_they_hold(files: Files) -> None:
    for suffix, path in files.by_suffix.items():
        assert path.suffix == suffix
        assert path.name.startswith(f"peta-ucj-gap-{AREA}-kota-bengkulu-")
        assert files.values.as_of in path.name


def test_picture_has_the_colours_of_the_view(files: Files) -> None:
    pixels = np.asarray(Image.open(files.by_suffix[".png"]).convert("RGB"), dtype=np.uint32)
    seen, counts = np.unique(pixels @ np.array([65536, 256, 1], dtype=np.uint32), return_counts=True)
    large = {f"#{colour:06x}" for colour in seen[counts > 400].tolist()}
    assert len(files.colours) > 1
    assert files.colours <= large


def test_document_has_figures_source_and_a_link_to_the_same_view(files: Files, store: api.Store) -> None:
    page = pypdf.PdfReader(files.by_suffix[".pdf"]).pages[0]
    text = page.extract_text()
    assert say_rate("en", files.values.area["rate"]) in text
    assert "Simulated data, not official" in text
    assert [name for name in files.values.units["name"] if name.removeprefix("Kecamatan ") not in text] == []
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]  # type: ignore[union-attr,index]
    assert links
    for part in ("measure=gap", "breaks=5%2C10", "circles=1", f"date={files.values.as_of}"):
        assert all(part in link for link in links), part
    # The date fixes the targets in force; one in the link would be that of every area, also of those with their own.
    assert not any("target=" in link for link in links)
    assert all(link.startswith(f"{PUBLIC_URL}/?area={AREA}&") for link in links)


def test_slides_have_title_table_and_chart(files: Files) -> None:
    slides = Presentation(str(files.by_suffix[".pptx"])).slides
    assert "Kota Bengkulu" in slides[0].shapes.title.text_frame.text
    shapes = [shape for slide in slides for shape in slide.shapes]
    assert {"table", "chart"} <= {"table" if each.has_table else "chart" if each.has_chart else "" for each in shapes}


@pytest.fixture
def open_file(chromium: Browser) -> Iterator[Callable[[Path], Visit]]:
    """Function that opens a file in a browser without any network."""
    contexts = []

    def visit(path: Path) -> Visit:
        context = chromium.new_context(viewport={"width": 1300, "height": 850}, offline=True)
        contexts.append(context)
        opened = Visit(context.new_page())
        opened.page.goto(path.as_uri())
        wait_until(opened.page.main_frame, "() => window.__ucjmap && window.__ucjmap.painted > 0")
        return opened

    yield visit
    for context in contexts:
        context.close()


_HAS_BORDERS = """() => {
    const canvas = document.querySelector(".leaflet-ucjmap-borders-pane canvas");
    return canvas?.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(value => value);
}"""


def assert_asked_nobody(visit: Visit, path: Path) -> None:
    assert [url for url in visit.urls if not url.startswith("data:")] == [path.as_uri()]
    assert (visit.failed, visit.errors, visit.dialogs) == ([], [], [])


def test_page_of_its_own_works_without_network(files: Files, open_file: Callable[[Path], Visit]) -> None:
    path = files.by_suffix[".html"]
    visit = open_file(path)
    drawn = MapView(visit.page, visit.page.main_frame)
    expected = {str(row.code): row.colour for row in files.values.units.itertuples() if row.class_id >= 0}
    assert drawn.fills == expected
    code = next(iter(expected))
    drawn.hover(code)
    expect(visit.page.locator(".leaflet-tooltip")).to_contain_text(files.values.units.loc[code, "name"])
    drawn.click(code)
    drawn.wait_for_view(f"{code}/adm4")
    expect(visit.page.get_by_role("heading")).to_contain_text(files.values.units.loc[code, "name"])
    visit.page.get_by_role("button", name="Kota Bengkulu").click()
    drawn.wait_for_view(f"{AREA}/adm3")
    assert_asked_nobody(visit, path)


def test_names_that_would_act_are_text_in_the_page_of_its_own(
    tmp_path: Path, open_file: Callable[[Path], Visit]
) -> None:
    areas = boundary_files.make_areas()
    areas["village"] = [HOSTILE[place % len(HOSTILE)] for place in range(len(areas))]
    boundaries = boundary_files.write(boundary_files.lay_out(areas, "big"), tmp_path, "gpkg")
    store = api.open_store(f"sqlite:///{(tmp_path / 'hostile.db').as_posix()}")
    api.import_boundaries(store, boundaries, edition="Uji </script><img src=x onerror=alert(1)>")
    add_counts(store, sorted(areas["code"]))
    made = api.make_map_file(
        store, api.MapView("61", "adm4"), "html", dressing=api.Dressing(office="<svg onload=alert(1)>")
    )
    store.close()
    path = tmp_path / "hostile.html"
    path.write_bytes(made.content)
    visit = open_file(path)
    drawn = MapView(visit.page, visit.page.main_frame)
    for code in list(drawn.fills)[:3]:
        drawn.hover(code)
    wait_until(drawn.frame, _HAS_BORDERS)  # of the kabupaten over their desa
    expect(visit.page.locator(".ranking")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(visit.page.locator("header")).to_contain_text("<svg onload=alert(1)>")
    assert visit.page.locator("img[src=x]").count() == 0
    assert_asked_nobody(visit, path)


def untick(page: Page, *parts: str) -> None:
    for part in parts:
        page.locator(f".st-key-part-{part}").get_by_test_id("stCheckbox").locator("label").click()
        expect(page.locator(f".st-key-part-{part}").get_by_role("checkbox")).not_to_be_checked(timeout=WAIT_MS)


def test_briefing_is_made_beside_the_page(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    visit = open_page(f"{app_url}/briefing?area={AREA}&lang=en")
    page = visit.page
    expect(page.get_by_role("img", name="First page: Kota Bengkulu")).to_be_visible(timeout=WAIT_MS)
    untick(page, "trend", "ranking", "desa", "atlas")
    page.get_by_text("Own notes").click()
    page.get_by_label("Note", exact=True).fill("<b>rapat</b> =1+1")
    page.get_by_label("Note", exact=True).press("Tab")
    expect(page.get_by_text("Notes are on: Cover with key figures")).to_be_visible(timeout=WAIT_MS)
    page.get_by_text("Own title, office and logo").click()
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": b"no image at all"}
    give_file(page, page.locator(".st-key-logo-briefing input[type=file]"), logo)
    expect(page.get_by_text("The logo cannot be used.")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Make the briefing").click()
    page.locator(".st-key-get-briefing").wait_for(timeout=WAIT_MS)
    path = take(page, "get-briefing", tmp_path)
    assert path.name.startswith(f"paparan-{AREA}-kota-bengkulu-")
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    assert len(pages) == 2
    assert "<b>rapat</b> =1+1" in pages[0].extract_text()
    assert say_rate("en", api.area_values(store, AREA, "adm3", "ucj").area["rate"]) in pages[0].extract_text()
    assert (visit.foreign_urls, visit.dialogs) == ([], [])


@pytest.mark.long
def test_a_batch_is_cancelled_and_an_area_without_data_is_said(app_url: str, open_page: Callable[[str], Visit]) -> None:
    page = open_page(f"{app_url}/briefing?area=51&lang=en").page  # Bali has no counts
    expect(page.get_by_role("img").first).to_be_visible(timeout=WAIT_MS)
    page.get_by_text(re.compile("One for each")).click()
    page.get_by_role("button", name="Make the briefing").click()
    page.get_by_role("button", name="Cancel").click(timeout=WAIT_MS)
    expect(page.get_by_text("The work was cancelled")).to_be_visible(timeout=WAIT_MS)
    untick(page, "cover", "map", "ranking", "desa", "atlas")
    expect(page.get_by_text("There is nothing to put into the briefing.")).to_be_visible(timeout=WAIT_MS)


@pytest.mark.long
def test_a_batch_of_all_areas_is_followed_and_downloaded(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    visit = open_page(f"{app_url}/briefing?area={AREA}&lang=en")
    page = visit.page
    expect(page.get_by_role("img", name="First page: Kota Bengkulu")).to_be_visible(timeout=WAIT_MS)
    untick(page, "map", "trend", "ranking", "desa", "atlas")
    areas = api.area_tree(store).below(AREA, "adm3").sort_values("code")
    page.get_by_text(f"One for each: kecamatan ({len(areas)}), as a zip").click()
    page.get_by_role("button", name="Make the briefing").click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible(timeout=WAIT_MS)  # how far it is, and about which area
    page.locator(".st-key-get-briefing").wait_for(timeout=WAIT_MS)
    expect(bar).to_be_hidden()
    path = take(page, "get-briefing", tmp_path)
    assert path.suffix == ".zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [name.split("-")[1] for name in names] == list(areas["code"])
        for name, area in zip(names, areas["name"], strict=True):
            (document,) = pypdf.PdfReader(io.BytesIO(archive.read(name))).pages
            assert area in document.extract_text()
    assert (visit.foreign_urls, visit.dialogs) == ([], [])


@pytest.mark.long
def test_own_words_and_logo_are_in_the_page_of_its_own(
    store: api.Store, tmp_path: Path, open_file: Callable[[Path], Visit]
) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (60, 30), "#b91c1c").save(stream, "PNG")
    dressing = api.Dressing(note="<b>Rapat</b> 25 November", logo=stream.getvalue(), office="Dinas")
    view = api.MapView(AREA, "adm3", chosen=(f"{AREA}.01", f"{AREA}.02"))
    path = tmp_path / "own.html"
    path.write_bytes(api.make_map_file(store, view, "html", dressing=dressing).content)
    visit = open_file(path)
    remarks = visit.page.locator(".remark")
    expect(remarks.nth(0)).to_contain_text("2 wilayah")
    expect(remarks.nth(1)).to_have_text("<b>Rapat</b> 25 November")
    logo = visit.page.get_by_role("img", name="Dinas")
    assert logo.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [60, 30]
    assert_asked_nobody(visit, path)
