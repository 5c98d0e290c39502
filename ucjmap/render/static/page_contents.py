"""What a page shows, of whichever kind: a map with what has to stand beside it, a cover, a trend, a table."""

from dataclasses import dataclass

from ucjmap.render.static.box import Box
from ucjmap.render.static.figure_cards import Figure
from ucjmap.render.static.frame import Frame
from ucjmap.render.static.items import Align, Bar, Trend
from ucjmap.render.static.locator import Locator
from ucjmap.render.static.map_content import MapContent


@dataclass(frozen=True)
class LegendRow:
    """One class: colour, words, and its counts: of areas and of people (or desa), or of areas at each of two dates."""

    colour: str
    hatched: bool
    label: str
    counts: tuple[str, str]


@dataclass(frozen=True)
class Legend:
    """Legend with its headings and a note on the limits of the classes; ``shares`` are of the width of the columns."""

    heads: tuple[str, str, str]
    rows: tuple[LegendRow, ...]
    note: str = ""
    shares: tuple[int, int, int] = (42, 17, 22)


@dataclass(frozen=True)
class MapPage:
    """A map with legend, key figures, best and worst areas and locator; ``names`` are a list of areas below them,
    each with the words before its group (empty: no groups). ``bars_headline`` is what the bars say, in a sentence.

    ``older`` is the map of an earlier date that stands beside it; then each map has its date as caption.
    """

    frame: Frame
    map: MapContent
    legend: Legend
    figures: tuple[Figure, ...] = ()
    bars_title: str = ""
    bars_headline: str = ""
    bars: tuple[Bar, ...] = ()
    bars_in_points: bool = False
    locator: Locator | None = None
    names_title: str = ""
    names: tuple[tuple[str, str], ...] = ()
    note: str = ""
    older: MapContent | None = None


@dataclass(frozen=True)
class TextPage:
    """A cover or summary: key figures and sentences."""

    frame: Frame
    figures: tuple[Figure, ...]
    sentences: tuple[str, ...]
    note: str = ""
    locator: Locator | None = None


@dataclass(frozen=True)
class TrendPage:
    """A line chart and the table behind it."""

    frame: Frame
    title: str
    dates: tuple[str, ...]
    labels: tuple[str, ...]
    rates: tuple[float | None, ...]
    texts: tuple[str, ...]
    target: float | None
    target_text: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def line(self, box: Box, scale: float) -> Trend:
        """The line chart of the page, in a place of its own.

        Parameters
        ----------
        box
            In millimetres of the page.
        scale
            Factor of its lines and letters; 1 on A4.
        """
        shown = (self.dates, self.labels, self.rates, self.texts, self.target, self.target_text)
        return Trend("trend", box, self.title, *shown, scale)


@dataclass(frozen=True)
class NameList:
    """Names in running text: ``words`` say what is true of all of them, and how many they are."""

    words: str
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words and all names."""
        return f"{self.words}: {', '.join(self.names)}"


@dataclass(frozen=True)
class TablePage:
    """A table that runs over as many pages as it needs; ``swatches`` colour the first column.

    ``dates`` stand below the headings, wherever these are, where columns are of different dates. ``picked`` are places of
    the rows that a slide shows, and ``picked_words`` says which these are. ``lists`` name what has no row of its own,
    such as areas without data; they stand below the rows, or alone where there are none.
    """

    frame: Frame
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    aligns: tuple[Align, ...] = ()
    swatches: tuple[tuple[str, bool] | None, ...] = ()
    note: str = ""
    columns: int = 1
    dates: tuple[str, ...] = ()
    picked: tuple[int, ...] = ()
    picked_words: str = ""
    lists: tuple[NameList, ...] = ()


PageContent = MapPage | TextPage | TrendPage | TablePage
