"""``imports list``, ``show``, ``undo`` and ``redo``."""

from typing import Annotated

import typer

from ucjmap import api
from ucjmap.cli.console import (
    RunOptions,
    messages,
    print_frame,
    print_values,
    show,
    user_name,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.errors import N_, UsageError
from ucjmap.words import say

app = typer.Typer(help="The history of imports: list, undo, redo.", no_args_is_help=True)
_SHOWN = ["id", "kind", "created_at", "file_name", "source", "as_of", "simulated", "state"]
IdArgument = Annotated[int, typer.Argument(help="Number of the import.")]


@app.command("list")
@with_groups
def list_all(run: RunOptions) -> None:
    """List all imports, newest first."""
    run.begin()
    entries = api.list_imports(run.open_store())
    show({"imports": entries}, lambda: print_frame("imports", entries[_SHOWN]))


@app.command("show")
@with_groups
def show_one(*, number: IdArgument, run: RunOptions) -> None:
    """Show one import with its counts."""
    run.begin()
    entry = api.show_import(run.open_store(), number)

    def human() -> None:
        print_values(entry)

    show(entry, human)


@app.command()
@with_groups
def undo(
    *,
    number: IdArgument,
    sure: Annotated[bool, typer.Option("--yes", help="Also if areas would leave the register.")] = False,
    run: RunOptions,
) -> None:
    """Undo an import; what it superseded counts again."""
    lang = run.begin()
    opened = run.open_store()
    if not sure and (lost := api.areas_lost_by_undo(opened, number)):
        raise UsageError(
            "areas_would_be_lost",
            N_("Without import number {number} the register lacks {count} areas, and nothing shows their figures."),
            N_("Say --yes if that is meant; imports redo brings it back."),
            number=number,
            count=lost,
        )
    api.undo_import(opened, number, undone_by=user_name())
    show({"undone": number}, lambda: messages.print(say(lang, "Import number {number} was undone.", number=number)))


@app.command()
@with_groups
def redo(*, number: IdArgument, run: RunOptions) -> None:
    """Redo an import that was undone; everything is as before the undo."""
    lang = run.begin()
    api.redo_import(run.open_store(), number, redone_by=user_name())
    show(
        {"redone": number},
        lambda: messages.print(say(lang, "Import number {number} was brought back.", number=number)),
    )
