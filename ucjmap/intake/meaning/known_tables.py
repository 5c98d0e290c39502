"""Tables of known sources, recognised by their headings, and what their columns mean by the profile of the source."""

from collections.abc import Sequence
from dataclasses import replace

from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Layout
from ucjmap.intake.meaning.row_kinds import is_total_text
from ucjmap.intake.meaning.vocabulary import normalise_heading
from ucjmap.intake.profiles import Form, Profile, load_profiles
from ucjmap.intake.reading import Sheet, text_of


def settle_source(sheets: Sequence[Sheet], layout: Layout) -> Layout:
    """The layout with the meanings that the profile of its source declares.

    What a user said of a column goes before the profile.

    Returns
    -------
    Layout
        With the key of its ``source``, empty where it is of no known one.
    """
    profile = _recognise(sheets, layout)
    if profile is None:
        return replace(layout, source="")
    settle = _by_form if profile.form is not None else _by_table
    tables = layout.tables
    if profile.province and not any(column.meaning.level == "adm1" for column in layout.of_kind("name")):
        tables = tuple(replace(one, place={"province": profile.province, **one.place}) for one in layout.tables)
    columns = tuple(column if column.chosen else settle(column, profile) for column in layout.columns)
    layout = replace(layout, source=profile.key, columns=columns, tables=tables)
    return replace(layout, shape="wide") if profile.form is not None else layout


def _recognise(sheets: Sequence[Sheet], layout: Layout) -> Profile | None:
    """The profile that fits, of several the one that asks for most."""
    laid_out = {sheet.source for sheet in sheets if sheet.name in {table.sheet for table in layout.tables}}
    profiles = load_profiles()
    if laid_out - {""}:
        return profiles[laid_out.pop()] if len(laid_out) == 1 else None
    headings = {_plain(column) for column in layout.columns}
    tables = [profile for profile in profiles.values() if profile.form is None]
    fitting = [one for one in tables if _fits(one, headings) and _holds(one, sheets, layout)]
    return max(fitting, key=lambda profile: len(profile.headings) + len(profile.any_of), default=None)


def _fits(profile: Profile, headings: set[str]) -> bool:
    groups = [*((heading,) for heading in profile.headings), *profile.any_of]
    return all(any(normalise_heading(heading) in headings for heading in group) for group in groups)


def _holds(profile: Profile, sheets: Sequence[Sheet], layout: Layout) -> bool:
    """Whether every cell of the columns in ``cells`` has one of their words; totals and blanks do not count."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for heading, words in profile.cells.items():
        index = next(column.index for column in layout.columns if _plain(column) == normalise_heading(heading))
        rows = (row for table in layout.tables for row in by_name[table.sheet].cells[table.last_heading :])
        texts = {normalise_heading(text_of(row[index])) for row in rows if index < len(row)} - {""}
        named = {text for text in texts if not is_total_text(text)}
        if not named or not all(any(word in text for word in words) for text in named):
            return False
    return True


def _plain(column: Column) -> str:
    return normalise_heading(column.heading)


def declared_columns(profile: Profile) -> dict[str, str]:
    """What a profile says of columns.

    Returns
    -------
    dict
        The kind of a column (``name:adm4``, ``year``, …) by its heading without marks and capitals.
    """
    return {normalise_heading(heading): kind for heading, kind in profile.columns.items()}


def _by_table(column: Column, profile: Profile) -> Column:
    declared = declared_columns(profile).get(_plain(column))
    if declared is None:
        return column
    kind, _, level = declared.partition(":")
    return replace(column, meaning=ColumnMeaning(kind, level=level or None), sure=True)  # type: ignore[arg-type]


def _by_form(column: Column, profile: Profile) -> Column:
    part = _part_of(column, profile.form) if profile.form is not None else None
    if part is None or profile.form is None:
        return column
    meaning = ColumnMeaning("value", indicator=profile.form.indicator, segment="all", part=part)  # type: ignore[arg-type]
    return replace(column, meaning=meaning, sure=True, chosen=True)


def _part_of(column: Column, form: Form) -> str | None:
    return {form.numerator_heading: "numerator", form.denominator_heading: "denominator"}.get(column.heading)
