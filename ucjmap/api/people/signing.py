"""Signing in and out, and the store as somebody may use it."""

import secrets
import time
from dataclasses import dataclass
from typing import Final

from ucjmap.access import Asker, session_key
from ucjmap.api.people.managing import list_people, no_such_person, scope_of_roles
from ucjmap.codes import Level
from ucjmap.errors import N_, AccessError
from ucjmap.settings import get_settings
from ucjmap.store import (
    Scope,
    Store,
    begin_session,
    bind_subject,
    end_sessions,
    read_grants,
    read_people,
    read_session,
    see_session,
)

#: Seconds without a request after which somebody has to sign in again, and in all; a provider may say less.
_IDLE_S: Final = 2 * 3600
_WHOLE_S: Final = 12 * 3600
#: A session that is used is noted so often: each time is a write.
_NOTED_EVERY_S: Final = 60


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in: how they are named, and what they may see and change."""

    email: str
    name: str
    scope: Scope


def sign_in(store: Store, *, subject: str, email: str, is_verified: bool, name: str, lasts_s: float) -> str:
    """Begin the session of somebody whom the provider of sign-ins vouches for.

    Parameters
    ----------
    subject
        Issuer and subject, by which the provider names a person for ever.
    email
        Counts once: for whoever signs in for the first time, and only if the provider has verified it.
    is_verified
        Whether the provider says that the address is theirs.
    name
        As the provider tells it.
    lasts_s
        Seconds for which the provider vouches.

    Returns
    -------
    str
        The token of the session, for the cookie of the browser alone; the store has its hash.

    Raises
    ------
    AccessError
        The person is not known here.
    """
    now, token, address = int(time.time()), secrets.token_urlsafe(32), email.strip().lower()
    with store.writing() as connection:
        rows = read_people(connection)
        person = next((row for row in rows if row["subject"] == subject), None)
        if person is None and is_verified:
            person = next((row for row in rows if row["email"] == address and not row["subject"]), None)
        if person is None:
            raise AccessError(
                "unknown_person",
                N_("{email} signed in, but nobody gave this address a role here."),
                N_("Ask the administrator of your area to add it."),
                email=address[:254] or "–",
            )
        if not person["subject"]:
            bind_subject(connection, person["id"], subject, name[:120])
        begin_session(connection, session_key(token), person["id"], now, now + int(min(lasts_s, _WHOLE_S)))
    return token


def sign_out(store: Store, key: str) -> None:
    """End a session; one that has ended already is no error.

    Parameters
    ----------
    key
        Of the session.
    """
    with store.writing() as connection:
        end_sessions(connection, int(time.time()), key=key)


def find_signed_in(store: Store, key: str) -> SignedIn | None:
    """Who has a session now, asked anew each time.

    Parameters
    ----------
    key
        Of the session.

    Returns
    -------
    SignedIn or None
        None where it has ended, was not used for two hours, or never was.
    """
    now = int(time.time())
    with store.reading() as connection:
        row = read_session(connection, key)
        if row is None or row["ended"] is not None or now >= row["until"] or now - row["seen"] >= _IDLE_S:
            return None
        roles = read_grants(connection, row["person_id"])
    if now - row["seen"] >= _NOTED_EVERY_S:
        store.keep(lambda writer: see_session(writer, key, now))
    who = row["name"] or row["email"]
    return SignedIn(row["email"], row["name"], scope_of_roles(roles, public_level(), who, row["person_id"]))


def public_level() -> Level | None:
    """The finest level whose figures everybody sees where people sign in; None where none is."""
    level = get_settings().public_level
    return None if level == "none" else level


def store_for(store: Store, asker: Asker) -> Store:
    """The store as somebody may use it: pages and routes take it from here, and no other way.

    Parameters
    ----------
    store
        Of the installation.
    asker
        Who sent the request that is being answered.

    Returns
    -------
    Store
        One that refuses every change of a reader, and of whoever signed in from the moment their session has ended or
        their roles are others. Where people sign in it has the figures of their areas, and those that are public.
    """
    if get_settings().access != "oidc":
        return store.guarded_by(asker.may_write)
    signed_in = find_signed_in(store, asker.session) if asker.kind == "person" else None
    if signed_in is None:
        return store.limited_to(Scope(public=public_level())).guarded_by(lambda: False)
    scope = signed_in.scope

    def may_write() -> bool:
        now = find_signed_in(store, asker.session)
        return bool(scope.edit) and now is not None and now.scope == scope

    return store.limited_to(scope).guarded_by(may_write)


def store_as(store: Store, email: str) -> Store:
    """The store as a person may use it who is known here, for whoever runs commands in their name.

    Parameters
    ----------
    email
        Of the person.

    Raises
    ------
    UsageError
        Nobody with that address is known.
    """
    address = email.strip().lower()
    person = next((known for known in list_people(store) if known.email == address), None)
    if person is None:
        raise no_such_person(address)
    scope = person.scope(public_level())
    return store.limited_to(scope).guarded_by(lambda: bool(scope.edit))
