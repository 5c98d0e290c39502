"""The counts of a table beside each other, beside their rates and beside the inhabitants of their areas."""

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from ucjmap.intake import RateDoubt
from ucjmap.intake.evidence import Answers, Claim, Witness, unsettled

#: From this share of rows with more participants than workers on it is asked whether the columns are right.
_SOME: Final = 0.5
#: In fewer rows small figures are chance.
_ENOUGH_ROWS: Final = 3
#: In fewer rows counts go up by one by chance.
_ENOUGH_RUNNING: Final = 5
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
    if len(running := _running_numbers(workers)):
        figures = [f"{number:.0f}" for number in running]
        yield unsettled("population", "running_numbers", figures, [Witness("numbers", one) for one in figures])
    over = workers[workers["numerator"] > workers["denominator"]]
    if len(over) > 2 and len(over) > _SOME * len(workers):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(over["unit_code"]) if code in areas.index]
        yield unsettled("population", "above_workers", names, [Witness("numbers", name) for name in names])


def _running_numbers(workers: pd.DataFrame) -> list[float]:
    """Participants that go up by one from area to area, from one on or with many digits, while the workers do not."""
    for _, counts in workers.groupby(["segment", "as_of"]):
        participants = counts["numerator"]
        runs, first = (participants.diff().dropna() == 1).all(), participants.iloc[0]
        others = counts["denominator"].diff().dropna().nunique() > 1
        if runs and others and len(counts) >= _ENOUGH_RUNNING and (first == 1 or first >= _MANY_WORKERS):
            return [float(one) for one in participants]
    return []


def claim_rates(doubts: Sequence[RateDoubt], answers: Answers) -> Iterator[Claim]:
    """Counts that the rates beside them contradict over the whole file: the two are one figure said twice."""
    if doubts and answers.assume.get("rate") != "ignore":
        headings = list(dict.fromkeys(one.heading for one in doubts))
        question = "rate_of_the_rest" if all(one.of_rest for one in doubts) else "rates_contradict"
        yield unsettled("rate", question, headings, [Witness("numbers", heading) for heading in headings])


def _shares_as_counts(workers: pd.DataFrame) -> pd.DataFrame:
    """Figures that are percentages rather than persons: of 100 or of 1 each, or never above 100 of many thousands."""
    counts = workers[workers["segment"].isin(["all", "pu", "bpu"])]
    if len(counts) < _ENOUGH_ROWS:
        return counts.iloc[:0]
    of_hundred = counts["denominator"].isin([1.0, 100.0]).all()
    most, fewest = counts["numerator"].max(), counts["denominator"].min()
    small = (most <= 100 and fewest >= _MANY_WORKERS) or (most <= 1 and fewest >= _SOME_WORKERS)
    return counts if of_hundred or small else counts.iloc[:0]
