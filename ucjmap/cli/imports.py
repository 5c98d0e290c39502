"""``imports list``, ``show``, ``undo`` and ``redo``."""

from typing import Annotated

import typer

from ucjmap import api
from ucjmap.cli.console import (
    JsonOption,
    LangOption,
    StoreOption,
    begin,
    messages,
    open_store,
    print_frame,
    show,
    user_name,
)
from ucjmap.errors import N_, UsageError
from ucjmap.words import say

app = typer.Typer(help="What was taken in, taking it back, and bringing it back again.", no_args_is_help=True)
_SHOWN = ["id", "kind", "created_at", "file_name", "source", "as_of", "simulated", "state"]
IdArgument = Annotated[int, typer.Argument(help="Number of the import.")]


@app.command("list")
def list_all(store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List all imports, newest first."""
    begin(lang, as_json)
    entries = api.list_imports(open_store(store))
    show({"imports": entries}, lambda: print_frame("imports", entries[_SHOWN]))


@app.command("show")
def show_one(
    number: IdArgument, store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None
) -> None:
    """Show one import with its counts."""
    begin(lang, as_json)
    entry = api.show_import(open_store(store), number)

    def human() -> None:
        for key, value in entry.items():
            messages.print(f"{key}: {value}", markup=False)

    show(entry, human)


@app.command()
def undo(
    number: IdArgument,
    sure: Annotated[bool, typer.Option("--yes", help="Also where areas leave the register by it.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Take an import back; what it superseded counts again."""
    tongue = begin(lang, as_json)
    opened = open_store(store)
    if not sure and (lost := api.areas_lost_by_undo(opened, number)):
        raise UsageError(
            "areas_would_be_lost",
            N_("Without import number {number} the register lacks {count} areas, and nothing shows their figures."),
            N_("Say --yes if that is meant; imports redo brings it back."),
            number=number,
            count=lost,
        )
    api.undo_import(opened, number, undone_by=user_name())
    show({"undone": number}, lambda: messages.print(say(tongue, "Import number {number} was undone.", number=number)))


@app.command()
def redo(number: IdArgument, store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Bring back an import that was undone; all is as it was before the undo."""
    tongue = begin(lang, as_json)
    api.redo_import(open_store(store), number, redone_by=user_name())
    show(
        {"redone": number},
        lambda: messages.print(say(tongue, "Import number {number} was brought back.", number=number)),
    )
