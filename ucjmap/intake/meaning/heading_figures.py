"""Which figure a heading is of: its indicator, its segment, and which part of the figure stands in the column."""

import re
from dataclasses import replace

from ucjmap.intake.meaning.layout import ColumnMeaning, Part
from ucjmap.intake.meaning.vocabulary import vocabulary
from ucjmap.schema import ALL_SEGMENTS

# "BPD Terdaftar", "Badan Permusyawaratan Desa".
_BPD = re.compile(r"\b(bpd(nya)?|badan permusyawaratan( desa)?)\b")
# "Aparat Desa", "Perangkat Desa Terdaftar", "Kades".
_APARAT = re.compile(r"\b(aparat(ur)?(nya)?|perangkat(nya)?|kades|kepala desa|pemdes|pemerintah desa)( desa)?\b")
# "Peserta Aktif", "Tenaga Kerja", "Cakupan UCJ": without aparat or BPD these are all workers.
_WORKERS = re.compile(
    r"\b(peserta|pekerja|tenaga kerja|tk|naker|workers?|participants?|ucj|jamsostek|eligible|angkatan kerja|penduduk bekerja"
    r"|pu|bpu|jakon|pmi|coverage|kepesertaan|universal|members?|employed|labou?r force|workforce|working population)\b"
)
# "Belum Terdaftar", "Sisa", "Blm".
_COMPLEMENT = re.compile(
    r"\b(belum|tidak|unregistered|not (?:registered|covered|protected|insured|enrolled)|non peserta|sisa|blm|un(?:cover|protect|insur)ed|gap|kesenjangan)\b"
)
# "Cakupan (%)", whose mark is the word "persen" by now, "Tingkat Kepesertaan", "Capaian".
_RATE = re.compile(
    r"\b(persen|persentase|prosentase|rate|rasio|ratio|cakupan|coverage|tingkat|capaian|pct|percentage?|percent)\b"
)
# "Peserta", "Sudah", "Realisasi".
_NUMERATOR = re.compile(
    r"\b(peserta|terdaftar|registered|participants?|sudah|aktif|terlindungi|tercover|covered|numerator|pembilang|kepesertaan"
    r"|realisasi|sdh|anggota aktif|active|members?|insured|enrolled)\b"
)
# "Jumlah Pekerja", "Potensi", "Sasaran".
_DENOMINATOR = re.compile(
    r"\b(pekerja|tenaga kerja|tk|naker|workers?|eligible|potensi|jumlah|jml|total|denominator|penyebut|angkatan kerja|semesta"
    r"|penduduk bekerja|sasaran|seluruh|banyaknya|count|employed|labou?r force|workforce|working population)\b"
)
# "Status Kepesertaan", "Ya/Tidak", "Sudah/Belum": marks of yes and no.
_FLAG = re.compile(r"\b(status|kepesertaan|ya tidak|sudah belum|y t|keikutsertaan)\b")
# "Desa dengan BPD Terdaftar" counts desa, and not their council members.
_DESA_COUNT = re.compile(r"\b(desa|villages?)\b")


def value_of(heading: str) -> ColumnMeaning | None:
    """Meaning of the normalised heading of a column of figures; None where it names neither indicator nor part."""
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


def complete_by_title(meaning: ColumnMeaning, heading: str, title: str) -> ColumnMeaning:
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
