"""The answer as a document for other programs: JSON with a version, the same from the HTTP route and the command line.

docs/http.md describes every member. Fractions and points are parts of 1, dates are ISO 8601, no data is null.
"""

import gzip
import json
import math
from collections.abc import Mapping
from typing import Any, Final

from ucjmap.api.areas import remember
from ucjmap.api.figures import content_tag
from ucjmap.api.maps.address import write_address
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.answering import answer_map
from ucjmap.api.maps.drawing import draw_answer
from ucjmap.api.maps.figure import Figure
from ucjmap.api.maps.legend import Legend
from ucjmap.api.maps.view import MapView
from ucjmap.indicators import Target
from ucjmap.render.browser import drawing
from ucjmap.store import Store

#: Rises when a member changes its meaning or goes; new members may come without it.
DOCUMENT_VERSION: Final = 1


def write_document(store: Store, view: MapView) -> bytes:
    """The answer to a question as gzipped JSON; the same bytes until something is imported or undone.

    Parameters
    ----------
    view
        Which map, as for ``answer_map``.

    Returns
    -------
    bytes
        Gzip of UTF-8: what ``map_document`` gives.

    Raises
    ------
    UsageError
        As ``answer_map`` does.
    """
    return remember(store, ("documents", view), lambda: _pack(map_document(answer_map(store, view))))


def write_drawing(store: Store, view: MapView) -> bytes:
    """The ``drawing`` of the document alone, as gzipped JSON: what a map needs that is drawn before its page.

    Parameters
    ----------
    view
        Which map, as for ``answer_map``.

    Returns
    -------
    bytes
        Gzip of UTF-8: an object with ``version`` and ``drawing``.

    Raises
    ------
    UsageError
        As ``answer_map`` does.
    """
    return remember(store, ("drawings", view), lambda: _pack(_draw(answer_map(store, view))))


def document_tag(store: Store, view: MapView) -> str:
    """Names the content of ``write_document`` and of ``write_drawing`` without making it.

    Returns
    -------
    str
        As ``content_tag`` gives it.
    """
    return content_tag(store, DOCUMENT_VERSION, sorted(write_address(view).items()))


def _pack(document: Mapping[str, Any]) -> bytes:
    # Sorted as folium sorts what the page tells: the browser sees by the text whether both say the same.
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return gzip.compress(text.encode(), 5, mtime=0)


def map_document(answer: MapAnswer) -> dict[str, Any]:
    """The answer as JSON types only.

    Returns
    -------
    dict
        As docs/http.md describes it. ``older`` is the same of the earlier date where two stand side by side, without a
        ``drawing``.
    """
    document = _document(answer)
    document |= _draw(answer)
    document["older"] = None if answer.older is None else _document(answer.older)
    return document


def _draw(answer: MapAnswer) -> dict[str, Any]:
    return {"version": DOCUMENT_VERSION, "drawing": drawing(draw_answer(answer))}


def _document(answer: MapAnswer) -> dict[str, Any]:
    indicator, breaks, lang = answer.indicator, answer.breaks, answer.lang
    return {
        "version": DOCUMENT_VERSION,
        "question": write_address(answer.pinned),
        "revision": list(answer.revision),
        "language": lang,
        "area": dict(vars(answer.area)),
        "subject": dict(vars(answer.subject)),
        "path": [dict(vars(place)) for place in answer.path],
        "level": answer.level,
        "level_name": answer.level_name,
        "indicator": {
            "key": indicator.key,
            "segment": answer.view.segment,
            "name": answer.name,
            "unit": indicator.units[lang],
            "numerator": indicator.numerators[lang],
            "denominator": indicator.denominators[lang],
        },
        "measure": answer.areas.measure,
        "as_of": answer.as_of or None,
        "since": answer.since,
        "dates": list(answer.dates),
        "target": target_document(answer.target),
        "title": answer.title,
        "subtitle": answer.subtitle,
        "caption": answer.caption,
        "period": answer.period,
        "part": answer.part,
        "alt": answer.alt,
        "figure": figure_document(answer.figure),
        "key_figures": [{**vars(key), "figure": figure_document(key.figure)} for key in answer.key_figures],
        "notes": [dict(vars(note)) for note in answer.notes],
        "gap_sum": answer.gap_sum,
        "selection": list(answer.selection_words),
        "badges": [dict(vars(badge)) for badge in answer.badges],
        "provenance": [dict(vars(line)) for line in answer.provenance],
        "origin": dict(vars(answer.origin)),
        "other_provenance": [dict(vars(line)) for line in answer.other_provenance],
        "references": [dict(vars(line)) for line in answer.references],
        "classes": {
            "scheme": breaks.scheme,
            "edges": [_number(edge) for edge in breaks.edges],
            "closed": breaks.closed,
            "from": answer.breaks_from,
        },
        "legend": _legend(answer.legend),
        "areas": _areas(answer),
        "ranking": [answer.areas.codes[place] for place in answer.areas.ranked],
    }


def figure_document(figure: Figure | None) -> dict[str, Any] | None:
    """A figure with all that has to stand beside it.

    Returns
    -------
    dict or None
        Values of JSON; None where there is nothing to tell.
    """
    if figure is None:
        return None
    return {**vars(figure), "value": _number(figure.value), "share_with_data": figure.share}


def target_document(target: Target | None) -> dict[str, Any] | None:
    """A target with the area and the issuer that set it.

    Returns
    -------
    dict or None
        Values of JSON; None without a target.
    """
    return None if target is None else dict(vars(target))


def _legend(legend: Legend) -> dict[str, Any]:
    rows = []
    for row in legend.rows:
        low, high = (row.span.low, row.span.high) if row.span else (None, None)
        counts = {"areas": row.areas, "people": row.people}
        span = {"low": _number(low), "high": _number(high)}
        own = {"kind": row.kind, "class_id": None if row.class_id < 0 else row.class_id, "colour": row.colour}
        rows.append({**own, "label": row.label, **span, **counts})
    return {"title": legend.title, "unit": legend.unit, "rows": rows, "notes": list(legend.notes)}


def _areas(answer: MapAnswer) -> list[dict[str, Any]]:
    areas = answer.areas
    rest = ("rate", "rate_since", "gap_points", "gap_people")
    return [
        {
            "code": code,
            "name": areas.names[place],
            "within": areas.parents[place],
            "class_id": int(areas.columns["class_id"][place]) if areas.columns["class_id"][place] >= 0 else None,
            "colour": areas.columns["colour"][place],
            "class": areas.class_labels[place],
            "text": areas.texts[place],
            "figure": figure_document(areas.figure(code)),
            **{name: _number(areas.columns[name][place]) for name in rest},
            "target": target_document(areas.columns["target"][place]),
            "applies": bool(areas.columns["applies"][place]),
            "is_small": bool(areas.columns["is_small"][place]),
            "has_shape": bool(areas.columns["has_shape"][place]),
        }
        for place, code in enumerate(areas.codes.tolist())
    ]


def _number(number: float | None) -> float | None:
    """JSON has no infinity and no NaN: an open end and no data are null."""
    return float(number) if number is not None and math.isfinite(number) else None
