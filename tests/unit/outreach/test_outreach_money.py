"""Money: the figures that officials quote, sums to the rupiah, and nobody covered twice."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ucjmap.errors import UsageError
from ucjmap.outreach import Programme, compare_outcomes, need_for_target, simulate_programmes
from ucjmap.outreach.premium import Premium, Reduction, place_idr, split_cost

TRANSPORT = Reduction(0.5, dt.date(2026, 1, 1), dt.date(2027, 3, 1), ("workers",))
YEAR = Premium(16_800, 12, dt.date(2026, 1, 1))


def area(**columns: float) -> dict[str, float | str]:
    return {"name": "A", "desa": 1, "numerator": np.nan, "denominator": np.nan, **columns}


def areas(*rows: dict[str, float | str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), index=[f"17.{number:02d}" for number in range(1, len(rows) + 1)])


def test_dana_desa_of_bengkulu() -> None:
    """Rp20 million x 100 workers in 1,447 desa: 144,700 workers, Rp28.94 billion; 27 % becomes 48 %."""
    bengkulu = areas(area(desa=1447, numerator=189_863, denominator=703_197))
    programme = Programme("dana", YEAR, {"dana_desa": 1.0}, places_per_desa=100, lump_idr_per_desa=20_000_000)
    found = simulate_programmes(bengkulu, [programme], target=0.48)
    assert found.totals["covered"] == 144_700
    assert found.totals["cost_idr"] == 28_940_000_000
    assert found.by_payer == {"dana_desa": 28_940_000_000}
    assert found.totals["rate"] == pytest.approx(0.27, abs=1e-5)
    assert found.totals["new_rate"] == pytest.approx(0.4758, abs=1e-4)
    # 100 x Rp16,800 x 12 = Rp20,160,000: the announced sum is Rp160,000 short of its own promise in every desa.
    assert found.programmes.loc[0, "lump_shortfall_idr"] == 160_000


def test_money_of_unused_places_is_exact_however_much_it_is() -> None:
    """75,000 desa with a lump each: cost times unused places goes beyond 64 bits."""
    country = areas(area(desa=75_000, numerator=40_000_000, denominator=41_000_000))
    programme = Programme("dana", YEAR, {"dana_desa": 1.0}, places_per_desa=1000, lump_idr_per_desa=200_000_000)
    totals = simulate_programmes(country, [programme]).totals
    assert (totals["covered"], totals["unused"]) == (1_000_000, 74_000_000)
    assert totals["cost_idr"] == 15_000_000_000_000
    assert totals["unused_idr"] == 14_800_000_000_000


@pytest.mark.parametrize(("places", "lump"), [(100_001, 20_000_000), (100, 10**12 + 1)])
def test_a_slip_of_the_finger_is_refused(places: int, lump: int) -> None:
    with pytest.raises(UsageError) as refused:
        Programme("dana", YEAR, {"dana_desa": 1.0}, places_per_desa=places, lump_idr_per_desa=lump)
    assert refused.value.code == "too_much_for_a_desa"
    with pytest.raises(UsageError, match="premium"):
        Premium(10**9, 12, dt.date(2026, 1, 1))
    with pytest.raises(UsageError, match="year 9999"):
        Premium(16_800, 12, dt.date(9999, 12, 1))


def test_twenty_points_of_bengkulu() -> None:
    need = need_for_target(
        196_895,
        703_197,
        target_rate=0.48,
        today=dt.date(2025, 7, 5),
        by=dt.date(2025, 12, 31),
        premium=YEAR,
        payers={"kabupaten": 0.7, "provinsi": 0.3},
    )
    assert need.rate == pytest.approx(0.28, abs=1e-5)
    assert need.new_rate - need.rate == pytest.approx(0.20, abs=1e-5)
    assert (need.goal, need.people) == (337_535, 140_640)
    assert (need.months_left, need.per_month) == (5, 28_128)
    assert need.cost_idr == 140_640 * 201_600 == sum(need.by_payer.values())


def test_sumatera_selatan_to_1_485_000() -> None:
    """1,100,000 are 36.7 %; 385,000 more make 1,485,000 and 49.46 %.

    The printed figures fit a number of workers between 2,997,275 and 3,002,427; the demonstration has 3,001,000.
    """
    common = {
        "today": dt.date(2024, 4, 29),
        "by": dt.date(2025, 12, 31),
        "premium": YEAR,
        "payers": {"provinsi": 1.0},
    }
    need = need_for_target(1_100_000, 3_001_000, target_people=1_485_000, **common)  # type: ignore[arg-type]
    assert (need.people, need.goal) == (385_000, 1_485_000)
    assert need.rate == pytest.approx(0.367, abs=5e-4)
    assert need.new_rate == pytest.approx(0.4946, abs=5e-4)
    by_rate = need_for_target(1_100_000, 3_002_427, target_rate=0.4946, **common)  # type: ignore[arg-type]
    assert by_rate.people == pytest.approx(385_000, abs=1)


def test_shared_budget_is_split_to_the_rupiah_in_every_area() -> None:
    many = areas(*(area(numerator=number, denominator=1000 + 7 * number) for number in range(1, 40)))
    shares = {"kabupaten": 0.7, "provinsi": 0.3}
    found = simulate_programmes(many, [Programme("apbd", YEAR, shares, share_of_uncovered=0.333)])
    table = found.areas
    assert (table["payer_kabupaten"] + table["payer_provinsi"]).eq(table["cost_idr"]).all()
    assert table["cost_idr"].eq(table["covered"] * 201_600).all()
    assert sum(found.by_payer.values()) == found.totals["cost_idr"] == int(table["cost_idr"].sum())
    assert found.by_payer["kabupaten"] / found.totals["cost_idr"] == pytest.approx(0.7, abs=1e-6)
    assert table["covered"].dtype.kind in "if"
    assert (table["covered"] % 1 == 0).all()


def test_no_more_are_covered_than_are_uncovered_and_the_rest_is_said() -> None:
    three = areas(
        area(numerator=10, denominator=70),
        area(numerator=400, denominator=900),
        area(),
        area(numerator=9, denominator=8),
    )
    programme = Programme("dana", YEAR, {"dana_desa": 1.0}, places_per_desa=100, lump_idr_per_desa=20_000_000)
    found = simulate_programmes(three, [programme], target=0.9)
    assert found.areas["covered"].tolist()[:2] == [60, 100]
    assert found.areas["unused"].tolist()[:2] == [40, 0]
    assert found.areas.loc["17.03", ["covered", "unused", "new_rate", "gap_people"]].isna().all()
    assert found.areas.loc["17.04", ["covered", "unused"]].tolist() == [0, 100]
    totals = found.totals
    assert [totals[key] for key in ("places", "covered", "unused", "unknown")] == [400, 160, 140, 100]
    assert totals["unused_idr"] == 8_000_000 + 20_000_000
    assert (totals["areas"], totals["areas_with_data"]) == (4, 3)
    assert found.areas["gap_people"].tolist()[:2] == [0, 310]
    assert found.areas["gap_points"].iloc[1] == pytest.approx(0.9 - 500 / 900)


def test_a_mix_covers_nobody_twice() -> None:
    one = areas(area(numerator=0, denominator=150))
    mix = [
        Programme("dana", YEAR, {"dana_desa": 1.0}, places_per_desa=100),
        Programme("apbd", YEAR, {"kabupaten": 0.7, "provinsi": 0.3}, places_per_desa=100),
        Programme("csr", YEAR, {"csr": 1.0}, share_of_uncovered=1.0),
    ]
    found = simulate_programmes(one, mix)
    assert found.programmes["covered"].tolist() == [100, 50, 0]
    assert found.programmes["unused"].tolist() == [0, 50, 0]
    assert (found.totals["covered"], found.totals["new_rate"]) == (150, 1.0)
    assert list(found.by_payer) == ["dana_desa", "kabupaten", "provinsi", "csr"]


def test_officials_and_councils_are_counted_apart() -> None:
    """334 of 2,047 desa without registered officials, 759 without a registered council: nobody enters the rate."""
    rows = [
        area(
            numerator=100,
            denominator=400,
            aparat_registered=0 if number < 334 else 11,
            aparat_total=11,
            bpd_registered=0 if number < 759 else 7,
            bpd_total=7,
        )
        for number in range(2047)
    ]
    kalbar = pd.DataFrame(rows, index=[f"61.{number:05d}" for number in range(2047)])
    desa_budget = {"apbdes": 1.0}
    mix = [
        Programme("aparat", YEAR, desa_budget, group="aparat", share_of_uncovered=1.0),
        Programme("bpd", YEAR, desa_budget, group="bpd", share_of_uncovered=1.0),
    ]
    found = simulate_programmes(kalbar, mix)
    assert found.totals["covered_aparat"] == 334 * 11
    assert found.totals["covered_bpd"] == 759 * 7
    assert (found.areas["covered_aparat"] > 0).sum() == 334
    assert (found.areas["covered_bpd"] > 0).sum() == 759
    assert (found.totals["covered"], found.totals["new_rate"]) == (0, found.totals["rate"])
    assert found.totals["cost_idr"] == (334 * 11 + 759 * 7) * 201_600


def test_the_reduction_holds_in_its_months_and_for_its_payers_only() -> None:
    premium = Premium(16_800, 12, dt.date(2026, 10, 1), (TRANSPORT,))
    assert premium.cost_idr("workers") == 6 * 8_400 + 6 * 16_800
    assert premium.cost_idr("kabupaten") == 12 * 16_800
    assert Premium(16_800, 12, dt.date(2027, 4, 15), (TRANSPORT,)).cost_idr("workers") == 201_600


def test_payers_with_different_premiums_bear_their_own_part() -> None:
    premium = Premium(16_800, 12, dt.date(2026, 1, 1), (TRANSPORT,))
    half = {"workers": 0.5, "kabupaten": 0.5}
    assert place_idr(premium, half) == 50_400 + 100_800
    assert split_cost(10 * place_idr(premium, half), premium, half) == {"workers": 504_000, "kabupaten": 1_008_000}


def test_scenarios_stand_side_by_side() -> None:
    one = areas(area(numerator=0, denominator=150))
    small, large = (
        simulate_programmes(one, [Programme("x", YEAR, {payer: 1.0}, places_per_desa=places)])
        for payer, places in (("csr", 10), ("apbn", 20))
    )
    table = compare_outcomes({"Kecil": small, "Besar": large})
    assert table.loc["covered"].tolist() == [10, 20]
    assert table.loc["payer_csr"].tolist() == [2_016_000, 0]
    assert table.loc["payer_apbn"].tolist() == [0, 4_032_000]


@pytest.mark.parametrize(
    "shares", [{"kabupaten": 0.7}, {"kabupaten": 1.2, "provinsi": -0.2}, {"sponsor": 1.0}, {}], ids=str
)
def test_shares_that_are_no_whole_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Programme("x", YEAR, shares, places_per_desa=1)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"places_per_desa": 0},
        {"places_per_desa": 5, "share_of_uncovered": 0.5},
        {"share_of_uncovered": 1.5},
        {"share_of_uncovered": 0.5, "lump_idr_per_desa": 10},
    ],
    ids=str,
)
def test_a_programme_says_whom_it_covers(given: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Programme("x", YEAR, {"csr": 1.0}, **given)  # type: ignore[arg-type]


def test_a_premium_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError):
        Premium(0, 12, dt.date(2026, 1, 1))
    with pytest.raises(UsageError):
        Premium(16_800, 0, dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    "change",
    [{"denominator": 0}, {"by": dt.date(2024, 1, 1)}, {"target_rate": None}, {"target_people": 5}],
    ids=str,
)
def test_a_need_without_meaning_is_refused(change: dict[str, object]) -> None:
    question: dict[str, object] = {
        "numerator": 1,
        "denominator": 10,
        "target_rate": 0.5,
        "today": dt.date(2025, 1, 1),
        "by": dt.date(2025, 12, 31),
        "premium": YEAR,
        "payers": {"csr": 1.0},
    }
    with pytest.raises(UsageError):
        need_for_target(**{**question, **change})  # type: ignore[arg-type]
