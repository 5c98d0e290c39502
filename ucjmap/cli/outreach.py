"""``outreach``: priority list, clusters and trips; its groups of commands are in the modules beside this one."""

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape

from ucjmap import api
from ucjmap.api.outreach import follow_ups as followup
from ucjmap.api.outreach import list_export as outreach_export
from ucjmap.api.outreach import list_statements as outreach_words
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach import (
    outreach_defaults,
    preset_weights,
    priorities,
    read_offices,
    say_origins,
    say_provenance,
    trip_export,
)
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, open_store, print_frame, print_lines, show
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
from ucjmap.words import Lang, say, say_count

#: What ``rank`` writes: the list, or letters to those on it.
_LIST_FILES = (*outreach_export.LIST_FORMATS, *outreach_export.LETTER_FORMATS)

app = typer.Typer(help="Where to go next, what it costs, and what became of it.", no_args_is_help=True)
app.add_typer(simulate_app, name="simulate")
app.add_typer(scenario_app, name="scenario")
app.add_typer(status_app, name="status")


def _plain_provenance(provenance: outreach.OutreachProvenance) -> dict[str, Any]:
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
def rank(
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
        typer.Option("--letter", help="Letter of your own (.docx), for --out .zip (one desa) or .docx (all)."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List areas by priority, with the reasons."""
    tongue = begin(lang, as_json)
    opened = open_store(store)
    weights = read_numbers(weight, "--weight") or preset_weights(preset)
    listing = outreach.outreach_list(
        opened,
        area,
        read_level(level),
        as_of=as_of,
        offices=read_offices(offices) if offices else None,
        visited=followup.visited_codes(opened, campaign=campaign),
    )
    ranked = priorities.rank_outreach(listing, weights, stability=True).head(top)
    reasons = priorities.outreach_reasons(listing, weights, list(ranked.index))
    said = {
        code: [priorities.say_outreach_reason(tongue, reason, listing.level) for reason in row]
        for code, row in reasons.items()
    }
    if out is not None and (letter or out.suffix.lower() == f".{ZIP}"):
        outreach_export.export_letters(listing, ranked, out, lang=tongue, template=letter)
    elif out is not None:
        outreach_export.export_list(opened, listing, ranked, said, out, lang=tongue)
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
    show(content, lambda: _print_ranked(tongue, units[columns], said, listing.provenance))


def _print_ranked(
    lang: Lang, units: pd.DataFrame, said: dict[str, list[str]], provenance: outreach.OutreachProvenance
) -> None:
    print_frame(say(lang, "Priority"), units.round({"score": 1, "known": 2}))
    console = Console()
    for code in units["code"][:3]:
        console.print(escape(f"{code}: {'; '.join(said[code])}"))
    print_lines(say_provenance(lang, provenance))


@app.command()
def clusters(
    area: AreaOption,
    level: LevelOption = "adm4",
    indicator: Annotated[str, typer.Option("--indicator", help="Key of the indicator.")] = "ucj",
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Tell cold and hot spots from chance (local Moran's I, Getis-Ord Gi*)."""
    tongue = begin(lang, as_json)
    spots, values = api.outreach_clusters(open_store(store), area, read_level(level), indicator, as_of=as_of)
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
        console = Console()
        for spot, words in SPOT_MEANINGS.items():
            console.print(escape(f"{say(tongue, words)}: {say_count(tongue, counts.get(spot, 0))}"))
        print_lines(map(str, say_origins(tongue, [values])))

    show(content, human)


@app.command()
def trips(
    area: AreaOption,
    only: Annotated[
        str, typer.Option("--only", help="Which desa: no-aparat, no-bpd, or top (of the priority list).")
    ] = "no-aparat",
    top: Annotated[int, typer.Option("--top", min=1, help="Number of desa of --only top.")] = 50,
    preset: PresetOption = "balanced",
    max_stops: Annotated[int, typer.Option("--max-stops", min=1, help="Desa on one trip.")] = 8,
    max_km: Annotated[float | None, typer.Option("--max-km", help="Road of one trip.")] = None,
    max_hours: Annotated[float | None, typer.Option("--max-hours", help="Hours of one trip.")] = None,
    road_factor: Annotated[float | None, typer.Option("--road-factor", help="Road over straight line.")] = None,
    speed: Annotated[float | None, typer.Option("--speed", help="Average speed in km/h.")] = None,
    within_kecamatan: Annotated[
        bool, typer.Option("--within-kecamatan", help="Keep a trip inside one kecamatan.")
    ] = False,
    offices: OfficesOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=f"Trips: {list_suffixes(trip_export.TRIP_FORMATS)}.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Group desa into trips from the nearest office and back."""
    tongue = begin(lang, as_json)
    opened = open_store(store)
    given = read_offices(offices) if offices else None
    listing = outreach.outreach_list(opened, area, "adm4", offices=given)
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
        trip_export.export_trips(listing, plan, out, lang=tongue)
    left = plan.left_out.assign(words=[say(tongue, LEFT_OUT_REASONS[reason]) for reason in plan.left_out["reason"]])
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
        print_frame(say(tongue, "Trips"), plan.trips.round(1))
        print_frame(say(tongue, "On no trip"), left)
        Console().print(escape(outreach_words.say_trip_basis(tongue, limits)))

    show(content, human)


def _chosen(listing: outreach.OutreachList, only: str, top: int, preset: str) -> list[str]:
    if only == "top":
        return list(priorities.rank_outreach(listing, preset_weights(preset)).index[:top])
    columns = {"no-aparat": "desa_without_aparat", "no-bpd": "desa_without_bpd"}
    if only not in columns:
        raise typer.BadParameter(", ".join([*columns, "top"]), param_hint="--only")
    return list(listing.areas.index[listing.areas[columns[only]] > 0])
