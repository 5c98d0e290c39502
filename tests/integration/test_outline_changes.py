"""A trial run shows before and after: classes, counts, files."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.affinity import translate

from tests import boundary_files as files
from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.errors import UsageError


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> api.OutlineChanges:
    """Twelve desa in force; the file has them all, one moved by 1.1 km over its neighbour, one with the name of another.

    It has four more: a new one, one without a code, and two with a code of no known kecamatan, of which one lies in Java.
    """
    folder = tmp_path_factory.mktemp("changes")
    store = api.open_store(sqlite_url(folder / "office.db"))
    areas = files.make_areas()
    before, after = folder / "before", folder / "after"
    before.mkdir()
    after.mkdir()
    api.import_boundaries(store, files.write(files.lay_out(areas, "big"), before, "gpkg"))
    moved = areas.copy()
    moved.loc[0, "geometry"] = translate(areas.geometry[0], 0.01, 0)
    new = areas.iloc[[11]].assign(
        code="61.02.01.2099", village="Desa <b>Baru</b>", geometry=[translate(areas.geometry[11], 0.1, 0)]
    )
    moved.loc[10, "village"] = areas["village"][9]
    unknown = [
        areas.iloc[[11]].assign(code=code, village=village, geometry=[translate(areas.geometry[11], 0.2, south)])
        for code, village, south in (
            ("61.02.77.2001", "Tak Dikenal", 0.1),
            (None, "Tanpa Kode", 0.2),
            ("61.02.78.2001", "Di Jawa", -7.0),
        )
    ]
    layer = files.lay_out(gpd.GeoDataFrame(pd.concat([moved, new, *unknown], ignore_index=True), crs=4326), "big")
    report = api.import_boundaries(store, files.write(layer, after, "gpkg"), dry_run=True)
    store.close()
    assert report.changes is not None
    assert report.to_dict()["changes"] == report.changes.counts()
    return report.changes


def test_each_area_is_of_one_class_and_the_counts_agree(changes: api.OutlineChanges) -> None:
    assert changes.counts() == {"same": 10, "moved": 1, "new": 0, "unknown": 1, "lost": 0, "unlisted": 1, "refused": 2}
    assert sum(changes.counts().values()) == len(changes.areas) + len(changes.refused)
    assert "Codes that the register lacks: 1." in api.say_changes("en", changes)
    moved = changes.areas[changes.areas["change"] == "moved"].iloc[0]
    assert moved["code"] == files.make_areas()["code"][0]
    assert moved["moved_km"] == pytest.approx(1.112, abs=0.01)
    assert list(api.changes_table("en", changes)["Code"]) == [moved["code"]]


def test_without_a_register_all_outlines_are_first_ones(tmp_path: Path) -> None:
    store = api.open_store(sqlite_url(tmp_path / "empty.db"))
    path = files.write(files.lay_out(files.make_areas(), "big"), tmp_path, "gpkg")
    changes = api.import_boundaries(store, path, dry_run=True).changes
    store.close()
    assert changes is not None
    assert changes.counts() == {"same": 0, "moved": 0, "new": 12, "unknown": 0, "lost": 0, "unlisted": 0, "refused": 0}


def test_overlaps_are_listed_by_pair_with_names(changes: api.OutlineChanges) -> None:
    pairs = changes.borders[changes.borders["kind"] == "overlap"]
    assert {"Desa 00", "Desa 10"} == set(pairs[["name", "other_name"]].iloc[0])
    assert len(api.borders_table("id", changes.borders)) == len(changes.borders)


def test_the_page_is_one_file_with_escaped_names(changes: api.OutlineChanges, tmp_path: Path) -> None:
    api.write_changes(tmp_path / "peta.html", "id", changes, "<script>")
    page = (tmp_path / "peta.html").read_text()
    assert "<svg" in page
    assert "<script" not in page
    assert "10" in page
    assert "http://" not in page.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    api.write_changes(tmp_path / "peta.png", "en", changes, "Uji")
    assert (tmp_path / "peta.png").read_bytes().startswith(b"\x89PNG")


def test_the_legend_is_words_beside_the_map_and_names_what_there_is(
    changes: api.OutlineChanges, tmp_path: Path
) -> None:
    """In the picture it would shrink with the map: on a phone it could not be read."""
    legend = api.changes_legend("en", changes)
    for words in (
        "Unchanged outline: 10",
        "Changed outline: 1",
        "Code that the register lacks, taken in as a new area: 1",
        "Code that the register lacks, refused: 1",
        "Refused row with an outline here: 2",
        "Thin lines: outlines in force.",
    ):
        assert words in legend
    assert "Loses its outline" not in legend
    api.write_changes(tmp_path / "peta.html", "en", changes, "Uji")
    page = (tmp_path / "peta.html").read_text()
    assert legend in page
    assert page.count("#a678c8") == 2, "a row that is refused for its code is drawn in purple, and told in the legend"
    assert "register lacks" not in page[page.index("<svg") : page.index("</svg>")]
    assert 'name="viewport"' in page


def test_another_ending_is_refused(changes: api.OutlineChanges, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        api.write_changes(tmp_path / "peta.docx", "en", changes, "Uji")
