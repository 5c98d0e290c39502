"""The demonstration's figures against the desa rows themselves, added up another way."""

import re

import numpy as np
import pandas as pd
import pytest

from tests.gaps import gap_of
from ucjmap import api
from ucjmap.classify import Classing
from ucjmap.codes import LEVELS
from ucjmap.errors import UsageError
from ucjmap.indicators import roll_up
from ucjmap.settings import PROJECT
from ucjmap.store import read_latest

PROVINCES = ("16", "17", "61")
ROWS = pd.read_parquet(PROJECT / "data" / "demo_coverage.parquet")
SERIES = [tuple(key) for key in ROWS[["indicator", "segment"]].drop_duplicates().to_numpy()]
LENGTHS = {"adm1": 2, "adm2": 5, "adm3": 8, "adm4": 13}


def newest_rows(indicator: str, segment: str, as_of: str) -> pd.DataFrame:
    """The newest row of each desa on or before a date."""
    rows = ROWS[(ROWS["indicator"] == indicator) & (ROWS["segment"] == segment) & (ROWS["as_of"] <= as_of)]
    return rows.sort_values("as_of").drop_duplicates("unit_code", keep="last")


def add_up(newest: pd.DataFrame, level: str) -> pd.DataFrame:
    """Sums of these rows, by the start of the code alone."""
    return newest.groupby(newest["unit_code"].str[: LENGTHS[level]])[["numerator", "denominator"]].sum()


@pytest.mark.parametrize(("indicator", "segment"), SERIES, ids=str)
def test_at_every_date_each_level_is_the_sum_of_its_desa(demo_store: api.Store, indicator: str, segment: str) -> None:
    areas = api.area_tree(demo_store).areas
    areas = areas[areas["adm1"].isin(PROVINCES)]
    dates = sorted(ROWS.loc[(ROWS["indicator"] == indicator) & (ROWS["segment"] == segment), "as_of"].unique())
    assert dates == api.list_dates(demo_store, indicator, "00", segment)
    for date in ["2000-01-01", *dates]:
        with demo_store.reading() as connection:
            totals = roll_up(areas, read_latest(connection, indicator, segment, date))
        newest = newest_rows(indicator, segment, date)
        for level in LEVELS:
            codes = areas.loc[areas["level"] == level, "code"]
            expected = add_up(newest, level).reindex(codes)
            found = totals.loc[codes, ["numerator", "denominator"]]
            np.testing.assert_array_equal(found.to_numpy(dtype=float), expected.to_numpy(dtype=float))


@pytest.mark.parametrize("indicator", ["ucj", "aparat_registered"])
def test_what_a_page_shows_is_these_sums_with_the_class_of_the_rate(demo_store: api.Store, indicator: str) -> None:
    newest = newest_rows(indicator, "all", "2025-12-31")
    for area, level in (("00", "adm1"), ("61", "adm2"), ("17", "adm3"), ("16.01", "adm4")):
        values = api.area_values(demo_store, area, level, indicator, as_of="2025-12-31")
        expected = add_up(newest, level).reindex(values.units.index)
        found = values.units[["numerator", "denominator"]]
        np.testing.assert_array_equal(found.to_numpy(dtype=float), expected.to_numpy(dtype=float))
        rates = expected["numerator"] / expected["denominator"]
        for code, rate in rates.items():
            row = values.units.loc[code]
            if np.isnan(rate):
                assert (row["class_id"], row["colour"]) == (-1, None)
                continue
            thresholds = (0.5,) if values.breaks.scheme == "registered" else (0.25, 0.5, 0.75)
            assert row["rate"] == rate
            assert row["class_id"] == sum(rate >= threshold for threshold in thresholds)
            assert row["colour"] == values.breaks.colours[row["class_id"]]
        assert values.without_data + values.with_data == int((values.units["applies"] | rates.notna()).sum())


def test_provinces_without_a_row_have_no_data(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "00", "adm1", "ucj")
    assert set(values.units.index[values.units["rate"].notna()]) == set(PROVINCES)
    assert len(values.units) == 38
    assert values.without_data == 35


def test_kalbar_has_the_unregistered_desa_of_the_press(demo_store: api.Store) -> None:
    for indicator, open_desa in (("aparat_registered", 334), ("bpd_registered", 759)):
        area = api.area_values(demo_store, "61", "adm2", indicator, as_of="2025-10-10").area
        assert area["denominator"] == 2047
        assert area["denominator"] - area["numerator"] == open_desa


def test_bengkulu_has_the_counts_of_the_press(demo_store: api.Store) -> None:
    area = api.area_values(demo_store, "17", "adm2", "ucj", as_of="2025-12-11").area
    assert (area["numerator"], area["denominator"]) == (251_000, 708_000)


def test_the_gap_of_bengkulu_is_twenty_points(demo_store: api.Store) -> None:
    gap = gap_of(api.area_values(demo_store, "17", "adm2", "ucj", as_of="2025-07-05").area)
    assert gap is not None
    assert gap.target.rate == 0.48
    assert gap.points == pytest.approx(0.20, abs=0.0005)


