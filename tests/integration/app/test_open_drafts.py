"""Drafts kept between two answers: a few at a time, the one used longest ago goes first."""

from pathlib import Path

import pytest

from ucjmap import api
from ucjmap.app.data.open_drafts import OpenDrafts


@pytest.fixture
def draft(small_store: api.Store, tmp_path: Path) -> api.CoverageDraft:
    path = tmp_path / "a.csv"
    path.write_text("Kode;Peserta aktif;Pekerja\n61.01.01.2001;4;40\n", encoding="utf-8")
    return api.draft_coverage(small_store, path, as_of="2025-12-31", indicator="ucj")


def test_the_draft_used_longest_ago_makes_room(draft: api.CoverageDraft) -> None:
    drafts = OpenDrafts(room=2)
    for key in ("satu", "dua"):
        drafts.keep(key, draft)
    assert drafts.get("satu") is draft
    drafts.keep("tiga", draft)
    assert drafts.get("dua") is None
    assert drafts.get("satu") is draft
    drafts.drop("satu")
    drafts.drop("satu")
    assert drafts.get("satu") is None
    assert drafts.get("tiga") is draft
