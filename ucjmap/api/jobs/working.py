"""Workers: threads of the servers, or of ``ucjmap jobs work``, that take jobs from the queue one after the other."""

import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import psutil

from ucjmap.api.jobs.job_requests import plain_error
from ucjmap.errors import N_, RenderingError, StoreError, UCJMapError
from ucjmap.schema import Progress
from ucjmap.settings import get_settings
from ucjmap.store import (
    CANCELLED,
    DONE,
    FAILED,
    LEASE_S,
    RUNNING,
    WAITING,
    Job,
    Store,
    claim_job,
    drop_jobs,
    end_job,
    has_free_jobs,
    hear_of,
    read_jobs,
    release_jobs,
    take_lease,
)

#: How often a worker tells that it lives and how far it is, and hears whether it should stop.
_TELLS_EVERY_S = 2.0
#: How often a worker with nothing to do looks whether there is something.
_LOOKS_EVERY_S = 2.0
#: How often one of all workers forgets old jobs, and how old they are then.
_TIDIES_EVERY_S, _KEPT_DAYS = 3600.0, 30
#: How long the end of a server waits for its worker to hand back what it does.
_ENDS_WITHIN_S = 10.0
_FAULT = (
    N_("The work failed because of a fault in the program."),
    N_("Tell your administrator: the log has the details."),
)
_log = logging.getLogger(__name__)

#: Does work of one kind: gets the store, the arguments and what to report to, which raises to stop; gives the result.
Perform = Callable[[Store, dict[str, Any], Progress], dict[str, Any]]
_performers: dict[str, Perform] = {}


class StoppedError(Exception):
    """The job was cancelled, or its worker has to end."""


def performs(kind: str) -> Callable[[Perform], Perform]:
    """Mark a function as that which does the jobs of one kind.

    Parameters
    ----------
    kind
        At most 32 letters.

    Returns
    -------
    Callable
        Takes the function and gives it back.
    """

    def keep(perform: Perform) -> Perform:
        _performers[kind] = perform
        return perform

    return keep


@dataclass
class _Pulse:
    """Tells the store every two seconds that a job is worked on, and the job when it has to stop."""

    store: Store
    job: Job
    ending: threading.Event
    over: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    fraction: float = 0.0
    words: str = ""

    def report(self, done: int, total: int, what: str) -> None:
        if self.stopped.is_set() or self.ending.is_set():
            raise StoppedError
        self.fraction, self.words = (min(1.0, done / total) if total else 0.0), what

    def beat(self) -> None:
        while not self.over.wait(_TELLS_EVERY_S):
            try:
                with self.store.noting() as connection:
                    goes_on = hear_of(connection, self.job, self.fraction, self.words)
            except StoreError as error:
                _log.warning("job %s could not be told of: %s", self.job.id, error)  # the next beat tries again
                continue
            if not goes_on:
                self.stopped.set()


