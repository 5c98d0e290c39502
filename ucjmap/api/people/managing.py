"""Giving people roles in areas, and taking them away again."""

import re
import time
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from ucjmap.api.areas import area_tree
from ucjmap.errors import N_, AccessError, UsageError
from ucjmap.store import (
    Connection,
    Scope,
    Store,
    add_grant,
    end_grant,
    end_sessions,
    read_people,
    write_person,
)
from ucjmap.store import remove_person as remove_from_store

Role = Literal["viewer", "editor", "approver", "administrator"]
#: From the least to the most; each may also do what those before it may.
ROLES_OF_PEOPLE: Final[tuple[Role, ...]] = get_args(Role)
#: Catalogue keys.
ROLE_NAMES: Final[dict[Role, str]] = {
    "viewer": N_("Viewer"),
    "editor": N_("Editor"),
    "approver": N_("Approver"),
    "administrator": N_("Administrator"),
}
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Person:
    """One person: ``has_signed_in`` whether they ever did; ``roles`` are role and code of the area of each."""

    number: int
    email: str
    name: str
    has_signed_in: bool
    roles: tuple[tuple[Role, str], ...]

    def scope(self, public: Any) -> Scope:
        """What they may see and change.

        Parameters
        ----------
        public
            The finest level whose figures everybody sees, or None.
        """
        return scope_of_roles(self.roles, public, self.name or self.email, self.number)


def scope_of_roles(roles: Any, public: Any, who: str, number: int) -> Scope:
    """What some roles together allow.

    Parameters
    ----------
    roles
        Role and code of the area of each.
    public
        The finest level whose figures everybody sees, or None.
    who
        How the history names the person.
    number
        Of the person.
    """

    def areas(*among: Role) -> tuple[str, ...]:
        return tuple(sorted({area for role, area in roles if role in among}))

    return Scope(
        view=areas(*ROLES_OF_PEOPLE),
        edit=areas("editor", "approver", "administrator"),
        administer=areas("administrator"),
        public=public,
        who=who,
        key=f"person {number}",
    )


def list_people(store: Store) -> list[Person]:
    """People whom whoever holds the store may manage, by e-mail: those with a role in their areas, or with none at all.

    Raises
    ------
    AccessError
        They are no administrator of anything.
    """
    require_administrator(store, [])
    with store.reading() as connection:
        rows = read_people(connection)
    known = [_person_of(row) for row in rows]
    scope = store.scope
    return [
        person
        for person in known
        if scope is None or not person.roles or any(_administers(scope, area) for _, area in person.roles)
    ]


def _person_of(row: dict[str, Any]) -> Person:
    roles = tuple((grant["role"], grant["area_code"]) for grant in row["grants"])
    return Person(row["id"], row["email"], row["name"], bool(row["subject"]), roles)


def give_role(store: Store, email: str, role: Role, area: str, *, name: str = "") -> None:
    """Give a person a role in an area; whoever is not known yet is added.

    Parameters
    ----------
    email
        By it the person is known at the first sign-in; letters in upper case count as in lower case.
    role
        One of ``ROLES_OF_PEOPLE``.
    area
        Code of an area, with all that lies in it; ``00`` for the country.
    name
        How the history names the person; empty: as the provider of sign-ins does.

    Raises
    ------
    UsageError
        No e-mail address, no such role, or an unknown area.
    AccessError
        Whoever holds the store is no administrator of that area.
    """
    address = _check_email(email)
    if role not in ROLES_OF_PEOPLE:
        raise UsageError(
            "no_such_role",
            N_("There is no role {role}."),
            N_("Choose one of: {known}."),
            role=str(role)[:40],
            known=", ".join(ROLES_OF_PEOPLE),
        )
    area_tree(store).level(area)  # refuses an unknown one
    require_administrator(store, [area])
    with store.writing() as connection:
        add_grant(connection, write_person(connection, address, name.strip()[:_LONGEST_NAME]), role, area)


def take_role(store: Store, email: str, role: Role, area: str) -> None:
    """Take a role away from a person.

    Parameters
    ----------
    email, role, area
        As they were given.

    Raises
    ------
    UsageError
        The person has no such role.
    AccessError
        Whoever holds the store is no administrator of that area.
    """
    require_administrator(store, [area])
    with store.writing() as connection:
        row = _find(read_people(connection), email)
        numbers = [g["id"] for g in row["grants"] if (g["role"], g["area_code"]) == (role, area)]
        if not numbers:
            raise UsageError(
                "no_such_grant",
                N_("{email} has no role {role} in {area}."),
                N_("The list of people shows who may do what."),
                email=row["email"],
                role=str(role)[:40],
                area=area[:24],
            )
        end_grant(connection, numbers[0])


def remove_person(store: Store, email: str) -> None:
    """Take a person out: roles end, and so do the sessions.

    Parameters
    ----------
    email
        Of somebody whom the list of people shows.

    Raises
    ------
    UsageError
        There is no such person.
    AccessError
        They have a role in an area that is not one of whoever holds the store.
    """
    with store.writing() as connection:
        row = _find_managed(store, connection, email)
        remove_from_store(connection, row["id"])
        end_sessions(connection, int(time.time()), person_id=row["id"])


def end_person_sessions(store: Store, email: str) -> int:
    """End all sessions of a person, as after a lost phone; how many were open.

    Parameters
    ----------
    email
        Of somebody whom the list of people shows.

    Raises
    ------
    UsageError
        There is no such person.
    AccessError
        They have a role in an area that is not one of whoever holds the store.
    """
    with store.writing() as connection:
        row = _find_managed(store, connection, email)
        return end_sessions(connection, int(time.time()), person_id=row["id"])


def _find_managed(store: Store, connection: Connection, email: str) -> dict[str, Any]:
    """A person all of whose roles lie in areas of whoever holds the store; anybody else is refused."""
    row = _find(read_people(connection), email)
    require_administrator(store, [grant["area_code"] for grant in row["grants"]])
    return row


def _find(rows: list[dict[str, Any]], email: str) -> dict[str, Any]:
    address = _check_email(email)
    for row in rows:
        if row["email"] == address:
            return row
    raise no_such_person(address)


def no_such_person(address: str) -> UsageError:
    """The refusal of an address that nobody has here.

    Parameters
    ----------
    address
        As it was asked for.
    """
    return UsageError(
        "no_such_person",
        N_("Nobody with the address {email} is known here."),
        N_("The list of people shows who may do what."),
        email=address[:254],
    )


def _check_email(email: str) -> str:
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise UsageError(
            "bad_email",
            N_("{email} is no e-mail address."),
            N_("Write it as in nama@example.go.id."),
            email=email[:80],
        )
    return address


def _administers(scope: Scope, area: str) -> bool:
    return Scope(edit=scope.administer).edits(area)


def require_administrator(store: Store, areas: list[str]) -> None:
    """Refuse whoever is no administrator of all of some areas; without areas, of none at all.

    Parameters
    ----------
    areas
        Codes of areas.

    Raises
    ------
    AccessError
        They are not.
    """
    scope = store.scope
    if scope is None or (scope.administer and all(_administers(scope, area) for area in areas)):
        return
    raise AccessError(
        "no_administrator",
        N_("People are managed by the administrators of their areas; you are none of {areas}."),
        N_("Ask an administrator of that area."),
        areas=", ".join(areas[:5]) or "–",
    )
