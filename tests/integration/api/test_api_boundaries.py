"""Boundary files into the store: new editions, parts of a province, areas without polygon, and taking it back."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests import boundary_files
from ucjmap import api
from ucjmap.api.areas import drawn_from
from ucjmap.api.loading.embedded import MODEL, is_embedded
from ucjmap.errors import BoundariesError
from ucjmap.store import read_province_units

FILE_NUMBER = iter(range(1000))


def write(tmp_path: Path, areas: gpd.GeoDataFrame, layout: str = "big", form: str = "gpkg") -> Path:
    """A boundary file in a folder of its own."""
    folder = tmp_path / f"file{next(FILE_NUMBER)}"
    folder.mkdir()
    return boundary_files.write(boundary_files.lay_out(areas, layout), folder, form)


def moved_areas(east: float = 0.01) -> gpd.GeoDataFrame:
    areas = boundary_files.make_areas()
    return areas.set_geometry(areas.translate(east, 0))


def count_desa(store: api.Store, tmp_path: Path) -> None:
    """A count for every desa, so that there is something to roll up."""
    codes = api.area_tree(store).below("00", "adm4")["code"]
    lines = [f"{code};ucj;{place + 1};{10 * (place + 1)};2025-12-31" for place, code in enumerate(codes)]
    table = tmp_path / "cakupan.csv"
    table.write_text("\n".join(["kode;indikator;pembilang;penyebut;tanggal", *lines]))
    assert api.commit_coverage(store, api.draft_coverage(store, table, as_of="2025-12-31"))


def everything(store: api.Store) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Areas, editions and geometry as they are."""
    tree = api.area_tree(store)
    with store.reading() as connection:
        units = read_province_units(connection, sorted(tree.editions["province_code"]))
    return tree.areas, tree.editions, units.sort_values("code", ignore_index=True)


def assert_same(before: tuple[pd.DataFrame, ...], after: tuple[pd.DataFrame, ...]) -> None:
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)


def sums(store: api.Store) -> pd.DataFrame:
    frames = [api.area_values(store, "00", level, "ucj").units for level in ("adm1", "adm2", "adm3", "adm4")]
    return pd.concat(frames)[["numerator", "denominator", "desa", "desa_with_data"]]


@pytest.mark.parametrize("layout", ["big", "dukcapil", "plain"])
def test_a_file_with_kemendagri_codes_becomes_the_current_edition(
    small_store: api.Store, tmp_path: Path, layout: str
) -> None:
    report = api.import_boundaries(small_store, write(tmp_path, moved_areas(), layout), edition="Uji 2026")
    assert report.issuer == layout
    assert report.stored == {"adm1": 1, "adm2": 2, "adm3": 4, "adm4": 12}
    assert report.refused.empty
    assert report.without_polygon.empty
    assert report.without_code.empty
    areas, editions, _ = everything(small_store)
    assert editions["name"].tolist() == ["Uji 2026"]
    assert areas.at["61", "west"] == pytest.approx(109.01)
    assert set(areas.index) == {"61", "61.01", "61.02"} | {
        f"61.{kab}.{kec}" for kab in ("01", "02") for kec in ("01", "02")
    } | set(boundary_files.make_areas()["code"])


@pytest.mark.parametrize("layout", ["cod-ab", "bps", "gadm"])
def test_a_file_with_bps_codes_is_recognised_by_its_names(small_store: api.Store, tmp_path: Path, layout: str) -> None:
    codes = set(api.area_tree(small_store).areas.index)
    report = api.import_boundaries(small_store, write(tmp_path, moved_areas(), layout))
    areas, _, _ = everything(small_store)
    assert report.stored["adm4"] + len(report.refused) == 12
    assert report.without_code.empty
    assert set(areas.index) == codes
    known = areas[(areas["level"] == "adm4") & areas["bps_code"].notna()]
    assert len(known) == 12
    made = boundary_files.make_areas().set_index("code")["bps_code"]
    assert known["bps_code"].to_dict() == made.to_dict()


def test_an_unknown_bps_area_stays_under_its_bps_code(small_store: api.Store, tmp_path: Path) -> None:
    areas = moved_areas()
    areas.loc[0, "village"] = "Pemekaran Jaya Raya"
    report = api.import_boundaries(small_store, write(tmp_path, areas, "cod-ab"))
    code = f"bps:{areas.at[0, 'bps_code']}"
    assert report.without_code["code"].tolist() == [code]
    assert report.without_polygon["code"].tolist() == [areas.at[0, "code"]]
    tree = api.area_tree(small_store)
    assert tree.path(code)[:3] == ["00", "61", "61.01"]
    assert tree.areas.at[code, "name"] == "Pemekaran Jaya Raya"


