"""Counts, targets and printed figures: what is in force, what supersedes it, and what an undo brings back."""

import pandas as pd
import pytest

from ucjmap.errors import UsageError
from ucjmap.schema import OBSERVATION_COLUMNS, PUBLISHED_COLUMNS
from ucjmap.store import (
    Provenance,
    Store,
    add_aliases,
    add_import,
    add_observations,
    add_published,
    add_targets,
    read_aliases,
    read_current,
    read_dates,
    read_imports,
    read_latest,
    read_layouts,
    read_published,
    read_targets,
    undo_import,
    write_layout,
)

DATES = ["2024-01-01", "2024-12-31", "2025-06-30", "2025-12-31", "2026-06-30"]


def put(store: Store, *rows: tuple[str, str, int, int], indicator: str = "ucj", segment: str = "all") -> int:
    """Import counts given as (area, date, numerator, denominator)."""
    table = pd.DataFrame(rows, columns=["unit_code", "as_of", "numerator", "denominator"])
    table = table.assign(indicator=indicator, segment=segment)
    with store.writing() as connection:
        number = add_import(connection, Provenance("coverage"))
        add_observations(connection, number, table[list(OBSERVATION_COLUMNS)])
    return number


def undo(store: Store, number: int) -> None:
    with store.writing() as connection:
        undo_import(connection, number, undone_by="penguji")


def latest(store: Store, as_of: str, indicator: str = "ucj", segment: str = "all") -> dict[str, tuple[str, int]]:
    with store.reading() as connection:
        rows = read_latest(connection, indicator, segment, as_of)
    assert not rows["unit_code"].duplicated().any()
    return {row.unit_code: (row.as_of, row.numerator) for row in rows.itertuples()}


def everything(store: Store) -> list[pd.DataFrame]:
    """All that the store answers about values, on all dates."""
    with store.reading() as connection:
        frames = [
            read_current(connection),
            read_dates(connection),
            read_targets(connection),
            read_published(connection),
        ]
        frames += [read_latest(connection, key, "all", date) for key in ("ucj", "bpd") for date in DATES]
    return [frame.sort_values(list(frame.columns)).reset_index(drop=True) for frame in frames]


