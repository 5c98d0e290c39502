"""Tables as CSV, in UTF-8, with no text that a spreadsheet runs as a formula."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from ucjmap.errors import N_, UsageError
from ucjmap.files.text import defuse_formulas
from ucjmap.files.whole import write_whole

DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS: Final = {"point": ".", "comma": ","}


@dataclass(frozen=True)
class CsvDialect:
    """The sign between cells, and the one before the decimals of a number.

    Raises
    ------
    UsageError
        Both are the same, so that nobody could read the file.
    """

    delimiter: str = ","
    decimal: str = "."

    def __post_init__(self) -> None:
        if self.delimiter == self.decimal:
            raise UsageError(
                "bad_csv_dialect",
                N_("Cells and decimals of a CSV file cannot be divided by the same sign."),
                N_("Choose a semicolon between cells where decimals have a comma."),
            )


PLAIN: Final = CsvDialect()
#: What a spreadsheet set to Indonesian expects: a file divided by commas opens in one column there.
INDONESIAN: Final = CsvDialect(";", ",")


def make_csv(table: pd.DataFrame, *, for_scripts: bool = False, dialect: CsvDialect = PLAIN) -> bytes:
    """A table as the content of a CSV file; one row is one row of the table, its index left out, no data is empty.

    The file begins with the byte order mark of UTF-8, without which a spreadsheet assumes the encoding of its own
    country. Whole numbers have no decimals; no text, headings included, runs as a formula.

    Parameters
    ----------
    table
        Columns are headings as they are to be written.
    for_scripts
        Leaves the mark out: a script would read it as part of the first heading.
    dialect
        The signs between cells and before decimals.
    """
    safe = _without_needless_decimals(defuse_formulas(table))
    text = str(safe.to_csv(index=False, lineterminator="\n", sep=dialect.delimiter, decimal=dialect.decimal))
    return text.encode("utf-8" if for_scripts else "utf-8-sig")


def _without_needless_decimals(table: pd.DataFrame) -> pd.DataFrame:
    """Columns of whole numbers as such: pandas keeps them as floats where one is missing, and writes ``767883.0``."""
    whole = {}
    for name in table.select_dtypes(include="floating"):
        values = table[name].to_numpy(dtype=float, na_value=np.nan)
        known = values[~np.isnan(values)]
        if len(known) and (np.abs(known) < 2**53).all() and (known == np.floor(known)).all():
            whole[name] = table[name].astype("Int64")
    return table.assign(**whole)


def write_csv(out: Path, table: pd.DataFrame, *, for_scripts: bool = False) -> None:
    """Write the file that ``make_csv`` makes; it appears whole.

    Parameters
    ----------
    out
        The file; its folder is made, one of that name is replaced.
    table, for_scripts
        As for ``make_csv``.
    """
    write_whole(out, make_csv(table, for_scripts=for_scripts))
