"""Simulate the demonstration coverage: ``python data/simulate.py`` writes demo_coverage.parquet and manifest.json.

The same areas, figures and scenario give the same bytes. Nothing here is official data: desa values are drawn so that
they look like coverage does in space and time, and so that their sums are the published figures.
"""

import argparse
import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from simulation import gaps, villages, workers
from simulation.apportion import Floats, Ints
from simulation.areas import read_areas, select_villages
from simulation.published import Figure, figures_within, read_figures
from simulation.space import positions_km, remoteness

DATA = Path(__file__).resolve().parent
AREAS = DATA.parent / "geodata" / "model_boundaries_2025.parquet"
PROVINCES = ("16", "17", "61")
OFFICES = ("aparat", "bpd")
DESA_KINDS = ("desa", "desa adat")
KEY = ["unit_code", "indicator", "segment", "as_of"]
WRITTEN_BY_HAND = ("indicators.toml", "published.csv", "simulation/scenario.toml", "targets.csv")


@dataclass(frozen=True)
class Province:
    """One province to be simulated: its villages in space, and the figures that their sums must give."""

    code: str
    villages: pd.DataFrame
    positions: Floats
    remote: Floats
    figures: list[Figure]

    @property
    def regencies(self) -> NDArray[np.str_]:
        """Kabupaten/kota code of each village."""
        return np.asarray(self.villages["regency"], dtype=str)


def load_province(code: str, areas: pd.DataFrame, figures: list[Figure]) -> Province:
    """The province ``code`` from the embedded areas and the published figures."""
    members = select_villages(areas, code)
    positions = positions_km(members)
    return Province(code, members, positions, remoteness(members, positions), figures_within(figures, code))


def simulate_province(province: Province, scenario: dict[str, Any]) -> pd.DataFrame:
    """All observations of one province; columns unit_code, indicator, segment, as_of, numerator, denominator."""
    # A stream of its own for each purpose: what one draws more or less leaves the others as they were.
    streams = [np.random.default_rng([scenario["seed"], int(province.code), purpose]) for purpose in range(4)]
    complete = {figure.unit_code for figure in province.figures if "." in figure.unit_code}
    rates = {key: dict(scenario[key].get(province.code, {})) for key in ("ucj", *(f"{o}_registered" for o in OFFICES))}
    dates = sorted({f.as_of for f in province.figures if f.indicator == "ucj"} | set(rates["ucj"]))
    starts = gaps.draw_first_reports(province.villages, dates, complete=complete, rng=streams[0])
    eligible, worker_rows = simulate_workers(
        province, scenario, dates=dates, starts=starts, rates=rates["ucj"], rng=streams[1]
    )
    desa_rows = simulate_offices(province, scenario, rates=rates, eligible=eligible, starts=starts, streams=streams[2:])
    return pd.concat([worker_rows, *desa_rows], ignore_index=True)


def simulate_workers(
    province: Province,
    scenario: dict[str, Any],
    *,
    dates: list[str],
    starts: NDArray[np.object_],
    rates: dict[str, float],
    rng: np.random.Generator,
) -> tuple[Ints, pd.DataFrame]:
    """Eligible workers of each village, and the observations of ``ucj`` by segment and in all."""
    figures = [figure for figure in province.figures if figure.indicator == "ucj"]
    as_of, total = total_workers(province.code, figures, scenario)
    without_construction = sum_without_construction(figures)
    eligible = workers.draw_workers(
        province.villages,
        province.remote,
        fixed=workers.fixed_workers(figures),
        total=total,
        counted=np.asarray(starts <= as_of),
        rng=rng,
    )
    by_segment = workers.split_segments(
        province.villages,
        eligible,
        province.remote,
        wage_shares=scenario["wage_earner_share"],
        construction_apart=set(without_construction),
        rng=rng,
    )
    known = np.stack([by_segment * (starts <= as_of)[:, None].astype(np.int64) for as_of in dates])
    for code, last in without_construction.items():
        for i, as_of in enumerate(dates):
            if as_of <= last:
                known[i, province.regencies == code, workers.SEGMENTS.index("jakon")] = 0
    scores = workers.score_participation(province.villages, province.positions, province.remote, dates, rng)
    drawn = workers.draw_participants(province.regencies, scores, known, dates, figures=figures, rates=rates)
    return eligible, worker_observations(province, dates, drawn, known)


def total_workers(code: str, figures: list[Figure], scenario: dict[str, Any]) -> tuple[str, int]:
    """Date and total of the province's eligible workers: published, else assumed."""
    for figure in figures:
        if figure.unit_code == code and figure.denominator is not None:
            return figure.as_of, figure.denominator
    return scenario["workers"][code]["as_of"], scenario["workers"][code]["total"]


def sum_without_construction(figures: list[Figure]) -> dict[str, str]:
    """Kabupaten whose published PU and BPU alone add up to their total, with the last date of which that is known."""
    found = {}
    for whole in figures:
        parts = {
            figure.segment: figure.numerator or 0
            for figure in figures
            if (figure.unit_code, figure.as_of) == (whole.unit_code, whole.as_of) and figure.segment != "all"
        }
        if whole.segment == "all" and set(parts) == {"pu", "bpu"} and sum(parts.values()) == whole.numerator:
            found[whole.unit_code] = whole.as_of
    return found


def worker_observations(province: Province, dates: list[str], drawn: Ints, known: Ints) -> pd.DataFrame:
    """Observations of ``ucj``: a row where there are workers with data, and "all" as the sum of the segments."""
    frames = []
    for i, as_of in enumerate(dates):
        pairs = [(name, drawn[i][:, s], known[i][:, s]) for s, name in enumerate(workers.SEGMENTS)]
        pairs.append(("all", drawn[i].sum(axis=1), known[i].sum(axis=1)))
        frames += [observations(province, ("ucj", name, as_of), n, d, d > 0) for name, n, d in pairs]
    return pd.concat(frames, ignore_index=True)


