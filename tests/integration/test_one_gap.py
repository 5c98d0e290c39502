"""One area has one gap, wherever it is told: by the target in force for that very area."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.gaps import gap_of
from ucjmap import api
from ucjmap.api.figures import other_gap
from ucjmap.api.maps.drawing import play_dates
from ucjmap.api.maps.printed_map import make_map_page
from ucjmap.api.outreach.lists import outreach_list
from ucjmap.api.outreach.scenarios import MoneyQuestion
from ucjmap.indicators import Gap, Target

DESA, SISTER, FAR = "61.01.01.2001", "61.01.01.2003", "61.02.01.2001"
OWN = Target(DESA, "ucj", 2026, "Kades", 0.8)
OF_KABUPATEN = Target("61.01", "ucj", 2026, "Gubernur", 0.5)
ELSEWHERE = Target("61", "ucj", 2027, "Gubernur", 0.7)


@pytest.fixture
def store(small_store: api.Store, tmp_path: Path) -> api.Store:
    """A desa with a target of its own beside a kabupaten's; 30, 60 and 10 of 100 workers are registered."""
    counts = [f"{code};ucj;{number};100;2025-12-31" for code, number in ((DESA, 30), (SISTER, 60), (FAR, 10))]
    path = tmp_path / "cakupan.csv"
    path.write_text("\n".join(["kode;indikator;pembilang;penyebut;tanggal", *counts]), encoding="utf-8")
    # Of a hundred workers each: they look like percentages, and are none.
    draft = api.draft_coverage(small_store, path, as_of="2025-12-31", assume={"population": "ignore"})
    assert api.commit_coverage(small_store, draft)
    put_targets(small_store, tmp_path, OWN, OF_KABUPATEN, ELSEWHERE)
    return small_store


def put_targets(store: api.Store, folder: Path, *targets: Target) -> None:
    rows = [f"{target.unit_code};{target.year};{target.issuer};{100 * target.rate:g} %" for target in targets]
    path = folder / "target.csv"
    path.write_text("\n".join(["kode;tahun;penerbit;target", *rows]), encoding="utf-8")
    assert api.import_targets(store, path).import_id


def on_map(code: str, **options: str) -> Callable[[api.Store], float]:
    return lambda store: api.area_values(store, code, "adm4", "ucj", **options).units.at[DESA, "gap_people"]


def answer(store: api.Store, code: str, **options: Any) -> api.MapAnswer:
    return api.answer_map(store, api.MapView(code, "adm4", lang="en", **options))


def on_card(store: api.Store) -> float:
    return float(answer(store, DESA).key_figure("gap_people").text)


def in_picture(store: api.Store) -> float:
    page = make_map_page(store, answer(store, DESA), api.Dressing())
    (people,) = (figure.value for figure in page.figures if figure.label == "Gap to target, people")
    return float(people)


def in_circle(store: api.Store) -> float:
    return answer(store, "61.01").areas.circles[DESA][0]


def in_table(store: api.Store) -> float:
    return float(api.map_table(answer(store, "61")).set_index("code").at[DESA, "gap_people"])


def in_money(store: api.Store) -> float:
    """What a programme that reaches 10 workers in each desa leaves, and those 10."""
    question = MoneyQuestion(16_800, 12, "2026-01-01", workers_per_desa=10, dana_desa_idr=20_000_000)
    outcome, _ = api.answer_question(store, "61.01", "adm4", question)
    return float(outcome.areas.at[DESA, "gap_people"]) + 10


def in_outreach(store: api.Store) -> float:
    return float(outreach_list(store, "61.01", "adm4").areas.at[DESA, "gap_people"])


def in_profile(store: api.Store) -> float:
    gap = api.area_trajectory(store, DESA, "ucj").gap
    assert gap is not None
    return gap.people


def in_ranking(store: api.Store) -> float:
    return float(api.rank_trajectories(store, "61", "adm4", "ucj").at[DESA, "people"])


def alone(store: api.Store) -> float:
    gap = api.joint_figures(store, [DESA], "ucj").gap
    assert gap is not None
    return gap.people


@pytest.mark.parametrize(
    "told",
    [
        on_map("61.01.01"),
        on_map("61.01"),
        on_map("61"),
        on_map("61", measure="gap"),
        on_card,
        in_picture,
        in_circle,
        in_table,
        in_money,
        in_outreach,
        in_profile,
        in_ranking,
        alone,
    ],
)
def test_a_desa_with_a_target_of_its_own_lacks_50_people_everywhere(
    store: api.Store, told: Callable[[api.Store], float]
) -> None:
    assert told(store) == 50


def test_each_area_of_a_map_is_measured_to_its_own_target(store: api.Store) -> None:
    values = api.area_values(store, "61", "adm4", "ucj", measure="gap")
    shown = values.units.loc[[DESA, SISTER, FAR], ["target", "value", "gap_people"]]
    assert shown["target"].tolist() == [OWN, OF_KABUPATEN, ELSEWHERE]
    assert shown["value"].tolist() == [-0.5, 0.1, -0.6]
    assert shown["gap_people"].tolist() == [50, 0, 60]
    assert (values.target, set(values.targets)) == (ELSEWHERE, {OWN, OF_KABUPATEN, ELSEWHERE})
    assert values.area["gap_people"] == 110
    # What is said of all areas names no single target where there are several.
    of_map = answer(store, "61", measure="gap")
    assert of_map.title == "UCJ coverage: distance of each area to its target — Kalimantan Barat"
    assert of_map.legend.notes[0] == (
        "Each area is measured to the target in force for it: Target 70.00% in 2027: Gubernur (areas: 6); "
        "Target 50.00% in 2026: Gubernur (areas: 5); Target 80.00% in 2026: Kades (areas: 1)"
    )


