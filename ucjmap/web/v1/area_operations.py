"""Areas, the search of them, and what is known of one area."""

from typing import Any, Final

from starlette.responses import Response

from ucjmap import api
from ucjmap.codes import COUNTRY, LEVELS
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.web.operations import Asked, Operation, choice, date, json_answer, named_by_path, text, whole_number

_AREA: Final = text("area", "Code of the area to look inside; 00 is the country", COUNTRY, longest=40)
_LEVEL: Final = choice("level", "Level of the areas; by default the one right below", LEVELS)
_AFTER: Final = text("after", "Key of the page: set by the link to the next page", "", longest=40)
_LIMIT: Final = whole_number("limit", "Areas on a page", low=1, high=10_000, default=1000, capped=True)
_CODE: Final = text("code", "Code of the area, such as 61.01; 00 is the country", longest=40).in_path()
_INDICATOR: Final = text("indicator", "Key of the indicator", api.MapView.indicator, longest=40)
_SEGMENT: Final = text("segment", "Segment of the indicator", ALL_SEGMENTS, longest=40)
_DATE: Final = date("date", "Figures as of that day; by default the newest")
_TYPED: Final = text("q", "Beginning of a name or code, or words of it", "")
_NEAR: Final = text("near", "Code of the area whose namesakes come first", COUNTRY, longest=40)
_FOUND: Final = whole_number("limit", "Areas at most", low=1, high=100, default=10, capped=True)


def _list(asked: Asked) -> Response:
    values = asked.values

    def make() -> dict[str, Any]:
        page = api.list_areas(
            asked.store, values["area"], values["level"], after=values["after"], limit=values["limit"]
        )
        following = page.pop("next_after")
        return {**page, "next": None if following is None else asked.same_with(after=following)}

    return json_answer(asked, make)


def _one(asked: Asked) -> Response:
    return json_answer(asked, lambda: api.describe_area(asked.store, _code(asked)))


def _series(asked: Asked) -> Response:
    code, values = _code(asked), asked.values
    return json_answer(asked, lambda: api.series_document(asked.store, code, values["indicator"], values["segment"]))


def _profile(asked: Asked) -> Response:
    code = _code(asked)
    return json_answer(asked, lambda: api.profile_document(asked.store, code, asked.values["date"]))


def _targets(asked: Asked) -> Response:
    code = _code(asked)
    return json_answer(asked, lambda: api.targets_document(asked.store, code, asked.values["indicator"]))


def _search(asked: Asked) -> Response:
    values = asked.values
    api.area_tree(asked.store).level(values["near"])

    def make() -> dict[str, Any]:
        return {"areas": api.find_areas(asked.store, values["q"], limit=values["limit"], near=values["near"])}

    return json_answer(asked, make)


def _code(asked: Asked) -> str:
    """The area of the path; what is not there is not found."""
    code = str(asked.values["code"])
    with named_by_path():
        api.area_tree(asked.store).level(code)
    return code


AREA_OPERATIONS: Final = (
    Operation("/api/v1/areas", "listAreas", "Areas inside an area, page by page", "Figures", _list, (_AREA, _LEVEL, _LIMIT, _AFTER), schema="areaPage"),
    Operation("/api/v1/areas/{code}", "getArea", "One area", "Figures", _one, (_CODE,), schema="area"),
    Operation("/api/v1/areas/{code}/series", "getSeries", "Figures of an area at each date", "Figures", _series, (_CODE, _INDICATOR, _SEGMENT), schema="series"),
    Operation("/api/v1/areas/{code}/profile", "getProfile", "Every indicator of an area, with its rank", "Figures", _profile, (_CODE, _DATE), schema="profile"),
    Operation("/api/v1/areas/{code}/targets", "getTargets", "Targets of an area, its own and those of the areas above", "Figures", _targets, (_CODE, _INDICATOR), schema="targets"),
    Operation("/api/v1/search", "searchAreas", "Areas by name or code, best first", "Figures", _search, (_TYPED, _NEAR, _FOUND), schema="foundAreas"),
)  # fmt: skip
