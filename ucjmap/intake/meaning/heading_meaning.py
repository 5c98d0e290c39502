"""What a heading says its column is, in Indonesian or English."""

import re
from typing import Final

from ucjmap.codes import Level
from ucjmap.intake.meaning.heading_figures import value_of
from ucjmap.intake.meaning.layout import ColumnMeaning, Kind
from ucjmap.intake.meaning.period_cells import is_part_heading
from ucjmap.intake.meaning.period_texts import find_parts, find_periods
from ucjmap.intake.meaning.periods import Period, months, year_of
from ucjmap.intake.meaning.vocabulary import normalise_heading, vocabulary

_ALONE: Final = frozenset(("name", "code", "segment", "date", "year", "indicator", "issuer", "note"))
#: Whose codes a heading can settle.
SYSTEMS: Final = frozenset(("bps", "kemendagri"))
# Headings are normalised before they are compared: lower case, without marks.
# "No.", "No Urut", "#": the running number of a row.
_NUMBER = re.compile(r"(no|nomor|nomer|nr|no urut|nomor urut|#|num|row|index|unnamed 0)$")
# "Keterangan", "No. HP", "NIK".
_NOTE = re.compile(r"\b(ket|keterangan|catatan|notes?|remarks?|alamat|telepon|telp|hp|kontak|contact|pic|nik|email)\b")
# "Kode Pos", "Luas (km2)", "Iuran (Rp)".
_IGNORE = re.compile(
    r"\b(kode ?pos|latitude|longitude|lat|lon|lng|luas|area km2|geometry|objectid|fid|biaya|iuran|premi|rp)\b"
)
# "Kode Desa", "ADM4_PCODE" of OCHA, "KDEPUM" of BIG, "iddesa" of BPS.
_CODE = re.compile(
    r"\b(kode|kd|code|pcode|kdppum|kdpkab|kdcpum|kdepum|iddesa|kddesa|kdkec|kdkab|kdprov|id (desa|wilayah|bps))\b"
)
# "Nomor Peserta", "ID Peserta", "Participant No": the number of a person or a card; "No. of Participants" counts them.
_IDENTIFIER = re.compile(
    r"(?:no|nomor|nomer|nr|id|kode|kd|code|nik|kpj|npp)\b(?! of\b)|(?!jumlah\b|jml\b|total\b).*\b(?:no|nomor|number|id|code)$"
)
# "Tahun", "Tahun Anggaran", "TA".
_YEAR = re.compile(r"(tahun|year|thn|th|ta)( (target|data|anggaran))?$")
# "Ditetapkan oleh", "Dasar Hukum": who set a target.
_ISSUER = re.compile(r"\b(issuer|penerbit|penetap|dasar( hukum)?|sumber target|ditetapkan oleh|sumber|source)\b")
_TARGET = re.compile(r"\btarget\b")
# "Posisi", "Periode", "Bulan", "Data per".
_DATE = re.compile(r"\b(tanggal|tgl|as of|date|periode|bulan|posisi|per tanggal|data per)\b")
# "Tanggal", "Tgl. Daftar".
_DAY = re.compile(r"^(tanggal|tgl|date)\b")
# Of long tables: the indicator of each row stands in a cell.
_INDICATOR = re.compile(r"(indikator|indicator|jenis indikator|kode indikator)$")
# "Segmen", "Jenis Kepesertaan": the segment of each row stands in a cell.
_SEGMENT = re.compile(
    r"(segmen|segment|segmentasi|jenis peserta|kategori peserta|segmen peserta|segmen kepesertaan|jenis kepesertaan)$"
)
# "Nama", "Nama Wilayah": names of areas whose level the heading does not tell.
_UNKNOWN_NAME = re.compile(r"(nama|name|wilayah|nama wilayah|daerah|nama daerah|area|unit|area name|unit name|lokasi)$")

