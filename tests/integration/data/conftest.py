import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
AREAS = ROOT / "geodata" / "model_boundaries_2025.parquet"


@pytest.fixture(scope="session")
def demo_coverage() -> pd.DataFrame:
    return pd.read_parquet(DATA / "demo_coverage.parquet")


@pytest.fixture(scope="session")
def demo_manifest() -> dict[str, Any]:
    return dict(json.loads((DATA / "manifest.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def demo_villages() -> pd.DataFrame:
    """Desa and kelurahan of the demonstration provinces; one row is one, indexed by code."""
    areas = pd.read_parquet(AREAS, columns=["code", "level", "kind", "lon", "lat", "area_km2"])
    is_demo = areas["code"].str[:2].isin(["16", "17", "61"])
    return areas[is_demo & areas["level"].eq("adm4")].set_index("code").sort_index()
