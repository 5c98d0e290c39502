"""The counts of a file beside those in force: which are new, which change, which are the same."""

from typing import Final

import pandas as pd

from ucjmap.api.areas import AreaTree
from ucjmap.schema import OBSERVATION_COLUMNS
from ucjmap.store import Connection, read_current

#: What two counts of the same thing have in common.
COUNT_KEY: Final = ["unit_code", "indicator", "segment", "as_of"]


def read_in_force(connection: Connection, observations: pd.DataFrame) -> pd.DataFrame:
    """Counts in force of the areas of the file: one row is one count."""
    parts = [
        read_current(connection, indicator=key, unit_codes=rows["unit_code"].astype(str).unique().tolist())
        for key, rows in observations.groupby("indicator", sort=True)
    ]
    if not parts:
        return pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
    return pd.concat(parts, ignore_index=True)


def compare_counts(observations: pd.DataFrame, before: pd.DataFrame, tree: AreaTree) -> pd.DataFrame:
    """One row is one count of the file beside the count in force; ``change`` is new, changed or same."""
    changes = mark_changes(observations, before)
    changes.insert(1, "name", changes["unit_code"].map(tree.areas["name"]))
    return _with_present(changes, before)


def mark_changes(observations: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Add the count in force of the same date (``before_*``) and ``change``: new, changed or same."""
    present = before.rename(columns={"numerator": "before_numerator", "denominator": "before_denominator"})
    present = present[[*COUNT_KEY, "before_numerator", "before_denominator"]]
    changes = observations.merge(present, "left", on=COUNT_KEY)
    same = (changes["numerator"] == changes["before_numerator"]) & (
        changes["denominator"] == changes["before_denominator"]
    )
    changes["change"] = "changed"
    changes.loc[changes["before_numerator"].isna(), "change"] = "new"
    changes.loc[same, "change"] = "same"
    return changes


def _with_present(changes: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Add what the map shows for the same date now: the newest count on or before it, with its own date."""
    key = COUNT_KEY[:3]
    shown = before.rename(
        columns={"numerator": "present_numerator", "denominator": "present_denominator", "as_of": "present_as_of"}
    )
    parts = []
    for as_of, group in changes.groupby("as_of", sort=False):
        present = shown[shown["present_as_of"] <= as_of].sort_values("present_as_of").drop_duplicates(key, keep="last")
        columns = [*key, "present_numerator", "present_denominator", "present_as_of"]
        parts.append(group.merge(present[columns], "left", on=key))
    empty = changes.assign(present_numerator=pd.NA, present_denominator=pd.NA, present_as_of=pd.NA)
    return pd.concat(parts, ignore_index=True) if parts else empty
