"""Maps that follow one: who may ask for them, and that they are those of the page."""

import re
from dataclasses import replace

import pytest
from ucjmap.app.state import View

from ucjmap import api
from ucjmap.api.maps import next_maps
from ucjmap.app import map_view
from ucjmap.classify import Classing
from ucjmap.codes import Level
from ucjmap.errors import UsageError
from ucjmap.render.specification import specification

TERMS = (
    View(lang="id"),
    View(lang="en", indicator="bpd_registered", labels=False),
    View(lang="id", measure="gap", people=True),
    View(lang="id", measure="change", classing=Classing("quantile", k=7, frozen=False)),
    View(lang="id", segment="bpu", since="2025-06-30"),
)
STEPS: tuple[tuple[str, Level, str], ...] = (("00", "adm1", "61"), ("61", "adm2", "61.04"), ("61.04", "adm3", "61"))


@pytest.fixture
def store(demo_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> api.Store:
    monkeypatch.setattr(api, "default_store", lambda: demo_store)
    return demo_store


def offer(view: View, *, dark: bool = False) -> str:
    return map_view._offer_next(view, dark=dark).strip("/").rpartition("/")[2]


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize(("area", "level", "opened"), STEPS)
def test_a_map_told_ahead_is_the_one_that_the_page_makes(
    store: api.Store, terms: View, area: str, level: Level, opened: str
) -> None:
    view = replace(terms, area=area, level=level, chosen=("61.01",))
    told = api.next_map(offer(view, dark=True), opened)
    tree = api.area_tree(store)
    after, values = map_view.comparable(store, tree, view.go_to(tree, opened))
    page = map_view.make_choropleth(store, after, values, dark=True)
    own = specification(replace(page, next_map=told["next_map"]))
    assert "words" not in told
    assert {**told, "words": own["words"]} == own
    assert (told["view"], told["chosen"], told["dark"]) == (f"{opened}/{after.level}", [], True)


def test_the_address_stays_from_area_to_area_and_changes_with_what_is_shown(store: api.Store) -> None:
    view = View(lang="id")
    tree = api.area_tree(store)
    assert offer(view) == offer(view.go_to(tree, "61.04")) == offer(replace(view, chosen=("61",)))
    others = [replace(view, lang="en"), replace(view, indicator="aparat_registered"), replace(view, as_of="2025-01-31")]
    tokens = {offer(view), offer(view, dark=True), *map(offer, others)}
    assert len(tokens) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", token) for token in tokens)


def test_without_the_page_nothing_is_told(store: api.Store) -> None:
    with pytest.raises(UsageError) as refused:
        api.next_map("0" * 32, "61")
    assert (refused.value.code, bool(refused.value.hint)) == ("page_is_old", True)
    with pytest.raises(UsageError) as unknown:
        api.next_map(offer(View(lang="id")), "99.99")
    assert unknown.value.code == "unknown_area"


def test_only_the_newest_offers_are_kept(store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(next_maps, "_OFFERED_AT_MOST", 3)
    monkeypatch.setattr(next_maps, "_offers", next_maps.OrderedDict())
    tokens = [next_maps.offer_next_maps(str(number), lambda code: {"code": code}) for number in range(4)]
    assert next_maps.offer_next_maps("1", lambda code: {"code": code}) == tokens[1]
    with pytest.raises(UsageError):
        next_maps.next_map(tokens[0], "61")
    assert next_maps.next_map(tokens[1], "61") == {"code": "61"}
