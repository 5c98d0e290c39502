"""Codes and names of a boundary file against each other and against the register."""

import geopandas as gpd
import pandas as pd

from ucjmap.api.loading.boundary_known import Flags, KnownAreas
from ucjmap.api.loading.boundary_rows import are_no_desa, named
from ucjmap.boundaries import NEAR_KM, PLACE_WITH_NAMES, Report
from ucjmap.codes import LEVELS, PLACE_COLUMNS, Level, codes_at, have_desa_number, parent_of, province_of
from ucjmap.errors import N_, OpenQuestionError, Question

#: From so many contradicting rows on, and this share of the file, it is asked once instead of refused row by row.
MANY_ROWS, MANY_SHARE = 3, 0.2
#: Where the register lacks the codes of so many rows, and names and place mean other areas, it is asked once.
_NEARLY_ALL = 0.8


def judge_codes(known: KnownAreas, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Rows whose codes the register knows, or that can be new areas; ``agreed``: code and names say the same.

    Raises
    ------
    OpenQuestionError
        Codes and names contradict each other in many rows.
    """
    level: Level = areas["level"].iloc[0]
    areas["by_names"] = False
    if known.tree.areas.empty:
        areas["agreed"] = True
        return areas
    registered = areas["code"].isin(known.tree.areas.index)
    areas["agreed"] = registered & known.names.agree(areas) & areas[PLACE_COLUMNS[level]].notna()
    doubted = areas[~areas["agreed"]]
    areas["meant"] = None
    if len(doubted):
        areas.loc[doubted.index, "meant"] = known.names.mean_within(doubted, level)
    areas.loc[registered & (areas["meant"] == areas["code"]), "agreed"] = True
    other = areas["meant"].notna() & ~areas["agreed"]
    contradicting = areas[registered & other]
    areas = _settle(known, areas, contradicting, report) if len(contradicting) else areas
    areas = _drop_strayed_names(known, areas, report)
    areas = _judge_unknown(known, areas, report)
    unlike = areas[~areas["agreed"] & areas[PLACE_COLUMNS[level]].notna()]
    report.add_rows("warnings", "name_unlike_register", named(unlike), [known.say(code) for code in unlike["code"]])
    return areas


def _drop_strayed_names(known: KnownAreas, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Names above the rows that are those of other areas than the codes say are dropped, or asked about where many are.

    They name whole kecamatan and kabupaten: one name too many would change the name of an area in all that is shown.
    """
    if areas.empty:
        return areas
    strayed = known.names.strayed_above(areas).mask(~areas["code"].isin(known.tree.areas.index), False)
    rows = areas[strayed.any(axis=1)]
    is_asked = len(rows) >= MANY_SHARE * len(areas) or _are_whole_areas(areas, strayed)
    if len(rows) >= MANY_ROWS and is_asked and not known.assumptions.trusts("codes"):
        counts: dict[str, object] = {"count": len(rows), "total": len(areas)}
        text = N_(
            "In {count} of {total} rows the province, kabupaten or kecamatan has the name of another one than that of the "
            "code; the place agrees with the code."
        )
        raise OpenQuestionError(Question("names_above_contradict", text, counts, ("codes",)))
    texts = rows[strayed.columns].where(strayed.loc[rows.index])
    said = [" / ".join(row.dropna()) for _, row in texts.iterrows()]
    report.add_rows("warnings", "parent_unlike_code", named(rows), said)
    for column in strayed:
        areas[column] = areas[column].mask(strayed[column], None)
    return areas


def _are_whole_areas(areas: gpd.GeoDataFrame, strayed: pd.DataFrame) -> bool:
    """Whether most rows of a kecamatan, kabupaten or province bear the name of another one, and they are not few."""
    for level, column in PLACE_COLUMNS.items():
        if column in strayed:
            rows = strayed[column].groupby(codes_at(areas["code"], level).to_numpy()).agg(["mean", "sum"])
            if ((rows["mean"] > 0.5) & (rows["sum"] >= MANY_ROWS)).any():
                return True
    return False


def _settle(known: KnownAreas, areas: gpd.GeoDataFrame, rows: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Rows whose code and names mean two areas: asked where they are many, else refused, unless it is settled."""
    by_code, by_names = known.distance_km(rows, rows["code"]), known.distance_km(rows, rows["meant"])
    if known.assumptions.trusts("names"):
        areas.loc[rows.index, "code"] = rows["meant"]
        areas.loc[rows.index, ["by_names", "agreed"]] = True
        return areas
    if known.assumptions.trusts("codes"):
        return areas
    for_names = by_names < by_code
    if len(rows) >= MANY_ROWS and len(rows) >= MANY_SHARE * len(areas):
        raise OpenQuestionError(_contradiction(areas, rows, for_names))
    details = [
        f"{known.say(code)} ≠ {known.say(meant)}; {'names' if fits else 'code'} + place"
        for code, meant, fits in zip(rows["code"], rows["meant"], for_names, strict=True)
    ]
    report.add_rows("refused", "code_and_name_disagree", named(rows), details)
    return areas.drop(index=rows.index)


def _judge_unknown(known: KnownAreas, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Codes that the register lacks: a new desa if names and neighbours speak for it, else a line."""
    unknown = areas[~areas["code"].isin(known.tree.areas.index)]
    if unknown.empty:
        return areas
    if known.assumptions.trusts("names"):
        sure = unknown[unknown["meant"].notna()]
        areas.loc[sure.index, "code"] = sure["meant"]
        areas.loc[sure.index, ["by_names", "agreed"]] = True
        unknown = unknown.drop(index=sure.index)
    unregistered = unknown[[not known.has_register(code) for code in unknown["code"]]]
    if len(unregistered):
        report.add("warnings", "no_register", detail=", ".join(sorted(set(unregistered["code"].map(province_of)))))
    unknown = unknown.drop(index=unregistered.index)
    no_desa = are_no_desa(unknown, unknown["code"])
    report.add_rows("refused", "no_desa", named(unknown[no_desa]))
    rest = unknown[~no_desa]
    new = _are_new(known, rest) if len(rest) else pd.Series(dtype=bool)
    report.add_rows("warnings", "area_new", named(rest[new]))
    refused = rest[~new]
    _ask_for_names(known, areas, refused)
    details = ["" if meant is None else f"names: {known.say(meant)}" for meant in refused["meant"]]
    report.add_rows("refused", "code_not_in_register", named(refused), details)
    areas.loc[[*unregistered.index, *rest[new].index], "agreed"] = True
    return areas.drop(index=[*unknown[no_desa].index, *refused.index])


def _ask_for_names(known: KnownAreas, areas: gpd.GeoDataFrame, unknown: gpd.GeoDataFrame) -> None:
    """Ask once where the names of many rows with unknown codes mean areas that lie where the rows do."""
    meant = unknown[unknown["meant"].notna()]
    if len(meant) < max(MANY_ROWS, _NEARLY_ALL * len(areas)) or known.assumptions.trusts("codes"):
        return
    fitting = int((known.gap_km(meant, meant["meant"]) <= NEAR_KM).sum())
    if fitting >= _NEARLY_ALL * len(meant):
        counts: dict[str, object] = {"count": len(unknown), "total": len(areas), "fitting": fitting}
        text = N_(
            "The register has no area of the codes of {count} of {total} rows; the names of {fitting} mean areas that lie there."
        )
        raise OpenQuestionError(Question("codes_unknown", text, counts, ("names",)))


def _are_new(known: KnownAreas, areas: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Which unknown areas can be new ones: a name of their own, below a known parent and beside its other areas."""
    level: Level = areas["level"].iloc[0]
    if level in ("adm1", "adm2"):
        return pd.Series(False, index=areas.index)
    parents = areas["code"].map(parent_of)
    below_known = parents.isin(known.tree.areas.index)
    numbered = have_desa_number(areas["code"].str.replace(".", "", regex=False)) if level == "adm4" else True
    new = below_known & numbered & areas["meant"].isna() & areas[PLACE_COLUMNS[level]].notna()
    new &= ~known.names.are_carried_nearby(areas)
    above = areas.assign(code=parents, level=LEVELS[LEVELS.index(level) - 1])
    new &= pd.Series(False, index=areas.index) if not new.any() else _agree_above(known, above, new)
    beside = known.gap_km(areas, parents) <= NEAR_KM / 3
    return new & beside


def _agree_above(known: KnownAreas, parents: pd.DataFrame, asked: "pd.Series[bool]") -> "pd.Series[bool]":
    agreed = known.names.agree(parents[asked])
    return agreed.reindex(parents.index, fill_value=False)


def _contradiction(areas: gpd.GeoDataFrame, rows: gpd.GeoDataFrame, for_names: Flags) -> Question:
    """The question for a file in which codes and names mean different areas in many rows."""
    share = float(for_names.mean())
    counts: dict[str, object] = {"count": len(rows), "total": len(areas), "row": _shifted_from(areas, rows)}
    if counts["row"]:
        text = N_("Codes are shifted by one row from row {row} on: {count} of {total} rows have a neighbour's code.")
        return Question("codes_shifted", text, counts, ("names",))
    if share > 0.6:
        return Question("codes_contradict", PLACE_WITH_NAMES, counts, ("names",))
    if share < 0.4:
        text = N_("Code and names contradict each other in {count} of {total} rows; the place agrees with the codes.")
        return Question("names_contradict", text, counts, ("codes",))
    text = N_("Code and names contradict each other in {count} of {total} rows.")
    return Question("codes_and_names_contradict", text, counts, ("names", "codes"))


def _shifted_from(areas: gpd.GeoDataFrame, rows: gpd.GeoDataFrame) -> int | None:
    """First row from which most codes are those of the row before or after; None where they are not."""
    ordered = areas.sort_values("row")
    meant = ordered["meant"].where(ordered["meant"].notna(), ordered["code"])
    for step in (1, -1):
        beside = (ordered["code"] == meant.shift(step)) & ordered.index.isin(rows.index)
        if beside.sum() >= 0.7 * len(rows):
            return int(ordered.loc[ordered.index.isin(rows.index), "row"].iloc[0])
    return None
