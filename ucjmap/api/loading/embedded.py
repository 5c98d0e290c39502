"""The embedded model boundaries: what they are is told by their manifest, wherever they are loaded from."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq

from ucjmap.codes import province_of
from ucjmap.settings import PROJECT
from ucjmap.store import Edition, Provenance

MODEL: Final = PROJECT / "geodata" / "model_boundaries_2025.parquet"


def read_manifest(folder: str) -> dict[str, Any]:
    """What is said of the embedded files of ``folder`` (``geodata`` or ``data``)."""
    manifest: dict[str, Any] = json.loads((PROJECT / folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def is_embedded(path: Path) -> bool:
    """Whether a boundary file is the embedded one, byte by byte; a plain table like it has no names above its own."""
    facts = read_manifest("geodata")["file"]
    if not path.is_file() or path.stat().st_size != facts["bytes"]:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == str(facts["sha256"])


def read_embedded() -> pd.DataFrame:
    """The areas of the embedded file; one row is one area of any level (``UNIT_COLUMNS``, overview, province_code)."""
    areas = pq.read_table(MODEL).to_pandas()
    areas["province_code"] = areas["code"].map(province_of)
    return areas


def embedded_edition() -> Edition:
    """The edition that the embedded file is."""
    manifest = read_manifest("geodata")
    facts = manifest["edition"]
    return Edition(
        name=facts["name"],
        issuer=facts["issuer"],
        date=facts["date"],
        licence=manifest["licence"],
        source_file=MODEL.name,
        sha256=manifest["file"]["sha256"],
        is_model=True,
    )


def provenance_of(edition: Edition, outcome: dict[str, int], *, created_by: str = "") -> Provenance:
    """Where an import of the embedded file comes from."""
    return Provenance(
        "boundaries",
        edition.source_file,
        edition.sha256,
        source=edition.issuer,
        as_of=edition.date,
        created_by=created_by,
        outcome=outcome,
    )
