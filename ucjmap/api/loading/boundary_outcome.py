"""What the store would hold with a boundary file: areas by level, outlines in force, those that are lost or kept."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree
from ucjmap.boundaries import ROW_COLUMNS, Report, compose
from ucjmap.codes import LEVELS
from ucjmap.schema import REPORT_COLUMNS
from ucjmap.store import Store, mark_joined, read_file_rows, read_shapes_of

#: The number of an edition that is not stored yet: newer than all others.
_THIS_FILE: Final = 2**31 - 1


def count_stored(units: pd.DataFrame) -> dict[str, int]:
    """Areas by level that have an outline from this file."""
    own = units[units["west"].notna()]
    return {level: int((own["level"] == level).sum()) for level in LEVELS}


def lines_of(rows: pd.DataFrame, reason: str) -> pd.DataFrame:
    """A warning in a report (``schema.REPORT_COLUMNS``) for each of some areas, all for the same reason."""
    return pd.DataFrame(
        {
            "row": rows.get("row"),
            "code": rows["code"],
            "name": rows["name"],
            "severity": "warning",
            "reason": reason,
            "detail": "",
        },
        columns=list(REPORT_COLUMNS),
    ).reset_index(drop=True)


def province_by_code(units: pd.DataFrame) -> pd.Series:
    """Code of the topmost area of the file above each unit, which stands for its province; by code."""
    parents = units.set_index("code")["parent_code"]
    top = units["code"]
    for _ in LEVELS[1:]:
        above = top.map(parents)
        top = above.where(above.isin(parents.index), top)
    return pd.Series(top.to_numpy(), index=units["code"])


def foresee(store: Store, units: pd.DataFrame) -> pd.DataFrame:
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


def find_lost(tree: AreaTree, after: pd.DataFrame) -> pd.DataFrame:
    """Areas that are drawn now and would not be with the file."""
    drawn = after.loc[~after["flags"].str.contains("no_geometry"), "code"]
    concerned = tree.areas["adm1"].isin(after["province_code"].unique()) & tree.areas["west"].notna()
    return lines_of(tree.areas[concerned & ~tree.areas.index.isin(drawn)], "no_polygon_in_file")


def report_kept(tree: AreaTree, units: pd.DataFrame, after: pd.DataFrame, lines: Report) -> None:
    """A line for each area that keeps an earlier outline although the file has most of what is around it."""
    finest = units[units["level"] == units["level"].max()]
    beside = after[(after["level"] == finest["level"].iloc[0]) & after["parent_code"].isin(finest["parent_code"])]
    is_new = beside["edition_id"] == _THIS_FILE
    has_most = is_new.groupby(beside["parent_code"]).transform("mean") >= 0.5
    kept = beside[~is_new & has_most & ~beside["flags"].str.contains("no_geometry")]
    for code in kept["code"]:
        lines.add("warnings", "earlier_outline_kept", code=code, name=tree.areas["name"].get(code))
