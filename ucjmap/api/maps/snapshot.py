"""A map as a file: picture, drawing, slide or page, with everything that has to stand beside its numbers."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.pages import make_map_page
from ucjmap.api.maps.standalone import make_standalone
from ucjmap.api.maps.view import MapView
from ucjmap.api.maps.words import Dressing
from ucjmap.api.whole_file import unknown_format, write_whole
from ucjmap.codes import is_all_desa
from ucjmap.errors import N_, UsageError
from ucjmap.render.slides import write_pptx
from ucjmap.render.static import PAPERS, PaperName, Sheet, compose_map, say_pages
from ucjmap.render.static.paint import to_png, to_svg, write_pdf
from ucjmap.store import Store

SnapshotFormat = Literal["png", "svg", "pdf", "pptx", "html"]
SNAPSHOT_FORMATS: Final[tuple[SnapshotFormat, ...]] = get_args(SnapshotFormat)
DPI_RANGE: Final = (50, 600)


@dataclass(frozen=True)
class Snapshot:
    """A map as the content of a file, and the sheet it was made from (None for a page of HTML).

    Where two dates stand beside each other, ``values`` are of the newer one.
    """

    content: bytes
    values: AreaValues
    sheet: Sheet | None


def make_snapshot(
    store: Store,
    view: MapView,
    format_: SnapshotFormat,
    *,
    paper: PaperName | None = None,
    dpi: float = 300,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
) -> Snapshot:
    """The map of ``view`` as a file of one of ``SNAPSHOT_FORMATS``.

    ``paper`` is by default 16:9 for a slide and A4 lying for the others; ``dpi`` counts for PNG only.

    Raises
    ------
    UsageError
        Something of the view, the paper, the resolution or the logo makes no sense.
    RenderingError
        The map cannot be drawn, or a page of HTML would become too large.
    """
    _check(format_, paper, dpi)
    older, values = view.both_values(store)
    if is_all_desa(values.area["code"], values.level):
        raise UsageError(
            "too_many_areas",
            N_("All desa of the country are too many for one map."),
            N_("Choose a province, or the level of kecamatan."),
        )
    if format_ == "html":
        return Snapshot(make_standalone(store, view, values, dressing, older=older), values, None)
    page = make_map_page(store, view, values, dressing, older=older)
    sheet = compose_map(page, paper or ("16:9" if format_ == "pptx" else "a4"))
    sheet.add_number(say_pages(dressing.lang, 1))
    if format_ == "png":
        content = to_png(sheet, dpi=dpi)
    elif format_ == "svg":
        content = to_svg(sheet)
    else:
        content = write_pages([sheet], format_, title=page.frame.title)
    return Snapshot(content, values, sheet)


def write_pages(
    sheets: Sequence[Sheet], format_: str, *, title: str, on_page: Callable[[int], None] | None = None
) -> bytes:
    """Sheets as the content of a PDF or PPTX file."""
    stream = io.BytesIO()
    write = write_pptx if format_ == "pptx" else write_pdf
    write(sheets, stream, title=title, on_page=on_page)
    return stream.getvalue()


def write_snapshot(
    store: Store,
    view: MapView,
    out: Path,
    *,
    paper: PaperName | None = None,
    dpi: float = 300,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
) -> Snapshot:
    """``make_snapshot`` into a file whose ending tells the format; it is renamed into place when it is whole."""
    snapshot = make_snapshot(store, view, format_of(out), paper=paper, dpi=dpi, dressing=dressing)
    write_whole(out, snapshot.content)
    return snapshot


def format_of(out: Path) -> SnapshotFormat:
    """Format of a file by its ending.

    Raises
    ------
    UsageError
        None of ``SNAPSHOT_FORMATS``.
    """
    suffix = out.suffix.lower().lstrip(".")
    for known in SNAPSHOT_FORMATS:
        if suffix == known:
            return known
    raise unknown_format(f".{suffix}", SNAPSHOT_FORMATS)


def _check(format_: str, paper: str | None, dpi: float) -> None:
    for text, known in ((format_, SNAPSHOT_FORMATS), (paper or "a4", tuple(PAPERS))):
        if text not in known:
            raise unknown_format(text, known)
    if not DPI_RANGE[0] <= dpi <= DPI_RANGE[1]:
        raise UsageError(
            "bad_resolution",
            N_("A picture of {dpi} dots an inch cannot be made."),
            N_("Choose {least} to {most}."),
            dpi=dpi,
            least=DPI_RANGE[0],
            most=DPI_RANGE[1],
        )
