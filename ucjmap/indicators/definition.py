"""The definition of an indicator, as an installation writes it. Never touches disk or store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from ucjmap.schema import Counted
from ucjmap.words import Lang

#: Which way a rate gets better: coverage rises, accidents at work fall.
Better = Literal["higher", "lower"]
_SIGNS: Final[dict[Better, int]] = {"higher": 1, "lower": -1}


@dataclass(frozen=True)
class PublishedBand:
    """A word for a rate as somebody else used it in print: ``issuer`` called ``rate`` ``words`` on ``date``."""

    words: Mapping[str, str]
    rate: float
    issuer: Mapping[str, str]
    date: Mapping[str, str]
    source: str


@dataclass(frozen=True)
class Indicator:
    """One indicator as ``data/indicators.toml`` defines it; words are in both languages.

    ``bands`` are the thresholds of the named classes, ``bands_by_year`` those set for a year and the years after it;
    ``bands_source`` is the regulation that sets them, None where nobody has: they are then the defaults of this
    installation. ``bands_published`` are uses of the words elsewhere. ``gap_bands`` and ``change_bands`` are distances
    from 0 in fractions. A rate on a denominator below ``small_below`` is marked. ``descriptions``, ``keywords``,
    ``issuers`` and ``licence`` (an address) describe the data set to other programs; each may be empty.
    """

    key: str
    names: Mapping[str, str]
    units: Mapping[str, str]
    numerators: Mapping[str, str]
    denominators: Mapping[str, str]
    denominator_notes: Mapping[str, str]
    segments: Mapping[str, Mapping[str, str]]
    bands: tuple[float, ...]
    band_labels: Mapping[str, tuple[str, ...]]
    applies_to: tuple[str, ...]
    counts: Counted
    better: Better = "higher"
    bands_by_year: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    bands_source: Mapping[str, str] | None = None
    bands_published: tuple[PublishedBand, ...] = ()
    gap_bands: tuple[float, ...] = (0.05, 0.10, 0.20)
    change_bands: tuple[float, ...] = (0.01, 0.05, 0.10)
    small_below: int = 0
    descriptions: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issuers: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""

    @property
    def counts_desa(self) -> bool:
        """Whether a desa counts 0 or 1, so that a map of desa has two classes."""
        return self.counts == "desa"

    @property
    def sign(self) -> int:
        """1 where a higher rate is better, -1 where a lower one is."""
        return _SIGNS[self.better]

    def bands_of(self, year: int) -> tuple[float, ...]:
        """Thresholds that are in force in a year.

        Parameters
        ----------
        year
            The year of the figures; before the first of ``bands_by_year`` the plain ``bands`` hold.

        Returns
        -------
        tuple
            Rising fractions.
        """
        set_for = [start for start in self.bands_by_year if start <= year]
        return self.bands_by_year[max(set_for)] if set_for else self.bands

    def band_of(self, rate: float, year: int, lang: Lang) -> str:
        """The word that the bands of a year give a rate; a rate equal to a threshold belongs to the band above it.

        Parameters
        ----------
        rate
            A fraction; no data (NaN) has no word and must not come here, as it would get the lowest one.
        year
            As in ``bands_of``.
        lang
            The language of the reader.
        """
        return self.band_labels[lang][sum(rate >= edge for edge in self.bands_of(year))]

    def name(self, lang: Lang) -> str:
        """Name for people.

        Parameters
        ----------
        lang
            The language of the reader.
        """
        return self.names[lang]
