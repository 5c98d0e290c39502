"""``outreach``: priority list, clusters and trips; its groups of commands are in the modules beside this one."""

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from ucjmap import api
from ucjmap.api.outreach import (
    follow_ups,
    list_export,
    list_statements,
    lists,
    outreach_defaults,
    preset_weights,
    priorities,
    read_offices,
    say_origins,
    say_provenance,
    trip_export,
)
from ucjmap.cli.console import RunOptions, print_frame, print_lines, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.cli.outreach_money import simulate_app
from ucjmap.cli.outreach_options import (
    AreaOption,
    AsOfOption,
    CampaignOption,
    LevelOption,
    OfficesOption,
    PresetOption,
    WeightOption,
    read_level,
    read_numbers,
    value_provenance,
)
from ucjmap.cli.outreach_scenario import scenario_app
from ucjmap.cli.outreach_status import status_app
from ucjmap.files import ZIP, list_suffixes
from ucjmap.outreach import LEFT_OUT_REASONS, SPOT_MEANINGS, TripLimits
from ucjmap.words import say, say_count

#: What ``rank`` writes: the list, or letters to those on it.
_LIST_FILES = (*list_export.LIST_FORMATS, *list_export.LETTER_FORMATS)

app = typer.Typer(help="Where to go next, what it costs, and what came of it.", no_args_is_help=True)
app.add_typer(simulate_app, name="simulate")
app.add_typer(scenario_app, name="scenario")
app.add_typer(status_app, name="status")


def _plain_provenance(provenance: lists.OutreachProvenance) -> dict[str, Any]:
    figures = provenance.figures.values()
    return {
        "figures": [dataclasses.asdict(figure) for figure in figures],
        "dates": {figure.indicator: figure.newest for figure in figures if figure.newest},
        "earlier": provenance.earlier.newest if provenance.earlier else None,
        "sources": list(dict.fromkeys(source for figure in figures for source in figure.sources)),
        "simulated": bool(provenance.simulated),
        "editions": list(provenance.editions),
        "model_boundaries": provenance.is_model,
        "offices_assumed": provenance.offices_assumed,
    }


@app.command()
@with_groups
def rank(
    *,
    area: AreaOption,
    level: LevelOption = "adm4",
    preset: PresetOption = "balanced",
    weight: WeightOption = None,
    top: Annotated[int, typer.Option("--top", min=1, help="Number of areas to list.")] = 20,
    as_of: AsOfOption = None,
    offices: OfficesOption = None,
    campaign: CampaignOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help=f"List, field sheet or letters: {list_suffixes(_LIST_FILES)}."),
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", help="Your own letter (.docx), for --out .zip (one desa) or .docx (all)."),
    ] = None,
    run: RunOptions,
) -> None:
    """List areas by priority, with the reasons."""
    lang = run.begin()
    opened = run.open_store()
    weights = read_numbers(weight, "--weight") or preset_weights(preset)
    listing = lists.outreach_list(
        opened,
        area,
        read_level(level),
        as_of=as_of,
        offices=read_offices(offices) if offices else None,
        visited=follow_ups.visited_codes(opened, campaign=campaign),
    )
    ranked = priorities.rank_outreach(listing, weights, stability=True).head(top)
    reasons = priorities.outreach_reasons(listing, weights, list(ranked.index))
    said = {
        code: [priorities.say_outreach_reason(lang, reason, listing.level) for reason in row]
        for code, row in reasons.items()
    }
    if out is not None and (letter or out.suffix.lower() == f".{ZIP}"):
        list_export.export_letters(listing, ranked, out, lang=lang, template=letter)
    elif out is not None:
        list_export.export_list(opened, listing, ranked, said, out, lang=lang)
    units = ranked.rename_axis("code").reset_index().astype(object)
    content = {
        "area": area,
        "level": level,
        "weights": weights,
        "areas": len(listing.areas),
        **_plain_provenance(listing.provenance),
        "units": [{**row, "reasons": said[row["code"]]} for row in units.to_dict("records")],
        "file": str(out) if out else None,
    }
    columns = ["rank", "code", "name", "adm3_name", "score", "known", "missing", "rank_best", "rank_worst"]

    def human() -> None:
        print_frame(say(lang, "Priority"), units[columns].round({"score": 1, "known": 2}))
        print_lines(f"{code}: {'; '.join(said[code])}" for code in units["code"][:3])
        print_lines(say_provenance(lang, listing.provenance))

    show(content, human)


