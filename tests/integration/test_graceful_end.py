"""A server that is asked to end hands the work that it does back to the queue."""

import shutil
import time
from contextlib import closing
from pathlib import Path

from tests import app_server
from tests.command import PROJECT
from tests.stores import sqlite_url
from ucjmap import api

WAIT_S = 120


def test_server_that_ends_hands_its_job_back(few_file: Path, tmp_path: Path) -> None:
    shutil.copyfile(few_file, tmp_path / "few.db")
    url = sqlite_url(tmp_path / "few.db")
    process, _ = app_server.start(PROJECT / "streamlit_app.py", tmp_path / "log", env={"UCJMAP_STORE": url})
    with closing(api.open_store(url)) as store:
        number = api.ask_job(store, "tiles", {"version": api.tiles_version(store)})
        deadline = time.monotonic() + WAIT_S
        while (job := api.look_at_job(store, number)).state == "waiting":
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert job.state == "running"
        process.terminate()
        process.wait(WAIT_S)
        job = api.look_at_job(store, number)
        assert (job.state, job.tries) == ("waiting", 0)
        assert not api.tiles_path(store).exists()
