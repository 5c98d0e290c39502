"""The files for containers name what is there: settings, paths, ports, and the guide's own recipe for the proxy."""

import re
import tomllib
from pathlib import Path

from ucjmap.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
IMAGE = (ROOT / "Containerfile").read_text(encoding="utf-8")
PROXY = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def test_settings_are_those_of_the_app() -> None:
    named = set(re.findall(r"UCJMAP_[A-Z_]+[A-Z]", COMPOSE + IMAGE))
    assert {"UCJMAP_STORE", "UCJMAP_TILES", "UCJMAP_PUBLIC_URL"} <= named
    assert named <= {f"UCJMAP_{name.upper()}" for name in Settings.model_fields}


def test_proxy_is_the_recipe_of_the_guide() -> None:
    guide = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(upstream.*?)```", guide, flags=re.DOTALL)
    assert found
    assert re.sub(r"10\.0\.0\.1(\d)", r"app\1", found[1]) == PROXY
    servers = re.findall(r"server (\w+):(\d+);", PROXY)
    assert [name for name, _ in servers] == re.findall(r"^  (app\d):", COMPOSE, flags=re.MULTILINE)
    assert {port for _, port in servers} == set(re.findall(r"EXPOSE (\d+)", IMAGE))


def test_what_is_copied_is_there_and_no_secret_is() -> None:
    (copied,) = re.findall(r"^COPY (.*) \./$", IMAGE, flags=re.MULTILINE)
    assert all((ROOT / name).is_file() for name in copied.split())
    assert {".git", ".venv", "var", "**/.env"} <= set((ROOT / ".dockerignore").read_text().split())
    assert re.findall(r"PASSWORD\w*: (?!\$)\S+", COMPOSE) == []


def test_python_and_driver_of_the_image_are_supported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = re.search(r"^FROM python:3\.(\d+)-", IMAGE, flags=re.MULTILINE)
    least = re.fullmatch(r">=3\.(\d+)", project["requires-python"])
    assert found
    assert least
    assert int(found[1]) >= int(least[1])
    assert "psycopg" in project["optional-dependencies"]["postgresql"][0]
    assert re.search(r"^psycopg-binary==", (ROOT / "requirements-dev.txt").read_text(), flags=re.MULTILINE)
