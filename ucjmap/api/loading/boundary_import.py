"""Taking in a boundary file: its outlines become those of the areas that it has, and of no other.

No area of the register is lost by it: what the file lacks keeps its earlier outline, or stays without one where the file
has most of its kecamatan and covers its ground, so that coverage data keep rolling up.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, make_register
from ucjmap.api.loading.boundary_borders import list_border_faults
from ucjmap.api.loading.boundary_names import Names
from ucjmap.api.loading.boundary_outcome import (
    count_stored,
    find_lost,
    foresee,
    lines_of,
    province_by_code,
    report_kept,
)
from ucjmap.api.loading.boundary_report import BoundariesReport
from ucjmap.api.loading.boundary_witnesses import Witnesses
from ucjmap.api.loading.embedded import embedded_edition, is_embedded, provenance_of, read_embedded
from ucjmap.api.loading.outline_comparison import compare_outlines
from ucjmap.api.loading.running_imports import counted_import
from ucjmap.boundaries import (
    REASONS,
    Assumptions,
    Issuer,
    LoadedBoundaries,
    Report,
    build_units,
    load_boundaries,
)
from ucjmap.codes import BPS_PREFIX, PLACE_COLUMNS, level_of
from ucjmap.errors import N_, BoundariesError
from ucjmap.matching import read_name
from ucjmap.sandbox import warm_up
from ucjmap.schema import REPORT_COLUMNS, Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import (
    Edition,
    Provenance,
    Store,
    add_edition,
    add_import,
)

#: A file of so many areas is refused whole where a smaller share of them can be taken.
_FEWEST_ROWS, _LEAST_TAKEN = 5, 0.2


@counted_import("boundaries")
def import_boundaries(
    store: Store,
    path: Path,
    *,
    issuer: Issuer = "auto",
    edition: str | None = None,
    layer: str | None = None,
    licence: str = "",
    assume: Iterable[str] = (),
    dry_run: bool = False,
    created_by: str = "",
    progress: Progress = no_progress,
) -> BoundariesReport:
    """Check, repair and store the boundaries in ``path``, and make them current; nothing is stored in a trial run.

    Parameters
    ----------
    path
        Shapefile (zipped, plain, or its folder), GeoPackage, GeoJSON, FlatGeobuf, GeoParquet or KML, also zipped.
    issuer
        Whose field layout it is; ``auto`` recognises it by the names of the fields.
    edition
        Name under which these boundaries are shown; by default the name of the file with its issuer.
    layer
        Which layer, where the file has several.
    licence
        As it is printed on maps of these boundaries.
    assume
        What a person said where witnesses contradict each other: ``swap``, ``south``, ``zone=49S``, ``crs=EPSG:23835``,
        ``names``, ``codes``, ``place``.
    dry_run
        Whether to report only: then before and after are compared, unless the file is too large for it.
    progress
        Called between the steps; may raise to cancel, and then nothing is stored.

    Returns
    -------
    BoundariesReport
        What was taken in, repaired and refused.

    Raises
    ------
    OpenQuestionError
        Code, names and place of the file contradict each other; it tells what would be right.
    BoundariesError
        The file is refused whole; the store is as it was.
    UsageError
        ``assume`` has a word that says nothing.
    """
    started = time.monotonic()
    warm_up()  # the reader of the file gets ready while the register is read
    tree = area_tree(store)
    if is_embedded(path):
        return _import_embedded(store, tree, dry_run=dry_run, created_by=created_by, progress=progress)
    witnesses = Witnesses(tree, Names(tree, partial(make_register, store)), Assumptions.read(assume))
    loaded = load_boundaries(
        path,
        issuer=issuer,
        layer=layer,
        max_unpacked_mb=get_settings().max_unpacked_mb,
        assumptions=witnesses.assumptions,
        locate=witnesses.locate if len(tree.areas) else None,
        progress=progress,
    )
    name = edition or f"{path.stem} ({loaded.issuer})"
    lines = Report()
    areas, overlaps = witnesses.judge(loaded, lines)
    _refuse_without_witnesses(path, loaded, areas, lines)
    areas = _fill_names(areas, tree)
    if _is_current(tree, areas, loaded.sha256):
        return _unchanged(tree, loaded, time.monotonic() - started)
    units = build_units(areas, joined=not dry_run, progress=progress)
    units["province_code"] = units["code"].map(province_by_code(units))
    after = foresee(store, units)
    report_kept(tree, units, after, lines)
    report = BoundariesReport(
        edition=name,
        issuer=loaded.issuer,
        read=loaded.read,
        stored=count_stored(units),
        repaired=loaded.repaired,
        refused=pd.concat([loaded.refused, lines.frame("refused")], ignore_index=True),
        warnings=pd.concat([loaded.warnings, lines.frame("warnings")], ignore_index=True),
        without_polygon=find_lost(tree, after),
        without_code=lines_of(units[units["code"].str.startswith(BPS_PREFIX)], "no_kemendagri_code"),
        seconds=time.monotonic() - started,
        provinces=sorted(units["province_code"].unique()),
        layers=loaded.layers,
    )
    if overlaps is not None and not report.is_too_large_to_compare:
        lost = report.without_polygon["code"]
        report = replace(report, borders=list_border_faults(store, tree, areas, units, lost, overlaps))
    if dry_run:
        return report if report.is_too_large_to_compare else _with_changes(store, tree, report, units, loaded)
    stored = Edition(
        name=name,
        issuer=loaded.issuer,
        code_system=loaded.code_system,
        licence=licence,
        source_file=path.name,
        sha256=loaded.sha256,
    )
    outcome = {**report.stored, "read": report.read, "refused": len(report.refused), "repaired": len(report.repaired)}
    entry = Provenance("boundaries", path.name, loaded.sha256, source=name, created_by=created_by, outcome=outcome)
    import_id = _put(store, entry, stored, units, progress)
    return replace(report, import_id=import_id, seconds=time.monotonic() - started)


def _refuse_without_witnesses(path: Path, loaded: LoadedBoundaries, areas: gpd.GeoDataFrame, lines: Report) -> None:
    """Refuse a file of which hardly any area has two witnesses: that of the few others they agree is an accident."""
    total = len(loaded.areas)
    if len(areas) and (total < _FEWEST_ROWS or len(areas) >= _LEAST_TAKEN * total):
        return
    raise BoundariesError(
        "no_area_recognised",
        N_("Only {taken} of the {count} areas in {file} can be taken, so none is. The most frequent reason:")
        if len(areas)
        else N_("None of the {count} areas in {file} can be taken. The most frequent reason:"),
        REASONS[lines.frame("refused")["reason"].mode().iloc[0]],
        taken=len(areas),
        count=total,
        file=path.name,
    )


def _with_changes(
    store: Store, tree: AreaTree, report: BoundariesReport, units: pd.DataFrame, loaded: LoadedBoundaries
) -> BoundariesReport:
    """The report of a trial run with before and after."""
    outlines = pd.concat([loaded.areas[["row", "geometry"]], loaded.left_out], ignore_index=True)
    refused = outlines.merge(report.refused[["row", "reason"]].drop_duplicates("row"), on="row")
    lost = report.without_polygon
    own_level = lost.loc[lost["code"].map(level_of) == units["level"].max(), "code"]
    return replace(report, changes=compare_outlines(store, tree, units, own_level, report.borders, refused))


def _import_embedded(
    store: Store, tree: AreaTree, *, dry_run: bool, created_by: str, progress: Progress
) -> BoundariesReport:
    """The embedded file again, after its first import was undone or newer ones came: it is the edition that it always was."""
    started = time.monotonic()
    edition, units = embedded_edition(), read_embedded()
    nothing = pd.DataFrame(columns=list(REPORT_COLUMNS))
    report = BoundariesReport(
        edition=edition.name,
        issuer="plain",
        read=len(units),
        stored=count_stored(units),
        repaired=nothing,
        refused=nothing,
        warnings=nothing,
        without_polygon=nothing,
        without_code=nothing,
        seconds=time.monotonic() - started,
        provinces=sorted(units["province_code"].unique()),
    )
    if _is_current(tree, units, edition.sha256):
        return replace(report, unchanged=True)
    lines = Report()
    after = foresee(store, units)
    report_kept(tree, units, after, lines)
    report = replace(report, warnings=lines.frame("warnings"), without_polygon=find_lost(tree, after))
    if dry_run:
        return report
    outcome = {**report.stored, "read": report.read, "refused": 0, "repaired": 0}
    entry = provenance_of(edition, outcome, created_by=created_by)
    import_id = _put(store, entry, edition, units, progress)
    return replace(report, import_id=import_id, seconds=time.monotonic() - started)


def _put(store: Store, entry: Provenance, edition: Edition, units: pd.DataFrame, progress: Progress) -> int:
    with store.writing() as connection:
        import_id = add_import(connection, entry)
        add_edition(
            connection, import_id, edition, units, progress=lambda done, total: progress(done, total, "storing")
        )
    return import_id


def _is_current(tree: AreaTree, areas: pd.DataFrame, sha256: str) -> bool:
    """Whether every area of a file is on this very file: a later one may have taken some of them over."""
    same = tree.editions.loc[tree.editions["sha256"] == sha256, "id"]
    current = tree.areas["edition_id"].reindex(areas["code"])
    return bool(current.isin(same).all())


def _unchanged(tree: AreaTree, loaded: LoadedBoundaries, seconds: float) -> BoundariesReport:
    same = tree.editions[tree.editions["sha256"] == loaded.sha256]
    nothing = pd.DataFrame(columns=list(REPORT_COLUMNS))
    provinces = list(same["province_code"].unique())
    units = tree.areas[tree.areas["edition_id"].isin(same["id"]) & tree.areas["join_version"].isna()]
    return BoundariesReport(
        edition=same["name"].iloc[0],
        issuer=loaded.issuer,
        read=loaded.read,
        stored=count_stored(units),
        repaired=loaded.repaired,
        refused=loaded.refused,
        warnings=loaded.warnings,
        without_polygon=nothing,
        without_code=nothing,
        seconds=seconds,
        unchanged=True,
        provinces=provinces,
    )


def _fill_names(areas: gpd.GeoDataFrame, tree: AreaTree) -> gpd.GeoDataFrame:
    """Names that a file does not have, or only spells in another way, come from the register, or are the code itself.

    Many files have all names in capitals, or with ``Desa`` and ``Kec.`` before them.
    """
    for level, column in PLACE_COLUMNS.items():
        code_column = "code" if level == areas["level"].iloc[0] else f"{level}_code"
        if code_column in areas:
            known = areas[code_column].map(tree.areas["name"])
            own = areas[column].notna() & ~_are_spellings(areas[column], known)
            areas[column] = areas[column].where(own, known.where(known.notna(), areas[code_column]))
    return areas


def _are_spellings(texts: "pd.Series[str]", known: "pd.Series[str]") -> "pd.Series[bool]":
    """Whether both names of a row say the same in other letters, or with other words for the kind of area before them."""
    both = texts.notna() & known.notna()
    same = [read_name(text).key == read_name(name).key for text, name in zip(texts[both], known[both], strict=True)]
    return pd.Series(same, index=texts.index[both], dtype=bool).reindex(texts.index, fill_value=False)
