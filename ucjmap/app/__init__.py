"""Streamlit pages."""

from ucjmap.app.sharing import shared_title
from ucjmap.app.start import say_where, start_loading, stop_working

__all__ = ["say_where", "shared_title", "start_loading", "stop_working"]
