"""Unit tests touch no disk: what needs a folder or a store belongs to ``tests/integration``."""

from pathlib import Path

import pytest

_OF_THE_DISK = {"tmp_path", "tmp_path_factory", "demo_file", "demo_store", "small_file", "empty_store"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        wanted = _OF_THE_DISK.intersection(getattr(item, "fixturenames", ()))
        if wanted and Path(__file__).parent in item.path.parents:
            raise pytest.UsageError(f"{item.nodeid} is a unit test and uses {', '.join(sorted(wanted))}")
