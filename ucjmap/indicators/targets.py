"""The target in force and the gap to it: the one home of both rules. Never touches disk or store."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Gap:
    """Distance of an area to a target: ``points`` as a fraction (0.20 is 20 points), ``people`` rounded up."""

    target: float
    points: float
    people: int


def gap_to_target(numerator: float, denominator: float, target: float) -> Gap | None:
    """Gap of counts to a target rate; None without data. A target that is reached leaves 0 people."""
    if not (math.isfinite(numerator) and math.isfinite(denominator)) or denominator <= 0:
        return None
    # The product of a printed rate and a count may miss a whole number by a rounding of the float.
    people = max(0, math.ceil(round(target * denominator - numerator, 6)))
    return Gap(target, target - numerator / denominator, people)


def choose_target(targets: pd.DataFrame, codes: list[str], indicator: str, year: int) -> dict[str, Any] | None:
    """The target that applies to an area: its own or its nearest ancestor's, of ``year`` or the first year after.

    ``codes`` are the area and its ancestors, nearest first; one row of ``targets`` is one target. Where issuers
    differ the highest rate is taken, so that a gap is never made to look smaller; the page names the issuer.
    """
    fits = (targets["indicator"] == indicator) & (targets["year"] >= year) & targets["comparable"].astype(bool)
    of_indicator = targets[fits]
    for code in codes:
        found = of_indicator[of_indicator["unit_code"] == code].sort_values(
            ["year", "rate", "issuer"], ascending=[True, False, True]
        )
        if len(found):
            return {str(key): value for key, value in found.iloc[0].to_dict().items()}
    return None
