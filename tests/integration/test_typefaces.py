"""The fonts that come with the project are those that ``tools/cut_typefaces.py`` makes, with every letter of the source."""

import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont

from ucjmap.render.static import font_file

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_is_lost(bold: bool) -> None:
    own = font_file(bold=bold)
    whole = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / own.name
    with TTFont(own, lazy=True) as cut, TTFont(whole, lazy=True) as source:
        assert set(cut.getBestCmap()) == set(source.getBestCmap())
        assert "kern" in cut
        assert "GPOS" not in cut


@pytest.mark.long
def test_tool_makes_the_fonts_that_are_kept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, PROJECT / "tools" / "cut_typefaces.py", "--out", tmp_path], check=True)
    kept = font_file(bold=False).parent
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        file.name: file.read_bytes() for file in kept.iterdir()
    }