@pytest.mark.parametrize("indicator", ["ucj", "aparat_registered"])
def test_an_area_that_only_bps_knows_is_counted_as_any_other(
    small_store: api.Store, tmp_path: Path, indicator: str
) -> None:
    areas = moved_areas()
    areas.loc[0, "village"] = "Pemekaran Jaya Raya"
    api.import_boundaries(small_store, write(tmp_path, areas, "cod-ab"))
    only_bps, known = (areas.at[place, "bps_code"] for place in (0, 1))
    table = tmp_path / "cakupan.csv"
    rows = [f"{digits};{indicator};1;1;2025-12-31" for digits in (only_bps, known)]
    table.write_text("\n".join(["kode;indikator;pembilang;penyebut;tanggal", *rows]))
    draft = api.draft_coverage(small_store, table, as_of="2025-12-31")
    assert draft.rows["matched_code"].dropna().tolist() == [f"bps:{only_bps}", areas.at[1, "code"]]
    assert draft.counts()["new"] == 2
    api.commit_coverage(small_store, draft)
    values = api.area_values(small_store, "00", "adm1", indicator).units
    assert values.loc["61", ["numerator", "denominator", "desa_with_data"]].tolist() == [2, 2, 2]


def test_the_same_file_twice_changes_nothing(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, moved_areas())
    first = api.import_boundaries(small_store, path)
    before, revision = everything(small_store), small_store.revision()
    again = api.import_boundaries(small_store, path)
    assert again.unchanged
    assert again.import_id is None
    assert again.stored == first.stored
    assert small_store.revision() == revision
    assert_same(before, everything(small_store))


def two_provinces() -> gpd.GeoDataFrame:
    """The twelve desa, half of them in another province."""
    areas = boundary_files.make_areas()
    east = areas["code"].str.startswith("61.02")
    areas.loc[east, "code"] = "17.01" + areas.loc[east, "code"].str[5:]
    areas.loc[east, "province"] = "Bengkulu"
    return areas


def test_a_file_is_taken_in_again_where_another_one_took_a_province_over(
    empty_store: api.Store, tmp_path: Path
) -> None:
    both, one = write(tmp_path, two_provinces()), write(tmp_path, moved_areas())
    api.import_boundaries(empty_store, both, edition="both")
    api.import_boundaries(empty_store, one, edition="one")
    again = api.import_boundaries(empty_store, both, edition="both again")
    assert not again.unchanged
    assert set(api.area_tree(empty_store).editions["name"]) == {"both again"}
    assert api.import_boundaries(empty_store, both).unchanged


def test_an_area_without_kemendagri_code_keeps_its_place_in_the_next_edition(
    small_store: api.Store, tmp_path: Path
) -> None:
    for east in (0.01, 0.02):
        areas = moved_areas(east)
        areas.loc[0, "village"] = "Pemekaran Jaya Raya"
        api.import_boundaries(small_store, write(tmp_path, areas, "cod-ab"))
        tree = api.area_tree(small_store)
        assert tree.path(f"bps:{areas.at[0, 'bps_code']}")[:3] == ["00", "61", "61.01"]
        assert set(tree.editions["province_code"]) == {"61"}
        assert (tree.areas["level"] == "adm4").sum() == 13


def test_a_trial_run_touches_nothing(small_store: api.Store, tmp_path: Path) -> None:
    before, revision = everything(small_store), small_store.revision()
    report = api.import_boundaries(small_store, write(tmp_path, moved_areas()), dry_run=True)
    assert report.import_id is None
    assert report.stored["adm4"] == 12
    assert small_store.revision() == revision
    assert_same(before, everything(small_store))


def test_undo_brings_the_old_edition_back(small_store: api.Store, tmp_path: Path) -> None:
    count_desa(small_store, tmp_path)
    before, before_sums = everything(small_store), sums(small_store)
    report = api.import_boundaries(small_store, write(tmp_path, moved_areas().iloc[:8]))
    assert report.import_id
    assert not everything(small_store)[0].equals(before[0])
    api.undo_import(small_store, report.import_id)
    assert_same(before, everything(small_store))
    pd.testing.assert_frame_equal(before_sums, sums(small_store))


