"""The reasons of the lines of a report: stable keys, each with an English template for people.

``detail`` of an issue is a JSON object with the placeholders of the template of its reason, so that a page may say
it in any language.
"""

import json
from typing import Any, Final

from ucjmap.errors import N_
from ucjmap.schema import REPORT_COLUMNS

ISSUE_COLUMNS: Final = (*REPORT_COLUMNS, "sheet")

REASONS: Final[dict[str, str]] = {
    "unreadable_number": N_(
        'Column {column}: "{text}" is not a number. Write 0 where it is none, and leave the cell empty where there is no data.'
    ),
    "rounded_number": N_(
        'Column {column}: "{text}" is a rounded figure or a range, and it is not stored. Write the figure in full, or'
        " leave the cell empty."
    ),
    "merged_figure": N_(
        "Column {column}: the cell is merged with those of other areas, and its figure is of all of them together. Give"
        " each area its own."
    ),
    "unreadable_flag": N_('Column {column}: "{text}" is neither yes nor no. Write Sudah or Belum.'),
    "unreadable_date": N_('Column {column}: "{text}" is not a date. Write it as 2025-10-31.'),
    "unreadable_rate": N_('Column {column}: "{text}" is not a rate. Write it as 65 %.'),
    "error_cell": N_("Column {column}: the cell holds the error {text} of the spreadsheet. Correct its formula."),
    "hidden_row": N_("The row is hidden in the workbook; it was taken all the same."),
    "sheet_not_read": N_(
        "The sheet or table {title} was not read: it is hidden, or its columns are not those of the other table."
        " Copy it into a file of its own if it should be."
    ),
    "column_unknown": N_(
        "It is not known what these columns mean ({count}): {column}. They were not used. Choose the meaning of those that matter."
    ),
    "columns_alike": N_(
        "The columns {columns} are given the same meaning; none of them was read. Keep it for one of them."
    ),
    "missing_numerator": N_(
        "{indicator} ({segment}): the registered persons are missing, only the total {value} is given."
    ),
    "missing_denominator": N_(
        "{indicator} ({segment}): the total is missing, only the registered persons {value} are given."
    ),
    "segment_missing": N_("A segment has no figure ({segment}), so no total over the segments was made."),
    "segment_without_denominator": N_("Segment {segment}: the file has no eligible workers for it, so it has no rate."),
    "no_total_from_segments": N_("The file has only the segment {segment}, so no total over all segments was made."),
    "total_differs_from_segments": N_("{part}: the total {stated} differs from the sum of the segments {computed}."),
    "total_differs": N_("Column {column}: the total row says {stated}, its rows add up to {computed}."),
    "parts_do_not_add_up": N_(
        "{indicator}: registered {numerator} and not registered {complement} do not add up to {denominator}."
    ),
    "rate_contradicts_counts": N_("Column {column}: the rate is stated as {stated}, the counts give {computed}."),
    "rate_without_counts": N_(
        "Column {column}: only a rate ({stated}) is given; without persons it cannot be rolled up. Add the counts."
    ),
    "flag_contradicts_counts": N_(
        "{indicator}: the mark says {stated}, the persons registered say {computed}; the persons were taken."
    ),
    "flag_above_desa": N_(
        "{indicator}: a mark yes or no belongs to a desa, this row is a larger area. Give the number of desa."
    ),
    "flag_of_people": N_(
        "{indicator}: it counts people, and a mark yes or no is no number of them. Give the counts, or choose another meaning."
    ),
    "unknown_indicator": N_('The indicator "{text}" is not known. Use one of: {known}.'),
    "unknown_segment": N_('The segment "{text}" is not known. Use all, pu, bpu, jakon or pmi.'),
    "missing_date": N_("The row has no date and none was given for the file. Give the as-of date."),
    "blank_date": N_(
        "The row has no date, while other rows of the file have one. Write its date, or choose the date that was typed for the whole file."
    ),
    "numerator_above_denominator": N_(
        "{indicator} ({segment}): {numerator} registered of {denominator} is more than all."
    ),
    "flag_above_one": N_("{indicator}: {numerator} of {denominator}; in a desa it is yes or no, 1 or 0 of 1."),
    "negative_count": N_("{indicator} ({segment}): a count is negative ({numerator} of {denominator})."),
    "fraction_of_person": N_(
        "{indicator} ({segment}): a count is no whole number ({numerator} of {denominator}). Was a dot meant for thousands?"
    ),
    "too_many_persons": N_(
        "{indicator} ({segment}): {numerator} of {denominator} is more than all people of Indonesia."
    ),
    "future_date": N_("The date {as_of} lies in the future."),
    "duplicate": N_(
        "{indicator} ({segment}, {as_of}): the area stands {count} times in the file, with the same figures."
    ),
    "duplicate_conflict": N_(
        "{indicator} ({segment}, {as_of}): the area stands {count} times in the file, with different figures. Keep one."
    ),
    "unknown_unit": N_("The area is not in the register of areas."),
    "more_desa_than_exist": N_("The file counts {stated} desa here; the register has {computed}."),
    "large_change": N_("{indicator} ({segment}): {part} went from {before} ({since}) to {after}; check the figure."),
    "bad_year": N_('Column {column}: "{text}" is not a year. Write it as 2026.'),
    "target_out_of_range": N_("The target {stated} is not between 0 and 100 %."),
    "not_a_desa": N_("This is no desa but a {kind}, and the list does not count it."),
    "named_twice": N_("The desa stands {count} times in the list; it was counted once."),
    "column_left_out": N_("These columns count something else, for which there is no indicator; left out: {column}."),
    # Open claims of the ledger: nothing is stored before they are answered.
    "segment_contradicts": N_("The file names different segments for the same figures: {witnesses}."),
    "segment_not_typed": N_("The file names another segment than {typed}: {witnesses}."),
    "date_contradicts": N_("The file does not say the date {typed}: {witnesses}."),
    "date_span": N_(
        "The file names a period, not a date ({witnesses}). Are these the figures as they stood at the end of it? Figures"
        " of what was added during it are not coverage."
    ),
    "dates_mixed": N_("The columns are of different dates, or of none: {witnesses}."),
    "restricted": N_("By these words the figures are not those of all participants or workers: {witnesses}."),
    "not_understood": N_("It is not understood what these words change in the figures ({values}): {witnesses}."),
    "unit_unclear": N_("It is not clear whether these columns count persons, thousands or shares: {witnesses}."),
    "above_population": N_("There would be more workers than inhabitants: {witnesses}."),
    "above_workers": N_("In most rows there would be more participants than workers: {witnesses}."),
    "shares_as_counts": N_("These figures look like percentages, and not like persons: {witnesses}."),
    "rate_of_the_rest": N_(
        "The rates in {witnesses} are 100 % minus what the counts give: it is not clear whether the counts are of those"
        " who are registered, or of those who are not."
    ),
    "rates_contradict": N_(
        "In most rows the rates in {witnesses} are not what the counts give: one of the two is wrong."
    ),
    "running_numbers": N_(
        "The participants rise by one from area to area ({witnesses}): these look like serial numbers, not like counts."
    ),
    "level_unclear": N_("It is not clear of which level the areas of the column {witnesses} are."),
    "issuer_unclear": N_(
        "These words name BPS: {witnesses}. The codes ({values}) are those of other areas by Kemendagri, and no names"
        " stand beside them."
    ),
    "earlier_codes": N_(
        "The codes of the column {witnesses} may be from before the split of Papua ({values}), and no names stand beside"
        " them."
    ),
    "issuer_contradicts": N_("The heading {witnesses} names another issuer of codes than the names of the areas do."),
    "outside_scope": N_("The desa lies outside the areas that the list is about."),
}


def issue(
    row: int | None,
    reason: str,
    *,
    severity: str,
    code: str | None = None,
    name: str = "",
    sheet: str = "",
    **details: Any,
) -> dict[str, Any]:
    """One line of a report.

    Parameters
    ----------
    row
        Row of the sheet as the spreadsheet program counts; None for something about the whole file.
    reason
        A key of ``REASONS``, or of the reasons of another layer.
    severity
        ``error`` keeps the row out of the store, ``warning`` may be accepted, ``review`` waits for a confirmation,
        ``info`` only tells.
    code, name
        The area, as far as it is known.
    details
        Placeholders of the template of the reason.

    Returns
    -------
    dict
        By ``ISSUE_COLUMNS``.
    """
    return {
        "row": row,
        "code": code,
        "name": name,
        "severity": severity,
        "reason": reason,
        "detail": json.dumps(details, ensure_ascii=False, default=str),
        "sheet": sheet,
    }
