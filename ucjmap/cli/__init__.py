"""The command line: a thin layer over ``ucjmap.api``.

Exit codes: 0 done, 1 done with rows refused or waiting for review, 2 wrong use, 3 input refused (store unchanged),
4 store or environment, 5 a fault in the program or too little memory.
"""

import typer

from ucjmap.cli import (
    boundaries,
    bps_codes,
    briefing,
    coverage,
    imports,
    jobs,
    outreach,
    password,
    record,
    roles,
    store,
    store_upkeep,
    story,
    tiles,
    values,
)
from ucjmap.cli.console import run_guarded

__all__ = ["main"]

app = typer.Typer(
    name="ucjmap",
    help="Maps of social security coverage for workers in Indonesia, from province down to desa.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
store.register(app)
values.register(app)
briefing.register(app)
app.add_typer(store_upkeep.app, name="store")
app.add_typer(boundaries.app, name="boundaries")
app.add_typer(tiles.app, name="tiles")
app.add_typer(coverage.app, name="coverage")
app.add_typer(coverage.targets_app, name="targets")
app.command("match")(coverage.match)
app.command("password")(password.password)
app.add_typer(coverage.aliases_app, name="aliases")
app.add_typer(bps_codes.app, name="crosswalk")
app.add_typer(imports.app, name="imports")
app.add_typer(record.app, name="audit")
app.add_typer(roles.app, name="people")
app.add_typer(jobs.app, name="jobs")
app.add_typer(outreach.app, name="outreach")
app.add_typer(story.app, name="story")


def main() -> None:
    """Run the command line and leave with its exit code."""
    run_guarded(app)
