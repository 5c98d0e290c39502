"""Bounds of a number, such as those of an age: "15-24 tahun", "60+", "< 30". Figures between them are of a part only."""

import re
from typing import Final

from ucjmap.intake.meaning.vocabulary import Term

_TO: Final = r"(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to)"
# "15-24", "15 s.d. 24", but neither the places of a code such as "61-01-02" nor a day such as "31/12".
_RANGE: Final = re.compile(rf"(?<![\w.,/])(?<!\d-)\d{{1,2}}\s*{_TO}\s*\d{{1,2}}(?![\w.,/]|-\d)", re.I)
# "< 30", ">= 60"; a percentage is what a colour or a target stands for.
_LIMIT: Final = re.compile(r"[<>≤≥]\s*=?\s*\d+(?:[.,]\d+)?(?![\d.,]|\s*(?:%|persen))")
# "60+", but no sum of columns such as "3+4".
_ABOVE: Final = re.compile(r"(?<![\w.,/])\d{1,3}\s*\+(?!\s*\d)")
# "24 th", once whole dates are gone.
_YEARS: Final = re.compile(r"(?<![\w.,/])\d{1,3}\s*(?:tahun|thn|th|years?|yrs?)\b", re.I)
# Who works is at least fifteen in all statistics: "15+", "15 tahun ke atas", "≥ 15".
_OLD_ENOUGH: Final = re.compile(
    r"(?<![\d.,/])15\s*(?:(?:tahun|thn|th)\s*)?(?:\+|(?:ke\s*)?atas\b)|[>≥]\s*=?\s*15\s*(?:tahun|thn|th)?(?!\d)", re.I
)
# "Tabel 3-5", "No. 12-14", "5 = 3-4": numbers of tables, pages, columns, streets.
_NUMBERED: Final = re.compile(
    r"(?:\b(?:tabel|table|lampiran|gambar|grafik|bab|bagian|hal|halaman|page|no|nomor|kolom|baris|pasal|ayat|butir"
    r"|tanggal|tgl|minggu|pukul|jam|rt|rw|versi|ver|v|rev|revisi|sheet|lembar|kode|telp|telepon|fax|hp|wa)|[=+*/])"
    r"[\s.:#\-]*$",
    re.I,
)


def bounds_of(text: str) -> tuple[Term, ...]:
    """Bounds that restrict the figures to those between them.

    Parameters
    ----------
    text
        Without its dates, as ``find_periods`` leaves it, and with its marks.

    Returns
    -------
    tuple of Term
        Restrictions to an age, from left to right; none for "15+", since all who work are.
    """
    rest, terms = _OLD_ENOUGH.sub(" ", text), []
    for pattern in (_RANGE, _LIMIT, _ABOVE, _YEARS):
        for match in pattern.finditer(rest):
            if pattern is not _RANGE or not _NUMBERED.search(rest[: match.start()]):
                terms.append(Term("restriction", "age", match[0]))
    return tuple(terms)


def holds_all_ages(text: str) -> bool:
    """Whether a group of ages is that of all who work: "15+", "15 tahun ke atas".

    Returns
    -------
    bool
        False for "15-64".
    """
    return bool(_OLD_ENOUGH.search(text)) and not bounds_of(text)
