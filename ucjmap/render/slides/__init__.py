"""Slides for a meeting room: legible from the last row, and made of native shapes, charts and tables to be edited."""

from ucjmap.render.slides.deck import write_pptx
from ucjmap.render.slides.show import SlideShow, compose_talk
from ucjmap.render.slides.template import Ground, open_template, own_ground

__all__ = [
    "Ground",
    "SlideShow",
    "compose_talk",
    "open_template",
    "own_ground",
    "write_pptx",
]
