"""The pages there are, in the order of the menu: menu, addresses and tests read this list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ucjmap.app import briefing_page, history_page, profile_page
from ucjmap.app.data import data_page
from ucjmap.app.map import map_page
from ucjmap.app.outreach import outreach_page
from ucjmap.app.stories import stories_page
from ucjmap.errors import N_


@dataclass(frozen=True)
class Page:
    """One page: what draws it, its title (a catalogue key), the last part of its address, and a Material icon.

    The page without an address is the first one.
    """

    show: Callable[[], None]
    title: str
    address: str
    icon: str


PAGES: Final = (
    Page(map_page.show, N_("Map"), "", "map"),
    Page(profile_page.show, N_("Area profile"), "profil", "location_city"),
    Page(briefing_page.show, N_("Briefing"), "briefing", "slideshow"),
    Page(stories_page.show, N_("Stories"), "cerita", "auto_stories"),
    Page(outreach_page.show, N_("Outreach"), "penjangkauan", "route"),
    Page(data_page.show, N_("Load data"), "data", "upload_file"),
    Page(history_page.show, N_("History"), "riwayat", "history"),
)
