"""Delimited text: its encoding, its delimiter, its records."""

import codecs
import csv
import io
from collections import Counter
from typing import Final

from charset_normalizer import from_bytes

# A cell of a spreadsheet holds 32,767 letters; the module's own limit is an error that no caller expects.
csv.field_size_limit(2**31 - 1)
DELIMITERS: Final = (";", "\t", ",", "|")
_SAMPLE_LINES: Final = 300
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str | None:
    """Text of ``content``; None when it is no text at all.

    A BOM decides; then strict UTF-8; then UTF-16 without a BOM by where its zero bytes stand; what is left are the
    single-byte encodings of offices here, told apart by charset-normalizer among those two only (its free guess
    takes short lists of names for Central European).
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    if b"\0" in content[:4096]:
        return _decode_utf16(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(content[:200_000], cp_isolation=["cp1252", "latin_1"]).best()
        encoding = best.encoding if best else "latin_1"
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            return content.decode("latin_1")


def _decode_utf16(content: bytes) -> str | None:
    sample = content[: min(len(content), 4096) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.4 * len(sample) / 2 or min(even, odd) > 0.05 * len(sample) / 2:
        return None
    return content.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace")


def guess_delimiter(text: str) -> str:
    """Delimiter of ``text``: the one that cuts most lines into the same, largest number of fields.

    ``csv.Sniffer`` is not used: titles above the table and decimal commas lead it astray.
    """
    head = text[:200_000]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        records = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        widths: Counter[int] = Counter()
        try:
            for record, _ in zip(records, range(_SAMPLE_LINES), strict=False):
                widths[len(record)] += 1
        except csv.Error:
            continue
        score = max(((width - 1) * count for width, count in widths.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_records(text: str) -> list[list[str]]:
    """Records of ``text`` as a spreadsheet program shows them; a first line ``sep=;`` is obeyed and not shown."""
    first, _, below = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == 5:
        return _split(below, first.strip().strip('"')[4])
    return _split(text, guess_delimiter(text))


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        torn = _is_torn(records, delimiter)
    except csv.Error:
        torn = True
    return [_split_line(line, delimiter) for line in text.splitlines()] if torn else records


def _is_torn(records: list[list[str]], delimiter: str) -> bool:
    """Whether a stray quotation mark has swallowed whole lines into one cell."""
    widths = Counter(len(record) for record in records)
    usual = widths.most_common(1)[0][0] if widths else 1
    fields = [field for record in records for field in record if "\n" in field or "\r" in field]
    # A line break within a cell is common; the delimiters of a whole line behind it are not.
    return any(
        line.count(delimiter) >= max(1, usual - 2) or number > 20
        for field in fields
        for number, line in enumerate(field.splitlines())
    )


def _split_line(line: str, delimiter: str) -> list[str]:
    """Fields of one line; quotation marks that are not in pairs are plain characters."""
    if line.count('"') % 2:
        return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return next(csv.reader([line], delimiter=delimiter), [])
