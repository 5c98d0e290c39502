"""The specification of a choropleth, which every renderer reads and none changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from ucjmap.errors import N_, RenderingError
from ucjmap.words import Lang

Bounds = tuple[float, float, float, float]


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
    selected
        Code of the unit that the page is about, drawn with a bold border.
    parent
        Value that the button "one level up" sends; None at the top.
    attribution
        Origin of the boundaries as plain text, always to be read on the map.
    language
        Language of the map's own words.

    Raises
    ------
    RenderingError
        A class without a colour.
    """

    view: str
    geometry_url: str | None
    bounds: Bounds
    colours: tuple[str, ...]
    no_data_colour: str
    units: Mapping[str, tuple[int | None, str]]
    drillable: bool = False
    selected: str | None = None
    parent: str | None = None
    attribution: str = ""
    language: Lang = "id"

    def __post_init__(self) -> None:
        known = range(len(self.colours))
        strange = [code for code, (class_id, _) in self.units.items() if class_id is not None and class_id not in known]
        if strange:
            raise RenderingError(
                "class_without_colour",
                N_("{count} areas have a class for which the map has no colour, for example {unit}."),
                N_("Choose another classification or number of classes."),
                count=len(strange),
                unit=strange[0],
            )

    def colour_of(self, code: str) -> str:
        """Colour of a unit; the no-data colour where it has no class or is not in the table."""
        class_id, _ = self.units.get(code, (None, ""))
        return self.no_data_colour if class_id is None else self.colours[class_id]
