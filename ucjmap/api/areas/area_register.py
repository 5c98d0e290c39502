"""The register of areas that names and codes are matched against, with the aliases that were confirmed."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from ucjmap.api.areas.memory import remember
from ucjmap.api.areas.tree import area_tree
from ucjmap.codes import LEVELS, PLACE_COLUMNS, Level, level_of, parent_of
from ucjmap.intake import PlaceOf
from ucjmap.matching import Register, read_name
from ucjmap.settings import PROJECT
from ucjmap.store import Store, read_aliases, read_crosswalk

_OFFICIAL = PROJECT / "data" / "aliases_official.csv"


def make_register(store: Store) -> Register:
    """Register of the current areas with official and confirmed aliases and the BPS codes of the crosswalk.

    Returns
    -------
    Register
        The same object until something is imported or undone; it is not to be changed.
    """
    return remember(store, "register", lambda: _make_register(store))


def place_test(store: Store) -> PlaceOf:
    """A test that tells names of areas from other words.

    Returns
    -------
    PlaceOf
        Level of the areas that a phrase is the name of, by name or alias; the highest if several have it, None without
        one.
    """
    return remember(store, "place_test", lambda: lru_cache(20_000)(partial(_level_named, make_register(store))))


def _level_named(register: Register, phrase: str) -> Level | None:
    name = read_name(phrase)
    for level in LEVELS:
        known = name.key in register.by_key[level] or name.bare in register.by_bare[level]
        if known or (level, name.key) in register.aliases:
            return level
    return None


def _make_register(store: Store) -> Register:
    with store.reading() as connection:
        crosswalk = read_crosswalk(connection)
    return Register.from_units(area_tree(store).areas.drop(columns=list(LEVELS)), known_aliases(store), crosswalk)


def known_aliases(store: Store) -> pd.DataFrame:
    """Other names of areas, official and confirmed; one row is one name: level, parent_code, name, code, source."""
    with store.reading() as connection:
        confirmed = read_aliases(connection)
    official = pd.read_csv(_OFFICIAL, dtype=str, comment="#")
    return pd.concat([official, confirmed], ignore_index=True)


def new_aliases(store: Store, rows: pd.DataFrame, confirmed: Mapping[tuple[str, int], str]) -> list[dict[str, Any]]:
    """Names of rows whose area the user chose, so that the next file needs no question; known ones are left out.

    Parameters
    ----------
    rows
        Rows of a file with ``sheet``, ``row`` and the four columns of names.
    confirmed
        Code of the chosen area, by sheet and row. A row that has no name at the level of its code gives no alias.

    Returns
    -------
    list of dict
        Ready for the store: ``level``, ``parent_code``, ``name``, ``code``, ``source`` (``confirmed``).
    """
    with store.reading() as connection:
        known = read_aliases(connection)
    in_force = set(known[["parent_code", "name", "code"]].itertuples(index=False, name=None))
    entries = {}
    for row in rows.to_dict("records"):
        code = confirmed.get((row["sheet"], int(row["row"])))
        if code is not None and (name := _name_at_level(row, code)):
            key = (parent_of(code), name, code)
            if key not in in_force:
                entries[key] = {
                    "level": level_of(code), "parent_code": key[0], "name": name, "code": code, "source": "confirmed"
                }  # fmt: skip
    return list(entries.values())


def _name_at_level(row: Mapping[str, Any], code: str) -> str | None:
    name = row[PLACE_COLUMNS[level_of(code)]]
    return str(name) if isinstance(name, str) and name.strip() else None
