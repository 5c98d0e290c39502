"""Taking in a boundary file: its areas become the current boundaries of the provinces that it covers.

No area of the register is lost by it: an area that the file has no polygon for stays, without geometry where the file
covers its kabupaten, with its earlier geometry elsewhere, so that coverage data keep rolling up.
"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.boundary_names import Names
from ucjmap.api.boundary_witnesses import Witnesses
from ucjmap.boundaries import Assumptions, Issuer, LoadedBoundaries, Report, build_units, load_boundaries
from ucjmap.codes import BPS_PREFIX, LEVELS, PLACE_COLUMNS, codes_at
from ucjmap.errors import N_, BoundariesError
from ucjmap.matching import Register
from ucjmap.schema import REPORT_COLUMNS, Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import Edition, Provenance, Store, add_edition, add_import, read_province_units

#: Digits of a BPS code by level.
_SHAPE_COLUMNS = ["area_km2", "west", "south", "east", "north", "geometry", "overview"]


@dataclass(frozen=True)
class BoundariesReport:
    """What became of a boundary file.

    The frames have ``schema.REPORT_COLUMNS``: ``repaired`` and ``warnings`` are rows that were taken in, ``refused``
    rows that were not. ``without_polygon`` are areas of the register that the file should have and has not,
    ``without_code`` areas that were taken in under their BPS code only because no Kemendagri code could be told.
    ``import_id`` is None for a trial run and where the very same file is current already (``unchanged``).
    """

    edition: str
    issuer: str
    read: int
    stored: dict[str, int]
    repaired: pd.DataFrame
    refused: pd.DataFrame
    warnings: pd.DataFrame
    without_polygon: pd.DataFrame
    without_code: pd.DataFrame
    seconds: float
    import_id: int | None = None
    unchanged: bool = False
    provinces: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values for JSON."""
        frames = ("repaired", "refused", "warnings", "without_polygon", "without_code")
        plain = {name: value for name, value in self.__dict__.items() if name not in frames}
        records = {name: getattr(self, name).to_dict("records") for name in frames}
        return {**plain, **records, "seconds": round(self.seconds, 2)}


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

    ``assume`` has what a person said where witnesses contradict each other: ``swap``, ``south``, ``zone=49S``,
    ``names``, ``codes``, ``place``.

    Raises
    ------
    OpenQuestionError
        Code, names and place of the file contradict each other; it tells what would be right.
    BoundariesError
        The file is refused whole; the store is as it was.
    """
    started = time.monotonic()
    tree = area_tree(store)
    witnesses = Witnesses(tree, Names(tree, _register(tree)), Assumptions.read(assume))
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
    areas = _fill_names(witnesses.judge(loaded, lines), tree)
    if areas.empty:
        raise BoundariesError(
            "no_area_recognised",
            N_("None of the {count} areas in {file} could be recognised by code or name."),
            N_("Choose the issuer of the file yourself, or add a column with the Kemendagri code."),
            count=loaded.read,
            file=path.name,
        )
    if _is_current(tree, areas, loaded.sha256):
        return _unchanged(tree, loaded, time.monotonic() - started)
    units = build_units(areas, progress=progress)
    units["province_code"] = units["code"].map(_province_by_code(units))
    units, without_polygon = _keep_register(store, units)
    report = BoundariesReport(
        edition=name,
        issuer=loaded.issuer,
        read=loaded.read,
        stored=_count_stored(units),
        repaired=loaded.repaired,
        refused=pd.concat([loaded.refused, lines.frame("refused")], ignore_index=True),
        warnings=pd.concat([loaded.warnings, lines.frame("warnings")], ignore_index=True),
        without_polygon=without_polygon,
        without_code=_report(units[units["code"].str.startswith(BPS_PREFIX)], "no_kemendagri_code"),
        seconds=time.monotonic() - started,
        provinces=sorted(units["province_code"].unique()),
    )
    if dry_run:
        return report
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


def _register(tree: AreaTree) -> Register:
    """The names of the current areas; of an empty store none, and nothing is matched with it."""
    if tree.areas.empty:
        return Register({}, {}, {level: [] for level in LEVELS}, {}, {}, {}, {}, {}, {}, Counter())
    return Register.from_units(tree.areas.drop(columns=list(LEVELS)))


def _is_current(tree: AreaTree, areas: gpd.GeoDataFrame, sha256: str) -> bool:
    """Whether every province of a file is on this very file: a later one may have taken some of them over."""
    provinces = areas.get("adm1_code", areas["code"]).unique()
    current = tree.editions.set_index("province_code")["sha256"].reindex(provinces)
    return bool(current.eq(sha256).all())


def _unchanged(tree: AreaTree, loaded: LoadedBoundaries, seconds: float) -> BoundariesReport:
    same = tree.editions[tree.editions["sha256"] == loaded.sha256]
    nothing = pd.DataFrame(columns=list(REPORT_COLUMNS))
    provinces = list(same["province_code"])
    units = tree.areas[tree.areas["adm1"].isin(provinces)]
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
    own = units[units["geometry"].notna() & ~units["flags"].str.contains("carried")]
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


def _keep_register(store: Store, units: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add the areas of the register that the file does not have, and give those that it ought to have as a report."""
    with store.reading() as connection:
        before = read_province_units(connection, sorted(units["province_code"].unique()))
    finest = LEVELS.index(units["level"].max())
    missing = before[~before["code"].isin(units["code"])].copy()
    covered = codes_at(missing["code"], "adm2").isin(units.loc[units["level"] == "adm2", "code"])
    depth = missing["level"].map(LEVELS.index)
    obsolete = missing["code"].str.startswith(BPS_PREFIX) & (depth <= finest)
    missing, covered, depth = missing[~obsolete], covered[~obsolete], depth[~obsolete]
    no_polygon = covered & (depth <= finest)
    missing.loc[no_polygon, _SHAPE_COLUMNS] = None
    flag = pd.Series("carried", index=missing.index).where(~no_polygon, "no_geometry")
    missing["flags"] = [_add_flag(flags, word) for flags, word in zip(missing["flags"], flag, strict=True)]
    together = pd.concat([units, missing], ignore_index=True)
    _redraw_provinces(together, missing.loc[~no_polygon & (depth == 1), "province_code"])
    lost = missing[no_polygon & (depth == finest)]
    return together, _report(lost, "no_polygon_in_file")


def _add_flag(flags: str, word: str) -> str:
    return "|".join(sorted({*filter(None, flags.split("|")), word}))


def _redraw_provinces(units: pd.DataFrame, provinces: pd.Series) -> None:
    """A file that covers some kabupaten of a province only: the province is drawn from old and new ones together."""
    for code in provinces.unique():
        parts = units[(units["level"] == "adm2") & (units["province_code"] == code)]
        whole = shapely.union_all(shapely.from_wkb(parts["geometry"].dropna().to_numpy(dtype=object)))
        west, south, east, north = shapely.bounds(whole)
        row = units.index[units["code"] == code][0]
        wkb = shapely.to_wkb(whole)
        drawn = {"geometry": wkb, "overview": None, "west": west, "south": south, "east": east, "north": north}
        for column, value in {**drawn, "area_km2": parts["area_km2"].sum()}.items():
            units.at[row, column] = value
