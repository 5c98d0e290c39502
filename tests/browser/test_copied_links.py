"""Addresses that people copied from earlier versions, written here as they were: each opens the view that it did."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WAIT_MS, DemoApp, MapView, Visit, settle
from ucjmap import api
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR, Classing

LINKS: dict[str, tuple[str, dict[str, Any]]] = {
    "area=61&level=adm2&indicator=ucj&lang=id&measure=gap&target=2026%40dikutip+jurnalis.co.id&scheme=quantile&k=7&frozen=0": (
        "Kalimantan Barat — Cakupan UCJ",
        {
            "measure": "gap",
            "target": "2026@dikutip jurnalis.co.id",
            "classing": Classing("quantile", k=7, frozen=False),
        },
    ),
    "area=61&level=adm3&indicator=ucj&lang=en&segment=bpu&measure=change&since=2024-12-31&pick=61.04.01%2C61.05.01": (
        "Kalimantan Barat — UCJ coverage · ",
        {"segment": "bpu", "measure": "change", "since": "2024-12-31"},
    ),
    "area=61&level=adm2&indicator=ucj&lang=id&date=2024-12-31&scheme=own&breaks=20.5%2C40&zero=1&full=1&circles=1": (
        "Kalimantan Barat — Cakupan UCJ",
        {
            "as_of": "2024-12-31",
            "classing": Classing("own", own=(0.205, 0.4), isolate_zero=True, isolate_full=True),
        },
    ),
    "area=61.04.01.2011&level=adm4&indicator=bpd_registered&lang=id&labels=0": ("Sungai Putri — Desa dengan BPD", {}),
}


def expected(store: api.Store, params: dict[str, str], figure: dict[str, Any]) -> dict[str, str]:
    """Colours by code as the store gives them, without reading the address."""
    area = params["area"] if params["level"] != "adm4" else params["area"].rpartition(".")[0]
    units = api.area_values(store, area, params["level"], params["indicator"], **figure).units  # type: ignore[arg-type]
    apart = {True: NO_DATA_COLOUR, False: NOT_APPLICABLE_COLOUR}
    return {row.code: row.colour if row.class_id >= 0 else apart[bool(row.applies)] for row in units.itertuples()}


@pytest.mark.parametrize(
    ("link", "heading", "figure"),
    [
        pytest.param(link, *view, marks=[pytest.mark.long] if number else [])
        for number, (link, view) in enumerate(LINKS.items())
    ],
)
def test_a_link_opens_the_same_view(
    demo_app: DemoApp, open_page: Callable[[str], Visit], link: str, heading: str, figure: dict[str, Any]
) -> None:
    visit = open_page(f"{demo_app.url}/?{link}")
    drawn = MapView.of(visit.page)
    settle(visit.page)
    expect(visit.page.get_by_role("heading", name=heading)).to_be_visible(timeout=WAIT_MS)
    params = dict(part.split("=") for part in link.split("&"))
    assert drawn.fills == expected(demo_app.store, params, figure)
    assert visit.page.get_by_role("alert").count() == 0
    assert bool(drawn.call("labels()")) is ("labels=0" not in link)
    assert bool(drawn.call("circles()")) is ("circles=1" in link)
    assert drawn.call("outlined('chosen')") == (params["pick"].split("%2C") if "pick" in params else [])
    assert drawn.call("outlined('selected')") == ([params["area"]] if params["level"] == "adm4" else [])
    assert visit.page.url == f"{demo_app.url}/?{link}"
    visit.assert_clean()
