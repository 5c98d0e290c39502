"""What the documents of /api/v1 look like, as schemas of OpenAPI 3.0."""

from collections.abc import Mapping
from typing import Any, Final

_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": "string", "nullable": True}
_NUMBER_OR_NULL: Final = {"type": "number", "nullable": True}
_WHOLE: Final = {"type": "integer"}
_YES_NO: Final = {"type": "boolean"}
_PLACE: Final = {"$ref": "#/components/schemas/place"}
_WORDS: Final = {"type": "object", "additionalProperties": _TEXT}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(of)}


_OWN_AREA: Final = {
    "code": _TEXT,
    "name": _TEXT,
    "level": _TEXT,
    "bounds": {**_list({"type": "number"}), "nullable": True},
    "kind": _TEXT,
    "parent": _TEXT_OR_NULL,
    "bps_code": _TEXT_OR_NULL,
    "population": {"type": "integer", "nullable": True},
    "area_km2": _NUMBER_OR_NULL,
    "point": {**_list({"type": "number"}), "nullable": True},
}
_TARGET: Final = {
    "unit_code": _TEXT,
    "indicator": _TEXT,
    "year": _WHOLE,
    "issuer": _TEXT,
    "rate": {"type": "number"},
    "comparable": _YES_NO,
    "source": _TEXT,
}
_FIGURE: Final = {
    "value": _NUMBER_OR_NULL,
    "unit": _TEXT,
    "numerator": _NUMBER_OR_NULL,
    "denominator": _NUMBER_OR_NULL,
    "oldest": _TEXT_OR_NULL,
    "newest": _TEXT_OR_NULL,
    "sources": _list(_TEXT),
    "is_simulated": _YES_NO,
    "editions": _list(_TEXT),
    "is_model": _YES_NO,
    "desa": _WHOLE,
    "desa_with_data": _WHOLE,
    "share_with_data": _NUMBER_OR_NULL,
}
_RANK: Final = {
    "place": {"type": "integer", "nullable": True},
    "with_data": _WHOLE,
    "tied": _WHOLE,
    "siblings": _WHOLE,
}
_DAY: Final = {
    "as_of": _TEXT,
    **dict.fromkeys(("numerator", "denominator", "rate", "change"), _NUMBER_OR_NULL),
    **dict.fromkeys(("desa", "desa_with_data", "counted"), _WHOLE),
    "fall": _TEXT,
    "partial": _YES_NO,
}
_IMPORT: Final = {
    "id": _WHOLE,
    "kind": _TEXT,
    "created_at": _TEXT,
    "state": _TEXT,
    "simulated": _YES_NO,
    **dict.fromkeys(("file_name", "file_sha256", "source", "as_of", "note", "undone_at", "redone_at"), _TEXT_OR_NULL),
}
_INDICATOR: Final = {
    "key": _TEXT,
    **dict.fromkeys(("name", "description", "unit", "numerator", "denominator", "denominator_note"), _WORDS),
    "segments": {"type": "object", "additionalProperties": _WORDS},
    "counts": _TEXT,
    "better": _TEXT,
    "applies_to": _list(_TEXT),
    "bands": _list({"type": "number"}),
    "dates": _list(_TEXT),
}
V1_SCHEMAS: Final[dict[str, Any]] = {
    "place": _object({"code": _TEXT, "name": _TEXT, "level": _TEXT}),
    "target": _object(_TARGET),
    "figure": _object(_FIGURE),
    "area": _object({**_OWN_AREA, "path": _list(_PLACE), "below": {"type": "object", "additionalProperties": _WHOLE}}),
    "areaPage": _object(
        {"area": _PLACE, "level": _TEXT, "matched": _WHOLE, "areas": _list(_object(_OWN_AREA)), "next": _TEXT_OR_NULL}
    ),
    "foundAreas": _object({"areas": _list(_object({"code": _TEXT, "name": _TEXT, "level": _TEXT, "within": _TEXT}))}),
    "series": _object({"area": _PLACE, "indicator": _TEXT, "segment": _TEXT, "dates": _list(_object(_DAY))}),
    "targets": _object(
        {
            "area": _PLACE,
            "indicator": _TEXT,
            "targets": _list(_object({**_TARGET, "inherited": _YES_NO, "is_compared": _YES_NO})),
        }
    ),
    "profile": _object(
        {
            "area": _PLACE,
            "figures": _list(
                _object(
                    {
                        "indicator": _TEXT,
                        "segment": _TEXT,
                        "applies": _YES_NO,
                        "rank": {**_object(_RANK), "nullable": True},
                        "figure": {"$ref": "#/components/schemas/figure"},
                        "target": {"allOf": [{"$ref": "#/components/schemas/target"}], "nullable": True},
                    }
                )
            ),
        }
    ),
    "indicators": _object({"indicators": _list(_object(_INDICATOR))}),
    "imports": _object({"imports": _list(_object(_IMPORT)), "next": _TEXT_OR_NULL}),
}
