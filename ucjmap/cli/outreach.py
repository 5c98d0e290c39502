"""``outreach``: priority list, clusters, trips, money, and the status of visits."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape

from ucjmap import api
from ucjmap.api import followup, outreach, outreach_export, outreach_money, outreach_words
from ucjmap.api.offices import read_offices
from ucjmap.api.outreach_defaults import outreach_defaults, preset_weights
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, open_store, print_frame, show
from ucjmap.cli.store import check_level
from ucjmap.codes import COUNTRY, Level
from ucjmap.outreach.allocation import Fairness
from ucjmap.outreach.clusters import SPOT_MEANINGS
from ucjmap.outreach.money import Outcome, Programme
from ucjmap.outreach.trips import LEFT_OUT_REASONS, TripLimits
from ucjmap.words import Lang, say, say_count, say_rate

app = typer.Typer(help="Where to go next, what it costs, and what became of it.", no_args_is_help=True)
simulate_app = typer.Typer(help="What money reaches, and what a target takes.", no_args_is_help=True)
status_app = typer.Typer(help="Status of visits.", no_args_is_help=True)
app.add_typer(simulate_app, name="simulate")
app.add_typer(status_app, name="status")

AreaOption = Annotated[str, typer.Option("--area", help="Code of the area.")]
LevelOption = Annotated[str, typer.Option("--level", help="adm1 to adm4.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="Date of the figures; by default the newest.")]
OfficesOption = Annotated[
    Path | None, typer.Option("--offices", help="CSV with name, lon, lat; by default a point in each kabupaten.")
]
PresetOption = Annotated[str, typer.Option("--preset", help="Named set of weights.")]
WeightOption = Annotated[list[str] | None, typer.Option("--weight", help="CRITERION=NUMBER, in place of the preset.")]
PayerOption = Annotated[
    list[str] | None, typer.Option("--payer", help="PAYER=SHARE; several add up to 1.", metavar="PAYER=SHARE")
]
PremiumOption = Annotated[int | None, typer.Option("--premium", min=1, help="Rupiah a month for one person.")]
MonthsOption = Annotated[int | None, typer.Option("--months", min=1, max=120, help="Months of cover.")]
StartOption = Annotated[str | None, typer.Option("--start", help="First month of cover; by default this month.")]
SectorOption = Annotated[
    str | None, typer.Option("--sector", help="Reduction of PP 50/2025 for this sector: transport or other.")
]
TargetOption = Annotated[
    float | None, typer.Option("--target", min=0.0, max=1.0, help="Target rate as a fraction, e.g. 0.48.")
]
CampaignOption = Annotated[str | None, typer.Option("--campaign", help="Name of the campaign.")]


def _numbers(texts: list[str] | None, option: str) -> dict[str, float]:
    """``KEY=NUMBER`` texts as a dict."""
    found = {}
    for text in texts or ():
        key, _, number = text.partition("=")
        try:
            found[key.strip()] = float(number)
        except ValueError as error:
            raise typer.BadParameter(text, param_hint=option) from error
    return found


def _date(text: str | None, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError as error:
        raise typer.BadParameter(str(text), param_hint=option) from error


def _level(text: str) -> Level:
    level = check_level(text)
    return level if level is not None else "adm4"


def _plain_provenance(found: outreach.OutreachProvenance) -> dict[str, Any]:
    return {
        "dates": dict(found.dates),
        "earlier": found.earlier or None,
        "sources": list(found.sources),
        "simulated": found.is_simulated,
        "editions": list(found.editions),
        "model_boundaries": found.is_model,
        "offices_assumed": found.offices_assumed,
    }


def _value_provenance(values: api.AreaValues) -> dict[str, Any]:
    return {
        "as_of": values.as_of or None,
        "sources": list(values.sources),
        "simulated": values.is_simulated,
        "editions": list(values.editions),
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
        Path | None, typer.Option("--out", help="List as .xlsx or .gpkg, letters as .docx, field sheet as .pdf.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List areas by priority, with the reasons."""
    tongue = begin(lang, as_json)
    opened = open_store(store)
    weights = _numbers(weight, "--weight") or preset_weights(preset)
    found = outreach.outreach_list(
        opened,
        area,
        _level(level),
        as_of=as_of,
        offices=read_offices(offices) if offices else None,
        visited=followup.visited_codes(opened, campaign=campaign),
    )
    ranked = outreach.rank_outreach(found, weights, stability=True).head(top)
    reasons = outreach.outreach_reasons(found, weights, list(ranked.index))
    said = {code: [outreach.say_outreach_reason(tongue, each) for each in row] for code, row in reasons.items()}
    if out is not None:
        outreach_export.export_list(opened, found, ranked, said, out, lang=tongue)
    units = ranked.rename_axis("code").reset_index().astype(object)
    content = {
        "area": area,
        "level": level,
        "weights": weights,
        "areas": len(found.areas),
        **_plain_provenance(found.provenance),
        "units": [{**row, "reasons": said[row["code"]]} for row in units.to_dict("records")],
        "file": str(out) if out else None,
    }
    columns = ["rank", "code", "name", "adm3_name", "score", "known", "missing", "rank_best", "rank_worst"]
    show(content, lambda: _print_ranked(tongue, units[columns], said))


