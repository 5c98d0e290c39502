"""What a column means, by its heading in Indonesian or English and by what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ucjmap.codes import LEVELS, Level, level_of_text, looks_like_code
from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Kind, Part
from ucjmap.intake.meaning.periods import Period, find_parts, find_periods, is_part_heading, months, year_of
from ucjmap.intake.meaning.vocabulary import normalise_heading, vocabulary
from ucjmap.intake.reading import Cell, is_error, is_no_data, read_count, read_date, read_flag, read_rate, text_of
from ucjmap.schema import ALL_SEGMENTS

_ALONE: Final = frozenset(("name", "code", "segment", "date", "year", "indicator", "issuer", "note"))
#: Whose codes a heading can settle.
SYSTEMS: Final = frozenset(("bps", "kemendagri"))
#: ``61.01``, which may be any number.
_SHORT_CODE: Final = 5
_NUMBER = re.compile(r"(no|nomor|nomer|nr|no urut|nomor urut|#|num|row|index|unnamed 0)$")
_NOTE = re.compile(r"\b(ket|keterangan|catatan|notes?|remarks?|alamat|telepon|telp|hp|kontak|contact|pic|nik|email)\b")
_IGNORE = re.compile(
    r"\b(kode ?pos|latitude|longitude|lat|lon|lng|luas|area km2|geometry|objectid|fid|biaya|iuran|premi|rp)\b"
)
_CODE = re.compile(
    r"\b(kode|kd|code|pcode|kdppum|kdpkab|kdcpum|kdepum|iddesa|kddesa|kdkec|kdkab|kdprov|id (desa|wilayah|bps))\b"
)
_YEAR = re.compile(r"(tahun|year|thn|th|ta)( (target|data|anggaran))?$")
_ISSUER = re.compile(r"\b(issuer|penerbit|penetap|dasar( hukum)?|sumber target|ditetapkan oleh|sumber|source)\b")
_TARGET = re.compile(r"\btarget\b")
_DATE = re.compile(r"\b(tanggal|tgl|as of|date|periode|bulan|posisi|per tanggal|data per)\b")
_DAY = re.compile(r"^(tanggal|tgl|date)\b")
_INDICATOR = re.compile(r"(indikator|indicator|jenis indikator|kode indikator)$")
_SEGMENT = re.compile(
    r"(segmen|segment|segmentasi|jenis peserta|kategori peserta|segmen peserta|segmen kepesertaan|jenis kepesertaan)$"
)
_UNKNOWN_NAME = re.compile(r"(nama|name|wilayah|nama wilayah|daerah|nama daerah|area|unit|area name|unit name|lokasi)$")

_PREFIX = r"(?:nama |name of |nm |wilayah )?"
_SUFFIX = r"(?: name| nama| en| indonesia)?$"
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
_LEVEL_HINTS: Final = tuple((level, re.compile(words.replace("(", r"(?:", 1))) for level, words in _LEVEL_WORDS)

_BPD = re.compile(r"\b(bpd(nya)?|badan permusyawaratan( desa)?)\b")
_APARAT = re.compile(r"\b(aparat(ur)?(nya)?|perangkat(nya)?|kades|kepala desa|pemdes|pemerintah desa)( desa)?\b")
_WORKERS = re.compile(
    r"\b(peserta|pekerja|tenaga kerja|tk|naker|workers?|participants?|ucj|jamsostek|eligible|angkatan kerja|penduduk bekerja"
    r"|pu|bpu|jakon|pmi|coverage|kepesertaan|universal)\b"
)
_COMPLEMENT = re.compile(
    r"\b(belum|tidak|unregistered|not registered|non peserta|sisa|blm|uncovered|gap|kesenjangan)\b"
)
_RATE = re.compile(
    r"\b(persen|persentase|prosentase|rate|rasio|ratio|cakupan|coverage|tingkat|capaian|pct|percentage?|percent)\b"
)
_NUMERATOR = re.compile(
    r"\b(peserta|terdaftar|registered|participants?|sudah|aktif|terlindungi|tercover|covered|numerator|pembilang|kepesertaan"
    r"|realisasi|sdh|anggota aktif)\b"
)
_DENOMINATOR = re.compile(
    r"\b(pekerja|tenaga kerja|tk|naker|workers?|eligible|potensi|jumlah|jml|total|denominator|penyebut|angkatan kerja|semesta"
    r"|penduduk bekerja|sasaran|seluruh|banyaknya|count)\b"
)
_FLAG = re.compile(r"\b(status|kepesertaan|ya tidak|sudah belum|y t|keikutsertaan)\b")
_DESA_COUNT = re.compile(r"\b(desa|villages?)\b")
_GROUP_ONLY = re.compile(
    r"(l|p|laki laki|perempuan|orang|jiwa|jumlah|total|jml|persen|sudah|belum|ya|tidak|terdaftar|belum terdaftar)$"
)


@dataclass(frozen=True)
class Content:
    """What stands in a column: shares (0 to 1) of its filled cells that can be read as each thing."""

    filled: int
    codes: float
    long_codes: bool
    numbers: float
    flags: float
    binary: float
    percents: float
    dates: float
    words: float
    segments: float
    above_one: bool


def content_of(cells: Sequence[Cell]) -> Content:
    """Content of a sample of a column; empty cells and dashes do not count."""
    seen = [cell for cell in cells if not is_no_data(cell) and not is_error(cell)]
    total = len(seen) or 1
    numbers = [read_count(cell).value for cell in seen]
    texts = [text_of(cell) for cell in seen]
    return Content(
        filled=len(seen),
        codes=sum(_is_code_like(text) for text in texts) / total,
        long_codes=any(len(text) > _SHORT_CODE and _is_code_like(text) for text in texts),
        numbers=sum(value is not None for value in numbers) / total,
        flags=sum(read_flag(cell).value is not None and not _is_digit(cell) for cell in seen) / total,
        binary=sum(value in {0.0, 1.0} for value in numbers) / total,
        percents=sum(text.endswith("%") and read_rate(text).value is not None for text in texts) / total,
        dates=sum(read_date(cell) is not None for cell in seen) / total,
        words=sum(any(letter.isalpha() for letter in text) for text in texts) / total,
        segments=sum(names_segment(text) for text in texts) / total,
        above_one=any(value is not None and value > 1 for value in numbers),
    )


def names_segment(text: str) -> bool:
    """Whether a cell is the name of one segment and says nothing else."""
    wording = vocabulary().read(text, heading=True)
    return len(wording.values("segment")) == 1 and {term.claim for term in wording.terms} <= {"segment", "plain"}


def _is_digit(cell: Cell) -> bool:
    return text_of(cell) in {"0", "1"}


def _is_code_like(text: str) -> bool:
    text = text.lstrip("'").removeprefix("ID").strip()
    return looks_like_code(text)


def is_heading(text: str) -> bool:
    """Whether a cell reads like a heading (or a part of one) that this module knows."""
    heading = normalise_heading(text)
    if not heading or len(heading) > 90:
        return False
    return (
        _GROUP_ONLY.match(heading) is not None
        or _is_period(text)
        or _by_heading(heading)[0].kind != "ignore"
        or bool(_IGNORE.search(heading))
        or _is_topic(heading)
    )


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


def _beyond(text: str) -> bool:
    """Whether a text has words that say something."""
    wording = vocabulary().read(text, heading=True)
    return bool(wording.unknown) or any(term.claim != "plain" for term in wording.terms)


def is_full_heading(text: str) -> bool:
    """Whether a cell is a heading by itself, and not only a part of one such as "Jumlah" or "Sudah"."""
    return is_heading(text) and _GROUP_ONLY.match(normalise_heading(text)) is None


def stands_alone(text: str) -> bool:
    """Whether a heading needs no group above it: a column of names, codes, segments, dates or remarks."""
    periods, rest = find_periods(text)
    return not periods and not find_parts(rest)[0] and _by_heading(normalise_heading(text))[0].kind in _ALONE


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
    return _by_heading(normalise_heading(text))[0].kind in {"name", "code"}


def guess_columns(headings: Sequence[str], samples: Sequence[Sequence[Cell]], title: str) -> tuple[Column, ...]:
    """Meaning of every column from its joined heading, a sample of its cells and the title above the table."""
    contents = [content_of(sample) for sample in samples]
    columns = [_guess_column(index, heading, contents[index], title) for index, heading in enumerate(headings)]
    columns = _settle_by_neighbours(_settle_flags(columns, contents))
    columns = _settle_lone_names(columns, samples)
    return tuple(_settle_doubles(columns))


def _guess_column(index: int, heading: str, content: Content, title: str) -> Column:
    if not normalise_heading(heading):
        meaning, sure = _by_content(content)
        return Column(index, heading, meaning, sure)
    periods, rest = dated_heading(heading, title)
    plain = normalise_heading(rest) or normalise_heading(heading)
    wording = vocabulary().read(plain, heading=True)
    meaning, sure = _by_heading(plain)
    if meaning.kind not in {"name", "code", "indicator"} and content.filled and content.segments == 1.0:
        return Column(index, heading, ColumnMeaning("segment"))
    if meaning.kind in {"ignore", "value"} and wording.restrictions:
        # Companies, claims, inactive members: no indicator is made of them, whatever else the heading says.
        return Column(index, heading, ColumnMeaning("ignore"))
    if meaning.kind == "ignore" and not _IGNORE.search(plain):
        meaning, sure = _by_content(content)
        # "18.07" may be an index as well as a kabupaten: below a heading of its own only longer codes are codes.
        if meaning.kind == "code" and not content.long_codes:
            meaning, sure = ColumnMeaning("ignore"), False
        if meaning.kind == "date" and wording.values("not_as_of"):
            meaning = ColumnMeaning("note")
    if meaning.kind == "name" and content.filled and content.codes > 0.8:
        meaning = ColumnMeaning("code", level=meaning.level)
    if meaning.kind == "name" and content.filled and content.numbers > 0.8:
        # "Desa" above figures counts desa; which ones is for the user to say.
        meaning, sure = ColumnMeaning("value", part="denominator"), False
    if meaning.kind == "value":
        meaning = _complete(meaning, plain, normalise_heading(title))
        sure = sure and meaning.indicator is not None and meaning.part is not None
        if len(periods) == 1:
            meaning = replace(meaning, period=f"{periods[0].first}/{periods[0].last}")
        if meaning.part is None and meaning.indicator is None and content.words > 0.8 and content.flags < 0.5:
            meaning, sure = ColumnMeaning("note"), False
    return Column(index, heading, meaning, sure)


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


def _by_heading(heading: str) -> tuple[ColumnMeaning, bool]:
    """Meaning of a normalised heading; kind ``ignore`` where it says nothing."""
    heading = _without_issuer(heading) or heading
    for pattern, kind in _PLAIN_KINDS:
        if pattern.search(heading) if kind not in _ANCHORED else pattern.match(heading):
            return ColumnMeaning(kind), True
    if _CODE.search(heading):
        return ColumnMeaning("code", level=_level_hint(heading)), True
    for level, pattern in _LEVEL_NAMES:
        if pattern.match(heading):
            return ColumnMeaning("name", level=level), True
    if _TARGET.search(heading):
        return ColumnMeaning("target"), True
    if _DAY.search(heading) or is_part_heading(heading):
        # The day on which somebody registered or was appointed is no date of the figures.
        return ColumnMeaning("note" if _beyond(heading) else "date"), True
    value = _value_of(heading)
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


def _value_of(heading: str) -> ColumnMeaning | None:
    indicator, part = _indicator_of(heading), _part_of(heading)
    segment = _segment_of(heading)
    if indicator is None and part is None:
        return None
    return ColumnMeaning("value", indicator=indicator, segment=segment, part=part)


def persons_of(heading: str) -> str | None:
    """Whom a normalised heading or title names, ``aparat`` or ``bpd``; None where neither or both."""
    bpd, aparat = bool(_BPD.search(heading)), bool(_APARAT.search(heading))
    if bpd == aparat:
        return None
    return "bpd" if bpd else "aparat"


def named_indicator(heading: str) -> str | None:
    """Indicator whose words in the vocabulary a heading or title has; None where it has those of none or several."""
    named = vocabulary().read(heading, heading=True).values("indicator")
    return named[0] if len(named) == 1 else None


def _indicator_of(heading: str) -> str | None:
    if named := named_indicator(heading):
        return named
    persons = persons_of(heading)
    if persons:
        words = _APARAT.sub(" ", _BPD.sub(" ", heading))
        return f"{persons}_registered" if _DESA_COUNT.search(words) and _part_of(words) else persons
    return "ucj" if _WORKERS.search(heading) and not _BPD.search(heading) else None


def _segment_of(heading: str) -> str:
    segments = vocabulary().read(heading, heading=True).values("segment")
    return segments[0] if len(segments) == 1 else ALL_SEGMENTS


def _part_of(heading: str) -> Part | None:
    # "Kepesertaan" over columns is only their topic: what stands below it says which part each of them is.
    return _part_in(heading.partition("kepesertaan ")[2]) or _part_in(heading)


def _part_in(heading: str) -> Part | None:
    if _RATE.search(heading):
        return "rate"
    if _COMPLEMENT.search(heading) and not _FLAG.search(heading):
        return "complement"
    if _FLAG.search(heading):
        return "flag"
    if _NUMERATOR.search(heading):
        return "numerator"
    return "denominator" if _DENOMINATOR.search(heading) else None


def _complete(meaning: ColumnMeaning, heading: str, title: str) -> ColumnMeaning:
    """Take the indicator of a lone "Terdaftar" or "Jumlah" from the title, and the part of a lone "PU" too."""
    if meaning.indicator is None:
        indicator = _indicator_of(title)
        if indicator and _DESA_COUNT.search(heading) and not indicator.endswith("_registered") and indicator != "ucj":
            indicator = f"{indicator}_registered"
        elif indicator and indicator.endswith("_registered"):
            indicator = indicator.removesuffix("_registered")
        meaning = replace(meaning, indicator=indicator)
    if meaning.part is None and meaning.indicator == "ucj":
        meaning = replace(meaning, part=_part_of(title) if _part_of(title) == "numerator" else None)
    return meaning


def _settle_flags(columns: list[Column], contents: Sequence[Content]) -> list[Column]:
    """Columns of yes and no are flags; 0 and 1 only where no column of persons stands beside them."""
    counted = {
        column.meaning.indicator
        for column, content in zip(columns, contents, strict=True)
        if column.meaning.part == "denominator" and content.above_one
    }
    settled = []
    for column, content in zip(columns, contents, strict=True):
        meaning = column.meaning
        persons = (meaning.indicator or "").removesuffix("_registered")
        words = content.flags > 0.6 or (content.flags > 0.2 and content.numbers < 0.2)
        digits = (
            content.binary > 0.95 and content.filled > 0 and persons not in counted and meaning.indicator not in counted
        )
        if meaning.kind in {"value", "note"} and persons in {"aparat", "bpd"} and meaning.part != "rate":
            if words or (digits and meaning.part in {"numerator", "flag", None}):
                flipped: Part = "flag"
                meaning = replace(meaning, indicator=f"{persons}_registered", part=flipped)
                column = replace(column, meaning=meaning, sure=column.sure or meaning.part is not None)
            elif meaning.part in {"flag", None} and content.numbers > 0.8:
                part: Part = "numerator" if meaning.part == "flag" else "denominator"
                column = replace(column, meaning=replace(meaning, indicator=persons, part=part), sure=False)
        elif (
            meaning.kind == "value" and meaning.part in {"numerator", "flag", None} and named_indicator(column.heading)
        ):
            column = _settle_named(column, content, has_words=words)
        settled.append(column)
    return settled


def _settle_named(column: Column, content: Content, *, has_words: bool) -> Column:
    """A column of an indicator of the vocabulary: yes and no are marks, and figures without more words registered."""
    if has_words:
        return replace(column, meaning=replace(column.meaning, part="flag"), sure=True)
    if content.numbers > 0.8 and column.meaning.part in {"flag", None}:
        return replace(column, meaning=replace(column.meaning, part="numerator"), sure=content.binary > 0.95)
    return column


#: Parts that say nothing without the figure that they are a part of.
_NEEDS_ALL: Final = frozenset(("numerator", "complement", "rate"))


def _settle_by_neighbours(columns: list[Column]) -> list[Column]:
    """A lone "Cakupan" or "Terdaftar" belongs to the indicator on its left; surely so where there is only one."""
    indicators = list(dict.fromkeys(item.meaning.indicator for item in columns if item.meaning.indicator))
    settled: list[Column] = []
    for column in columns:
        meaning = column.meaning
        left = next((item.meaning.indicator for item in reversed(settled) if item.meaning.indicator), None)
        nearest = left or (indicators[0] if len(indicators) == 1 else None)
        lone = meaning.kind == "value" and meaning.indicator is None and meaning.part in _NEEDS_ALL
        if lone and nearest:
            meaning = replace(meaning, indicator=nearest)
            column = replace(column, meaning=meaning, sure=len(indicators) == 1)
        settled.append(column)
    return settled


def _settle_lone_names(columns: list[Column], samples: Sequence[Sequence[Cell]]) -> list[Column]:
    """Give a "Nama" or "Wilayah" column its level: by its words, by the codes, else the lowest that no other has."""
    taken = {column.meaning.level for column in columns if column.meaning.kind == "name" and column.meaning.level}
    codes = [column for column in columns if column.meaning.kind == "code"]
    coded = {_level_of_codes(samples[column.index]) for column in codes}
    if len(codes) > 1:
        coded |= {column.meaning.level for column in codes}
    lowest = max((level for level in coded if level), default=None)
    settled = []
    for column in columns:
        if column.meaning.kind == "name" and column.meaning.level is None:
            free: Level = next((lower for lower, _ in _LEVEL_WORDS if lower not in taken), "adm4")
            level = level_of_names(samples[column.index]) or (lowest if lowest not in taken else None) or free
            taken.add(level)
            column = replace(column, meaning=replace(column.meaning, level=level))
        settled.append(column)
    return settled


def is_lone_name(heading: str) -> bool:
    """Whether a heading such as "Nama" or "Wilayah" leaves open which level of areas stands below it.

    Returns
    -------
    bool
        An issuer beside the word changes nothing: "Nama BPS" leaves it open as well.
    """
    plain = normalise_heading(heading)
    return bool(_UNKNOWN_NAME.match(_without_issuer(plain)))


def _level_of_codes(sample: Sequence[Cell]) -> Level | None:
    """Level that most codes of a column are of by their digits; None where most are blocks or no codes."""
    levels = [level_of_text(text_of(cell)) for cell in sample if not is_no_data(cell)]
    best = max(LEVELS, key=levels.count)
    return best if levels.count(best) > 0.5 * len(levels) else None


_NAME_PREFIXES: Final[tuple[tuple[Level, re.Pattern[str]], ...]] = (
    ("adm4", re.compile(r"(desa|kelurahan|kel|ds)[\s.]", re.I)),
    ("adm3", re.compile(r"(kecamatan|kec|distrik)[\s.]", re.I)),
    ("adm2", re.compile(r"(kabupaten|kab|kota)[\s.]", re.I)),
    ("adm1", re.compile(r"(provinsi|prov)[\s.]", re.I)),
)


def level_of_names(sample: Sequence[Cell]) -> Level | None:
    """Level that most names of a column say themselves: "Kab. Sambas", "Kecamatan Jawai".

    Parameters
    ----------
    sample
        Cells of the column; those that are no text do not count.

    Returns
    -------
    Level or None
        The one whose word more than six in ten names begin with; None without one.
    """
    texts = [text_of(cell) for cell in sample if isinstance(cell, str)]
    for level, pattern in _NAME_PREFIXES:
        if texts and sum(bool(pattern.match(text)) for text in texts) > 0.6 * len(texts):
            return level
    return None


def _settle_doubles(columns: list[Column]) -> list[Column]:
    """Of two columns of one meaning the later is unsure; of names, codes and dates only the first is used meanwhile.

    Figures of one meaning (a column for each month, say) are all left as they are, and none is read: which of them is
    of the date of the file is for the user to say.
    """
    seen: set[ColumnMeaning] = set()
    ours = {column.meaning for column in columns if issuer_of(column.heading) != "bps"}
    settled = []
    for column in columns:
        meaning = column.meaning
        if meaning.kind in {"name", "code"} and meaning in ours and issuer_of(column.heading) == "bps":
            # The names and codes of the register go before those of BPS for the same areas.
            settled.append(replace(column, meaning=ColumnMeaning("ignore")))
            continue
        if meaning.is_single:
            if meaning.whole in seen:
                kept = meaning if meaning.kind == "value" else ColumnMeaning("ignore")
                column = replace(column, meaning=kept, sure=False)
            seen.add(meaning.whole)
        settled.append(column)
    return settled


def _by_content(content: Content) -> tuple[ColumnMeaning, bool]:
    if not content.filled:
        return ColumnMeaning("ignore"), True
    if content.codes > 0.8:
        return ColumnMeaning("code"), True
    if content.dates > 0.8:
        return ColumnMeaning("date"), False
    if content.percents > 0.6:
        return ColumnMeaning("value", part="rate"), False
    if content.flags > 0.8:
        return ColumnMeaning("value", part="flag"), False
    if content.numbers > 0.8:
        return ColumnMeaning("value"), False
    return ColumnMeaning("note"), False
