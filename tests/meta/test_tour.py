"""The newcomer's tour: six changes take few files, what they add works, and a forgotten place is named by a test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.tour.changes import CHANGES
from tests.meta.tour.edits import Change, Place
from tests.meta.tour.rounds import ROOT, SHOWING, WHOLE, rounds

Outcomes = dict[str, dict[str, str]]
LEFT_OUT = [(name, place) for name, places in rounds().items() for place in places]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """How the tests ended in the changed copy, by round."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.meta.tour.rounds", str(tmp_path_factory.mktemp("tour"))],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    made: Outcomes = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_takes_few_files(change: Change) -> None:
    assert len({place.path for place in change.places}) <= change.most


def test_with_every_place_done_all_tests_pass_and_what_was_added_works(outcomes: Outcomes) -> None:
    ended = outcomes[WHOLE]
    assert {test: message for test, message in ended.items() if message} == {}
    wanted = [*SHOWING, *(place.guard for _, place in LEFT_OUT)]
    assert [test for test in wanted if not any(name.startswith(test) for name in ended)] == []


@pytest.mark.parametrize(("name", "place"), LEFT_OUT, ids=lambda value: getattr(value, "path", value))
def test_a_forgotten_place_fails_a_test_that_names_it(outcomes: Outcomes, name: str, place: Place) -> None:
    messages = [message for test, message in outcomes[name].items() if test.startswith(place.guard) and message]
    assert messages, f"{place.guard} passes without {place.path}"
    assert any(place.tells in message for message in messages), messages


def test_the_tour_is_written_down_for_contributors() -> None:
    guide = (Path(ROOT) / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tour = guide.partition("## The tour")[2].partition("\n## ")[0]
    assert [
        place.path for change in CHANGES for place in change.places if f"`{_in_words(place.path)}`" not in tour
    ] == []


def _in_words(path: str) -> str:
    """A new file stands there by its kind."""
    return path.replace("recap_page", "NAME_page").removeprefix("ucjmap/locale/id/LC_MESSAGES/")
