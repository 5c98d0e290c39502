"""Change on common areas, on any tree and any counts, against the rule followed area by area."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.long_run import examples
from tests.property.test_rollup import Counts, as_frames, figure_of, trees
from ucjmap.codes import COUNTRY
from ucjmap.indicators import Hierarchy, divide, measure_change

Figure = tuple[int, int, str, str] | None


@st.composite
def two_dates(draw: st.DrawFn) -> tuple[list[str], Counts, Counts]:
    """A tree, counts in force at one date, and those at a later one: some counted again, some new."""
    codes = draw(trees())
    since = {code: (*pair, "2024") for code, pair in draw(some_counts(codes)).items()}
    return codes, since, since | {code: (*pair, "2025") for code, pair in draw(some_counts(codes)).items()}


def some_counts(codes: list[str]) -> st.SearchStrategy[dict[str, tuple[int, int]]]:
    places = st.sampled_from(codes) if codes else st.nothing()
    return st.dictionaries(places, st.tuples(st.integers(0, 500), st.integers(0, 400)), max_size=8)


def counting(counts: Counts) -> set[str]:
    """Areas with a count and none below them."""
    return {code for code in counts if not any(other.startswith(f"{code}.") for other in counts)}


def rate_of(figure: Figure) -> float:
    return figure[0] / figure[1] if figure and figure[1] else np.nan


@settings(max_examples=examples(60), deadline=None)
@given(two_dates())
def test_every_area_changes_by_the_rule(drawn: tuple[list[str], Counts, Counts]) -> None:
    codes, since, now = drawn
    hierarchy = Hierarchy.of(as_frames(codes, {})[0])
    owns = []
    for counts in (since, now):
        own = np.full((2, len(hierarchy.index)), np.nan)
        for code, count in counts.items():
            own[:, hierarchy.index.get_loc(code)] = count[:2]
        owns.append(own)
    sums = np.stack(owns, axis=1)
    hierarchy.add_counts(sums)
    rate_since, rate = divide(*sums)
    is_recounted = np.array([now.get(code, (0, 0, ""))[2] == "2025" for code in hierarchy.index])
    found = measure_change(hierarchy, *owns, rate_since=rate_since, rate=rate, is_recounted=is_recounted)
    had, has = counting(since), counting(now)
    for place, code in enumerate(hierarchy.index):
        inside = {other for other in {*since, *now} if code == COUNTRY or f"{other}.".startswith(f"{code}.")}
        common = inside & had & has
        before, after = (
            rate_of(figure_of(code, codes, {other: counts[other] for other in common})) if code != COUNTRY else None
            for counts in (since, now)
        )
        numbers = (found.common_desa[place], found.entered_desa[place], found.left_desa[place])
        assert numbers == (len(common), len(inside & has - had), len(inside & had - has))
        if before is None or after is None:
            continue
        is_new = any(now[other][2] == "2025" for other in common)
        expected = round(after - before, 12) if is_new else np.nan
        np.testing.assert_allclose(found.change[place], expected, atol=1e-12)
        np.testing.assert_allclose([found.common_rate_since[place], found.common_rate[place]], [before, after])
        whole = rate_of(figure_of(code, codes, now)) - rate_of(figure_of(code, codes, since))
        np.testing.assert_allclose(found.entry_points[place], whole - np.nan_to_num(after - before), atol=1e-11)
