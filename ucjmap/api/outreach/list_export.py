"""Priority lists and letters as files, on paper and for other programs. Everything carries its provenance."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from ucjmap.api.areas import read_shapes
from ucjmap.api.outreach.letter_batch import (
    check_letter_apart,
    fill_letters,
    fill_letters_apart,
    make_pdf_letters,
)
from ucjmap.api.outreach.list_statements import (
    say_alarm,
    say_older,
    say_origins,
    say_provenance,
)
from ucjmap.api.outreach.list_workbook import DATE_HEADINGS, TO_FILL_IN, field_sheets, records_of, say_cell
from ucjmap.api.outreach.lists import OutreachList, OutreachProvenance
from ucjmap.errors import N_, UsageError
from ucjmap.files import (
    DOCX,
    GPKG,
    PDF,
    XLSX,
    ZIP,
    format_of,
    whole_file,
    write_layer,
    write_workbook,
)
from ucjmap.levels import LEVEL_NAMES
from ucjmap.outreach import CRITERIA
from ucjmap.render.documents import TablePage, make_table_document
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import PROJECT
from ucjmap.store import Store
from ucjmap.words import Lang, say

#: What a list and the letters are written as; letters are for desa alone.
LIST_FORMATS: Final = (
    XLSX.named(N_("List (XLSX)")),
    PDF.named(N_("Field sheet (PDF)")),
    GPKG.named(N_("For QGIS (GeoPackage)")),
    DOCX.named(N_("Letters (Word)")),
)
LETTER_FORMATS: Final = (
    DOCX.named(N_("Letters (Word)")),
    PDF.named(N_("Letters (PDF)")),
    ZIP.named(N_("Letters, one file each (ZIP)")),
)
LETTER_TEMPLATE = PROJECT / "data" / "letter_template.docx"
#: A letter to one desa, to be changed by an office.
LETTER_SAMPLE = PROJECT / "data" / "letter_sample.docx"

#: Column of a list -> its heading.
_LIST_HEADINGS = {
    "rank": N_("Rank"),
    "code": N_("Code"),
    "name": N_("Name"),
    "adm3_name": LEVEL_NAMES["adm3"],
    "adm2_name": LEVEL_NAMES["adm2"],
    "adm1_name": LEVEL_NAMES["adm1"],
    "score": N_("Score (0-100)"),
    "reasons": N_("Reasons"),
    "missing": N_("Criteria without data"),
    "rank_best": N_("Best rank when weights change by 10%"),
    "rank_worst": N_("Worst rank when weights change by 10%"),
    "aparat": N_("Desa whose officials are registered"),
    "bpd": N_("Desa whose council is registered"),
    "numerator": N_("Active participants"),
    "denominator": N_("Workers"),
    "uncovered": N_("Workers not covered"),
    "rate": N_("Coverage"),
    "target": N_("Target"),
    "target_issuer": N_("Issuer of the target"),
    "gap_people": N_("Workers short of the target"),
    **DATE_HEADINGS,
    "office": N_("Nearest office"),
    "distance_km": N_("Straight line to it, km"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
}


def export_list(
    store: Store,
    listing: OutreachList,
    ranked: pd.DataFrame,
    reasons: Mapping[str, Sequence[str]],
    out: Path,
    *,
    lang: Lang,
    template: Path | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write a priority list.

    Parameters
    ----------
    listing
        The list that ``ranked`` is of: where its figures come from is printed.
    ranked
        Rows of ``rank_outreach`` in the order in which they are to be written.
    reasons
        Why each area stands where it stands, in words by code.
    out
        Its ending tells the format: XLSX, GeoPackage (EPSG:4326), letters (DOCX) or a field sheet (PDF).
    template
        An office's own letter that repeats ``letters``; None is the built-in one. It counts for letters.
    progress
        Told the rows of a workbook; may raise to stop.

    Raises
    ------
    UsageError
        Unknown format, or a template that is for one desa.
    IntakeError
        The template cannot be used.
    """
    suffix = format_of(out, LIST_FORMATS).suffix
    rows = ranked.rename_axis("code").reset_index()
    rows["reasons"] = ["; ".join(reasons.get(code, ())) for code in rows["code"]]
    names = {key: say(lang, criterion.name) for key, criterion in CRITERIA.items()}
    rows["missing"] = ["; ".join(names[key] for key in text.split("|") if key) for text in rows["missing"]]
    notes, alarm = say_provenance(lang, listing.provenance), say_alarm(lang, listing.provenance)
    short = [*filter(None, [alarm]), *say_origins(lang, listing.provenance)]
    if suffix == "xlsx":
        write_workbook(out, field_sheets(rows, _LIST_HEADINGS, notes, lang, alarm=alarm), progress=progress)
        return
    with whole_file(out) as path:
        match suffix:
            case "gpkg":
                _write_geopackage(store, rows, notes, short, path)
            case "docx":
                path.write_bytes(_word_letters(suffix, rows, notes, template, lang, alarm))
            case _:
                rows["reasons"] = _with_older_dates(rows, listing.provenance, lang)
                path.write_bytes(_list_sheet(rows, notes, lang, alarm))


