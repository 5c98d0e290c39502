"""Stories: views of the map that officials keep in order, with a sentence, marks and the figures of the day.

Nothing is deleted: what is removed carries the time of its removal, and comes back when that is cleared. ``version``
rises with every change, so that nobody overwrites unawares what somebody else has changed.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, Text, func, select, update

from ucjmap.store.audit import note_change
from ucjmap.store.scope import require_edit, scope_of
from ucjmap.store.tables import metadata

#: One row is one story; ``key`` is what its address has.
stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(24), nullable=False),
    Column("name", String(120), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False, default=1),
    Column("removed_at", String(32)),
    Index(None, "key", unique=True),
)

#: One row is one view of a story: the question (parameters of the map's address, JSON), the text beside it, its marks
#: (JSON) and what the figures were when it was written (JSON), which is never changed.
story_views = Table(
    "story_views",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("sentence", Text, nullable=False, default=""),
    Column("marks", Text, nullable=False, default="[]"),
    Column("figures", Text, nullable=False),
    Column("written_at", String(32), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("removed_at", String(32)),
    Index(None, "story_id"),
)
_JSON = ("question", "marks", "figures")


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def add_story(connection: Connection, key: str, name: str, *, by: str = "") -> None:
    """Begin a story without views.

    Parameters
    ----------
    key
        What its address has; not taken yet.
    name
        At most 120 characters.
    by
        Who begins it.
    """
    row = {"key": key, "name": name, "created_at": _now(), "created_by": by, "version": 1}
    connection.execute(stories.insert().values(**row))
    note_change(connection, str(row["created_at"]), "story.begun", story=key)


def read_stories(connection: Connection) -> list[dict[str, Any]]:
    """Stories, the newest first, those that were removed too.

    Returns
    -------
    list
        One dictionary is one story: the columns of the table ``stories``, and views, the number of its views that were
        not removed.
    """
    standing = (
        select(story_views.c.story_id, func.count().label("views"))
        .where(story_views.c.removed_at.is_(None))
        .group_by(story_views.c.story_id)
        .subquery()
    )
    query = select(stories, func.coalesce(standing.c.views, 0).label("views"))
    query = query.outerjoin(standing, standing.c.story_id == stories.c.id).order_by(stories.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def change_story(connection: Connection, key: str, version: int, **values: Any) -> bool:
    """Change a story if it still is at ``version``; False where somebody changed it meanwhile.

    Parameters
    ----------
    key
        Which story.
    version
        The version that was seen when the change was asked for.
    **values
        New values by column of the table ``stories``.
    """
    of_story = (
        select(story_views.c.id).join(stories, stories.c.id == story_views.c.story_id).where(stories.c.key == key)
    )
    _require(connection, connection.execute(of_story).scalars().all())
    note_change(connection, _now(), "story.changed", story=key, version=version, columns=sorted(values))
    asked = update(stories).where(stories.c.key == key, stories.c.version == version)
    return connection.execute(asked.values(**values, version=version + 1)).rowcount == 1


def remove_story(connection: Connection, key: str, version: int) -> bool:
    """Set a story aside; False where it was changed since ``version``.

    Parameters
    ----------
    key
        Which story.
    version
        The version that was seen.
    """
    return change_story(connection, key, version, removed_at=_now())


def add_story_view(
    connection: Connection,
    key: str,
    question: Mapping[str, str],
    sentence: str,
    marks: Sequence[Mapping[str, str]],
    figures: Mapping[str, Any],
) -> int:
    """Add a view at the end of a story; gives its id.

    Parameters
    ----------
    key
        Which story.
    question
        Parameters of the map's address.
    sentence
        The text beside the map; empty: none.
    marks
        In their order, each as JSON can hold it.
    figures
        What the map says today, as JSON can hold it; never changed afterwards.

    Raises
    ------
    sqlalchemy.exc.NoResultFound
        There is no such story: the caller checks before, in the same transaction.
    """
    require_edit(connection, [question["area"]])
    story = connection.execute(select(stories.c.id).where(stories.c.key == key)).scalar_one()
    last = select(func.coalesce(func.max(story_views.c.place), 0)).where(story_views.c.story_id == story)
    row = {
        "story_id": story,
        "place": connection.execute(last).scalar_one() + 1,
        "question": json.dumps(dict(question)),
        "sentence": sentence,
        "marks": json.dumps(list(marks)),
        "figures": json.dumps(dict(figures)),
        "written_at": _now(),
        "version": 1,
    }
    note_change(connection, row["written_at"], "view.added", story=key, area=question["area"])
    return int(connection.execute(story_views.insert().values(**row).returning(story_views.c.id)).scalar_one())


def read_story_views(connection: Connection, key: str) -> list[dict[str, Any]]:
    """Views of a story in their order, those that were removed too.

    Parameters
    ----------
    key
        Which story.

    Returns
    -------
    list
        One dictionary is one view: the columns of the table ``story_views``, of which question, marks and figures are
        read from JSON. Empty where there is no such story. A view of an area that is not theirs to see who ask is not
        there, with the figures that it kept.
    """
    query = select(story_views).join(stories, stories.c.id == story_views.c.story_id).where(stories.c.key == key)
    rows = connection.execute(query.order_by(story_views.c.place, story_views.c.id)).mappings()
    views = [{**row, **{name: json.loads(row[name]) for name in _JSON}} for row in rows]
    scope = scope_of(connection)
    return views if scope is None else [view for view in views if scope.sees(view["question"]["area"])]


def change_story_view(
    connection: Connection, number: int, version: int, *, sentence: str, marks: Sequence[Mapping[str, str]]
) -> bool:
    """Change sentence and marks of a view if it still is at ``version``; False where somebody changed it meanwhile.

    Parameters
    ----------
    number
        Id of the view.
    version
        The version that was seen when the change was asked for.
    sentence, marks
        The new text and marks.
    """
    return _change_view(connection, number, version, sentence=sentence, marks=json.dumps(list(marks)))


def remove_story_view(connection: Connection, number: int, version: int) -> bool:
    """Set a view aside; False where it was changed since ``version``.

    Parameters
    ----------
    number
        Id of the view.
    version
        The version that was seen.
    """
    return _change_view(connection, number, version, removed_at=_now())


def restore_story_view(connection: Connection, number: int) -> None:
    """Bring a view that was removed back to its place; one that was not stays as it is.

    Parameters
    ----------
    number
        Id of the view, removed or not.
    """
    _require(connection, [number])
    note_change(connection, _now(), "view.brought_back", view=number)
    removed = update(story_views).where(story_views.c.id == number, story_views.c.removed_at.is_not(None))
    connection.execute(removed.values(removed_at=None, version=story_views.c.version + 1))


def place_story_views(connection: Connection, numbers: Sequence[int]) -> None:
    """Put views in this order.

    Parameters
    ----------
    numbers
        Ids of the views of one story; one that is not among them keeps its place.
    """
    _require(connection, numbers)
    note_change(connection, _now(), "views.placed", views=list(numbers))
    for place, number in enumerate(numbers, start=1):
        connection.execute(update(story_views).where(story_views.c.id == number).values(place=place))


def _change_view(connection: Connection, number: int, version: int, **values: Any) -> bool:
    _require(connection, [number])
    note_change(connection, _now(), "view.changed", view=number, version=version, columns=sorted(values))
    asked = update(story_views).where(story_views.c.id == number, story_views.c.version == version)
    return connection.execute(asked.values(**values, version=version + 1)).rowcount == 1


def _require(connection: Connection, numbers: Sequence[int]) -> None:
    """Views are changed by those who may edit the areas that they show; so is a story by those who may all of its views."""
    texts = connection.execute(select(story_views.c.question).where(story_views.c.id.in_(numbers))).scalars()
    require_edit(connection, [json.loads(text)["area"] for text in texts])
