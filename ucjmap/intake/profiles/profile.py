"""The profile of a source: how its tables are recognised, and what their columns or labelled rows mean."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from ucjmap.codes import LEVELS
from ucjmap.errors import N_, SettingsError
from ucjmap.settings import PROJECT
from ucjmap.words import Lang

_FOLDER: Final = PROJECT / "data" / "profiles"
#: What a column may be declared to be; ``name`` and ``code`` take a level, as in ``name:adm2``.
COLUMN_KINDS: Final = frozenset(
    ("number", "note", "ignore", "year", "date", "segment", "indicator", "code")
    + tuple(f"{kind}:{level}" for kind in ("name", "code") for level in LEVELS)
)
Shape = Literal["table", "form"]


@dataclass(frozen=True)
class Form:
    """A sheet about one area: figures in the column ``figures``, told apart by the words in the column ``labels``.

    ``numerator``, ``denominator`` and ``rest`` (their difference) are such words; the rows above are the parts of
    the numerator. The two headings are those under which the figures are shown.
    """

    indicator: str
    labels: str
    figures: str
    numerator: str
    denominator: str
    rest: str
    numerator_heading: str
    denominator_heading: str


@dataclass(frozen=True)
class Profile:
    """A source as a file in ``data/profiles`` declares it; headings and words are compared without marks and capitals.

    A table is recognised by ``headings``, which all have to stand there, and ``any_of``, groups of which one has to;
    a form by ``title`` above them too. Of a table ``cells`` are words of which one has to stand in each cell of a column,
    where headings alone could be those of others. ``explains`` are phrases around the figures that say nothing about them,
    ``columns`` what the columns are by their headings, ``province`` the one that tables without its column are about.
    """

    key: str
    names: Mapping[Lang, str]
    shape: Shape
    headings: tuple[str, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    explains: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    province: str = ""
    form: Form | None = None


@cache
def load_profiles() -> Mapping[str, Profile]:
    """All profiles of ``data/profiles`` by key, in the order of their files.

    Raises
    ------
    SettingsError
        A file is no profile, or two have the same key.
    """
    profiles: dict[str, Profile] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        profile = read_profile(path)
        if profile.key in profiles:
            raise _refusal(path, f"key = {profile.key!r}: a second one")
        profiles[profile.key] = profile
    return profiles


def read_profile(path: Path) -> Profile:
    """The profile in a file.

    Raises
    ------
    SettingsError
        The file is no TOML, lacks a key, or has one that nothing reads.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return _build(values)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(path, str(error)) from error
    except KeyError as error:
        raise _refusal(path, f"{error.args[0]}: missing") from error
    except (TypeError, ValueError) as error:
        raise _refusal(path, str(error)) from error


def _refusal(path: Path, problem: str) -> SettingsError:
    return SettingsError(
        "bad_profile",
        N_("{file} is no profile of a source: {problem}."),
        N_("Compare it with the other files of data/profiles; the administrators' guide explains each key."),
        file=path.name,
        problem=problem,
    )


def _build(values: dict[str, Any]) -> Profile:
    recognise = dict(values.pop("recognise"))
    columns = {str(heading): str(kind) for heading, kind in values.pop("columns", {}).items()}
    if unknown := sorted({*columns.values()} - COLUMN_KINDS):
        raise ValueError(f"[columns] {', '.join(unknown)}: use one of {', '.join(sorted(COLUMN_KINDS))}")
    form = values.pop("form", None)
    profile = Profile(
        key=_text(values, "key"),
        names={"id": _text(values, "name_id"), "en": _text(values, "name_en")},
        shape=values.pop("shape"),
        headings=_texts(recognise, "headings"),
        any_of=tuple(_texts({"any_of": group}, "any_of") for group in recognise.pop("any_of", [])),
        cells={heading: _texts({heading: words}, heading) for heading, words in recognise.pop("cells", {}).items()},
        title=str(recognise.pop("title", "")),
        explains=_texts(values, "explains") if "explains" in values else (),
        columns=columns,
        province=str(values.pop("province", "")),
        form=_form(form) if form is not None else None,
    )
    if left := [*values, *(f"[recognise] {key}" for key in recognise)]:
        raise ValueError(f"{', '.join(left)}: nothing reads it")
    return _checked(profile)


def _form(values: dict[str, Any]) -> Form:
    if wrong := [key for key, text in values.items() if not isinstance(text, str) or not text.strip()]:
        raise ValueError(f"[form] {', '.join(wrong)}: a text is needed")
    return Form(**values)


def _checked(profile: Profile) -> Profile:
    if profile.shape not in get_args(Shape):
        raise ValueError(f"shape = {profile.shape!r}: use one of {', '.join(get_args(Shape))}")
    if (profile.shape == "form") != (profile.form is not None):
        raise ValueError("shape and [form]: a form has the one, a table has it not")
    if profile.form is not None and not (profile.title and profile.headings):
        raise ValueError("[recognise]: a form needs title and headings")
    if strange := sorted(set(profile.cells) - set(profile.headings)):
        raise ValueError(f"[recognise.cells] {', '.join(strange)}: no heading of [recognise]")
    if profile.province and not profile.cells:
        raise ValueError("[recognise.cells]: a province without a column of its own needs cells that name it")
    if profile.form is None and len(profile.headings) + len(profile.any_of) < 2:
        raise ValueError("[recognise]: one heading alone recognises nothing")
    return profile


def _text(values: dict[str, Any], key: str) -> str:
    text = values.pop(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{key}: a text is needed")
    return text


def _texts(values: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = values.pop(key)
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{key}: a list of texts is needed")
    return tuple(texts)
