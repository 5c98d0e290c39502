"""Runs the command line: as a real process, or quicker inside this one."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from ucjmap import api
from ucjmap.cli import main

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Finished:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object that is all of standard output."""
        assert self.out.endswith("\n")
        assert self.out.count("\n") == 1, self.out
        content = json.loads(self.out)
        assert isinstance(content, dict)
        return content

    @property
    def message(self) -> str:
        """Standard error in one line: the console wraps what it prints."""
        return " ".join(self.err.split())

    def assert_no_trace(self) -> None:
        """A person is never shown a stack trace."""
        assert "Traceback" not in self.out + self.err, self.err


def run_process(*arguments: object, env: Mapping[str, str] | None = None) -> Finished:
    """``python -m ucjmap ARGUMENTS`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ucjmap", *map(str, arguments)],
        check=False,
        capture_output=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100", **(env or {})},
        encoding="utf-8",
        timeout=300,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


_open_store = api.open_store
_opened: dict[str, api.Store] = {}


def _open_once(url: str) -> api.Store:
    if url not in _opened:
        _opened[url] = _open_store(url)
    return _opened[url]


def close_store(url: str) -> None:
    """Give the file of a store back."""
    if url in _opened:
        _opened.pop(url).close()


def run_inside(*arguments: object) -> Finished:
    """The same in this process: modules are imported already, and a store stays open from one command to the next."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.object(api, "open_store", _open_once),
        mock.patch.object(sys, "argv", ["ucjmap", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
    return Finished(code, out.getvalue(), err.getvalue())
