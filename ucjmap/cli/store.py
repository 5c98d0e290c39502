"""``init``, ``status``, ``export`` and ``serve``."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    LangOption,
    RunOptions,
    begin,
    check_level,
    messages,
    progress_bar,
    show,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.codes import COUNTRY
from ucjmap.files import list_suffixes
from ucjmap.settings import PROJECT
from ucjmap.words import say, say_count


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (init, status, export, serve):
        app.command()(command)


@with_groups
def init(
    *,
    demo: Annotated[
        bool, typer.Option("--demo/--empty", help="Load the embedded boundaries and simulated coverage, or nothing.")
    ] = True,
    run: RunOptions,
) -> None:
    """Create the store."""
    lang = run.begin()
    opened = run.open_store()
    loaded = False
    if demo:
        with progress_bar() as progress:
            loaded = api.load_demo(opened, progress=progress)
    text = (
        say(lang, "The store is ready.")
        if loaded or not demo
        else say(lang, "The store has data already; nothing was changed.")
    )
    show({"demo_loaded": loaded, **api.read_status(opened)}, lambda: messages.print(text))


@with_groups
def status(run: RunOptions) -> None:
    """Areas by level and edition, indicators by date, imports, size."""
    lang = run.begin()
    state = api.read_status(run.open_store())

    def human() -> None:
        console = Console()
        for level, count in state["areas"].items():
            console.print(f"{level}: {say_count(lang, count)}")
        for edition in state["editions"]:
            console.print(escape(f"{edition['name']} · {edition['issuer']} · {len(edition['provinces'])} adm1"))
        for key, dates in state["indicators"].items():
            console.print(f"{key}: {', '.join(dates) or '–'}")
        console.print(f"imports: {state['imports']} · {say_count(lang, state['bytes'] / 1e6)} MB")

    show(state, human)


@with_groups
def export(
    *,
    out: Annotated[Path, typer.Option("--out", help=f"File to write: {list_suffixes(api.FORMATS)}.")],
    area: Annotated[str, typer.Option("--area", help="Code of the area, 00 for Indonesia.")] = COUNTRY,
    level: Annotated[str | None, typer.Option("--level", help="adm1 to adm4; by default the one below.")] = None,
    run: RunOptions,
) -> None:
    """Write areas with their latest values and where these come from."""
    lang = run.begin()
    count = api.export_areas(run.open_store(), out, code=area, level=check_level(level), lang=lang)
    show({"rows": count, "file": str(out)}, lambda: messages.print(escape(f"{out}: {count}")))


def serve(
    port: Annotated[int, typer.Option("--port", help="Port to listen on.")] = 8501,
    address: Annotated[
        str, typer.Option("--address", help="Address to listen on; 0.0.0.0 opens it to the network, for reading.")
    ] = "127.0.0.1",
    lang: LangOption = None,
) -> None:
    """Serve the app, the same as streamlit run streamlit_app.py."""
    begin(lang, False)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "streamlit_app.py")]
    command += [f"--server.port={port}", f"--server.address={address}"]
    if os.name == "posix":  # the server takes the place of this process, so that a signal to it reaches the server
        os.chdir(PROJECT)
        os.execv(sys.executable, command)
    code = subprocess.run(command, check=False, cwd=PROJECT).returncode
    raise typer.Exit(code if code <= DONE_WITH_REFUSALS else 4)
