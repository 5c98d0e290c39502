"""Many people at once: real sessions on loopback that drill through the map, each in their own rhythm.

Run as ``python -m bench.load [--people 50] [--seconds 120] [--every 5] [--leavers N] [--store URL] [--json]``. The app is started on a
new store with the demonstration data (or on ``--store``). Each session speaks Streamlit's own protocol over a websocket:
it runs the pages' script, sends the click that the map's component would send, with the state of the other widgets
and the address, and takes every answer; at the click the next map is asked for over HTTP, and new geometry is fetched
and kept, as a browser does. The time of a drill is from the click sent until the fragment's script has finished and the answer with the clicked area is there; the
first page of a session is counted apart. The people come one after the other within one round, to a server that has
finished what it makes ready after its start; nobody drills before all of them are there.

Memory is flat where its slope over the second half is about zero; of the first two or three minutes it is not, since
what 50 people need at once and the views that are kept (600) come to their height there: ``--seconds 600`` shows it.
With ``--leavers`` so many others open the page and leave first, ten at a time.
"""

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from bench.app import serve

_LAYER = re.compile(r"ucjmap\.choropleth\((\{.*\})\);")
_PATIENCE_S = 60
_SAMPLE_S = 5
_AT_ONCE = 10
_KEPT_S = 30  # so long the page draws a next map again without asking whether it still holds


@dataclass
class Figures:
    """What all sessions saw. Times are seconds."""

    openings: list[float] = field(default_factory=list)
    drills: list[tuple[str, float]] = field(default_factory=list)  # level shown, time
    geometries: list[float] = field(default_factory=list)
    next_maps: list[float] = field(default_factory=list)
    websocket_bytes: list[int] = field(default_factory=list)  # of one drill's answer
    drilled_at: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Session:
    """One visitor: a websocket, the state of the widgets, the address, and the map in sight."""

    def __init__(self, url: str, figures: Figures, chance: random.Random) -> None:
        self.url, self.figures, self.chance = url, figures, chance
        self.query = ""
        self.fragment = ""
        self.map_widget = ""
        self.widgets: dict[str, WidgetState] = {}
        self.layer: dict[str, Any] = {}
        self.kept: set[str] = set()
        self.told_at: dict[str, float] = {}
        self.tags: dict[str, str] = {}
        self.known: dict[str, ForwardMsg] = {}

    async def visit(self, come_after: float, start: float, until: float, every: float) -> None:
        """Open the page, and drill from ``start`` on until the time is over."""
        await asyncio.sleep(come_after)
        address = self.url.replace("http://", "ws://") + "/_stcore/stream"
        try:
            async with connect(
                address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None, ping_interval=None
            ) as socket:
                began = time.perf_counter()
                await self._rerun(socket, fragment=False)
                self.figures.openings.append(time.perf_counter() - began)
                await self._fetch_geometry()
                turn = max(start, time.perf_counter()) + self.chance.uniform(0, every)
                while turn < until:
                    await asyncio.sleep(max(0, turn - time.perf_counter()))
                    await self._drill(socket)
                    turn = max(turn + every, time.perf_counter())
        except (OSError, TimeoutError, EOFError, RuntimeError) as error:
            self.figures.errors.append(f"{type(error).__name__}: {error}")

    async def _drill(self, socket: ClientConnection) -> None:
        code = self._choose()
        click = json.dumps({"code": code, "view": self.layer["view"], "seq": int(time.time() * 1000)})
        self.widgets[self.map_widget] = WidgetState(id=self.map_widget, json_value=click)
        began, layer = time.perf_counter(), self.layer
        received, _ = await asyncio.gather(self._rerun(socket, fragment=True), self._ask_next(layer["next_map"], code))
        self.figures.drills.append((self.layer["view"].split("/")[-1], time.perf_counter() - began))
        self.figures.websocket_bytes.append(received)
        self.figures.drilled_at.append(time.perf_counter())
        if self.layer["view"].split("/")[0] != code:
            raise RuntimeError(f"asked for {code}, got {self.layer['view']}")
        await self._fetch_geometry()

    def _choose(self) -> str:
        """Down into any area that is drawn; from the desa, and now and then from above, one level up."""
        parent, units = self.layer["parent"], list(self.layer["units"])
        if parent and (not self.layer["drillable"] or not units or self.chance.random() < 0.25):
            return str(parent)
        return str(self.chance.choice(units))

    async def _rerun(self, socket: ClientConnection, *, fragment: bool) -> int:
        """Ask for a run of the script, or of the map's fragment, and take the answer; gives its bytes."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_name = ""
        state.fragment_id = self.fragment if fragment else ""
        state.widget_states.widgets.extend(self.widgets.values())
        state.cached_message_hashes.extend(self.known)
        state.context_info.url = self.url
        await socket.send(message.SerializeToString())
        received = 0
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                data = await socket.recv()
                received += len(data)
                answer = ForwardMsg()
                answer.ParseFromString(data if isinstance(data, bytes) else data.encode())
                kind = answer.WhichOneof("type")
                if kind == "ref_hash":
                    kept = ForwardMsg()
                    kept.CopyFrom(self.known[answer.ref_hash])
                    kept.metadata.CopyFrom(answer.metadata)
                    answer, kind = kept, kept.WhichOneof("type")
                elif answer.metadata.cacheable:
                    self.known[answer.hash] = answer
                if kind == "delta":
                    self._take(answer)
                elif kind == "page_info_changed":
                    self.query = answer.page_info_changed.query_string
                elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                        raise RuntimeError("the script does not compile")
                    return received

    def _take(self, answer: ForwardMsg) -> None:
        """What the browser would do with an element that matters here: mount it, and tell its value."""
        if answer.delta.WhichOneof("type") != "new_element":
            return
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.figures.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.figures.errors.append(element.alert.body)
        elif kind == "selectbox" and element.selectbox.options:
            box = element.selectbox
            self.widgets[box.id] = WidgetState(id=box.id, string_value=box.options[box.default])
        elif kind == "component_instance":
            script = json.loads(element.component_instance.json_args).get("feature_group") or ""
            if found := _LAYER.search(script):
                self.layer = json.loads(found[1])
                self.map_widget, self.fragment = element.component_instance.id, answer.delta.fragment_id

    async def _ask_next(self, start: str, code: str) -> None:
        """The map behind the area, which the browser draws before its page; one that it has is only confirmed."""
        url = f"{self.url}{start}{code}"
        began = time.perf_counter()
        if began - self.told_at.get(url, float("-inf")) < _KEPT_S:
            return
        self.told_at[url] = began
        body, self.tags[url] = await asyncio.to_thread(_fetch, url, self.tags.get(url, ""))
        self.figures.next_maps.append(time.perf_counter() - began)
        if body and (view := json.loads(body)["drawing"]["view"]).split("/")[0] != code:
            self.figures.errors.append(f"asked for the next map {code}, got {view}")

    async def _fetch_geometry(self) -> None:
        path = self.layer.get("geometry_url")
        if not path or path in self.kept:
            return
        self.kept.add(path)
        began = time.perf_counter()
        features = await asyncio.to_thread(_features, self.url + path)
        self.figures.geometries.append(time.perf_counter() - began)
        if not features:
            self.figures.errors.append(f"no geometry at {path}")


def _features(url: str) -> int:
    return _fetch(url)[0].count(b'"Feature"')


def _fetch(url: str, tag: str = "") -> tuple[bytes, str]:
    """Body and tag of an answer; no body where ``tag`` still holds."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
            body: bytes = answer.read()
            if answer.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            return body, answer.headers["ETag"]
    except urllib.error.HTTPError as error:
        if error.code != 304:
            raise
        return b"", tag


