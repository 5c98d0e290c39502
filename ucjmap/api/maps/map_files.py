"""A map as a file: its formats, and what writes each of them from the answer, in one table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.answering import answer_map
from ucjmap.api.maps.change_page import answer_change, change_page
from ucjmap.api.maps.interactive_map import make_standalone
from ucjmap.api.maps.map_rows import make_table
from ucjmap.api.maps.page_files import open_document
from ucjmap.api.maps.printed_map import Dressing, make_map_page
from ucjmap.api.maps.view import MapView
from ucjmap.errors import N_, UsageError
from ucjmap.files import (
    CSV,
    CSV_ID,
    HTML,
    LAYER_FORMATS,
    PDF,
    PNG,
    PNG_SCREEN,
    PPTX,
    SVG,
    XLSX,
    ZIP,
    CsvDialect,
    FileFormat,
    format_of,
    unknown_format,
    write_whole,
)
from ucjmap.render.static import PAPERS, PaperName, Sheet, compose_map, say_pages, to_png, to_svg
from ucjmap.store import Store

DPI_RANGE: Final = (50, 600)


@dataclass(frozen=True)
class MapFile:
    """A map as the content of a file, the answer that it shows, and its sheet (None where there is no paper)."""

    content: bytes
    answer: MapAnswer
    sheet: Sheet | None


#: Formats of one page, each with what writes its sheet at so many dots an inch.
_PICTURES: Final[dict[FileFormat, Callable[[Sheet, float], bytes]]] = {
    PNG: lambda sheet, dpi: to_png(sheet, dpi=dpi),
    PNG_SCREEN: lambda sheet, dpi: to_png(sheet, dpi=dpi),
    SVG: lambda sheet, _dpi: to_svg(sheet),
}
_ON_PAPER: Final = (PNG, PNG_SCREEN, PDF, PPTX, SVG)
ROW_FORMATS: Final = (XLSX, CSV, CSV_ID, ZIP.named(N_("Table with its description (CSV in a ZIP)")), *LAYER_FORMATS)
MAP_FORMATS: Final[tuple[FileFormat, ...]] = (*_ON_PAPER, HTML, *ROW_FORMATS)


def make_map_file(
    store: Store,
    view: MapView,
    format_: FileFormat | str,
    *,
    paper: PaperName | None = None,
    dpi: float | None = None,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    dialect: CsvDialect | None = None,
) -> MapFile:
    """The answer to ``view`` as a file of one of ``MAP_FORMATS``.

    Parameters
    ----------
    format_
        One of ``MAP_FORMATS``, or its key or ending.
    paper
        None is A4 landscape. It counts for pictures and PDF; slides have the size of their template.
    dpi
        Dots an inch, within ``DPI_RANGE``; it counts for PNG. None is what the format has.
    dressing
        Title, note, office and logo around the map; files of rows have none.
    dialect
        Separators of a CSV; None is what the format has.

    Raises
    ------
    UsageError
        Something of the view, the format, the paper, the resolution or the logo makes no sense.
    RenderingError
        The map cannot be drawn, or a page of HTML would become too large.
    """
    form = format_ if isinstance(format_, FileFormat) else format_of(format_, MAP_FORMATS)
    dots = _check(paper, form.dpi if dpi is None else dpi)
    answer = answer_map(store, view)
    if form in ROW_FORMATS:
        return MapFile(make_table(store, answer, form, dialect=dialect), answer, None)
    refuse_all_desa(answer)
    if form == HTML:
        return MapFile(make_standalone(store, answer, dressing), answer, None)
    page = make_map_page(store, answer, dressing)
    if form in _PICTURES:
        sheet = compose_map(page, paper or "a4")
        sheet.add_number(say_pages(answer.lang, 1))
        return MapFile(_PICTURES[form](sheet, dots), answer, sheet)
    document = open_document(form, paper, dressing, answer.lang)
    document.add(page)
    if (changed := answer_change(store, answer)) is not None:
        document.add(change_page(answer, changed, dressing))
    sheets = document.finish()
    return MapFile(document.write(sheets, title=page.frame.title), answer, sheets[0])


def refuse_all_desa(answer: MapAnswer) -> None:
    """Refuse an answer of all desa of the country, which no picture, page or document can draw.

    Raises
    ------
    UsageError
        It is one.
    """
    if answer.is_whole_country:
        raise UsageError(
            "too_many_areas",
            N_("All desa of the country are too many for one map."),
            N_("Choose a province, or the level of kecamatan."),
        )


def write_map_file(
    store: Store,
    view: MapView,
    out: Path,
    *,
    paper: PaperName | None = None,
    dpi: float | None = None,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    dialect: CsvDialect | None = None,
) -> MapFile:
    """``make_map_file`` into a file whose ending tells the format.

    Parameters
    ----------
    out
        It is renamed into place when it is whole. All else is as in ``make_map_file``.

    Returns
    -------
    MapFile
        What was written.

    Raises
    ------
    UsageError, RenderingError
        As ``make_map_file`` does.
    """
    made = make_map_file(
        store, view, format_of(out, MAP_FORMATS), paper=paper, dpi=dpi, dressing=dressing, dialect=dialect
    )
    write_whole(out, made.content)
    return made


def _check(paper: str | None, dpi: float) -> float:
    if paper is not None and paper not in PAPERS:
        raise unknown_format(paper, PAPERS)
    if not DPI_RANGE[0] <= dpi <= DPI_RANGE[1]:
        raise UsageError(
            "bad_resolution",
            N_("A picture of {dpi} dots an inch cannot be made."),
            N_("Choose {least} to {most}."),
            dpi=dpi,
            least=DPI_RANGE[0],
            most=DPI_RANGE[1],
        )
    return dpi