def test_a_file_of_one_kabupaten_leaves_the_others_as_they_were(small_store: api.Store, tmp_path: Path) -> None:
    count_desa(small_store, tmp_path)
    before, before_sums = everything(small_store), sums(small_store)
    areas = moved_areas()
    report = api.import_boundaries(small_store, write(tmp_path, areas[areas["code"].str.startswith("61.02")]))
    assert report.provinces == ["61"]
    assert report.stored["adm4"] == 6
    assert report.without_polygon.empty
    after = everything(small_store)
    pd.testing.assert_frame_equal(before_sums, sums(small_store))
    old, new = (part[2].set_index("code")["geometry"] for part in (before, after))
    for code in old.index:
        if code.startswith("61.01"):
            assert new[code] == old[code]
        elif code.startswith("61.02"):
            assert new[code] != old[code]
    whole = shapely.from_wkb(new["61"])
    parts = shapely.union_all(shapely.from_wkb(new[["61.01", "61.02"]].to_numpy(dtype=object)))
    assert whole.symmetric_difference(parts).area < 1e-9
    assert after[0].at["61", "east"] == pytest.approx(109.41)


def swallowed(areas: gpd.GeoDataFrame, place: int) -> gpd.GeoDataFrame:
    """The desa at ``place`` is gone, and its ground belongs to the one after it."""
    taken = areas.copy()
    taken.loc[place + 1, "geometry"] = shapely.union_all(areas.geometry[[place, place + 1]].to_numpy())
    return taken.drop(index=place)


def test_a_desa_whose_ground_another_one_took_stays_in_the_table_and_in_the_sums(
    small_store: api.Store, tmp_path: Path
) -> None:
    count_desa(small_store, tmp_path)
    before_sums = sums(small_store)
    areas = moved_areas()
    lost = areas.at[3, "code"]
    path = write(tmp_path, swallowed(areas, 3))
    trial = api.import_boundaries(small_store, path, dry_run=True)
    report = api.import_boundaries(small_store, path)
    assert trial.without_polygon["code"].tolist() == report.without_polygon["code"].tolist() == [lost]
    pd.testing.assert_frame_equal(before_sums, sums(small_store))
    tree = api.area_tree(small_store)
    assert "no_geometry" in tree.areas.at[lost, "flags"].split("|")
    assert pd.isna(tree.areas.at[lost, "west"])
    values = api.area_values(small_store, tree.areas.at[lost, "parent_code"], "adm4", "ucj").units
    assert not values.at[lost, "has_shape"]
    assert pd.notna(values.at[lost, "rate"])
    assert api.read_status(small_store)["without_geometry"] == 1


def test_a_desa_that_has_its_polygon_again_loses_the_flag(small_store: api.Store, tmp_path: Path) -> None:
    areas = moved_areas()
    api.import_boundaries(small_store, write(tmp_path, swallowed(areas, 3)))
    api.import_boundaries(small_store, write(tmp_path, areas))
    tree = api.area_tree(small_store)
    assert tree.areas.at[areas.at[3, "code"], "flags"] == ""
    assert api.read_status(small_store)["without_geometry"] == 0


def test_a_desa_that_the_file_lacks_keeps_its_outline_while_its_ground_is_free(
    small_store: api.Store, tmp_path: Path
) -> None:
    before = everything(small_store)[2].set_index("code")["geometry"]
    areas = moved_areas()
    kept = areas.at[3, "code"]
    report = api.import_boundaries(small_store, write(tmp_path, areas.drop(index=3)))
    assert report.without_polygon.empty
    lines = report.warnings[report.warnings["reason"] == "earlier_outline_kept"]
    assert lines["code"].tolist() == [kept]
    after = everything(small_store)
    assert after[2].set_index("code").at[kept, "geometry"] == before[kept]
    assert after[0].at[kept, "flags"] == "carried"


def test_an_undo_is_taken_back_under_newer_imports(small_store: api.Store, tmp_path: Path) -> None:
    """Whatever came after the undo: all is as if the import had never been undone."""
    areas = moved_areas()
    first, second = (areas[areas["code"].str.startswith(f"61.0{number}")] for number in (1, 2))
    number = api.import_boundaries(small_store, write(tmp_path, first), edition="A").import_id or 0
    api.undo_import(small_store, number)
    api.import_boundaries(small_store, write(tmp_path, second), edition="B")
    api.undo_import(small_store, 1)
    assert len(api.area_tree(small_store).areas) < len(areas) + 4
    api.redo_import(small_store, 1, redone_by="CD")
    api.redo_import(small_store, number, redone_by="AB")
    tree = api.area_tree(small_store)
    assert drawn_from(tree, "61", "adm4")[0] == ("A", "B")
    assert tree.areas.index.isin(areas["code"]).sum() == len(areas)
    entry = api.show_import(small_store, number)
    assert (entry["state"], entry["redone_by"], entry["turns"]) == ("committed", "AB", 2)


