"""Which layers of a delivery are read: the one that was asked for, or all that are parts of one whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from ucjmap.boundaries.layouts import finest_level
from ucjmap.errors import N_, BoundariesError

#: Share of all fields that layers of one kind have in common at least.
_ALIKE: Final = 0.6
#: Share of the areas of a layer that lie on those of others, from which on it is the same place twice.
_SAME_PLACE: Final = 0.3


@dataclass(frozen=True)
class Layer:
    """A layer that can be chosen: the file it lies in, its name and its fields; ``file`` where the name is not enough."""

    path: Path
    name: str
    fields: tuple[str, ...]
    geometry_type: str | None
    file: str = ""

    @property
    def title(self) -> str:
        """By what it is chosen among the layers of a delivery."""
        return f"{self.file}/{self.name}" if self.file else self.name

    @property
    def may_be_areas(self) -> bool:
        """Whether the layer can hold polygons."""
        kind = (self.geometry_type or "Unknown").lower()
        return "polygon" in kind or "surface" in kind or kind in {"unknown", "geometry", "geometrycollection"}


def name_apart(layers: Sequence[Layer]) -> list[Layer]:
    """The layers; those of one name in several files with their file, so that one can choose among them."""
    count = Counter(layer.name.lower() for layer in layers)
    return [replace(layer, file=layer.path.name) if count[layer.name.lower()] > 1 else layer for layer in layers]


def describe_layers(layers: Sequence[Layer]) -> dict[str, str]:
    """The layers that one can choose among: the level that the fields of each speak of (``adm4``) by its name, or ""."""
    levels = {layer.title: finest_level(layer.fields) for layer in layers if layer.may_be_areas}
    return {name: f"adm{level}" if level else "" for name, level in levels.items()}


def choose_layers(layers: Sequence[Layer], wanted: str | None) -> list[Layer]:
    """The layer that was asked for, or else those of the finest administrative level, which are of one kind.

    A kabupaten may come as a shapefile for each kecamatan, a KML has a layer for each of its folders.

    Raises
    ------
    BoundariesError
        The layer is not there, none is of areas, or it is not clear which are meant.
    """
    if wanted is not None:
        return [_layer_named(layers, wanted)]
    areas = [layer for layer in layers if layer.may_be_areas]
    if not areas:
        raise BoundariesError(
            "not_polygons",
            N_("The layer {layer} holds {kind} features, not areas."),
            N_("Give the layer of areas (polygons); names often end in _AR."),
            layer=_names(layers),
            kind=layers[0].geometry_type,
        )
    levels = [finest_level(layer.fields) or 0 for layer in areas]
    best = [layer for layer, level in zip(areas, levels, strict=True) if level == max(levels)]
    if not all(_is_alike(best[0], other) for other in best[1:]):
        raise _several(best, areas)
    return best


def _layer_named(layers: Sequence[Layer], wanted: str) -> Layer:
    for layer in layers:
        if layer.title.lower() == wanted.lower():
            return layer
    raise BoundariesError(
        "unknown_layer",
        N_("There is no layer {layer}. Layers of the file: {layers}."),
        N_("Choose one of them."),
        layer=wanted,
        layers=_names(layers),
    )


def _is_alike(one: Layer, other: Layer) -> bool:
    mine, its = ({field.upper() for field in layer.fields} for layer in (one, other))
    return not mine | its or len(mine & its) >= _ALIKE * len(mine | its)


def check_apart(layers: Sequence[Layer], read: Sequence[gpd.GeoDataFrame]) -> None:
    """Refuse layers that cover the same place: they are editions or levels of it, not its parts.

    Raises
    ------
    BoundariesError
        The areas of one layer lie on those of the others.
    """
    shapes = [features.geometry.to_numpy() for features in read]
    for number, own in enumerate(shapes):
        others = np.concatenate([*shapes[:number], *shapes[number + 1 :]])
        if _share_covered(own, others) > _SAME_PLACE:
            raise _several(layers, layers)


def _share_covered(own: np.ndarray, others: np.ndarray) -> float:
    """Share of the shapes of ``own`` whose middle lies in one of ``others``."""
    bounds = shapely.bounds(own)
    middles = np.column_stack([(bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2])
    middles = middles[np.isfinite(middles).all(axis=1)]
    if not len(middles):
        return 0.0
    tree = shapely.STRtree(others)
    covered, _ = tree.query(shapely.points(middles), predicate="intersects")
    return len(np.unique(covered)) / len(middles)


def _several(layers: Sequence[Layer], choice: Sequence[Layer]) -> BoundariesError:
    return BoundariesError(
        "several_layers",
        N_("The file holds several layers and it is not clear which one is meant: {layers}."),
        N_("Choose one of them (--layer)."),
        layers=_names(layers),
        choice=describe_layers(choice),
    )


def _names(layers: Sequence[Layer]) -> str:
    return ", ".join(layer.title for layer in layers)
