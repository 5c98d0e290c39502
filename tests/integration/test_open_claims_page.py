"""The page of a coverage table shows what is open about it, in Indonesian, and lets nobody go on."""

from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from ucjmap import api


def checks(draft: "api.CoverageDraft") -> None:
    """The step of the checks as a page of its own."""
    from ucjmap.app.data import coverage_steps
    from ucjmap.app.data.coverage_work import Work
    from ucjmap.app.data.open_drafts import DRAFTS

    work = Work("rekap.xlsx", b"", draft.as_of, "Dinas Uji", step=3)
    DRAFTS.keep(work.key, draft)
    coverage_steps._show_checks("id", work)


def test_an_open_claim_stands_there_with_its_witness_and_blocks(small_store: api.Store, tmp_path: Path) -> None:
    rows = [
        ["PESERTA PER 31 DESEMBER 2022", None, None],
        [None] * 3,
        ["Kode", "Peserta Aktif", "Jumlah Pekerja"],
        ["61.01", 5, 10],
    ]
    path = tmp_path / "rekap.xlsx"
    pd.DataFrame(rows).to_excel(path, index=False, header=False)
    draft = api.draft_coverage(small_store, path, as_of="2025-12-31")
    page = AppTest.from_function(checks, kwargs={"draft": draft}).run(timeout=30)
    assert not page.exception
    said = " ".join(error.value for error in page.error)
    assert "Tanggal dalam berkas berbeda dari" in said
    assert "PESERTA PER 31 DESEMBER 2022" in said
    assert page.button(key="next-3").disabled