async def _watch(server: psutil.Process, until: float) -> list[tuple[float, float]]:
    """Moments and resident megabytes of the server, every five seconds."""
    samples = []
    while time.perf_counter() < until:
        samples.append((time.perf_counter(), _megabytes(server)))
        await asyncio.sleep(_SAMPLE_S)
    return samples


def _megabytes(server: psutil.Process) -> float:
    return float(server.memory_info().rss / 1e6)


async def _come_and_go(url: str, server: psutil.Process, leavers: int) -> dict[str, Any]:
    """Memory after every ten visitors who opened the page and left."""
    figures, chance = Figures(), random.Random(5)
    sizes = {0: _megabytes(server)}
    for left in range(_AT_ONCE, leavers + 1, _AT_ONCE):
        visits = [Session(url, figures, random.Random(chance.random())).visit(0, 0, 0, 0) for _ in range(_AT_ONCE)]
        await asyncio.gather(*visits)
        sizes[left] = _megabytes(server)
    return {
        "server memory, MB by visitors who left": {left: round(size, 1) for left, size in sizes.items()},
        **_times("opening a session that leaves", figures.openings),
        "errors of those who left": figures.errors,
    }


async def _load(url: str, server: psutil.Process, *, people: int, seconds: float, every: float) -> dict[str, Any]:
    figures, chance = Figures(), random.Random(4)
    start = time.perf_counter() + 2 * every  # everybody comes within the first round, and is there in the second
    until = start + seconds
    used, own = sum(server.cpu_times()[:2]), time.process_time()
    began = time.perf_counter()
    visits = [
        Session(url, figures, random.Random(chance.random())).visit(every * number / people, start, until, every)
        for number in range(people)
    ]
    watching = asyncio.create_task(_watch(server, until))
    await asyncio.gather(*visits)
    samples = await watching
    passed = time.perf_counter() - began
    return {
        **_times("opening a session", figures.openings),
        **_times("drill", [took for _, took in figures.drills]),
        **{
            name: value
            for level in ("adm1", "adm2", "adm3", "adm4")
            for name, value in _times(
                f"drill to {level}", [took for shown, took in figures.drills if shown == level]
            ).items()
        },
        **_times("next map", figures.next_maps),
        **_times("geometry", figures.geometries),
        "websocket bytes of a drill, median": statistics.median(figures.websocket_bytes or [0]),
        "drills per second": len(figures.drills) / seconds,
        "server CPU, share of one core": (sum(server.cpu_times()[:2]) - used) / passed,
        "server CPU per drill, ms": 1000 * (sum(server.cpu_times()[:2]) - used) / max(1, len(figures.drills)),
        "load script's own CPU, share of one core": (time.process_time() - own) / passed,
        "load average of the machine": os.getloadavg()[0],
        "errors": figures.errors,
        "server memory, MB by second": {round(at - began): round(size, 1) for at, size in samples},
        **_second_half(samples, figures.drilled_at),
    }


