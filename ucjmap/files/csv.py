"""Tables as CSV, in UTF-8, with no text that a spreadsheet runs as a formula."""

from pathlib import Path

import pandas as pd

from ucjmap.files.text import defuse_formulas
from ucjmap.files.whole import write_whole


def make_csv(table: pd.DataFrame, *, for_scripts: bool = False) -> bytes:
    """A table as the content of a CSV file; one row is one row of ``table``, its index left out, no data is empty.

    The file begins with the mark of UTF-8, without which a spreadsheet takes it for one in the encoding of its own
    country. One that is ``for_scripts`` has none: they would read it as a part of the first heading.
    """
    text = str(defuse_formulas(table).to_csv(index=False, lineterminator="\n"))
    return text.encode("utf-8" if for_scripts else "utf-8-sig")


def write_csv(out: Path, table: pd.DataFrame, *, for_scripts: bool = False) -> None:
    """Write the file that ``make_csv`` makes; it appears whole."""
    write_whole(out, make_csv(table, for_scripts=for_scripts))