def simulate_offices(
    province: Province,
    scenario: dict[str, Any],
    *,
    rates: dict[str, dict[str, float]],
    eligible: Ints,
    starts: NDArray[np.object_],
    streams: list[np.random.Generator],
) -> list[pd.DataFrame]:
    """Observations of aparat and BPD: desa registered (0 or 1), and persons."""
    extra = extra_desa(province, scenario)
    is_desa = province.villages["kind"].isin(DESA_KINDS).to_numpy() | extra
    frames = []
    earlier: Ints | None = None
    for office, rng in zip(OFFICES, streams, strict=True):
        key = f"{office}_registered"
        figures = [figure for figure in province.figures if figure.indicator == key]
        dates = sorted(set(rates[key]) | {figure.as_of for figure in figures})
        present = np.stack([is_desa & (first_reports(starts, province.code, figures) <= as_of) for as_of in dates])
        scores = villages.score_registration(province.villages, province.positions, province.remote, dates, rng)
        if earlier is not None:
            # A desa that registered its officials is far more likely to have registered its council.
            scores = np.asarray(0.6 * scores + 1.5 * earlier)
        registered = villages.register(
            province.regencies, scores, present, dates, figures=figures, rates=rates[key], always=extra
        )
        earlier = registered
        count = len(eligible)
        staff = villages.draw_aparat(count, rng) if office == "aparat" else villages.draw_council(eligible)
        persons = villages.draw_persons(registered, staff, rng)
        ones = np.ones(count, dtype=np.int64)
        for i, as_of in enumerate(dates):
            frames.append(observations(province, (key, "all", as_of), registered[i], ones, present[i]))
            frames.append(observations(province, (office, "all", as_of), persons[i], staff, present[i]))
    return frames


def first_reports(starts: NDArray[np.object_], code: str, figures: list[Figure]) -> NDArray[np.object_]:
    """First dates with data, no later than the date at which all desa of the province are published as counted."""
    full = [figure.as_of for figure in figures if figure.unit_code == code and figure.denominator is not None]
    return np.minimum(starts, min(full, default=gaps.NEVER))


def extra_desa(province: Province, scenario: dict[str, Any]) -> NDArray[np.bool_]:
    """The kelurahan counted as a desa: the first by code, where the publisher counts one more than the register."""
    extra = np.zeros(len(province.villages), dtype=bool)
    if province.code in scenario["count_one_kelurahan_as_desa"]:
        extra[int((province.villages["kind"] == "kelurahan").to_numpy().argmax())] = True
    return extra


def observations(
    province: Province, key: tuple[str, str, str], numerator: Ints, denominator: Ints, where: NDArray[np.bool_]
) -> pd.DataFrame:
    """Observations of one ``key`` (indicator, segment, as-of date), for the villages of ``where``."""
    frame = pd.DataFrame(
        {
            "unit_code": province.villages["code"],
            "indicator": key[0],
            "segment": key[1],
            "as_of": key[2],
            "numerator": numerator,
            "denominator": denominator,
        }
    )
    return frame[where]


def sha256(path: Path) -> str:
    """Checksum of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_coverage(rows: pd.DataFrame, path: Path) -> None:
    """Write the observations as parquet, without the metadata in which pandas notes its own version."""
    texts = [pa.field(name, pa.string(), nullable=False) for name in KEY]
    counts = [pa.field(name, pa.int64(), nullable=False) for name in ("numerator", "denominator")]
    table = pa.Table.from_pandas(rows, schema=pa.schema(texts + counts), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd", compression_level=12)


def build_manifest(
    coverage: Path, areas_path: Path, rows: pd.DataFrame, provinces: list[Province], scenario: dict[str, Any]
) -> dict[str, Any]:
    """What the demonstration coverage is, what it was made from, and where it departs from the register."""
    words = tomllib.loads((DATA / "simulation" / "notices.toml").read_text("utf-8"))
    counted = [
        {"code": row["code"], "name": row["name"], "province": province.code}
        for province in provinces
        for row in province.villages[extra_desa(province, scenario)].to_dict("records")
    ]
    return {
        "schema": 1,
        "simulated": True,
        **words,
        "kelurahan_counted_as_desa": counted,
        "seed": scenario["seed"],
        "provinces": list(PROVINCES),
        "rows": len(rows),
        "as_of": {
            province.code: {
                str(key): sorted(group.unique())
                for key, group in rows[rows["unit_code"].str.startswith(province.code)].groupby("indicator")["as_of"]
            }
            for province in provinces
        },
        "made_from": {areas_path.name: sha256(areas_path)},
        "files": {
            coverage.name: sha256(coverage),
            **{name: sha256(DATA / name) for name in WRITTEN_BY_HAND},
        },
    }


def main() -> None:
    """Write the coverage and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", type=Path, default=AREAS, help="parquet file of the embedded areas")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    options = parser.parse_args()
    scenario = tomllib.loads((DATA / "simulation" / "scenario.toml").read_text("utf-8"))
    areas = read_areas(options.areas)
    figures = read_figures(DATA / "published.csv", {"ucj", "aparat_registered", "bpd_registered"})
    provinces = [load_province(code, areas, figures) for code in PROVINCES]
    rows = pd.concat([simulate_province(province, scenario) for province in provinces])
    rows = rows.sort_values(KEY).reset_index(drop=True)
    coverage = options.out / "demo_coverage.parquet"
    write_coverage(rows, coverage)
    manifest = build_manifest(coverage, options.areas, rows, provinces, scenario)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (options.out / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
