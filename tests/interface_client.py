"""The interface for programs in an app of this process, and a function that asks it."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from tests.integration.test_tiles import Answer, Client
from ucjmap import api
from ucjmap.settings import get_settings
from ucjmap.web import all_routes

Ask = Callable[..., Answer]


def app_on(store: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    monkeypatch.setenv("UCJMAP_STORE", store.url)
    monkeypatch.setenv("UCJMAP_LANG", "id")
    get_settings.cache_clear()
    monkeypatch.setattr(api, "default_store", lambda: store)
    yield Starlette(routes=all_routes())
    monkeypatch.undo()
    get_settings.cache_clear()


def asker(app: Starlette) -> Ask:
    client = Client(app)

    def ask(path: str, headers: dict[str, str] | None = None, **params: object) -> Answer:
        query = urlencode({name.replace("_", "-"): value for name, value in params.items()})
        if "?" in path:
            path, _, query = path.partition("?")
        path = path.removeprefix("http://127.0.0.1:8501")
        return client.get(path, query, host="127.0.0.1:8501", **(headers or {}))

    return ask
