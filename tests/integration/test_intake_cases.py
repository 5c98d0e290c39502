"""What tables say beside their figures: nothing wrong is stored, and what can be understood is stored unasked."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.intake_cases import DATE, Case, Observation, all_cases
from tests.office_cases import office_cases
from tests.witness_cases import witness_cases
from ucjmap import api
from ucjmap.errors import IntakeError

SHARED = Path(__file__).parents[2] / ".." / "shared" / "cases" / "intake"


def storable(store: api.Store, path: Path, options: dict[str, Any]) -> set[Observation]:
    """What a commit of the file would store."""
    draft = api.draft_coverage(store, path, **{"as_of": DATE, **options})
    if draft.is_blocked:
        with pytest.raises(IntakeError):
            api.commit_coverage(store, draft)
        return set()
    columns = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
    return set(draft.observations[columns].itertuples(index=False, name=None))


def few_of_each_kind() -> Iterator[Case]:
    """Cases whose names begin alike differ in words only, which tests of the vocabulary read; four of them go whole."""
    seen: Counter[str] = Counter()
    for case in (*all_cases(), *office_cases(), *witness_cases()):
        kind = case.name.split(" ")[0]
        seen[kind] += 1
        if kind not in ("title", "column", "numerator", "denominator") or seen[kind] <= 4:
            yield case


@pytest.mark.parametrize("case", list(few_of_each_kind()), ids=lambda case: case.name)
def test_a_table_is_understood_or_asked_about(demo_store: api.Store, tmp_path: Path, case: Case) -> None:
    stored = storable(demo_store, case.write(tmp_path), case.options)
    assert stored <= case.wanted | case.allowed
    assert stored >= case.wanted


def shared_cases() -> dict[str, dict[str, Any]]:
    """Cases that lie beside the project."""
    index = SHARED / "expected.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.is_file() else {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared with cases of offices is not there")
@pytest.mark.parametrize("name", list(shared_cases()))
def test_a_file_of_an_office_is_understood_or_asked_about(demo_store: api.Store, name: str) -> None:
    case = shared_cases()[name]
    options = {"as_of": case["args"][case["args"].index("--as-of") + 1]}
    stored = storable(demo_store, SHARED / name, options)
    allowed = {tuple(one) for one in case["allowed"]}
    assert stored <= allowed
    assert len(stored) >= case["wanted"]
