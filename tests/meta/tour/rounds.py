"""Makes the changes in a copy of the tree and runs tests there, whole and with one place of each change left out.

``python -m tests.meta.tour.rounds FOLDER`` prints the outcomes as JSON: round -> test -> message, empty where it passed.
The heavy libraries are imported once; each round is a fork of that process, with the package of the copy.
"""

import contextlib
import importlib
import json
import os
import shutil
import sys
import traceback
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest

from tests.meta.tour.changes import CHANGES
from tests.meta.tour.edits import Place, apply

ROOT: Final = Path(__file__).resolve().parents[3]
#: What the copy needs of the project; what is never edited is a link.
_COPIED: Final = ("ucjmap", "data", "docs", "tests", "tools", "README.md", "pyproject.toml", "streamlit_app.py")
_LINKED: Final = ("geodata",)
#: Tests that show that what was added works, beside all the guards.
SHOWING: Final = (
    "tests/meta/tour/works.py",
    "tests/integration/boundaries/test_boundary_loading.py::test_every_format_and_layout_is_recognised[kemendesa-gpkg]",
    "tests/integration/app/test_pages.py::test_a_page_opens[Recapitulation]",
    "tests/integration/files/test_file_layers.py::test_figures_and_shapes_are_what_they_were[fgb]",
    "tests/meta/test_catalogue.py::test_no_translation_outlives_its_text",
    *(
        f"tests/meta/test_layers.py::{test}[app]"
        for test in ("test_a_file_imports_from_below_only", "test_rooms_of_a_package_stand_on_each_other_in_order")
    ),
)
WHOLE: Final = "whole"


def rounds() -> dict[str, list[Place]]:
    """Places that each round leaves out: none, then the first of each change, then all others.

    A place without a guard is never left out.
    """
    guarded = [[place for place in change.places if place.guard] for change in CHANGES]
    firsts, others = [places[0] for places in guarded], [place for places in guarded for place in places[1:]]
    return {WHOLE: [], "firsts": firsts, "others": others}


class Outcomes:
    """Collects how each test ended."""

    def __init__(self) -> None:
        self.by_test: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the message of what failed."""
        if report.failed:
            self.by_test[report.nodeid] = report.longreprtext
        elif report.when == "call":
            self.by_test.setdefault(report.nodeid, "")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be imported fails as a whole."""
        if report.failed:
            self.by_test[report.nodeid] = str(report.longrepr)


def main(folder: Path) -> dict[str, Any]:
    """Outcomes of all rounds."""
    copy = copy_tree(folder)
    _import_libraries(copy)
    tests = {name: [place.guard for place in left] for name, left in rounds().items()}
    tests[WHOLE] = [*SHOWING, *chain.from_iterable(tests.values())]
    outcomes = {}
    for name, left in rounds().items():
        with changed(copy, left):
            outcomes[name] = _run(copy, list(dict.fromkeys(tests[name])))
    return outcomes


def copy_tree(folder: Path) -> Path:
    """A copy of the project to edit; files keep their times, by which Python knows what it has compiled."""
    copy = folder / "project"
    copy.mkdir()
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("node_modules"))
        else:
            shutil.copy2(ROOT / name, copy / name)
    for name in _LINKED:
        (copy / name).symlink_to(ROOT / name)
    return copy


@contextlib.contextmanager
def changed(copy: Path, left: Sequence[Place]) -> Iterator[None]:
    """The six changes, made but for some places, and taken back."""
    places = [place for change in CHANGES for place in change.places if place not in left]
    kept = [(copy / place.path, apply(place, copy)) for place in places]
    try:
        yield
    finally:
        for path, content in reversed(kept):
            if content is None:
                path.unlink()
            else:
                path.write_text(content, encoding="utf-8")


def _import_libraries(copy: Path) -> None:
    """Import the package of the copy and forget it: its libraries stay, and so do its compiled files."""
    sys.path.insert(0, str(copy))
    sys.dont_write_bytecode = False
    for name in ("ucjmap.cli", "ucjmap.app.pages", "streamlit.testing.v1", "pandera.pandas", "babel.messages.pofile"):
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.split(".")[0] in ("ucjmap", "tests")]:
        if name != __name__:
            del sys.modules[name]


def _run(copy: Path, tests: Sequence[str]) -> dict[str, str]:
    """How tests end in a fork of this process."""
    result = copy / "outcomes.json"
    if child := os.fork():
        os.waitpid(child, 0)
        outcomes: dict[str, str] = json.loads(result.read_text(encoding="utf-8"))
        result.unlink()
        return outcomes
    try:
        _run_here(copy, tests, result)
    except BaseException:
        traceback.print_exc()  # nothing outlives the fork but what it has written
        sys.stderr.flush()
    finally:
        os._exit(0)


def _run_here(copy: Path, tests: Sequence[str], result: Path) -> None:
    os.chdir(copy)
    sys.path[:] = [str(copy), *(path for path in sys.path if Path(path or ".").resolve() not in (ROOT, copy))]
    sys.dont_write_bytecode = True  # an edit within one second of another would be taken for what was compiled
    os.environ["PYTHONPATH"] = str(copy)
    seen = Outcomes()
    with (copy / "log.txt").open("a") as log, contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        options = ["-q", "--tb=short", "-p", "no:cacheprovider", f"--rootdir={copy}", "--import-mode=importlib"]
        # The libraries are in memory from before the fork, among them those whose asserts pytest would rewrite.
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        pytest.main([*options, *tests], plugins=[seen])
    result.write_text(json.dumps(seen.by_test), encoding="utf-8")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
