"""What a column means, by its heading and by what stands in it and beside it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ucjmap.codes import LEVELS, Level, level_of_text
from ucjmap.intake.meaning.bounds import bounds_of
from ucjmap.intake.meaning.column_content import Content, content_of, read_content
from ucjmap.intake.meaning.heading_figures import complete_by_title, named_indicator
from ucjmap.intake.meaning.heading_meaning import dated_heading, is_left_out, issuer_of, read_heading
from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Part
from ucjmap.intake.meaning.vocabulary import normalise_heading, vocabulary
from ucjmap.intake.reading import Cell, is_no_data, text_of


def guess_columns(headings: Sequence[str], samples: Sequence[Sequence[Cell]], title: str) -> tuple[Column, ...]:
    """Meaning of every column from its joined heading, a sample of its cells and the title above the table."""
    contents = [content_of(sample) for sample in samples]
    columns = [_guess_column(index, heading, contents[index], title) for index, heading in enumerate(headings)]
    columns = _settle_by_neighbours(_settle_flags(columns, contents))
    columns = _settle_lone_names(_settle_status(columns), samples)
    return tuple(_settle_date(_settle_doubles(columns)))


def _guess_column(index: int, heading: str, content: Content, title: str) -> Column:
    if not normalise_heading(heading):
        meaning, sure = read_content(content)
        return Column(index, heading, meaning, sure)
    periods, rest = dated_heading(heading, title)
    plain = normalise_heading(rest) or normalise_heading(heading)
    wording = vocabulary().read(plain, heading=True)
    meaning, sure = read_heading(plain)
    if meaning.kind not in {"name", "code", "indicator"} and content.filled and content.segments == 1.0:
        return Column(index, heading, ColumnMeaning("segment"))
    if meaning.kind in {"ignore", "value"} and (wording.restrictions or bounds_of(rest)):
        # Companies, claims, inactive members: no indicator is made of them, whatever else the heading says.
        return Column(index, heading, ColumnMeaning("ignore"))
    if meaning.kind == "ignore" and not is_left_out(plain):
        meaning, sure = read_content(content)
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
        meaning = complete_by_title(meaning, plain, normalise_heading(title))
        sure = sure and meaning.indicator is not None and meaning.part is not None
        if len(periods) == 1:
            meaning = replace(meaning, period=f"{periods[0].first}/{periods[0].last}")
        if content.words > 0.8 and content.numbers < 0.2 and content.flags < 0.2:
            meaning, sure = ColumnMeaning("note"), False
    return Column(index, heading, meaning, sure)


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


def _settle_status(columns: list[Column]) -> list[Column]:
    """A status beside the counts of the same persons is a label of them: "Status Peserta: Aktif"."""
    counted = {column.meaning.indicator for column in columns if column.meaning.part == "numerator"}
    status = ColumnMeaning("note")
    return [
        replace(column, meaning=status)
        if column.meaning.part == "flag" and column.meaning.indicator == "ucj" and "ucj" in counted
        else column
        for column in columns
    ]


def _settle_named(column: Column, content: Content, *, has_words: bool) -> Column:
    """A column of an indicator of the vocabulary: yes and no are marks, bare figures count what is registered."""
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
            free: Level = next((lower for lower in reversed(LEVELS) if lower not in taken), "adm4")
            level = level_of_names(samples[column.index]) or (lowest if lowest not in taken else None) or free
            taken.add(level)
            column = replace(column, meaning=replace(column.meaning, level=level))
        settled.append(column)
    return settled


def _level_of_codes(sample: Sequence[Cell]) -> Level | None:
    """Level of most codes of a column, by their digits; None where most are single blocks or no codes."""
    levels = [level_of_text(text_of(cell)) for cell in sample if not is_no_data(cell)]
    best = max(LEVELS, key=levels.count)
    return best if levels.count(best) > 0.5 * len(levels) else None


# "Desa Parit Baru", "Kec. Jawai", "KAB. SAMBAS": a name that begins with the word for its level.
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


def _settle_date(columns: list[Column]) -> list[Column]:
    """Counts beside those of the one date that headings name are of it too: "Peserta 2025 | Jumlah Pekerja".

    Where a count stands there with the date and without it, which of them belong together is not known.
    """
    counts = [column for column in columns if column.meaning.indicator and column.meaning.part not in {None, "rate"}]
    dated = [column for column in counts if column.meaning.period]
    of_date = {replace(column.meaning.whole, period=None) for column in dated}
    others = [column for column in counts if not column.meaning.period]
    if len({column.meaning.period for column in dated}) != 1 or any(one.meaning.whole in of_date for one in others):
        return columns
    named = {column.index for column in others}
    return [
        replace(column, meaning=replace(column.meaning, period=dated[0].meaning.period))
        if column.index in named
        else column
        for column in columns
    ]
