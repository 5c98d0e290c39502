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
#: From the centre outwards: brown for below, teal for above. ColorBrewer's BrBG, from its second step.
_BELOW: Final = ("#f6e8c3", "#dfc27d", "#bf812d", "#8c510a", "#543005")
_ABOVE: Final = ("#c7eae5", "#80cdc1", "#35978f", "#01665e", "#003c30")
_CENTRE: Final = "#f5f5f5"


def ramp(k: int) -> tuple[str, ...]:
    """``k`` different colours, light for low and dark for high; those between two of the ramp are blended."""
    if k == 1:
        return (_RAMP[3],)
    # Borders are hard to see on the darkest step: it is for maps of many classes only.
    last = len(_RAMP) - (2 if k < len(_RAMP) else 1)
    steps = np.linspace(0, last, k)
    if k <= len(_RAMP):
        return tuple(_RAMP[step] for step in steps.round().astype(int))
    return _blend(_RAMP, steps)


def diverging(half: int, *, centre: bool = False) -> tuple[str, ...]:
    """``half`` colours for below, darkest first, and as many for above; with ``centre`` a neutral one between them."""
    steps = np.linspace(0, len(_BELOW) - 1, half + 2)[1:-1] if half < len(_BELOW) else np.linspace(0, 4, half)
    below, above = _blend(_BELOW, steps), _blend(_ABOVE, steps)
    return (*reversed(below), *((_CENTRE,) if centre else ()), *above)


def _blend(stops: Sequence[str], steps: npt.NDArray[np.float64]) -> tuple[str, ...]:
    levels = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in stops])
    channels = [np.interp(steps, np.arange(len(stops)), levels[:, channel]).round().astype(int) for channel in range(3)]
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in zip(*channels, strict=True))
