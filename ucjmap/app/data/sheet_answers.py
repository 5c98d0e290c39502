"""The sentence about a file, each part changeable in its place, and the questions that are still open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.shell import asked_store, plain
from ucjmap.errors import N_
from ucjmap.intake import Claim
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_date


@dataclass
class FileAnswers:
    """What the visitor answered about a file, apart from its columns and rows."""

    segment: str | None = None
    as_of_from: str | None = None
    assume: dict[str, str] = field(default_factory=dict)

    def give(self, key: str, value: str) -> None:
        """Keep the answer to a claim."""
        if key == "as_of":
            self.as_of_from = value
        else:
            self.assume[key] = value


_UNITS = {"1": N_("persons"), "1000": N_("thousands of persons"), "1000000": N_("millions of persons")}
#: The one answer to claims that can only be confirmed, and its words.
_CONFIRMED: dict[str, tuple[str, str]] = {
    "restriction": ("none", N_("They are the figures of all participants and workers all the same")),
    "heading": ("understood", N_("These words change nothing in the figures")),
    "words": ("understood", N_("These words change nothing in the figures")),
    "population": ("ignore", N_("The figures are right all the same")),
    "rate": ("ignore", N_("The counts are those of the registered, as the headings say")),
}
_PART_LABELS = {
    "areas": N_("Level of the areas"),
    "segment": N_("Segment"),
    "as_of": N_("As-of date of the data"),
    "unit": N_("Unit of the figures"),
}
#: By part of the sentence, the claim that changing it answers.
_CLAIM_OF_PART = {"areas": "level", "segment": "segment", "as_of": "as_of", "unit": "unit"}


def _dates_of(lang: Lang, claim: Claim | None, *where: str) -> str:
    """The dates that witnesses of these places name, in words."""
    witnesses = claim.witnesses if claim is not None else ()
    dates = dict.fromkeys(one.value for one in witnesses if one.where in where and len(one.value) == 10)
    return ", ".join(say_date(lang, date) for date in [*dates][:3])


def _choices_of_date(lang: Lang, typed: str, claim: Claim | None) -> Mapping[str, str]:
    t = partial(say, lang)
    around = _dates_of(lang, claim, "title", "sheet", "file", "note")
    columns = _dates_of(lang, claim, "column", "heading")
    choices = {"title": t("the date around the table: {date}", date=around)} if around else {}
    if columns:
        choices["column"] = t("the date of the columns: {date}", date=columns)
    return {**choices, "typed": t("the date that was typed: {date}", date=say_date(lang, typed))}


def choices_of(lang: Lang, key: str, typed: str, claim: Claim | None) -> Mapping[str, str]:
    """Answers to a claim in words, by what they are called on the command line."""
    t = partial(say, lang)
    if key in _CONFIRMED:
        value, words = _CONFIRMED[key]
        return {value: t(words)}
    if key == "as_of":
        return _choices_of_date(lang, typed, claim)
    if key == "segment":
        return {name: words[lang] for name, words in api.load_indicators()["ucj"].segments.items()}
    if key == "level":
        return {level: level_name(lang, level) for level in ("adm1", "adm2", "adm3", "adm4")}
    if key == "unit":
        return {value: t(words) for value, words in _UNITS.items()}
    return {"kemendagri": "Kemendagri", "bps": "BPS"}


def ask_sentence(lang: Lang, draft: api.CoverageDraft, answers: FileAnswers) -> bool:
    """Draw the sentence; True where a part of it was changed."""
    tree = api.area_tree(asked_store())
    changed = False
    with st.container(horizontal=True, gap="small", key="sentence"):
        for part in api.sentence_of(lang, draft, tree):
            if part.key == "totals":
                st.markdown(plain(part.text))
                continue
            mark = ":orange-badge[?] " if part.is_open else ""
            with st.popover(mark + plain(part.text), help=say(lang, "Change")):
                changed |= _change_part(lang, draft, answers, part.key)
    return changed


def _change_part(lang: Lang, draft: api.CoverageDraft, answers: FileAnswers, part: str) -> bool:
    key = _CLAIM_OF_PART[part]
    known = answers.as_of_from if key == "as_of" else answers.assume.get(key)
    claim = next((claim for claim in draft.ledger.claims if claim.key == key), None)
    chosen = _ask(say(lang, _PART_LABELS[part]), choices_of(lang, key, draft.as_of, claim), known, f"part-{key}")
    if chosen is None or chosen == known:
        return False
    answers.give(key, chosen)
    return True


def _ask(label: str, choices: Mapping[str, str], known: str | None, key: str) -> str | None:
    values = list(choices)
    index = values.index(known) if known in values else None
    chosen: str | None = st.radio(label, values, index, format_func=choices.__getitem__, key=f"{key}-{known}")
    return chosen


def ask_claims(lang: Lang, draft: api.CoverageDraft, answers: FileAnswers) -> bool:
    """Draw each open claim as a question with its witnesses; True where one was answered."""
    answered = [_ask_claim(lang, draft, answers, number, claim) for number, claim in enumerate(draft.ledger.open)]
    return any(answered)


def _ask_claim(lang: Lang, draft: api.CoverageDraft, answers: FileAnswers, number: int, claim: Claim) -> bool:
    with st.container(border=True, key=f"claim-{number}"):
        st.markdown(f":orange-badge[?] {plain(api.say_reason(lang, claim.question, claim.detail))}")
        choices = choices_of(lang, claim.key, draft.as_of, claim)
        if claim.key in _CONFIRMED:
            (value,) = choices
            if not st.button(choices[value], key=f"confirm-{number}-{claim.key}"):
                return False
            answers.give(claim.key, value)
            return True
        chosen = _ask(say(lang, "Which is right?"), choices, None, f"claim-{claim.key}")
    if chosen is None:
        return False
    answers.give(claim.key, chosen)
    return True
