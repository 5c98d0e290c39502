"""Boundary files as offices send them: geodatabases, folders, several files at once, and small faults of programs."""

import json
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests import boundary_files as files
from ucjmap.boundaries import LoadedBoundaries, load_boundaries
from ucjmap.errors import BoundariesError


def make_layer() -> gpd.GeoDataFrame:
    return files.lay_out(files.make_areas(), "big")


def check_whole(loaded: LoadedBoundaries, *noted: str) -> None:
    """All areas are there, under their codes; nothing but ``noted`` was noticed."""
    assert sorted(loaded.areas["code"]) == sorted(files.make_areas()["code"])
    assert shapely.area(loaded.areas.geometry.to_numpy()).sum() == pytest.approx(files.COUNT * 0.01, rel=1e-6)
    assert sorted(loaded.warnings["reason"]) == sorted(noted)
    assert loaded.refused.empty


def refusal_of(path: Path) -> BoundariesError:
    with pytest.raises(BoundariesError) as caught:
        load_boundaries(path)
    return caught.value


def pack_tree(target: Path, root: Path, *, inside: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(root.rglob("*")):
            if part.is_file():
                archive.write(part, f"{inside}{part.relative_to(root).as_posix()}")
    return target


def write_database(folder: Path) -> Path:
    make_layer().to_file(folder / "RBI.gdb", driver="OpenFileGDB", layer="ADMINISTRASI_AR_DESA")
    return folder / "RBI.gdb"


@pytest.mark.parametrize("inside", ["RBI.gdb/", "kirim/RBI 2024.GDB/", "kirim/RBI/", ""])
def test_a_geodatabase_in_a_zip(tmp_path: Path, inside: str) -> None:
    loaded = load_boundaries(pack_tree(tmp_path / "kiriman.zip", write_database(tmp_path), inside=inside))
    check_whole(loaded)
    assert loaded.layer == "ADMINISTRASI_AR_DESA"


def test_a_geodatabase_as_the_folder_that_it_is(tmp_path: Path) -> None:
    check_whole(load_boundaries(write_database(tmp_path)))
    check_whole(load_boundaries(tmp_path))


def split(layer: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    return {str(code): part for code, part in layer.groupby("KDCPUM")}


@pytest.mark.parametrize("in_folders", [False, True])
def test_a_shapefile_for_each_kecamatan(tmp_path: Path, in_folders: bool) -> None:
    root = tmp_path / "kecamatan"
    for code, part in split(make_layer()).items():
        folder = root / code if in_folders else root
        folder.mkdir(parents=True, exist_ok=True)
        part.to_file(folder / ("desa.shp" if in_folders else f"{code}.shp"))
    loaded = load_boundaries(pack_tree(tmp_path / "kiriman.zip", root))
    check_whole(loaded, "layers_joined")
    assert loaded.layer.count(",") == 3
    if not in_folders:
        check_whole(load_boundaries(root), "layers_joined")


def test_parts_in_different_coordinates(tmp_path: Path) -> None:
    (tmp_path / "isi").mkdir()
    for number, part in enumerate(split(make_layer()).values()):
        part.to_crs(32749 if number else 4326).to_file(tmp_path / "isi" / f"{number}.shp")
    loaded = load_boundaries(pack_tree(tmp_path / "kiriman.zip", tmp_path / "isi"))
    assert len(loaded.areas) == files.COUNT
    assert loaded.refused.empty


def test_a_kml_with_folders(tmp_path: Path) -> None:
    path = tmp_path / "desa.kml"
    for number, part in enumerate(split(make_layer()).values()):
        part.to_file(path, driver="LIBKML", layer=f"Kecamatan {number}", mode="a" if number else "w")
    loaded = load_boundaries(path)
    assert len(loaded.areas) == files.COUNT
    assert "layers_joined" in set(loaded.warnings["reason"])


def test_layers_of_one_place_are_not_joined(tmp_path: Path) -> None:
    """Two editions, or kecamatan beside desa, would put areas on top of each other."""
    layer = make_layer()
    layer.to_file(tmp_path / "desa.gpkg", layer="edisi_2020")
    layer.assign(WADMKD="Lain").to_file(tmp_path / "desa.gpkg", layer="edisi_2025")
    error = refusal_of(tmp_path / "desa.gpkg")
    assert error.code == "several_layers"
    assert "edisi_2020, edisi_2025" in str(error)
    check_whole(load_boundaries(tmp_path / "desa.gpkg", layer="edisi_2020"))


def test_layers_of_different_kinds_are_not_joined(tmp_path: Path) -> None:
    west, east = make_layer().iloc[:6], make_layer().iloc[6:]
    west.to_file(tmp_path / "desa.gpkg", layer="a")
    columns = {column: f"{column}_X" for column in east.columns if column not in ("KDEPUM", "geometry")}
    east.rename(columns=columns).to_file(tmp_path / "desa.gpkg", layer="b")
    assert refusal_of(tmp_path / "desa.gpkg").code == "several_layers"


def test_a_layer_that_was_not_read_has_a_line(tmp_path: Path) -> None:
    """Half of the desa lie in a layer whose fields tell no level: they must not be missing in silence."""
    west, east = make_layer().iloc[:6], make_layer().iloc[6:]
    west.to_file(tmp_path / "desa.gpkg", layer="barat")
    east[["KDEPUM", "WADMKD", "geometry"]].rename(columns={"KDEPUM": "kode", "WADMKD": "nama"}).to_file(
        tmp_path / "desa.gpkg", layer="timur"
    )
    loaded = load_boundaries(tmp_path / "desa.gpkg")
    assert len(loaded.areas) == 6
    assert dict(zip(loaded.warnings["reason"], loaded.warnings["detail"], strict=True))["layers_left_out"] == "timur"
    asked_for = load_boundaries(tmp_path / "desa.gpkg", layer="barat")
    assert "layers_left_out" not in set(asked_for.warnings["reason"])


def test_layers_of_one_name_are_chosen_by_their_file(tmp_path: Path) -> None:
    make_layer().to_file(tmp_path / "desa.gpkg", layer="desa")
    make_layer().to_file(tmp_path / "desa.shp")
    with zipfile.ZipFile(tmp_path / "kiriman.zip", "w") as archive:
        for part in tmp_path.glob("desa.*"):
            archive.write(part, part.name)
    error = refusal_of(tmp_path / "kiriman.zip")
    assert error.code == "several_layers"
    assert set(error.details["choice"]) == {"desa.gpkg/desa", "desa.shp/desa"}
    check_whole(load_boundaries(tmp_path / "kiriman.zip", layer="desa.gpkg/desa"))


@pytest.mark.parametrize("are_codes", [True, False])
def test_the_id_of_a_feature_is_its_code_where_it_looks_like_one(tmp_path: Path, are_codes: bool) -> None:
    made = files.make_areas()
    features = [
        {"type": "Feature", "id": code if are_codes else str(number), "properties": {"nama": name}, "geometry": shape}
        for number, (code, name, shape) in enumerate(
            zip(made["code"], made["village"], map(shapely.geometry.mapping, made.geometry), strict=True)
        )
    ]
    (tmp_path / "desa.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    loaded = load_boundaries(tmp_path / "desa.geojson")
    assert len(loaded.areas) == files.COUNT
    assert loaded.code_system == ("kemendagri" if are_codes else "none")
    assert list(loaded.areas["village"]) == list(made["village"])
    if are_codes:
        assert list(loaded.areas["code"]) == list(made["code"])


def test_what_a_mac_puts_beside_files_is_left_alone(tmp_path: Path) -> None:
    zipped = files.write(make_layer(), tmp_path, "zip")
    with zipfile.ZipFile(zipped, "a") as archive:
        for name in ("._desa.shp", "._desa.dbf", "__MACOSX/._desa.shp", ".DS_Store", "peta/._x.geojson"):
            archive.writestr(name, b"\0\5\26\7")
    check_whole(load_boundaries(zipped))


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_parts_whose_capitals_differ(tmp_path: Path, form: str) -> None:
    path = files.good_shapefile(tmp_path)
    for part, name in ((".dbf", "DESA.DBF"), (".prj", "Desa.PRJ"), (".shx", "desa.SHX")):
        path.with_suffix(part).rename(path.parent / name)
    check_whole(
        load_boundaries(files.pack(tmp_path / "a.zip", sorted(path.parent.iterdir())) if form == "zip" else path)
    )


def write_topology(path: Path, suffix: str) -> Path:
    """A TopoJSON of the areas, each ring an arc of its own."""
    layer = make_layer()
    arcs = [list(map(list, shape.exterior.coords)) for shape in layer.geometry]
    geometries = [
        {"type": "Polygon", "arcs": [[number]], "properties": row}
        for number, row in enumerate(pd.DataFrame(layer.drop(columns="geometry")).to_dict("records"))
    ]
    topology = {"type": "Topology", "arcs": arcs, "objects": {"desa": {"type": "GeometryCollection", "geometries": geometries}}}  # fmt: skip
    (path / f"desa.{suffix}").write_text(json.dumps(topology))
    return path / f"desa.{suffix}"


@pytest.mark.parametrize("suffix", ["topojson", "json"])
def test_topojson_of_the_web(tmp_path: Path, suffix: str) -> None:
    check_whole(load_boundaries(write_topology(tmp_path, suffix)), "crs_assumed")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("desa.rar", b"Rar!\x1a\x07\x01\x00", "RAR"),
        ("desa.zip", b"Rar!\x1a\x07\x01\x00", "RAR"),
        ("desa.7z", b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        ("desa.tar.gz", b"\x1f\x8b\x08", "GZIP"),
        ("desa.tar", bytes(257) + b"ustar\x0000" + bytes(250), "TAR"),
    ],
)
def test_archives_of_other_kinds_are_named(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    error = refusal_of(tmp_path / name)
    assert error.code == "other_archive"
    assert kind in str(error)
    assert "Unpack it" in str(error)


def rename_field(dbf: Path, old: str, new: str) -> None:
    """Another name for a field, in the header of the .dbf alone."""
    content = bytearray(dbf.read_bytes())
    (start,) = struct.unpack("<8xH", content[:10])
    place = content.index(old.encode().ljust(11, b"\0"), 32, start)
    content[place : place + 11] = new.encode().ljust(11, b"\0")
    dbf.write_bytes(content)


def with_doubled_field(folder: Path, change: Callable[[gpd.GeoDataFrame], pd.Series], field: str) -> Path:
    layer = make_layer()
    layer["LAGI"] = change(layer)
    if field not in layer:
        layer[field] = 1
    path = files.write(layer, folder, "shp")
    rename_field(path.with_suffix(".dbf"), "LAGI", field)
    return path


def test_fields_of_one_name_that_say_the_same(tmp_path: Path) -> None:
    path = with_doubled_field(tmp_path, lambda layer: layer["WADMKD"], "WADMKD")
    check_whole(load_boundaries(path), "fields_of_one_name")


def test_fields_of_one_name_that_nobody_needs(tmp_path: Path) -> None:
    path = with_doubled_field(tmp_path, lambda layer: pd.Series(range(len(layer))), "LUAS")
    loaded = load_boundaries(path)
    check_whole(loaded, "fields_of_one_name")
    assert loaded.warnings["detail"].tolist() == ["LUAS"]


def test_fields_of_one_name_that_contradict_each_other(tmp_path: Path) -> None:
    path = with_doubled_field(tmp_path, lambda layer: layer["WADMKK"], "WADMKD")
    error = refusal_of(path)
    assert error.code == "duplicate_field"
    assert "WADMKD" in str(error)


@pytest.mark.parametrize("column", ["geometry", "wkb_geometry", "batas"])
@pytest.mark.parametrize("how", ["wkb", "hex", "wkt"])
def test_parquet_without_metadata(tmp_path: Path, column: str, how: str) -> None:
    layer = make_layer()
    shapes = layer.geometry.to_numpy()
    written = shapely.to_wkt(shapes) if how == "wkt" else shapely.to_wkb(shapes, hex=how == "hex")
    pd.DataFrame(layer.drop(columns="geometry")).assign(**{column: written}).to_parquet(tmp_path / "desa.parquet")
    if column == "batas" and how != "wkb":
        assert refusal_of(tmp_path / "desa.parquet").code == "no_geometry_column"
        return
    loaded = load_boundaries(tmp_path / "desa.parquet")
    check_whole(loaded, "no_geo_metadata", "crs_assumed")
    assert column in set(loaded.warnings["detail"])


@pytest.mark.parametrize("number", [0, -1])
def test_a_geopackage_that_does_not_know_its_coordinates(tmp_path: Path, number: int) -> None:
    degrees, metres = tmp_path / "derajat.gpkg", tmp_path / "meter.gpkg"
    make_layer().to_file(degrees, layer="desa")
    make_layer().to_crs(32749).to_file(metres, layer="desa")
    for path in (degrees, metres):
        with sqlite3.connect(path) as connection:
            for table in ("gpkg_contents", "gpkg_geometry_columns"):
                connection.execute(f"UPDATE {table} SET srs_id = {number}")
        connection.close()
    check_whole(load_boundaries(degrees), "crs_assumed")
    assert refusal_of(metres).code == "unknown_crs"


def test_rings_that_do_not_close(tmp_path: Path) -> None:
    path = files.write(make_layer(), tmp_path, "geojson")
    content = json.loads(path.read_text())
    for number in (2, 5):
        content["features"][number]["geometry"]["coordinates"][0].pop()
    path.write_text(json.dumps(content))
    loaded = load_boundaries(path)
    check_whole(loaded)
    assert loaded.repaired["reason"].tolist() == ["ring_closed", "ring_closed"]
    assert loaded.repaired["row"].tolist() == [3, 6]


def test_the_cases_of_the_shared_folder(shared_folder: Path, tmp_path: Path) -> None:
    cases = shared_folder / "cases" / "boundaries"
    if not cases.is_dir():
        pytest.skip("the cases are not there")
    for name, noted in {
        "gdb_zip.zip": set(),
        "kml_folders.kml": {"layers_joined"},
        "zip_two_halves.zip": {"layers_joined"},
        "zip_dotfiles.zip": set(),
        "gpkg_srs0.gpkg": {"crs_assumed"},
        "wkb_without_geo_metadata.parquet": {"no_geo_metadata", "crs_assumed"},
        "unclosed_rings.geojson": set(),
    }.items():
        shutil.copyfile(cases / name, tmp_path / name)
        loaded = load_boundaries(tmp_path / name)
        assert len(loaded.areas) == 29, name
        assert noted <= set(loaded.warnings["reason"]), name
        assert loaded.refused.empty, name
    assert refusal_of(cases / "desa.rar").code == "other_archive"
    assert refusal_of(cases / "duplicate_fields.zip").code == "duplicate_field"
