"""The files written by hand: indicators, targets, published figures."""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
REFERENCE = ROOT / ".." / "shared" / "reference" / "published_figures.csv"
INDICATORS = tomllib.loads((DATA / "indicators.toml").read_text("utf-8"))
INDICATOR_OF = {
    "ucj_rate": "ucj",
    "desa_registered": "aparat_registered",
    "desa_aparat_registered_rate": "aparat_registered",
    "desa_bpd_registered_rate": "bpd_registered",
    "desa_count": "desa_count",
}


def read_rows(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def reference() -> pd.DataFrame:
    if not REFERENCE.exists():
        pytest.skip("the reference of published figures is not beside the project")
    return read_rows(REFERENCE)


@pytest.mark.parametrize("indicator", INDICATORS["indicators"], ids=lambda indicator: indicator["key"])
def test_an_indicator_is_complete_in_both_languages(indicator: dict[str, Any]) -> None:
    for words in ("name", "unit", "numerator", "denominator"):
        assert indicator[f"{words}_id"].strip()
        assert indicator[f"{words}_en"].strip()
    assert indicator["bands"] == sorted(set(indicator["bands"]))
    for labels in INDICATORS["bands"]["labels"].values():
        assert len(labels) == len(indicator["bands"]) + 1


def test_what_is_observed_is_defined(demo_coverage: pd.DataFrame) -> None:
    defined = {
        (indicator["key"], segment["key"])
        for indicator in INDICATORS["indicators"]
        for segment in indicator.get("segments", [{"key": "all"}])
    }
    observed = set(zip(demo_coverage["indicator"], demo_coverage["segment"], strict=True))
    not_simulated = {("cards_held", "all"), ("ucj", "pmi")}
    assert observed == defined - not_simulated


def test_published_dates_are_days_within_the_printed_period() -> None:
    published = read_rows(DATA / "published.csv")
    assert published["as_of"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    for as_of, as_printed in zip(published["as_of"], published["as_of_printed"], strict=True):
        period = pd.Period(as_printed)
        assert as_of == str(period.end_time.date())
    assert (published["source"] != "").all()


def test_a_published_figure_says_what_it_counts() -> None:
    published = read_rows(DATA / "published.csv")
    counts = {indicator["key"]: indicator["counts"] for indicator in INDICATORS["indicators"]}
    assert set(published["counts"]) <= {"desa", "people", ""}
    known = published[published["indicator"].isin(counts)]
    assert (known["counts"] == known["indicator"].map(counts)).all()


def test_published_rates_that_contradict_their_counts_say_so() -> None:
    published = read_rows(DATA / "published.csv")
    whole = published[(published["value"] != "") & (published["numerator"] != "") & (published["denominator"] != "")]
    rates = whole["numerator"].astype(int) / whole["denominator"].astype(int)
    decimals = whole["value"].str.len() - 2
    wrong = [round(r, d) != float(v) for r, d, v in zip(rates, decimals, whole["value"], strict=True)]
    assert whole[wrong]["area"].tolist() == ["Bali"]
    assert "but the counts give" in whole[wrong]["note"].item()


def test_targets_are_one_for_each_area_indicator_year_and_issuer() -> None:
    targets = read_rows(DATA / "targets.csv")
    assert not targets.duplicated(["unit_code", "indicator", "year", "issuer"]).any()
    assert targets["year"].str.fullmatch(r"20\d\d").all()
    assert targets["rate"].astype(float).between(0, 1, inclusive="right").all()
    assert set(targets.loc[targets["issuer"].str.startswith("RPJMN"), "comparable"]) == {"false"}
    assert set(targets["indicator"]) <= {indicator["key"] for indicator in INDICATORS["indicators"]}


def test_every_figure_of_the_reference_is_carried_over(reference: pd.DataFrame) -> None:
    published = read_rows(DATA / "published.csv")
    kept = {
        (row["unit_code"], row["indicator"], row["as_of_printed"], row["numerator"], row["denominator"])
        for row in published.to_dict("records")
    }
    values = {(row["unit_code"], row["as_of_printed"], row["value"]) for row in published.to_dict("records")}
    for row in reference[reference["indicator"] != "ucj_target"].to_dict("records"):
        indicator = INDICATOR_OF[row["indicator"]]
        assert (row["kemendagri_code"], indicator, row["as_of"], row["numerator"], row["denominator"]) in kept
        if row["unit"] == "fraction":
            assert (row["kemendagri_code"], row["as_of"], row["value"]) in values


def test_every_target_of_the_reference_is_carried_over(reference: pd.DataFrame) -> None:
    targets = read_rows(DATA / "targets.csv")
    kept = {(row["unit_code"], float(row["rate"])): row["year"] for row in targets.to_dict("records")}
    for row in reference[reference["target_value"] != ""].to_dict("records"):
        year = kept[row["kemendagri_code"], float(row["target_value"])]
        assert year == (row["target_year"] or row["as_of"][:4])
