"""Makes boundary files, good and deliberately bad, from one small coverage of three by four desa."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, box

FORMATS = ("zip", "shp", "folder", "gpkg", "geojson", "fgb", "parquet", "kml", "zipped geojson", "zipped gpkg")
LAYOUTS = ("big", "cod-ab", "gadm", "bps", "dukcapil", "plain")
ROWS, COLUMNS = 3, 4
COUNT = ROWS * COLUMNS
_WEST, _SOUTH, _STEP = 109.0, 0.5, 0.1


def make_areas() -> gpd.GeoDataFrame:
    """One row is one desa of a grid: 2 kabupaten by column halves, 2 kecamatan in each by rows."""
    records = []
    for column in range(COLUMNS):
        for row in range(ROWS):
            kab, kec, number = 1 + column // 2, 1 + row % 2, 1 + row + ROWS * (column % 2)
            west, south = _WEST + column * _STEP, _SOUTH + row * _STEP
            records.append(
                {
                    "code": f"61.{kab:02}.{kec:02}.{2000 + number}",
                    "bps_code": f"61{kab:02}{kec:02}0{number:03}",
                    "province": "Kalimantan Barat",
                    "regency": f"Kabupaten Uji {kab}",
                    "district": f"Kecamatan {kab}{kec}",
                    "village": f"Desa {column}{row}",
                    "geometry": box(west, south, west + _STEP, south + _STEP),
                }
            )
    return gpd.GeoDataFrame(records, crs="EPSG:4326")


def lay_out(areas: gpd.GeoDataFrame, layout: str) -> gpd.GeoDataFrame:
    """``areas`` with the fields that an issuer gives them."""
    dotted, bps = areas["code"], areas["bps_code"]
    names = [areas[column] for column in ("province", "regency", "district", "village")]
    fields: dict[str, Any] = {}
    if layout == "big":
        for field, length in (("KDPPUM", 2), ("KDPKAB", 5), ("KDCPUM", 8), ("KDEPUM", 13)):
            fields[field] = dotted.str[:length]
        fields |= dict(zip(("WADMPR", "WADMKK", "WADMKC", "WADMKD"), names, strict=True))
    elif layout == "cod-ab":
        for level, length in enumerate((2, 4, 7, 10), start=1):
            fields[f"ADM{level}_PCODE"] = "ID" + bps.str[:length]
            fields[f"ADM{level}_EN"] = names[level - 1]
    elif layout == "gadm":
        for level in range(1, 5):
            fields[f"GID_{level}"] = [f"IDN.{place}_{level}" for place in range(len(areas))]
            fields[f"NAME_{level}"] = names[level - 1].str.replace(" ", "")
        fields["CC_4"] = bps
    elif layout == "bps":
        starts = {"kdprov": (0, 2), "kdkab": (2, 4), "kdkec": (4, 7), "kddesa": (7, 10)}
        fields = {field: bps.str[start:end] for field, (start, end) in starts.items()}
        fields |= dict(zip(("nmprov", "nmkab", "nmkec", "nmdesa"), names, strict=True))
    elif layout == "dukcapil":
        fields["KODE_DESA"] = dotted.str.replace(".", "")
        fields |= dict(zip(("PROVINSI", "KAB_KOTA", "KECAMATAN", "DESA_KELUR"), names, strict=True))
    elif layout == "plain":
        fields = {"kode": dotted, "nama": names[3]}
    else:
        raise KeyError(f"no fields of {layout}")
    return gpd.GeoDataFrame(fields, geometry=areas.geometry.to_numpy(), crs=areas.crs)


def write(layer: gpd.GeoDataFrame, folder: Path, form: str = "zip", **options: Any) -> Path:
    """``layer`` in a file of the given form; the path to give to the reader."""
    if form == "parquet":
        layer.to_parquet(folder / "desa.parquet")
        return folder / "desa.parquet"
    if form.startswith("zipped "):
        inner = write(layer, folder, form.removeprefix("zipped "), **options)
        return pack(folder / "desa.zip", [inner])
    if form in {"zip", "shp", "folder"}:
        inside = folder / "shapefile"
        inside.mkdir()
        layer.to_file(inside / "desa.shp", **options)
        if form == "zip":
            return pack(folder / "desa.zip", sorted(inside.iterdir()))
        return inside if form == "folder" else inside / "desa.shp"
    path = folder / f"desa.{form}"
    if form == "fgb":
        # Its spatial index would put the rows in another order.
        options["SPATIAL_INDEX"] = "NO"
    layer.to_file(path, driver={"kml": "LIBKML"}.get(form), **options)
    return path


def pack(target: Path, files: list[Path]) -> Path:
    """A zip of ``files`` under their bare names."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return target


