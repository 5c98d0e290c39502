"""Files of every format and layout in; areas, reports and refusals out."""

from pathlib import Path
from typing import get_args

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.affinity import translate

from tests import boundary_files as files
from ucjmap.boundaries import REASONS, Issuer, LoadedBoundaries, load_boundaries
from ucjmap.boundaries.layouts import LAYOUTS
from ucjmap.errors import BoundariesError
from ucjmap.schema import REPORT_COLUMNS


def _reasons(report) -> dict[int, str]:
    return {int(row): reason for row, reason in zip(report["row"], report["reason"], strict=True) if row == row}


def _loaded_whole(loaded: LoadedBoundaries) -> None:
    assert loaded.read == len(loaded.areas) == files.COUNT
    assert loaded.refused.empty
    assert loaded.areas.crs.to_epsg() == 4326
    assert shapely.is_valid(loaded.areas.geometry.to_numpy()).all()
    assert set(loaded.areas["level"]) == {"adm4"}


SYSTEMS = {layout.issuer: layout.system for layout in LAYOUTS}


def test_every_layout_has_an_issuer_and_files_to_try_it_with() -> None:
    assert get_args(Issuer) == ("auto", *SYSTEMS)
    assert tuple(SYSTEMS) == files.LAYOUTS


@pytest.mark.parametrize("form", files.FORMATS)
@pytest.mark.parametrize("layout", files.LAYOUTS)
def test_every_format_and_layout_is_recognised(tmp_path: Path, form: str, layout: str) -> None:
    made = files.make_areas()
    loaded = load_boundaries(files.write(files.lay_out(made, layout), tmp_path, form))
    _loaded_whole(loaded)
    assert loaded.issuer == layout
    system = SYSTEMS[layout] or "kemendagri"
    assert loaded.code_system == system
    column, other = ("code", "bps_code") if system == "kemendagri" else ("bps_code", "code")
    assert loaded.areas[column].tolist() == made[column].tolist()
    assert loaded.areas[other].isna().all()
    assert loaded.areas["village"].tolist() == (
        made["village"].str.replace(" ", "").tolist() if layout == "gadm" else made["village"].tolist()
    )
    if layout == "plain":
        assert loaded.areas["regency"].isna().all()
    elif layout != "gadm":
        assert loaded.areas["regency"].tolist() == made["regency"].tolist()
    if system == "kemendagri":
        assert loaded.areas["adm2_code"].tolist() == made["code"].str[:5].tolist()
        assert loaded.areas["adm1_code"].tolist() == ["61"] * files.COUNT
    else:
        assert loaded.areas["adm3_code"].isna().all()
    assert shapely.area(loaded.areas.geometry.to_numpy()).sum() == pytest.approx(0.12)


@pytest.mark.parametrize("crs", ["EPSG:32749", "EPSG:3857", "EPSG:4755"])
@pytest.mark.parametrize("form", ["zip", "gpkg", "parquet"])
def test_every_crs_is_brought_to_wgs84(tmp_path: Path, form: str, crs: str) -> None:
    made = files.make_areas()
    loaded = load_boundaries(files.write(files.lay_out(made, "big").to_crs(crs), tmp_path, form))
    _loaded_whole(loaded)
    assert loaded.source_crs == crs
    assert loaded.areas.total_bounds == pytest.approx(made.total_bounds, abs=1e-5)


@pytest.mark.parametrize("name", files.BAD_FILES)
def test_bad_file_is_refused_whole_with_advice(tmp_path: Path, name: str) -> None:
    make, code = files.BAD_FILES[name]
    with pytest.raises(BoundariesError) as caught:
        load_boundaries(make(tmp_path))
    assert caught.value.code == code
    assert caught.value.hint
    assert not any(reason in str(caught.value) for reason in REASONS if "_" in reason)
    assert "{" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_unpacking_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "desa.zip").write_bytes(files.in_memory_zip({"desa.geojson": bytes(range(256)) * 5000}))
    with pytest.raises(BoundariesError, match="1 MB") as caught:
        load_boundaries(tmp_path / "desa.zip", max_unpacked_mb=1)
    assert caught.value.code == "archive_too_large"


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = files.write(files.lay_out(files.make_areas(), "big"), tmp_path)
    load_boundaries(path)
    with pytest.raises(BoundariesError):
        load_boundaries(files.nested(_sub(tmp_path)))
    assert list(temporary.iterdir()) == []


