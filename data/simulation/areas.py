"""The desa and kelurahan of the demonstration provinces, as the embedded boundaries have them."""

from pathlib import Path

import pandas as pd

_COLUMNS = ["code", "level", "parent_code", "name", "kind", "population", "lon", "lat", "area_km2"]


def read_areas(path: Path) -> pd.DataFrame:
    """Areas of all levels; one row is one area: code, level, kind, population, lon, lat, area_km2 and its parent."""
    return pd.read_parquet(path, columns=_COLUMNS)


def select_villages(areas: pd.DataFrame, province: str) -> pd.DataFrame:
    """Desa and kelurahan of one province, sorted by code.

    One row is one village: code, name, kind, lon, lat, area_km2, and its ``district`` (kecamatan) and ``regency``
    (kabupaten/kota) with ``regency_population``.
    """
    villages = areas[(areas["level"] == "adm4") & areas["code"].str.startswith(province + ".")]
    villages = villages.sort_values("code").reset_index(drop=True)
    regencies = areas[areas["level"] == "adm2"].set_index("code")["population"]
    villages["district"] = villages["code"].str[:8]
    villages["regency"] = villages["code"].str[:5]
    villages["regency_population"] = villages["regency"].map(regencies).astype(float)
    return villages.drop(columns=["level", "parent_code", "population"])
