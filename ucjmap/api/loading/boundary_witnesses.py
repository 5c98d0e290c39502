"""Three witnesses for each outline of a boundary file: its code, its names with all above them, and its place.

Two have to agree. What the third says against them is a line of the report; where a file as a whole contradicts itself
it is asked which witness is right (``OpenQuestionError``), and nothing is stored until somebody says so.
"""

import re
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ucjmap.api.areas import AreaTree
from ucjmap.api.loading.boundary_names import Names
from ucjmap.boundaries import NEAR_KM, Assumptions, LoadedBoundaries, Report, area_km2
from ucjmap.codes import (
    BPS_PREFIX,
    LEVELS,
    PLACE_COLUMNS,
    Level,
    bps_codes_at,
    code_at,
    depth_of,
    have_desa_number,
    parent_of,
    province_of,
)
from ucjmap.errors import N_, BoundariesError, OpenQuestionError, Question

_KM_PER_DEGREE: Final = 111.2
#: Where code and name agree, an outline this far from the register's place is stored with a line: two published
#: centres of the country are wrong by nearly as much. Beyond it, or with one witness only, the row is refused.
_FAR_KM: Final = 100.0
#: A centre that was guessed (``no_centre``, ``doubtful_centre``) only tells the kabupaten.
_DOUBTFUL_KM: Final = 300.0
#: From so many contradicting rows on, and this share of the file, it is asked once instead of refused row by row.
_MANY_ROWS, _MANY_SHARE = 3, 0.2
#: An outline this many times as large as the register's, over the centres of so many other areas, is no such area.
_TOO_LARGE: Final = 30.0
_MOST_CENTRES: Final = dict(zip(LEVELS, (2, 4, 12, 40), strict=True))
#: A shift of the whole file is one where all rows moved alike.
_SHIFT_KM, _SHIFT_SPREAD, _FEWEST_ROWS = 1.0, 0.25, 5
#: From this share of outlines on that hold another's centre and not their own, the file is out of step: outlines of
#: 2020 held against the register of 2025 come to 15 %. ``_CLEARLY``: so far from its own centre, in its own width.
_MISPLACED_SHARE, _CLEARLY = 0.35, 0.25
_SAME_SIZE: Final = 5.0
#: Provinces from which on a register is taken for one of the whole country.
_WHOLE_COUNTRY: Final = 34
_NO_DESA: Final = re.compile(
    r"(?:kota |kabupaten |kecamatan |kawasan |areal? |wilayah )*"
    r"(?:hutan|danau|waduk|situ|laut|perairan|rawa|sungai|kosong|tubuh air|tak bertuan)"
    r"(?: (?:lindung|negara|produksi|adat|kosong|air|konservasi|taman nasional))*",
    re.IGNORECASE,
)
#: What BPS writes in the place of a kecamatan or desa for land that is none: 555, 888, 999.
_NO_DESA_DIGITS: Final = re.compile(r"(?:555|888|999)$")

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Witnesses:
    """The register as it stands, against which a file is held."""

    tree: AreaTree
    names: Names
    assumptions: Assumptions

    def locate(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Where the register has the areas that rows claim to be: lon, lat, radius_km; no number where unknown."""
        level: Level = areas["level"].iloc[0]
        claimed = areas["code"].where(areas["code"].isin(self.tree.areas.index))
        if claimed.isna().all():
            claimed = self._claim_by_names(areas, level)
        known = self.tree.areas.reindex(claimed.to_numpy())
        size = np.hypot(known["east"] - known["west"], known["north"] - known["south"]) * _KM_PER_DEGREE / 2
        places = pd.DataFrame({"lon": known["lon"], "lat": known["lat"], "radius_km": size.fillna(0.0)})
        return places.set_axis(areas.index)

    def _claim_by_names(self, areas: pd.DataFrame, own: Level) -> "pd.Series[str]":
        """What the names mean; one column of names alone at the level at which most of them are known."""
        if areas["code"].notna().any() or not _is_one_column(areas, own):
            return self.names.mean(areas, own)
        by_level = [self.names.mean(_at_level(areas, own, level), level) for level in reversed(LEVELS)]
        return max(by_level, key=lambda meant: int(meant.notna().sum()))

    def judge(self, loaded: LoadedBoundaries, report: Report) -> gpd.GeoDataFrame:
        """Areas of the file that two witnesses speak for, each with its code and those above it.

        Raises
        ------
        OpenQuestionError
            The file as a whole contradicts itself.
        BoundariesError
            It is a file of areas that no register can know.
        """
        areas = loaded.areas.copy()
        if self.tree.areas.empty:
            report.add("warnings", "no_register")
        if loaded.code_system == "kemendagri":
            areas = self._judge_codes(areas, report)
        else:
            areas = self._read_level(areas, loaded, report)
            areas = self._judge_names(areas, report)
        areas = self._drop_claimed_twice(areas, report)
        areas = self._judge_place(areas, report)
        return _with_ancestors(areas)

    # -- codes and names ------------------------------------------------------------------------------------------

    def _judge_codes(self, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
        level: Level = areas["level"].iloc[0]
        areas["by_names"] = False
        if self.tree.areas.empty:
            areas["agreed"] = True
            return areas
        known = areas["code"].isin(self.tree.areas.index)
        areas["agreed"] = known & self.names.agree(areas) & areas[PLACE_COLUMNS[level]].notna()
        doubted = areas[~areas["agreed"]]
        areas["meant"] = None
        if len(doubted):
            areas.loc[doubted.index, "meant"] = self.names.mean_within(doubted, level)
        areas.loc[known & (areas["meant"] == areas["code"]), "agreed"] = True
        other = areas["meant"].notna() & ~areas["agreed"]
        contradicting = areas[known & other]
        areas = self._settle(areas, contradicting, report) if len(contradicting) else areas
        areas = self._judge_unknown(areas, report)
        unlike = areas[~areas["agreed"] & areas[PLACE_COLUMNS[level]].notna()]
        report.add_rows(
            "warnings", "name_unlike_register", _named(unlike), [self._say(code) for code in unlike["code"]]
        )
        return areas

    def _settle(self, areas: gpd.GeoDataFrame, rows: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
        """Rows whose code and names mean two areas: asked where they are many, else refused, unless it is settled."""
        by_code, by_names = self._distance_km(rows, rows["code"]), self._distance_km(rows, rows["meant"])
        if self.assumptions.trusts("names"):
            areas.loc[rows.index, "code"] = rows["meant"]
            areas.loc[rows.index, ["by_names", "agreed"]] = True
            return areas
        if self.assumptions.trusts("codes"):
            return areas
        for_names = by_names < by_code
        if len(rows) >= _MANY_ROWS and len(rows) >= _MANY_SHARE * len(areas):
            raise OpenQuestionError(_contradiction(areas, rows, for_names))
        details = [
            f"{self._say(code)} ≠ {self._say(meant)}; {'names' if fits else 'code'} + place"
            for code, meant, fits in zip(rows["code"], rows["meant"], for_names, strict=True)
        ]
        report.add_rows("refused", "code_and_name_disagree", _named(rows), details)
        return areas.drop(index=rows.index)

    def _judge_unknown(self, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
        """Codes that the register lacks: a new desa if names and neighbours speak for it, else a line."""
        unknown = areas[~areas["code"].isin(self.tree.areas.index)]
        if unknown.empty:
            return areas
        if self.assumptions.trusts("names"):
            sure = unknown[unknown["meant"].notna()]
            areas.loc[sure.index, "code"] = sure["meant"]
            areas.loc[sure.index, ["by_names", "agreed"]] = True
            unknown = unknown.drop(index=sure.index)
        unregistered = unknown[[not self._has_register(code) for code in unknown["code"]]]
        if len(unregistered):
            report.add("warnings", "no_register", detail=", ".join(sorted(set(unregistered["code"].map(province_of)))))
        unknown = unknown.drop(index=unregistered.index)
        no_desa = pd.Series([is_no_desa(name) for name in _named(unknown)["name"]], index=unknown.index, dtype=bool)
        report.add_rows("refused", "no_desa", _named(unknown[no_desa]))
        rest = unknown[~no_desa]
        new = self._are_new(rest) if len(rest) else pd.Series(dtype=bool)
        report.add_rows("warnings", "area_new", _named(rest[new]))
        refused = rest[~new]
        details = ["" if meant is None else f"names: {self._say(meant)}" for meant in refused["meant"]]
        report.add_rows("refused", "code_not_in_register", _named(refused), details)
        areas.loc[[*unregistered.index, *rest[new].index], "agreed"] = True
        return areas.drop(index=[*unknown[no_desa].index, *refused.index])

    def _has_register(self, code: str) -> bool:
        """Whether the register can know an area of this code: it has its province, or the whole country."""
        provinces = self.tree.areas["adm1"].cat.categories
        return code_at(code, "adm1") in provinces or len(provinces) >= _WHOLE_COUNTRY

    def _are_new(self, areas: gpd.GeoDataFrame) -> "pd.Series[bool]":
        """Which unknown areas can be new ones: a name of their own, below a known parent and beside its other areas."""
        level: Level = areas["level"].iloc[0]
        if level in ("adm1", "adm2"):
            return pd.Series(False, index=areas.index)
        parents = areas["code"].map(parent_of)
        known = parents.isin(self.tree.areas.index)
        numbered = have_desa_number(areas["code"].str.replace(".", "", regex=False)) if level == "adm4" else True
        new = known & numbered & areas["meant"].isna() & areas[PLACE_COLUMNS[level]].notna()
        new &= ~self.names.are_carried_nearby(areas)
        above = areas.assign(code=parents, level=LEVELS[LEVELS.index(level) - 1])
        new &= pd.Series(False, index=areas.index) if not new.any() else self._agree_above(above, new)
        beside = self._gap_km(areas, parents) <= NEAR_KM / 3
        return new & beside

    def _agree_above(self, parents: pd.DataFrame, asked: "pd.Series[bool]") -> "pd.Series[bool]":
        agreed = self.names.agree(parents[asked])
        return agreed.reindex(parents.index, fill_value=False)

    # -- names alone ----------------------------------------------------------------------------------------------

    def _read_level(self, areas: gpd.GeoDataFrame, loaded: LoadedBoundaries, report: Report) -> gpd.GeoDataFrame:
        """A table of one column of names is of the level at which most names and sizes fit: provinces are no desa."""
        own: Level = areas["level"].iloc[0]
        if loaded.code_system != "none" or not _is_one_column(areas, own):
            return areas
        fits = {level: int(self._fit_level(areas, own, level).sum()) for level in LEVELS}
        best = max(LEVELS, key=lambda level: (fits[level], level == own))
        if best == own or fits[best] < max(1, len(areas) / 2):
            return areas
        report.add("warnings", "level_by_names", detail=f"{best}: {fits[best]} / {len(areas)}")
        return _at_level(areas, own, best)

    def _fit_level(self, areas: gpd.GeoDataFrame, own: Level, level: Level) -> Flags:
        meant = self.names.mean(_at_level(areas, own, level), level)
        known = self.tree.areas.reindex(meant.to_numpy())["area_km2"].to_numpy(dtype=float)
        sizes = area_km2(areas.geometry.to_numpy())
        alike = (sizes < _SAME_SIZE * known) & (sizes > known / _SAME_SIZE)
        return np.asarray(alike & (self._gap_km(areas, meant) <= NEAR_KM))

    def _judge_names(self, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
        """Kemendagri codes by names; what stays without one keeps its BPS code below a parent that the names give."""
        level: Level = areas["level"].iloc[0]
        areas["code"] = self.names.mean(areas, level)
        # Two polygons of the same names cannot both be the one area of the register: neither is sure then.
        areas["code"] = areas["code"].mask(areas["code"].duplicated(keep=False) & areas["code"].notna())
        areas["code"] = areas["code"].where(areas["code"].notna(), self._settle_homonyms(areas[areas["code"].isna()]))
        areas["by_names"], areas["agreed"] = areas["code"].notna(), False
        unmatched = areas[areas["code"].isna()]
        parents = self._known_parents(unmatched, level)
        no_desa = pd.Series(
            [is_no_desa(name, code) for name, code in zip(_named(unmatched)["name"], unmatched["bps_code"], strict=True)],
            index=unmatched.index, dtype=bool,
        )  # fmt: skip
        report.add_rows("refused", "no_desa", _named(unmatched[no_desa]))
        kept = ~no_desa & unmatched["bps_code"].notna() & parents.notna()
        beside = pd.Series(self._gap_km(unmatched, parents) <= NEAR_KM, index=unmatched.index)
        report.add_rows("refused", "lies_elsewhere", _named(unmatched[kept & ~beside]))
        report.add_rows("refused", "name_not_recognised", _named(unmatched[~kept & ~no_desa]))
        kept &= beside
        areas = areas.drop(index=unmatched.index[~kept])
        places = unmatched.index[kept]
        areas.loc[places, "code"] = BPS_PREFIX + areas.loc[places, "bps_code"].astype(object)
        areas.loc[places, "above"] = parents[kept]
        return areas

    def _settle_homonyms(self, areas: gpd.GeoDataFrame) -> "pd.Series[str]":
        """Of several areas of one name the one whose centre lies in the outline, as far as the names above allow it."""
        if areas.empty:
            return pd.Series(dtype=object)
        level: Level = areas["level"].iloc[0]
        parents = self._known_parents(areas, level)
        chosen = [
            self._held(shape, self.names.carriers(text, level, parent))
            for shape, text, parent in zip(areas.geometry, areas[PLACE_COLUMNS[level]], parents, strict=True)
        ]
        return pd.Series(chosen, index=areas.index, dtype=object)

    def _held(self, shape: shapely.Geometry, codes: list[str]) -> str | None:
        """The one of ``codes`` whose centre lies in ``shape``; None where none or several do."""
        places = self.tree.areas.loc[codes, ["lon", "lat"]].to_numpy(dtype=float)
        held = [code for code, place in zip(codes, places, strict=True) if shapely.contains_xy(shape, *place)]
        return held[0] if len(held) == 1 else None

    def _known_parents(self, areas: gpd.GeoDataFrame, level: Level) -> "pd.Series[str]":
        """The nearest area above that the names surely give, a kabupaten at least; None without one."""
        parents = pd.Series(None, index=areas.index, dtype=object)
        for upper in ("adm3", "adm2"):
            if LEVELS.index(upper) < LEVELS.index(level) and len(areas):
                parents = parents.where(parents.notna(), self.names.mean(areas, upper))
        return parents.where(parents.notna(), None)

    # -- place ----------------------------------------------------------------------------------------------------

    def _drop_claimed_twice(self, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
        doubled = areas["code"].duplicated(keep=False)
        report.add_rows("refused", "claimed_twice", _named(areas[doubled]))
        return areas[~doubled]

    def _judge_place(self, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
        known = areas["code"].isin(self.tree.areas.index[self.tree.areas["lon"].notna()])
        rows = areas[known]
        if rows.empty:
            return areas
        gap = self._gap_km(rows, rows["code"])
        doubtful = self._at(rows["code"], "flags").fillna("").str.contains("no_centre|doubtful_centre").to_numpy()
        agreed = rows["agreed"].to_numpy(dtype=bool)
        reach = np.where(doubtful, _DOUBTFUL_KM, np.where(agreed, _FAR_KM, NEAR_KM))
        elsewhere = gap > reach
        if elsewhere.mean() > 0.5:
            raise BoundariesError(
                "lies_elsewhere",
                N_("{count} of {total} areas lie elsewhere than the register has them; nothing was stored."),
                N_("Check the coordinate system, the codes and the names of the file."),
                count=int(elsewhere.sum()),
                total=len(areas),
            )
        far = (gap > NEAR_KM) & ~elsewhere
        report.add_rows("refused", "lies_elsewhere", _named(rows[elsewhere]), _say_km(gap[elsewhere]))
        report.add_rows("warnings", "far_from_register", _named(rows[far]), _say_km(gap[far]))
        large = self._are_too_large(rows) & ~elsewhere
        report.add_rows("refused", "covers_many", _named(rows[large]))
        areas = areas.drop(index=rows.index[elsewhere | large])
        swapped = self._check_outlines(areas.loc[rows.index[~(elsewhere | large | far)]], report)
        return areas.drop(index=swapped)

    def _are_too_large(self, areas: gpd.GeoDataFrame) -> Flags:
        level: Level = areas["level"].iloc[0]
        sizes = area_km2(areas.geometry.to_numpy())
        suspects = np.flatnonzero(sizes > _TOO_LARGE * self._at(areas["code"], "area_km2").to_numpy(dtype=float))
        large = np.zeros(len(areas), dtype=bool)
        if len(suspects):
            register = self.tree.areas[(self.tree.areas["level"] == level) & self.tree.areas["lon"].notna()]
            centres = shapely.STRtree(shapely.points(register["lon"], register["lat"]))
            inside, _ = centres.query(areas.geometry.to_numpy()[suspects], predicate="contains")
            large[suspects] = np.bincount(inside, minlength=len(suspects)) > _MOST_CENTRES[level]
        return large

    def _check_outlines(self, areas: gpd.GeoDataFrame, report: Report) -> pd.Index:
        """Rows whose outlines stand in each other's place: they are refused.

        Raises
        ------
        OpenQuestionError
            All outlines moved alike, or most of them are other rows'.
        """
        if len(areas) < 2:
            return areas.index[:0]
        shapes = areas.geometry.to_numpy()
        lon, lat = (self._at(areas["code"], column).to_numpy(dtype=float) for column in ("lon", "lat"))
        sizes = np.sqrt(shapely.area(shapes)) * _KM_PER_DEGREE
        outside = np.flatnonzero(~shapely.contains_xy(shapes, lon, lat))
        centres = shapely.STRtree(shapely.points(lon, lat))
        who, whose = centres.query(shapes[outside], predicate="contains")
        who = outside[who]
        misplaced = np.isin(whose, outside) & (who != whose)
        who, whose = who[misplaced], whose[misplaced]
        if not self.assumptions.trusts("place"):
            if len(areas) >= _FEWEST_ROWS:
                _refuse_shift(areas, lon, lat, len(outside))
            if len(np.unique(who)) >= max(_MANY_ROWS, _MISPLACED_SHARE * len(areas)):
                counts: dict[str, object] = {"count": len(np.unique(who)), "total": len(areas)}
                raise OpenQuestionError(Question("outlines_of_others", _OUTLINES_OF_OTHERS, counts))
        clear = np.isin(who, outside[self._distance_km(areas, areas["code"])[outside] > _CLEARLY * sizes[outside]])
        swapped = areas.index[_on_cycles(who[clear], whose[clear], len(areas))]
        report.add_rows("refused", "outline_of_another", _named(areas.loc[swapped]))
        doubtful = areas.drop(index=swapped).loc[lambda rest: rest.index.isin(areas.index[np.unique(who)])]
        report.add_rows("warnings", "centre_of_another", _named(doubtful))
        return swapped

    def _at(self, codes: "pd.Series[str]", column: str) -> pd.Series:
        return self.tree.areas[column].reindex(codes.to_numpy()).set_axis(codes.index)

    def _gap_km(self, areas: gpd.GeoDataFrame, codes: "pd.Series[str]") -> Floats:
        """Kilometres between the extents of each outline and of the register's area, 0 where they meet; NaN: unknown."""
        theirs = self.tree.areas.reindex(codes.to_numpy())
        west, south, east, north = (theirs[edge].to_numpy(dtype=float) for edge in ("west", "south", "east", "north"))
        lon, lat = theirs["lon"].to_numpy(dtype=float), theirs["lat"].to_numpy(dtype=float)
        west, east = np.where(np.isnan(west), lon, west), np.where(np.isnan(east), lon, east)
        south, north = np.where(np.isnan(south), lat, south), np.where(np.isnan(north), lat, north)
        bounds = shapely.bounds(areas.geometry.to_numpy()).reshape(-1, 4)
        across = np.maximum(np.maximum(west - bounds[:, 2], bounds[:, 0] - east), 0.0)
        along = np.maximum(np.maximum(south - bounds[:, 3], bounds[:, 1] - north), 0.0)
        return np.asarray(np.hypot(across, along) * _KM_PER_DEGREE)

    def _distance_km(self, areas: gpd.GeoDataFrame, codes: "pd.Series[str]") -> Floats:
        """Kilometres from each outline to the register's centre of the area of ``codes``, 0 where it holds it."""
        theirs = self.tree.areas.reindex(codes.to_numpy())
        points = shapely.points(theirs["lon"].to_numpy(dtype=float), theirs["lat"].to_numpy(dtype=float))
        return np.asarray(shapely.distance(areas.geometry.to_numpy(), points) * _KM_PER_DEGREE)

    def _say(self, code: str) -> str:
        return f"{code} {self.tree.areas['name'].get(code, '')}".strip()


_OUTLINES_OF_OTHERS: Final = N_(
    "{count} of {total} outlines hold the place of another area of the file: outlines and rows are out of step."
)


def _on_cycles(who: npt.NDArray[np.intp], whose: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.intp]:
    """Rows that hold the place of another one, which holds that of a third, and so on back to the first."""
    steps = csr_array((np.ones(len(who), dtype=bool), (who, whose)), shape=(count, count))
    _, labels = connected_components(steps, directed=True, connection="strong")
    return np.flatnonzero(np.bincount(labels)[labels] > 1)


def is_no_desa(name: object, bps_code: object = None) -> bool:
    """Whether a row stands for forest, water or empty land, by its name or by the number that BPS gives to such land."""
    named = isinstance(name, str) and _NO_DESA.fullmatch(name.strip()) is not None
    return named or (isinstance(bps_code, str) and _NO_DESA_DIGITS.search(bps_code) is not None)


def _contradiction(areas: gpd.GeoDataFrame, rows: gpd.GeoDataFrame, for_names: Flags) -> Question:
    """The question for a file in which codes and names mean different areas in many rows."""
    share = float(for_names.mean())
    counts: dict[str, object] = {"count": len(rows), "total": len(areas), "row": _shifted_from(areas, rows)}
    if counts["row"]:
        text = N_("Codes are shifted by one row from row {row} on: {count} of {total} rows have a neighbour's code.")
        return Question("codes_shifted", text, counts, ("names",))
    if share > 0.6:
        text = N_("Code and names contradict each other in {count} of {total} rows; the place agrees with the names.")
        return Question("codes_contradict", text, counts, ("names",))
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


def _refuse_shift(areas: gpd.GeoDataFrame, lon: Floats, lat: Floats, outside: int) -> None:
    if outside < 0.5 * len(areas):
        return
    middles = shapely.centroid(areas.geometry.to_numpy())
    east, north = shapely.get_x(middles) - lon, shapely.get_y(middles) - lat
    shift = np.array([np.median(east), np.median(north)])
    length = float(np.hypot(*shift)) * _KM_PER_DEGREE
    spread = float(np.median(np.hypot(east - shift[0], north - shift[1]))) * _KM_PER_DEGREE
    if length > _SHIFT_KM and spread < _SHIFT_SPREAD * length:
        way = f"{abs(shift[0]) * _KM_PER_DEGREE:.1f} km {'E' if shift[0] > 0 else 'W'}, "
        way += f"{abs(shift[1]) * _KM_PER_DEGREE:.1f} km {'N' if shift[1] > 0 else 'S'}"
        text = N_("All outlines lie {where} of their place in the register: a datum or an offset is wrong.")
        raise OpenQuestionError(Question("shifted", text, {"where": way}, ("place",)))


def _is_one_column(areas: pd.DataFrame, own: Level) -> bool:
    """Whether the rows have a name of their own and none of what is above them."""
    others = [PLACE_COLUMNS[level] for level in LEVELS if level != own]
    return not areas[others].notna().any(axis=None)


def _at_level(areas: gpd.GeoDataFrame, own: Level, level: Level) -> gpd.GeoDataFrame:
    """Rows whose own names are read as those of areas of another level."""
    names = areas[PLACE_COLUMNS[own]]
    return areas.assign(**{PLACE_COLUMNS[own]: None, "level": level}).assign(**{PLACE_COLUMNS[level]: names})


def _named(areas: pd.DataFrame) -> pd.DataFrame:
    """``areas`` with their own names in a column ``name``, as reports show them."""
    if areas.empty:
        return areas.assign(name=None)
    return areas.assign(name=areas[PLACE_COLUMNS[areas["level"].iloc[0]]])


def _say_km(distances: Floats) -> list[str]:
    return [f"{distance:.0f} km" for distance in distances]


def _with_ancestors(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Codes of the levels above: those of the code itself, for a BPS code those of its known parent."""
    if areas.empty:
        return areas
    level: Level = areas["level"].iloc[0]
    is_bps = areas["code"].str.startswith(BPS_PREFIX)
    above = areas["above"] if "above" in areas else areas["code"]
    base = areas["code"].where(~is_bps, above)
    for upper in LEVELS[: min(3, LEVELS.index(level) + 1)]:
        own = [code_at(code, upper) for code in base]
        codes = pd.Series(own, index=areas.index, dtype=object)
        deep_enough = codes.map(depth_of) > LEVELS.index(upper)
        fallback = BPS_PREFIX + bps_codes_at(areas["bps_code"], upper).astype(object)
        areas[f"{upper}_code"] = codes.where(deep_enough, fallback)
    return areas