def _print_ranked(lang: Lang, units: pd.DataFrame, said: dict[str, list[str]]) -> None:
    print_frame(say(lang, "Priority"), units.round({"score": 1, "known": 2}))
    console = Console()
    for code in units["code"][:3]:
        console.print(escape(f"{code}: {'; '.join(said[code])}"))


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
    found, values = outreach.outreach_clusters(open_store(store), area, _level(level), indicator, as_of=as_of)
    units = found.areas.rename_axis("code").reset_index().astype(object)
    counts = found.areas["moran_spot"].value_counts()
    content = {
        "area": area,
        "level": level,
        "indicator": indicator,
        "tested": found.tested,
        "smoothed": found.is_smoothed,
        "attached": list(found.attached),
        "permutations": found.permutations,
        "alpha": found.alpha,
        "seed": found.seed,
        "counts": {spot: int(counts.get(spot, 0)) for spot in SPOT_MEANINGS},
        **_value_provenance(values),
        "units": units,
    }

    def human() -> None:
        console = Console()
        for spot, words in SPOT_MEANINGS.items():
            console.print(escape(f"{say(tongue, words)}: {say_count(tongue, counts.get(spot, 0))}"))

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
        Path | None, typer.Option("--out", help="Trips as .gpx, .kml, .xlsx, .csv, or field sheets as .pdf.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Group desa into trips from the nearest office and back."""
    tongue = begin(lang, as_json)
    opened = open_store(store)
    given = read_offices(offices) if offices else None
    found = outreach.outreach_list(opened, area, "adm4", offices=given)
    codes = _chosen(found, only, top, preset)
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
    plan = outreach.outreach_trips(found, codes, limits)
    if out is not None:
        outreach_export.export_trips(found, plan, out, lang=tongue)
    left = plan.left_out.assign(words=[say(tongue, LEFT_OUT_REASONS[each]) for each in plan.left_out["reason"]])
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
        **_plain_provenance(found.provenance),
        "file": str(out) if out else None,
    }

    def human() -> None:
        print_frame(say(tongue, "Trips"), plan.trips.round(1))
        print_frame(say(tongue, "On no trip"), left)
        Console().print(escape(outreach_words.say_trip_basis(tongue, limits)))

    show(content, human)


def _chosen(found: outreach.OutreachList, only: str, top: int, preset: str) -> list[str]:
    if only == "top":
        return list(outreach.rank_outreach(found, preset_weights(preset)).index[:top])
    columns = {"no-aparat": "desa_without_aparat", "no-bpd": "desa_without_bpd"}
    if only not in columns:
        raise typer.BadParameter(", ".join([*columns, "top"]), param_hint="--only")
    return list(found.areas.index[found.areas[columns[only]] > 0])


