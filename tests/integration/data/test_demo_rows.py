"""What each row of the demonstration coverage must hold, and how the rows lie in space."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.spatial import cKDTree

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
KEY = ["unit_code", "indicator", "segment", "as_of"]
PROVINCES = ("16", "17", "61")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wide(coverage: pd.DataFrame, indicators: list[str]) -> pd.DataFrame:
    """Numerators and denominators side by side by indicator and segment; one row is one village and date."""
    rows = coverage[coverage["indicator"].isin(indicators)].assign(column=lambda r: r["indicator"] + "." + r["segment"])
    return rows.pivot_table(index=["unit_code", "as_of"], columns="column", values=["numerator", "denominator"])


def newest_rates(coverage: pd.DataFrame, villages: pd.DataFrame, province: str, segment: str = "all") -> pd.DataFrame:
    """Villages of a province with their coverage rate at the newest date, as ``rate``."""
    of_province = coverage["unit_code"].str.startswith(province)
    rows = coverage[of_province & (coverage["indicator"] == "ucj") & (coverage["segment"] == segment)]
    rows = rows[rows["as_of"] == rows["as_of"].max()].set_index("unit_code")
    return villages.join((rows["numerator"] / rows["denominator"]).rename("rate"), how="inner")


def plane_km(villages: pd.DataFrame) -> Any:
    return villages[["lon", "lat"]].to_numpy() * 111.32


def mean_of_neighbours(positions: Any, rates: Any) -> Any:
    _, nearest = cKDTree(positions).query(positions, k=7)
    return rates[nearest[:, 1:]].mean(axis=1)


def test_keys_are_unique_and_sorted_and_counts_are_possible(demo_coverage: pd.DataFrame) -> None:
    assert not demo_coverage.duplicated(KEY).any()
    assert demo_coverage[KEY].equals(demo_coverage[KEY].sort_values(KEY).reset_index(drop=True))
    assert (demo_coverage["numerator"] >= 0).all()
    assert (demo_coverage["denominator"] > 0).all()
    assert (demo_coverage["numerator"] <= demo_coverage["denominator"]).all()
    assert demo_coverage["as_of"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_every_village_is_in_the_register(demo_coverage: pd.DataFrame, demo_villages: pd.DataFrame) -> None:
    assert set(demo_coverage["unit_code"]) <= set(demo_villages.index)


def test_segments_add_up_to_all(demo_coverage: pd.DataFrame) -> None:
    counts = wide(demo_coverage, ["ucj"])
    for count in ("numerator", "denominator"):
        parts = counts[count][["ucj.pu", "ucj.bpu", "ucj.jakon"]].sum(axis=1)
        assert (parts == counts[count]["ucj.all"]).all()


def test_construction_workers_are_missing_only_where_the_manifest_says(demo_coverage: pd.DataFrame) -> None:
    counts = wide(demo_coverage, ["ucj"])
    missing = counts[counts["numerator"]["ucj.jakon"].isna()].reset_index()
    assert set(missing["unit_code"].str[:5]) == {"61.04"}
    assert missing["as_of"].max() == "2024-12-31"
    assert counts["numerator"][["ucj.pu", "ucj.bpu"]].notna().all(axis=None)


def test_wage_earners_are_covered_best_and_the_self_employed_worst(demo_coverage: pd.DataFrame) -> None:
    ucj = demo_coverage[demo_coverage["indicator"] == "ucj"]
    counts = ucj.groupby([ucj["unit_code"].str[:2], "as_of", "segment"])[["numerator", "denominator"]].sum()
    rates = (counts["numerator"] / counts["denominator"]).unstack()
    assert (rates["pu"] > rates["jakon"]).all()
    assert (rates["jakon"] > rates["bpu"]).all()


@pytest.mark.parametrize("office", ["aparat", "bpd"])
def test_persons_agree_with_the_desa_registered(demo_coverage: pd.DataFrame, office: str) -> None:
    counts = wide(demo_coverage, [office, f"{office}_registered"])
    registered = counts["numerator"][f"{office}_registered.all"]
    persons = counts["numerator"][f"{office}.all"]
    assert registered.isin([0, 1]).all()
    assert (counts["denominator"][f"{office}_registered.all"] == 1).all()
    assert ((persons > 0) == (registered == 1)).all()
    assert (persons[registered == 1] < counts["denominator"][f"{office}.all"][registered == 1]).any()


def test_kelurahan_have_no_aparat_but_for_the_one_in_the_manifest(
    demo_coverage: pd.DataFrame, demo_villages: pd.DataFrame, demo_manifest: dict[str, Any]
) -> None:
    offices = demo_coverage[demo_coverage["indicator"] != "ucj"]
    kinds = demo_villages.loc[offices["unit_code"].unique(), "kind"]
    counted = [kelurahan["code"] for kelurahan in demo_manifest["kelurahan_counted_as_desa"]]
    assert kinds[kinds == "kelurahan"].index.tolist() == counted
    assert len(counted) == 1


@pytest.mark.parametrize("province", PROVINCES)
def test_some_desa_and_one_kecamatan_have_no_data(
    demo_coverage: pd.DataFrame, demo_villages: pd.DataFrame, province: str
) -> None:
    villages = demo_villages[demo_villages.index.str.startswith(province)]
    rates = newest_rates(demo_coverage, villages, province)
    assert 0.975 < len(rates) / len(villages) < 0.998
    silent = set(villages.index.str[:8]) - set(rates.index.str[:8])
    assert len(silent) == 1


def test_who_has_data_at_a_date_has_it_at_every_later_one(demo_coverage: pd.DataFrame) -> None:
    rows = demo_coverage[demo_coverage["segment"] == "all"].assign(province=lambda r: r["unit_code"].str[:2])
    rows["place"] = rows.groupby(["province", "indicator"])["as_of"].rank("dense").astype(int)
    seen = rows.groupby(["unit_code", "indicator"])["place"].agg(["min", "max", "count"])
    assert (seen["count"] == seen["max"] - seen["min"] + 1).all()
    last = rows.groupby(["province", "indicator"])["place"].max()
    keys = zip(seen.index.get_level_values(0).str[:2], seen.index.get_level_values(1), strict=True)
    assert (seen["max"].to_numpy() == [last[key] for key in keys]).all()


def test_some_desa_fall_because_participants_lapse(demo_coverage: pd.DataFrame) -> None:
    ucj = demo_coverage[(demo_coverage["indicator"] == "ucj") & (demo_coverage["segment"] == "all")]
    ucj = ucj[ucj["unit_code"].str.startswith("61.01")].assign(rate=lambda r: r["numerator"] / r["denominator"])
    changes = ucj.pivot_table(index="unit_code", columns="as_of", values="rate").diff(axis=1).iloc[:, -1]
    assert (changes < 0).any()
    assert (changes > 0).any()


@pytest.mark.parametrize("province", PROVINCES)
def test_neighbours_are_alike(demo_coverage: pd.DataFrame, demo_villages: pd.DataFrame, province: str) -> None:
    rated = newest_rates(demo_coverage, demo_villages, province)
    rates = rated["rate"].to_numpy()
    around = mean_of_neighbours(plane_km(rated), rates)
    shuffled = np.random.default_rng(1).permutation(rates)
    assert np.corrcoef(rates, around)[0, 1] > 0.5
    assert abs(np.corrcoef(shuffled, mean_of_neighbours(plane_km(rated), shuffled))[0, 1]) < 0.15


@pytest.mark.parametrize("province", PROVINCES)
def test_desa_far_from_town_are_lower_than_others_of_their_kabupaten(
    demo_coverage: pd.DataFrame, demo_villages: pd.DataFrame, province: str
) -> None:
    """Town is where kelurahan are; a kabupaten without one does not count."""
    rated = newest_rates(demo_coverage, demo_villages, province)
    rated["regency"] = rated.index.str[:5]
    towns = dict(iter(rated[rated["kind"] == "kelurahan"].groupby("regency")))
    desa = rated[(rated["kind"] != "kelurahan") & rated["regency"].isin(towns)].copy()
    for code, members in desa.groupby("regency"):
        desa.loc[members.index, "away_km"] = cKDTree(plane_km(towns[code])).query(plane_km(members))[0]
    places = desa.groupby("regency")[["rate", "away_km"]].rank(pct=True)
    assert len(places) > 500
    assert places["rate"].corr(places["away_km"]) < -0.15


def test_checksums_are_those_of_the_manifest(demo_manifest: dict[str, Any]) -> None:
    assert demo_manifest["files"] == {name: sha256(DATA / name) for name in demo_manifest["files"]}
    assert "demo_coverage.parquet" in demo_manifest["files"]
    areas = ROOT / "geodata" / "model_boundaries_2025.parquet"
    assert demo_manifest["made_from"] == {areas.name: sha256(areas)}


def test_the_manifest_says_that_the_data_are_simulated(
    demo_manifest: dict[str, Any], demo_coverage: pd.DataFrame
) -> None:
    assert demo_manifest["simulated"] is True
    assert "simulasi" in demo_manifest["notice"]["id"]
    assert demo_manifest["rows"] == len(demo_coverage)


def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, DATA / "simulate.py", "--out", tmp_path], check=True, timeout=120)
    for name in ("demo_coverage.parquet", "manifest.json"):
        assert sha256(tmp_path / name) == sha256(DATA / name)


def test_the_coverage_is_small() -> None:
    assert (DATA / "demo_coverage.parquet").stat().st_size < 4_000_000
