"""The properties of a feature: what is told of an area beside its outline. No data is null, never 0."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from ucjmap.api.areas import AreaTree
from ucjmap.api.figures import AreaValues
from ucjmap.api.maps import make_legend
from ucjmap.words import Lang, Wording

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Property:
    """One property: its type in JSON and what it is. ``is_date``: a text with an ISO date."""

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    about: str
    is_date: bool = False


FEATURE_PROPERTIES: Final = (
    Property("code", "string", "Code of the area (Kemendagri); also the id of the feature"),
    Property("name", "string", "Name of the area"),
    Property("level", "string", "adm1 (province) to adm4 (desa)"),
    Property("kind", "string", "provinsi, kabupaten, kota, kecamatan, desa, kelurahan, desa adat"),
    Property("parent", "string", "Code of the area that it lies in; 00 is the country"),
    Property("bps_code", "string", "Code of BPS, where it is known"),
    Property("population", "integer", "Inhabitants, where the boundary file has them"),
    Property("area_km2", "number", "Area of the outline in square kilometres"),
    Property("boundaries", "string", "Edition of the outline"),
    Property("model_boundaries", "boolean", "Whether the outline is a model that nobody surveyed"),
    Property("indicator", "string", "Key of the indicator"),
    Property("segment", "string", "Segment of the indicator"),
    Property("numerator", "integer", "What was counted"),
    Property("denominator", "integer", "Of how many"),
    Property("rate", "number", "Numerator by denominator, a fraction: 0.163 is 16.3 %"),
    Property("uncovered", "integer", "Those of the denominator who are not in the numerator"),
    Property("class_id", "integer", "Class on the map, from 0 up"),
    Property("class", "string", "What the legend of the map calls it, also where there are no data"),
    Property("colour", "string", "Colour of the class"),
    Property("target_rate", "number", "Target in force for the area, a fraction"),
    Property("target_year", "integer", "Year by whose end it is to be reached"),
    Property("target_issuer", "string", "Who set it"),
    Property("gap_points", "number", "Target less rate, a fraction (rate less target where a low rate is good)"),
    Property("gap_people", "integer", "Those still missing to the target; 0 where it is reached"),
    Property("as_of", "string", "Newest date of the counts behind the figure", is_date=True),
    Property("as_of_oldest", "string", "Oldest date of the counts behind the figure", is_date=True),
    Property("source", "string", "Names of what was loaded and is in this figure"),
    Property("simulated", "boolean", "Whether any count behind the figure is made up; null without data"),
    Property("small_number", "boolean", "Whether the rate rests on few"),
    Property("desa", "integer", "Desa and kelurahan in the area that the indicator is about"),
    Property("desa_with_data", "integer", "Those of them with data"),
)
#: Properties whose value can be asked for.
FILTERS: Final = ("code", "name", "level", "kind", "parent")


def feature_rows(
    tree: AreaTree, places: Places, values: AreaValues, rows: Places, lang: Lang
) -> Iterator[dict[str, Any]]:
    """The properties of some areas.

    Parameters
    ----------
    places
        Positions of the areas in ``tree.areas``.
    values
        Figures of areas of their level.
    rows
        Position of each area in ``values.units``.
    lang
        Language of the classes' names.

    Yields
    ------
    dict
        By the names of ``FEATURE_PROPERTIES``, in that order; plain values of JSON.
    """
    columns = _area_columns(tree, places, values) | _figure_columns(values, rows, lang)
    assert set(columns) == {own.name for own in FEATURE_PROPERTIES}
    names = [own.name for own in FEATURE_PROPERTIES]
    converted = [_plain(columns[own.name], is_whole=own.type == "integer") for own in FEATURE_PROPERTIES]
    for row in zip(*converted, strict=True):
        yield dict(zip(names, row, strict=True))


def _area_columns(tree: AreaTree, places: Places, values: AreaValues) -> dict[str, Any]:
    plain = ("code", "name", "level", "kind", "bps_code", "population", "area_km2")
    columns: dict[str, Any] = {name: tree.texts(name)[places] for name in plain}
    return columns | {
        "parent": tree.texts("parent_code")[places],
        "indicator": [values.indicator.key] * len(places),
        "segment": [values.segment] * len(places),
    }


def _figure_columns(values: AreaValues, rows: Places, lang: Lang) -> dict[str, Any]:
    units = values.units
    taken = {name: units[name].to_numpy()[rows] for name in units.columns}
    is_known = ~np.isnan(taken["numerator"].astype(float))
    legend = make_legend(Wording(lang), values)
    labels = {own: legend.label_of(own, applies=True) for own in range(-1, values.breaks.k)}
    beyond = legend.label_of(-1, applies=False)
    targets = taken["target"]
    own = ("numerator", "denominator", "rate", "uncovered", "colour", "gap_points", "gap_people")
    return {name: taken[name] for name in (*own, "desa", "desa_with_data")} | {
        "class_id": [None if number < 0 else number for number in taken["class_id"].tolist()],
        "class": [
            labels[number] if number >= 0 or applies else beyond
            for number, applies in zip(taken["class_id"].tolist(), taken["applies"].tolist(), strict=True)
        ],
        "target_rate": [None if target is None else target.rate for target in targets],
        "target_year": [None if target is None else target.year for target in targets],
        "target_issuer": [None if target is None else target.issuer for target in targets],
        "as_of": taken["newest"],
        "as_of_oldest": taken["oldest"],
        "source": ["; ".join(sources) or None for sources in taken["sources"]],
        "simulated": np.where(is_known, taken["is_simulated"], None),
        "small_number": np.where(is_known, taken["is_small"], None),
        "boundaries": ["; ".join(editions) or None for editions in taken["editions"]],
        "model_boundaries": taken["is_model"],
    }


def _plain(column: Any, *, is_whole: bool) -> list[Any]:
    """Values as JSON has them: whole numbers without a point, no data as null."""
    values = column.tolist() if isinstance(column, np.ndarray) else column
    known = [None if value is None or value != value else value for value in values]  # noqa: PLR0124 - NaN, the missing of pandas
    return [None if value is None else int(value) for value in known] if is_whole else known
