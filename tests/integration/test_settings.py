"""Settings from the environment: good values are taken, bad ones are named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ucjmap.errors import SettingsError
from ucjmap.settings import PROJECT, Settings, get_settings


@pytest.fixture(autouse=True)
def fresh_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No variable and no .env of the machine, and nothing remembered before or after."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"UCJMAP_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_without_any_setting_the_store_is_a_file_of_the_project() -> None:
    settings = get_settings()
    assert settings.store == f"sqlite:///{(PROJECT / 'var' / 'ucjmap.db').as_posix()}"
    assert settings.lang == "id"
    assert settings.demo


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("UCJMAP_LANG=en\nUCJMAP_MAX_UPLOAD_MB=7\nOTHER=1\n")
    monkeypatch.setenv("UCJMAP_MAX_UPLOAD_MB", "8")
    settings = get_settings()
    assert (settings.lang, settings.max_upload_mb) == ("en", 8)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANG", "fr"),
        ("DEMO", "perhaps"),
        ("MAX_UPLOAD_MB", "0"),
        ("MAX_UPLOAD_MB", "much"),
        ("MAX_UNPACKED_MB", "-1"),
    ],
)
def test_a_bad_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"UCJMAP_{name}", value)
    with pytest.raises(SettingsError) as caught:
        get_settings()
    assert caught.value.code == "bad_setting"
    assert f"UCJMAP_{name}" in str(caught.value)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"ACCESS": "oidc"}, "ACCESS"),
        ({"ACCESS": "open"}, "ACCESS"),
        ({"ACCESS": "password"}, "PASSWORD_HASH"),
        ({"ACCESS": "password", "PASSWORD_HASH": "kuda besi di atas awan"}, "PASSWORD_HASH"),
        ({"EMBED_SITES": "portal.example.go.id"}, "EMBED_SITES"),
    ],
)
def test_an_access_that_would_not_hold_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], name: str
) -> None:
    for key, value in given.items():
        monkeypatch.setenv(f"UCJMAP_{key}", value)
    with pytest.raises(SettingsError) as caught:
        get_settings()
    assert f"UCJMAP_{name}" in str(caught.value)
    assert "kuda besi" not in str(caught.value)
