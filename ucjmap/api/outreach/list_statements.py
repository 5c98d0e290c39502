"""What outreach says about itself in words: provenance, the basis of trips, what a scenario comes to."""

from collections.abc import Collection, Mapping
from typing import Any

from ucjmap.api.figures import get_indicator
from ucjmap.api.maps import dates_inside, say_origin
from ucjmap.api.outreach.lists import FigureProvenance, OutreachProvenance
from ucjmap.errors import N_
from ucjmap.outreach import PAYERS, Outcome, TripLimits
from ucjmap.words import Lang, say, say_count, say_date, say_rate


def say_provenance(lang: Lang, provenance: OutreachProvenance) -> list[str]:
    """Lines that stand under every list, sheet and letter; first one for each indicator.

    Parameters
    ----------
    provenance
        Of the list that is printed.

    Returns
    -------
    list
        Plain sentences: dates and sources of each indicator, what falls are measured from, boundaries, offices that
        nobody gave, and that workers of a desa are modelled.
    """
    lines = say_origins(lang, provenance)
    if provenance.earlier:
        lines.append(say(lang, "Falls are measured from: {figure}", figure=_say_origin(lang, provenance.earlier)))
    lines.append(say(lang, "Boundaries: {editions}", editions="; ".join(provenance.editions)))
    if provenance.is_model:
        lines.append(say(lang, "The boundaries are a model, not official ones."))
    if provenance.offices_assumed:
        lines.append(say(lang, "No offices were given: a point inside each kabupaten/kota stands for its office."))
    lines.append(say(lang, "Workers at desa level are modelled: surveys stop at kabupaten/kota."))
    return lines


def say_origins(lang: Lang, provenance: OutreachProvenance) -> list[str]:
    """For each indicator its dates, its sources, and whether it is simulated."""
    return [_say_origin(lang, figure) for figure in provenance.figures.values()]


def _say_origin(lang: Lang, figure: FigureProvenance) -> str:
    name, dates = get_indicator(figure.indicator).name(lang), {"oldest": figure.oldest, "newest": figure.newest}
    return str(say_origin(lang, name, dates, figure.sources, is_simulated=figure.is_simulated))


def say_alarm(lang: Lang, provenance: OutreachProvenance) -> str:
    """The warning at the top of a paper that figures are simulated, and which; empty where none are."""
    return say_simulated(lang, [get_indicator(key).name(lang) for key in provenance.simulated])


def say_simulated(lang: Lang, names: Collection[str]) -> str:
    """That the figures of these names are made up; empty without any."""
    return say(lang, "SIMULATED DATA, not official figures: {names}.", names="; ".join(names)) if names else ""


def say_as_of(lang: Lang, as_of: str) -> str:
    """A date of ``OutreachList.areas``, both ends of one for a sum over several."""
    oldest, _, newest = as_of.partition("/")
    if not newest:
        return say(lang, "as of {date}", date=say_date(lang, oldest))
    return dates_inside(lang, {"oldest": oldest, "newest": newest})


def say_dated(lang: Lang, words: str, row: Mapping[str, Any], name: str) -> str:
    """``words`` about a figure ``name`` (of ``outreach.FIGURES``) of one area, with its own date and if it is simulated.

    ``row`` is a row of ``OutreachList.areas``. Where there is no figure there is no date.
    """
    as_of = row[f"{name}_as_of"]
    if not isinstance(as_of, str):
        return words
    dated = [say_as_of(lang, as_of), *([say(lang, "simulated data")] if row[f"{name}_simulated"] else [])]
    return f"{words} ({'; '.join(dated)})"


def say_older(lang: Lang, row: Mapping[str, Any], provenance: OutreachProvenance) -> list[str]:
    """The figures of one area whose date is another than the newest, which the paper tells of the whole place."""
    return [
        f"{get_indicator(figure.indicator).name(lang)} {say_as_of(lang, row[f'{name}_as_of'])}"
        for name, figure in provenance.figures.items()
        if is_older(row, name, figure)
    ]


def is_older(row: Mapping[str, Any], name: str, figure: FigureProvenance) -> bool:
    """Whether the figure of one area is (also) of an older date than the newest in the place."""
    as_of = row[f"{name}_as_of"]
    return isinstance(as_of, str) and as_of != figure.newest


