"""One operation of the interface: its address, its parameters, and who answers it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.errors import N_, UCJMapError, UsageError
from ucjmap.settings import get_settings
from ucjmap.web.asked_store import asked_store
from ucjmap.web.operations.query_parameters import Parameter
from ucjmap.web.refused_requests import NOT_KEPT, refusal

#: Programs that ask for much wait for each other, not people for them.
_AT_ONCE: Final = 4


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_AT_ONCE)


class _NotThereError(UsageError):
    """What the path names is not there."""


@contextmanager
def named_by_path() -> Iterator[None]:
    """A block in which what is unknown is a part of the path: then the address is not found."""
    try:
        yield
    except UsageError as error:
        raise _NotThereError(error.code, error.message, error.hint, **error.details) from error


@dataclass(frozen=True)
class Asked:
    """A request that was understood: the store as whoever asks may use it, and the values of all parameters."""

    request: Request
    store: api.Store
    operation: "Operation"
    values: Mapping[str, Any]

    @property
    def address(self) -> str:
        """Address of the app as whoever asks reaches it, without a slash at its end."""
        return own_address(self.request)

    def link(self, path: str, **query: object) -> str:
        """Absolute address of a path of the app.

        Parameters
        ----------
        path
            Begins with a slash; its parts are encoded where they need it.
        **query
            Parameters; those that are None are left out.
        """
        given = {name: value for name, value in query.items() if value is not None}
        return f"{self.address}{quote(path)}{'?' + urlencode(given) if given else ''}"

    def same_with(self, **query: object) -> str:
        """The address that was asked for, with some of its parameters changed."""
        return self.link(self.request.url.path, **{**dict(self.request.query_params), **query})


@dataclass(frozen=True)
class Operation:
    """One address that is answered to GET.

    ``schema`` is what its answer looks like, as JSON Schema of OpenAPI 3.0, or the name of one of its components.
    One that pages ask for themselves (``is_for_pages``) does not wait for what programs ask for. ``is_empty_sometimes``:
    it may answer that there is nothing.
    """

    path: str
    name: str
    about: str
    tag: str
    answer: Callable[[Asked], Response]
    parameters: tuple[Parameter, ...] = ()
    media_type: str = "application/json"
    schema: Mapping[str, Any] | str = field(default_factory=lambda: {"type": "object"})
    is_empty_sometimes: bool = False
    is_for_pages: bool = False

    def read(self, path: Mapping[str, Any], query: QueryParams) -> dict[str, Any]:
        """The values of all parameters.

        Parameters
        ----------
        path, query
            Of the request.

        Raises
        ------
        UsageError
            A parameter is not known here, comes twice, or makes no sense.
        """
        known = {parameter.name for parameter in self.parameters if parameter.place == "query"}
        strange = sorted({name for name, _ in query.multi_items() if name not in known})
        twice = sorted({name for name in query if len(query.getlist(name)) > 1})
        if strange or twice:
            raise UsageError(
                "bad_parameters",
                N_("These parameters are not known here, or come twice: {parts}."),
                N_("The description of the interface lists them: /api/v1/."),
                parts=", ".join(ascii(name[:40]) for name in (*strange, *twice)[:5]),
            )
        values = {}
        for parameter in self.parameters:
            if parameter.place == "path":
                with named_by_path():
                    values[parameter.name] = parameter.value_of(str(path[parameter.name]))
            else:
                given = query.get(parameter.name)
                values[parameter.name] = parameter.default if given is None else parameter.value_of(given)
        return values


def routes_of(operations: Sequence[Operation]) -> list[Route]:
    """The routes of some operations.

    Parameters
    ----------
    operations
        In the order in which their paths are compared with that of a request.
    """
    return [
        Route(operation.path, partial(_respond, operation), methods=["GET"], name=operation.name)
        for operation in operations
    ]


async def _respond(operation: Operation, request: Request) -> Response:
    try:
        limiter = None if operation.is_for_pages else _limiter()
        return await to_thread.run_sync(_answer, operation, request, limiter=limiter)
    except _NotThereError as error:
        return refusal(error, 404, NOT_KEPT)
    except UCJMapError as error:
        # Not 404 as elsewhere: the address exists, only its parameters make no sense.
        return refusal(error, 400 if isinstance(error, UsageError) else None, NOT_KEPT)


def _answer(operation: Operation, request: Request) -> Response:
    values = operation.read(request.path_params, request.query_params)
    return operation.answer(Asked(request, asked_store(request), operation, values))


def own_address(request: Request) -> str:
    """Address of the app as whoever asks reaches it: that of the setting behind a proxy, else that of the request.

    Parameters
    ----------
    request
        Its host passed the entrance, so that it is one of this installation.

    Returns
    -------
    str
        Without a slash at its end.
    """
    public = get_settings().public_url.rstrip("/")
    asked = request.url
    is_public = bool(public) and urlsplit(public).hostname == asked.hostname
    return public if is_public else f"{asked.scheme}://{asked.netloc}"
