"""The formats of files, once: endings, media types, names. Who writes which is a tuple of them next to its writer."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, Self

from ucjmap.errors import N_, UsageError

FormatKind = Literal["picture", "page", "slides", "website", "table", "layer", "letter", "track", "archive"]
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileFormat:
    """A format that files are written in; as text it is its ending, without the dot.

    ``key`` distinguishes formats of one ending, ``name`` is a catalogue key, ``dpi`` matters for raster pictures only.
    Formats that differ only in ``name`` are equal: what counts is what is written.
    """

    key: str
    suffix: str
    media_type: str
    name: str = field(compare=False)
    kind: FormatKind
    dpi: float = 300

    def __str__(self) -> str:
        """The ending: ``"png"``."""
        return self.suffix

    @property
    def has_paper(self) -> bool:
        """Whether it has pages of a size that can be chosen; slides are as large as their template."""
        return self.kind in ("picture", "page")

    def named(self, name: str) -> Self:
        """The same format under the name of what one writer puts into it (a catalogue key).

        Parameters
        ----------
        name
            A catalogue key.
        """
        return replace(self, name=name)


PNG: Final = FileFormat("png", "png", "image/png", N_("Picture for print, 300 dpi (PNG)"), "picture")
PNG_SCREEN: Final = replace(PNG, key="png-screen", name=N_("Picture for screen and chat (PNG)"), dpi=120)
PDF: Final = FileFormat("pdf", "pdf", "application/pdf", N_("Page (PDF)"), "page")
PPTX: Final = FileFormat(
    "pptx", "pptx", f"{_OFFICE}.presentationml.presentation", N_("Slide to edit (PowerPoint)"), "slides"
)
SVG: Final = FileFormat("svg", "svg", "image/svg+xml", N_("Drawing (SVG)"), "picture")
HTML: Final = FileFormat("html", "html", "text/html", N_("Interactive map in one file (HTML)"), "website")
XLSX: Final = FileFormat("xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", N_("Table (Excel)"), "table")
CSV: Final = FileFormat("csv", "csv", "text/csv", N_("Table (CSV)"), "table")
CSV_ID: Final = replace(CSV, key="csv-id", name=N_("Table for a spreadsheet set to Indonesian (CSV)"))
GEOJSON: Final = FileFormat("geojson", "geojson", "application/geo+json", N_("Areas (GeoJSON)"), "layer")
GPKG: Final = FileFormat("gpkg", "gpkg", "application/geopackage+sqlite3", N_("Areas (GeoPackage)"), "layer")
PARQUET: Final = FileFormat("parquet", "parquet", "application/vnd.apache.parquet", N_("Areas (GeoParquet)"), "layer")
DOCX: Final = FileFormat("docx", "docx", f"{_OFFICE}.wordprocessingml.document", N_("Document (Word)"), "letter")
GPX: Final = FileFormat("gpx", "gpx", "application/gpx+xml", N_("Navigation (GPX)"), "track")
KML: Final = FileFormat("kml", "kml", "application/vnd.google-earth.kml+xml", N_("Google Earth (KML)"), "track")
ZIP: Final = FileFormat("zip", "zip", "application/zip", N_("Several files (ZIP)"), "archive")

#: Every format that is written, by key, in the order in which a choice lists them.
FORMATS: Final = {
    format_.key: format_
    for format_ in (
        *(PNG, PNG_SCREEN, PDF, PPTX, SVG, HTML),
        *(XLSX, CSV, CSV_ID, GEOJSON, GPKG, PARQUET, DOCX, GPX, KML, ZIP),
    )
}

#: Endings of the files that are read, with their dots: of boundaries, of tables, and of the pictures of a logo.
PARQUET_FILES: Final = (".parquet", ".geoparquet")
SHAPEFILE_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
BOUNDARY_FILES: Final = (".gpkg", ".geojson", ".json", ".topojson", ".fgb", *PARQUET_FILES, ".kml")
#: A folder; it travels in a zip.
GEODATABASE: Final = ".gdb"
BOUNDARY_ARCHIVES: Final = (".zip", ".kmz")
#: A shapefile is handed to the page in a zip: its parts belong together.
BOUNDARY_UPLOADS: Final = (*BOUNDARY_ARCHIVES, *BOUNDARY_FILES)
TABLE_FILES: Final = (".xlsx", ".xls", ".ods", ".csv")
#: Files that are much larger when read than on disk.
PACKED_FILES: Final = (*BOUNDARY_ARCHIVES, *PARQUET_FILES, ".xlsx", ".xlsm", ".xlsb", ".ods", ".docx")
COVERAGE_FILES: Final = (*TABLE_FILES, ".xlsm", ".tsv", ".txt")
OFFICE_FILES: Final = (".csv", ".xlsx")
LOGO_FILES: Final = (".png", ".jpg", ".jpeg")


def format_of(wanted: Path | str, known: Iterable[FileFormat]) -> FileFormat:
    """The format that a file, a key or an ending asks for.

    Parameters
    ----------
    wanted
        A path, whose ending counts whether in capitals or not; or a key or an ending without its dot, in small letters.
    known
        The formats to choose from; of several of one ending the first counts.

    Raises
    ------
    UsageError
        None of them.
    """
    known = tuple(known)
    text = wanted.suffix.lower().lstrip(".") if isinstance(wanted, Path) else wanted
    for format_ in known:
        if text in (format_.key, format_.suffix):
            return format_
    raise unknown_format(f".{text}" if isinstance(wanted, Path) else text, known)


def media_type(name: str) -> str:
    """Media type of a file that is written, by its name.

    Parameters
    ----------
    name
        Name of the file; its ending counts.

    Raises
    ------
    UsageError
        No such file is written.
    """
    return format_of(Path(name), FORMATS.values()).media_type


def list_suffixes(known: Iterable[FileFormat | str]) -> str:
    """Endings for a help text, each once: ``".png, .svg, .pdf"``.

    Parameters
    ----------
    known
        Formats, or endings without the dot.
    """
    return ", ".join(dict.fromkeys(f".{suffix}" for suffix in known))


def unknown_format(suffix: str, known: Iterable[FileFormat | str]) -> UsageError:
    """The error for a file of a kind that is not among ``known``.

    Parameters
    ----------
    suffix
        What was asked for: an ending, or the key of a format.
    known
        What can be written instead, in the order of the message.

    Returns
    -------
    UsageError
        For the caller to raise.
    """
    return UsageError(
        "unknown_format",
        N_("Files of the kind {suffix} cannot be written."),
        N_("Choose one of: {known}."),
        suffix=suffix,
        known=", ".join(dict.fromkeys(map(str, known))),
    )
