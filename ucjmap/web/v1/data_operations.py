"""What is in the store: indicators, the history of imports, descriptions of data sets (DCAT)."""

from typing import Any, Final

from starlette.responses import Response

from ucjmap import api
from ucjmap.web.operations import Asked, Operation, json_answer, named_by_path, text, whole_number

_JSON_LD: Final = "application/ld+json"
_LAST: Final = 2**31 - 1
_BEFORE: Final = whole_number("before", "Only imports with a lower number", low=1, high=_LAST, default=_LAST)
_LIMIT: Final = whole_number("limit", "Imports at most", low=1, high=1000, default=100, capped=True)
_KEY: Final = text("key", "Key of the indicator", longest=40).in_path()
#: Not who loaded or took back a file: these are names of people.
_TOLD: Final = ("id", "kind", "created_at", "file_name", "file_sha256", "source", "as_of", "note", "state", "undone_at", "redone_at")  # fmt: skip


def _indicators(asked: Asked) -> Response:
    return json_answer(asked, lambda: {"indicators": [_indicator(asked.store, key) for key in api.load_indicators()]})


def _indicator(store: api.Store, key: str) -> dict[str, Any]:
    own = api.get_indicator(key)
    return {
        "key": key,
        "name": own.names,
        "description": own.descriptions,
        "unit": own.units,
        "numerator": own.numerators,
        "denominator": own.denominators,
        "denominator_note": own.denominator_notes,
        "segments": own.segments,
        "counts": own.counts,
        "better": own.better,
        "applies_to": own.applies_to,
        "bands": own.bands,
        "dates": api.list_dates(store, key),
    }


def _imports(asked: Asked) -> Response:
    def make() -> dict[str, Any]:
        entries = api.list_imports(asked.store)
        page = entries[entries["id"] < asked.values["before"]].head(asked.values["limit"])
        rows = [{name: _told(row[name]) for name in _TOLD} for row in page.astype(object).to_dict("records")]
        told = [{**row, "simulated": bool(is_made_up)} for row, is_made_up in zip(rows, page["simulated"], strict=True)]
        rest = len(page) and bool((entries["id"] < page["id"].min()).any())
        return {"imports": told, "next": asked.same_with(before=told[-1]["id"]) if rest else None}

    return json_answer(asked, make)


def _told(value: Any) -> Any:
    """A text or number; what is empty or missing is null."""
    return value if isinstance(value, str | int) and value != "" else None


def _catalogue(asked: Asked) -> Response:
    return json_answer(asked, lambda: api.describe_catalogue(asked.store, asked.address), media_type=_JSON_LD)


def _dataset(asked: Asked) -> Response:
    key = str(asked.values["key"])
    with named_by_path():
        api.get_indicator(key)
    return json_answer(asked, lambda: api.describe_dataset(asked.store, key, asked.address), media_type=_JSON_LD)


DATA_OPERATIONS: Final = (
    Operation("/api/v1/indicators", "listIndicators", "The indicators, their segments, classes and dates", "Data", _indicators, schema="indicators"),
    Operation("/api/v1/imports", "listImports", "What was loaded, the newest first, without names of people", "Data", _imports, (_BEFORE, _LIMIT), schema="imports"),
    Operation("/api/v1/datasets", "getCatalogue", "Descriptions of all data sets (DCAT)", "Data", _catalogue, (), _JSON_LD),
    Operation("/api/v1/datasets/{key}", "getDataset", "Description of the data set of one indicator (DCAT)", "Data", _dataset, (_KEY,), _JSON_LD),
)  # fmt: skip
