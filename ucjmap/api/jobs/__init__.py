"""Long work from the queue of the store: asked here, done by whichever server is free."""

from ucjmap.api.jobs.job_requests import ask_job, cancel_job, error_of, list_jobs, look_at_job
from ucjmap.api.jobs.working import StoppedError, Worker, performs, start_worker, stop_worker, work_soon
from ucjmap.store import Job

__all__ = [
    "Job",
    "StoppedError",
    "Worker",
    "ask_job",
    "cancel_job",
    "error_of",
    "list_jobs",
    "look_at_job",
    "performs",
    "start_worker",
    "stop_worker",
    "work_soon",
]
