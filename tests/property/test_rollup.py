"""Counts roll up the same in steps and directly, on any tree of areas and any counts."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.long_run import examples
from ucjmap.codes import COUNTRY, LEVELS, kind_of, level_of, parent_of
from ucjmap.indicators import roll_up

COLUMNS = ["unit_code", "as_of", "numerator", "denominator"]
Counts = dict[str, tuple[int, int, str]]


@st.composite
def trees(draw: st.DrawFn) -> list[str]:
    """Codes of one to three provinces with areas below them, each level possibly empty."""
    codes = []
    for province in draw(st.lists(st.sampled_from(["16", "17", "61"]), min_size=1, max_size=3, unique=True)):
        codes.append(province)
        for regency in range(1, draw(st.integers(0, 3)) + 1):
            codes.append(f"{province}.{regency:02}")
            for district in range(1, draw(st.integers(0, 2)) + 1):
                codes.append(f"{province}.{regency:02}.{district:02}")
                kinds = draw(st.lists(st.sampled_from("123"), max_size=3))
                codes += [f"{province}.{regency:02}.{district:02}.{kind}{n:03}" for n, kind in enumerate(kinds)]
    return codes


@st.composite
def trees_with_counts(draw: st.DrawFn, *, only_desa: bool = False) -> tuple[list[str], Counts]:
    """A tree and counts of some of its areas; the rest has no data."""
    codes = draw(trees())
    places = [code for code in codes if level_of(code) == "adm4" or not only_desa]
    chosen = draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    count = st.tuples(
        st.integers(0, 500), st.integers(0, 400), st.sampled_from(["2024-12-31", "2025-06-30", "2025-12-31"])
    )
    return codes, {code: draw(count) for code in chosen}


def as_frames(codes: list[str], counts: Counts) -> tuple[pd.DataFrame, pd.DataFrame]:
    areas = pd.DataFrame(
        {
            "code": codes,
            "level": [level_of(code) for code in codes],
            "parent_code": [parent_of(code) for code in codes],
            "kind": [kind_of(code) for code in codes],
        }
    )
    rows = [
        (code, date, float(numerator), float(denominator)) for code, (numerator, denominator, date) in counts.items()
    ]
    return areas, pd.DataFrame(rows, columns=COLUMNS).astype({"unit_code": object, "as_of": object})


def figure_of(code: str, codes: list[str], counts: Counts) -> tuple[int, int, str, str] | None:
    """What the rule says: the sum of the areas below that have a figure, else the area's own count."""
    below = [figure_of(child, codes, counts) for child in codes if parent_of(child) == code]
    known = [figure for figure in below if figure is not None]
    if known:
        numerators, denominators, oldest, newest = zip(*known, strict=True)
        return sum(numerators), sum(denominators), min(oldest), max(newest)
    own = counts.get(code)
    return None if own is None else (own[0], own[1], own[2], own[2])


@settings(max_examples=examples(40), deadline=None)
@given(trees_with_counts(only_desa=True))
def test_counts_of_desa_are_the_sum_by_code(drawn: tuple[list[str], Counts]) -> None:
    codes, counts = drawn
    totals = roll_up(*as_frames(codes, counts))
    for code in [COUNTRY, *codes]:
        inside = [
            count for desa, count in counts.items() if code == COUNTRY or desa == code or desa.startswith(f"{code}.")
        ]
        if inside:
            assert totals.at[code, "numerator"] == sum(count[0] for count in inside)
            assert totals.at[code, "denominator"] == sum(count[1] for count in inside)
        else:
            assert np.isnan(totals.at[code, "numerator"])
            assert np.isnan(totals.at[code, "denominator"])
        assert totals.at[code, "desa_with_data"] == len(inside)


@settings(max_examples=examples(40), deadline=None)
@given(trees_with_counts())
def test_every_area_has_the_figure_of_the_rule(drawn: tuple[list[str], Counts]) -> None:
    codes, counts = drawn
    totals = roll_up(*as_frames(codes, counts))
    for code in [COUNTRY, *codes]:
        expected = figure_of(code, codes, counts)
        row = totals.loc[code]
        if expected is None:
            assert row[["numerator", "denominator", "oldest", "newest"]].isna().all()
        else:
            assert (row["numerator"], row["denominator"], row["oldest"], row["newest"]) == expected
        own = counts.get(code)
        assert pd.isna(row["own_numerator"]) if own is None else row["own_numerator"] == own[0]


@settings(max_examples=examples(40), deadline=None)
@given(trees_with_counts(only_desa=True), st.sampled_from(["adm2", "adm3"]))
def test_in_steps_as_directly(drawn: tuple[list[str], Counts], level: str) -> None:
    """The sums of one level, taken in as counts of that level, give the same sums above it."""
    codes, counts = drawn
    areas, latest = as_frames(codes, counts)
    directly = roll_up(areas, latest)
    above = areas[areas["level"] <= level]
    middle = directly.loc[above.loc[above["level"] == level, "code"]].dropna(subset=["numerator"])
    step = pd.DataFrame(
        {
            "unit_code": middle.index.astype(object),
            "as_of": middle["newest"].to_numpy(dtype=object),
            "numerator": middle["numerator"].to_numpy(dtype=float),
            "denominator": middle["denominator"].to_numpy(dtype=float),
        }
    )
    in_steps = roll_up(above, step)
    counted = ["numerator", "denominator"]
    pd.testing.assert_frame_equal(in_steps[counted], directly.loc[in_steps.index, counted])


@settings(max_examples=examples(25), deadline=None)
@given(trees_with_counts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn: tuple[list[str], Counts], random) -> None:
    codes, counts = drawn
    areas, latest = as_frames(codes, counts)
    shuffled = random.sample(codes, len(codes))
    mixed = roll_up(areas.set_index("code", drop=False).loc[shuffled].reset_index(drop=True), latest.iloc[::-1])
    pd.testing.assert_frame_equal(
        mixed.loc[[COUNTRY, *codes]], roll_up(areas, latest).loc[[COUNTRY, *codes]], check_dtype=False
    )


@settings(max_examples=examples(25), deadline=None)
@given(trees_with_counts(only_desa=True), st.lists(st.sampled_from(["kelurahan", "desa", "desa adat"]), unique=True))
def test_desa_to_which_an_indicator_does_not_apply_do_not_lack_data(
    drawn: tuple[list[str], Counts], kinds: list[str]
) -> None:
    codes, counts = drawn
    totals = roll_up(*as_frames(codes, counts), applies_to=tuple(kinds))
    for level in LEVELS:
        for code in (each for each in codes if level_of(each) == level):
            desa = [
                each for each in codes if level_of(each) == "adm4" and (each == code or each.startswith(f"{code}."))
            ]
            wanted = [each for each in desa if not kinds or kind_of(each) in kinds or each in counts]
            assert totals.at[code, "desa"] == len(wanted)
            assert totals.at[code, "desa_with_data"] <= totals.at[code, "desa"]