def _sub(folder: Path) -> Path:
    (folder / "sub").mkdir()
    return folder / "sub"


def test_missing_shx_is_rebuilt_and_the_folder_stays_as_it_was(tmp_path: Path) -> None:
    path = files.good_shapefile(tmp_path)
    path.with_suffix(".shx").unlink()
    before = sorted(path.parent.iterdir())
    _loaded_whole(load_boundaries(path))
    assert sorted(path.parent.iterdir()) == before
    assert pyogrio.get_gdal_config_option("SHAPE_RESTORE_SHX") is None


def test_missing_prj_with_degrees_is_assumed_with_a_warning(tmp_path: Path) -> None:
    path = files.good_shapefile(tmp_path)
    path.with_suffix(".prj").unlink()
    loaded = load_boundaries(path)
    _loaded_whole(loaded)
    assert loaded.source_crs is None
    assert loaded.warnings["reason"].tolist() == ["crs_assumed"]


def test_every_defect_has_its_line(tmp_path: Path) -> None:
    loaded = load_boundaries(files.with_defects(tmp_path))
    assert loaded.read == files.COUNT
    assert _reasons(loaded.refused) == {
        2: "code_of_two_names",
        3: "code_of_two_names",
        6: "missing_code",
        7: "malformed_code",
        8: "no_geometry",
        9: "not_finite",
        10: "outside_indonesia",
        11: "not_polygon",
    }
    assert _reasons(loaded.repaired) == {1: "invalid_ring", 5: "parts_merged", 12: "name_cleaned"}
    assert loaded.areas["row"].tolist() == [1, 4, 12]
    assert loaded.areas["flags"].tolist() == ["repaired", "merged", ""]
    assert loaded.areas["village"].tolist()[2] == "Désa Uji"
    for report in (loaded.refused, loaded.repaired, loaded.warnings):
        assert tuple(report.columns) == REPORT_COLUMNS


def test_rows_are_accepted_merged_or_refused_and_never_lost(tmp_path: Path) -> None:
    loaded = load_boundaries(files.with_defects(tmp_path))
    merged = (loaded.repaired["reason"] == "parts_merged").sum()
    assert len(loaded.areas) + merged + len(loaded.refused) == loaded.read


def test_two_editions_in_one_file_are_refused_whole(tmp_path: Path) -> None:
    """All but two areas lie twice on each other; those two would be stored as the sum of both editions."""
    areas = files.make_areas()
    moved = areas.copy()
    moved["geometry"] = [translate(shape, 0.1 if place < 2 else 0.003, 0) for place, shape in enumerate(areas.geometry)]
    both = gpd.GeoDataFrame(pd.concat([areas, moved], ignore_index=True), crs=4326)
    with pytest.raises(BoundariesError) as refused:
        load_boundaries(files.write(files.lay_out(both, "big"), tmp_path, "gpkg"))
    assert refused.value.code == "several_editions"
    assert refused.value.details["count"] == 10


def test_parts_of_one_area_are_joined(tmp_path: Path) -> None:
    loaded = load_boundaries(files.with_defects(tmp_path))
    joined = loaded.areas.set_index("row").geometry.loc[4]
    parts = files.make_areas().geometry
    assert joined.equals(parts[3].union(parts[4]))


def test_codes_are_never_invented(tmp_path: Path) -> None:
    made = set(files.make_areas()["code"])
    assert set(load_boundaries(files.with_defects(tmp_path)).areas["code"]) <= made


