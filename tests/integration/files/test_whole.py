"""Files are there whole or not at all."""

from pathlib import Path

import pytest

from ucjmap.files import make_content, whole_file, write_whole


def test_a_file_appears_whole_in_a_new_folder(tmp_path: Path) -> None:
    out = tmp_path / "baru" / "a.txt"
    with whole_file(out) as aside:
        aside.write_text("isi")
        assert not out.exists()
        assert aside.name == out.name  # some writers look at the ending
    assert out.read_text() == "isi"
    assert list(out.parent.iterdir()) == [out]


def test_work_that_fails_leaves_the_file_of_before(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    write_whole(out, b"lama")
    with pytest.raises(ZeroDivisionError), whole_file(out) as aside:
        aside.write_text("setengah" * (1 // 0))
    assert out.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [out]


def test_a_download_is_made_under_its_own_name() -> None:
    assert make_content("a.txt", lambda path: path.write_text(path.name)) == b"a.txt"
