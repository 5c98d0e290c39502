"""Tables as CSV that spreadsheets open as they are: UTF-8 with its mark, no text run as a formula."""

from pathlib import Path

import pandas as pd

from ucjmap.files.text import defuse_formulas
from ucjmap.files.whole import write_whole


def make_csv(table: pd.DataFrame) -> bytes:
    """A table as the content of a CSV file; one row is one row of ``table``, its index left out, no data is empty."""
    # Without the mark a spreadsheet would take the file for one in the encoding of its own country.
    return str(defuse_formulas(table).to_csv(index=False, lineterminator="\n")).encode("utf-8-sig")


def write_csv(out: Path, table: pd.DataFrame) -> None:
    """Write the file that ``make_csv`` makes; it appears whole."""
    write_whole(out, make_csv(table))
