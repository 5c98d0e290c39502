#!/usr/bin/env python3
"""Cut DejaVu Sans down to what pictures and documents need: every letter, but no layout tables and no hints.

    python tools/cut_typefaces.py [--out ucjmap/render/static/typefaces]

Each PDF and SVG holds the letters that it uses, cut out of the font anew. With the tables for complex layout that took
three times as long and gave files three times as large; kerning is in a table of its own, and stays.
"""

import argparse
import shutil
from pathlib import Path

import matplotlib
from fontTools import subset
from fontTools.ttLib import TTFont

PROJECT = Path(__file__).parents[1]
_SOURCE = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_LEFT_OUT = ("FFTM", "GDEF", "GPOS", "GSUB", "MATH", "gasp")
#: Copyright, names, version, licence: they have to stay with the font.
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)


def cut(name: str, folder: Path) -> None:
    """Write one font; the same source gives the same bytes."""
    options = subset.Options(hinting=False, legacy_kern=True, notdef_outline=True, name_IDs=_NAMES)
    options.drop_tables = [*options.drop_tables, *_LEFT_OUT]
    with TTFont(_SOURCE / name, lazy=True, recalcTimestamp=False) as face:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=list(face.getBestCmap()))
        cutter.subset(face)
        face.save(folder / name)


def main() -> None:
    """Write both weights and their licence."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=PROJECT / "ucjmap/render/static/typefaces")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        cut(name, folder)
    shutil.copyfile(_SOURCE / "LICENSE_DEJAVU", folder / "LICENSE")


if __name__ == "__main__":
    main()
