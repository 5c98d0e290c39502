"""The outlines in force, from all files in force: an outline belongs to its area, not to a province.

The result follows from the files alone, whatever was asked before. Of each area the newest outline counts; an area
vanishes where a newer file of its kecamatan covers it and does not have it; upper levels are joined from what is below
them, unless a file gave them whole. So an undo leaves what the remaining files would have given by themselves.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.boundaries.joins import ReadShapes
from ucjmap.codes import BPS_PREFIX, LEVELS, Level

#: One row is one area of one file: ``joined`` says that its outline is that of the areas below it in the same file.
ROW_COLUMNS: Final = (
    "edition_id", "code", "level", "parent_code", "province_code", "flags", "joined",
    "west", "south", "east", "north",
)  # fmt: skip
#: One row is one area in force: the edition whose row it is, ``join_version`` where its outline is put together from
#: several files, and its flags. ``no_geometry`` among them: it is in tables and sums, and not drawn.
OUTLINE_COLUMNS: Final = ("code", "level", "parent_code", "province_code", "edition_id", "join_version", "flags")

#: A file with at least this share of the areas of a kecamatan says which areas there are; one with fewer is a part of
#: it.
_WHOLE_SHARE: Final = 0.5
#: An older outline of which newer ones cover more than this is gone.
_COVERED_SHARE: Final = 0.5
_NO_EDITION: Final = -1


def compose(rows: pd.DataFrame, read_shapes: ReadShapes) -> pd.DataFrame:
    """The areas in force, and what each is drawn from.

    Parameters
    ----------
    rows
        One row is one area of one file in force (``ROW_COLUMNS``), all files of the provinces concerned.
    read_shapes
        Reads outlines where a newer file may cover an older one; not asked otherwise.

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code (``OUTLINE_COLUMNS``). An area that only BPS knows has no row once nothing draws
        it.
    """
    rows = rows.sort_values(["edition_id", "code"], kind="stable", ignore_index=True)
    rows["flags"] = rows["flags"].fillna("")
    rows["has_shape"] = rows["west"].notna()
    newest = rows.drop_duplicates("code", keep="last").set_index("code")
    own = rows[~rows["joined"] & rows["has_shape"]].drop_duplicates("code", keep="last").set_index("code")
    own = own[own["level"].to_numpy() == newest["level"].reindex(own.index).to_numpy()]
    own = own.assign(parent_code=newest["parent_code"].reindex(own.index))
    regencies = _ancestors(newest, "adm2")
    hidden = _find_hidden(own, regencies, read_shapes)
    visible = own[~own.index.isin(hidden)]
    drawn = _draw(newest, visible, _file_tokens(rows))
    return _finish(newest, own, drawn, hidden, regencies)


def _ancestors(newest: pd.DataFrame, level: Level) -> "pd.Series[str]":
    """For each area its ancestor of ``level``, or itself where it is of that level or has none such."""
    parents = newest["parent_code"]
    above = pd.Series(newest.index, index=newest.index, dtype=object)
    for _ in LEVELS[1:]:
        lower = above.map(newest["level"]) > level
        above = above.where(~lower.fillna(False).astype(bool), above.map(parents))
    return above


def _find_hidden(own: pd.DataFrame, regencies: "pd.Series[str]", read_shapes: ReadShapes) -> set[str]:
    """Areas whose outline a newer file of their kecamatan covers and does not have."""
    suspects = _older_than_siblings(own, regencies)
    if suspects.empty:
        return set()
    theirs = own.assign(regency=regencies.reindex(own.index))
    near = theirs[theirs["regency"].isin(theirs.loc[suspects, "regency"])]
    shapes = pd.Series(read_shapes(_keys(near)), index=near.index, dtype=object)
    tree = shapely.STRtree(shapes.to_numpy())
    covered = set()
    for code in suspects:
        shape, edition, level = shapes[code], near.at[code, "edition_id"], near.at[code, "level"]
        others = near.iloc[tree.query(shape, predicate="intersects")]
        newer = others[(others["edition_id"] > edition) & (others["level"] == level)]
        cover = shapely.union_all(shapes[newer.index].to_numpy())
        if shapely.intersection(shape, cover).area > _COVERED_SHARE * shape.area:
            covered.add(str(code))
    return covered


def _older_than_siblings(own: pd.DataFrame, regencies: "pd.Series[str]") -> pd.Index:
    """Areas older than at least half of their parent's areas of the same level; of BPS's, older than any near."""
    if own["edition_id"].nunique() < 2:
        return own.index[:0]
    order = own.assign(regency=regencies.reindex(own.index))
    groups = order.groupby(["parent_code", "level"])["edition_id"]
    # Among n editions in order, an area is older than those that follow the last of its own.
    newer = groups.transform("size") - groups.rank(method="max")
    is_bps = order.index.str.startswith(BPS_PREFIX)
    newest_near = order.groupby(["regency", "level"])["edition_id"].transform("max")
    suspect = (newer > 0) & (newer >= _WHOLE_SHARE * groups.transform("size"))
    return own.index[suspect | (is_bps & (newest_near > order["edition_id"]))]


def _keys(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"edition_id": rows["edition_id"], "code": rows.index, "join_version": None})


def _tokens(codes: pd.Index, editions: pd.Series) -> npt.NDArray[np.uint64]:
    """A number for the outline of each area; the sum of the numbers of several outlines stands for all of them."""
    pairs = pd.DataFrame({"code": codes.to_numpy(dtype=object), "edition_id": editions.to_numpy(dtype=np.int64)})
    return np.asarray(pd.util.hash_pandas_object(pairs, index=False), dtype=np.uint64)


def _file_tokens(rows: pd.DataFrame) -> pd.DataFrame:
    """Which outlines the joined ones in files are made of (``token``); one row is one joined outline of one file."""
    own = rows[~rows["joined"] & rows["has_shape"]].copy()
    own["token"] = _tokens(pd.Index(own["code"]), own["edition_id"])
    parents = rows.set_index(["edition_id", "code"])["parent_code"]
    parts, above = [], own[["edition_id", "code", "token"]]
    while len(above):
        keys = pd.MultiIndex.from_frame(above[["edition_id", "code"]])
        above = above.assign(code=parents.reindex(keys).to_numpy())
        above = above[above["code"].notna()].groupby(["edition_id", "code"], as_index=False)["token"].sum()
        parts.append(above)
    joined = rows.loc[rows["joined"] & rows["has_shape"], ["edition_id", "code"]]
    sums = pd.concat(parts).groupby(["edition_id", "code"])["token"].sum() if parts else pd.Series(dtype=np.uint64)
    keys = pd.MultiIndex.from_frame(joined)
    known = sums.reindex(keys)
    return joined.assign(token=known.to_numpy())[known.notna().to_numpy()]


def _draw(newest: pd.DataFrame, visible: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """What each area is drawn from, from the desa up; one row is one drawn area, by code.

    ``oldest`` and ``newest`` are editions among its parts, ``token`` is the sum over them.
    """
    levels: list[pd.DataFrame] = []
    below = pd.DataFrame(columns=["edition_id", "join_version", "oldest", "newest", "token", "parent_code"])
    for level in reversed(LEVELS):
        joins = _join_level(below, newest, files, level)
        own = visible[visible["level"] == level]
        given = pd.DataFrame(
            {
                "edition_id": own["edition_id"],
                "join_version": None,
                "oldest": own["edition_id"],
                "newest": own["edition_id"],
                "token": _tokens(own.index, own["edition_id"]),
            },
            index=own.index,
        )
        # An outline that a file gave whole stays until all that is below it is newer.
        newer = joins["oldest"] > given["edition_id"].reindex(joins.index, fill_value=_NO_EDITION)
        joins = joins[newer]
        here = pd.concat([given[~given.index.isin(joins.index)], joins]) if len(joins) else given
        below = here.assign(parent_code=newest["parent_code"].reindex(here.index))
        levels.append(below)
    return pd.concat(levels)


def _join_level(below: pd.DataFrame, newest: pd.DataFrame, files: pd.DataFrame, level: Level) -> pd.DataFrame:
    """Areas of ``level`` from what is drawn below them: the file's own outline where it is the same, else a join."""
    columns = ["edition_id", "join_version", "oldest", "newest", "token"]
    parents = newest.index[newest["level"] == level]
    parts = below[below["parent_code"].isin(parents)]
    if parts.empty:
        return pd.DataFrame(columns=columns)
    groups = parts.groupby("parent_code")
    joins = groups.agg(oldest=("oldest", "min"), newest=("newest", "max"))
    joins["token"] = groups["token"].sum().astype(np.uint64)
    joins["edition_id"] = newest["edition_id"].reindex(joins.index)
    ready = files.set_index(["edition_id", "code"])["token"]
    keys = pd.MultiIndex.from_arrays([joins["newest"], joins.index])
    same = ready.reindex(keys).to_numpy() == joins["token"].to_numpy()
    joins["edition_id"] = joins["edition_id"].where(~same, joins["newest"])
    joins["join_version"] = [
        None if is_same else f"{token:016x}" for is_same, token in zip(same, joins["token"], strict=True)
    ]
    return joins[columns]


