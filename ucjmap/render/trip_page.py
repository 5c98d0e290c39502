"""Trips as one HTML file for the phone: no request leaves it, it opens without a network, and ticks stay.

The page's own policy forbids every request and every script but its own. Names are escaped; the ticks are kept by the
browser where it lets a file keep anything, and until the page is closed where it does not.
"""

import base64
import hashlib
import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ucjmap.words import Lang

_WIDTH, _HEIGHT, _MARGIN = 320, 240, 22
_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; padding: .8rem; max-width: 42rem; }
h1 { font-size: 1.25rem; margin: 0 0 .3rem; } summary { font-weight: 600; padding: .6rem 0; cursor: pointer; }
details { border-top: 1px solid #8888; } ol { list-style: none; margin: 0; padding: 0; }
li { border: 1px solid #8888; border-radius: .5rem; margin: .4rem 0; } li.done { opacity: .6; }
label { display: flex; gap: .7rem; padding: .6rem .7rem; align-items: flex-start; min-height: 44px; }
input { width: 1.5rem; height: 1.5rem; flex: none; margin: 0; } b { overflow-wrap: anywhere; }
small { display: block; overflow-wrap: anywhere; } svg { width: 100%; max-width: 26rem; display: block; }
.alarm { border: 2px solid #b45309; border-radius: .5rem; padding: .5rem .7rem; font-weight: 600; }
@media print { details > * { display: block; } }
"""
_SCRIPT: Final = """
"use strict";
const file = document.body.dataset.file;
// In the file's storage, which outlives the page; and in the page's history, which outlives a reload where there is no
// storage for files, or where what was written a moment ago is not in it yet.
const keep = (key, on) => {
  history.replaceState({ ...history.state, [key]: on }, "");
  try { localStorage.setItem(key, on ? "1" : ""); } catch { /* a browser that keeps nothing for a file */ }
};
const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const kept = (key) => { const value = stored(key); return value === null ? Boolean(history.state?.[key]) : value === "1"; };
function count(trip) {
  const boxes = [...trip.querySelectorAll("input")];
  trip.querySelector("output").textContent = boxes.filter((box) => box.checked).length + " / " + boxes.length;
}
for (const trip of document.querySelectorAll("details")) {
  for (const box of trip.querySelectorAll("input")) {
    const key = file + ":" + box.value, mark = () => box.closest("li").classList.toggle("done", box.checked);
    box.checked = kept(key);
    mark();
    box.onchange = () => { keep(key, box.checked); mark(); count(trip); };
  }
  count(trip);
}
"""


@dataclass(frozen=True)
class TripStop:
    """One stop: its code, name, what to know of it, and its position in degrees."""

    code: str
    name: str
    details: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True)
class TripSheet:
    """One trip: title, office (name, lon, lat) and stops in their order."""

    title: str
    office: tuple[str, float, float]
    stops: tuple[TripStop, ...]


def make_trip_page(
    trips: Sequence[TripSheet],
    *,
    title: str,
    warnings: Sequence[str],
    notes: Sequence[str],
    words: Mapping[str, str],
    lang: Lang,
) -> bytes:
    """Trips as one HTML file that opens without a network and keeps what was ticked off.

    Parameters
    ----------
    trips
        In their order; the first one is unfolded.
    warnings
        Stand in a frame at the top, such as that the figures are simulated.
    notes
        Stand in small below the trips: sources, dates and limits.
    words
        ``sketch``, the caption of the drawing of each trip, and ``visited``, before the count of its ticks.
    lang
        Language of all these words, for screen readers.

    Returns
    -------
    bytes
        UTF-8. Every text reaches the page as text, whatever it holds. Ticks belong to these stops in this order:
        another file does not show them.
    """
    policy = f"default-src 'none'; script-src 'sha256-{_digest(_SCRIPT)}'; style-src 'unsafe-inline'"
    body = "".join(_trip(trip, words, is_open=number == 0) for number, trip in enumerate(trips))
    # Ticks of another file must not appear in this one.
    key = hashlib.sha256("|".join(stop.code for trip in trips for stop in trip.stops).encode()).hexdigest()[:16]
    parts = [
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>",
        f'<body data-file="{key}"><h1>{html.escape(title)}</h1>',
        *(f'<p class="alarm">{html.escape(text)}</p>' for text in warnings),
        body,
        *(f"<p><small>{html.escape(text)}</small></p>" for text in notes),
        f"<script>{_SCRIPT}</script></body></html>\n",
    ]
    return "".join(parts).encode()


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _trip(trip: TripSheet, words: Mapping[str, str], *, is_open: bool) -> str:
    stops = "".join(_stop(number, stop) for number, stop in enumerate(trip.stops, start=1))
    done = html.escape(words["visited"])
    return (
        f"<details{' open' if is_open else ''}><summary>{html.escape(trip.title)}</summary>"
        f"<p>{done}: <output></output></p>{_sketch(trip, words['sketch'])}<ol>{stops}</ol></details>"
    )


def _stop(number: int, stop: TripStop) -> str:
    details = "".join(f"<small>{html.escape(line)}</small>" for line in stop.details)
    return (
        f'<li><label><input type="checkbox" value="{html.escape(stop.code)}">'
        f"<span><b>{number}. {html.escape(stop.name)}</b>{details}</span></label></li>"
    )


def _sketch(trip: TripSheet, caption: str) -> str:
    """The order of the stops as a drawing without a map: north is up, the office a square."""
    _, lon, lat = trip.office
    places = [(lon, lat), *((stop.lon, stop.lat) for stop in trip.stops)]
    flat = math.cos(math.radians(lat))
    across, up = [x * flat for x, _ in places], [y for _, y in places]
    span = max(
        (max(across) - min(across)) / (_WIDTH - 2 * _MARGIN), (max(up) - min(up)) / (_HEIGHT - 2 * _MARGIN), 1e-9
    )
    middle_x, middle_y = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    points = [
        (_WIDTH / 2 + (x - middle_x) / span, _HEIGHT / 2 - (y - middle_y) / span)
        for x, y in zip(across, up, strict=True)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*points, points[0]])
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="#1d5fa8"/><text x="{x:.1f}" y="{y + 4:.1f}" fill="#fff" '
        f'font-size="11" text-anchor="middle">{number}</text>'
        for number, (x, y) in enumerate(points[1:], start=1)
    )
    x, y = points[0]
    label = html.escape(caption)
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {_HEIGHT}"><title>{label}</title>'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-opacity=".6" stroke-width="1.5"/>'
        f'<rect x="{x - 8:.1f}" y="{y - 8:.1f}" width="16" height="16" fill="#b45309"/>{marks}</svg><small>{label}</small>'
    )
