"""The map on the page: where the browser finds what a click opens."""

from ucjmap import api
from ucjmap.app.map.map_view import page_drawing


def test_the_browser_is_told_where_the_next_boundaries_are(demo_store: api.Store) -> None:
    views = (api.MapView(), api.MapView("61.04.01", "adm4"), api.MapView("61.01.01.2001"))
    country, kecamatan, desa = (
        page_drawing(api.answer_map(demo_store, view), dark=False).next_geometry for view in views
    )
    assert country["61"] == f"/geometry/{api.display_version(demo_store, '61')}/61/adm2.json"
    assert kecamatan == {"61.04": f"/geometry/{api.display_version(demo_store, '61.04')}/61.04/adm3.json"}
    assert desa == {"61.01.01": f"/geometry/{api.display_version(demo_store, '61.01.01')}/61.01.01/adm4.json"}


def test_where_there_is_no_desa_nothing_is_said_to_lack_data(demo_store: api.Store) -> None:
    assert not api.is_about(demo_store, "61.71", "aparat_registered")  # Kota Pontianak has kelurahan only
    assert api.is_about(demo_store, "61.71", "ucj")
    assert api.is_about(demo_store, "61.04", "aparat_registered")
