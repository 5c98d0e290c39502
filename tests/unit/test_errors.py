"""Errors: texts with their details, and one outcome for each family."""

import pytest

from ucjmap import errors
from ucjmap.errors import Outcome, UCJMapError, outcome_of

FAMILIES = UCJMapError.__subclasses__()


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_has_an_outcome_of_its_own(family: type[UCJMapError]) -> None:
    assert family in errors._OUTCOMES
    outcome = outcome_of(family("some_code", "Something is wrong."))
    assert outcome.exit_code in {2, 3, 4}
    assert outcome.http_status in {403, 404, 422, 500, 503}


def test_the_table_of_outcomes_holds_nothing_else() -> None:
    assert set(errors._OUTCOMES) == set(FAMILIES)


@pytest.mark.parametrize(
    ("family", "exit_code"),
    [
        (errors.UsageError, 2),
        (errors.BoundariesError, 3),
        (errors.IntakeError, 3),
        (errors.MatchingError, 3),
        (errors.SettingsError, 4),
        (errors.StoreError, 4),
        (errors.RenderingError, 4),
        (errors.AccessError, 4),
    ],
)
def test_exit_codes_tell_wrong_use_refused_input_and_environment_apart(
    family: type[UCJMapError], exit_code: int
) -> None:
    assert outcome_of(family("some_code", "Something is wrong.")).exit_code == exit_code


def test_an_unknown_family_is_a_failure_of_the_environment() -> None:
    class OtherError(UCJMapError):
        pass

    assert outcome_of(OtherError("other", "Other.")) == Outcome(4, 500)


def test_an_error_reads_as_message_and_next_step() -> None:
    error = UCJMapError("lost", "{count} rows of {file} are lost.", "Find them.", count=3, file="a{b}.csv")
    assert str(error) == "3 rows of a{b}.csv are lost. Find them."
    assert error.code == "lost"
    assert str(UCJMapError("lost", "All is lost.")) == "All is lost."
