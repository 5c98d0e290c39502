"""What all pages share: language, links, navigation, search, uploads, cards, failures."""

from ucjmap.app.shell import background, cards
from ucjmap.app.shell.area_search import area_search
from ucjmap.app.shell.background import Task
from ucjmap.app.shell.build_ahead import build_ahead, wait_for_quiet
from ucjmap.app.shell.cards import badge_marks, plain
from ucjmap.app.shell.failures import failures_told
from ucjmap.app.shell.language import page_lang, set_lang
from ucjmap.app.shell.links import keep_pages, link_to_map, link_to_profile
from ucjmap.app.shell.lost import lost_page, tell_lost, unknown_page
from ucjmap.app.shell.navigation import go, navigate, open_area
from ucjmap.app.shell.upload import ask_name, known_name, progress_bar, saved
from ucjmap.app.shell.upload_limit import UploadLimit

__all__ = [
    "Task",
    "UploadLimit",
    "area_search",
    "ask_name",
    "background",
    "badge_marks",
    "build_ahead",
    "cards",
    "failures_told",
    "go",
    "keep_pages",
    "known_name",
    "link_to_map",
    "link_to_profile",
    "lost_page",
    "navigate",
    "open_area",
    "page_lang",
    "plain",
    "progress_bar",
    "saved",
    "set_lang",
    "tell_lost",
    "unknown_page",
    "wait_for_quiet",
]
