"""Streamlit pages."""

from ucjmap.app.start import start_loading

__all__ = ["start_loading"]
