"""Descriptions of the data sets of this installation, one for each indicator, in the words of DCAT.

References
----------
W3C Data Catalog Vocabulary (DCAT) version 3; schema.org for what is measured.
"""

from typing import Any, Final

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import area_values, get_indicator, list_dates, load_indicators
from ucjmap.codes import COUNTRY, LEVELS
from ucjmap.indicators import Indicator
from ucjmap.settings import get_settings
from ucjmap.store import Store

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_COLLECTIONS: Final = dict(zip(LEVELS, ("provinsi", "kabupaten", "kecamatan", "desa"), strict=True))
_GEOJSON: Final = "https://www.iana.org/assignments/media-types/application/geo+json"
_JSON: Final = "https://www.iana.org/assignments/media-types/application/json"


def describe_catalogue(store: Store, address: str) -> dict[str, Any]:
    """All data sets of the installation.

    Parameters
    ----------
    address
        Of the app, without a slash at its end.

    Returns
    -------
    dict
        JSON-LD of a ``dcat:Catalog``.
    """
    return {
        "@context": _CONTEXT,
        "@id": f"{address}/api/v1/datasets",
        "@type": "dcat:Catalog",
        "dct:title": {"@language": "en", "@value": "UCJMap"},
        "dct:publisher": _publisher(),
        "dcat:dataset": [_describe(store, indicator, address) for indicator in load_indicators().values()],
    }


def describe_dataset(store: Store, key: str, address: str) -> dict[str, Any]:
    """The data set of one indicator.

    Parameters
    ----------
    key
        Of the indicator.
    address
        Of the app, without a slash at its end.

    Returns
    -------
    dict
        JSON-LD of a ``dcat:Dataset``.

    Raises
    ------
    UsageError
        Unknown indicator.
    """
    return {"@context": _CONTEXT, **_describe(store, get_indicator(key), address)}


def _describe(store: Store, indicator: Indicator, address: str) -> dict[str, Any]:
    values = area_values(store, COUNTRY, "adm1", indicator.key)
    dates = list_dates(store, indicator.key)
    tree = area_tree(store)
    licences = tree.editions.drop_duplicates("id")[["name", "licence"]].itertuples(index=False)
    described: dict[str, Any] = {
        "@id": f"{address}/api/v1/datasets/{indicator.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": indicator.key,
        "dct:title": _both(indicator.names),
        "dct:description": _both(indicator.descriptions),
        "dcat:keyword": [word for lang, words in indicator.keywords.items() for word in _both({lang: words})],
        "dct:publisher": _publisher(),
        "dct:language": ["id", "en"],
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": {"@type": "geosparql:wktLiteral", "@value": _wkt(*tree.extent(COUNTRY))},
        },
        "dct:source": list(values.sources),
        "dct:rights": [f"{name}: {licence}" for name, licence in licences if licence],
        "schema:variableMeasured": _measured(indicator),
        "schema:creativeWorkStatus": "simulated" if values.is_simulated else "published",
        "dcat:distribution": _distributions(indicator.key, address),
    }
    if dates:
        described["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": dates[0]},
            "dcat:endDate": {"@type": "xsd:date", "@value": dates[-1]},
        }
    if indicator.issuers:
        described["dct:creator"] = {"@type": "foaf:Organization", "foaf:name": _both(indicator.issuers)}
    if indicator.licence:
        described["dct:license"] = {"@id": indicator.licence}
    return described


def _publisher() -> dict[str, str]:
    return {"@type": "foaf:Organization", "foaf:name": get_settings().office or "UCJMap"}


def _both(words: Any) -> list[dict[str, str]]:
    """Texts with their language; several of one language stand beside each other."""
    pairs = ((lang, text) for lang, own in words.items() for text in ([own] if isinstance(own, str) else own))
    return [{"@language": lang, "@value": text} for lang, text in pairs]


def _measured(indicator: Indicator) -> dict[str, Any]:
    """What the figure is: its unit, and of what by what it is made."""
    formula = {lang: f"{indicator.numerators[lang]} / {indicator.denominators[lang]}" for lang in indicator.numerators}
    return {
        "@type": "schema:PropertyValue",
        "schema:propertyID": indicator.key,
        "schema:unitText": _both(indicator.units),
        "schema:measurementTechnique": _both(formula),
    }


def _wkt(west: float, south: float, east: float, north: float) -> str:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


def _distributions(key: str, address: str) -> list[dict[str, Any]]:
    layers = [
        {
            "@type": "dcat:Distribution",
            "dct:title": {"@language": "id", "@value": name},
            "dcat:accessURL": {"@id": f"{address}/ogc/collections/{name}/items?indicator={key}"},
            "dcat:mediaType": {"@id": _GEOJSON},
            "dcat:accessService": {
                "@type": "dcat:DataService",
                "dcat:endpointURL": {"@id": f"{address}/ogc/"},
                "dcat:endpointDescription": {"@id": f"{address}/ogc/api"},
            },
        }
        for name in _COLLECTIONS.values()
    ]
    answer = {
        "@type": "dcat:Distribution",
        "dct:title": {"@language": "id", "@value": "JSON"},
        "dcat:accessURL": {"@id": f"{address}/api/v1/map?indicator={key}"},
        "dcat:mediaType": {"@id": _JSON},
    }
    return [*layers, answer]