def say_trip_basis(lang: Lang, limits: TripLimits) -> str:
    """How distances and hours of trips were estimated, in one sentence.

    Parameters
    ----------
    limits
        Those that the trips were planned with.
    """
    return say(
        lang,
        "Distances are straight lines times {factor}, not roads; {speed} km an hour and {hours} h in each desa are assumed.",
        factor=say_decimal(lang, limits.road_factor),
        speed=say_decimal(lang, limits.speed_kmh),
        hours=say_decimal(lang, limits.stop_hours),
    )


def say_decimal(lang: Lang, value: float) -> str:
    """A number with one decimal.

    Returns
    -------
    str
        Such as ``1,4`` in Indonesian and ``1.4`` in English; without signs between thousands.
    """
    return f"{value:.1f}".replace(".", "," if lang == "id" else ".")


def say_costs(lang: Lang, outcome: Outcome) -> list[str]:
    """Cost in all and by payer, in whole rupiah.

    Returns
    -------
    list
        One line for the whole, then one for each payer.
    """
    lines = [say(lang, "Cost: Rp{cost}.", cost=say_count(lang, outcome.totals["cost_idr"] or 0))]
    return lines + [
        f"– {say(lang, PAYERS[payer])}: Rp{say_count(lang, cost)}" for payer, cost in outcome.by_payer.items()
    ]


def say_outcome(lang: Lang, outcome: Outcome) -> list[str]:
    """What a scenario comes to, in sentences.

    Returns
    -------
    list
        Who is covered; places that find nobody or whose effect is unknown; areas in which nobody is planned because
        nothing is known of them; rate before and after; what is left to the target; what a sum for each desa falls
        short. What is 0 or not part of the scenario has no sentence.
    """
    totals = {key: value if value is not None else 0 for key, value in outcome.totals.items()}
    counts = {key: say_count(lang, value) for key, value in totals.items()}
    lines = []
    if totals["places"]:
        words = N_("Workers covered: {covered} of {places} places.")
        lines.append(say(lang, words, covered=counts["covered"], places=counts["places"]))
    if totals["unused"]:
        words = N_("{unused} places find nobody uncovered in their area (Rp{money}).")
        lines.append(say(lang, words, unused=counts["unused"], money=counts["unused_idr"]))
    if totals["unknown"]:
        words = N_("{unknown} places are in areas without data: their effect is unknown.")
        lines.append(say(lang, words, unknown=counts["unknown"]))
    for group, words in (
        ("aparat", N_("Officials covered: {count}.")),
        ("bpd", N_("Council members covered: {count}.")),
    ):
        if group in set(outcome.programmes["group"]):
            lines.append(say(lang, words, count=counts[f"covered_{group}"]))
    return [*lines, *_say_left_out(lang, outcome), *_say_rates(lang, outcome, counts)]


def _say_left_out(lang: Lang, outcome: Outcome) -> list[str]:
    """Of whom a programme that covers a share of people knows nothing; nobody is planned there."""
    groups = {
        "workers": N_("In {count} areas the number of workers is not known: this plan covers nobody there."),
        "aparat": N_("In {count} areas the number of officials is not known: this plan covers nobody there."),
        "bpd": N_("In {count} areas the number of council members is not known: this plan covers nobody there."),
    }
    rows = outcome.programmes[outcome.programmes["without_data"].gt(0) & outcome.programmes["unknown"].eq(0)]
    counts = rows.groupby("group")["without_data"].max()
    return [say(lang, groups[str(group)], count=say_count(lang, count)) for group, count in counts.items()]


def _say_rates(lang: Lang, outcome: Outcome, counts: Mapping[str, str]) -> list[str]:
    lines = []
    if outcome.totals["rate"] is not None and outcome.totals["new_rate"] is not None:
        words = N_("Coverage: {rate} becomes {new_rate} (in the {known} of {areas} areas with data).")
        rates = {key: say_rate(lang, outcome.totals[key] or 0) for key in ("rate", "new_rate")}
        lines.append(say(lang, words, **rates, known=counts["areas_with_data"], areas=counts["areas"]))
    if outcome.totals["gap_people"] is not None:
        words = N_("Still short of the target: {people} workers.")
        reached = N_("The area as a whole reaches the target.")
        lines.append(
            say(lang, words, people=counts["gap_people"]) if outcome.totals["gap_people"] else say(lang, reached)
        )
    shortfall = int(outcome.programmes["lump_shortfall_idr"].max()) if len(outcome.programmes) else 0
    if shortfall:
        words = N_("The sum for each desa is Rp{money} short of the premium of its places.")
        lines.append(say(lang, words, money=say_count(lang, shortfall)))
    return lines
