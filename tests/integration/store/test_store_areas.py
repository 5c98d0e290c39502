"""Editions of boundaries: which one is current in a province, and the geometry that was prepared."""

import pandas as pd
import shapely

from ucjmap.store import (
    AROUND,
    Edition,
    Provenance,
    Store,
    add_edition,
    add_import,
    read_areas,
    read_display,
    read_editions,
    read_geometry,
    read_province_units,
    undo_import,
    write_display,
)

SQUARE = shapely.to_wkb(shapely.box(109, 0, 110, 1))
SMALL = shapely.to_wkb(shapely.box(109, 0, 109.5, 0.5))


def make_units(*codes: str, name: str = "Uji") -> pd.DataFrame:
    """One row is one area; provinces and kabupaten only."""
    return pd.DataFrame(
        {
            "code": codes,
            "level": ["adm1" if len(code) == 2 else "adm2" for code in codes],
            "parent_code": [code[:2] if len(code) > 2 else "00" for code in codes],
            "province_code": [code[:2] for code in codes],
            "name": name,
            "kind": "kabupaten",
            "flags": "",
            "area_km2": 1.5,
            **dict(zip(("west", "south", "east", "north"), (109, 0, 110, 1), strict=True)),
            "geometry": SQUARE,
            "overview": [SMALL if len(code) == 2 else None for code in codes],
        }
    )


def put(store: Store, edition: str, units: pd.DataFrame) -> tuple[int, int]:
    """Import an edition; numbers of the import and of the edition."""
    with store.writing() as connection:
        number = add_import(connection, Provenance("boundaries"))
        return number, add_edition(connection, number, Edition(edition, "penguji"), units)


def names(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        areas = read_areas(connection)
    assert not areas["code"].duplicated().any()
    return dict(zip(areas["code"], areas["name"], strict=True))


def current(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        editions = read_editions(connection)
    return dict(zip(editions["province_code"], editions["name"], strict=True))


def test_each_province_is_on_its_newest_edition(empty_store: Store) -> None:
    put(empty_store, "first", make_units("16", "16.01", "61", "61.01", name="lama"))
    number, _ = put(empty_store, "second", make_units("61", "61.01", "61.02", name="baru"))
    assert current(empty_store) == {"16": "first", "61": "second"}
    assert names(empty_store) == {"16": "lama", "16.01": "lama", "61": "baru", "61.01": "baru", "61.02": "baru"}
    with empty_store.writing() as connection:
        undo_import(connection, number)
    assert current(empty_store) == {"16": "first", "61": "first"}
    assert names(empty_store) == {"16": "lama", "16.01": "lama", "61": "lama", "61.01": "lama"}


def test_no_edition_means_no_areas(empty_store: Store) -> None:
    assert names(empty_store) == {}
    number, _ = put(empty_store, "only", make_units("61"))
    with empty_store.writing() as connection:
        undo_import(connection, number)
    assert names(empty_store) == {}
    assert current(empty_store) == {}


def test_what_an_area_does_not_have_is_empty(empty_store: Store) -> None:
    put(empty_store, "first", make_units("61").assign(geometry=None, west=None))
    with empty_store.reading() as connection:
        areas = read_areas(connection)
        stored = read_province_units(connection, ["61"])
    assert areas[["bps_code", "population", "lon", "west"]].isna().all(axis=None)
    assert stored["geometry"].isna().all()


def test_geometry_comes_back_byte_for_byte(empty_store: Store) -> None:
    put(empty_store, "first", make_units("61", "61.01", "61.02"))
    with empty_store.reading() as connection:
        areas = read_areas(connection)
        some = areas[areas["code"].isin(["61.01", "61"])].iloc[::-1]
        whole = read_geometry(connection, some, overview=False)
        overview = read_geometry(connection, some, overview=True)
        nothing = read_geometry(connection, areas.iloc[:0], overview=False)
    assert whole["code"].tolist() == ["61", "61.01"]
    assert whole["geometry"].tolist() == [SQUARE, SQUARE]
    assert overview["geometry"].tolist() == [SMALL, SQUARE]
    assert list(nothing.columns) == list(whole.columns)
    assert nothing.empty


def test_more_codes_than_a_database_takes_at_once(empty_store: Store) -> None:
    codes = [f"61.{place:05}" for place in range(11_000)]
    put(empty_store, "first", make_units("61", *codes))
    with empty_store.reading() as connection:
        areas = read_areas(connection)
        shapes = read_geometry(connection, areas[areas["level"] == "adm2"], overview=False)
    assert shapes["code"].tolist() == codes
    assert shapes["geometry"].notna().all()


def test_progress_counts_up_to_the_end(empty_store: Store) -> None:
    seen: list[tuple[int, int]] = []
    units = make_units("61", *(f"61.{place:02}" for place in range(1, 70)))
    with empty_store.writing() as connection:
        number = add_import(connection, Provenance("boundaries"))
        add_edition(connection, number, Edition("first", "penguji"), units, progress=lambda *step: seen.append(step))
    done = [step[0] for step in seen]
    assert done == sorted(set(done))
    assert done[-1] <= seen[-1][1]
    assert len(names(empty_store)) == 70


def test_a_prepared_view_is_kept_once(empty_store: Store) -> None:
    with empty_store.writing() as connection:
        assert read_display(connection, "v1", "61", "adm2") is None
        write_display(connection, "v1", "61", "adm2", b"first")
        write_display(connection, "v1", "61", "adm2", b"the same view from another process")
        write_display(connection, "v2", "61", "adm2", b"second")
        assert read_display(connection, "v1", "61", "adm2") == b"first"
        assert read_display(connection, "v2", "61", "adm2") == b"second"
        assert read_display(connection, "v1", "61", "adm3") is None


def test_surroundings_of_an_older_state_of_the_country_do_not_pile_up(empty_store: Store) -> None:
    with empty_store.writing() as connection:
        write_display(connection, "v1", "61", "adm2", b"of a province, which may not have changed")
        for version, code in (("v1", "61"), ("v1", "17"), ("v2", "61")):
            write_display(connection, version, code, AROUND, version.encode())
        assert read_display(connection, "v1", "61", AROUND) is None
        assert read_display(connection, "v1", "17", AROUND) is None
        assert read_display(connection, "v2", "61", AROUND) == b"v2"
        assert read_display(connection, "v1", "61", "adm2")


def test_large_views_of_older_editions_do_not_pile_up(empty_store: Store) -> None:
    with empty_store.writing() as connection:
        for version, level in (("v1", "adm2"), ("v1", "adm3"), ("v2", "adm2")):
            write_display(connection, version, "00", level, version.encode())
        assert read_display(connection, "v1", "00", "adm2") is None
        assert read_display(connection, "v1", "00", "adm3") == b"v1"
        assert read_display(connection, "v2", "00", "adm2") == b"v2"
