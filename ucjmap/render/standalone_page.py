"""The interactive map as one HTML file that asks nobody for anything: it opens from a stick or a chat.

Scripts, styles, geometry and figures are inside. The page's own policy forbids every request and every script whose
checksum it does not name; texts travel as JSON and reach the page as text, never as HTML.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ucjmap.render.browser import asset_bytes, specification
from ucjmap.render.choropleth import Choropleth
from ucjmap.render.static import Figure, Legend
from ucjmap.words import Lang

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Beside:
    """The same areas at an earlier date, in the same classes, and the dates above this map and above the newer one."""

    choropleth: Choropleth
    caption: str
    newer_caption: str


@dataclass(frozen=True)
class StandaloneView:
    """One map of the file and what stands beside it.

    ``choropleth.geometry_url`` is the key of its geometry; ``rows`` are code, name and text of each area, in the
    order of the ranking; ``trail`` are code and name of the areas above it that the file holds, itself last;
    ``remarks`` are words on this map alone.
    """

    choropleth: Choropleth
    title: str
    subtitle: str
    badges: tuple[str, ...]
    figures: tuple[Figure, ...]
    legend: Legend
    rows: Sequence[tuple[str, str, str]]
    trail: Sequence[tuple[str, str]]
    provenance: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    beside: Beside | None = None


def make_page(
    views: Mapping[str, StandaloneView],
    first: str,
    geometries: Mapping[str, bytes],
    *,
    title: str,
    words: Mapping[str, str],
    office: str = "",
    logo: bytes | None = None,
    link: str = "",
    lang: Lang = "id",
) -> bytes:
    """The interactive maps as one HTML file that makes no request.

    Parameters
    ----------
    views
        By code of their area; a click leads from one to another that is among them.
    first
        Code of the view that opens.
    geometries
        Gzipped GeoJSON (EPSG:4326) by the ``geometry_url`` of the views.
    title
        Of the file in the browser; each view has its own heading.
    words
        The page's own words in ``lang``: ``area``, ``value``, ``trail`` and ``live``.
    office
        Name of the office; empty for none.
    logo
        A checked PNG; None for none.
    link
        Address of the live map; empty for none.
    lang
        Language of the page, for screen readers.

    Returns
    -------
    bytes
        UTF-8. Every text reaches the page as text, whatever it holds.
    """
    content = {
        "first": first,
        "office": office,
        "logo": base64.b64encode(logo).decode() if logo else "",
        "link": link,
        "words": dict(words),
        "views": {code: _view(view) for code, view in views.items()},
        "geometries": {key: base64.b64encode(body).decode() for key, body in geometries.items()},
    }
    scripts = _scripts()
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title>",
        *(f"<style>{style}</style>" for style in _styles()),
        '</head><body><div id="ucj"></div>',
        f'<script type="application/json" id="ucj-content">{_to_json(content)}</script>',
        *(f"<script>{script}</script>" for script in scripts),
        "</body></html>\n",
    ]
    return "".join(parts).encode()


def _view(view: StandaloneView) -> dict[str, Any]:
    spec = specification(view.choropleth)
    # The table carries class and text of each area once; the page makes both map and ranking from it.
    del spec["units"]
    classes = {code: class_id for code, (class_id, _) in view.choropleth.units.items()}
    return {
        "spec": spec,
        "title": view.title,
        "subtitle": view.subtitle,
        "badges": view.badges,
        "figures": [(figure.label, figure.value, figure.caption) for figure in view.figures],
        "legend": [(row.colour, row.hatched, row.label, *row.counts) for row in view.legend.rows],
        "heads": view.legend.heads,
        "note": view.legend.note,
        "rows": [(code, name, classes[code], text) for code, name, text in view.rows],
        "trail": list(view.trail),
        "provenance": view.provenance,
        "remarks": [text for text in view.remarks if text],
        "beside": _beside(view.beside) if view.beside else None,
    }


def _beside(beside: Beside) -> dict[str, Any]:
    return {
        "spec": specification(beside.choropleth),
        "caption": beside.caption,
        "newer_caption": beside.newer_caption,
    }


def _to_json(content: Any) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@lru_cache(maxsize=1)
def _scripts() -> tuple[str, ...]:
    files = [asset_bytes("leaflet/leaflet.js"), asset_bytes("map/choropleth_layer.js"), _read("standalone.js")]
    return tuple(_inside_script(content.decode()) for content in files)


def _inside_script(text: str) -> str:
    without_map = re.sub(r"^//[#@] sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
    # A browser reads line ends as \n before it computes the checksum.
    return re.sub(r"</(?=script)", r"<\\/", without_map, flags=re.IGNORECASE).replace("\r\n", "\n")


@lru_cache(maxsize=1)
def _styles() -> tuple[str, ...]:
    files = [asset_bytes("leaflet/leaflet.css"), asset_bytes("map/choropleth_layer.css"), _read("standalone.css")]
    return tuple(re.sub(r"url\([^)]*\)", "none", content.decode()) for content in files)


def _read(name: str) -> bytes:
    return (_HERE / name).read_bytes()


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
