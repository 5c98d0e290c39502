"""Loading of data, step by step, and the forms of boundaries, targets, codes and names."""

from ucjmap.app.data import data_page

__all__ = [
    "data_page",
]