def good_shapefile(folder: Path) -> Path:
    """A plain shapefile with BIG's fields."""
    return write(lay_out(make_areas(), "big"), folder, "shp")


def _cut(part: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = good_shapefile(folder)
        whole = path.with_suffix(part)
        whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        return path

    return make


def _without(part: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = good_shapefile(folder)
        path.with_suffix(part).unlink()
        return path.parent

    return make


def without_prj_in_metres(folder: Path) -> Path:
    """Coordinates in UTM and nothing that says so."""
    path = write(lay_out(make_areas(), "big").to_crs("EPSG:32749"), folder, "shp")
    path.with_suffix(".prj").unlink()
    return path


def wrong_crs(folder: Path) -> Path:
    """UTM metres declared as another zone far away."""
    layer = lay_out(make_areas(), "big").to_crs("EPSG:32749").set_crs("EPSG:32633", allow_override=True)
    return write(layer, folder, "gpkg")


def lines(folder: Path) -> Path:
    """Border lines instead of areas."""
    layer = lay_out(make_areas(), "big")
    return write(layer.set_geometry(layer.boundary), folder, "zip")


def lines_in_geojson(folder: Path) -> Path:
    """Border lines in a format that does not say what it holds: every row is refused."""
    layer = lay_out(make_areas(), "big")
    return write(layer.set_geometry([LineString([(109, 0), (110, 1)])] * len(layer)), folder, "geojson")


def _member(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        target = folder / "desa.zip"
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(name, "{}")
        return target

    return make


def symlink(folder: Path) -> Path:
    """A zip with a link to a file outside it."""
    target = folder / "desa.zip"
    info = zipfile.ZipInfo("desa.geojson")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, "/etc/hostname")
    return target


def bomb(folder: Path) -> Path:
    """100 MB of zeros in 100 KB."""
    target = folder / "desa.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("desa.geojson", bytes(100 * 2**20))
    return target


def lying_bomb(folder: Path) -> Path:
    """A bomb whose headers claim 1 KB."""
    target = bomb(folder)
    packed = target.read_bytes()
    target.write_bytes(packed.replace(struct.pack("<I", 100 * 2**20), struct.pack("<I", 1024)))
    return target


def many_members(folder: Path) -> Path:
    """Thousands of small files."""
    target = folder / "desa.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(2_500):
            archive.writestr(f"{number}.geojson", "{}")
    return target


def nested(folder: Path) -> Path:
    """A zip inside a zip."""
    inner = write(lay_out(make_areas(), "big"), folder, "zip")
    return pack(folder / "outer.zip", [inner])


def encrypted(folder: Path) -> Path:
    """A zip whose member says that it needs a password."""
    target = _member("desa.geojson")(folder)
    packed = bytearray(target.read_bytes())
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    target.write_bytes(bytes(packed))
    return target


def cut_zip(folder: Path) -> Path:
    """The first half of a download."""
    target = write(lay_out(make_areas(), "big"), folder, "zip")
    target.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    return target


def jpeg_as_zip(folder: Path) -> Path:
    """A photograph under another name."""
    target = folder / "desa.zip"
    target.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20)
    return target


def text_as(name: str) -> Callable[[Path], Path]:
    """A text under the name of a boundary file (with a .dbf beside a .shp)."""

    def make(folder: Path) -> Path:
        (folder / name).write_text("Ini bukan peta, hanya catatan rapat. " * 20)
        return folder / name

    return make


def vrt_as_geojson(folder: Path) -> Path:
    """A recipe that would make GDAL open another file of the machine."""
    secret = write(lay_out(make_areas(), "big"), folder, "gpkg")
    target = folder / "peta.json"
    target.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="desa"><SrcDataSource>{secret}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    return target


def gdalg_as_json(folder: Path) -> Path:
    """A recipe in JSON that would make GDAL open another file of the machine."""
    secret = write(lay_out(make_areas(), "big"), folder, "gpkg")
    target = folder / "peta.json"
    target.write_text(
        json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {secret} ! sort"})
    )
    return target


def zero_bytes(folder: Path) -> Path:
    """A file of no bytes."""
    (folder / "desa.zip").touch()
    return folder / "desa.zip"


def zero_rows(folder: Path) -> Path:
    """A layer with fields and no rows."""
    return write(lay_out(make_areas(), "big").iloc[:0], folder, "gpkg", geometry_type="Polygon")


def several_layers(folder: Path) -> Path:
    """Two layers of the same level."""
    layer = lay_out(make_areas(), "big")
    path = folder / "desa.gpkg"
    layer.to_file(path, layer="edisi_2020")
    layer.to_file(path, layer="edisi_2025")
    return path


def unknown_fields(folder: Path) -> Path:
    """Areas that do not say what they are."""
    layer = make_areas()[["geometry"]].assign(luas=1.5, warna="merah")
    return write(layer, folder, "gpkg")


def empty_zip(folder: Path) -> Path:
    """A zip with a readme only."""
    return _member("BACA.txt")(folder)


def text_in_utf16(form: str, encoding: str) -> Callable[[Path], Path]:
    """A good file saved anew by a program that writes two bytes for each letter."""

    def make(folder: Path) -> Path:
        path = write(lay_out(make_areas(), "big"), folder, form)
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
        return path

    return make


def no_codes_usable(folder: Path) -> Path:
    """Every code is broken."""
    layer = lay_out(make_areas(), "plain").assign(kode=[f"6.1E+{place:02}" for place in range(COUNT)])
    return write(layer, folder, "gpkg")


def table_without_geometry(folder: Path) -> Path:
    """A Parquet table of names only."""
    lay_out(make_areas(), "plain").drop(columns="geometry").to_parquet(folder / "desa.parquet")
    return folder / "desa.parquet"


def missing_file(folder: Path) -> Path:
    """A path to nothing."""
    return folder / "tidak_ada.zip"


#: Files that are refused whole: maker -> code of the error.
BAD_FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "truncated shp": (_cut(".shp"), "truncated_shapefile"),
    "truncated dbf": (_cut(".dbf"), "truncated_dbf"),
    "missing dbf": (_without(".dbf"), "missing_dbf"),
    "missing shp": (_without(".shp"), "missing_shp"),
    "missing prj, metres": (without_prj_in_metres, "unknown_crs"),
    "wrong crs": (wrong_crs, "outside_indonesia"),
    "lines": (lines, "not_polygons"),
    "lines in geojson": (lines_in_geojson, "not_polygons"),
    "zip with ..": (_member("../../desa.geojson"), "unsafe_archive"),
    "zip with absolute path": (_member("/tmp/desa.geojson"), "unsafe_archive"),
    "zip with drive": (_member("C:\\desa.geojson"), "unsafe_archive"),
    "zip with link": (symlink, "unsafe_archive"),
    "zip bomb": (bomb, "archive_too_large"),
    "lying zip bomb": (lying_bomb, "bad_archive"),
    "many members": (many_members, "archive_too_large"),
    "nested zip": (nested, "nested_archive"),
    "encrypted zip": (encrypted, "encrypted_archive"),
    "cut zip": (cut_zip, "bad_archive"),
    "jpeg as zip": (jpeg_as_zip, "bad_archive"),
    "text as shp": (text_as("desa.shp"), "not_a_shapefile"),
    "text as gpkg": (text_as("desa.gpkg"), "unreadable_file"),
    "text as geojson": (text_as("desa.geojson"), "unreadable_file"),
    "text as parquet": (text_as("desa.parquet"), "unreadable_file"),
    "text as docx": (text_as("desa.docx"), "unknown_format"),
    "vrt as geojson": (vrt_as_geojson, "unreadable_file"),
    "gdalg as json": (gdalg_as_json, "unreadable_file"),
    "utf-16 geojson": (text_in_utf16("geojson", "utf-16"), "wrong_encoding"),
    "utf-16 geojson without a mark": (text_in_utf16("geojson", "utf-16-be"), "wrong_encoding"),
    "utf-16 kml": (text_in_utf16("kml", "utf-16-le"), "wrong_encoding"),
    "zero bytes": (zero_bytes, "empty_file"),
    "zero rows": (zero_rows, "no_rows"),
    "several layers": (several_layers, "several_layers"),
    "unknown fields": (unknown_fields, "unknown_fields"),
    "empty zip": (empty_zip, "no_boundary_file"),
    "no usable codes": (no_codes_usable, "no_usable_rows"),
    "table without geometry": (table_without_geometry, "no_geometry_column"),
    "missing file": (missing_file, "file_not_found"),
}


