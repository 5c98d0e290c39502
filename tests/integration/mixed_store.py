"""A small store in which everything differs: real counts beside simulated ones, dates, sources, targets, desa without data."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd

from tests import boundary_files
from tests.command import close_store
from ucjmap import api
from ucjmap.schema import PUBLISHED_COLUMNS, TARGET_COLUMNS
from ucjmap.store import Provenance, add_import, add_observations, add_published, add_targets

OLDEST, OLD, MIDDLE, AUTUMN, NEWEST = "2024-03-31", "2024-12-31", "2025-06-30", "2025-10-10", "2025-12-31"
OFFICE, COUNCILS, TRIAL = "Disnaker & UKM Kab. Uji", "DPMD Kalimantan Barat", "Simulasi UCJMap"
#: A desa with a target of its own (80 %) inside a kabupaten with another (50 %), and a desa that inherits that one.
DESA, SISTER = "61.01.01.2001", "61.01.01.2003"
_REAL = {DESA: (30, 100), SISTER: (60, 100), "61.01.02.2002": (45, 90)}
_NEVER = {"61.01.02.2005", "61.02.01.2006", "17.01.02.2005"}

#: Of Kalbar, its kabupaten 61.01 and the desa; 61.02 inherits, Bengkulu has none that can be compared, Bali none at all.
TARGETS = [
    (DESA, "ucj", 2026, "Kades", 0.8, True),
    ("61.01", "ucj", 2026, "Gubernur", 0.5, True),
    ("61", "ucj", 2027, "Gubernur", 0.7056, True),
    ("61", "aparat_registered", 2025, "Gubernur", 1.0, True),
    ("61.01", "bpd", 2026, "Bupati", 0.655, True),
    ("17", "ucj", 2029, "RPJMN", 0.4392, False),
]
_PRINTED = [
    ("00", "ucj", "2025-10-31", 0.3701, "people", "kantor berita"),
    ("51", "ucj", "2025-05-31", 0.2612, None, "monev Bali"),
]


@contextmanager
def mixed_store(folder: Path) -> Iterator[api.Store]:
    """A new store in ``folder`` with three provinces, the last without data; also commands may open it."""
    store = api.open_store(f"sqlite:///{(folder / 'mixed.db').as_posix()}")
    areas = _make_areas()
    path = boundary_files.write(boundary_files.lay_out(areas, "big"), folder, "gpkg")
    assert api.import_boundaries(store, path, edition="Uji & Coba 2025").import_id
    _put_counts(store, sorted(areas["code"]))
    with store.writing() as connection:
        targets = pd.DataFrame(TARGETS, columns=list(TARGET_COLUMNS[:6])).assign(source="rapat koordinasi")
        add_targets(connection, add_import(connection, Provenance("targets")), targets)
        names = ["unit_code", "indicator", "as_of", "value", "counts", "source"]
        printed = pd.DataFrame(_PRINTED, columns=names).assign(segment="all", note="")
        printed = printed.reindex(columns=list(PUBLISHED_COLUMNS))
        add_published(connection, add_import(connection, Provenance("published")), printed)
    yield store
    close_store(store.url)
    store.close()


def _make_areas() -> gpd.GeoDataFrame:
    """36 and 6 desa: two kabupaten in Kalbar, a kabupaten and a kota of kelurahan in Bengkulu, one kabupaten in Bali."""
    kalbar = boundary_files.make_areas()
    parts = [kalbar]
    for number, (code, name, rows) in enumerate((("17", "Bengkulu", 12), ("51", "Bali", 6)), start=1):
        part = kalbar.iloc[:rows].assign(province=name, geometry=kalbar.translate(0, -number))
        parts.append(part.assign(code=part["code"].str.replace("61", code, n=1)))
    areas = pd.concat(parts, ignore_index=True)
    is_kota = areas["code"].str.startswith("17.02")
    areas["code"] = areas["code"].mask(
        is_kota, areas["code"].str.replace(r"17\.02\.(..)\.2", r"17.71.\1.1", regex=True)
    )
    areas["regency"] = areas["regency"].mask(is_kota, "Kota Uji") + " " + areas["province"].str[:3]
    areas["district"] += " " + areas["province"].str[:3]
    areas["village"] += " " + areas["province"].str[:3]
    return gpd.GeoDataFrame(areas, crs=kalbar.crs)


def _put_counts(store: api.Store, codes: list[str]) -> None:
    """Counts of workers at three dates and two of a segment, of councils and officials at two; one above 100 %."""
    counted = [code for code in codes if code[:2] != "51" and code not in _NEVER]
    desa = [code for code in counted if code[:5] != "17.71"]
    before = [code for code in counted if code[:5] not in ("61.02", "17.71") and code != SISTER]
    now = [code for code in counted if code not in _REAL]
    own = [("61.02", 150, 600)]
    _put(store, "ucj", OLD, TRIAL, _workers(before, 3), simulated=True)
    _put(store, "ucj", MIDDLE, OFFICE, [(code, *counts) for code, counts in _REAL.items()])
    _put(store, "ucj", NEWEST, TRIAL, [*_workers(now, 7), ("61.02.01.2001", 110, 100), *own], simulated=True)
    _put(store, "ucj", OLD, OFFICE, _workers(before[:4], 2), segment="bpu")
    _put(store, "ucj", NEWEST, OFFICE, _workers(before[:6], 4), segment="bpu")
    _put(store, "aparat_registered", OLD, TRIAL, _registered(desa[:12], 3), simulated=True)
    _put(store, "aparat_registered", AUTUMN, COUNCILS, _registered(desa[2:], 2))
    _put(store, "bpd_registered", AUTUMN, TRIAL, _registered(desa, 4), simulated=True)
    _put(store, "bpd", OLD, COUNCILS, [(code, place % 7, 7) for place, code in enumerate(desa[3:])])
    _put(
        store,
        "bpd",
        "2025-12-20",
        TRIAL,
        [(code, (place + 2) % 8, 7) for place, code in enumerate(desa[:9])],
        simulated=True,
    )


def _workers(codes: list[str], step: int) -> Iterable[tuple[str, int, int]]:
    """Between 20 and 119 workers in a desa, some of them registered; fewer than 30 are few."""
    for place, code in enumerate(codes):
        if code != "61.02.01.2001" or step != 7:
            yield code, (place * step + 11) % 20, 20 + place * 37 % 100


def _registered(codes: list[str], every: int) -> Iterable[tuple[str, int, int]]:
    return ((code, int(place % every > 0), 1) for place, code in enumerate(codes))


def _put(
    store: api.Store,
    indicator: str,
    as_of: str,
    source: str,
    counts: Iterable[tuple[str, int, int]],
    *,
    segment: str = "all",
    simulated: bool = False,
) -> None:
    rows = pd.DataFrame(counts, columns=["unit_code", "numerator", "denominator"])
    rows = rows.assign(indicator=indicator, segment=segment, as_of=as_of)
    with store.writing() as connection:
        number = add_import(connection, Provenance("coverage", source=source, as_of=as_of, simulated=simulated))
        add_observations(connection, number, rows)
