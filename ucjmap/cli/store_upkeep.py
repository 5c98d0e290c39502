"""``store copy``, ``check``, ``backup`` and ``restore``."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.console import BROKEN, DONE, LangOption, RunOptions, begin, messages, print_lines, progress_bar, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.words import say, say_count

app = typer.Typer(help="The store as a whole: copy, check, backup, restore.", no_args_is_help=True)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(help="SQLAlchemy URL of the store to copy.", metavar="FROM")],
    target: Annotated[str, typer.Argument(help="That of a new or empty store, of either kind.", metavar="TO")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    lang: LangOption = None,
) -> None:
    """Copy a store with its history to a new or empty one, from SQLite to PostgreSQL or back."""
    own = begin(lang, as_json)
    api.require_store(source)
    opened = api.open_store(source)
    try:
        with progress_bar() as progress:
            tables = api.copy_store(opened, target, progress=progress)
    finally:
        opened.close()
    rows = sum(table.rows for table in tables)
    text = say(own, "All {count} rows were copied and compared.", count=say_count(own, rows))
    show({"rows": rows, "tables": [asdict(table) for table in tables]}, lambda: messages.print(text))


@app.command()
@with_groups
def check(run: RunOptions) -> None:
    """Check that the store is whole and that what it holds belongs together."""
    lang = run.begin()
    with progress_bar() as progress:
        faults = api.check_store(run.url, progress=progress)
    told = [{"key": fault.key, "message": say(lang, fault.text, **fault.details)} for fault in faults]

    def human() -> None:
        print_lines(str(fault["message"]) for fault in told)
        messages.print(say(lang, "The store is damaged.") if told else say(lang, "The store is whole."))

    show({"whole": not told, "faults": told}, human)
    raise typer.Exit(BROKEN if told else DONE)


@app.command()
@with_groups
def backup(
    *,
    out: Annotated[Path, typer.Argument(help="File to write; one of that name is replaced.", metavar="FILE")],
    run: RunOptions,
) -> None:
    """Write all of the store to one file and check it, also while the app runs."""
    run.begin()
    api.require_store(run.url)
    with progress_bar() as progress:
        api.write_backup(run.open_store(), out, progress=progress)
    size = out.stat().st_size
    show({"file": str(out), "bytes": size}, lambda: messages.print(escape(f"{out}: {size / 1e6:.1f} MB")))


@app.command()
@with_groups
def restore(
    *,
    path: Annotated[Path, typer.Argument(help="A file that store backup has written.", metavar="FILE")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where the store has data, which are removed.")
    ] = False,
    run: RunOptions,
) -> None:
    """Fill the store with a backup, all of it or nothing; stop the app before."""
    lang = run.begin()
    with progress_bar() as progress:
        api.restore_backup(path, run.url, replace=replace, progress=progress)
    show({"restored": str(path)}, lambda: messages.print(say(lang, "The store holds what the backup holds.")))