def _with_older_dates(rows: pd.DataFrame, provenance: OutreachProvenance, lang: Lang) -> list[str]:
    """Reasons of each area, and of what other date than the newest its own figures are."""
    return ["; ".join([row["reasons"], *say_older(lang, row, provenance)]) for row in records_of(rows)]


def export_letters(
    listing: OutreachList,
    ranked: pd.DataFrame,
    out: Path,
    *,
    lang: Lang,
    template: Path | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write a letter to each desa.

    Parameters
    ----------
    listing
        The list that ``ranked`` is of: where its figures come from is printed.
    ranked
        Rows of ``rank_outreach``, each a desa.
    out
        Its ending tells the format: DOCX (all in one), ZIP (a DOCX for each desa) or PDF.
    template
        An office's own letter: one that repeats ``letters`` for a DOCX, one to a single desa for a ZIP. None is the
        built-in one; a PDF has no other.
    progress
        Told the letters of a ZIP; may raise to stop.

    Raises
    ------
    UsageError
        Unknown format, or one that the template is not for.
    IntakeError
        The template cannot be used.
    """
    suffix = format_of(out, LETTER_FORMATS).suffix
    rows = ranked.rename_axis("code").reset_index()
    notes, alarm = say_provenance(lang, listing.provenance), say_alarm(lang, listing.provenance)
    with whole_file(out) as path:
        match suffix:
            case "pdf":
                path.write_bytes(make_pdf_letters(rows, notes, lang, alarm))
            case _:
                path.write_bytes(_word_letters(suffix, rows, notes, template, lang, alarm, progress=progress))


def _word_letters(
    suffix: str,
    rows: pd.DataFrame,
    notes: list[str],
    template: Path | None,
    lang: Lang,
    alarm: str,
    *,
    progress: Progress = no_progress,
) -> bytes:
    fill = fill_letters if template is None else fill_letters_apart
    used = _template_for(suffix, template)
    return fill(used, rows, notes, lang, alarm, is_one_file=suffix == DOCX.suffix, progress=progress)


def _template_for(suffix: str, template: Path | None) -> Path:
    if template is None:
        return LETTER_TEMPLATE if suffix == "docx" else LETTER_SAMPLE
    kind, wanted = check_letter_apart(template), "all" if suffix == "docx" else "each"
    if kind != wanted:
        raise UsageError(
            "letter_of_other_kind",
            N_("The letter {file} cannot be written as {suffix}."),
            N_("A letter to one desa gives a .zip; one that repeats letters gives a .docx."),
            file=template.name,
            suffix=f".{suffix}",
        )
    return template


def _write_geopackage(store: Store, rows: pd.DataFrame, notes: Sequence[str], short: Sequence[str], out: Path) -> None:
    geometry = read_shapes(store, pd.Index(rows["code"]))
    # Every row names its source in short, in case the layer is used alone; the full lines are in a table of their own.
    table = gpd.GeoDataFrame(rows.assign(provenance=" | ".join(short)), geometry=geometry, crs="EPSG:4326")
    write_layer(out, table, GPKG, layer="priority", metadata=[("", note) for note in notes])


def _list_sheet(rows: pd.DataFrame, notes: Sequence[str], lang: Lang, alarm: str) -> bytes:
    headings = ["Rank", "Code", "Name", LEVEL_NAMES["adm3"], "Score (0-100)", "Reasons", *TO_FILL_IN]
    columns = ["rank", "code", "name", "adm3_name", "score", "reasons"]
    body = [[say_cell(lang, row[column]) for column in columns] + [""] * len(TO_FILL_IN) for row in records_of(rows)]
    shares = [0.08, 0.10, 0.12, 0.10, 0.07, 0.28, 0.08, 0.11, 0.06]
    page = TablePage(say(lang, "Priority list"), [say(lang, heading) for heading in headings], body, shares)
    return make_table_document([page], notes, alarm=alarm)
