"""``imports list``, ``show`` and ``undo``."""

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
from ucjmap.words import say

app = typer.Typer(help="What was taken in, and taking it back.", no_args_is_help=True)
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
def undo(number: IdArgument, store: StoreOption = None, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Take an import back; what it superseded counts again."""
    tongue = begin(lang, as_json)
    api.undo_import(open_store(store), number, undone_by=user_name())
    show({"undone": number}, lambda: messages.print(say(tongue, "Import number {number} was undone.", number=number)))
