"""``tiles build``."""

import time

import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.console import RunOptions, messages, progress_bar, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.words import say, say_count

app = typer.Typer(help="Map tiles of all desa.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Map tiles of all desa."""


@app.command("build")
@with_groups
def build(run: RunOptions) -> None:
    """Build the tiles of the current boundaries ahead, so that nobody waits for the map of all desa."""
    lang = run.begin()
    opened = run.open_store()
    started = time.perf_counter()
    with progress_bar() as progress:
        report = api.build_country_tiles(opened, progress=progress)
    seconds = time.perf_counter() - started
    path = api.tiles_path(opened)

    def human() -> None:
        sizes = f"{say_count(lang, report.tiles)} · {say_count(lang, report.bytes / 1e6)} MB · {seconds:.1f} s"
        messages.print(escape(f"{say(lang, 'Map tiles')}: {path} · {sizes}"))

    figures = {"tiles": report.tiles, "areas": report.areas, "bytes": report.bytes}
    show({"file": str(path), **figures, "seconds": round(seconds, 1)}, human)
