"""``story list`` and ``story export``."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.briefing import PageOptions
from ucjmap.cli.console import RunOptions, messages, print_frame, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.files import format_of, list_suffixes, write_whole

app = typer.Typer(help="Stories: views of the map in order.", no_args_is_help=True)


@app.command("list")
@with_groups
def list_stories(run: RunOptions) -> None:
    """List the stories with their keys."""
    run.begin()
    stories = api.list_stories(run.open_store())
    show({"stories": stories}, lambda: print_frame("story", pd.DataFrame(stories)))


@app.command()
@with_groups
def export(
    *,
    key: Annotated[str, typer.Argument(help="Key of the story, as its link and `story list` have it.")],
    out: Annotated[Path, typer.Option("--out", help=f"File {list_suffixes(api.STORY_FORMATS)}.")],
    page: PageOptions,
    run: RunOptions,
) -> None:
    """Write a story as slides or PDF, with the figures of today."""
    lang = run.begin()
    opened, form = run.open_store(), format_of(out, api.STORY_FORMATS)
    content = api.make_story_file(opened, key, form, lang=lang, paper=page.read_paper(), dressing=page.dressing())
    write_whole(out, content)
    shown = api.tell_story(opened, api.read_story(opened, key), lang=lang)
    views = [{"title": view.title, "remarks": list(view.remarks)} for view in shown]
    show({"file": str(out), "bytes": len(content), "views": views}, lambda: messages.print(escape(str(out))))
