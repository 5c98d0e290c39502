"""What all pages share: language, links, navigation, search, uploads, cards, failures."""

from ucjmap.app.shell import background, cards
from ucjmap.app.shell.area_search import area_search
from ucjmap.app.shell.asking import asked_store, read_only_words, say_read_only, show_person
from ucjmap.app.shell.background import Task
from ucjmap.app.shell.build_ahead import build_ahead, wait_for_quiet
from ucjmap.app.shell.cards import badge_marks, line_markdown, main_figure, plain, show_notes
from ucjmap.app.shell.failures import failures_told
from ucjmap.app.shell.file_field import ask_file
from ucjmap.app.shell.language import page_lang, set_lang
from ucjmap.app.shell.links import (
    keep_pages,
    link_to_data,
    link_to_map,
    link_to_profile,
    link_to_service,
    link_to_stories,
    profile_address,
)
from ucjmap.app.shell.lost import lost_page, tell_lost, unknown_page
from ucjmap.app.shell.navigation import (
    PINNED,
    STEP,
    STORY,
    go,
    go_step,
    leave_story,
    navigate,
    note_page,
    open_area,
    run_anew,
    seen_address,
    unpin,
)
from ucjmap.app.shell.observed_runs import log_fault, run_observed
from ucjmap.app.shell.page_style import page_style
from ucjmap.app.shell.upload import ask_name, known_name, progress_bar, saved
from ucjmap.app.shell.upload_limit import UploadLimit

__all__ = [
    "PINNED",
    "STEP",
    "STORY",
    "Task",
    "UploadLimit",
    "area_search",
    "ask_file",
    "ask_name",
    "asked_store",
    "background",
    "badge_marks",
    "build_ahead",
    "cards",
    "failures_told",
    "go",
    "go_step",
    "keep_pages",
    "known_name",
    "leave_story",
    "line_markdown",
    "link_to_data",
    "link_to_map",
    "link_to_profile",
    "link_to_service",
    "link_to_stories",
    "log_fault",
    "lost_page",
    "main_figure",
    "navigate",
    "note_page",
    "open_area",
    "page_lang",
    "page_style",
    "plain",
    "profile_address",
    "progress_bar",
    "read_only_words",
    "run_anew",
    "run_observed",
    "saved",
    "say_read_only",
    "seen_address",
    "set_lang",
    "show_notes",
    "show_person",
    "tell_lost",
    "unknown_page",
    "unpin",
    "wait_for_quiet",
]
