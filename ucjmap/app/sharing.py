"""What a link of this app is called where somebody shares it."""

from collections.abc import Mapping

from ucjmap import api
from ucjmap.access import READER
from ucjmap.api.maps import figure_name
from ucjmap.app.start import start_loading
from ucjmap.settings import get_settings

_APP = "UCJMap"


def shared_title(params: Mapping[str, str]) -> str:
    """Title of a link that somebody shares: area and indicator, without a figure.

    Whoever gets the link may have no access to the pages, so it has no figures.

    Parameters
    ----------
    params
        Of the address. One without an area, and any before the store is ready, gives the name of the app alone.
    """
    loading = start_loading()
    if "area" not in params or not loading.done.is_set() or loading.error is not None:
        return _APP
    view, _ = api.read_address(params, _areas(), default_lang=get_settings().lang)
    return view_title(view)


def view_title(view: api.MapView) -> str:
    """Title of the page that shows ``view``."""
    tree = _areas()
    indicator = api.load_indicators()[view.indicator]
    return f"{tree.name(view.area)} — {figure_name(view.lang, indicator, view.segment)} · {_APP}"


def _areas() -> api.AreaTree:
    """The areas as anybody may see them."""
    return api.area_tree(api.store_for(api.default_store(), READER))
