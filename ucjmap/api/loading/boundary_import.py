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
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree, make_register
from ucjmap.api.loading.boundary_names import Names
from ucjmap.api.loading.boundary_report import BoundariesReport
from ucjmap.api.loading.boundary_witnesses import Witnesses
from ucjmap.api.loading.outline_changes import compare_outlines
from ucjmap.boundaries import (
    REASONS,
    ROW_COLUMNS,
    Assumptions,
    Issuer,
    LoadedBoundaries,
    Report,
    build_units,
    compose,
    find_border_faults,
    load_boundaries,
)
from ucjmap.codes import BPS_PREFIX, LEVELS, PLACE_COLUMNS, level_of
from ucjmap.errors import N_, BoundariesError
from ucjmap.schema import REPORT_COLUMNS, Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import (
    Edition,
    Provenance,
    Store,
    add_edition,
    add_import,
    mark_joined,
    read_file_rows,
    read_shapes_of,
)

#: The number of an edition that is not stored yet: newer than all others.
_THIS_FILE = 2**31 - 1


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
    tree = area_tree(store)
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
    areas = witnesses.judge(loaded, lines)
    if areas.empty:
        raise BoundariesError(
            "no_area_recognised",
            N_("None of the {count} areas in {file} can be taken. The most frequent reason:"),
            REASONS[lines.frame("refused")["reason"].mode().iloc[0]],
            count=loaded.read,
            file=path.name,
        )
    areas = _fill_names(areas, tree)
    if _is_current(tree, areas, loaded.sha256):
        return _unchanged(tree, loaded, time.monotonic() - started)
    units = build_units(areas, progress=progress)
    units["province_code"] = units["code"].map(_province_by_code(units))
    after = _foresee(store, units)
    _report_kept(tree, units, after, lines)
    report = BoundariesReport(
        edition=name,
        issuer=loaded.issuer,
        read=loaded.read,
        stored=_count_stored(units),
        repaired=loaded.repaired,
        refused=pd.concat([loaded.refused, lines.frame("refused")], ignore_index=True),
        warnings=pd.concat([loaded.warnings, lines.frame("warnings")], ignore_index=True),
        without_polygon=_find_lost(tree, after),
        without_code=_report(units[units["code"].str.startswith(BPS_PREFIX)], "no_kemendagri_code"),
        seconds=time.monotonic() - started,
        provinces=sorted(units["province_code"].unique()),
    )
    if dry_run:
        if report.is_too_large_to_compare:
            return report
        faults = find_border_faults(areas)
        lost = report.without_polygon
        changes = compare_outlines(
            store, tree, units, lost.loc[lost["code"].map(level_of) == units["level"].max(), "code"], faults
        )
        return replace(report, changes=changes)
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
    with store.writing() as connection:
        import_id = add_import(connection, entry)
        add_edition(connection, import_id, stored, units, progress=lambda done, total: progress(done, total, "storing"))
    return BoundariesReport(**{**report.__dict__, "import_id": import_id, "seconds": time.monotonic() - started})


def _is_current(tree: AreaTree, areas: gpd.GeoDataFrame, sha256: str) -> bool:
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
        stored=_count_stored(units.assign(geometry=units["west"])),
        repaired=loaded.repaired,
        refused=loaded.refused,
        warnings=loaded.warnings,
        without_polygon=nothing,
        without_code=nothing,
        seconds=seconds,
        unchanged=True,
        provinces=provinces,
    )


def _count_stored(units: pd.DataFrame) -> dict[str, int]:
    """Areas by level that have a geometry from this file."""
    own = units[units["geometry"].notna()]
    return {level: int((own["level"] == level).sum()) for level in LEVELS}


def _report(rows: pd.DataFrame, reason: str, severity: str = "warning") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": rows.get("row"),
            "code": rows["code"],
            "name": rows["name"],
            "severity": severity,
            "reason": reason,
            "detail": "",
        },
        columns=list(REPORT_COLUMNS),
    ).reset_index(drop=True)


def _fill_names(areas: gpd.GeoDataFrame, tree: AreaTree) -> gpd.GeoDataFrame:
    """Names that a file does not have come from the register, or are the code itself."""
    for level, column in PLACE_COLUMNS.items():
        code_column = "code" if level == areas["level"].iloc[0] else f"{level}_code"
        if code_column in areas:
            known = areas[code_column].map(tree.areas["name"])
            areas[column] = areas[column].where(areas[column].notna(), known.where(known.notna(), areas[code_column]))
    return areas


def _province_by_code(units: pd.DataFrame) -> pd.Series:
    parents = units.set_index("code")["parent_code"]
    top = units["code"]
    for _ in LEVELS[1:]:
        above = top.map(parents)
        top = above.where(above.isin(parents.index), top)
    return pd.Series(top.to_numpy(), index=units["code"])


def _foresee(store: Store, units: pd.DataFrame) -> pd.DataFrame:
    """The areas in force of the provinces of a file as they would be with it (``mosaic.OUTLINE_COLUMNS``)."""
    rows = units.assign(edition_id=_THIS_FILE, joined=mark_joined(units))[list(ROW_COLUMNS)]
    own = units.set_index("code")["geometry"]
    with store.reading() as connection:
        before = read_file_rows(connection, sorted(units["province_code"].unique()))

        def read(wanted: pd.DataFrame) -> npt.NDArray[np.object_]:
            is_new = (wanted["edition_id"] == _THIS_FILE).to_numpy()
            shapes = np.empty(len(wanted), dtype=object)
            shapes[is_new] = shapely.from_wkb(own.reindex(wanted.loc[is_new, "code"]).to_numpy(dtype=object))
            shapes[~is_new] = read_shapes_of(connection, wanted[~is_new])
            return shapes

        return compose(pd.concat([before, rows], ignore_index=True) if len(before) else rows, read)


def _find_lost(tree: AreaTree, after: pd.DataFrame) -> pd.DataFrame:
    """Areas that are drawn now and would not be with the file."""
    drawn = after.loc[~after["flags"].str.contains("no_geometry"), "code"]
    concerned = tree.areas["adm1"].isin(after["province_code"].unique()) & tree.areas["west"].notna()
    return _report(tree.areas[concerned & ~tree.areas.index.isin(drawn)], "no_polygon_in_file")


def _report_kept(tree: AreaTree, units: pd.DataFrame, after: pd.DataFrame, lines: Report) -> None:
    """A line for each area that keeps an earlier outline although the file has most of what is around it."""
    finest = units[units["level"] == units["level"].max()]
    beside = after[(after["level"] == finest["level"].iloc[0]) & after["parent_code"].isin(finest["parent_code"])]
    is_new = beside["edition_id"] == _THIS_FILE
    has_most = is_new.groupby(beside["parent_code"]).transform("mean") >= 0.5
    kept = beside[~is_new & has_most & ~beside["flags"].str.contains("no_geometry")]
    for code in kept["code"]:
        lines.add("warnings", "earlier_outline_kept", code=code, name=tree.areas["name"].get(code))
