"""The indicators of this installation, from ``data/indicators.toml``."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

from ucjmap.errors import N_, SettingsError, UsageError
from ucjmap.indicators import Better, Indicator, PublishedBand
from ucjmap.schema import ALL_SEGMENTS, Counted
from ucjmap.settings import PROJECT

_FILE: Final = PROJECT / "data" / "indicators.toml"
_LANGUAGES: Final = ("id", "en")


@lru_cache(maxsize=1)
def load_indicators() -> dict[str, Indicator]:
    """The indicators of this installation.

    Returns
    -------
    dict
        By key, in the order of ``data/indicators.toml``.

    Raises
    ------
    SettingsError
        As ``read_indicators`` does.
    """
    return read_indicators(_FILE)


def what_is_counted() -> dict[str, Counted]:
    """What each indicator counts, as the reading of tables asks for it.

    Returns
    -------
    dict
        ``desa`` or ``people`` by key.
    """
    return {key: indicator.counts for key, indicator in load_indicators().items()}


@lru_cache(maxsize=1)
def definitions_version() -> str:
    """Changes when the file of definitions does, and with nothing else.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()[:16]


def read_indicators(path: Path) -> dict[str, Indicator]:
    """Indicators by key, in the order of a file of definitions.

    Raises
    ------
    SettingsError
        The file lacks a key or has one that nothing reads: otherwise a typing mistake would go unnoticed.
    """
    with path.open("rb") as stream:
        content = _Entry(path.name, tomllib.load(stream))
    bands = _Entry("bands", content.take("bands"))
    words = _Entry("bands.labels", bands.take("labels"))
    labels = {lang: tuple(words.take(lang)) for lang in _LANGUAGES}
    published = [_published(_Entry("bands.published", entry)) for entry in bands.take("published", ())]
    entries = [_Entry(str(entry.get("key", "indicators")), entry) for entry in content.take("indicators")]
    for table in (words, bands, content):
        table.close()
    uses = {key: tuple(band for of, band in published if of == key) for key, _ in published}
    indicators = [_indicator(entry, labels, uses) for entry in entries]
    return {indicator.key: indicator for indicator in indicators}


class _Entry:
    """One table of the file; every key of it has to be taken before it is closed."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self._name = name
        self._left = dict(values)

    def take(self, key: str, default: Any = None) -> Any:
        """Value of a key; without ``default`` it has to be there."""
        if key not in self._left and default is None:
            raise SettingsError(
                "missing_definition",
                N_("The table {table} of data/indicators.toml lacks the key {key}."),
                N_("Add it; docs/administrators.md lists the keys."),
                table=self._name,
                key=key,
            )
        return self._left.pop(key, default)

    def take_one(self, key: str, choices: tuple[str, ...], default: str | None = None) -> Any:
        """Value of a key that has to be one of ``choices``."""
        value = self.take(key, default)
        if value not in choices:
            raise SettingsError(
                "bad_definition",
                N_("The table {table} of data/indicators.toml says {key} = {value}."),
                N_("Choose one of: {known}."),
                table=self._name,
                key=key,
                value=value,
                known=", ".join(choices),
            )
        return value

    def both(self, word: str) -> dict[str, str]:
        """A text in both languages."""
        return {lang: self.take(f"{word}_{lang}") for lang in _LANGUAGES}

    def has(self, word: str) -> bool:
        """Whether a text is there in any language."""
        return any(f"{word}_{lang}" in self._left for lang in _LANGUAGES)

    def close(self) -> None:
        """Refuse what is left."""
        if self._left:
            raise SettingsError(
                "unknown_definition",
                N_("The table {table} of data/indicators.toml has keys that nothing reads: {keys}."),
                N_("Correct their spelling or remove them; docs/administrators.md lists the keys."),
                table=self._name,
                keys=", ".join(sorted(self._left)),
            )


def _published(entry: _Entry) -> tuple[str, PublishedBand]:
    key = str(entry.take("indicator"))
    band = PublishedBand(
        words=entry.both("word"),
        rate=entry.take("rate"),
        issuer=entry.both("issuer"),
        date=entry.both("date"),
        source=entry.take("source"),
    )
    entry.close()
    return key, band


def _indicator(
    entry: _Entry, labels: dict[str, tuple[str, ...]], uses: Mapping[str, tuple[PublishedBand, ...]]
) -> Indicator:
    key = str(entry.take("key"))
    indicator = Indicator(
        key=key,
        names=entry.both("name"),
        units=entry.both("unit"),
        numerators=entry.both("numerator"),
        denominators=entry.both("denominator"),
        denominator_notes=entry.both("denominator_note") if entry.has("denominator_note") else {"id": "", "en": ""},
        segments=dict(_segment(_Entry(f"{key}.segments", part)) for part in entry.take("segments", ())),
        bands=tuple(entry.take("bands")),
        band_labels=labels,
        applies_to=tuple(entry.take("applies_to")),
        counts=entry.take_one("counts", get_args(Counted)),
        better=entry.take_one("better", get_args(Better), "higher"),
        bands_by_year={int(year): tuple(bands) for year, bands in entry.take("bands_by_year", {}).items()},
        bands_source=entry.both("bands_regulation") if entry.has("bands_regulation") else None,
        bands_published=uses.get(key, ()),
        gap_bands=tuple(entry.take("gap_bands")),
        change_bands=tuple(entry.take("change_bands")),
        small_below=entry.take("small_below"),
        descriptions=entry.both("description") if entry.has("description") else {},
        keywords={lang: tuple(words) for lang, words in entry.both("keywords").items()}
        if entry.has("keywords")
        else {},
        issuers=entry.both("issuer") if entry.has("issuer") else {},
        licence=entry.take("licence", ""),
    )
    entry.close()
    return indicator


def _segment(entry: _Entry) -> tuple[str, dict[str, str]]:
    segment = str(entry.take("key")), entry.both("name")
    entry.close()
    return segment


def get_indicator(key: str) -> Indicator:
    """The indicator ``key``.

    Raises
    ------
    UsageError
        There is no such indicator.
    """
    indicators = load_indicators()
    if key not in indicators:
        raise UsageError(
            "unknown_indicator",
            N_("There is no indicator {key}."),
            N_("Choose one of: {known}."),
            key=key,
            known=", ".join(indicators),
        )
    return indicators[key]


def check_segment(indicator: Indicator, segment: str) -> None:
    """Refuse a segment that an indicator does not have; all have ``ALL_SEGMENTS``.

    Raises
    ------
    UsageError
        There is no such segment.
    """
    if segment != ALL_SEGMENTS and segment not in indicator.segments:
        raise UsageError(
            "unknown_segment",
            N_("The indicator {indicator} has no segment {segment}."),
            N_("Choose one of: {known}."),
            indicator=indicator.key,
            segment=segment,
            known=", ".join(indicator.segments) or ALL_SEGMENTS,
        )
