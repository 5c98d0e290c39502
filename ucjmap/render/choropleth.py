"""The specification of a choropleth, which every renderer reads and none changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ucjmap.classify import NO_DATA_COLOUR, NO_DATA_LINES, NOT_APPLICABLE_COLOUR, NOT_APPLICABLE_LINES
from ucjmap.errors import N_, RenderingError
from ucjmap.render.marks import Mark
from ucjmap.words import Lang

Bounds = tuple[float, float, float, float]
# On a dark page a light ground would draw the eye to where nothing is known. The lines are those of map_patterns.js.
_NO_DATA = {False: (NO_DATA_COLOUR, NO_DATA_LINES), True: ("#2b323c", "#8a94a1")}
_NOT_APPLICABLE = {False: (NOT_APPLICABLE_COLOUR, NOT_APPLICABLE_LINES), True: ("#161b22", "#4a5560")}


def no_data_colour(*, dark: bool) -> str:
    """Ground of the hatching of areas without data.

    Parameters
    ----------
    dark
        Whether it lies on a dark page, where the light ground would draw the eye to where nothing is known.

    Returns
    -------
    str
        ``#rrggbb``.
    """
    return _NO_DATA[dark][0]


def on_ground(colour: str, *, dark: bool) -> str:
    """A colour of a map as it lies on the page: those of classes stay, that of what has no figure follows the page.

    Parameters
    ----------
    colour
        Of a class, or ``classify.NOT_APPLICABLE_COLOUR``, whose near white would be the brightest of a dark page.
    dark
        Whether the page is dark.

    Returns
    -------
    str
        ``#rrggbb``.
    """
    return _NOT_APPLICABLE[dark][0] if colour == NOT_APPLICABLE_COLOUR else colour


def colours_on_ground(colours: Sequence[str], *, dark: bool) -> tuple[str, ...]:
    """The colours of a map as they lie on the page.

    Parameters
    ----------
    colours
        Of the classes in their order, as a map has them.
    dark
        Whether the page is dark.

    Returns
    -------
    tuple of str
        Each as ``on_ground`` has it.
    """
    return tuple(on_ground(colour, dark=dark) for colour in colours)


def no_data_hatch(*, dark: bool) -> str:
    """The same hatching as a CSS background, for legends.

    Parameters
    ----------
    dark
        Whether it lies on a dark page.

    Returns
    -------
    str
        Value of the property ``background``; its lines are those of ``map_patterns.js``.
    """
    ground, line = _NO_DATA[dark]
    return f"repeating-linear-gradient(135deg, {ground} 0 4.2px, {line} 4.2px 5.7px)"


def class_ground(colour: str, *, dark: bool) -> str:
    """A colour of a map as a CSS background, for legends: where a figure applies to nothing it has lines.

    Parameters
    ----------
    colour
        Of a class, or ``classify.NOT_APPLICABLE_COLOUR``.
    dark
        Whether it lies on a dark page.

    Returns
    -------
    str
        Value of the property ``background``; the lines are those of ``map_patterns.js``.
    """
    if colour != NOT_APPLICABLE_COLOUR:
        return colour
    ground, line = _NOT_APPLICABLE[dark]
    return f"repeating-linear-gradient(0deg, {ground} 0 3px, {line} 3px 4px)"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The units of a map at one date, for playback with the classes of the map.

    Parameters
    ----------
    date
        What comes back when the user stops here, such as ``"2025-10-31"``.
    label
        The date for people.
    units
        Code to ``class_id`` (None: no data) and a short text such as ``"37,0%"``.
    small
        Codes whose value stands on few people.
    origin
        Dates and sources of the values in one line: those that the page has beside its map are of the page's date.
    """

    date: str
    label: str
    units: Mapping[str, tuple[int | None, str]]
    small: Collection[str] = ()
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class Choropleth:
    """What one map shows; the classes are assigned before, renderers only look up colours.

    Parameters
    ----------
    view
        Key of area and level shown, such as ``"61/adm2"``; comes back with every click.
    geometry_url
        Path on the same server to the GeoJSON of the units (EPSG:4326; ``properties.code`` or the feature's ``id``,
        ``properties.name``). Its content never changes: a new geometry has a new address. None: no boundaries.
    borders_url
        The same for areas that are larger than the units, such as kabupaten above desa, whose borders are drawn over
        them; None where there are none.
    around_url
        The same for the areas around that of the map, which have no figure here: a quiet ground; None without it.
    bounds
        West, south, east, north in degrees (EPSG:4326).
    colours
        ``#rrggbb`` by class; the position is the ``class_id``.
    no_data_colour
        Ground of the hatching of units without data.
    units
        Code to ``class_id`` (None: no data) and the text of the tooltip, such as ``"37,0% · 1.713 dari 2.047"``.
    drillable
        Whether a click on a unit goes one level down.
    pins
        Whether a click on a unit that is not opened asks for its card, which sends ``{"pinned": code}``.
    within
        Where the units lie, in words, and how many units in a row, in the order of their codes, share these words.
    as_of
        The date, or dates, of the figures in words; empty where ``units`` say them.
    selected
        Code of the unit that the page is about, drawn with a bold border.
    next_geometry
        By code of a unit, or of the parent, the ``geometry_url`` of the view that going there opens.
    next_map
        Start of the address that gives, with the code of a unit or of the parent at its end, the answer whose
        ``drawing`` is the map that going there opens: the browser draws it at once, while the server makes the page.
    scale
        Names what a colour means. A map is drawn before its page only if that stays as the legend beside it says.
    parent
        Value that the button "one level up" sends; None at the top.
    attribution
        Origin of the boundaries as plain text, always to be read on the map.
    language
        Language of the map's own words.
    description
        The map in a sentence or two, for those who do not see it.
    dark
        Whether the page is dark. The colours of the classes stay as they are.
    small
        Codes whose value stands on few people; drawn with dots, which are not the hatching of "no data".
    labels
        Second line of the label by code, such as the rate; ``{}`` gives the names alone, None no labels and no button.
    labels_on
        Whether labels are seen before the user says anything.
    circles
        Number by code, drawn as a circle of that area, and its text for the tooltip. No circle where the number is 0,
        negative or missing.
    circle_label
        What the circles count; heading of their legend.
    circle_max
        Number that has the largest circle, so that two maps can be compared; by default the largest of this map.
    chosen
        Codes drawn as chosen, with a bold dashed border.
    picking
        Whether a click chooses, which sends ``{"picked": code}``, instead of going down. A click with Shift or Ctrl
        always does.
    locate
        Whether there is a button "find me", which sends ``{"at": [latitude, longitude], "accuracy": metres}``.
    sync
        Name that two maps share which move together; another for each visit, as the tabs of a browser hear each other.
    frames
        Dates for playback, the oldest first; stopping on one sends ``{"frame": date}``.
    frame
        Which of ``frames`` is the one that ``units`` show.
    marks
        What people put on areas; one on an area that is not drawn is not shown.

    Raises
    ------
    RenderingError
        A class without a colour; frames of which none is the date shown.
    """

    view: str
    geometry_url: str | None
    bounds: Bounds
    colours: tuple[str, ...]
    no_data_colour: str
    units: Mapping[str, tuple[int | None, str]]
    borders_url: str | None = None
    around_url: str | None = None
    drillable: bool = False
    pins: bool = False
    within: Sequence[tuple[str, int]] = ()
    as_of: str = ""
    selected: str | None = None
    next_geometry: Mapping[str, str] = field(default_factory=dict)
    next_map: str | None = None
    scale: str = ""
    parent: str | None = None
    attribution: str = ""
    language: Lang = "id"
    description: str = ""
    dark: bool = False
    small: Collection[str] = ()
    labels: Mapping[str, str] | None = None
    labels_on: bool = True
    circles: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    circle_label: str = ""
    circle_max: float | None = None
    chosen: Collection[str] = ()
    picking: bool = False
    locate: bool = False
    sync: str | None = None
    frames: Sequence[Frame] = ()
    frame: str | None = None
    marks: Sequence[Mark] = ()

    def __post_init__(self) -> None:
        for units in (self.units, *(frame.units for frame in self.frames)):
            self._check_classes(units)
        if self.frames and self.frame not in {frame.date for frame in self.frames}:
            raise RenderingError(
                "frame_unknown",
                N_("The map shows a date that is not among the dates to be played."),
                N_("Choose another date."),
            )

    def _check_classes(self, units: Mapping[str, tuple[int | None, str]]) -> None:
        known = range(len(self.colours))
        strange = [code for code, (class_id, _) in units.items() if class_id is not None and class_id not in known]
        if strange:
            raise RenderingError(
                "class_without_colour",
                N_("{count} areas have a class for which the map has no colour, for example {unit}."),
                N_("Choose another classification or number of classes."),
                count=len(strange),
                unit=strange[0],
            )
