"""The card of one area: the figures of the store in words, and where the areas of a map lie."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from ucjmap import api
from ucjmap.api.maps.captions import say_dates
from ucjmap.errors import UsageError
from ucjmap.words import say_rate

DESA = "61.04.01.2011"


def test_a_desa_is_registered_or_not_in_words(demo_store: api.Store) -> None:
    card = api.area_card(demo_store, api.MapView(), DESA)
    assert (card.name, card.is_desa) == ("Sungai Putri", True)
    assert card.within == "Matan Hilir Utara, Kabupaten Ketapang, Kalimantan Barat"
    by_key = {(row.indicator.key, row.segment): row for row in api.area_profile(demo_store, DESA).rows if row.applies}
    assert len(card.rows) == len(by_key)
    rows = {row.label: row for row in card.rows}
    for label, key in (("Aparat terdaftar", "aparat_registered"), ("BPD terdaftar", "bpd_registered")):
        assert rows[label].text == ("sudah" if by_key[key, "all"].row["numerator"] else "belum")
        assert rows[label].detail == "per 10 Oktober 2025"
    assert rows["Cakupan UCJ"].text == say_rate("id", by_key["ucj", "all"].row["rate"])
    assert [gap.key for gap in card.gaps] == ["gap_points", "gap_people"]


def test_neighbours_are_those_of_the_map_and_the_figure_is_that_of_the_view(demo_store: api.Store) -> None:
    beside = api.neighbours(demo_store, DESA)
    by_rate = api.area_card(demo_store, api.MapView(), DESA)
    assert [other.code for other in by_rate.neighbours] == beside["code"].tolist()[:8]
    assert by_rate.more_neighbours == max(0, len(beside) - 8)
    registered = api.area_card(demo_store, api.MapView(indicator="bpd_registered", lang="en"), DESA)
    assert {other.text for other in registered.neighbours} <= {"done", "not yet", "No data yet"}


def test_an_area_above_the_desa_has_counts_and_no_visits(demo_store: api.Store) -> None:
    card = api.area_card(demo_store, api.MapView(), "61.04")
    assert not card.is_desa
    assert card.follow_up == ""
    assert any(row.label == "Desa dengan aparat terdaftar" and " dari " in row.detail for row in card.rows)


def test_the_country_has_a_card_and_an_unknown_area_has_none(demo_store: api.Store) -> None:
    assert api.area_card(demo_store, api.MapView(), "00").within == ""
    with pytest.raises(UsageError):
        api.area_card(demo_store, api.MapView(), "99.99")


def test_the_last_visit_is_told(few_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    shutil.copyfile(few_file, path)
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    api.note_status(store, [DESA], "planned", date=dt.date.today().isoformat(), note="bawa formulir")
    card = api.area_card(store, api.MapView(), DESA)
    store.close()
    assert card.follow_up.startswith("Direncanakan, ")
    assert "bawa formulir" in card.follow_up


def test_every_area_of_a_map_says_where_it_lies(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("61", "adm4"))
    drawn = api.draw_answer(answer)
    words = [own for own, count in drawn.within for _ in range(count)]
    places = dict(zip(sorted(drawn.units), words, strict=True))
    assert places[DESA] == "Matan Hilir Utara, Ketapang, Kalimantan Barat"
    assert drawn.as_of == "Per 31 Desember 2025"
    assert api.draw_answer(api.answer_map(demo_store, api.MapView())).within == ()


def test_a_figure_of_another_date_says_so_itself(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("00", "adm1"))
    drawn, columns = api.draw_answer(answer), answer.areas.columns
    pairs = zip(columns["code"], columns["oldest"], columns["newest"], strict=True)
    dated = {code: say_dates("id", {"oldest": old, "newest": new}) for code, old, new in pairs if isinstance(new, str)}
    assert len(set(dated.values())) > 1
    for code, words in dated.items():
        assert (words in drawn.units[code][1]) is (words != drawn.as_of), code
