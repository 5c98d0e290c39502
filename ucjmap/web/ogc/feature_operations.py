"""OGC API - Features: the areas of each level as a collection, with outline and current figures.

References
----------
OGC 17-069r4 (Part 1: Core), OGC 18-058r1 (Part 2: Coordinate Reference Systems by Reference).
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Final

from starlette.responses import Response

from ucjmap import api
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.settings import get_settings
from ucjmap.web.ogc.document_links import link
from ucjmap.web.ogc.feature_schemas import feature_schema
from ucjmap.web.ogc.item_parameters import COLLECTION, COLLECTIONS, FEATURE, FIGURES, ITEMS, LANG
from ucjmap.web.operations import OPENAPI_MEDIA_TYPE, Asked, Operation, json_answer, named_by_path, streamed_answer
from ucjmap.words import Lang, say

GEOJSON: Final = "application/geo+json"
_JSON: Final = "application/json"
_SCHEMA: Final = "application/schema+json"
_CONFORMANCE: Final = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    *(
        f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
        for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30")
    ),
)
_RELATION: Final = "http://www.opengis.net/def/rel/ogc/1.0"


def _landing(asked: Asked) -> Response:
    def make() -> dict[str, Any]:
        lang = _lang(asked)
        return {
            "title": "UCJMap",
            "description": say(
                lang, N_("Coverage of social security for workers in Indonesia, from province to desa.")
            ),
            "links": [
                link(asked.link("/ogc/"), "self", _JSON),
                link(asked.link("/ogc/api"), "service-desc", OPENAPI_MEDIA_TYPE, "OpenAPI"),
                link(asked.link("/api/v1/"), "service-doc", "text/html", say(lang, "Interface for programs")),
                link(asked.link("/ogc/conformance"), "conformance", _JSON),
                link(asked.link("/ogc/collections"), "data", _JSON),
                link(asked.link("/ogc/tileMatrixSets"), f"{_RELATION}/tiling-schemes", _JSON),
                link(asked.link("/api/v1/datasets"), "describedby", "application/ld+json", "DCAT"),
            ],
        }

    return json_answer(asked, make)


def _conformance(asked: Asked) -> Response:
    return json_answer(asked, lambda: {"conformsTo": _CONFORMANCE})


def _collections(asked: Asked) -> Response:
    def make() -> dict[str, Any]:
        links = [link(asked.link("/ogc/collections"), "self", _JSON)]
        return {"links": links, "crs": api.CRS_NAMES, "collections": [_collection(asked, name) for name in COLLECTIONS]}

    return json_answer(asked, make)


def _one_collection(asked: Asked) -> Response:
    return json_answer(asked, lambda: _collection(asked, asked.values["collectionId"]))


def _collection(asked: Asked, name: str) -> dict[str, Any]:
    lang, path = _lang(asked), f"/ogc/collections/{name}"
    begin = api.first_date(asked.store)
    links = [
        link(asked.link(path), "self", _JSON),
        link(asked.link(f"{path}/items"), "items", GEOJSON),
        link(asked.link(f"{path}/schema"), "describedby", _SCHEMA),
    ]
    if name == "desa":
        links.append(link(asked.link(f"{path}/tiles"), f"{_RELATION}/tilesets-vector", _JSON))
    about = N_("Outlines with the current figures of an indicator; the parameter indicator chooses another one.")
    return {
        "id": name,
        "title": level_name(lang, COLLECTIONS[name], several=True),
        "description": say(lang, about),
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [api.area_tree(asked.store).extent(COUNTRY)], "crs": api.CRS84},
            "temporal": {"interval": [[begin and f"{begin}T00:00:00Z", None]], "trs": _GREGORIAN},
        },
        "crs": api.CRS_NAMES,
        "storageCrs": api.CRS84,
        "links": links,
    }


_GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def _schema(asked: Asked) -> Response:
    address = asked.link(asked.request.url.path)
    return json_answer(asked, lambda: {**feature_schema(), "$id": address}, media_type=_SCHEMA)


def _items(asked: Asked) -> Response:
    values = asked.values
    boxes = None if values["bbox"] is None else api.read_box(values["bbox"], values["bbox-crs"])
    question = api.FeatureQuestion(
        **_figures(asked),
        area=values["area"],
        boxes=boxes,
        having=tuple((name, values[name]) for name in api.FILTERS if values[name] is not None),
        after=values["after"],
        limit=values["limit"],
    )
    page = api.find_features(asked.store, question)
    return streamed_answer(asked, _page(asked, page), GEOJSON, {"Content-Crs": f"<{question.crs}>"})


def _page(asked: Asked, page: api.FeaturePage) -> Iterator[str]:
    links = [
        link(asked.same_with(), "self", GEOJSON),
        link(asked.link(f"/ogc/collections/{asked.values['collectionId']}"), "collection", _JSON),
    ]
    if page.next_after is not None:
        links.append(link(asked.same_with(after=page.next_after), "next", GEOJSON))
    head = {
        "type": "FeatureCollection",
        "timeStamp": dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": page.matched,
        "numberReturned": len(page),
        "links": links,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ',"features":['
    for number, text in enumerate(page.texts()):
        yield f",\n{text}" if number else text
    yield "]}"


def _item(asked: Asked) -> Response:
    code, path = asked.values["featureId"], f"/ogc/collections/{asked.values['collectionId']}"
    with named_by_path():
        api.area_tree(asked.store).level(code)
    question = api.FeatureQuestion(**_figures(asked))
    # The figures first: what is wrong with them is no fault of the path.
    api.find_features(asked.store, question)
    with named_by_path():
        text = api.feature_text(asked.store, question, code)
    links = [link(asked.same_with(), "self", GEOJSON), link(asked.link(path), "collection", _JSON)]
    parts = (text[:-1], ',"links":', json.dumps(links), "}")
    return streamed_answer(asked, parts, GEOJSON, {"Content-Crs": f"<{question.crs}>"})


def _figures(asked: Asked) -> dict[str, Any]:
    values = asked.values
    return {
        "level": COLLECTIONS[values["collectionId"]],
        "indicator": values["indicator"],
        "segment": values["segment"],
        "as_of": values["datetime"],
        "crs": values["crs"],
        "lang": _lang(asked),
    }


def _lang(asked: Asked) -> Lang:
    return asked.values.get("lang") or get_settings().lang


FEATURE_OPERATIONS: Final = (
    Operation("/ogc/", "getLandingPage", "Where everything is", "Features", _landing, (LANG,), schema="landingPage"),
    Operation("/ogc/conformance", "getConformance", "Which requirements are met", "Features", _conformance, schema="confClasses"),
    Operation("/ogc/collections", "getCollections", "All collections, one for each level", "Features", _collections, (LANG,), schema="collections"),
    Operation("/ogc/collections/{collectionId}", "describeCollection", "One collection", "Features", _one_collection, (COLLECTION, LANG), schema="collection"),
    Operation("/ogc/collections/{collectionId}/schema", "getSchema", "The properties of its features", "Features", _schema, (COLLECTION,), _SCHEMA),
    Operation("/ogc/collections/{collectionId}/items", "getFeatures", "Areas with outline and figures, page by page", "Features", _items, ITEMS, GEOJSON, "featureCollection"),
    Operation("/ogc/collections/{collectionId}/items/{featureId}", "getFeature", "One area with outline and figures", "Features", _item, (COLLECTION, FEATURE, *FIGURES), GEOJSON, "feature"),
)  # fmt: skip
