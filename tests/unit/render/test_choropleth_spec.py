"""What the browser is told of a choropleth: circles that may be drawn, packed dates, and what is refused."""

import json
from typing import Any

import pytest

from ucjmap.errors import RenderingError
from ucjmap.render.browser.specification import specification
from ucjmap.render.choropleth import Choropleth, Frame
from ucjmap.render.interactive.choropleth_layer import ChoroplethLayer, OfflineMap

NAN = float("nan")


def choropleth(**changes: Any) -> Choropleth:
    given: dict[str, Any] = {
        "view": "61/adm2",
        "geometry_url": None,
        "bounds": (108.0, -3.0, 114.0, 2.0),
        "colours": tuple(f"#0000{number:02x}" for number in range(12)),
        "no_data_colour": "#e6e6e6",
        "units": {"61.01": (0, "10%"), "61.02": (None, "no data")},
    }
    return Choropleth(**{**given, **changes})


def unpack(packed: dict[str, Any], number: int) -> dict[str, tuple[int | None, str]]:
    """The units of a frame as the browser reads them."""
    digits, texts = packed["classes"][number], packed["text_of"][number]
    return {
        code: (None if digits[at] == "-" else int(digits[at], 36), packed["texts"][texts[at]])
        for at, code in enumerate(packed["codes"])
    }


def test_optional_parts_are_off_by_default() -> None:
    spec = specification(choropleth())
    assert (spec["labels"], spec["frames"], spec["sync"]) == (None, None, None)
    assert (spec["circles"], spec["chosen"], spec["small"]) == ({}, [], [])
    assert (spec["picking"], spec["locate"], spec["dark"]) == (False, False, False)


def test_only_numbers_above_zero_become_circles() -> None:
    numbers = {"a": 3.0, "b": 0.0, "c": -4.0, "d": NAN, "e": float("inf")}
    spec = specification(choropleth(circles={code: (number, code) for code, number in numbers.items()}))
    assert spec["circles"] == {"a": (3.0, "a")}
    assert json.loads(json.dumps(spec, allow_nan=False))


def test_packed_frames_hold_the_class_and_text_of_every_unit() -> None:
    units = [
        {"61.02": (11, "12,0%"), "61.01": (0, "1,0%")},
        {"61.02": (None, ""), "61.01": (10, "12,0%"), "61.03": (3, "3,0%")},
    ]
    frames = [Frame(date=str(at), label=f"d{at}", units=of, small={"61.01"}) for at, of in enumerate(units)]
    packed = specification(choropleth(frames=frames, frame="1"))["frames"]
    for at, of in enumerate(units):
        assert unpack(packed, at) == {code: of.get(code, (None, "")) for code in ("61.01", "61.02", "61.03")}
    assert packed["small"] == [[0], [0]]
    assert len(packed["texts"]) == len(set(packed["texts"]))


def test_two_years_of_all_regencies_stay_small() -> None:
    codes = [f"{number // 20 + 11}.{number % 20:02d}" for number in range(514)]
    frames = [
        Frame(
            date=str(at),
            label=str(at),
            units={code: ((at + n) % 5, f"{(at * n) % 1000 / 10}%") for n, code in enumerate(codes)},
        )
        for at in range(24)
    ]
    packed = specification(choropleth(frames=frames, frame="23"))["frames"]
    assert len(json.dumps(packed, separators=(",", ":"))) < 90_000


def test_class_without_colour_in_a_frame_is_refused() -> None:
    frame = Frame(date="1", label="1", units={"61.01": (12, "")})
    with pytest.raises(RenderingError) as refused:
        choropleth(frames=[frame], frame="1")
    assert refused.value.code == "class_without_colour"


@pytest.mark.parametrize("shown", [None, "2"])
def test_date_shown_must_be_among_those_played(shown: str | None) -> None:
    with pytest.raises(RenderingError) as refused:
        choropleth(frames=[Frame(date="1", label="1", units={})], frame=shown)
    assert refused.value.code == "frame_unknown"


def test_a_name_cannot_leave_the_script_of_the_map() -> None:
    drawn = choropleth(
        units={"61.01": (0, "</script><script>alert(1)</script>"), "61.02": (0, "{% raw {{ 7*7 }} {#")},
        attribution="<img src=x onerror=alert(1)>",
    )
    page, layer = OfflineMap(language="id"), ChoroplethLayer(drawn)
    layer.add_to(page)
    page.get_root().render()  # must not read the name as a template
    script = layer._template.module.script(layer)
    assert "<script>alert(1)" not in script
    assert "<img src=x" not in script
    assert "alert(1)" in script
    assert "{% raw {{ 7*7 }} {#" in script