def _finish(
    newest: pd.DataFrame, own: pd.DataFrame, drawn: pd.DataFrame, hidden: set[str], regencies: "pd.Series[str]"
) -> pd.DataFrame:
    areas = newest[["level", "parent_code", "province_code", "flags", "edition_id"]].copy()
    areas["join_version"] = None
    gone = pd.Index(sorted(hidden))
    areas.loc[gone, ["edition_id", "flags"]] = own.loc[gone, ["edition_id", "flags"]]
    areas.loc[drawn.index, "edition_id"] = drawn["edition_id"]
    areas.loc[drawn.index, "join_version"] = drawn["join_version"]
    given = own.index.intersection(drawn.index[drawn["join_version"].isna() & (drawn["oldest"] == drawn["edition_id"])])
    given = given[own.loc[given, "edition_id"].to_numpy() == drawn.loc[given, "edition_id"].to_numpy()]
    areas.loc[given, "flags"] = own.loc[given, "flags"]
    areas["flags"] = areas["flags"].map(_without_state)
    areas["is_drawn"] = areas.index.isin(drawn.index)
    areas = _flag_joins(areas, drawn)
    # ``carried``: beside an outline of the same level and kabupaten there is a newer one.
    near = drawn.assign(regency=regencies.reindex(drawn.index), level=newest["level"].reindex(drawn.index))
    older = near["newest"] < near.groupby(["regency", "level"])["newest"].transform("max")
    areas.loc[near.index[older], "flags"] = areas.loc[near.index[older], "flags"].map(
        lambda text: _with_word(text, "carried")
    )
    undrawn = areas.index[~areas["is_drawn"]]
    areas.loc[undrawn, "flags"] = areas.loc[undrawn, "flags"].map(lambda text: _with_word(text, "no_geometry"))
    # An area that only BPS knows is nothing but its outline.
    forgotten = ~areas["is_drawn"] & areas.index.str.startswith(BPS_PREFIX)
    areas = areas[~forgotten].rename_axis("code").reset_index()
    areas["edition_id"] = areas["edition_id"].astype(np.int64)
    return areas[list(OUTLINE_COLUMNS)].sort_values("code", ignore_index=True)


def _flag_joins(areas: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """A joined outline is a model as soon as one of its parts is."""
    for level in reversed(LEVELS[:-1]):
        joined = areas.index[(areas["level"] == level) & areas["join_version"].notna()]
        if len(joined):
            parts = drawn[drawn["parent_code"].isin(joined)]
            is_model = areas.loc[parts.index, "flags"].str.split("|").map(lambda words: "model" in words)
            models = set(parts.loc[is_model.to_numpy(dtype=bool), "parent_code"])
            areas.loc[joined, "flags"] = ["model" if code in models else "" for code in joined]
    return areas


def _words(flags: str) -> set[str]:
    return {*filter(None, flags.split("|"))}


def _without_state(flags: str) -> str:
    """Flags of the outline itself, without those that depend on other files."""
    return flags if "carried" not in flags and "no_geometry" not in flags else "|".join(
        word for word in flags.split("|") if word not in ("carried", "no_geometry")
    )  # fmt: skip


def _with_word(flags: str, word: str) -> str:
    return "|".join(sorted(_words(flags) | {word}))
