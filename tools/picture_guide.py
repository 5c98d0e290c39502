#!/usr/bin/env python3
"""Take the pictures of README.md and of the journey in docs/panduan.md: the real app, a made workbook, a Chromium.

    python tools/picture_guide.py [--out docs/images]

Runs on a new store in a temporary folder; about a minute.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).parents[1]
WAIT_MS = 120_000
AREAS = (
    ("Sambas", 5200, 60000), ("Mempawah", 4300, 50000), ("Sanggau", 6100, 70000), ("Ketapang", 6200, 80000),
    ("Sintang", 3900, 45000), ("Kapuas Hulu", 2100, 40000), ("Bengkayang", 1900, 41000), ("Landak", 2500, 52000),
    ("Sekadau", 1100, 30000), ("Melawi", 900, 31000), ("Kayong Utara", 800, 20000), ("Kubu Raya", 9000, 90000),
)  # fmt: skip


def make_workbook(path: Path) -> None:
    """A table as an office sends it, of another date than the one that is typed."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["REKAPITULASI KEPESERTAAN SEGMEN BPU PER 31 DESEMBER 2022"])
    sheet.append(["PROVINSI KALIMANTAN BARAT"])
    sheet.append([])
    sheet.append(["No", "Kabupaten/Kota", "Peserta Aktif", "Jumlah Pekerja", "Jumlah Perusahaan"])
    for number, (name, one, all_) in enumerate(AREAS, start=1):
        sheet.append([number, f"Kabupaten {name}", one, all_, number * 7])
    sheet.append([None, "JUMLAH", sum(row[1] for row in AREAS), sum(row[2] for row in AREAS), None])
    sheet.append([])
    sheet.append(["Sumber: BPJS Ketenagakerjaan Cabang Pontianak"])
    book.save(path)


@contextmanager
def running_app(folder: Path) -> Iterator[str]:
    """The app on a free port, over a store of its own with the demonstration data."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "UCJMAP_STORE": f"sqlite:///{folder / 'ucjmap.db'}", "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "-m", "ucjmap", "init", "--demo"], env=env, check=True, cwd=PROJECT)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "streamlit_app.py"), "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), "--browser.gatherUsageStats", "false"]
    server = subprocess.Popen(command, env=env, cwd=PROJECT)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/_stcore/health")
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


def take_map(page: Page, url: str, out: Path) -> None:
    """The map of a province with what lies around it, its figures and its table, as README.md opens with it."""
    page.goto(f"{url}/?area=61&panel=1&lang=id", timeout=WAIT_MS)
    frame = page.wait_for_selector("iframe[title='streamlit_folium.st_folium']", timeout=WAIT_MS).content_frame()
    page.locator(".ucj-cards").wait_for(timeout=WAIT_MS)
    frame.wait_for_selector(".leaflet-ucjmap-around-pane canvas", timeout=WAIT_MS)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / "map.png")


def take_pictures(page: Page, url: str, workbook: Path, out: Path) -> None:
    """Step 2 with a question, and the same step once it is answered."""
    page.goto(f"{url}/data?lang=id")
    page.locator("input[type=file]").first.set_input_files(workbook)
    page.get_by_role("button", name=f"Remove {workbook.name}").wait_for(timeout=WAIT_MS)
    page.get_by_label("Sumber").first.fill("BPJS Ketenagakerjaan Cabang Pontianak")
    page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    page.keyboard.type("31122025")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Lanjut").first.click()
    page.locator(".st-key-claim-0").wait_for(timeout=WAIT_MS)
    page.screenshot(path=out / "muat-2-pertanyaan.png")
    page.locator(".st-key-claim-0").get_by_text("tanggal di sekitar tabel").click()
    page.locator(".st-key-claim-0").wait_for(state="detached", timeout=WAIT_MS)
    page.locator(".st-key-next-1 button:enabled").wait_for(timeout=WAIT_MS)
    page.screenshot(path=out / "muat-2-terjawab.png")


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PROJECT / "docs" / "images")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        workbook = Path(name) / "rekap-kalbar.xlsx"
        make_workbook(workbook)
        program = os.environ.get("UCJMAP_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        with running_app(Path(name)) as url:
            take_map(browser.new_page(viewport={"width": 1366, "height": 768}), url, out)
            take_pictures(browser.new_page(viewport={"width": 1100, "height": 860}), url, workbook, out)
        browser.close()


if __name__ == "__main__":
    main()
