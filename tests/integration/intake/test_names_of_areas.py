"""Names of areas are no words about figures."""

from ucjmap import api
from ucjmap.intake.meaning import vocabulary


def test_no_name_of_a_province_or_kabupaten_says_something_about_figures(demo_store: api.Store) -> None:
    """A "kaur" is an official of a desa, Kaur a kabupaten in Bengkulu that stands in titles and between rows."""
    areas = api.area_tree(demo_store).areas
    names = areas.loc[areas["level"].isin(["adm1", "adm2"]), "name"]
    assert len(names) > 500
    for name in names:
        for wording in (vocabulary().read(name, heading=heading) for heading in (True, False)):
            said = (wording.restrictions, *(wording.values(claim) for claim in ("segment", "person", "unit")))
            assert not any(said), name
