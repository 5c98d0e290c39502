"""What lies outside of somebody's areas is in nothing that they get: no map, no file, no list, no profile."""

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pypdf
import pytest
from starlette.responses import Response

from ucjmap import api
from ucjmap.access import session_key
from ucjmap.api.maps import MAP_FORMATS
from ucjmap.api.maps.area_export import FORMATS
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.codes import ALL_LEVELS
from ucjmap.settings import Settings
from ucjmap.store import Provenance, Scope, add_import, add_observations, add_published
from ucjmap.web import person_routes

OWN, OTHER = "61.01.01.2001", "61.01.01.2003"
#: Counts that nothing else in a file can be.
SHOWN, HIDDEN, TOTAL = 50_417, 70_913, 98_041
SUM = SHOWN + HIDDEN


@pytest.fixture
def counted(small_store: api.Store) -> api.Store:
    with small_store.writing() as connection:
        for as_of in ("2024-12-31", "2025-12-31"):
            number = add_import(connection, Provenance("coverage", source="Dinas Uji", as_of=as_of))
            rows = {"indicator": "ucj", "segment": "all", "as_of": as_of, "denominator": TOTAL}
            add_observations(
                connection, number, pd.DataFrame({"unit_code": [OWN, OTHER], "numerator": [SHOWN, HIDDEN], **rows})
            )
        number = add_import(connection, Provenance("published", source="Pers"))
        printed = {"unit_code": OTHER, "indicator": "ucj", "segment": "all", "as_of": "2025-12-31", "value": None}
        printed |= {"numerator": HIDDEN, "denominator": TOTAL, "source": "Pers", "note": "", "counts": "people"}
        add_published(connection, number, pd.DataFrame([printed]))
    return small_store


def scoped(store: api.Store) -> api.Store:
    return store.limited_to(Scope(view=(OWN,), edit=(OWN,)))


