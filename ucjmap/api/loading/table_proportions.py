"""The counts of a table beside each other and beside the inhabitants of their areas."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from ucjmap.intake.evidence import Answers, Claim, Witness, unsettled

#: From this share of rows with more participants than workers on it is asked whether the columns are right.
_SOME: Final = 0.5
#: In fewer rows small figures are chance.
_ENOUGH_ROWS: Final = 3
#: Of so many workers in every area more than a hundred are participants somewhere.
_MANY_WORKERS: Final = 10_000
#: Of so many, more than one is: 1 is 100 % where the file keeps no formats of cells (.xls, .xlsb).
_SOME_WORKERS: Final = 20


def claim_proportions(observations: pd.DataFrame, areas: pd.DataFrame, answers: Answers) -> Iterator[Claim]:
    """Workers against inhabitants, and participants against workers, over the whole file."""
    if answers.assume.get("population") == "ignore":
        return
    workers = observations[observations["indicator"] == "ucj"]
    people = workers["unit_code"].map(areas["population"]).astype(float)
    above = workers[workers["denominator"] > people]
    if len(above):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(above["unit_code"])]
        yield unsettled("population", "above_population", names, [Witness("register", name) for name in names])
    if len(shares := _shares_as_counts(workers)):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(shares["unit_code"]) if code in areas.index]
        yield unsettled("population", "shares_as_counts", names, [Witness("numbers", name) for name in names])
    over = workers[workers["numerator"] > workers["denominator"]]
    if len(over) > 2 and len(over) > _SOME * len(workers):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(over["unit_code"]) if code in areas.index]
        yield unsettled("population", "above_workers", names, [Witness("numbers", name) for name in names])


def _shares_as_counts(workers: pd.DataFrame) -> pd.DataFrame:
    """Figures that are percentages rather than persons: of 100 or of 1 each, or never above 100 of many thousands."""
    counts = workers[workers["segment"].isin(["all", "pu", "bpu"])]
    if len(counts) < _ENOUGH_ROWS:
        return counts.iloc[:0]
    of_hundred = counts["denominator"].isin([1.0, 100.0]).all()
    most, fewest = counts["numerator"].max(), counts["denominator"].min()
    small = (most <= 100 and fewest >= _MANY_WORKERS) or (most <= 1 and fewest >= _SOME_WORKERS)
    return counts if of_hundred or small else counts.iloc[:0]