def test_areas_that_no_other_import_has_are_counted_before_an_undo(small_store: api.Store, tmp_path: Path) -> None:
    size = len(api.area_tree(small_store).areas)
    assert api.areas_lost_by_undo(small_store, 1) == size
    number = api.import_boundaries(small_store, write(tmp_path, moved_areas()), edition="A").import_id or 0
    assert (api.areas_lost_by_undo(small_store, 1), api.areas_lost_by_undo(small_store, number)) == (0, 0)


def test_one_desa_replaces_its_own_outline_and_no_other(small_store: api.Store, tmp_path: Path) -> None:
    before = everything(small_store)
    areas = moved_areas().iloc[[4]]
    code = areas["code"].iloc[0]
    report = api.import_boundaries(small_store, write(tmp_path, areas), edition="Satu desa")
    assert report.without_polygon.empty
    tree, (_, _, after) = api.area_tree(small_store), everything(small_store)
    old, new = (part.set_index("code") for part in (before[2], after))
    same = new["geometry"] == old["geometry"]
    changed = set(new.index[~same])
    assert changed == {code, code[:8], code[:5], "61"}
    assert drawn_from(tree, code, "adm4") == (("Satu desa",), False)
    assert drawn_from(tree, "61", "adm4") == (("Uji 2025", "Satu desa"), False)
    api.undo_import(small_store, report.import_id or 0)
    assert_same(before, everything(small_store))


def test_an_older_part_is_taken_back_under_a_newer_one(small_store: api.Store, tmp_path: Path) -> None:
    areas = moved_areas()
    first, second = (areas[areas["code"].str.startswith(f"61.0{number}")] for number in (1, 2))
    base = everything(small_store)
    number = api.import_boundaries(small_store, write(tmp_path, first), edition="A").import_id
    api.import_boundaries(small_store, write(tmp_path, second), edition="B")
    tree = api.area_tree(small_store)
    assert drawn_from(tree, "61.01", "adm4")[0] == ("A",)
    assert drawn_from(tree, "61.02", "adm4")[0] == ("B",)
    api.undo_import(small_store, number or 0)
    tree, (_, _, after) = api.area_tree(small_store), everything(small_store)
    assert drawn_from(tree, "61.01", "adm4")[0] == ("Uji 2025",)
    assert drawn_from(tree, "61.02", "adm4")[0] == ("B",)
    old, new = base[2].set_index("code")["geometry"], after.set_index("code")["geometry"]
    assert all((new[code] == old[code]) == code.startswith("61.01") for code in first["code"].tolist())
    assert all(new[code] != old[code] for code in second["code"])


def test_a_file_of_upper_levels_keeps_the_desa(small_store: api.Store, tmp_path: Path) -> None:
    count_desa(small_store, tmp_path)
    before_sums = sums(small_store)
    regencies = moved_areas().dissolve(by=moved_areas()["code"].str[:5].rename("kode")).reset_index()
    path = tmp_path / "kabupaten.gpkg"
    gpd.GeoDataFrame({"kode": regencies["kode"], "nama": regencies["regency"]}, geometry=regencies.geometry).to_file(
        path
    )
    report = api.import_boundaries(small_store, path)
    assert (report.stored["adm2"], report.stored["adm4"]) == (2, 0)
    pd.testing.assert_frame_equal(before_sums, sums(small_store))
    areas = api.area_tree(small_store).areas
    assert (areas["level"] == "adm4").sum() == 12
    assert areas.loc[areas["level"] == "adm4", "west"].notna().all()


def test_a_new_desa_adds_to_the_register(small_store: api.Store, tmp_path: Path) -> None:
    areas = moved_areas()
    more = areas.iloc[[0]].assign(code="61.01.01.2099", village="Desa Baru").translate(-0.1, 0)
    both = pd.concat([areas, areas.iloc[[0]].assign(code="61.01.01.2099", village="Desa Baru", geometry=more)])
    api.import_boundaries(small_store, write(tmp_path, gpd.GeoDataFrame(both, crs=4326)))
    assert api.area_tree(small_store).name("61.01.01.2099") == "Desa Baru"