def test_a_file_names_the_target_of_each_row(store: api.Store) -> None:
    table = api.map_table(answer(store, "61")).set_index("code")
    columns = ["target_rate", "target_year", "target_issuer"]
    assert table.loc[DESA, columns].tolist() == [0.8, 2026, "Kades"]
    assert table.loc[SISTER, columns].tolist() == [0.5, 2026, "Gubernur"]


def test_a_scenario_measures_the_whole_to_the_target_of_the_whole(store: api.Store) -> None:
    question = MoneyQuestion(16_800, 12, "2026-01-01", workers_per_desa=1, dana_desa_idr=20_000_000)
    outcome, _ = api.answer_question(store, "61.01", "adm4", question)
    assert outcome.totals["gap_people"] == 8  # 92 of 200 then, and 50 % are wanted
    same, _ = api.answer_question(store, "61.01", "adm4", replace(question, target=0.5))
    assert same.areas.loc[[DESA, SISTER], "gap_people"].tolist() == [19, 0]


def test_a_target_that_is_chosen_holds_area_by_area(store: api.Store) -> None:
    chosen = {
        key: api.area_values(store, "61.01", "adm4", "ucj", target=key).units.loc[[DESA, SISTER], "gap_people"].tolist()
        for key in ("2026@Kades", "2026@Gubernur", "2027@Gubernur", "2026@Nobody")
    }
    assert chosen["2026@Kades"] == [50, pytest.approx(float("nan"), nan_ok=True)]
    assert chosen["2026@Gubernur"] == [20, 0]
    assert chosen["2027@Gubernur"] == [40, 10]
    assert pd.isna(chosen["2026@Nobody"]).all()
    assert answer(store, DESA, target="2026@Gubernur").key_figure("gap_people").text == "20"


def test_two_dates_and_playback_keep_the_targets_of_the_newer_year(store: api.Store, tmp_path: Path) -> None:
    put_targets(store, tmp_path, replace(OWN, year=2024, rate=0.9))
    path = tmp_path / "lama.csv"
    path.write_text(f"kode;indikator;pembilang;penyebut;tanggal\n{DESA};ucj;20;100;2024-06-30", encoding="utf-8")
    assert api.commit_coverage(store, api.draft_coverage(store, path, as_of="2024-06-30"))
    both = answer(store, "61.01.01", since="2024-06-30", side=True)
    assert both.older is not None
    older, newer = both.older.areas.row(DESA), both.areas.row(DESA)
    assert older["target"] == newer["target"] == OWN
    assert (older["gap_people"], newer["gap_people"]) == (60, 50)
    assert answer(store, "61.01.01", as_of="2024-06-30").areas.row(DESA)["gap_people"] == 70
    shown = answer(store, "61.01.01", measure="gap")
    frames = [units for _, units, _, _ in play_dates(store, shown)]
    assert [units[DESA][1].split(" points")[0] for units in frames] == ["−60.0", "−50.0"]
    origins = [origin for _, _, _, origin in play_dates(store, shown)]
    assert ["30 June 2024" in origin for origin in origins] == [True, False]
    assert ["31 December 2025" in origin for origin in origins] == [False, True]
    assert (shown.pinned.target, shown.pinned.as_of) == (None, "2025-12-31")


def test_the_other_target_worth_naming(store: api.Store) -> None:
    in_kecamatan, in_kabupaten = (api.area_values(store, code, "adm4", "ucj") for code in ("61.01.01", "61.01"))
    assert gap_of(in_kecamatan.units.loc[DESA].to_dict()) == Gap(OWN, 0.5, 50)
    assert other_gap(store, in_kecamatan, DESA) == Gap(OF_KABUPATEN, 0.2, 20)
    assert other_gap(store, in_kecamatan, SISTER) is None
    assert other_gap(store, in_kecamatan) is None  # the kecamatan and the kabupaten have the same
    assert gap_of(in_kabupaten.area) == Gap(OF_KABUPATEN, 0.05, 10)
    assert other_gap(store, in_kabupaten) == Gap(ELSEWHERE, 0.25, 50)
    assert other_gap(store, api.area_values(store, "00", "adm1", "ucj")) is None


def test_the_gaps_of_parts_add_up_to_more_than_that_of_the_whole(store: api.Store) -> None:
    # 50 and 0 people in the two desa; the one beyond 50 % lends its 10 to the whole, the other lacks 30 more by itself.
    assert answer(store, "61.01").gap_sum == (
        "The gaps of the listed areas add up to 50 people, that of the whole is 10: areas above their target "
        "do not make up for others, and an area may have a target of its own."
    )
    assert answer(store, "61.01", target="2026@Nobody").gap_sum == ""
