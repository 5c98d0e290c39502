"""People who sign in: who they are, what they may do where, and how long each of their sessions is open."""

from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, Text, func, select, update

from ucjmap.store.audit import note_change
from ucjmap.store.provenance import now_utc
from ucjmap.store.scope import scope_of
from ucjmap.store.tables import metadata

#: One row is one person. ``subject`` is how the provider of sign-ins names them, empty before they first signed in;
#: whoever was removed keeps the row, so that the history still says who it was.
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("added_at", String(32), nullable=False),
    Column("added_by", Text, nullable=False, default=""),
    Column("removed_at", String(32)),
    Index(None, "email", unique=True),
)

#: One row is one role of one person in one area, with all that lies in it; one that was taken away has ``ended_at``.
grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("area_code", String(24), nullable=False),
    Column("given_at", String(32), nullable=False),
    Column("given_by", Text, nullable=False, default=""),
    Column("ended_at", String(32)),
    Column("ended_by", Text, nullable=False, default=""),
    Index(None, "person_id"),
)

#: One row is one session. ``key`` is the hash of its token, times are seconds since 1970.
sessions = Table(
    "sessions",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("begun", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Column("ended", Integer),
    Index(None, "person_id"),
)


def read_people(connection: Connection) -> list[dict[str, Any]]:
    """People who were not removed, by e-mail.

    Returns
    -------
    list
        One dictionary is one person: the columns of the table ``people``, and ``grants``: a list of dictionaries with
        role, area_code, given_at and given_by of each role in force.
    """
    rows = connection.execute(select(people).where(people.c.removed_at.is_(None)).order_by(people.c.email)).mappings()
    given = connection.execute(select(grants).where(grants.c.ended_at.is_(None)).order_by(grants.c.id)).mappings().all()
    return [{**row, "grants": [dict(grant) for grant in given if grant["person_id"] == row["id"]]} for row in rows]


def write_person(connection: Connection, email: str, name: str) -> int:
    """Add a person, or bring one back who was removed; the id. Who is there already keeps the name.

    Parameters
    ----------
    email
        In lower case; by it they are known when they sign in for the first time.
    name
        How the history names them.
    """
    known = connection.execute(select(people.c.id, people.c.removed_at).where(people.c.email == email)).first()
    if known is not None:
        if known.removed_at is not None:
            back = update(people).where(people.c.id == known.id)
            connection.execute(back.values(name=name, removed_at=None))
            note_change(connection, now_utc(), "person.brought_back", person=int(known.id))
        return int(known.id)
    row = {"email": email, "name": name, "subject": "", "added_at": now_utc(), "added_by": _who(connection)}
    number = int(connection.execute(people.insert().values(**row).returning(people.c.id)).scalar_one())
    note_change(connection, row["added_at"], "person.added", person=number)
    return number


def bind_subject(connection: Connection, person_id: int, subject: str, name: str) -> None:
    """Note how the provider names a person from now on; a name is taken over where there is none yet.

    Parameters
    ----------
    person_id
        Of the person.
    subject
        Issuer and subject of the provider.
    name
        As the provider tells it.
    """
    person = update(people).where(people.c.id == person_id)
    connection.execute(person.values(subject=subject, name=func.coalesce(func.nullif(people.c.name, ""), name)))


def remove_person(connection: Connection, person_id: int) -> None:
    """Take a person out, with all roles and sessions; who signs in again is nobody known.

    Parameters
    ----------
    person_id
        Of the person.
    """
    connection.execute(update(people).where(people.c.id == person_id).values(removed_at=now_utc(), subject=""))
    note_change(connection, now_utc(), "person.removed", person=person_id)
    given = connection.execute(select(grants.c.id).where(grants.c.person_id == person_id, grants.c.ended_at.is_(None)))
    for number in given.scalars().all():
        end_grant(connection, int(number))


def add_grant(connection: Connection, person_id: int, role: str, area_code: str) -> None:
    """Give a person a role in an area; one that they have stays as it is.

    Parameters
    ----------
    person_id
        Of the person.
    role
        One of the roles of ``api.people``.
    area_code
        The area, with all that lies in it.
    """
    same = (grants.c.person_id == person_id, grants.c.role == role, grants.c.area_code == area_code)
    if connection.scalar(select(grants.c.id).where(*same, grants.c.ended_at.is_(None))) is None:
        row = {"person_id": person_id, "role": role, "area_code": area_code, "given_at": now_utc()}
        connection.execute(grants.insert().values(**row, given_by=_who(connection)))
        note_change(connection, str(row["given_at"]), "role.given", person=person_id, role=role, area=area_code)


def end_grant(connection: Connection, number: int) -> None:
    """Take a role away.

    Parameters
    ----------
    number
        Id of the grant.
    """
    grant = connection.execute(select(grants).where(grants.c.id == number)).mappings().one()
    about = {"person": grant["person_id"], "role": grant["role"], "area": grant["area_code"]}
    note_change(connection, now_utc(), "role.taken", **about)
    ended = update(grants).where(grants.c.id == number, grants.c.ended_at.is_(None))
    connection.execute(ended.values(ended_at=now_utc(), ended_by=_who(connection)))


def begin_session(connection: Connection, key: str, person_id: int, now: int, until: int) -> None:
    """Begin a session.

    Parameters
    ----------
    key
        Hash of its token.
    person_id
        Whose it is.
    now, until
        Seconds since 1970: when it begins, and when it ends at the latest.
    """
    row = {"key": key, "person_id": person_id, "begun": now, "seen": now, "until": until}
    connection.execute(sessions.insert().values(**row))
    note_change(connection, now_utc(), "session.begun", person=person_id)


def read_session(connection: Connection, key: str) -> dict[str, Any] | None:
    """A session with its person, open or not; None where there is none, or the person was removed.

    Parameters
    ----------
    key
        Hash of its token.
    """
    query = select(sessions, people.c.email, people.c.name).join(people, people.c.id == sessions.c.person_id)
    row = connection.execute(query.where(sessions.c.key == key, people.c.removed_at.is_(None))).mappings().first()
    return None if row is None else dict(row)


def read_grants(connection: Connection, person_id: int) -> list[tuple[str, str]]:
    """Role and area of each role of a person that is in force.

    Parameters
    ----------
    person_id
        Of the person.
    """
    query = select(grants.c.role, grants.c.area_code).where(
        grants.c.person_id == person_id, grants.c.ended_at.is_(None)
    )
    return [(str(role), str(area)) for role, area in connection.execute(query.order_by(grants.c.id))]


def see_session(connection: Connection, key: str, now: int) -> None:
    """Note that a session was used.

    Parameters
    ----------
    key
        Hash of its token.
    now
        Seconds since 1970.
    """
    connection.execute(update(sessions).where(sessions.c.key == key).values(seen=now))


def end_sessions(connection: Connection, now: int, *, key: str = "", person_id: int | None = None) -> int:
    """End one session, or all of a person; how many were open.

    Parameters
    ----------
    now
        Seconds since 1970.
    key, person_id
        Which; one of the two is given.
    """
    which = sessions.c.key == key if person_id is None else sessions.c.person_id == person_id
    ended = update(sessions).where(which, sessions.c.ended.is_(None)).values(ended=now)
    of = (
        connection.execute(select(sessions.c.person_id).where(which, sessions.c.ended.is_(None)).distinct())
        .scalars()
        .all()
    )
    for person in of:
        note_change(connection, now_utc(), "session.ended", person=int(person))
    return connection.execute(ended).rowcount


def _who(connection: Connection) -> str:
    scope = scope_of(connection)
    return scope.who if scope else ""
