"""Figures about the running process, as Prometheus reads them.

Labels are templates of routes, pages and kinds of work, so that their number is bounded: never an area, a person, an
address, or anything else that a visitor types.
"""

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from ucjmap import api
from ucjmap.errors import UCJMapError
from ucjmap.operation.readiness import Loading, find_hindrance

#: Seconds: most answers take some milliseconds, a first view of all desa takes seconds, a large workbook a minute.
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_registry = CollectorRegistry()

REQUESTS: Final = Counter(
    "ucjmap_http_requests", "Requests answered.", ("route", "method", "status"), registry=_registry
)
REQUEST_SECONDS: Final = Histogram(
    "ucjmap_http_request_duration_seconds",
    "Time until a request was answered whole.",
    ("route", "method"),
    buckets=_BUCKETS,
    registry=_registry,
)
WEBSOCKETS: Final = Gauge(
    "ucjmap_websockets", "Open websockets: pages that somebody has before them.", registry=_registry
)
PAGE_SECONDS: Final = Histogram(
    "ucjmap_page_run_duration_seconds", "Runs of a page.", ("page",), buckets=_BUCKETS, registry=_registry
)
PAGE_FAULTS: Final = Counter("ucjmap_page_faults", "Faults of the program in a page.", ("page",), registry=_registry)
WORK: Final = Gauge(
    "ucjmap_work", "Work beside the pages that waits for its turn or runs.", ("state",), registry=_registry
)
WORK_ENDED: Final = Counter(
    "ucjmap_work_ended", "Work beside the pages that was finished, stopped or failed.", ("outcome",), registry=_registry
)
for _state in ("waiting", "running"):
    WORK.labels(_state)
for _outcome in ("finished", "stopped", "failed"):
    WORK_ENDED.labels(_outcome)
ProcessCollector(registry=_registry)


class _Application(Collector):
    """What the store and the memory of answers say when they are asked."""

    def __init__(self, look_at_loading: Callable[[], Loading | None]) -> None:
        self.look_at_loading = look_at_loading

    def collect(self) -> Iterator[Metric]:
        uses = CounterMetricFamily(
            "ucjmap_memory_uses", "Questions to the memory of answers.", labels=("kind", "result")
        )
        for (kind, result), number in api.memory_uses().items():
            uses.add_metric((kind, result), number)
        yield uses
        imports = CounterMetricFamily("ucjmap_imports", "Imports of this process.", labels=("kind", "outcome"))
        for (kind, outcome), number in api.import_outcomes().items():
            imports.add_metric((kind, outcome), number)
        yield imports
        is_ready = find_hindrance(self.look_at_loading()) is None
        yield GaugeMetricFamily("ucjmap_ready", "1 where this process can take visitors.", value=int(is_ready))
        if is_ready:
            try:
                newest, turns = api.default_store().revision()
            except UCJMapError:  # it went away in this moment
                return
            revision = GaugeMetricFamily(
                "ucjmap_store_revision", "Number of the newest import, and how many undos and redos.", labels=("part",)
            )
            revision.add_metric(("newest_import",), newest)
            revision.add_metric(("turns",), turns)
            yield revision


def watch_application(look_at_loading: Callable[[], Loading | None]) -> None:
    """Add what store and memory say to the metrics; to be called once.

    Parameters
    ----------
    look_at_loading
        How far the start of this process is.
    """
    _registry.register(_Application(look_at_loading))


def write_metrics(accept: str) -> tuple[bytes, str]:
    """All metrics as they are now.

    Parameters
    ----------
    accept
        What the reader takes, as its ``Accept`` header says: OpenMetrics, or the older text of Prometheus.

    Returns
    -------
    tuple
        The text, and its media type.
    """
    encode, media_type = choose_encoder(accept)
    return encode(_registry), media_type
