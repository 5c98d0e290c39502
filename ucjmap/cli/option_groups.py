"""Options that several commands take, declared once: a dataclass whose fields are options."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar, get_type_hints

T = TypeVar("T")


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """``command`` as Typer takes it: the fields of each parameter that is a dataclass are options in its place.

    Typer calls it by keywords only, so that a group may follow an option with a default.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    @wraps(command)
    def taking_options(**given: Any) -> None:
        own = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        command(**given, **own)

    parameters = [
        option
        for parameter in inspect.signature(command).parameters.values()
        for option in _options_of(parameter, hints[parameter.name])
    ]
    taking_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    taking_options.__annotations__ = {option.name: option.annotation for option in parameters}
    return taking_options


def options_from(options: Mapping[str, tuple[Any, object]]) -> Callable[[type[T]], type[T]]:
    """Make a class a group of options that a table lists: by name, the annotation of each and its default."""

    def make_group(group: type[T]) -> type[T]:
        group.__annotations__ = {name: annotation for name, (annotation, _) in options.items()}
        for name, (_, default) in options.items():
            setattr(group, name, default)
        return dataclass(frozen=True)(group)

    return make_group


def _options_of(parameter: inspect.Parameter, hint: Any) -> Iterator[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY
    if not is_dataclass(hint):
        yield parameter.replace(kind=kind, annotation=hint)
        return
    hints = get_type_hints(hint, include_extras=True)
    for field in fields(hint):
        yield inspect.Parameter(field.name, kind, default=field.default, annotation=hints[field.name])
