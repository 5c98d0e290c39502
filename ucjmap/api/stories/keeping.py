"""Keeping stories: beginning, filling, ordering and changing them. Nobody overwrites unseen what another has changed."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from ucjmap.api.maps import MapView, answer_map, refuse_all_desa, write_address
from ucjmap.api.stories.story_texts import bad_mark, check_marks, check_name, check_sentence
from ucjmap.api.stories.story_views import MOST_VIEWS, Story, StoryView, figures_of, pack_figures
from ucjmap.errors import N_, UsageError
from ucjmap.render import Mark
from ucjmap.store import (
    Connection,
    Store,
    add_story,
    add_story_view,
    change_story,
    change_story_view,
    place_story_views,
    read_stories,
    read_story_views,
    remove_story,
    remove_story_view,
    restore_story_view,
)


def list_stories(store: Store) -> list[dict[str, Any]]:
    """Stories that are not removed, the newest first.

    Returns
    -------
    list of dict
        ``key`` (what its address has), ``name``, ``views`` (their number), ``created_at`` (UTC, ISO), ``created_by``.
    """
    kept = ("key", "name", "views", "created_at", "created_by")
    with store.reading() as connection:
        rows = read_stories(connection)
    return [{name: row[name] for name in kept} for row in rows if row["removed_at"] is None]


def read_story(store: Store, key: str) -> Story:
    """A story with its views.

    Parameters
    ----------
    key
        What the address of the story has.

    Returns
    -------
    Story
        With the figures of the day on which each view was written; ``tell_story`` puts those of today beside them.

    Raises
    ------
    UsageError
        There is no such story, or it was removed.
    """
    with store.reading() as connection:
        return _read(connection, key)


def begin_story(store: Store, name: str, *, by: str = "") -> str:
    """Begin a story without views.

    Parameters
    ----------
    name
        At most ``LONGEST_NAME`` characters; no other story has it, capitals aside.
    by
        Who begins it, as the list of stories shows it.

    Returns
    -------
    str
        Its key, which cannot be guessed.

    Raises
    ------
    UsageError
        The name is empty or too long, or another story has it.
    """
    # Hexadecimal: a key that begins with a hyphen would be an option of the command line.
    name, key = check_name(name), secrets.token_hex(8)
    with store.writing() as connection:
        _check_free(connection, name)
        add_story(connection, key, name, by=by)
    return key


def rename_story(store: Store, key: str, name: str, *, version: int) -> None:
    """Give a story another name.

    Parameters
    ----------
    version
        Of the story as its user saw it.

    Raises
    ------
    UsageError
        The name is empty, too long or taken, there is no such story, or somebody changed it after ``version``.
    """
    name = check_name(name)
    with store.writing() as connection:
        if _read(connection, key).name != name:
            _check_free(connection, name)
        if not change_story(connection, key, version, name=name):
            raise _changed_meanwhile()


def forget_story(store: Store, key: str, *, version: int) -> None:
    """Remove a story with its views.

    Parameters
    ----------
    version
        Of the story as its user saw it.

    Raises
    ------
    UsageError
        There is no such story, or somebody renamed it after ``version``.
    """
    with store.writing() as connection:
        _read(connection, key)
        if not remove_story(connection, key, version):
            raise _changed_meanwhile()


def keep_view(
    store: Store, key: str, view: MapView, *, sentence: str = "", marks: Sequence[Mark] = (), stays: bool = False
) -> int:
    """Add a view at the end of a story, with the figures of today.

    Parameters
    ----------
    view
        Which area, figure and date are asked; its language is not kept.
    sentence
        What the view says, at most ``LONGEST_SENTENCE`` characters; where it is empty, the map's own title stands
        there.
    marks
        At most ``MOST_MARKS``, each on an area of the map.
    stays
        Whether the view keeps the dates that it shows now; any other one follows the newest data.

    Returns
    -------
    int
        Number of the view, by which it is changed, moved and removed.

    Raises
    ------
    UsageError
        There is no such story or it is full, the view is of all desa of the country, a text is too long, or a mark is
        on an area that is not on the map.
    """
    answer = answer_map(store, view)
    refuse_all_desa(answer)
    sentence, checked = check_sentence(sentence), check_marks(marks)
    for mark in checked:
        if mark.code not in answer.areas.places:
            raise bad_mark(N_("The area {code} is not on this map: it cannot be marked."), code=mark.code)
    asked = answer.pinned if stays else replace(answer.view, as_of=None)
    question = {name: text for name, text in write_address(asked).items() if name != "lang"}
    with store.writing() as connection:
        if len(_read(connection, key).views) >= MOST_VIEWS:
            raise UsageError(
                "story_full",
                N_("A story has at most {most} views."),
                N_("Remove one, or begin another story."),
                most=MOST_VIEWS,
            )
        figures = pack_figures(figures_of(answer, checked))
        return add_story_view(connection, key, question, sentence, list(map(asdict, checked)), figures)


def edit_story_view(store: Store, key: str, number: int, *, sentence: str, marks: Sequence[Mark], version: int) -> None:
    """Change the sentence and the marks of a view; the figures of the day it was written stay.

    Parameters
    ----------
    sentence, marks
        What the view has from now on, in place of all that it had.
    version
        Of the view as its user saw it.

    Raises
    ------
    UsageError
        A text is too long, a mark makes no sense, there is no such view, or somebody changed it after ``version``.
    """
    sentence, checked = check_sentence(sentence), check_marks(marks)
    with store.writing() as connection:
        _find(_read(connection, key), number)
        if not change_story_view(connection, number, version, sentence=sentence, marks=list(map(asdict, checked))):
            raise _changed_meanwhile()


def move_story_view(store: Store, key: str, number: int, by: int) -> None:
    """Move a view within its story; what others added meanwhile stays.

    Parameters
    ----------
    by
        How many places towards the end, negative towards the beginning; beyond either it stops there.

    Raises
    ------
    UsageError
        There is no such story or view.
    """
    with store.writing() as connection:
        story = _read(connection, key)
        _find(story, number)
        numbers = [view.number for view in story.views]
        place = numbers.index(number)
        numbers.insert(min(max(place + by, 0), len(numbers) - 1), numbers.pop(place))
        place_story_views(connection, numbers)


def forget_story_view(store: Store, key: str, number: int, *, version: int) -> None:
    """Take a view out of a story; `restore_view` brings it back.

    Parameters
    ----------
    version
        Of the view as its user saw it.

    Raises
    ------
    UsageError
        There is no such view, or somebody changed it after ``version``.
    """
    with store.writing() as connection:
        _find(_read(connection, key), number)
        if not remove_story_view(connection, number, version):
            raise _changed_meanwhile()


def restore_view(store: Store, key: str, number: int) -> None:
    """Bring a view that was taken out back to its place; one that is in the story stays.

    Raises
    ------
    UsageError
        There is no such story, or it never had that view.
    """
    with store.writing() as connection:
        story = _read(connection, key)
        if number not in {view.number for view in (*story.removed, *story.views)}:
            raise _no_such_view()
        restore_story_view(connection, number)


def _read(connection: Connection, key: str) -> Story:
    row = next((row for row in read_stories(connection) if row["key"] == key and row["removed_at"] is None), None)
    if row is None:
        raise UsageError(
            "no_such_story",
            N_("There is no such story, or it was removed."),
            N_("Look for it in the list of stories, or ask whoever gave you the link."),
        )
    views = [StoryView.of(view) for view in read_story_views(connection, key)]
    return Story(
        key=key,
        name=row["name"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        version=row["version"],
        views=tuple(view for view in views if not view.is_removed),
        removed=tuple(view for view in views if view.is_removed),
    )


def _find(story: Story, number: int) -> StoryView:
    view = story.find(number)
    if view is None:
        raise _no_such_view()
    return view


def _check_free(connection: Connection, name: str) -> None:
    standing = (row["name"] for row in read_stories(connection) if row["removed_at"] is None)
    if name.casefold() in map(str.casefold, standing):
        raise UsageError(
            "story_exists",
            N_("There is a story {name} already."),
            N_("Choose another name, or add the view to that story."),
            name=name,
        )


def _changed_meanwhile() -> UsageError:
    return UsageError(
        "story_changed",
        N_("Somebody else has changed this meanwhile: nothing was overwritten."),
        N_("Look at the new state, then make your change again."),
    )


def _no_such_view() -> UsageError:
    return UsageError(
        "no_such_story_view",
        N_("This view is not in the story any more."),
        N_("Load the page again; a view that was removed can be brought back there."),
    )