def test_a_file_of_which_nothing_is_recognised_leaves_the_store_alone(small_store: api.Store, tmp_path: Path) -> None:
    before, revision = everything(small_store), small_store.revision()
    for maker in ("unknown fields", "truncated shp", "no usable codes"):
        folder = tmp_path / maker.replace(" ", "_")
        folder.mkdir()
        with pytest.raises(BoundariesError):
            api.import_boundaries(small_store, boundary_files.BAD_FILES[maker][0](folder))
    assert small_store.revision() == revision
    assert_same(before, everything(small_store))


def test_progress_that_raises_cancels_and_leaves_nothing(small_store: api.Store, tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(done: int, total: int, what: str) -> None:
        if what == "storing" and done > total // 2:
            raise CancelledError

    before, revision = everything(small_store), small_store.revision()
    with pytest.raises(CancelledError):
        api.import_boundaries(small_store, write(tmp_path, moved_areas()), progress=cancel)
    assert small_store.revision() == revision
    assert_same(before, everything(small_store))


def test_the_report_is_plain_json(small_store: api.Store, tmp_path: Path) -> None:
    report = api.import_boundaries(small_store, boundary_files.with_defects(tmp_path), dry_run=True).to_dict()
    assert report["read"] == 12
    assert {line["reason"] for line in report["refused"]}
    assert all(isinstance(report[name], list) for name in ("repaired", "refused", "warnings", "without_polygon"))


def test_the_model_boundaries_give_way_in_one_kabupaten_only(demo_copy: api.Store, tmp_path: Path) -> None:
    areas_before = api.read_status(demo_copy)["areas"]
    before = api.area_values(demo_copy, "00", "adm1", "ucj", as_of="2025-12-31").units
    regency_before = api.area_values(demo_copy, "61", "adm2", "ucj", as_of="2025-12-31").units
    out = tmp_path / "ketapang.gpkg"
    api.export_areas(demo_copy, out, code="61.04", level="adm4")
    own = gpd.read_file(out, layer="areas").rename(columns={"code": "kode", "name": "nama"})[
        ["kode", "nama", "geometry"]
    ]
    own.drop(index=0).to_file(tmp_path / "own.gpkg")
    report = api.import_boundaries(demo_copy, tmp_path / "own.gpkg", edition="Ketapang 2026")
    assert report.stored["adm4"] == len(own) - 1
    kept = report.warnings[report.warnings["reason"] == "earlier_outline_kept"]
    assert kept["code"].tolist() == [own.at[0, "kode"]]
    counted = ["numerator", "denominator", "desa", "desa_with_data", "rate", "class_id"]
    for old, level in ((before, "adm1"), (regency_before, "adm2")):
        new = api.area_values(demo_copy, "00" if level == "adm1" else "61", level, "ucj", as_of="2025-12-31").units
        pd.testing.assert_frame_equal(old[counted], new[counted])
    assert api.read_status(demo_copy)["areas"] == areas_before


def test_the_embedded_file_is_known_by_its_bytes_wherever_it_lies(tmp_path: Path) -> None:
    content = MODEL.read_bytes()
    (tmp_path / "batas.parquet").write_bytes(content)
    (tmp_path / "lain.parquet").write_bytes(content[:-1] + b"?")
    assert is_embedded(tmp_path / "batas.parquet")
    assert not is_embedded(tmp_path / "lain.parquet")
    assert not is_embedded(tmp_path)


@pytest.mark.long
def test_the_embedded_file_is_the_model_again_after_an_undo(whole_copy: api.Store, tmp_path: Path) -> None:
    """Its plain columns would make it an official edition without names above the desa."""
    before = api.area_tree(whole_copy)
    api.undo_import(whole_copy, 1)
    assert api.area_tree(whole_copy).areas.empty
    path = tmp_path / "batas.parquet"
    path.write_bytes(MODEL.read_bytes())
    report = api.import_boundaries(whole_copy, path)
    after = api.area_tree(whole_copy)
    assert report.stored["adm4"] == (before.areas["level"] == "adm4").sum()
    columns = ["name", "kind", "flags", "parent_code", "area_km2"]
    pd.testing.assert_frame_equal(after.areas[columns], before.areas[columns])
    assert drawn_from(after, "61", "adm4") == drawn_from(before, "61", "adm4") == (("Model 2025 (Thiessen)",), True)
    assert api.import_boundaries(whole_copy, path).unchanged
