"""The pages there are, in the order of the menu: menu, addresses and tests read this list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, get_args

from ucjmap.app import briefing_page, history_page, people_page, profile_page, service_page
from ucjmap.app.data import data_page
from ucjmap.app.map import map_page
from ucjmap.app.outreach import outreach_page
from ucjmap.app.stories import stories_page
from ucjmap.errors import N_
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say


@dataclass(frozen=True)
class Page:
    """One page: what draws it, its title (a catalogue key), the last part of its address, and a Material icon.

    The page without an address is the first one. ``also`` are addresses that somebody may type for it. The menu has a
    page with an ``access`` only where the setting UCJMAP_ACCESS is the same.
    One that is not ``is_listed`` is reached by a link.
    """

    show: Callable[[], None]
    title: str
    address: str
    icon: str
    also: tuple[str, ...] = ()
    access: str = ""
    is_listed: bool = True

    @property
    def in_menu(self) -> bool:
        """Whether the menu has it here."""
        return self.is_listed and self.access in ("", get_settings().access)


PAGES: Final = (
    Page(map_page.show, N_("Map"), "", "map", ("beranda", "home")),
    Page(profile_page.show, N_("Area profile"), "profil", "location_city", ("wilayah", "profile")),
    Page(briefing_page.show, N_("Briefing"), "briefing", "slideshow", ("paparan", "presentasi")),
    Page(stories_page.show, N_("Stories"), "cerita", "auto_stories", ("story",)),
    Page(outreach_page.show, N_("Outreach"), "penjangkauan", "route", ("kunjungan", "daftar-kunjungan")),
    Page(data_page.show, N_("Load data"), "data", "upload_file", ("unggah", "upload")),
    Page(history_page.show, N_("History"), "riwayat", "history"),
    Page(people_page.show, N_("People"), "pengguna", "group", ("users",), access="oidc"),
    Page(service_page.show, N_("Service"), "layanan", "monitor_heart", ("service", "status"), is_listed=False),
)


def page_called(name: str) -> str | None:
    """Address of the page that somebody means who types ``name``, such as its title; None where it is no page's."""
    wanted = _as_typed(name.removesuffix(".html"))
    return next((page.address for page in PAGES if wanted in (page.address, *page.also, *_titles(page))), None)


def _titles(page: Page) -> list[str]:
    return [_as_typed(say(lang, page.title)) for lang in get_args(Lang)]


def _as_typed(words: str) -> str:
    return words.casefold().replace(" ", "-").replace("_", "-")
