"""Questions about rows of a coverage file, in groups of one cause that one answer settles."""

from dataclasses import dataclass, field

import pandas as pd

from ucjmap.api.areas import AreaTree
from ucjmap.api.loading.row_matches import RowKey, row_name
from ucjmap.matching import read_name


@dataclass
class RowGroup:
    """Rows that are open for one reason: how many, an example, and the area of each whose name agrees with it alone."""

    reason: str
    count: int = 0
    examples: list[str] = field(default_factory=list)
    agreeing: dict[RowKey, str] = field(default_factory=dict)


def group_open_rows(rows: pd.DataFrame, tree: AreaTree) -> list[RowGroup]:
    """The proposed rows of a draft by cause.

    Parameters
    ----------
    rows
        ``CoverageDraft.rows``.

    Returns
    -------
    list of RowGroup
        The largest group first; one answer can settle all rows of a group whose name agrees with one area alone.
    """
    groups: dict[str, RowGroup] = {}
    for row in rows[rows["status"] == "proposed"].to_dict("records"):
        reason = row["reason"] or "no_such_name"
        group = groups.setdefault(reason, RowGroup(reason))
        group.count += 1
        name = row_name(row)
        if len(group.examples) < 3:
            group.examples.append(name)
        alike = [code for code in row["candidates"] if read_name(tree.name(code)).bare == read_name(name).bare]
        if len(alike) == 1:
            group.agreeing[row["sheet"], int(row["row"])] = alike[0]
    return sorted(groups.values(), key=lambda group: -group.count)
