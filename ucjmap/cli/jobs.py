"""``jobs list``, ``cancel`` and ``work``."""

import signal
from dataclasses import asdict
from typing import Annotated

import pandas as pd
import typer

from ucjmap import api
from ucjmap.cli.console import RunOptions, messages, print_frame, show
from ucjmap.cli.option_groups import with_groups
from ucjmap.words import say

app = typer.Typer(help="The queue of long work: list, cancel, work.", no_args_is_help=True)
_SHOWN = ["id", "kind", "state", "fraction", "asked_by", "asked_at", "tries", "worker"]


@app.command("list")
@with_groups
def list_all(run: RunOptions) -> None:
    """List the jobs of the last month, newest first."""
    run.begin()
    jobs = [asdict(job) for job in api.list_jobs(run.open_store())]
    show({"jobs": jobs}, lambda: print_frame("jobs", pd.DataFrame(jobs, columns=_SHOWN)))


@app.command()
@with_groups
def cancel(*, number: Annotated[int, typer.Argument(help="Number of the job.")], run: RunOptions) -> None:
    """Cancel a job; one that runs ends at its next step."""
    lang = run.begin()
    api.cancel_job(run.open_store(), number)
    show({"cancelled": number}, lambda: messages.print(say(lang, "Job number {number} is cancelled.", number=number)))


@app.command()
@with_groups
def work(
    *,
    drain: Annotated[bool, typer.Option("--drain", help="End as soon as nothing waits.")] = False,
    run: RunOptions,
) -> None:
    """Do the jobs of the queue until stopped, beside the servers or instead of them."""
    run.begin()
    worker = api.Worker(run.open_store())

    def end(*_: object) -> None:
        worker.ending.set()
        worker.wake()

    before = [(number, signal.signal(number, end)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        done = worker.work(stays=not drain)
    finally:
        for number, handler in before:
            signal.signal(number, handler)
    show({"done": done}, lambda: messages.print(str(done)))
