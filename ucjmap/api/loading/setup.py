"""A new store, the embedded default in it, and what a store holds."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import list_dates, load_indicators
from ucjmap.api.loading.embedded import MODEL, embedded_edition, provenance_of, read_embedded, read_manifest
from ucjmap.codes import LEVELS
from ucjmap.errors import N_, StoreError
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import PROJECT, get_settings
from ucjmap.store import (
    Connection,
    Provenance,
    Store,
    add_edition,
    add_import,
    add_observations,
    add_published,
    add_targets,
    count_imports,
    open_store,
    store_bytes,
)

_BATCHES = 20
#: How often a process waits for another one that loads the same; each time as long as a writer waits.
_TRIES = 10


@lru_cache(maxsize=1)
def default_store() -> Store:
    """The store of this installation's settings, opened once a process.

    Returns
    -------
    Store
        Created where it is new, its schema brought up to date.

    Raises
    ------
    StoreError
        The address makes no sense, or the database cannot be reached or written.
    """
    return open_store(get_settings().store)


def load_demo(store: Store, *, progress: Progress = no_progress) -> bool:
    """Load the embedded boundaries and the simulated coverage into an empty store.

    Parameters
    ----------
    progress
        Called between the steps; may raise to cancel, and then nothing is stored.

    Returns
    -------
    bool
        False where the store is not empty, also where another process fills it at the same time.

    Raises
    ------
    StoreError
        The embedded files are missing, or the store cannot be written.
    """
    if not MODEL.exists():
        raise StoreError(
            "no_embedded_data",
            N_("The embedded boundaries {file} are missing."),
            N_("Get a complete copy of the project; see geodata/README.md on how they are made."),
            file=MODEL.name,
        )
    for patience in reversed(range(_TRIES)):
        with store.reading() as connection:
            if count_imports(connection):
                return False
        try:
            with store.writing() as connection:
                if count_imports(connection):
                    return False  # two processes may start at once: only the first one loads
                _load_boundaries(connection, progress)
                _load_coverage(connection, progress)
            return True
        except StoreError as error:
            if error.code != "store_busy" or not patience:
                raise  # else the other one is still loading
    return False


def _load_boundaries(connection: Connection, progress: Progress) -> None:
    edition, areas = embedded_edition(), read_embedded()
    counts: dict[str, int] = {level: int((areas["level"] == level).sum()) for level in LEVELS}
    import_id = add_import(connection, provenance_of(edition, counts))
    add_edition(
        connection, import_id, edition, areas, progress=lambda done, total: progress(done, 2 * total, "boundaries")
    )


def _load_coverage(connection: Connection, progress: Progress) -> None:
    folder = PROJECT / "data"
    manifest = read_manifest("data")
    observations = pq.read_table(folder / "demo_coverage.parquet").to_pandas()
    outcome = {"rows": len(observations), "matched": len(observations)}
    demo = Provenance(
        "coverage",
        "demo_coverage.parquet",
        manifest["files"]["demo_coverage.parquet"],
        source=manifest["notice"]["id"],
        as_of=str(observations["as_of"].max()),
        simulated=True,
        outcome=outcome,
    )
    import_id = add_import(connection, demo)
    size = -(-len(observations) // _BATCHES)
    for start in range(0, len(observations), size):
        progress(_BATCHES + start // size, 2 * _BATCHES, "coverage")
        add_observations(connection, import_id, observations.iloc[start : start + size])
    for kind, add in (("targets", add_targets), ("published", add_published)):
        path = folder / f"{kind}.csv"
        rows = _read_facts(path)
        digest = manifest["files"][path.name]
        entry = Provenance(kind, path.name, digest, outcome={"rows": len(rows)})
        add(connection, add_import(connection, entry), rows)
    progress(1, 1, "done")


def _read_facts(path: Path) -> pd.DataFrame:
    texts = {"unit_code": str, "segment": str, "as_of": str, "source": str, "note": str, "issuer": str}
    rows = pd.read_csv(
        path, dtype=texts, keep_default_na=False, na_values={"value": [""], "rate": [""], "counts": [""]}
    )
    for column in ("numerator", "denominator"):
        if column in rows:
            rows[column] = pd.to_numeric(rows[column]).astype("Int64")
    return rows


def read_status(store: Store) -> dict[str, Any]:
    """What the store holds.

    Returns
    -------
    dict
        ``areas`` (number by level), ``without_geometry`` (desa without a polygon), ``editions`` (in force, each with
        its ``provinces``), ``indicators`` (as-of dates of each, oldest first), ``imports`` (number, undone ones
        included), ``bytes`` (size of the database).
    """
    areas = area_tree(store).areas
    with store.reading() as connection:
        imports = count_imports(connection)
        size = store_bytes(connection)
    editions = area_tree(store).editions
    keys = ["name", "issuer", "date", "licence", "source_file", "sha256", "is_model", "code_system"]
    grouped = editions.groupby(["id", *keys], sort=True)["province_code"].agg(list).reset_index()
    return {
        "areas": {level: int((areas["level"] == level).sum()) for level in LEVELS},
        "without_geometry": int(areas.loc[areas["level"] == "adm4", "west"].isna().sum()),
        "editions": [
            {**{key: row[key] for key in keys}, "is_model": bool(row["is_model"]), "provinces": row["province_code"]}
            for row in grouped.to_dict("records")
        ],
        "indicators": {key: list_dates(store, key) for key in load_indicators()},
        "imports": imports,
        "bytes": size,
    }
