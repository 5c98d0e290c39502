"""The logo of an office: a picture from outside, checked and written anew before it goes into a file."""

import io
import tempfile
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from ucjmap.errors import N_, UsageError
from ucjmap.files import read_at_most
from ucjmap.sandbox import isolated

_LOGO_BYTES = 5_000_000
_LOGO_PIXELS = 16_000_000
_LOGO_SIDE = 600
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)


def read_logo(path: Path) -> bytes:
    """Content of a logo file.

    Raises
    ------
    UsageError
        It cannot be read, or is too large.
    """
    return read_at_most(path, _LOGO_BYTES, _bad_logo)


def _bad_logo() -> UsageError:
    hint = N_("Give a PNG or JPEG image of at most 5 MB and 16 million pixels.")
    return UsageError("bad_logo", N_("The logo cannot be used."), hint)


@lru_cache(maxsize=8)
def check_logo(content: bytes) -> tuple[bytes, float]:
    """The logo written anew as a small PNG.

    Returns
    -------
    content
        The PNG, at most 600 pixels wide and high.
    ratio
        Its width over its height.

    Raises
    ------
    UsageError
        It is no PNG or JPEG image, or a very large one.
    """
    if len(content) > _LOGO_BYTES:
        raise _bad_logo()
    with tempfile.TemporaryDirectory(prefix="ucjmap-") as folder:
        path = Path(folder) / "logo"
        path.write_bytes(content)
        return _redraw_apart(path)


def redraw_logo(path: Path) -> list[Any]:
    """What ``check_logo`` returns, for a picture in a file; this is where it is opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(path, formats=("PNG", "JPEG"))
            if opened.width * opened.height > _LOGO_PIXELS:
                raise _bad_logo()
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *_BOMBS) as error:
        raise _bad_logo() from error
    image.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return [stream.getvalue(), image.width / image.height]


_redraw_apart = isolated(redraw_logo, lambda made: (bytes(made[0]), float(made[1])), family=UsageError)
