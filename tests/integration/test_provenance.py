"""Every figure knows what was imported into its very sum, and the boundaries that it lies in."""

from collections.abc import Iterable

import pandas as pd

from ucjmap import api
from ucjmap.api.areas import drawn_from
from ucjmap.api.figures.rollups import rolled_up
from ucjmap.codes import COUNTRY
from ucjmap.store import Provenance, add_import, add_observations

ONE, TWO, THREE = "61.01.01.2001", "61.01.01.2003", "61.02.01.2001"
OFFICE, TRIAL = "Disnaker Kab. Uji", "Simulasi"


def add_counts(store: api.Store, codes: Iterable[str], provenance: Provenance, *, numerator: int = 30) -> None:
    rows = pd.DataFrame({"unit_code": list(codes), "indicator": "ucj", "segment": "all", "as_of": provenance.as_of})
    rows = rows.assign(numerator=numerator, denominator=100)
    with store.writing() as connection:
        add_observations(connection, add_import(connection, provenance), rows)


def add_two_sources(store: api.Store) -> None:
    add_counts(store, [ONE, THREE], Provenance("coverage", source=OFFICE, as_of="2024-12-31"))
    add_counts(store, [TWO], Provenance("coverage", source=TRIAL, as_of="2024-12-31", simulated=True))


def origin_of(row: pd.Series | dict[str, object]) -> tuple[object, object]:
    return row["sources"], bool(row["is_simulated"])


def test_a_desa_has_its_own_source_and_a_kabupaten_those_of_its_desa(small_store: api.Store) -> None:
    add_two_sources(small_store)
    desa = api.area_values(small_store, "61.01", "adm4", "ucj")
    assert origin_of(desa.units.loc[ONE]) == ((OFFICE,), False)
    assert origin_of(desa.units.loc[TWO]) == ((TRIAL,), True)
    assert origin_of(desa.units.loc["61.01.02.2002"]) == ((), False)
    assert (desa.sources, desa.is_simulated) == origin_of(desa.area) == ((OFFICE, TRIAL), True)
    kabupaten = api.area_values(small_store, "61", "adm2", "ucj")
    assert origin_of(kabupaten.units.loc["61.01"]) == ((OFFICE, TRIAL), True)
    assert origin_of(kabupaten.units.loc["61.02"]) == ((OFFICE,), False)
    summary = api.area_summary(small_store, "61.02", "2024-12-31")["ucj"]
    assert origin_of(summary) == ((OFFICE,), False)
    country = api.area_summary(small_store, COUNTRY, "2024-12-31")["ucj"]
    assert origin_of(country) == ((OFFICE, TRIAL), True)


def test_a_count_that_stands_aside_or_was_superseded_is_no_source(small_store: api.Store) -> None:
    add_two_sources(small_store)
    add_counts(small_store, ["61.01"], Provenance("coverage", source="Kabupaten sendiri", as_of="2025-06-30"))
    add_counts(small_store, [TWO], Provenance("coverage", file_name="sensus.xlsx", as_of="2025-12-31"), numerator=50)
    for date, sources, is_simulated in (
        ("2025-06-30", (OFFICE, TRIAL), True),
        ("2025-12-31", (OFFICE, "sensus.xlsx"), False),
    ):
        values = api.area_values(small_store, "61", "adm2", "ucj", as_of=date)
        assert origin_of(values.units.loc["61.01"]) == (sources, is_simulated)


def test_a_change_rests_on_the_sources_of_both_dates(small_store: api.Store) -> None:
    add_two_sources(small_store)
    add_counts(small_store, [TWO], Provenance("coverage", source="Sensus", as_of="2025-12-31"), numerator=50)
    values = api.area_values(small_store, "61.01", "adm4", "ucj", measure="change", since="2024-12-31")
    assert origin_of(values.units.loc[TWO]) == ((TRIAL, "Sensus"), True)
    assert values.sources == (OFFICE, TRIAL, "Sensus")
    rate = api.area_values(small_store, "61.01", "adm4", "ucj", since="2024-12-31")
    assert origin_of(rate.units.loc[TWO]) == (("Sensus",), False)


def test_areas_of_the_same_imports_share_one_tuple(demo_store: api.Store) -> None:
    totals = rolled_up(demo_store, api.get_indicator("ucj"), "all", "2025-12-31").totals
    assert len({id(sources) for sources in totals["sources"]}) == 2
    assert len({id(editions) for editions in totals["editions"]}) <= 39
    assert (totals["sources"].map(len) > 0).equals(totals["numerator"].notna())
    assert totals["is_simulated"].equals(totals["numerator"].notna())


def test_every_area_has_the_edition_of_its_outline_and_the_country_has_all(demo_copy: api.Store) -> None:
    with demo_copy.writing() as connection:
        connection.exec_driver_sql("UPDATE editions SET is_model = false")
        connection.exec_driver_sql(
            "INSERT INTO editions SELECT 2, import_id, 'Resmi 2026', issuer, code_system, date, licence, source_file,"
            " sha256, true FROM editions"
        )
        connection.exec_driver_sql("UPDATE units SET edition_id = 2 WHERE province_code = '61'")
        connection.exec_driver_sql("UPDATE outlines SET edition_id = 2 WHERE province_code = '61'")
    tree = api.area_tree(demo_copy)
    totals = rolled_up(demo_copy, api.get_indicator("ucj"), "all", "2025-12-31").totals
    for code in ("00", "61", "61.01.01.2001", "17", "17.01"):
        editions, is_model = drawn_from(tree, code, "adm1" if code == COUNTRY else tree.level(code))
        assert totals.at[code, "editions"] == editions
        assert totals.at[code, "is_model"] == is_model
    assert len(totals.at["00", "editions"]) == 2
    assert (totals.at["61", "is_model"], totals.at["17", "is_model"]) == (True, False)
