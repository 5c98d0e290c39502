"""Parameters of an address: how each is read, and how a description of the interface tells it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from ucjmap.errors import N_, UsageError

#: Longest text that is looked at.
_LONGEST: Final = 200


@dataclass(frozen=True)
class Parameter:
    """One parameter: ``read`` makes its value of the text and raises ``ValueError`` for what it does not understand.

    ``schema`` and ``style`` are those of OpenAPI. Without the parameter its value is ``default``. One that is ``shared``
    is described once for all operations: GDAL looks for a reference to the limit of a page.
    """

    name: str
    about: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any] = str
    default: Any = None
    place: Literal["query", "path"] = "query"
    style: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False

    def in_path(self) -> "Parameter":
        """The same as a part of the path."""
        return replace(self, place="path")

    def value_of(self, text: str) -> Any:
        """The value that a text stands for.

        Raises
        ------
        UsageError
            The text makes no sense here.
        """
        try:
            return self.read(text)
        except ValueError as error:
            raise UsageError(
                "bad_parameter",
                N_("The parameter {name} cannot be {text}."),
                N_("The description of the interface tells what it may be: /api/v1/."),
                name=self.name,
                text=ascii(text[:40]),
            ) from error


def text(name: str, about: str, default: str | None = None, *, longest: int = _LONGEST) -> Parameter:
    """A parameter that is any short text.

    Parameters
    ----------
    name, about, default
        As for ``Parameter``.
    longest
        Characters at most.
    """

    def read(given: str) -> str:
        if len(given) > longest:
            raise ValueError(name)
        return given

    schema = {"type": "string", "maxLength": longest}
    return Parameter(name, about, schema if default is None else schema | {"default": default}, read, default)


def choice(name: str, about: str, of: Sequence[str], default: str | None = None) -> Parameter:
    """A parameter that is one of a few words.

    Parameters
    ----------
    name, about, default
        As for ``Parameter``.
    of
        The words.
    """

    def read(given: str) -> str:
        if given not in of:
            raise ValueError(name)
        return given

    schema = {"type": "string", "enum": list(of)}
    return Parameter(name, about, schema if default is None else schema | {"default": default}, read, default)


def whole_number(
    name: str, about: str, *, low: int, high: int, default: int | None = None, capped: bool = False
) -> Parameter:
    """A parameter that is a whole number from ``low`` to ``high``.

    Parameters
    ----------
    name, about, default
        As for ``Parameter``.
    low, high
        The least and the greatest value.
    capped
        Whether a greater number is taken for ``high`` instead of being refused.
    """

    def read(given: str) -> int:
        # Twenty digits at most: int() takes long for very many.
        if not (given.isascii() and given.isdigit() and len(given) <= 20):
            raise ValueError(name)
        number = min(int(given), high) if capped else int(given)
        if not low <= number <= high:
            raise ValueError(name)
        return number

    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Parameter(name, about, schema if default is None else schema | {"default": default}, read, default)


def date(name: str, about: str) -> Parameter:
    """A parameter that is an ISO date.

    Parameters
    ----------
    name, about
        As for ``Parameter``.
    """
    schema = {"type": "string", "format": "date"}
    return Parameter(name, about, schema, lambda given: dt.date.fromisoformat(given).isoformat())
