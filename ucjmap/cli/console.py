"""What all commands share: options, output, progress and errors.

With ``--json`` standard output carries one JSON object and nothing else; progress and messages go to standard error.
"""

import getpass
import json
import logging
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import click
import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ucjmap import api, schema
from ucjmap.codes import LEVELS, Level
from ucjmap.errors import N_, OpenQuestionError, StoreError, UCJMapError, outcome_of
from ucjmap.files import write_csv
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_error

T = TypeVar("T")

DONE, DONE_WITH_REFUSALS, WRONG_USE, REFUSED, BROKEN, FAULT = range(6)
_ROWS_SHOWN = 20

messages = Console(stderr=True)
_log = logging.getLogger(__name__)

LangOption = Annotated[str | None, typer.Option("--lang", help="Language of messages: id or en.", metavar="id|en")]


class _Session:
    """Choices of this run that an error message needs after the command has ended."""

    lang: Lang | None = None
    as_json = False


def one_of(known: Iterable[T], text: str, option: str) -> T:
    """The one of ``known`` that equals ``text``; anything else is a usage error."""
    known = tuple(known)
    for choice in known:
        if choice == text:
            return choice
    raise typer.BadParameter(f"{text!r} is not one of: {', '.join(map(str, known))}.", param_hint=option)


def check_level(level: str | None) -> Level | None:
    """``level`` as one of the levels, if one is given; anything else is a usage error."""
    return None if level is None else one_of(LEVELS, level, "--level")


def begin(lang: str | None, as_json: bool) -> Lang:
    """Set the language and the form of the output."""
    if lang is not None:
        one_of(("id", "en"), lang, "--lang")
    _Session.as_json = as_json
    _Session.lang = "en" if (lang or get_settings().lang) == "en" else "id"
    return _Session.lang


@dataclass(frozen=True)
class RunOptions:
    """What every command takes: the store, the form of the output and the language of messages."""

    store: Annotated[
        str | None, typer.Option("--store", help="SQLAlchemy URL of the store; by default UCJMAP_STORE.", metavar="URL")
    ] = None
    as_person: Annotated[
        str | None, typer.Option("--as", help="In the name of a person who is known here.", metavar="EMAIL")
    ] = None
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False
    lang: LangOption = None

    def begin(self) -> Lang:
        """Set the form of the output, and the language, which is that of the settings where none was named."""
        return begin(self.lang, self.as_json)

    @property
    def url(self) -> str:
        """The address of ``--store``, else of the settings."""
        return self.store or get_settings().store

    def open_store(self) -> api.Store:
        """The store of ``--store``, else of the settings."""
        opened = api.open_store(self.store) if self.store else api.default_store()
        return api.store_as(opened, self.as_person) if self.as_person else opened


@contextmanager
def progress_bar() -> Iterator[schema.Progress]:
    """A progress bar on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=messages, transient=True) as bar:
        task = bar.add_task("")

        def report(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(what))

        yield report


def to_plain(value: Any) -> Any:
    """JSON form of a value: no data is null, never NaN."""
    if isinstance(value, dict):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, pd.DataFrame):
        return to_plain(value.to_dict("records"))
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):
        return to_plain(value.item())
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) >= 1 else value
    return value


def show(content: dict[str, Any], human: Callable[[], None]) -> None:
    """Print ``content`` as JSON if asked for, else let ``human`` print."""
    if _Session.as_json:
        _print_json(content)
    else:
        human()


def write_table(out: Path, table: pd.DataFrame) -> None:
    """Write a table that scripts read again, and say how many rows it has."""
    write_csv(out, table, for_scripts=True)
    show({"rows": len(table)}, lambda: messages.print(f"{len(table)}"))


def _print_json(content: dict[str, Any]) -> None:
    """One line on standard output; if nobody reads it (closed, or a broken pipe), the work has not failed."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(json.dumps(to_plain(content), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def user_name() -> str:
    """Who runs the command, for the history of imports; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def print_lines(lines: Iterable[str]) -> None:
    """Lines of text for people; square brackets in them are no markup."""
    console = Console()
    for line in lines:
        console.print(escape(line))


def print_values(values: Mapping[str, Any]) -> None:
    """Names and values beside the output proper, one pair a line."""
    for name, value in values.items():
        messages.print(f"{name}: {value}", markup=False)


def print_frame(title: str, frame: pd.DataFrame) -> None:
    """Print the first rows of a frame, and how many more there are."""
    if frame.empty:
        return
    table = Table(title=f"{title} ({len(frame)})", title_justify="left")
    for column in frame.columns:
        table.add_column(str(column))
    for row in frame.head(_ROWS_SHOWN).itertuples(index=False):
        table.add_row(*(escape("" if pd.isna(value) else str(value)) for value in row))
    console = Console()
    console.print(table)
    if len(frame) > _ROWS_SHOWN:
        console.print(f"… +{len(frame) - _ROWS_SHOWN}")


def run_guarded(app: typer.Typer) -> None:
    """Run and turn every foreseen error into a message and its exit code."""
    try:
        app()
    except UCJMapError as error:
        _leave_with(error)
    except OSError as error:
        failed = StoreError(
            "file_failed",
            N_("A file or folder could not be used: {reason}."),
            N_("Check that the folder exists, that there is space on the disk and that you may write there."),
            reason=f"{error.filename}: {error.strerror}" if error.filename else error,
        )
        _leave_with(failed)
    except click.exceptions.Abort:
        sys.exit(130)
    except MemoryError:
        _leave_with(UCJMapError("out_of_memory", *_OUT_OF_MEMORY), FAULT)
    except Exception as error:
        _log.exception("the command failed")
        _leave_with(UCJMapError("internal_error", *_INTERNAL, reason=f"{type(error).__name__}: {error}"[:300]), FAULT)


_OUT_OF_MEMORY = (
    N_("This computer has not enough memory for that."),
    N_("Close other programs, or ask for a smaller area or fewer parts."),
)
_INTERNAL = (
    N_("A fault in the program ended the command: {reason}."),
    N_("What was stored is as it was. Tell whoever looks after the program, with the command and the lines above."),
)


def _open_questions(error: UCJMapError) -> dict[str, Any]:
    """Questions that a file leaves open, each with the word that settles it; empty where there are none."""
    if not isinstance(error, OpenQuestionError):
        return {}
    lang = _Session.lang or "id"
    return {
        "questions": [
            {
                "key": question.key,
                "message": say(lang, question.text, **question.details),
                "assume": list(question.assume),
            }
            for question in error.questions
        ]
    }


def _leave_with(error: UCJMapError, exit_code: int | None = None) -> None:
    text = say_error(_Session.lang or "id", error)
    if _Session.as_json:
        _print_json({"error": error.code, "message": text, **_open_questions(error)})
    messages.print(f"[red]{escape(text)}[/red]")
    sys.exit(outcome_of(error).exit_code if exit_code is None else exit_code)
