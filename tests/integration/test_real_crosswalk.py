"""Kalimantan Barat and Bengkulu as BPS drew them in 2020, against Kemendagri's polygons of 2025."""

from pathlib import Path

import pandas as pd
import pytest

from ucjmap import api
from ucjmap.errors import MatchingError
from ucjmap.matching import settle_conversions


@pytest.mark.long  # a minute of overlaying; tests/integration/api/test_api_crosswalk.py goes the same way with made shapes
def test_most_bps_codes_of_kalbar_convert_and_rightly(demo_copy: api.Store, shared_folder: Path) -> None:
    folder = shared_folder / "geodata"
    assert api.import_boundaries(demo_copy, folder / "ADMINISTRASIDESA_AR_61.zip", edition="BIG 61").import_id
    report = api.build_crosswalk(demo_copy, folder / "idn_admbnda_adm4_bps_20200401_61.zip")
    counts = report.counts()
    assert counts["desa_codes"] == report.read == 2132
    assert counts["same"] >= 0.8 * report.read
    assert counts["same"] + counts["split"] + counts["merged"] + counts["changed"] == report.read
    # The pairs that overlap by four fifths are known; a converted one among them is hardly ever another.
    known = pd.read_csv(shared_folder / "matching" / "bps2020_to_kemendagri2025_61_17_16.csv", dtype=str)
    expected = known.set_index("bps_code")["kemendagri_code"]
    sure = {code: each.codes[0] for code, each in settle_conversions(report.pairs).items() if each.relation == "same"}
    both = [code for code in sure if code in expected.index]
    assert len(both) > 250
    assert sum(sure[code] == expected[code] for code in both) >= 0.99 * len(both)


def test_a_province_without_drawn_boundaries_is_refused(demo_store: api.Store, shared_folder: Path) -> None:
    with pytest.raises(MatchingError) as refused:
        api.build_crosswalk(demo_store, shared_folder / "geodata" / "idn_admbnda_adm4_bps_20200401_17.zip")
    assert refused.value.code == "no_kemendagri_boundaries"
