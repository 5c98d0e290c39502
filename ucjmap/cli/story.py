"""``story list`` and ``story export``."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.briefing import PageOptions
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, messages, open_store, print_frame, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.files import format_of, list_suffixes, write_whole

app = typer.Typer(help="Stories: views of the map in order.", no_args_is_help=True)


@app.command("list")
def list_stories(store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the stories with their keys."""
    begin(lang, as_json)
    stories = api.list_stories(open_store(store))
    show({"stories": stories}, lambda: print_frame("story", pd.DataFrame(stories)))


@app.command()
@with_groups
def export(
    *,
    key: Annotated[str, typer.Argument(help="Key of the story, as its link and `story list` have it.")],
    out: Annotated[Path, typer.Option("--out", help=f"File {list_suffixes(api.STORY_FORMATS)}.")],
    page: PageOptions,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write a story as slides or PDF, with the figures of today."""
    tongue = begin(lang, as_json)
    opened, form = open_store(store), format_of(out, api.STORY_FORMATS)
    content = api.make_story_file(opened, key, form, lang=tongue, paper=page.read_paper(), dressing=page.dressing())
    write_whole(out, content)
    shown = api.tell_story(opened, api.read_story(opened, key), lang=tongue)
    views = [{"title": view.title, "remarks": list(view.remarks)} for view in shown]
    show({"file": str(out), "bytes": len(content), "views": views}, lambda: messages.print(escape(str(out))))
