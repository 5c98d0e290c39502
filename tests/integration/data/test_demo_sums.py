"""Every published figure of the demonstration provinces comes out of the sums of their desa."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

PUBLISHED = pd.read_csv(Path(__file__).parents[3] / "data" / "published.csv", dtype=str, keep_default_na=False)
PROVINCES = ("16", "17", "61")
IN_DEMO = PUBLISHED[PUBLISHED["unit_code"].str[:2].isin(PROVINCES)]
#: Officials and council members as people, printed with the percentages of desa: the simulation follows the desa.
NOT_MET = ("desa_count", "aparat", "bpd")
COVERAGE = [row for row in IN_DEMO.to_dict("records") if row["indicator"] not in NOT_MET]


def figure_id(row: dict[str, str]) -> str:
    return f"{row['unit_code']}-{row['indicator']}-{row['segment']}-{row['as_of']}"


def rows_of(coverage: pd.DataFrame, row: dict[str, str]) -> pd.DataFrame:
    inside = coverage["unit_code"].str.startswith(row["unit_code"] + ".")
    return coverage[inside & (coverage["indicator"] == row["indicator"]) & (coverage["segment"] == row["segment"])]


def sums(rows: pd.DataFrame) -> tuple[int, int]:
    return int(rows["numerator"].sum()), int(rows["denominator"].sum())


def printed(numerator: int, denominator: int, like: str) -> Decimal:
    """The rate with as many decimals as ``like`` has."""
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(like), ROUND_HALF_UP)


def test_the_published_figures_of_the_three_provinces_are_all_checked() -> None:
    assert len(COVERAGE) == len(IN_DEMO) - 3
    assert {row["indicator"] for row in COVERAGE} == {"ucj", "aparat_registered", "bpd_registered"}
    assert {row["unit_code"][:2] for row in COVERAGE} == set(PROVINCES)


@pytest.mark.parametrize("row", COVERAGE, ids=figure_id)
def test_a_published_figure_comes_out_of_the_sums(demo_coverage: pd.DataFrame, row: dict[str, str]) -> None:
    of_date = rows_of(demo_coverage, row)
    numerator, denominator = sums(of_date[of_date["as_of"] == row["as_of"]])
    assert denominator > 0
    if row["numerator"]:
        assert numerator == int(row["numerator"])
    if row["denominator"]:
        assert denominator == int(row["denominator"])
    if row["value"]:
        assert printed(numerator, denominator, row["value"]) == Decimal(row["value"])
    if not row["numerator"]:
        assert abs(numerator - Decimal(row["value"]) * denominator) <= Decimal("0.5")


@pytest.mark.parametrize("row", COVERAGE, ids=figure_id)
def test_the_newest_count_on_or_before_a_date_gives_the_same_sums(
    demo_coverage: pd.DataFrame, row: dict[str, str]
) -> None:
    rows = rows_of(demo_coverage, row)
    until = rows[rows["as_of"] <= row["as_of"]].sort_values("as_of").drop_duplicates("unit_code", keep="last")
    assert sums(until) == sums(rows[rows["as_of"] == row["as_of"]])


@pytest.mark.parametrize("row", [row for row in COVERAGE if " of the 10 " in row["note"]], ids=figure_id)
def test_the_extremes_that_a_source_names_are_the_extremes(demo_coverage: pd.DataFrame, row: dict[str, str]) -> None:
    of_province = rows_of(demo_coverage, row | {"unit_code": row["unit_code"][:2]})
    at = of_province[of_province["as_of"] == row["as_of"]]
    counts = at.groupby(at["unit_code"].str[:5])[["numerator", "denominator"]].sum()
    rates = (counts["numerator"] / counts["denominator"]).sort_values()
    assert len(rates) == 10
    extreme = rates.index[-1 if row["note"].startswith("highest") else 0]
    assert extreme == row["unit_code"]


@pytest.mark.parametrize(("indicator", "unregistered"), [("aparat_registered", 334), ("bpd_registered", 759)])
def test_kalbar_lacks_as_many_desa_as_printed_and_all_are_desa(
    demo_coverage: pd.DataFrame, indicator: str, unregistered: int
) -> None:
    rows = rows_of(demo_coverage, {"unit_code": "61", "indicator": indicator, "segment": "all"})
    lacking = rows[(rows["as_of"] == rows["as_of"].max()) & (rows["numerator"] == 0)]
    assert len(lacking) == unregistered
    assert lacking["unit_code"].str[9].isin(["2", "3"]).all()
