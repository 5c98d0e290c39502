"""Streamlit pages."""

from ucjmap.app.sharing import shared_title
from ucjmap.app.start import look_at_loading, say_where, start_loading

__all__ = ["look_at_loading", "say_where", "shared_title", "start_loading"]
