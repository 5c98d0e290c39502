"""``password``: makes the hash of an office's password for the settings."""

import sys

import typer

from ucjmap.access import LONGEST, SHORTEST, hash_password
from ucjmap.cli.console import LangOption, begin
from ucjmap.errors import N_, SettingsError
from ucjmap.words import say


def password(lang: LangOption = None) -> None:
    """Ask for the office's password, and print the lines of its settings."""
    spoken = begin(lang, False)
    if sys.stdin.isatty():
        given = typer.prompt(say(spoken, N_("Password of the office")), hide_input=True, confirmation_prompt=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST <= len(given) <= LONGEST:
        raise SettingsError(
            "bad_password",
            N_("A password has {shortest} to {longest} characters; this one has {count}."),
            N_("Four or five words that do not belong together are easy to remember."),
            shortest=SHORTEST,
            longest=LONGEST,
            count=len(given),
        )
    # In quotes: a shell, and a file .env, would take what follows a dollar sign for a variable.
    print(f"UCJMAP_ACCESS=password\nUCJMAP_PASSWORD_HASH='{hash_password(given)}'")