# "Nama Desa/Kelurahan", "Kab. Kota", "ADM3_EN": the word of a level, or several of one level, and nothing else.
_PREFIX = r"(?:nama |name of |nm |wilayah )?"
_SUFFIX = r"(?: name| nama| en| indonesia)?$"
#: "WADMKD" and "NAMOBJ" are BIG's, "NAME_4" is GADM's, "nmdesa" is BPS's, "adm4" is OCHA's.
_LEVEL_WORDS: Final[tuple[tuple[Level, str], ...]] = (
    (
        "adm4",
        r"(desa|kelurahan|kel|ds|kampung|nagari|gampong|pekon|negeri|village|villages|wadmkd|name 4|nmdesa|adm4|namobj|desa adat)",
    ),
    ("adm3", r"(kecamatan|kec|distrik|district|subdistrict|sub district|wadmkc|name 3|nmkec|adm3)"),
    ("adm2", r"(kabupaten|kab|kota|regency|regencies|city|kabkota|wadmkk|name 2|nmkab|adm2|municipality)"),
    ("adm1", r"(provinsi|propinsi|prov|province|wadmpr|name 1|nmprov|adm1)"),
)
_LEVEL_NAMES: Final = tuple(
    (level, re.compile(_PREFIX + words + r"(?: (?:dan |atau |or )?" + words + r")*" + _SUFFIX))
    for level, words in _LEVEL_WORDS
)
# "Kecamatan/Desa", "Provinsi/Kabupaten/Kota": areas of the lowest level below those that they lie in.
_ANY_LEVEL: Final = "(?:" + "|".join(words for _, words in _LEVEL_WORDS) + ")"
_SEVERAL_LEVELS: Final = re.compile(_PREFIX + _ANY_LEVEL + r"(?: (?:dan |atau |or )?" + _ANY_LEVEL + r")+" + _SUFFIX)
#: The level of a column of codes: these words also where "code" or "number" is written together with them, "kdkec",
#: "iddesa"; not inside another word, as in "kode kelompok" or "kode artikel".
_LEVEL_HINTS: Final = tuple(
    (level, re.compile(rf"(?:\b|(?<=kd)|(?<=id)|(?<=kode)|(?<=no)){words}(?=(?:no|id|kd|kode|code)?\b)"))
    for level, words in _LEVEL_WORDS
)

# "Jumlah", "L", "P", "Uraian": headings that say what they are only together with what stands above or below them.
_GROUP_ONLY = re.compile(
    r"(l|p|laki laki|perempuan|orang|jiwa|jumlah|total|jml|persen|sudah|belum|ya|tidak|terdaftar|belum terdaftar"
    r"|uraian|nilai|variabel)$"
)


def is_heading(text: str) -> bool:
    """Whether a cell reads like a heading (or a part of one) that this module knows."""
    heading = normalise_heading(text)
    if not heading or len(heading) > 90:
        return False
    return (
        _GROUP_ONLY.match(heading) is not None
        or _is_period(text)
        or read_heading(heading)[0].kind != "ignore"
        or is_left_out(heading)
        or _is_topic(heading)
    )


def is_left_out(heading: str) -> bool:
    """Whether a normalised heading is of something that no map shows: places, sizes, money."""
    return bool(_IGNORE.search(heading))


def _is_topic(heading: str) -> bool:
    """Whether a heading says what its figures are of, and nothing else: a segment, a sex, a programme, companies."""
    wording = vocabulary().read(heading, heading=True)
    alone = wording.values("segment") or wording.values("unit")
    return bool(wording.restrictions or wording.values("sex_pair") or (alone and not wording.unknown))


def _is_period(text: str) -> bool:
    """Whether a text is a year, a month or a part of a year and nothing else; a single day is a cell of data."""
    periods, rest = find_periods(text)
    parts, bare = find_parts(rest)
    alone = len(periods) == 1 and periods[0].first != periods[0].last and not parts
    return (alone or (not periods and len(parts) == 1)) and not _beyond(bare)


def is_date(text: str) -> bool:
    """Whether a text is one date, month or year and nothing else; below headings a single day too is a heading.

    Returns
    -------
    bool
        False for a part of a year without its year.
    """
    periods, rest = find_periods(text)
    return len(periods) == 1 and not _beyond(rest)


def _beyond(text: str) -> bool:
    """Whether a heading without its dates has words that say something."""
    return vocabulary().read(text, heading=True).says_something


def is_full_heading(text: str) -> bool:
    """Whether a cell is a heading by itself, and not only a part of one such as "Jumlah" or "Sudah"."""
    return is_heading(text) and _GROUP_ONLY.match(normalise_heading(text)) is None


def stands_alone(text: str) -> bool:
    """Whether a heading needs no group above it: a column of names, codes, segments, dates or remarks."""
    periods, rest = find_periods(text)
    return not periods and not find_parts(rest)[0] and read_heading(normalise_heading(text))[0].kind in _ALONE


def is_place_heading(text: str) -> bool:
    """Whether a cell is the heading of a column of names or codes.

    Parameters
    ----------
    text
        The cell as shown: "Nama Desa", "Kode Wilayah".

    Returns
    -------
    bool
        True for a bare "Nama" or "Wilayah" too.
    """
    return read_heading(normalise_heading(text))[0].kind in {"name", "code"}


def dated_heading(heading: str, title: str) -> tuple[tuple[Period, ...], str]:
    """Periods that a heading names, a lone month in the year of the title, and the heading without them."""
    periods, rest = find_periods(heading)
    parts, bare = find_parts(rest)
    years = {year_of(period) for period in find_periods(title)[0]} - {None}
    if periods or len(parts) != 1 or len(years) != 1:
        return periods, rest
    return (months(years.pop() or 0, *parts[0]),), bare


