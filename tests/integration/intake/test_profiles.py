"""Profiles of sources: one file each, and a slip of the pen in one is named."""

from pathlib import Path

import pytest

from ucjmap.api import load_indicators
from ucjmap.errors import SettingsError
from ucjmap.intake.profiles import load_profiles, read_profile

_TABLE = """
key = "kantor"
name_id = "Kantor"
name_en = "Office"
shape = "table"
[recognise]
headings = ["kode_uji", "nama_uji"]
[columns]
nama_uji = "name:adm2"
"""


def test_every_profile_of_the_installation_is_read() -> None:
    profiles = load_profiles()
    assert {"opensid", "opendata_jabar", "satudata_jakarta", "satu_data_indonesia"} <= set(profiles)
    for profile in profiles.values():
        assert set(profile.names) == {"id", "en"}
        if profile.form is not None:
            assert profile.form.indicator in load_indicators()
            assert profile.form.labels in profile.headings


def test_a_profile_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "kantor.toml"
    path.write_text(_TABLE, encoding="utf-8")
    profile = read_profile(path)
    assert (profile.key, profile.headings, profile.columns) == (
        "kantor", ("kode_uji", "nama_uji"), {"nama_uji": "name:adm2"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('key = "kantor"', "", "key: missing"),
        ('key = "kantor"', "key = 7", "key"),
        ("name:adm2", "name:adm9", "name:adm9"),
        ('shape = "table"', 'shape = "list"', "list"),
        ('shape = "table"', 'shape = "form"', "form"),
        ('shape = "table"', 'shape = "table"\nissuer = "bps"', "issuer"),
        ('shape = "table"', 'shape = "table"\nprovince = "Bali"', "cells"),
        ("[columns]", 'cells = { kode = ["x"] }\n[columns]', "kode"),
        ("headings =", "heading =", "headings: missing"),
        ('["kode_uji", "nama_uji"]', '["kode_uji"]', "one heading alone"),
        ('["kode_uji", "nama_uji"]', '"kode_uji"', "headings"),
        ("[recognise]", "[recognise", "line"),
        ('nama_uji = "name:adm2"', '[form]\nindicator = "ucj"', "labels"),
    ],
)
def test_a_slip_of_the_pen_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = tmp_path / "kantor.toml"
    path.write_text(_TABLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_profile(path)
    assert refused.value.code == "bad_profile"
    assert named in refused.value.details["problem"]
    assert refused.value.details["file"] == "kantor.toml"
