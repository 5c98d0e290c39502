"""``outreach status``: what was noted of visits to desa, and what became of it."""

from typing import Annotated

import typer

from ucjmap.api.outreach import follow_ups, visit_notes
from ucjmap.cli.console import RunOptions, print_frame, print_lines, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.cli.outreach_options import AreaOption, CampaignOption, read_date
from ucjmap.codes import COUNTRY
from ucjmap.words import say, say_count

status_app = typer.Typer(help="Status of visits.", no_args_is_help=True)


@status_app.command("set")
@with_groups
def set_status(
    *,
    codes: Annotated[list[str], typer.Argument(help="Codes of desa.")],
    status: Annotated[str, typer.Option("--status", help="planned, visited, promised or registered.")],
    date: Annotated[str | None, typer.Option("--date", help="Day of it; by default today.")] = None,
    note: Annotated[str, typer.Option("--note", help="Text kept with it.")] = "",
    initials: Annotated[str, typer.Option("--initials", help="Who was there.")] = "",
    campaign: CampaignOption = None,
    indicator: Annotated[
        str, typer.Option("--indicator", help="Key of an indicator that says yes or no of a desa.")
    ] = ("aparat_registered"),
    run: RunOptions,
) -> None:
    """Note a status for some desa."""
    lang = run.begin()
    noted = visit_notes.note_status(
        run.open_store(),
        codes,
        status,
        date=read_date(date, "--date").isoformat(),
        note=note,
        initials=initials,
        campaign=campaign or "",
        indicator=indicator,
    )
    content = {
        "noted": noted.count,
        "entries": list(noted.entries),
        "went_back": list(noted.went_back),
        "overtaken": list(noted.overtaken),
    }
    show(content, lambda: print_lines(visit_notes.say_noted(lang, noted)))


@status_app.command("undo")
@with_groups
def undo_status(
    *,
    entries: Annotated[list[int], typer.Argument(help="Numbers of entries, as “status list --json” gives them.")],
    initials: Annotated[str, typer.Option("--initials", help="Who takes them back.")] = "",
    run: RunOptions,
) -> None:
    """Take entries back; they stay in the history."""
    lang = run.begin()
    count = visit_notes.withdraw_entries(run.open_store(), entries, initials=initials)
    words = say(lang, "{count} entries taken back.", count=say_count(lang, count))
    show({"taken_back": count}, lambda: print_lines([words]))


@status_app.command("list")
@with_groups
def list_status(
    *,
    area: AreaOption = COUNTRY,
    campaign: CampaignOption = None,
    run: RunOptions,
) -> None:
    """List the latest status of each desa, what the data say since, the history, and the progress."""
    lang = run.begin()
    follow_up = follow_ups.read_follow_up(run.open_store(), area, campaign=campaign)
    history = follow_up.history.astype(object).where(follow_up.history.notna(), None)
    content = {"latest": follow_up.latest.astype(object), "history": history, "progress": follow_up.progress}
    said = [follow_ups.say_verdict(lang, row) for _, row in follow_up.latest.iterrows()]
    columns = ["unit_code", "name", "indicator", "status", "date", "initials"]
    show(content, lambda: print_frame(say(lang, "Status"), follow_up.latest[columns].assign(verdict=said)))
