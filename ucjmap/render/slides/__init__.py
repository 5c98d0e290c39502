"""Slides for a meeting room: legible from the last row, and made of native shapes, charts and tables to be edited."""

from ucjmap.render.slides.deck import write_pptx
from ucjmap.render.slides.show import SlideShow, compose_talk
from ucjmap.render.slides.template import MAX_MB, Ground, bad_template, open_template, own_ground

__all__ = [
    "MAX_MB",
    "Ground",
    "SlideShow",
    "bad_template",
    "compose_talk",
    "open_template",
    "own_ground",
    "write_pptx",
]