def _second_half(samples: list[tuple[float, float]], drilled_at: list[float]) -> dict[str, float]:
    """How memory went once everybody had been at work for half of the time."""
    samples = samples[len(samples) // 2 :]
    if len(samples) < 3:
        return {}
    (since, _), (until, _) = samples[0], samples[-1]
    drills = sum(since <= at <= until for at in drilled_at)
    slope = 60 * statistics.linear_regression(*zip(*samples, strict=True)).slope
    sizes = [size for _, size in samples]
    return {
        "second half: minutes": (until - since) / 60,
        "second half: drills": drills,
        "second half: least memory, MB": min(sizes),
        "second half: most memory, MB": max(sizes),
        "second half: slope of memory, MB per minute": slope,
        "second half: slope of memory, MB per 1,000 drills": slope * (until - since) / 60 / max(1, drills) * 1000,
    }


def _times(name: str, seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    ordered = sorted(seconds)
    last = len(ordered) - 1
    return {
        f"{name}, n": len(ordered),
        f"{name}, ms p50": 1000 * statistics.median(ordered),
        f"{name}, ms p95": 1000 * ordered[round(0.95 * last)],
        f"{name}, ms max": 1000 * ordered[-1],
    }


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield f"{name}: " + " ".join(f"{second}:{size:.0f}" for second, size in value.items())
        elif isinstance(value, list):
            yield f"{name}: {len(value)}" + "".join(f"\n  {text}" for text in dict.fromkeys(value))
        else:
            yield f"{name:44s} {value:10.2f}"


def main() -> None:
    """Print a table, or one JSON object with ``--json``; exit code 1 if a session met an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--leavers", type=int, default=0, help="visitors who come and go before the others")
    parser.add_argument("--store", help="address of a store to use instead of a new one with the demonstration data")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ucjmap-bench-") as folder,
        serve(options.store or f"sqlite:///{folder}/ucjmap.db") as (url, _),
    ):
        _wait_for_data(url)
        server = next(each for each in psutil.Process().children() if "streamlit" in each.cmdline())
        _wait_for_rest(server)
        figures = asyncio.run(_come_and_go(url, server, options.leavers)) if options.leavers else {}
        figures |= asyncio.run(_load(url, server, people=options.people, seconds=options.seconds, every=options.every))
    sys.stdout.write(json.dumps(figures) + "\n" if options.json else "\n".join(_lines(figures)) + "\n")
    if figures["errors"] or figures.get("errors of those who left"):
        raise SystemExit(1)


def _wait_for_data(url: str) -> None:
    """Until the first session that asks is served a map: the first start loads the demonstration."""
    lonely = Figures()
    asyncio.run(Session(url, lonely, random.Random(0)).visit(0, 0, 0, 0))
    if lonely.errors:
        raise SystemExit("\n".join(lonely.errors))


def _wait_for_rest(server: psutil.Process) -> None:
    """Until the server has made ready what it makes ready after a start, or for two minutes."""
    give_up = time.perf_counter() + 120
    while server.cpu_percent(interval=2) > 10 and time.perf_counter() < give_up:
        pass


if __name__ == "__main__":
    main()