@app.command()
@with_groups
def clusters(
    *,
    area: AreaOption,
    level: LevelOption = "adm4",
    indicator: Annotated[str, typer.Option("--indicator", help="Key of the indicator.")] = "ucj",
    as_of: AsOfOption = None,
    run: RunOptions,
) -> None:
    """Tell cold and hot spots from chance (local Moran's I, Getis-Ord Gi*)."""
    lang = run.begin()
    spots, values = api.outreach_clusters(run.open_store(), area, read_level(level), indicator, as_of=as_of)
    units = spots.areas.rename_axis("code").reset_index().astype(object)
    counts = spots.areas["moran_spot"].value_counts()
    content = {
        "area": area,
        "level": level,
        "indicator": indicator,
        "tested": spots.tested,
        "smoothed": spots.is_smoothed,
        "attached": list(spots.attached),
        "permutations": spots.permutations,
        "alpha": spots.alpha,
        "seed": spots.seed,
        "counts": {spot: int(counts.get(spot, 0)) for spot in SPOT_MEANINGS},
        **value_provenance(values),
        "units": units,
    }

    def human() -> None:
        print_lines(
            f"{say(lang, words)}: {say_count(lang, counts.get(spot, 0))}" for spot, words in SPOT_MEANINGS.items()
        )
        print_lines(map(str, say_origins(lang, [values])))

    show(content, human)


@app.command()
@with_groups
def trips(
    *,
    area: AreaOption,
    only: Annotated[
        str, typer.Option("--only", help="Which desa: no-aparat, no-bpd, or top (of the priority list).")
    ] = "no-aparat",
    top: Annotated[int, typer.Option("--top", min=1, help="Number of desa of --only top.")] = 50,
    preset: PresetOption = "balanced",
    max_stops: Annotated[int, typer.Option("--max-stops", min=1, help="Desa on one trip.")] = 8,
    max_km: Annotated[float | None, typer.Option("--max-km", help="Kilometres of road of one trip.")] = None,
    max_hours: Annotated[float | None, typer.Option("--max-hours", help="Hours of one trip.")] = None,
    road_factor: Annotated[
        float | None, typer.Option("--road-factor", help="Road distance divided by straight-line distance.")
    ] = None,
    speed: Annotated[float | None, typer.Option("--speed", help="Average speed in km/h.")] = None,
    within_kecamatan: Annotated[
        bool, typer.Option("--within-kecamatan", help="Keep a trip inside one kecamatan.")
    ] = False,
    offices: OfficesOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=f"Trips: {list_suffixes(trip_export.TRIP_FORMATS)}.")
    ] = None,
    run: RunOptions,
) -> None:
    """Group desa into trips from the nearest office and back."""
    lang = run.begin()
    opened = run.open_store()
    given = read_offices(offices) if offices else None
    listing = lists.outreach_list(opened, area, "adm4", offices=given)
    codes = _chosen(listing, only, top, preset)
    usual = outreach_defaults().trips
    limits = TripLimits(
        max_stops=max_stops,
        max_km=max_km,
        max_hours=max_hours,
        road_factor=road_factor if road_factor is not None else usual.road_factor,
        speed_kmh=speed if speed is not None else usual.speed_kmh,
        stop_hours=usual.stop_hours,
        within_kecamatan=within_kecamatan,
    )
    plan = api.outreach_trips(listing, codes, limits)
    if out is not None:
        trip_export.export_trips(listing, plan, out, lang=lang)
    left = plan.left_out.assign(words=[say(lang, LEFT_OUT_REASONS[reason]) for reason in plan.left_out["reason"]])
    content = {
        "area": area,
        "desa": len(codes),
        "trips": plan.trips,
        "stops": plan.stops,
        "left_out": left,
        "total_km": plan.total_km,
        "road_factor": limits.road_factor,
        "speed_kmh": limits.speed_kmh,
        "stop_hours": limits.stop_hours,
        **_plain_provenance(listing.provenance),
        "file": str(out) if out else None,
    }

    def human() -> None:
        print_frame(say(lang, "Trips"), plan.trips.round(1))
        print_frame(say(lang, "On no trip"), left)
        print_lines([list_statements.say_trip_basis(lang, limits), *say_provenance(lang, listing.provenance)])

    show(content, human)


def _chosen(listing: lists.OutreachList, only: str, top: int, preset: str) -> list[str]:
    if only == "top":
        return list(priorities.rank_outreach(listing, preset_weights(preset)).index[:top])
    columns = {"no-aparat": "desa_without_aparat", "no-bpd": "desa_without_bpd"}
    if only not in columns:
        raise typer.BadParameter(", ".join([*columns, "top"]), param_hint="--only")
    return list(listing.areas.index[listing.areas[columns[only]] > 0])