def issuer_of(heading: str) -> str | None:
    """Issuer of codes that a heading names.

    Returns
    -------
    str or None
        ``bps`` or ``kemendagri``; None where it names none, or both.
    """
    issuers = vocabulary().read(heading, heading=True).values("issuer")
    return issuers[0] if len(issuers) == 1 and issuers[0] in SYSTEMS else None


def _without_issuer(heading: str) -> str:
    """``kemendagri nama desa`` -> ``nama desa``: the issuer of a name or code does not change what it is."""
    issuers = {term.words for term in vocabulary().read(heading, heading=True).terms if term.value in SYSTEMS}
    return " ".join(word for word in heading.split() if word not in issuers or _CODE.search(word))


def read_heading(heading: str) -> tuple[ColumnMeaning, bool]:
    """Meaning of a normalised heading, and whether that is sure; kind ``ignore`` where it says nothing."""
    heading = _without_issuer(heading) or heading
    for pattern, kind in _PLAIN_KINDS:
        if pattern.search(heading) if kind not in _ANCHORED else pattern.match(heading):
            return ColumnMeaning(kind), True
    if _is_identifier(heading):
        return ColumnMeaning("note"), True
    if _CODE.search(heading):
        return _read_code(heading), True
    if (level := _level_of_names(heading)) is not None:
        return ColumnMeaning("name", level=level), True
    if _TARGET.search(heading):
        return ColumnMeaning("target"), True
    if _DAY.search(heading) or is_part_heading(heading):
        # The day on which somebody registered or was appointed is no date of the figures.
        return ColumnMeaning("note" if _beyond(heading) else "date"), True
    value = value_of(heading)
    if value is not None:
        return value, True
    if _DATE.search(heading):
        return ColumnMeaning("date"), True
    if _UNKNOWN_NAME.match(heading):
        return ColumnMeaning("name"), False
    if _NOTE.search(heading):
        return ColumnMeaning("note"), True
    if _ISSUER.search(heading):
        return ColumnMeaning("issuer"), True
    return ColumnMeaning("ignore"), False


def _is_identifier(heading: str) -> bool:
    """Whether a heading is of the numbers by which people or cards are told apart, and not of how many they are."""
    if not _IDENTIFIER.match(heading) or _level_hint(heading):
        return False
    measures = vocabulary().read(heading, heading=True).values("measure")
    return bool({"numerator", "denominator"} & {*measures})


def names_levels(heading: str) -> bool:
    """Whether areas of several levels stand below a heading: "Provinsi/Kabupaten/Kota".

    Returns
    -------
    bool
        False for "Kabupaten/Kota", which are of one level.
    """
    plain = normalise_heading(heading)
    return _SEVERAL_LEVELS.match(plain) is not None and not any(pattern.match(plain) for _, pattern in _LEVEL_NAMES)


def _level_of_names(heading: str) -> Level | None:
    """Level of the names below a heading of words for kinds of areas: the lowest, where it names several."""
    one = next((level for level, pattern in _LEVEL_NAMES if pattern.match(heading)), None)
    return one or (_level_hint(heading) if _SEVERAL_LEVELS.match(heading) else None)


def _read_code(heading: str) -> ColumnMeaning:
    """The codes of areas, unless the heading says of what else: "Kode Segmen", "Kode Kantor"."""
    rest = _CODE.sub(" ", heading).strip()
    if _SEGMENT.match(rest):
        return ColumnMeaning("segment")
    wording = vocabulary().read(rest, heading=True)
    is_of_else = wording.restrictions or wording.values("letterhead") or wording.values("programme_all")
    return ColumnMeaning("note") if is_of_else else ColumnMeaning("code", level=_level_hint(heading))


_PLAIN_KINDS: Final[tuple[tuple[re.Pattern[str], Kind], ...]] = (
    (_NUMBER, "number"),
    (_IGNORE, "ignore"),
    (_INDICATOR, "indicator"),
    (_SEGMENT, "segment"),
    (_YEAR, "year"),
)
_ANCHORED: Final = frozenset(("number", "indicator", "segment", "year"))


def _level_hint(heading: str) -> Level | None:
    for level, pattern in _LEVEL_HINTS:
        if pattern.search(heading):
            return level
    return None


def is_lone_name(heading: str) -> bool:
    """Whether a heading such as "Nama" or "Wilayah" leaves open which level of areas stands below it.

    Returns
    -------
    bool
        An issuer beside the word changes nothing: "Nama BPS" leaves it open as well.
    """
    plain = normalise_heading(heading)
    return bool(_UNKNOWN_NAME.match(_without_issuer(plain)))
