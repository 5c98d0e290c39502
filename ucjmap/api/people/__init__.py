"""People who sign in: their roles and areas, and their sessions."""

from ucjmap.api.people.change_record import check_changes, list_changes
from ucjmap.api.people.managing import (
    ROLE_NAMES,
    ROLES_OF_PEOPLE,
    Person,
    Role,
    end_person_sessions,
    give_role,
    list_people,
    remove_person,
    take_role,
)
from ucjmap.api.people.signing import SignedIn, find_signed_in, sign_in, sign_out, store_as, store_for

__all__ = [
    "ROLES_OF_PEOPLE",
    "ROLE_NAMES",
    "Person",
    "Role",
    "SignedIn",
    "check_changes",
    "end_person_sessions",
    "find_signed_in",
    "give_role",
    "list_changes",
    "list_people",
    "remove_person",
    "sign_in",
    "sign_out",
    "store_as",
    "store_for",
    "take_role",
]
