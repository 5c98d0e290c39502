"""Streamlit pages."""

from ucjmap.app.sharing import shared_title
from ucjmap.app.start import start_loading

__all__ = ["shared_title", "start_loading"]
