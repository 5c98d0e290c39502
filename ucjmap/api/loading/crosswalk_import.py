"""The table from BPS codes to Kemendagri codes: built from boundaries of both editions, or given as a file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree, make_register
from ucjmap.boundaries import load_boundaries
from ucjmap.codes import LEVELS, PLACE_COLUMNS, Level, bps_codes_at, level_of, level_of_digits
from ucjmap.errors import N_, MatchingError
from ucjmap.intake import ISSUE_COLUMNS, issue, read_crosswalk_rows, read_sheets
from ucjmap.matching import (
    Register,
    Relation,
    read_digits,
    relate_pairs,
    repair_code,
    settle_conversions,
)
from ucjmap.matching import build_crosswalk as overlap_areas
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import (
    Provenance,
    Store,
    add_crosswalk,
    add_import,
    read_boundary_editions,
    read_crosswalk,
    read_edition_units,
)

_RELATIONS: Final = get_args(Relation)


@dataclass(frozen=True)
class CrosswalkReport:
    """What a table of codes holds, or would hold.

    ``pairs`` has one row for each pair that was taken in (bps_code, code, relation, iou, share_from, share_to, method,
    edition_from, edition_to), ``issues`` the rows of a file that were not (``ISSUE_COLUMNS``). ``read`` counts the
    rows of the file, or the BPS areas with a polygon. ``import_id`` is None in a trial run and where nothing changes.
    """

    read: int
    pairs: pd.DataFrame
    issues: pd.DataFrame
    import_id: int | None = None

    def counts(self) -> dict[str, Any]:
        """Rows of the file and BPS codes of the table, by what became of them.

        Returns
        -------
        dict
            ``read`` rows or areas, of which ``refused`` had no usable pair; ``pairs`` of ``codes`` BPS codes. Of the
            ``desa_codes`` among these ``same`` convert by themselves, ``split``, ``merged`` and ``changed`` are asked.
            ``import_id`` is None where nothing was stored.
        """
        conversions = settle_conversions(self.pairs)
        desa = [
            conversion.relation for code, conversion in conversions.items() if level_of_digits(code, "bps") == "adm4"
        ]
        by_relation = {relation: desa.count(relation) for relation in _RELATIONS}
        return {
            "read": self.read,
            "codes": len(conversions),
            "desa_codes": len(desa),
            **by_relation,
            "pairs": len(self.pairs),
            "refused": int(self.issues["row"].nunique()),
            "import_id": self.import_id,
        }


def build_crosswalk(
    store: Store,
    path: Path | None = None,
    *,
    bps_edition: str | None = None,
    edition: str | None = None,
    dry_run: bool = False,
    created_by: str = "",
    progress: Progress = no_progress,
) -> CrosswalkReport:
    """Compare boundaries with BPS codes and with Kemendagri codes, level by level, and keep which codes share ground.

    Parameters
    ----------
    path
        Boundary file with BPS codes, which is only read; without it the newest stored edition with BPS codes, or
        ``bps_edition`` by its name. It need not be current.
    edition
        Name of the edition with Kemendagri codes; by default the newest of each province. Model boundaries are left
        out: nobody drew them, so their overlap says nothing.
    dry_run
        Whether to report only.
    progress
        Called between the steps; may raise to cancel, and then nothing is stored.

    Returns
    -------
    CrosswalkReport
        One pair for each BPS code and Kemendagri code of one level that share ground.

    Raises
    ------
    MatchingError
        Boundaries of one side are missing.
    BoundariesError
        The file at ``path`` cannot be read as boundaries.
    """
    villages, name_from, digest = _bps_villages(store, path, bps_edition, progress)
    targets, name_to = _kemendagri_areas(store, edition, villages)
    parts = []
    for level in reversed(LEVELS):
        own = targets[targets["level"] == level]
        if len(own):
            parts.append(overlap_areas(_dissolve(villages, level), own, progress=progress))
    pairs = pd.concat(parts, ignore_index=True).assign(method="polygons", edition_from=name_from, edition_to=name_to)
    pairs = pairs.drop(columns=["name_from", "name_to"])
    report = CrosswalkReport(len(villages), pairs, pd.DataFrame(columns=list(ISSUE_COLUMNS)))
    file_name = path.name if path else name_from
    return _keep(store, report, file_name, digest, dry_run=dry_run, created_by=created_by)


def _bps_villages(
    store: Store, path: Path | None, edition: str | None, progress: Progress
) -> tuple[gpd.GeoDataFrame, str, str]:
    """Polygons with BPS codes and the names of all levels; the name of their edition; the checksum of the file."""
    if path is not None:
        loaded = load_boundaries(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress)
        areas = loaded.areas[loaded.areas["bps_code"].notna() & (loaded.areas["level"] == "adm4")]
        if areas.empty:
            raise _no_bps(path.name)
        return areas[["bps_code", *PLACE_COLUMNS.values(), "geometry"]], path.stem, loaded.sha256
    with store.reading() as connection:
        editions = read_boundary_editions(connection)
        chosen = editions[editions["code_system"] == "bps"]
        chosen = chosen[chosen["name"] == edition] if edition else chosen[chosen["id"] == chosen["id"].max()]
        if chosen.empty:
            raise _no_bps(edition or "UCJMap")
        units = read_edition_units(connection, int(chosen["id"].iloc[0]), list(chosen["province_code"]))
    names = units.set_index("code")["name"]
    villages = units[(units["level"] == "adm4") & units["bps_code"].notna()].copy()
    above = villages["code"]
    for level in reversed(LEVELS):
        villages[PLACE_COLUMNS[level]] = above.map(names)
        above = above.map(units.set_index("code")["parent_code"])
    shapes = shapely.from_wkb(villages["geometry"].to_numpy(dtype=object))
    columns = villages[["bps_code", *PLACE_COLUMNS.values()]]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326"), str(chosen["name"].iloc[0]), ""


def _no_bps(where: str) -> MatchingError:
    return MatchingError(
        "no_bps_boundaries",
        N_("{where} has no desa boundaries with BPS codes."),
        N_("Give a boundary file of BPS or OCHA (COD-AB) with desa, for example the zipped shapefile as published."),
        where=where,
    )


def _kemendagri_areas(store: Store, edition: str | None, villages: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, str]:
    """Areas of the newest drawn edition of each province that lies near ``villages``; the names of these editions."""
    west, south, east, north = villages.total_bounds
    with store.reading() as connection:
        editions = read_boundary_editions(connection)
        drawn = editions[(editions["code_system"] == "kemendagri") & ~editions["is_model"].astype(bool)]
        drawn = drawn[drawn["name"] == edition] if edition else drawn.drop_duplicates("province_code")
        parts = [
            read_edition_units(connection, int(number), list(group["province_code"]))
            for number, group in drawn.groupby("id")
        ]
    units = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if len(units):
        units = units[
            (units["west"] < east) & (units["east"] > west) & (units["south"] < north) & (units["north"] > south)
        ]
    if units.empty:
        raise MatchingError(
            "no_kemendagri_boundaries",
            N_("The store has no drawn boundaries with Kemendagri codes for the area of the BPS boundaries."),
            N_("Load them first (for example BIG's); the embedded model boundaries are too coarse for a comparison."),
        )
    names = sorted(drawn.loc[drawn["province_code"].isin(units["province_code"].unique()), "name"].unique())
    shapes = shapely.from_wkb(units["geometry"].to_numpy(dtype=object))
    return gpd.GeoDataFrame(units[["code", "name", "level"]], geometry=shapes, crs="EPSG:4326"), "; ".join(names)


def _dissolve(villages: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """Areas of ``level`` by the leading digits of the codes of their villages."""
    codes = bps_codes_at(villages["bps_code"], level)
    named = villages.assign(bps_code=codes, name=villages[PLACE_COLUMNS[level]])[["bps_code", "name", "geometry"]]
    if level == "adm4":
        return named
    groups = named.groupby("bps_code")
    return gpd.GeoDataFrame(
        {"bps_code": list(groups.groups), "name": list(groups["name"].first())},
        geometry=[shapely.union_all(shapes.to_numpy()) for _, shapes in groups["geometry"]],
        crs=villages.crs,
    )


def import_crosswalk(
    store: Store,
    path: Path,
    *,
    source: str = "",
    dry_run: bool = False,
    created_by: str = "",
    progress: Progress = no_progress,
) -> CrosswalkReport:
    """Take in a table with a column of BPS codes and one of Kemendagri codes.

    A BPS code in several rows is ``split``, several with one Kemendagri code are ``merged``, unless the table says it
    itself in a column ``relation`` (as an exported one does).

    Parameters
    ----------
    path
        Workbook or delimited text.
    source
        Who gave the table, as the history shows it.
    dry_run
        Whether to report only.

    Returns
    -------
    CrosswalkReport
        The pairs taken in, and a line for each row that was not.

    Raises
    ------
    IntakeError, MatchingError
        The file is no such table, or none of its rows can be used.
    """
    sheets = read_sheets(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress)
    rows = read_crosswalk_rows(sheets)
    pairs, issues = _read_pairs(rows, make_register(store))
    if pairs.empty:
        raise MatchingError(
            "no_pairs",
            N_("No row of {file} has a BPS code and a Kemendagri code that the register knows."),
            N_("Write both codes as text, e.g. 6101010001 and 61.01.01.2001."),
            file=path.name,
        )
    pairs = pairs.drop_duplicates(["bps_code", "code"])
    stated = pairs["relation"].where(pairs["relation"].isin(_RELATIONS))
    pairs["relation"] = stated.where(stated.notna(), relate_pairs(pairs))
    pairs = pairs.assign(iou=None, share_from=None, share_to=None, method="file", edition_from=path.stem, edition_to="")
    report = CrosswalkReport(len(rows), pairs.drop(columns=["row", "sheet"]).reset_index(drop=True), issues)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return _keep(store, report, path.name, digest, source=source, dry_run=dry_run, created_by=created_by)


def _read_pairs(rows: pd.DataFrame, register: Register) -> tuple[pd.DataFrame, pd.DataFrame]:
    pairs, issues = [], []
    for row in rows.to_dict("records"):
        about = {"name": f"{row['bps_cell'] or ''} – {row['code_cell'] or ''}", "sheet": row["sheet"]}
        digits = read_digits(row["bps_cell"]).digits
        repaired = repair_code(row["code_cell"], register, system="kemendagri")
        if level_of_digits(digits, "bps") is None:
            issues.append(issue(row["row"], "bad_bps_code", severity="error", **about, text=str(row["bps_cell"] or "")))
        elif repaired.code is None:
            reason = "unknown_code" if repaired.reason == "other_level" else repaired.reason
            issues.append(issue(row["row"], reason, severity="error", **about))
        elif level_of_digits(digits, "bps") != level_of(repaired.code):
            issues.append(issue(row["row"], "levels_differ", severity="error", **about))
        else:
            pairs.append(
                {"bps_code": digits, "code": repaired.code, **{key: row[key] for key in ("relation", "row", "sheet")}}
            )
    columns = ["bps_code", "code", "relation", "row", "sheet"]
    return pd.DataFrame(pairs, columns=columns), pd.DataFrame(issues, columns=list(ISSUE_COLUMNS))


def _keep(
    store: Store,
    report: CrosswalkReport,
    file_name: str,
    digest: str,
    *,
    source: str = "",
    dry_run: bool,
    created_by: str,
) -> CrosswalkReport:
    if dry_run or _is_known(store, report.pairs):
        return report
    entry = Provenance(
        "crosswalk", file_name, digest, source=source or report.pairs["edition_to"].iloc[0], created_by=created_by,
        outcome={key: value for key, value in report.counts().items() if key != "import_id"},
    )  # fmt: skip
    with store.writing() as connection:
        import_id = add_import(connection, entry)
        add_crosswalk(connection, import_id, report.pairs)
    return CrosswalkReport(report.read, report.pairs, report.issues, import_id)


def _is_known(store: Store, pairs: pd.DataFrame) -> bool:
    """Whether the very same is in force for all these codes."""
    key = ["bps_code", "code", "relation", "method"]
    with store.reading() as connection:
        known = read_crosswalk(connection)
    known = known[known["bps_code"].isin(pairs["bps_code"])]
    return set(known[key].itertuples(index=False, name=None)) == set(pairs[key].itertuples(index=False, name=None))


def show_crosswalk(store: Store, *, code: str | None = None) -> pd.DataFrame:
    """Pairs of BPS and Kemendagri codes in force, with the names of today.

    Parameters
    ----------
    code
        Keep the pairs of this BPS code (digits) or Kemendagri code (with dots); all without it.

    Returns
    -------
    pandas.DataFrame
        One row is one pair, best of each BPS code first; ``name`` is missing where the register lacks the area.
    """
    with store.reading() as connection:
        pairs = read_crosswalk(connection)
    if code is not None:
        pairs = pairs[(pairs["bps_code"] == code) | (pairs["code"] == code)]
    tree: AreaTree = area_tree(store)
    return pairs.assign(name=pairs["code"].map(tree.areas["name"])).reset_index(drop=True)
