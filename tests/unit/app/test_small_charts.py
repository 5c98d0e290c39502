"""Small charts of areas: what a mark of the line says."""

import re
from base64 import b64decode

import pandas as pd
import pytest

from ucjmap.app.map.small_charts import spark


@pytest.mark.parametrize(("mark", "tip"), [("fall", 5), ("mix", 5), ("rise", -5), ("mix_rise", -5)])
def test_a_mark_points_down_for_a_fall_and_up_for_a_rise(mark: str, tip: int) -> None:
    trend = pd.DataFrame(
        {
            "as_of": ["2025-06-30", "2025-12-31"],
            "rate": [0.5, 0.4],
            "change": [None, -0.1],
            "entry_points": [0.0, 0.0],
            "desa_with_data": [10, 10],
            "fall": ["", mark],
            "partial": [False, False],
        }
    )
    drawn = b64decode(spark("id", "Mempawah", trend, 0.6).split("base64,")[1].split('"')[0]).decode()
    assert re.findall(r"h5\.2l-2\.6 ?(-?\d+)z", drawn) == [str(tip)]
