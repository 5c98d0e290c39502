"""Jobs: asked for, looked at and cancelled, whoever does them."""

from typing import Any

from ucjmap.errors import (
    N_,
    AccessError,
    BoundariesError,
    IntakeError,
    MatchingError,
    RenderingError,
    SettingsError,
    StoreError,
    UCJMapError,
    UsageError,
)
from ucjmap.store import CANCELLED, Job, Store, add_job, count_waiting, read_jobs, stop_job

#: A queue that is longer is a fault, or mischief.
_MOST_WAITING = 200
_DIED = (
    N_("The work was begun several times, and each time the program that did it ended."),
    N_("Tell your administrator: there may be too little memory. The log has the details."),
)
_FAMILIES: dict[str, type[UCJMapError]] = {
    kind.__name__: kind
    for kind in (
        UsageError,
        SettingsError,
        BoundariesError,
        IntakeError,
        MatchingError,
        StoreError,
        RenderingError,
        AccessError,
    )
}
_STOPPED = (N_("The work was cancelled."), N_("Ask for it again where it is still wanted."))


def ask_job(store: Store, kind: str, arguments: dict[str, Any], *, asked_by: str = "") -> int:
    """Ask for work to be done by whichever server is free; the same work is done once, however many ask.

    Parameters
    ----------
    kind
        One that some worker performs.
    arguments
        What it is done with, as JSON can hold it.
    asked_by
        Who asks.

    Returns
    -------
    int
        Number of the job.

    Raises
    ------
    StoreError
        Too much is waiting, or the store cannot be written.
    """
    with store.noting() as connection:
        if count_waiting(connection) >= _MOST_WAITING:
            raise StoreError(
                "queue_full", N_("Too much work is waiting."), N_("Try again later, or tell your administrator.")
            )
        return add_job(connection, kind, arguments, asked_by=asked_by)


def look_at_job(store: Store, number: int) -> Job:
    """How far a job is, and what came of it.

    Raises
    ------
    UsageError
        There is none of that number, or it was forgotten.
    """
    with store.reading() as connection:
        found = read_jobs(connection, number)
    if not found:
        raise UsageError(
            "no_such_job", N_("There is no job number {number}."), N_("ucjmap jobs list shows them."), number=number
        )
    return found[0]


def list_jobs(store: Store) -> list[Job]:
    """All jobs that are not forgotten yet, the newest first."""
    with store.reading() as connection:
        return read_jobs(connection)


def cancel_job(store: Store, number: int) -> None:
    """Cancel a job; one that runs ends at its next step.

    Parameters
    ----------
    number
        Of the job.

    Raises
    ------
    UsageError
        There is none of that number, or it is over.
    """
    job = look_at_job(store, number)
    with store.noting() as connection:
        done = stop_job(connection, number)
    if not done:
        raise UsageError(
            "job_over", N_("Job number {number} is over already."), N_("ucjmap jobs list shows them."), number=job.id
        )


def error_of(job: Job) -> UCJMapError | None:
    """What the one who asked is told of a job that did not end well; None of one that did, or is not over.

    Parameters
    ----------
    job
        As `look_at_job` gives it.
    """
    if job.state == CANCELLED:
        return RenderingError("job_cancelled", *_STOPPED)
    if job.error is None:
        return None
    if "message" not in job.error:
        return RenderingError(job.error["code"], *_DIED)
    kept = job.error
    return _FAMILIES[kept["family"]](kept["code"], kept["message"], kept["hint"], **kept["details"])


def plain_error(error: UCJMapError) -> dict[str, Any]:
    """An error as JSON can hold it.

    Parameters
    ----------
    error
        Of any family; details that are no numbers become text.

    Returns
    -------
    dict
        ``family``, ``code``, ``message``, ``hint`` (both English templates) and ``details``.
    """
    family = next((name for name, kind in _FAMILIES.items() if isinstance(error, kind)), RenderingError.__name__)
    details = {name: value if isinstance(value, int | float) else str(value) for name, value in error.details.items()}
    return {"family": family, "code": error.code, "message": error.message, "hint": error.hint, "details": details}
