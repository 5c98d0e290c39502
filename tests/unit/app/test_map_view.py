from ucjmap.app.state import View

from ucjmap import api
from ucjmap.app import map_view


def test_the_browser_is_told_where_the_next_boundaries_are(demo_store: api.Store) -> None:
    tree, country, desa = api.area_tree(demo_store), View(lang="id"), View(lang="id", area="61.04.01", level="adm4")
    ways = [
        map_view._next_geometry(demo_store, tree, view, map_view.view_values(demo_store, tree, view))
        for view in (country, desa)
    ]
    assert ways[0]["61"] == f"/geometry/{api.display_version(demo_store, '61')}/61/adm2.json"
    assert ways[1] == {"61.04": f"/geometry/{api.display_version(demo_store, '61.04')}/61.04/adm3.json"}


def test_where_there_is_no_desa_nothing_is_said_to_lack_data(demo_store: api.Store) -> None:
    assert not api.is_about(demo_store, "61.71", "aparat_registered")  # Kota Pontianak has kelurahan only
    assert api.is_about(demo_store, "61.71", "ucj")
    assert api.is_about(demo_store, "61.04", "aparat_registered")
