"""Unit by unit, one class and one colour: values, legend, command line and drawn map agree whatever is chosen."""

import json
import random
from collections.abc import Iterator

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.long_run import every
from ucjmap import api
from ucjmap.app.map.legend_panel import legend
from ucjmap.classify import CHOICES, NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR, Classing, Measure, write_own_breaks
from ucjmap.cli import app
from ucjmap.codes import ALL_LEVELS, Level

AREAS = ("00", "16", "17", "51", "61", "16.01", "61.04", "61.71", "17.01.01", "61.01.01")
#: One frozen reference each has to be computed: four of the eight series are enough.
SERIES = (("ucj", "all"), ("ucj", "bpu"), ("aparat_registered", "all"), ("bpd", "all"))
MEASURES: tuple[Measure, ...] = ("rate", "gap", "change")
Case = tuple[str, Level, str, str, str, Measure, Classing]


def cases() -> Iterator[Case]:
    """Every scheme with every measure, the rest drawn with a seed: area, level, indicator, segment, date, classes."""
    draw = random.Random(4)
    for scheme in CHOICES:
        for measure in MEASURES:
            for _ in range(2):
                area = draw.choice(AREAS)
                below = ALL_LEVELS[ALL_LEVELS.index("adm0" if area == "00" else f"adm{area.count('.') + 1}") + 1 :]
                level = draw.choice(below[:2] if area == "00" else below)
                indicator, segment = draw.choice(SERIES)
                own = tuple(sorted(draw.sample([0.05, 0.1, 0.25, 0.4, 0.5, 0.62, 0.9], draw.randint(1, 5))))
                classing = Classing(
                    scheme,
                    k=draw.randint(3, 9),
                    own=own if scheme == "own" else (),
                    isolate_zero=draw.random() < 0.5,
                    isolate_full=draw.random() < 0.5,
                    frozen=draw.random() < 0.7,
                )
                date = draw.choice(["2024-12-31", "2025-10-10", "2025-12-31", "2020-01-01"])
                yield area, level, indicator, segment, date, measure, classing


CASES = list(cases())


def show(store: api.Store, case: Case) -> api.MapAnswer:
    area, level, indicator, segment, date, measure, classing = case
    return api.answer_map(store, api.MapView(area, level, indicator, segment, date, measure, classing))


@pytest.mark.parametrize("case", every(3, CASES), ids=lambda case: "-".join(map(str, case[:6])) + "-" + case[6].scheme)
def test_values_legend_and_map_agree_on_every_unit(demo_store: api.Store, case: Case) -> None:
    answer = show(demo_store, case)
    units, breaks = answer.areas.frame(), answer.breaks
    np.testing.assert_array_equal(units["class_id"], breaks.assign(units["value"]))
    assert len(breaks.colours) == len(set(breaks.colours)) == breaks.k
    known = units[units["class_id"] >= 0].sort_values("value", kind="stable")
    assert known["class_id"].is_monotonic_increasing
    assert (units["value"].isna() == (units["class_id"] == -1)).all()

    drawn = api.draw_answer(answer)
    for row in units.itertuples():
        apart = NO_DATA_COLOUR if row.applies else NOT_APPLICABLE_COLOUR
        expected = breaks.colours[row.class_id] if row.class_id >= 0 else apart
        class_id, _ = drawn.units[row.code]
        colour = drawn.no_data_colour if class_id is None else drawn.colours[class_id]
        assert colour == expected == (row.colour or apart)

    rows = answer.legend.rows
    assert sum(row.areas for row in rows) == len(units)
    assert sum(row.people for row in rows) == units["denominator"].sum()
    for row in rows:
        if row.kind == "class":
            inside = units[units["class_id"] == row.class_id]
            assert (row.areas, row.people) == (len(inside), inside["denominator"].sum())
            assert row.colour == breaks.colours[row.class_id]
            assert (inside["colour"] == row.colour).all()
    labels = [row.label for row in rows if row.kind == "class"]
    assert len(labels) == len(set(labels))
    assert "{" not in legend(answer.legend, answer.lang)
    assert sum(answer.areas.histogram.counts) == answer.with_data


@pytest.mark.parametrize("case", every(4, random.Random(7).sample(CASES, 8)), ids=str)
def test_the_command_line_prints_the_classes_of_the_map(demo_store: api.Store, case: Case) -> None:
    area, level, indicator, segment, date, measure, classing = case
    answer = show(demo_store, case)
    units = answer.areas.frame()
    arguments = ["values", "--store", demo_store.url, "--json", "--area", area, "--level", level]
    arguments += ["--indicator", indicator, "--segment", segment, "--as-of", date, "--measure", measure]
    arguments += ["--scheme", classing.scheme, "--k", str(classing.k)]
    arguments += ["--breaks", write_own_breaks(classing.own)] if classing.own else []
    arguments += ["--isolate-zero"] * classing.isolate_zero + ["--isolate-full"] * classing.isolate_full
    arguments += ["--frozen" if classing.frozen else "--unfrozen"]
    outcome = CliRunner().invoke(app, arguments)
    assert outcome.exit_code == 0, outcome.output
    printed = json.loads(outcome.stdout)
    assert printed["edges"] == pytest.approx(list(answer.breaks.edges), abs=0)
    assert len(printed["units"]) == len(units)
    for unit in printed["units"]:
        row = units.loc[unit["code"]]
        assert unit["class_id"] == (None if row["class_id"] < 0 else row["class_id"])
        assert unit["colour"] == row["colour"]
        assert unit["value"] == (None if np.isnan(row["value"]) else pytest.approx(row["value"], abs=0))
    counted = [(row.colour, row.areas, row.people) for row in answer.legend.rows]
    assert [(row["colour"], row["areas"], row["people"]) for row in printed["legend"]] == counted


@pytest.mark.parametrize("scheme", [scheme for scheme in CHOICES if scheme != "own"])
def test_frozen_breaks_are_the_same_for_every_date_level_and_area(demo_store: api.Store, scheme: str) -> None:
    classing = Classing(next(each for each in CHOICES if each == scheme))
    for measure in MEASURES:
        found = {
            api.area_values(demo_store, area, level, "ucj", as_of=date, classing=classing, measure=measure).breaks
            for area, level, date in (
                ("61", "adm2", "2025-12-31"),
                ("00", "adm1", "2024-12-31"),
                ("17.01", "adm4", None),
            )
        }
        assert len(found) == 1
