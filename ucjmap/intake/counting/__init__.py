"""Rows as counts, lists and targets, checked row by row, with a reason for each that is not taken."""
