"""Settings of an installation, read from ``UCJMAP_*`` environment variables or a ``.env`` file."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ucjmap.access import frame_sites, is_hash, is_loopback
from ucjmap.errors import N_, SettingsError

PROJECT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """What an administrator may change; each field is documented in docs/administrators.md."""

    model_config = SettingsConfigDict(env_prefix="UCJMAP_", env_file=".env", extra="ignore")

    store: str = Field(
        default=f"sqlite:///{(PROJECT / 'var' / 'ucjmap.db').as_posix()}",
        description="SQLAlchemy URL of the store.",
    )
    tiles: str = Field(
        default="", description="Folder of the map tiles of all desa; empty: tiles beside the store's file."
    )
    lang: Literal["id", "en"] = Field(default="id", description="Language of a new visitor.")
    demo: bool = Field(
        default=True,
        description="Load the embedded boundaries and demonstration data into an empty store at first start.",
    )
    warm_up: bool = Field(
        default=True,
        description="Make ready after a start what visitors ask for next: some seconds of processor, spared when off.",
    )
    whole_from: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="Share of the desa with data from which on a figure counts as that of the whole area; below it the"
        " figure is named after the part that it rests on.",
    )
    work: bool = Field(
        default=True,
        description="Whether the app does long work of the queue itself; off where ucjmap jobs work does it.",
    )
    max_upload_mb: int = Field(default=400, ge=1, description="Largest upload accepted in the pages, in megabytes.")
    max_unpacked_mb: int = Field(
        default=4096, ge=1, description="Largest total size of an archive when unpacked, in megabytes."
    )
    max_reading_mb: int = Field(
        default=4096, ge=256, description="Most memory that the reading of one file may use, in megabytes."
    )
    max_reading_s: int = Field(
        default=600, ge=10, description="Most processor time that the reading of one file may use, in seconds."
    )
    basemap_url: str = Field(
        default="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        description="Tiles of the optional base map; empty switches the choice off.",
    )
    public_url: str = Field(
        default="",
        description="Address under which others reach the app: the host and the pages that are answered, links and QR"
        " codes on pictures. With it, nobody counts as sitting at the machine itself.",
    )
    access: Literal["open-readonly", "password", "oidc"] = Field(
        default="open-readonly",
        description="Who may change data in the pages: whoever sits at the machine itself, whoever gives the office's"
        " password, or each person who signs in with a provider (OIDC) in their own areas; all others read.",
    )
    oidc_issuer: str = Field(default="", description="Address of the provider of sign-ins, as it names itself.")
    oidc_client_id: str = Field(default="", description="Name under which the provider knows this installation.")
    oidc_client_secret: str = Field(
        default="", validate_default=True, repr=False, description="Secret that the provider gave this installation."
    )
    public_level: Literal["none", "adm0", "adm1", "adm2", "adm3", "adm4"] = Field(
        default="none",
        description="Where people sign in: the finest level whose figures everybody sees without; adm4 is all of them.",
    )
    password_hash: str = Field(
        default="",
        validate_default=True,
        repr=False,
        description="Hash of the office's password, as the command `ucjmap password` prints it.",
    )
    embed_sites: str = Field(
        default="", description="Sites that may show the map in a frame, separated by spaces; empty: none."
    )
    end_within_s: int = Field(
        default=20,
        ge=1,
        description="Seconds within which the server ends after it was told to; what is not done by then is taken back.",
    )
    log: Literal["plain", "json"] = Field(
        default="plain",
        description="How the log is written: as text, or as one JSON object a line with a line for each request.",
    )
    log_addresses: bool = Field(default=False, description="Write addresses of visitors into the JSON log.")
    metrics_token: str = Field(
        default="",
        repr=False,
        description="Token with which another machine reads /ucjmap/metrics; empty: only the machine itself reads it.",
    )
    office: str = Field(default="", description="Name of the office, printed on pictures and briefings.")
    logo: str = Field(default="", description="PNG or JPEG file with the office's logo, printed beside its name.")
    basemap_attribution: str = Field(default="© OpenStreetMap contributors", description="Attribution of the base map.")

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        """A link on paper and in files leads to a web page, and nowhere else."""
        if value and not is_web_address(value):
            raise ValueError("an address that begins with https:// or http:// is needed")
        return value

    @field_validator("password_hash")
    @classmethod
    def _can_be_compared(cls, value: str, info: ValidationInfo) -> str:
        """Without a hash nobody could sign in; a password in its place would lie open in a file."""
        if value and not is_hash(value):
            raise ValueError("it is no argon2id hash: make one with the command ucjmap password")
        if not value and info.data.get("access") == "password":
            raise ValueError("UCJMAP_ACCESS=password needs it: make one with the command ucjmap password")
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _provider_is_complete(cls, value: str, info: ValidationInfo) -> str:
        """Without one of the parts nobody could sign in."""
        parts = {name: info.data.get(name) for name in ("public_url", "oidc_issuer", "oidc_client_id")}
        missing = [name for name, part in {**parts, "oidc_client_secret": value}.items() if not part]
        if info.data.get("access") == "oidc" and missing:
            names = ", ".join(f"UCJMAP_{name.upper()}" for name in missing)
            raise ValueError(f"UCJMAP_ACCESS=oidc needs {names} too")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _is_provider(cls, value: str) -> str:
        """A provider that is reached without TLS could be anybody; on this machine itself it cannot."""
        if value and not (value.startswith("https://") or is_loopback(urlsplit(value).hostname or "")):
            raise ValueError("an address that begins with https:// is needed")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _is_hard_to_guess(cls, value: str) -> str:
        if value and not re.fullmatch(r"[\x21-\x7e]{20,200}", value):
            raise ValueError("20 to 200 letters, digits and signs without spaces are needed")
        return value

    @field_validator("embed_sites")
    @classmethod
    def _are_sites(cls, value: str) -> str:
        frame_sites(value)
        return value


def is_web_address(text: str) -> bool:
    """Whether a text is the address of a web page: neither a script nor a file.

    Parameters
    ----------
    text
        What somebody typed or a setting holds.

    Returns
    -------
    bool
        True for ``http`` and ``https`` with a host; False for anything else, a text that is no address at all included.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Settings of this process.

    Raises
    ------
    SettingsError
        A variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(
            "bad_setting",
            N_("The setting UCJMAP_{name} cannot be used: {reason}."),
            N_("Correct it in the environment or in the file .env and start again."),
            name=str(first["loc"][0]).upper(),
            reason=first["msg"],
        ) from error
