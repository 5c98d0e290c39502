"""Kept scenarios side by side as a workbook."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import area_values
from ucjmap.api.outreach.kept_scenarios import compare_scenarios, kept_questions
from ucjmap.api.outreach.money_export import FIGURE_UNITS
from ucjmap.api.outreach.money_statements import FIGURES, say_question, say_sources
from ucjmap.api.outreach.simulations import count_officials, level_inside
from ucjmap.files import COUNT, RUPIAH, Sheet, write_workbook
from ucjmap.outreach import PAYERS
from ucjmap.store import Store
from ucjmap.words import Lang, say


def export_comparison(store: Store, names: Sequence[str], out: Path, *, lang: Lang) -> None:
    """Kept scenarios side by side, as a workbook, and what each assumes.

    Parameters
    ----------
    names
        Names of kept scenarios, in the order of the rows; one that comes twice has one row.
    out
        An XLSX file; it appears whole.

    Raises
    ------
    UsageError
        A scenario is not known, or cannot be answered.
    """
    comparison = compare_scenarios(store, names)
    headings = {key: (say(lang, words), FIGURE_UNITS.get(key, COUNT)) for key, words in FIGURES.items()}
    for payer, words in PAYERS.items():
        if f"payer_{payer}" in comparison.index:
            headings[f"payer_{payer}"] = (f"{say(lang, 'Cost')}: {say(lang, words)}", RUPIAH)
    # One row is one scenario, so that each column has one unit and can be sorted.
    table = pd.DataFrame({heading: list(comparison.loc[key]) for key, (heading, _) in headings.items()})
    table = table.apply(pd.to_numeric)
    table.insert(0, say(lang, "Scenario"), list(comparison.columns))
    notes: list[dict[str, str]] = []
    tree, questions = area_tree(store), kept_questions(store, names)
    for name, (code, question) in questions.items():
        pairs = [(say(lang, "Area"), f"{tree.name(code)} ({code})"), *say_question(lang, question)]
        notes += [_note_row(lang, *pair, name) for pair in pairs]
    for code in dict.fromkeys(code for code, _ in questions.values()):
        values = area_values(store, code, level_inside(store, code), "ucj")
        groups = {
            programme.group
            for place, question in questions.values()
            if place == code
            for programme in question.programmes()
        }
        sources = say_sources(lang, values, count_officials(store, code, groups))
        notes += [_note_row(lang, *pair, tree.name(code)) for pair in sources]
    sheets = [
        Sheet(say(lang, "Comparison"), table, dict(headings.values())),
        Sheet(say(lang, "Notes"), pd.DataFrame(notes)),
    ]
    write_workbook(out, sheets)


def _note_row(lang: Lang, heading: str, value: str, about: str) -> dict[str, str]:
    return {say(lang, "About"): about, say(lang, "Assumption or source"): heading, say(lang, "Value"): value}
