"""Colours of classes, the same in light and dark mode; what a person with colour blindness sees is tested."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

NO_DATA_COLOUR: Final = "#e6e6e6"
NOT_APPLICABLE_COLOUR: Final = "#fafafa"
#: Light to dark and yellow to blue, so that the order survives colour blindness and a grey print.
#: ColorBrewer's YlGnBu (Cynthia Brewer, Apache License 2.0), without its palest step.
_RAMP: Final = ("#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
#: From the worst to the best: brown below the target, blue to pale green above it, lighter at every step, so that a grey
#: print still tells which is which. Up to so many colours on a side the steps are seen.
_WORST_TO_TARGET: Final = ("#5a2a02", "#8f4c00", "#c07a10")
_TARGET_TO_BEST: Final = ("#55b3d0", "#abdfcc", "#e9f8d6")
_MOST_IN_GREY: Final = 5
#: For more of them, from the centre outwards: brown for below, teal for above. ColorBrewer's BrBG, from its second step.
_BELOW: Final = ("#f6e8c3", "#dfc27d", "#bf812d", "#8c510a", "#543005")
_ABOVE: Final = ("#c7eae5", "#80cdc1", "#35978f", "#01665e", "#003c30")
_CENTRE: Final = "#f5f5f5"
#: Between the two sides where they are read in grey.
_BETWEEN: Final = "#9c969e"
#: Between one colour below and one above there is room for a tone that is not taken for "does not apply".
_UNCHANGED: Final = "#cfcfd4"
#: Not registered, which is what stands out, and registered.
REGISTERED_COLOURS: Final = ("#a34a00", "#b9e0dc")
_LIGHT_TO_CONES: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_CONES_TO_OKLAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def ramp(k: int) -> tuple[str, ...]:
    """``k`` different colours, light for low and dark for high, as far from each other as the eye sees it."""
    if k == 1:
        return (_RAMP[3],)
    # Borders are hard to see on the darkest step: it is for maps of many classes only.
    places = _places(_RAMP)[: -1 if k < len(_RAMP) else None]
    return _blend(_RAMP, np.linspace(0, places[-1], k), _places(_RAMP))


def diverging(half: int, *, centre: bool = False) -> tuple[str, ...]:
    """``half`` colours for below, the worst first, and as many for above; with ``centre`` a neutral one between them.

    From the worst to the best they become lighter, so that they can be read in grey. Of more than five on a side the
    steps could not be seen: then they darken away from the centre.
    """
    if 1 < half <= _MOST_IN_GREY:
        below, above = _evenly(_WORST_TO_TARGET, half), _evenly(_TARGET_TO_BEST, half)
        return (*below, *([_BETWEEN] if centre else []), *above)
    # The palest and the darkest steps of the two sides are hard to tell apart: they are for many classes only.
    steps = np.linspace(0, len(_BELOW) - 1, half + 2)[1:-1] if half < len(_BELOW) else np.linspace(0, 3.4, half)
    below, above = _blend(_BELOW, steps), _blend(_ABOVE, steps)
    middle = (_UNCHANGED if half == 1 else _CENTRE,) if centre else ()
    return (*reversed(below), *middle, *above)


def _evenly(stops: Sequence[str], count: int) -> tuple[str, ...]:
    """So many colours along ``stops``, as far from each other as the eye sees it."""
    places = _places(stops)
    return _blend(stops, np.linspace(0, places[-1], count), places)


def worst_first(colours: tuple[str, ...], *, lower_is_better: bool) -> tuple[str, ...]:
    """Colours from the lowest class to the highest, so that the bad end looks the same on every map."""
    return colours[::-1] if lower_is_better else colours


def _blend(
    stops: Sequence[str], steps: npt.NDArray[np.float64], places: npt.NDArray[np.float64] | None = None
) -> tuple[str, ...]:
    levels = np.array([_channels(colour) for colour in stops])
    at = np.arange(len(stops)) if places is None else places
    channels = [np.interp(steps, at, levels[:, channel]).round().astype(int) for channel in range(3)]
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in zip(*channels, strict=True))


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _places(stops: Sequence[str]) -> npt.NDArray[np.float64]:
    """How far each stop is from the first one along the ramp, as distance in OKLab.

    References
    ----------
    Björn Ottosson, A perceptual color space for image processing, 2020.
    """
    levels = np.array([_channels(colour) for colour in stops]) / 255
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    seen = np.cbrt(light @ _LIGHT_TO_CONES.T) @ _CONES_TO_OKLAB.T
    return np.append(0.0, np.cumsum(np.linalg.norm(np.diff(seen, axis=0), axis=1)))
