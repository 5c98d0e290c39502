"""A real provider of sign-ins (OpenID Connect) on this machine, and a person who signs in with it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from tests.app_server import free_port

_FOLDER = Path(__file__).parent / "provider"
SECRET = "rahasia-klien-yang-cukup-panjang-untuk-uji"
#: Login at the provider, and what it says of whoever has it.
PEOPLE = {
    "sari": {"email": "sari@sambas.example.go.id", "email_verified": True, "name": "Sari"},
    "budi": {"email": "budi@kalbar.example.go.id", "email_verified": True, "name": "Budi"},
    "palsu": {"email": "budi@kalbar.example.go.id", "email_verified": False, "name": "Budi"},
    "asing": {"email": "asing@example.org", "email_verified": True, "name": "Asing"},
}


@dataclass(frozen=True)
class SigningIn:
    """One sign-in: the cookies of the browser of a person, and the last answer."""

    visitor: requests.Session
    answer: requests.Response

    @property
    def cookie(self) -> str:
        return next((kept.value or "" for kept in self.visitor.cookies if kept.name == "ucjmap_session"), "")


@contextmanager
def provider(redirect: str, *, seconds: int = 3600) -> Iterator[str]:
    """Its address; it sends back to ``redirect`` alone, and its tokens hold for some ``seconds``."""
    if shutil.which("node") is None or not (_FOLDER / "node_modules").exists():
        pytest.skip("node and the packages of tests/provider are not there: make test fetches them")
    port = free_port()
    given = {"port": port, "redirect": redirect, "secret": SECRET, "people": PEOPLE, "seconds": seconds}
    with subprocess.Popen(
        ["node", "provider.js"],
        cwd=_FOLDER,
        env={**os.environ, "PROVIDER": json.dumps(given)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout
            # It warns of what is meant for tests alone before it says that it is ready.
            assert any(line.strip() == "ready" for line in process.stdout), "the provider did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def sign_in(app: str, login: str, query: str = "?lang=en&page=riwayat") -> SigningIn:
    """Go the way of a browser: to the provider, through its two forms, and back."""
    visitor = requests.Session()
    visitor.trust_env = False  # the servers are on this machine: no proxy of the environment
    answer = visitor.get(f"{app}/ucjmap/sign-in{query}", timeout=60)
    for fields in ({"prompt": "login", "login": login, "password": "x"}, {"prompt": "consent"}):
        found = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        if not found:
            break
        answer = visitor.post(urljoin(answer.url, unescape(found[1])), data=fields, timeout=60)
    return SigningIn(visitor, answer)
