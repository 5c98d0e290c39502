"""Log lines for programs: one JSON object a line, without anything that names a person, an area or a figure.

A line carries the text of the call (``"the maps below %s could not be made ahead"``), never the values that belong into
it, and of an error its kind and where it came from, never its message: both may hold what somebody asked for.
"""

import datetime as dt
import json
import logging
import traceback
from contextvars import ContextVar
from typing import Any, Final

#: What is known of the request, or of the run of a page, for which something is logged.
LOG_CONTEXT: Final[ContextVar[dict[str, str]]] = ContextVar("log_context", default={})  # noqa: B039 - never changed
#: The header with the number of a request, by which lines of the log belong together.
REQUEST_HEADER: Final = "x-request-id"
#: The logger of answered requests.
REQUEST_LOG: Final = logging.getLogger("ucjmap.requests")
#: Places of an error, from where it was raised outwards.
_MOST_PLACES: Final = 15
#: Streamlit logs a fault of a page that nobody caught; the app does so itself, with the page.
_REPEATED: Final = "streamlit.error_util"


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    Parameters
    ----------
    with_addresses
        Whether lines carry the address of the visitor where it is known.
    """

    def __init__(self, *, with_addresses: bool) -> None:
        super().__init__()
        self.with_addresses = with_addresses

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record.

        Parameters
        ----------
        record
            Its ``fields``, if it has any, are members of the line; its ``address`` is one only where that is allowed.
        """
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
            **LOG_CONTEXT.get(),
            **getattr(record, "fields", {}),
        }
        if self.with_addresses and (address := getattr(record, "address", "")):
            line["address"] = address
        if record.exc_info and record.exc_info[1] is not None:
            line |= _describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _describe(error: BaseException) -> dict[str, Any]:
    """The kind of an error, and from where it came; its message may hold what a visitor typed."""
    places = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    kinds = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    if cause is not None:
        kinds.append(type(cause).__name__)
    return {"error": kinds, "at": [f"{place.filename}:{place.lineno} {place.name}" for place in reversed(places)]}


def write_json_lines(*, with_addresses: bool) -> None:
    """Have all loggers of this process write lines of JSON to standard error, and requests logged.

    Parameters
    ----------
    with_addresses
        Whether lines carry addresses of visitors.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(with_addresses=with_addresses))
    logging.root.handlers[:] = [handler]
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger) and logger.handlers:  # of the server and Streamlit: text for people
            logger.handlers.clear()
            logger.propagate = True
    logging.getLogger(_REPEATED).disabled = True
    REQUEST_LOG.setLevel(logging.INFO)