class Worker:
    """Takes jobs of a store and does them, one at a time.

    Parameters
    ----------
    store
        Where the queue is; what is done may read and write all of it, whoever asked.
    lease_s
        Seconds after which another worker that was not heard of is dead.
    """

    def __init__(self, store: Store, *, lease_s: float = LEASE_S) -> None:
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.ending = threading.Event()
        self._store = replace(store.whole, allows=None)
        self._lease_s = lease_s
        self._wake = threading.Event()
        self._tidies_at = 0.0

    def wake(self) -> None:
        """Let it look for work at once."""
        self._wake.set()

    def work(self, *, stays: bool = True) -> int:
        """Do jobs until the worker is told to end.

        Parameters
        ----------
        stays
            Wait for more work where there is none; otherwise return then.

        Returns
        -------
        int
            How many it did.
        """
        done = 0
        self._release_the_dead()
        while not self.ending.is_set():
            self._wake.clear()
            try:
                if self.work_once():
                    done += 1
                    continue
                if stays:
                    self._tidy()
            except StoreError as error:
                _log.warning("the queue could not be read: %s", error)
            if not stays:
                break
            self._wake.wait(_LOOKS_EVERY_S)
        return done

    def work_once(self) -> bool:
        """Do one job; false where there is none."""
        kinds = sorted(_performers)
        with self._store.reading() as connection:  # which disturbs nobody
            if not has_free_jobs(connection, kinds, lease_s=self._lease_s):
                return False
        with self._store.noting() as connection:
            job = claim_job(connection, self.name, kinds, lease_s=self._lease_s)
        if job is not None:
            state, result, error = self._perform(job)
            with self._store.noting() as connection:
                end_job(connection, job, state, result=result, error=error)
        return job is not None

    def _release_the_dead(self) -> None:
        """After a restart: what processes of this machine did that are no more is done without waiting for its lease."""
        with suppress(StoreError), self._store.reading() as connection:
            running = {job.worker for job in read_jobs(connection) if job.state == RUNNING}
            host = f"{self.name.split(':')[0]}:"
            ours = {name for name in running if name.startswith(host)}
            if dead := [name for name in ours if not psutil.pid_exists(int(name.split(":")[1]))]:
                with self._store.noting() as other:
                    release_jobs(other, dead)

    def _perform(self, job: Job) -> tuple[str, dict[str, Any] | None, dict[str, Any] | None]:
        pulse = _Pulse(self._store, job, self.ending)
        beating = threading.Thread(target=pulse.beat, name=f"ucjmap-pulse-{job.id}", daemon=True)
        beating.start()
        try:
            return DONE, _performers[job.kind](self._store, job.arguments, pulse.report), None
        except StoppedError:
            is_handed_back = self.ending.is_set() and not pulse.stopped.is_set()
            return WAITING if is_handed_back else CANCELLED, None, None
        except UCJMapError as error:
            return FAILED, None, plain_error(error)
        except Exception:  # nobody is above this thread: who asked is told, the administrator finds it in the log
            _log.exception("job %s (%s) failed", job.id, job.kind)
            return FAILED, None, plain_error(RenderingError("work_failed", *_FAULT))
        finally:
            pulse.over.set()
            beating.join()

    def _tidy(self) -> None:
        """Forget old jobs, if this is the one worker of all that does it in this hour."""
        if time.monotonic() < self._tidies_at:
            return
        self._tidies_at = time.monotonic() + _TIDIES_EVERY_S
        with self._store.noting() as connection:
            if take_lease(connection, "tidy", self.name, _TIDIES_EVERY_S):
                before = dt.datetime.now(dt.UTC) - dt.timedelta(days=_KEPT_DAYS)
                drop_jobs(connection, before.isoformat(timespec="seconds"))


@dataclass
class _Hired:
    """The worker of this process for one store; ``stays`` is whether it waits for more."""

    worker: Worker
    thread: threading.Thread
    stays: bool


_lock = threading.Lock()
_hired: dict[str, _Hired] = {}


def start_worker(store: Store) -> None:
    """Let a thread of this process do jobs until the process ends, unless ``UCJMAP_WORK`` is off.

    Parameters
    ----------
    store
        Where the queue is.
    """
    if get_settings().work:
        with _lock:
            _hire(store, stays=True)


def work_soon(store: Store) -> None:
    """See that work which waits is begun now: by the thread of this process, or one that ends when all is done.

    Parameters
    ----------
    store
        Where the queue is. With ``UCJMAP_WORK`` off nothing happens here: other processes do the work.
    """
    if not get_settings().work:
        return
    with _lock:
        if (hired := _hired.get(store.url)) is not None and hired.thread.is_alive():
            hired.worker.wake()
        else:
            _hire(store, stays=False)


def _hire(store: Store, *, stays: bool) -> None:
    worker = Worker(store)
    thread = threading.Thread(
        target=_work_off if not stays else worker.work, args=() if stays else (worker, store.url), daemon=True
    )
    thread.name = "ucjmap-worker"
    _hired[store.url] = _Hired(worker, thread, stays)
    thread.start()


def _work_off(worker: Worker, url: str) -> None:
    """Do what waits, and look once more before leaving: somebody may have asked in the same moment."""
    while True:
        worker.work(stays=False)
        with _lock:
            if not worker._wake.is_set():
                _hired.pop(url, None)
                return


def stop_worker(store: Store) -> None:
    """End the worker of this process; what it does goes back to the queue at its next step.

    Parameters
    ----------
    store
        As it was started with.
    """
    with _lock:
        hired = _hired.pop(store.url, None)
    if hired is not None:
        hired.worker.ending.set()
        hired.worker.wake()
        hired.thread.join(_ENDS_WITHIN_S)
