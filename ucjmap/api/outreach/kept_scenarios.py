"""Scenarios kept under a name: keeping, listing and forgetting them, and several of them side by side."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.outreach.scenarios import MoneyQuestion, answer_question
from ucjmap.api.outreach.simulations import level_inside
from ucjmap.errors import N_, UsageError
from ucjmap.outreach import compare_outcomes
from ucjmap.store import Store, read_scenarios, remove_scenario, write_scenario

_LONGEST_NAME = 80


def keep_scenario(
    store: Store, name: str, code: str, question: dict[str, Any], *, by: str = "", replace: bool = False
) -> None:
    """Keep what was asked under a name.

    Parameters
    ----------
    code
        The area that it is asked of.
    question
        As ``MoneyQuestion.to_dict`` gives it.
    by
        Who keeps it; may be empty.
    replace
        Whether it may take the place of another one of the same name.

    Raises
    ------
    UsageError
        The name is empty or too long, there is no such area, or another scenario has the name and ``replace`` is not
        set.
    """
    area_tree(store).level(code)
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise UsageError(
            "bad_scenario_name",
            N_("A scenario needs a name of at most {most} characters."),
            N_("Enter a name, or a shorter one."),
            most=_LONGEST_NAME,
        )
    with store.writing() as connection:
        if not replace and name.strip() in set(read_scenarios(connection)["name"]):
            raise UsageError(
                "scenario_exists",
                N_("There is a scenario {name} already."),
                N_("Choose another name, or say that it is to be replaced."),
                name=name.strip(),
            )
        write_scenario(connection, name.strip(), code, question, by=by)


def list_scenarios(store: Store) -> pd.DataFrame:
    """Kept scenarios.

    Returns
    -------
    pandas.DataFrame
        One row is one scenario, by name: name, area_code, question (a dict, as it was kept), created_at, created_by.
    """
    with store.reading() as connection:
        return read_scenarios(connection).drop(columns="id")


def forget_scenario(store: Store, name: str) -> None:
    """Remove a kept scenario.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    with store.writing() as connection:
        if not remove_scenario(connection, name):
            raise _no_such_scenario(name)


def _no_such_scenario(name: str) -> UsageError:
    return UsageError(
        "no_such_scenario",
        N_("There is no scenario {name}."),
        N_("The list of kept scenarios shows the names."),
        name=name,
    )


def compare_scenarios(store: Store, names: Sequence[str]) -> pd.DataFrame:
    """Kept scenarios side by side, answered by the data as they are now.

    Parameters
    ----------
    names
        Names of kept scenarios.

    Returns
    -------
    pandas.DataFrame
        One row is one figure, one column a scenario (``outreach.compare_outcomes``).

    Raises
    ------
    UsageError
        A scenario is not known, or cannot be answered.
    """
    outcomes = {}
    for name, (code, question) in kept_questions(store, names).items():
        outcomes[name] = answer_question(store, code, level_inside(store, code), question)[0]
    return compare_outcomes(outcomes)


def kept_questions(store: Store, names: Sequence[str]) -> dict[str, tuple[str, MoneyQuestion]]:
    """Area and question of kept scenarios.

    Parameters
    ----------
    names
        Names of kept scenarios.

    Returns
    -------
    dict
        By name, in the order of ``names``: code of the area, and what is asked of it.

    Raises
    ------
    UsageError
        A scenario is not known, or was kept by a release that asked otherwise.
    """
    kept = list_scenarios(store).set_index("name")
    questions = {}
    for name in names:
        if name not in kept.index:
            raise _no_such_scenario(name)
        questions[name] = (str(kept.at[name, "area_code"]), MoneyQuestion.from_dict(kept.at[name, "question"]))
    return questions