def assert_same(before: list[pd.DataFrame], after: list[pd.DataFrame]) -> None:
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_the_newest_count_on_or_before_a_date_is_carried_forward(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2024-12-31", 1, 10), ("61.01", "2025-12-31", 3, 10), ("61.02", "2025-06-30", 2, 10))
    assert latest(empty_store, "2024-12-30") == {}
    assert latest(empty_store, "2024-12-31") == {"61.01": ("2024-12-31", 1)}
    assert latest(empty_store, "2025-12-30") == {"61.01": ("2024-12-31", 1), "61.02": ("2025-06-30", 2)}
    assert latest(empty_store, "2030-01-01") == {"61.01": ("2025-12-31", 3), "61.02": ("2025-06-30", 2)}


def test_a_later_import_of_the_same_date_wins(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2025-06-30", 1, 10))
    put(empty_store, ("61.01", "2025-06-30", 9, 10))
    assert latest(empty_store, "2025-12-31") == {"61.01": ("2025-06-30", 9)}


def test_a_later_import_of_an_earlier_date_does_not_hide_the_newer_date(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2025-06-30", 5, 10))
    put(empty_store, ("61.01", "2024-12-31", 1, 10))
    assert latest(empty_store, "2025-12-31") == {"61.01": ("2025-06-30", 5)}
    assert latest(empty_store, "2025-01-01") == {"61.01": ("2024-12-31", 1)}


def test_indicators_and_segments_stand_apart(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2025-06-30", 5, 10))
    put(empty_store, ("61.01", "2025-06-30", 2, 10), segment="bpu")
    put(empty_store, ("61.01", "2025-06-30", 1, 7), indicator="bpd")
    assert latest(empty_store, "2025-12-31") == {"61.01": ("2025-06-30", 5)}
    assert latest(empty_store, "2025-12-31", segment="bpu") == {"61.01": ("2025-06-30", 2)}
    assert latest(empty_store, "2025-12-31", "bpd") == {"61.01": ("2025-06-30", 1)}
    assert latest(empty_store, "2025-12-31", "aparat") == {}


def test_the_counts_in_force_have_each_key_once(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2024-12-31", 1, 10), ("61.02", "2024-12-31", 2, 10))
    second = put(empty_store, ("61.01", "2024-12-31", 4, 10), ("61.01", "2025-12-31", 5, 10))
    put(empty_store, ("61.01", "2024-12-31", 3, 7), indicator="bpd")
    with empty_store.reading() as connection:
        current, of_ucj = read_current(connection), read_current(connection, indicator="ucj")
    assert not current.duplicated(list(OBSERVATION_COLUMNS[:4])).any()
    assert len(current) == 4
    found = {(row.unit_code, row.as_of): (row.numerator, row.import_id) for row in of_ucj.itertuples()}
    assert found[("61.01", "2024-12-31")] == (4, second)
    assert len(found) == 3


def test_undo_restores_exactly_what_was(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2024-12-31", 1, 10), ("61.02", "2025-06-30", 2, 10))
    put(empty_store, ("61.01", "2024-12-31", 1, 5), indicator="bpd")
    before = everything(empty_store)
    correction = put(
        empty_store, ("61.01", "2024-12-31", 0, 99), ("61.02", "2025-12-31", 8, 10), ("61.03", "2024-01-01", 1, 1)
    )
    changed = everything(empty_store)
    assert any(not one.equals(other) for one, other in zip(before, changed, strict=True))
    undo(empty_store, correction)
    assert_same(before, everything(empty_store))


def test_undoing_the_middle_import_leaves_the_last_one_in_force(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2025-06-30", 1, 10))
    middle = put(empty_store, ("61.01", "2025-06-30", 2, 10), ("61.02", "2025-06-30", 2, 10))
    last = put(empty_store, ("61.01", "2025-06-30", 3, 10))
    undo(empty_store, middle)
    assert latest(empty_store, "2025-12-31") == {"61.01": ("2025-06-30", 3)}
    undo(empty_store, last)
    assert latest(empty_store, "2025-12-31") == {"61.01": ("2025-06-30", 1)}


def test_undone_dates_are_no_dates(empty_store: Store) -> None:
    put(empty_store, ("61.01", "2024-12-31", 1, 10))
    extra = put(empty_store, ("61.01", "2025-12-31", 1, 10))
    undo(empty_store, extra)
    with empty_store.reading() as connection:
        assert read_dates(connection)["as_of"].tolist() == ["2024-12-31"]


def test_an_import_cannot_be_undone_twice_and_an_unknown_one_not_at_all(empty_store: Store) -> None:
    number = put(empty_store, ("61.01", "2024-12-31", 1, 10))
    undo(empty_store, number)
    for wrong, code in ((number, "already_undone"), (number + 1, "no_such_import"), (0, "no_such_import")):
        with pytest.raises(UsageError) as caught:
            undo(empty_store, wrong)
        assert caught.value.code == code
        assert "list of imports" in caught.value.hint


def test_the_history_keeps_what_was_undone_and_by_whom(empty_store: Store) -> None:
    first, second = (put(empty_store, ("61.01", "2024-12-31", count, 10)) for count in (1, 2))
    undo(empty_store, first)
    with empty_store.reading() as connection:
        entries = read_imports(connection).set_index("id")
    assert entries.index.tolist() == [second, first]
    assert entries["state"].to_dict() == {second: "committed", first: "undone"}
    assert entries.at[first, "undone_by"] == "penguji"
    assert entries.at[first, "undone_at"] >= entries.at[first, "created_at"]
    assert pd.isna(entries.at[second, "undone_at"])


def make_targets(rate: float, *, year: int = 2026) -> pd.DataFrame:
    return pd.DataFrame(
        [("61", "ucj", year, "gubernur", rate, True, "berita")],
        columns=["unit_code", "indicator", "year", "issuer", "rate", "comparable", "source"],
    )


def test_a_target_is_superseded_and_comes_back(empty_store: Store) -> None:
    def rates() -> list[tuple[int, float]]:
        with empty_store.reading() as connection:
            rows = read_targets(connection)
        return sorted((row.year, row.rate) for row in rows.itertuples())

    with empty_store.writing() as connection:
        add_targets(connection, add_import(connection, Provenance("targets")), make_targets(0.61))
        add_targets(connection, add_import(connection, Provenance("targets")), make_targets(0.7, year=2030))
    with empty_store.writing() as connection:
        number = add_import(connection, Provenance("targets"))
        add_targets(connection, number, make_targets(0.65))
    assert rates() == [(2026, 0.65), (2030, 0.7)]
    undo(empty_store, number)
    assert rates() == [(2026, 0.61), (2030, 0.7)]


def test_printed_figures_keep_what_was_not_printed_empty(empty_store: Store) -> None:
    rows = pd.DataFrame(
        [
            ("61", "ucj", "all", "2025-10-31", 0.5, None, None, "berita", "", "people"),
            ("61", "bpd", "all", "2025-10-31", None, 1, 2, "berita", "", None),
        ],
        columns=list(PUBLISHED_COLUMNS),
    )
    with empty_store.writing() as connection:
        number = add_import(connection, Provenance("published"))
        add_published(connection, number, rows)
    with empty_store.reading() as connection:
        stored = read_published(connection).set_index("indicator")
    assert pd.isna(stored.at["ucj", "numerator"])
    assert pd.isna(stored.at["bpd", "value"])
    assert stored.at["ucj", "counts"] == "people"
    assert pd.isna(stored.at["bpd", "counts"])
    undo(empty_store, number)
    with empty_store.reading() as connection:
        assert read_published(connection).empty


def test_a_confirmed_name_replaces_the_one_before(empty_store: Store) -> None:
    def alias(parent: str | None, code: str) -> dict[str, str | None]:
        return {"level": "adm4", "parent_code": parent, "name": "Sei Awan", "code": code, "source": "confirmed"}

    with empty_store.writing() as connection:
        add_aliases(connection, [alias("61.04.01", "61.04.01.2001"), alias(None, "61.04.01.2002")])
        add_aliases(connection, [alias("61.04.01", "61.04.01.2003"), alias(None, "61.04.01.2004")])
        add_aliases(connection, [alias("61.04.02", "61.04.02.2001")])
        stored = read_aliases(connection)
    assert sorted(stored["code"]) == ["61.04.01.2003", "61.04.01.2004", "61.04.02.2001"]


def test_a_name_lasts_as_long_as_its_import_and_can_be_taken_out(empty_store: Store) -> None:
    entry = {"level": "adm4", "parent_code": "61.04.01", "name": "Sei Awan", "source": "confirmed"}

    def codes() -> list[str]:
        with empty_store.reading() as connection:
            return read_aliases(connection)["code"].tolist()

    numbers = []
    for code in ("61.04.01.2001", "61.04.01.2002", ""):
        with empty_store.writing() as connection:
            numbers.append(add_import(connection, Provenance("aliases")))
            add_aliases(connection, [{**entry, "code": code}], import_id=numbers[-1], created_by="Ani")
    assert codes() == []
    undo(empty_store, numbers[2])
    assert codes() == ["61.04.01.2002"]
    undo(empty_store, numbers[1])
    assert codes() == ["61.04.01.2001"]
    with empty_store.reading() as connection:
        assert read_aliases(connection)[["created_by", "import_id"]].to_numpy().tolist() == [["Ani", numbers[0]]]


def test_the_layout_of_a_kind_of_file_is_kept_once(empty_store: Store) -> None:
    with empty_store.writing() as connection:
        for name in ("satu", "dua"):
            write_layout(connection, "ab" * 32, {"name": name})
        assert read_layouts(connection) == {"ab" * 32: {"name": "dua"}}


def test_an_import_without_rows_is_an_import(empty_store: Store) -> None:
    with empty_store.writing() as connection:
        number = add_import(connection, Provenance("coverage"))
        nothing = pd.DataFrame(columns=list(OBSERVATION_COLUMNS))
        add_observations(connection, number, nothing)
        add_targets(connection, number, make_targets(0.5).iloc[:0])
    with empty_store.reading() as connection:
        assert read_current(connection).empty
        assert read_imports(connection)["id"].tolist() == [number]