def test_z_values_are_dropped_and_reported(tmp_path: Path) -> None:
    layer = files.lay_out(files.make_areas(), "big")
    layer = layer.set_geometry(shapely.force_3d(layer.geometry.to_numpy(), 5.0), crs=layer.crs)
    loaded = load_boundaries(files.write(layer, tmp_path))
    _loaded_whole(loaded)
    assert not loaded.areas.geometry.has_z.any()
    assert ("z_dropped", f"{files.COUNT}") in set(
        zip(loaded.warnings["reason"], loaded.warnings["detail"], strict=True)
    )


def test_latin1_names_without_cpg_are_read(tmp_path: Path) -> None:
    loaded = load_boundaries(files.latin1_names(tmp_path))
    assert loaded.areas["village"].iloc[0] == "Désa Ñusa"
    assert "encoding_assumed" in set(loaded.warnings["reason"])


def test_fewer_records_than_shapes_leave_the_rest_refused(tmp_path: Path) -> None:
    loaded = load_boundaries(files.fewer_records(tmp_path))
    assert "record_counts_differ" in set(loaded.warnings["reason"])
    assert len(loaded.areas) == files.COUNT - 1
    assert _reasons(loaded.refused) == {files.COUNT: "shape_without_record"}
    assert loaded.read == files.COUNT


def test_more_records_than_shapes_are_refused(tmp_path: Path) -> None:
    loaded = load_boundaries(files.more_records(tmp_path))
    assert "record_counts_differ" in set(loaded.warnings["reason"])
    assert len(loaded.areas) == files.COUNT
    assert _reasons(loaded.refused) == {files.COUNT + 1: "record_without_shape"}


def test_the_finest_layer_is_taken_and_any_can_be_chosen(tmp_path: Path) -> None:
    made = files.lay_out(files.make_areas(), "big")
    path = tmp_path / "batas.gpkg"
    made[["KDPPUM", "KDPKAB", "WADMPR", "WADMKK", "geometry"]].dissolve("KDPKAB", as_index=False).to_file(
        path, layer="kabupaten"
    )
    made.to_file(path, layer="desa")
    assert load_boundaries(path).layer == "desa"
    upper = load_boundaries(path, layer="KABUPATEN")
    assert upper.areas["code"].tolist() == ["61.01", "61.02"]
    assert set(upper.areas["level"]) == {"adm2"}
    assert upper.areas["adm2_code"].tolist() == ["61.01", "61.02"]
    assert upper.areas["adm3_code"].isna().all()
    with pytest.raises(BoundariesError) as caught:
        load_boundaries(path, layer="sungai")
    assert caught.value.code == "unknown_layer"


def test_lines_beside_areas_in_one_zip_do_no_harm(tmp_path: Path) -> None:
    made = files.lay_out(files.make_areas(), "big")
    parts = tmp_path / "parts"
    parts.mkdir()
    made.to_file(parts / "ADMINISTRASIDESA_AR.shp")
    made.set_geometry(made.boundary).to_file(parts / "ADMINISTRASI_LN.shp")
    loaded = load_boundaries(files.pack(tmp_path / "batas.zip", sorted(parts.iterdir())))
    _loaded_whole(loaded)
    assert loaded.layer == "ADMINISTRASIDESA_AR"


def test_a_wrong_issuer_is_refused_with_the_fields_found(tmp_path: Path) -> None:
    path = files.write(files.lay_out(files.make_areas(), "big"), tmp_path)
    with pytest.raises(BoundariesError, match="KDEPUM") as caught:
        load_boundaries(path, issuer="cod-ab")
    assert caught.value.code == "unknown_fields"


def test_progress_can_cancel(tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(done: int, total: int, what: str) -> None:
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        load_boundaries(files.write(files.lay_out(files.make_areas(), "big"), tmp_path), progress=cancel)
