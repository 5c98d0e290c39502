"""Running the service: whether it is ready, and figures about how it runs."""

from ucjmap.operation.metrics import (
    PAGE_FAULTS,
    PAGE_SECONDS,
    REQUEST_SECONDS,
    REQUESTS,
    WEBSOCKETS,
    WORK,
    WORK_ENDED,
    watch_application,
    write_metrics,
)
from ucjmap.operation.readiness import Loading, find_hindrance

__all__ = [
    "PAGE_FAULTS",
    "PAGE_SECONDS",
    "REQUESTS",
    "REQUEST_SECONDS",
    "WEBSOCKETS",
    "WORK",
    "WORK_ENDED",
    "Loading",
    "find_hindrance",
    "watch_application",
    "write_metrics",
]
