"""Every scheme at every level and date of the demonstration: store, map, legend and tables give a unit one class."""

import numpy as np
import pandas as pd
import pytest

from ucjmap import api
from ucjmap.app.map.ranking_table import make_ranking
from ucjmap.classify import CHOICES, NOT_APPLICABLE_COLOUR, ClassBreaks, Classing, Scheme
from ucjmap.codes import Level

VIEWS: tuple[tuple[str, Level], ...] = (("00", "adm1"), ("00", "adm2"), ("61", "adm3"), ("17", "adm4"))
INDICATORS = ("ucj", "bpd_registered")
OWN = (0.1, 0.35, 0.62)


def class_by_hand(value: float, breaks: ClassBreaks) -> int:
    """Class of a value, from the written rule alone: the first class whose range holds it."""
    if np.isnan(value):
        return -1
    for class_id in range(breaks.k):
        span = breaks.range_of(class_id)
        above = value > span.low or (span.holds_low and value == span.low)
        below = value < span.high or (span.holds_high and value == span.high)
        if above and below:
            return class_id
    raise AssertionError(f"{value} is in no class")


@pytest.mark.parametrize("scheme", CHOICES)
@pytest.mark.parametrize(("area", "level"), VIEWS, ids=[f"{area}-{level}" for area, level in VIEWS])
def test_one_class_everywhere_at_every_date(
    demo_store: api.Store, is_long: bool, scheme: Scheme, area: str, level: Level
) -> None:
    classing = Classing(scheme, k=6, own=OWN if scheme == "own" else ())
    for indicator in INDICATORS:
        reference = None
        dates = api.list_dates(demo_store, indicator, area)
        for date in dates if is_long else (dates[0], dates[len(dates) // 2], dates[-1]):
            view = api.MapView(area, level, indicator, as_of=date, classing=classing, lang="en")
            answer = api.answer_map(demo_store, view)
            breaks = answer.breaks
            reference = reference or breaks
            assert breaks == reference, "frozen breaks moved with the date"
            units = answer.areas.frame()
            # Limits have twelve decimals: the rate of the area that is a limit has more.
            assert units["class_id"].tolist() == [class_by_hand(round(value, 12), breaks) for value in units["value"]]
            known = units["class_id"] >= 0
            assert units["colour"][known].tolist() == [breaks.colours[each] for each in units["class_id"][known]]

            drawn = answer.areas.tooltips
            assert {code: None if place == breaks.k else place for code, (place, _) in drawn.items()} == {
                row.code: row.class_id if row.class_id >= 0 else None for row in units.itertuples()
            }

            words = {row.class_id: row.label for row in answer.legend.rows}
            counted = {row.class_id: (row.areas, row.people) for row in answer.legend.rows if row.kind == "class"}
            for class_id, count in counted.items():
                inside = units[units["class_id"] == class_id]
                assert count == (len(inside), inside["denominator"].sum())
            assert sum(areas for areas, _ in counted.values()) == int(known.sum())

            written = api.map_table(answer).set_index("code")
            assert written["colour"][known].tolist() == units["colour"][known].tolist()
            assert written["class"][known].tolist() == [words[each] for each in units["class_id"][known]]

            table = make_ranking(api.area_tree(demo_store), answer)
            assert table.codes[: int(known.sum())] == tuple(units[known].sort_values(["value", "name"])["code"])
            outside = units.index[~known & ~units["applies"].astype(bool)]
            in_sight = units["colour"].to_dict() | dict.fromkeys(outside, NOT_APPLICABLE_COLOUR)
            assert dict(zip(table.codes, table.colours, strict=True)) == in_sight
            rows = pd.DataFrame({column.label: column.texts for column in table.columns}, index=list(table.codes))
            heading = "Status" if breaks.scheme == "registered" else "Class"
            told = rows.loc[units["code"], heading]
            assert told[known.to_numpy()].tolist() == [words[each] for each in units["class_id"][known]]
            assert not set(told[~known.to_numpy()].dropna()) & {words[each] for each in counted}
