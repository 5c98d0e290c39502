"""Streamlit pages."""

from ucjmap.app.sharing import shared_title
from ucjmap.app.start import look_at_loading, say_where, set_up_log, start_loading, stop_working

__all__ = ["look_at_loading", "say_where", "set_up_log", "shared_title", "start_loading", "stop_working"]