def text_of(content: bytes) -> str:
    """All words and numbers of a file, whatever its kind."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(text_of(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        return str(pq.read_table(io.BytesIO(content)).to_pylist())
    if content.startswith(b"SQLite format 3"):
        connection = sqlite3.connect(":memory:")
        with closing(connection):
            connection.deserialize(content)
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return "\n".join(str(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables)
    return content.decode("utf-8", errors="replace")


def says(content: bytes | str, number: int) -> bool:
    text = content if isinstance(content, str) else text_of(content)
    return re.search(rf"{number // 1000}[.,\u00a0 ]?{number % 1000:03}", text) is not None


def _map(level: str, measure: str) -> Callable[[api.Store, Path], str]:
    area = {"adm1": "00", "adm2": "61", "adm3": "61.01", "adm4": "61.01.01"}[level]
    view = api.MapView(area, level, measure=measure, since="2024-12-31")  # type: ignore[arg-type]
    return lambda store, _: str(api.map_document(api.answer_map(store, view)))


def _map_file(key: str) -> Callable[[api.Store, Path], bytes]:
    return lambda store, _: api.make_map_file(store, api.MapView("61.01.01", "adm4"), key).content


def _export(key: str) -> Callable[[api.Store, Path], bytes]:
    def make(store: api.Store, folder: Path) -> bytes:
        api.export_areas(store, folder / f"areas.{key}", code="61.01.01", level="adm4")
        return (folder / f"areas.{key}").read_bytes()

    return make


def _outreach(store: api.Store, folder: Path) -> bytes:
    listing = api.outreach_list(store, "61.01.01", "adm4")
    ranked = api.rank_outreach(listing, preset_weights("workers"))
    api.export_list(store, listing, ranked, {}, folder / "list.xlsx", lang="en")
    return (folder / "list.xlsx").read_bytes()


DOORS: dict[str, Callable[[api.Store, Path], bytes | str]] = {
    **{
        f"map {level} {measure}": _map(level, measure)
        for level in ALL_LEVELS[1:]
        for measure in ("rate", "gap", "change")
    },
    **{f"map file {form}": _map_file(str(form)) for form in MAP_FORMATS if str(form) not in ("png", "svg")},
    **{f"export {form}": _export(str(form)) for form in FORMATS},
    "profile": lambda store, _: repr([api.area_profile(store, code) for code in (OWN, OTHER, "61.01")]),
    "published": lambda store, _: repr([api.compare_published(store, code, "ucj") for code in (OTHER, "61.01")]),
    "card": lambda store, _: repr(
        [api.area_card(store, api.MapView("61.01.01", "adm4"), code) for code in (OWN, OTHER)]
    ),
    "trend": lambda store, _: "".join(
        api.area_trend(store, code, "ucj").to_csv() for code in (OWN, OTHER, "61.01.01", "00")
    ),
    "series": lambda store, _: repr([*api.read_series(store, "ucj").numerator.ravel()]),
    "joint": lambda store, _: repr(api.joint_figures(store, [OWN, OTHER], "ucj", as_of="2025-12-31")),
    "briefing": lambda store, _: api.make_briefing(store, api.BriefingPlan("61.01.01"), "pdf").content,
    "outreach list": _outreach,
}


@pytest.mark.parametrize("door", DOORS)
def test_no_figure_of_another_area_passes(counted: api.Store, tmp_path: Path, door: str) -> None:
    made = DOORS[door](scoped(counted), tmp_path)
    assert not says(made, HIDDEN)
    assert not says(made, SUM)


def test_there_is_something_that_could_pass(counted: api.Store, tmp_path: Path) -> None:
    """Each door shows the same number to whoever may see it; a map of a higher level shows the sum."""
    silent = [door for door, make in DOORS.items() if not any(says(make(counted, tmp_path), n) for n in (HIDDEN, SUM))]
    assert silent == []


def test_one_figure_is_the_same_for_all_who_see_it(counted: api.Store) -> None:
    whole = api.area_values(counted, "61.01.01", "adm4", "ucj").units
    for area in ("61.01.01.2001", "61.01", "61", "00"):
        seen = api.area_values(counted.limited_to(Scope(view=(area,))), "61.01.01", "adm4", "ucj").units
        assert seen.loc[OWN, "rate"] == whole.loc[OWN, "rate"]


@pytest.mark.parametrize("level", ALL_LEVELS)
def test_public_levels_are_seen_by_everybody_and_nothing_below(counted: api.Store, level: str) -> None:
    public = counted.limited_to(Scope(public=level))  # type: ignore[arg-type]
    for number, code in enumerate(("00", "61", "61.01", "61.01.01", OWN)):
        row = api.area_trend(public, code, "ucj").iloc[-1]
        whole = api.area_trend(counted, code, "ucj").iloc[-1]
        is_shown = number <= ALL_LEVELS.index(level)  # type: ignore[arg-type]
        assert (row["numerator"] == whole["numerator"]) == is_shown
        assert pd.isna(row["numerator"]) != is_shown


def test_the_store_without_a_limit_is_asked_where_it_is_known_why() -> None:
    """Figures are made once, for all; tiles have no figures, and the queue makes nothing else yet."""
    root = Path(api.__file__).parents[1]
    users = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"\bstore\.whole\b", path.read_text(encoding="utf-8"))
    }
    assert users == {
        "api/areas/country_tiles.py",
        "api/figures/rollups.py",
        "api/figures/series.py",
        "api/jobs/working.py",
    }


@pytest.mark.parametrize(("lasts_s", "is_open"), [(600, True), (0, False), (-5, False)])
def test_a_session_lasts_no_longer_than_the_token_of_the_provider(
    small_store: api.Store, lasts_s: float, is_open: bool
) -> None:
    api.give_role(small_store, "sari@example.go.id", "viewer", "61.01")
    told = {"subject": "uji sari", "email": "sari@example.go.id", "is_verified": True, "name": "Sari"}
    token = api.sign_in(small_store, **told, lasts_s=lasts_s)
    assert (api.find_signed_in(small_store, session_key(token)) is not None) == is_open


@pytest.mark.parametrize(
    ("address", "is_secure"), [("https://peta.example.go.id", True), ("http://127.0.0.1:1", False)]
)
def test_the_cookie_of_a_session_is_secure_where_the_app_is(
    monkeypatch: pytest.MonkeyPatch, address: str, is_secure: bool
) -> None:
    monkeypatch.setattr(person_routes, "get_settings", lambda: Settings(public_url=address))
    answer = Response()
    person_routes._set_cookie(answer, "ucjmap_session", "token", path="/", max_age=None)
    kept = answer.headers["set-cookie"].lower()
    assert ("secure" in kept) == is_secure
    assert "httponly" in kept
