"""Follow-up: the newest entry counts, later data judge it, and progress is told day by day."""

import pandas as pd

from ucjmap.outreach.followup import (
    ENTRY_COLUMNS,
    WITHDRAWN,
    campaign_progress,
    judge_status,
    latest_status,
    newest_by_desa,
)

ENTERED = "2026-03-20T00:00:00+00:00"


def entries(*rows: tuple[str, str, str], entered: str = ENTERED) -> pd.DataFrame:
    """Code, status and date of entries in the order in which they were made."""
    full = [
        (number, "", code, "aparat_registered", status, date, "", "AB", entered, None)
        for number, (code, status, date) in enumerate(rows, start=1)
    ]
    return pd.DataFrame(full, columns=list(ENTRY_COLUMNS))


def counts(*rows: tuple[str, str, int]) -> pd.DataFrame:
    full = [(code, "aparat_registered", as_of, numerator, "DPMD", True) for code, as_of, numerator in rows]
    return pd.DataFrame(full, columns=["unit_code", "indicator", "as_of", "numerator", "source", "is_simulated"])


def test_the_newest_date_counts_and_of_one_day_the_later_entry() -> None:
    found = latest_status(
        entries(("A", "promised", "2026-03-02"), ("A", "visited", "2026-03-01"), ("B", "planned", "2026-03-01"))
    )
    assert found.set_index("unit_code")["status"].to_dict() == {"A": "promised", "B": "planned"}
    same_day = entries(("A", "visited", "2026-03-01"), ("A", "planned", "2026-03-01"))
    assert latest_status(same_day)["status"].tolist() == ["planned"]


def test_later_data_confirm_or_contradict() -> None:
    latest = entries(
        ("A", "registered", "2026-03-01"),
        ("B", "registered", "2026-03-01"),
        ("C", "promised", "2026-03-01"),
        ("D", "promised", "2026-03-01"),
        ("E", "registered", "2026-03-01"),
        ("F", "registered", "2026-03-01"),
    )
    newer, same_day = "2026-04-01", "2026-03-01"
    seen = counts(("A", newer, 1), ("B", newer, 0), ("C", newer, 1), ("D", newer, 0), ("E", same_day, 1))
    judged = judge_status(latest, seen).set_index("unit_code")
    assert judged["verdict"].to_dict() == {
        "A": "confirmed",
        "B": "contradicted",
        "C": "registered_meanwhile",
        "D": "not_yet",
        "E": "no_newer_data",
        "F": "no_newer_data",
    }
    assert judged.loc["A", ["data_as_of", "data_source", "data_is_simulated"]].tolist() == [newer, "DPMD", True]
    assert judged.loc["F", ["data_as_of", "data_source", "data_is_simulated"]].isna().all()


def test_progress_counts_each_desa_once_a_day() -> None:
    progress = campaign_progress(
        entries(
            ("A", "planned", "2026-03-01"),
            ("B", "planned", "2026-03-01"),
            ("A", "visited", "2026-03-05"),
            ("A", "registered", "2026-03-09"),
        )
    )
    assert progress["date"].tolist() == ["2026-03-01", "2026-03-05", "2026-03-09"]
    assert progress[["planned", "visited", "promised", "registered"]].to_numpy().tolist() == [
        [2, 0, 0, 0],
        [1, 1, 0, 0],
        [1, 0, 0, 1],
    ]


def test_a_plan_for_a_day_to_come_does_not_outdo_the_visit_made_before_it() -> None:
    plan = entries(("A", "planned", "2026-12-01"), entered="2026-03-01T08:00:00+00:00")
    visit = entries(("A", "visited", "2026-03-05"), entered="2026-03-05T08:00:00+00:00").assign(id=2)
    both = pd.concat([plan, visit])
    assert latest_status(both)["status"].tolist() == ["visited"]
    assert campaign_progress(both)["date"].tolist() == ["2026-03-01", "2026-03-05"]
    later = entries(("A", "planned", "2026-12-01"), entered="2026-03-06T08:00:00+00:00").assign(id=3)
    assert latest_status(pd.concat([both, later]))["status"].tolist() == ["planned"]


def test_what_was_taken_back_counts_no_more() -> None:
    made = entries(("A", "visited", "2026-03-01"), ("A", "registered", "2026-03-02"), ("A", WITHDRAWN, "2026-03-02"))
    made["withdraws"] = [None, None, 2]
    assert latest_status(made)["status"].tolist() == ["visited"]
    assert campaign_progress(made)["registered"].sum() == 0
    made["withdraws"] = [None, None, 1]
    assert latest_status(made)["status"].tolist() == ["registered"]
    assert campaign_progress(made)["date"].tolist() == ["2026-03-02"]


def test_a_desa_asked_for_two_things_is_one_desa() -> None:
    made = entries(("A", "registered", "2026-03-01"), ("A", "planned", "2026-03-02"))
    made["indicator"] = ["aparat_registered", "bpd_registered"]
    latest = latest_status(made)
    assert len(latest) == 2
    assert newest_by_desa(latest)["status"].tolist() == ["planned"]
    assert campaign_progress(made).iloc[-1][["planned", "visited", "promised", "registered"]].tolist() == [1, 0, 0, 0]


def test_nothing_noted_gives_empty_tables() -> None:
    none = entries()
    assert latest_status(none).empty
    assert campaign_progress(none).empty
    assert judge_status(latest_status(none), counts()).empty
