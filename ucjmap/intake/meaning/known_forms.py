"""Forms of known sources, one area a sheet, laid out as tables of one row so that they are read as every other table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ucjmap.errors import N_, IntakeError
from ucjmap.intake.meaning.vocabulary import normalise_heading
from ucjmap.intake.profiles import Form, Profile, load_profiles
from ucjmap.intake.reading import Cell, Sheet, is_no_data, read_count, text_of

_SEARCHED_ROWS: Final = 60
_LONGEST_LETTERHEAD: Final = 600
_PLACES: Final = ("Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan")
_COMPARED: Final = ("labels", "figures", "numerator", "rest", "denominator")
#: Names of the kecamatan and of the desa differ between the provinces.
_LETTERHEAD: Final = re.compile(
    r"\b((?:kabupaten|kab\.?|kota) .+?) (?:kecamatan|kec\.?|distrik|kapanewon|kemantren) (.+?)"
    r" (?:desa|kelurahan|kalurahan|nagari|gampong|kampung|pekon|negeri|lembang|tiyuh) (.+)$",
    re.I,
)


@dataclass(frozen=True)
class FormFacts:
    """Figures of a form by their labels, the rows where they stand (from 0), and the figures that the first is the sum of.

    ``heading`` is the row of the headings.
    """

    heading: int
    figures: dict[str, float]
    rows: dict[str, int]
    parts: tuple[float, ...]


def lay_out_forms(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of a file, each form of a known source as a table; all others as they are.

    The figures stand in the row of the numerator, titles and notes where they are; the rows in between are left out,
    since what they say is in the sum.

    Raises
    ------
    IntakeError
        A form lacks a figure or the names of its area, or its figures do not add up.
    """
    forms = [_compared(profile) for profile in load_profiles().values() if profile.form is not None]
    return [next((table for form in forms if (table := _lay_out(sheet, form))), sheet) for sheet in sheets]


def _compared(profile: Profile) -> Profile:
    """The profile with its words as cells are compared with them: without marks and capitals."""
    form = profile.form
    if form is not None:
        words = {name: normalise_heading(getattr(form, name)) for name in _COMPARED}
        form = replace(form, **words)
    headings = tuple(map(normalise_heading, profile.headings))
    return replace(profile, title=normalise_heading(profile.title), headings=headings, form=form)


def _lay_out(sheet: Sheet, profile: Profile) -> Sheet | None:
    heading = _heading_row(sheet, profile)
    if heading is None or profile.form is None:
        return None
    form = profile.form
    facts = _read_facts(sheet, heading, form)
    place = _place(sheet.cells[:heading], profile)
    if facts is None or place is None:
        raise IntakeError(
            "form_incomplete",
            N_("The sheet {sheet} of {file} comes from a known source ({source}), but it was shortened or changed."),
            N_("Export it again as it is: kabupaten, kecamatan and desa above, and the rows {labels}."),
            file=sheet.file or sheet.name,
            sheet=sheet.name,
            source=profile.names["id"],
            labels=", ".join(text.upper() for text in (form.numerator, form.rest, form.denominator)),
        )
    _check_sums(sheet, facts, form)
    first, last = facts.rows[form.numerator], max(facts.rows.values())
    head = [*_PLACES, form.numerator_heading, form.denominator_heading]
    # Beside the table: below the names a note would be taken for one.
    notes: list[list[Cell]] = [[*[None] * len(head), *row] if row else [] for row in sheet.cells[last + 1 :]]
    cells: list[list[Cell]] = [*sheet.cells[:heading], *([] for _ in range(heading, last + 1)), *notes]
    cells[heading] = [*head]
    cells[first] = [*place, facts.figures[form.numerator], facts.figures[form.denominator]]
    merged = tuple(area for area in sheet.merged if area[2] < heading)
    return replace(sheet, cells=cells, merged=merged, source=profile.key)


def _heading_row(sheet: Sheet, profile: Profile) -> int | None:
    """Row of the headings of a form, below its title; None where the sheet is no such form."""
    wanted = {*profile.headings}
    for number, row in enumerate(sheet.cells[:_SEARCHED_ROWS]):
        if wanted <= {normalise_heading(text_of(cell)) for cell in row}:
            return number if profile.title in normalise_heading(_text(sheet.cells[:number])) else None
    return None


def _read_facts(sheet: Sheet, heading: int, form: Form) -> FormFacts | None:
    words = [normalise_heading(text_of(cell)) for cell in sheet.cells[heading]]
    labels, column = words.index(form.labels), words.index(form.figures)
    figures: dict[str, float] = {}
    rows: dict[str, int] = {}
    parts: list[float] = []
    for number, row in enumerate(sheet.cells[heading + 1 :], start=heading + 1):
        label = normalise_heading(text_of(row[labels])) if labels < len(row) else ""
        cell = row[column] if column < len(row) else None
        value = 0.0 if is_no_data(cell) else read_count(cell).value
        if label in {form.numerator, form.denominator, form.rest}:
            if value is None or label in figures:
                return None
            figures[label], rows[label] = value, number
        elif label and not figures:
            if value is None:
                return None
            parts.append(value)
    return FormFacts(heading, figures, rows, tuple(parts)) if {form.numerator, form.denominator} <= {*figures} else None


def _check_sums(sheet: Sheet, facts: FormFacts, form: Form) -> None:
    numerator, denominator = facts.figures[form.numerator], facts.figures[form.denominator]
    rest = facts.figures.get(form.rest, denominator - numerator)
    if (not facts.parts or sum(facts.parts) == numerator) and numerator + rest == denominator:
        return
    raise IntakeError(
        "form_differs",
        N_(
            "The figures of the sheet {sheet} in {file} do not add up: the rows give {parts}, {first} is {numerator},"
            " {second} {rest}, {third} {denominator}."
        ),
        N_("Nothing was stored. Ask the desa which figure is right, and export the sheet again."),
        file=sheet.file or sheet.name,
        sheet=sheet.name,
        parts=int(sum(facts.parts)),
        first=form.numerator.upper(),
        second=form.rest.upper(),
        third=form.denominator.upper(),
        numerator=int(numerator),
        rest=int(rest),
        denominator=int(denominator),
    )


def _text(rows: Iterable[Sequence[Cell]]) -> str:
    return " ".join(text_of(cell) for row in rows for cell in row if cell is not None)


def _place(rows: Sequence[Sequence[Cell]], profile: Profile) -> tuple[str, str, str] | None:
    """Kabupaten or kota, kecamatan and desa of the letterhead, which ends where the title begins."""
    text = _text(rows)
    words = r"\W+".join(map(re.escape, profile.title.split()))
    title = re.search(rf"\s*(?:laporan\s+)?(?:data\s+)?{words}", text, re.I)
    match = _LETTERHEAD.search(text[: title.start()][-_LONGEST_LETTERHEAD:]) if title else None
    return (match[1].strip(), match[2].strip(), match[3].strip()) if match else None
