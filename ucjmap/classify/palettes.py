"""Colours of classes, the same in light and dark mode; what a person with colour blindness sees is tested."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

NO_DATA_COLOUR: Final = "#e6e6e6"
NOT_APPLICABLE_COLOUR: Final = "#fafafa"
#: Lines upon these two grounds, dense and aslant without data, level and far apart where nothing applies. On a grey print
#: the lowest class is nearly as light as the second ground: its lines tell it apart.
NO_DATA_LINES: Final = "#6b7280"
NOT_APPLICABLE_LINES: Final = "#9aa5b1"
#: Light to dark and yellow to blue, so that the order survives colour blindness and a grey print.
#: ColorBrewer's YlGnBu (Cynthia Brewer, Apache License 2.0), without its palest step.
_RAMP: Final = ("#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
#: From the centre outwards: brown for below, teal for above. Lightness rises from the far end below to the far end
#: above, so that a grey print keeps the order: were both ends dark, the best would look like the worst there.
_BELOW: Final = ("#ab6917", "#8e4e0f", "#71380a", "#552506", "#3c1804")
_ABOVE: Final = ("#4aab9b", "#6bbdad", "#88cdbe", "#a4ddcf", "#bdeee0")
_CENTRE: Final = "#86868c"
#: The grey between a single colour below and one above, dark enough not to be taken for "does not apply".
_UNCHANGED: Final = "#a8a8ae"
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
    """``k`` different colours, light for low and dark for high, as far from each other as the eye sees it.

    Parameters
    ----------
    k
        Number of classes, 1 or more.

    Returns
    -------
    tuple
        ``#rrggbb``.
    """
    if k == 1:
        return (_RAMP[3],)
    # Borders are hard to see on the darkest step: it is for maps of many classes only.
    places = _places(_RAMP)[: -1 if k < len(_RAMP) else None]
    return _blend(_RAMP, np.linspace(0, places[-1], k), _places(_RAMP))


def diverging(half: int, *, centre: bool = False) -> tuple[str, ...]:
    """``half`` colours for below, darkest first, and as many for above, palest last; with ``centre`` a grey between.

    Parameters
    ----------
    half
        Classes on each side of the centre, 1 or more.
    centre
        Whether exactly the centre is a class of its own.

    Returns
    -------
    tuple
        ``#rrggbb``, from the lowest class to the highest.
    """
    # The two colours beside the centre are nearest to each other: they are for many classes only.
    last = len(_BELOW) - 1
    steps = np.linspace(0, last, half + 1)[1:] if half < last else np.linspace(0, last, half)
    steps = steps if half > 1 else np.array([last - 1.0])
    below, above = _blend(_BELOW, steps), _blend(_ABOVE, steps)
    middle = (_UNCHANGED if half == 1 else _CENTRE,) if centre else ()
    return (*reversed(below), *middle, *above)


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
