"""Each choice among a few about a map: it is in the address, and it changes what is shown."""

from typing import Any

import pandas as pd
import pytest

from ucjmap import api
from ucjmap.api.maps import OPTIONS, map_document
from ucjmap.store import Provenance, add_import, add_observations, add_targets

DESA = [f"61.01.01.200{number}" for number in (1, 3, 4)]
#: What repeats the question, or says when the answer was made.
NOT_SHOWN = ("question", "revision")


@pytest.fixture
def counted_store(small_store: api.Store) -> api.Store:
    """Two of three desa of a kecamatan with counts at two dates, and a target that they miss."""
    with small_store.writing() as connection:
        for as_of, numerator in (("2024-12-31", 20), ("2025-12-31", 30)):
            imported = add_import(connection, Provenance("coverage", source="Uji", as_of=as_of))
            rows = {"indicator": "ucj", "segment": "all", "as_of": as_of, "numerator": numerator, "denominator": 100}
            add_observations(connection, imported, pd.DataFrame({"unit_code": DESA[:2], **rows}))
        target = {"unit_code": "61", "indicator": "ucj", "year": 2025, "issuer": "Uji", "rate": 0.5}
        imported = add_import(connection, Provenance("targets", source="Uji"))
        add_targets(connection, imported, pd.DataFrame([{**target, "comparable": True, "source": "Uji"}]))
    return small_store


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (option.name, value)
        for option in OPTIONS.values()
        for value in option.values or (False, True)
        if value != option.default
    ],
)
def test_an_option_changes_what_is_shown_and_comes_back_from_its_address(
    counted_store: api.Store, name: str, value: Any
) -> None:
    plain = api.MapView("61.01.01", "adm4", since="2024-12-31")
    turned = plain.choose({name: value})
    assert shown(counted_store, turned) != shown(counted_store, plain), name
    address = api.write_address(turned)
    assert address.keys() - api.write_address(plain).keys() == {name}
    assert api.read_address(address, api.area_tree(counted_store), default_lang="id") == (turned, [])


def shown(store: api.Store, view: api.MapView) -> dict[str, Any]:
    document = map_document(api.answer_map(store, view))
    del document["drawing"]["next_map"]  # the question of the map that follows
    return {member: value for member, value in document.items() if member not in NOT_SHOWN}