def test_the_gap_of_sumatera_selatan_is_385_thousand(demo_store: api.Store) -> None:
    values = api.area_values(
        demo_store, "16", "adm2", "ucj", as_of="2024-04-29", target="2025@dikutip pers Sumatera Selatan"
    )
    gap = gap_of(values.area)
    assert gap is not None
    assert gap.people == pytest.approx(385_000, abs=1_000)


def test_a_gap_is_never_to_a_target_of_another_denominator(demo_store: api.Store) -> None:
    assert not all(target.comparable for target in api.all_targets(demo_store))
    for code in ("00", *PROVINCES, "16.09"):
        values = api.area_values(demo_store, code, "adm4" if "." in code else "adm2", "ucj")
        assert all(target.comparable for target in values.targets)
        assert all(target is None or target.comparable for target in (values.target, *values.units["target"]))


def test_a_segment_has_no_gap_to_a_target_of_all(demo_store: api.Store) -> None:
    assert gap_of(api.area_values(demo_store, "17", "adm2", "ucj", segment="bpu").area) is None


def test_values_carry_where_they_come_from(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "61", "adm2", "ucj")
    assert values.is_simulated
    assert values.is_model
    assert values.sources
    assert values.editions
    assert values.as_of == max(api.list_dates(demo_store, "ucj", "61"))


def test_an_area_without_data_says_nothing_of_the_sources_of_others(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "51", "adm2", "ucj")
    assert (values.as_of, values.sources, values.is_simulated, values.with_data) == ("", (), False, 0)
    assert gap_of(values.area) is None


def test_counts_change_with_the_date_and_not_with_the_scheme(demo_store: api.Store) -> None:
    by_bands = api.area_values(demo_store, "61", "adm2", "ucj", as_of="2025-12-31")
    quantile = Classing("quantile", k=4, frozen=False)
    by_quantile = api.area_values(demo_store, "61", "adm2", "ucj", as_of="2025-12-31", classing=quantile)
    pd.testing.assert_series_equal(by_bands.units["rate"], by_quantile.units["rate"])
    assert set(by_quantile.units["class_id"]) == {0, 1, 2, 3}
    ordered = by_quantile.units.sort_values("rate")["class_id"]
    assert ordered.is_monotonic_increasing


@pytest.mark.parametrize(
    ("arguments", "options", "code"),
    [
        (("99", "adm2", "ucj"), {}, "unknown_area"),
        (("61", "adm1", "ucj"), {}, "level_not_below"),
        (("61.01.01.2001", "adm4", "ucj"), {}, "level_not_below"),
        (("61", "adm2", "cakupan"), {}, "unknown_indicator"),
        (("61", "adm2", "ucj"), {"segment": "tni"}, "unknown_segment"),
        (("61", "adm2", "bpd"), {"segment": "bpu"}, "unknown_segment"),
        (("61", "adm2", "ucj"), {"as_of": "31-12-2025"}, "bad_date"),
        (("61", "adm2", "ucj"), {"as_of": "2025-02-30"}, "bad_date"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_as_such(
    demo_store: api.Store, arguments: tuple[str, ...], options: dict[str, str], code: str
) -> None:
    with pytest.raises(UsageError) as caught:
        api.area_values(demo_store, *arguments, **options)
    assert caught.value.code == code
    assert not re.search(r"\{\w+\}", str(caught.value))


def test_printed_figures_stand_apart_newest_first(demo_store: api.Store) -> None:
    printed = api.published_figures(demo_store, "17", "ucj")
    assert len(printed) >= 2
    assert printed["as_of"].is_monotonic_decreasing
    assert set(printed["unit_code"]) == {"17"}


def test_a_printed_figure_of_one_segment_is_not_told_as_that_of_all(demo_store: api.Store) -> None:
    # Printed of one day: 41.23 % in all, 51.66 % of wage earners, 20.30 % of the self-employed.
    answer = api.answer_map(demo_store, api.MapView(area="19.71", lang="en"))
    (note,) = (note.text for note in answer.notes if note.key == "published")
    assert "41.23%" in note
    assert {line.label: line.text.partition(" ")[0] for line in answer.references} == {
        "Published 20 May 2025": "41.23%",
        "Published 20 May 2025, Wage earners (PU)": "51.66%",
        "Published 20 May 2025, Self-employed and informal (BPU)": "20.30%",
    }


def test_the_status_counts_what_is_there(demo_store: api.Store) -> None:
    status = api.read_status(demo_store)
    assert status["areas"] == {"adm1": 38, "adm2": 514, "adm3": 7285, "adm4": 83762}
    assert status["imports"] == 4
    assert status["indicators"]["ucj"] == api.list_dates(demo_store, "ucj")
    assert len(status["editions"]) == 1
    assert status["bytes"] > 1_000_000
