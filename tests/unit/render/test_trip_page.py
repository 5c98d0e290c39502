"""The trip page: escaped names, one policy that names its script, every stop once."""

import base64
import hashlib
import re

from ucjmap.render.trip_page import TripSheet, TripStop, make_trip_page

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"


def make(names: list[str]) -> str:
    stops = tuple(TripStop(f"61.01.01.200{i}", name, (name,), 109.0 + i / 10, i / 10) for i, name in enumerate(names))
    sheet = TripSheet(HOSTILE, (HOSTILE, 109.0, 0.0), stops)
    words = {"sketch": HOSTILE, "visited": HOSTILE}
    return make_trip_page([sheet], title=HOSTILE, warnings=[HOSTILE], notes=[HOSTILE], words=words, lang="id").decode()


def test_hostile_names_stay_text() -> None:
    page = make([HOSTILE, "Desa A"])
    assert "<img" not in page
    assert page.count("</script>") == 1
    assert re.findall(r'value="([^"]*)"', page) == ["61.01.01.2000", "61.01.01.2001"]


def test_the_policy_allows_its_own_script_alone() -> None:
    page = make(["A"])
    script = page.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'" in page
    assert "http:" not in page
    assert "https:" not in page


def test_the_sketch_stays_inside_its_frame_even_for_one_stop_at_the_office() -> None:
    for page in (make(["A"]), make(["A", "B", "C"])):
        points = re.search(r'<polyline points="([^"]*)"', page)
        assert points
        for pair in points[1].split():
            x, y = (float(number) for number in pair.split(","))
            assert 0 <= x <= 320
            assert 0 <= y <= 240
