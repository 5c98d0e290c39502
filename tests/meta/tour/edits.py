"""Edits of a file by anchors: an anchor that is not there exactly once fails, so that no change is made half."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Place:
    """One file that a change touches, how, and the test that says so where it is forgotten.

    ``guard`` is the test, ``tells`` what its message has to name. Where there is none, Python itself refuses: what is
    imported is not there.
    """

    path: str
    edit: Edit
    guard: str = ""
    tells: str = ""


@dataclass(frozen=True)
class Change:
    """One change: its name, the most files it may touch, its places in the order in which they are edited."""

    name: str
    most: int
    places: tuple[Place, ...]


def after(anchor: str, text: str) -> Edit:
    """``text`` behind ``anchor``."""
    return instead_of(anchor, anchor + text)


def before(anchor: str, text: str) -> Edit:
    """``text`` in front of ``anchor``."""
    return instead_of(anchor, text + anchor)


def instead_of(anchor: str, text: str) -> Edit:
    """``text`` for ``anchor``, which has to be there once."""

    def edit(content: str) -> str:
        assert content.count(anchor) == 1, f"{content.count(anchor)} times in the file: {anchor!r}"
        return content.replace(anchor, text)

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits of one file."""

    def edit(content: str) -> str:
        for one in edits:
            content = one(content)
        return content

    return edit


def new_file(text: str) -> Edit:
    """A file that was not there."""

    def edit(content: str) -> str:
        assert not content
        return text

    return edit


def at_end(text: str) -> Edit:
    """``text`` behind everything."""
    return lambda content: content + text


def translated(words: Mapping[str, tuple[str, str]]) -> Edit:
    """Entries of the catalogue as its tool writes them: key -> (file, translation), in the order of keys."""

    def edit(content: str) -> str:
        head, *entries = content.rstrip("\n").split("\n\n")
        entries += [f'#: {path}\nmsgid "{key}"\nmsgstr "{text}"' for key, (path, text) in words.items()]
        return "\n\n".join([head, *sorted(entries, key=_key_of)]) + "\n"

    return edit


def _key_of(entry: str) -> str:
    lines = entry.partition("\nmsgid ")[2].partition("\nmsgstr")[0]
    return "".join(re.findall(r'"(.*)"', lines)).replace('\\"', '"')


def apply(place: Place, root: Path) -> str | None:
    """Edit a file of a copy of the tree; its content before, None where there was no such file."""
    path = root / place.path
    content = path.read_text(encoding="utf-8") if path.exists() else None
    try:
        path.write_text(place.edit(content or ""), encoding="utf-8")
    except AssertionError as error:
        raise AssertionError(f"{place.path}: {error}") from None
    return content