@simulate_app.command("dana-desa")
def dana_desa(
    area: AreaOption,
    level: LevelOption = "adm4",
    per_desa: Annotated[int | None, typer.Option("--per-desa", min=1, help="Rupiah of dana desa in each desa.")] = None,
    workers_per_desa: Annotated[
        int | None, typer.Option("--workers-per-desa", min=1, help="Workers covered with it.")
    ] = None,
    desa_count: Annotated[
        int | None, typer.Option("--desa-count", help="Number of desa, in place of the register's; no list by area.")
    ] = None,
    premium: PremiumOption = None,
    months: MonthsOption = None,
    target: TargetOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Cover a number of workers in each desa from dana desa."""
    tongue = begin(lang, as_json)
    opened, defaults = open_store(store), outreach_defaults()
    programme = Programme(
        "dana_desa",
        defaults.premium(dt.date.today(), monthly_idr=premium, months=months),
        {"dana_desa": 1.0},
        places_per_desa=workers_per_desa or defaults.dana_desa_workers,
        lump_idr_per_desa=per_desa or defaults.dana_desa_idr,
    )
    if desa_count is not None:
        found, values = outreach_money.simulate_count(opened, area, programme, desa_count, target=target, as_of=as_of)
    else:
        found, values = outreach_money.simulate_outreach(
            opened, area, _level(level), [programme], target=target, as_of=as_of
        )
    _show_outcome(tongue, area, found, values)


@simulate_app.command()
def shared(
    area: AreaOption,
    level: LevelOption = "adm2",
    share: Annotated[float, typer.Option("--share", min=0.0, max=1.0, help="Share of the uncovered to cover.")] = 1.0,
    group: Annotated[str, typer.Option("--group", help="workers, aparat or bpd.")] = "workers",
    payer: PayerOption = None,
    premium: PremiumOption = None,
    months: MonthsOption = None,
    start: StartOption = None,
    sector: SectorOption = None,
    target: TargetOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Cover a share of the uncovered workers, officials or council members; payers share the cost."""
    tongue = begin(lang, as_json)
    defaults = outreach_defaults()
    if group not in ("workers", "aparat", "bpd"):
        raise typer.BadParameter("workers, aparat, bpd", param_hint="--group")
    usual = defaults.apbd_payers if group == "workers" else {"apbdes": 1.0}
    programme = Programme(
        group,
        defaults.premium(_date(start, "--start"), monthly_idr=premium, months=months, sector=sector),
        _numbers(payer, "--payer") or usual,
        group=group,  # type: ignore[arg-type]  # checked above
        share_of_uncovered=share,
    )
    found, values = outreach_money.simulate_outreach(
        open_store(store), area, _level(level), [programme], target=target, as_of=as_of
    )
    _show_outcome(tongue, area, found, values)


def _show_outcome(lang: Lang, area: str, found: Outcome, values: api.AreaValues) -> None:
    content = {
        "area": area,
        **found.totals,
        "by_payer": found.by_payer,
        "programmes": found.programmes,
        "units": found.areas.rename_axis("code").reset_index().astype(object),
        **_value_provenance(values),
        "defaults": dict(outreach_defaults().sources),
    }
    show(content, lambda: _print_lines(outreach_words.say_outcome(lang, found)))


def _print_lines(lines: list[str]) -> None:
    console = Console()
    for line in lines:
        console.print(escape(line))


@simulate_app.command()
def need(
    area: AreaOption,
    by: Annotated[str, typer.Option("--by", help="Date of the target, e.g. 2026-12-31.")],
    target: TargetOption = None,
    target_people: Annotated[
        int | None, typer.Option("--target-people", min=1, help="Number of participants, in place of a rate.")
    ] = None,
    payer: PayerOption = None,
    premium: PremiumOption = None,
    months: MonthsOption = None,
    start: StartOption = None,
    sector: SectorOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Tell what reaching a target by a date takes."""
    tongue = begin(lang, as_json)
    defaults = outreach_defaults()
    found, values = outreach_money.need_of_area(
        open_store(store),
        area,
        by=_date(by, "--by"),
        premium=defaults.premium(_date(start, "--start"), monthly_idr=premium, months=months, sector=sector),
        payers=_numbers(payer, "--payer") or defaults.apbd_payers,
        target_rate=target,
        target_people=target_people,
        as_of=as_of,
    )
    words = say(
        tongue,
        "{people} more workers, {per_month} a month, make {goal}: {rate} becomes {new_rate}; Rp{cost}.",
        people=say_count(tongue, found.people),
        per_month=say_count(tongue, found.per_month),
        goal=say_count(tongue, found.goal),
        rate=say_rate(tongue, found.rate),
        new_rate=say_rate(tongue, found.new_rate),
        cost=say_count(tongue, found.cost_idr),
    )
    show({"area": area, **found.__dict__, **_value_provenance(values)}, lambda: _print_lines([words]))


@simulate_app.command()
def budget(
    area: AreaOption,
    amount: Annotated[int, typer.Option("--amount", min=0, help="Rupiah.")],
    level: LevelOption = "adm2",
    least_share: Annotated[
        float, typer.Option("--least-share", min=0.0, max=1.0, help="Of each area's uncovered workers.")
    ] = 0.0,
    lowest_first: Annotated[bool, typer.Option("--lowest-first", help="Raise the lowest rate first.")] = False,
    stop_at_rate: Annotated[
        float | None, typer.Option("--stop-at-rate", min=0.0, max=1.0, help="Nobody beyond this rate.")
    ] = None,
    most_of_budget: Annotated[
        float | None, typer.Option("--most-of-budget", min=0.0, max=1.0, help="Of the budget, for one kabupaten.")
    ] = None,
    payer: PayerOption = None,
    premium: PremiumOption = None,
    months: MonthsOption = None,
    start: StartOption = None,
    sector: SectorOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find the best use of a fixed budget under rules of fairness."""
    tongue = begin(lang, as_json)
    defaults = outreach_defaults()
    rules = Fairness(least_share, lowest_first, stop_at_rate, most_of_budget)
    found, values = outreach_money.allocate_outreach(
        open_store(store),
        area,
        _level(level),
        amount,
        defaults.premium(_date(start, "--start"), monthly_idr=premium, months=months, sector=sector),
        _numbers(payer, "--payer") or defaults.apbd_payers,
        fairness=rules,
        as_of=as_of,
    )
    units = found.areas.join(values.units["name"]).rename_axis("code").reset_index().astype(object)
    content = {
        "area": area,
        "covered": found.covered,
        "cost_idr": found.cost_idr,
        "left_idr": amount - found.cost_idr,
        "lowest_rate": found.lowest_rate,
        "without_data": list(found.without_data),
        "units": units,
        **_value_provenance(values),
    }
    columns = ["code", "name", "uncovered", "covered", "cost_idr", "rate", "new_rate"]
    show(content, lambda: print_frame(say(tongue, "Workers covered"), units[columns].round(4)))


@status_app.command("set")
def set_status(
    codes: Annotated[list[str], typer.Argument(help="Codes of desa.")],
    status: Annotated[str, typer.Option("--status", help="planned, visited, promised or registered.")],
    date: Annotated[str | None, typer.Option("--date", help="Day of it; by default today.")] = None,
    note: Annotated[str, typer.Option("--note", help="Text kept with it.")] = "",
    initials: Annotated[str, typer.Option("--initials", help="Who was there.")] = "",
    campaign: CampaignOption = None,
    indicator: Annotated[str, typer.Option("--indicator", help="aparat_registered or bpd_registered.")] = (
        "aparat_registered"
    ),
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Note a status for some desa."""
    tongue = begin(lang, as_json)
    noted = followup.note_status(
        open_store(store),
        codes,
        status,
        date=_date(date, "--date").isoformat(),
        note=note,
        initials=initials,
        campaign=campaign or "",
        indicator=indicator,
    )
    words = say(tongue, "Noted for {count} desa.", count=say_count(tongue, noted))
    show({"noted": noted}, lambda: _print_lines([words]))


@status_app.command("list")
def list_status(
    area: AreaOption = COUNTRY,
    campaign: CampaignOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the latest status of each desa, what the data say since, the history, and the progress."""
    tongue = begin(lang, as_json)
    found = followup.read_follow_up(open_store(store), area, campaign=campaign)
    content = {"latest": found.latest.astype(object), "history": found.history, "progress": found.progress}
    dates = found.latest["data_as_of"].astype(object).where(found.latest["data_as_of"].notna(), None)
    said = [followup.say_verdict(tongue, *each) for each in zip(found.latest["verdict"], dates, strict=True)]
    columns = ["unit_code", "name", "indicator", "status", "date", "initials"]
    show(content, lambda: print_frame(say(tongue, "Status"), found.latest[columns].assign(verdict=said)))