def bow_tie() -> Polygon:
    """A ring that crosses itself; its two halves are areas."""
    return Polygon([(109, 0.5), (109.1, 0.6), (109.1, 0.5), (109, 0.6), (109, 0.5)])


def with_defects(folder: Path, *, form: str = "parquet") -> Path:
    """BIG's layout with one defect in each of several rows; the rest is good.

    Rows (from 1): 1 self-crossing ring, 2 and 3 one code and two names, 4 and 5 parts of one desa, 6 no code,
    7 malformed code, 8 no geometry, 9 NaN coordinate, 10 far outside, 11 a line, 12 mojibake and control characters.
    """
    layer = lay_out(make_areas(), "big")
    shapes = layer.geometry.to_numpy().copy()
    shapes[0] = bow_tie()
    layer.loc[2, "KDEPUM"] = layer.loc[1, "KDEPUM"]
    layer.loc[4, "KDEPUM"] = layer.loc[3, "KDEPUM"]
    layer.loc[4, "WADMKD"] = f" {str(layer.loc[3, 'WADMKD']).upper()} "
    layer.loc[5, "KDEPUM"] = None
    layer.loc[6, "KDEPUM"] = "6.1E+09"
    shapes[7] = None
    with np.errstate(invalid="ignore"):
        shapes[8] = shapely.polygons(np.array([(109, 0.5), (109.1, np.nan), (109.1, 0.6), (109, 0.5)]))
    shapes[9] = box(10, 50, 11, 51)
    shapes[10] = LineString([(109, 0.5), (109.1, 0.6)])
    layer.loc[11, "WADMKD"] = "Désa\x00 Uji".encode().decode("cp1252")
    layer = layer.set_geometry(gpd.GeoSeries(shapes, crs=layer.crs))
    return write(layer, folder, form)


def latin1_names(folder: Path) -> Path:
    """A shapefile with cp1252 names and no .cpg."""
    layer = lay_out(make_areas(), "big")
    layer.loc[0, "WADMKD"] = "Désa Ñusa"
    path = write(layer, folder, "shp", encoding="CP1252")
    path.with_suffix(".cpg").unlink()
    return path


def fewer_records(folder: Path) -> Path:
    """A .dbf that says it has one record less than there are shapes."""
    path = good_shapefile(folder)
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[4:8] = struct.pack("<I", COUNT - 1)
    path.with_suffix(".dbf").write_bytes(bytes(table))
    return path


def more_records(folder: Path) -> Path:
    """A .dbf with one record more than there are shapes."""
    path = good_shapefile(folder)
    dbf = path.with_suffix(".dbf")
    table = bytearray(dbf.read_bytes())
    start, length = struct.unpack("<HH", table[8:12])
    extended = table[: start + COUNT * length] + table[start : start + length] + b"\x1a"
    extended[4:8] = struct.pack("<I", COUNT + 1)
    dbf.write_bytes(bytes(extended))
    return path


def in_memory_zip(files: dict[str, bytes]) -> bytes:
    """Bytes of a zip, as a browser uploads it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
