"""Running the service: whether it is ready, and figures about how it runs, its log, its end."""

from ucjmap.operation.condition_report import ConditionReport, report_condition
from ucjmap.operation.ending import finish_end, is_ending, prepare_end, work_beside
from ucjmap.operation.log_lines import LOG_CONTEXT, REQUEST_HEADER, REQUEST_LOG, JsonLines, write_json_lines
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
    "LOG_CONTEXT",
    "PAGE_FAULTS",
    "PAGE_SECONDS",
    "REQUESTS",
    "REQUEST_HEADER",
    "REQUEST_LOG",
    "REQUEST_SECONDS",
    "WEBSOCKETS",
    "WORK",
    "WORK_ENDED",
    "ConditionReport",
    "JsonLines",
    "Loading",
    "find_hindrance",
    "finish_end",
    "is_ending",
    "prepare_end",
    "report_condition",
    "watch_application",
    "work_beside",
    "write_json_lines",
    "write_metrics",
]
