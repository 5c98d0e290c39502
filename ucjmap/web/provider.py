"""The provider of sign-ins (OpenID Connect): where it is asked, and what its answer says of a person."""

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ucjmap.errors import N_, AccessError
from ucjmap.settings import get_settings

#: Seconds that the provider has to answer, and for which its addresses and keys are taken for the same.
_PATIENCE_S: Final = 10
_KNOWN_FOR_S: Final = 3600
#: How a provider may sign; never with the secret, which this installation knows too, nor not at all.
_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
_LEEWAY_S: Final = 30


@dataclass(frozen=True)
class Vouched:
    """What the provider says of somebody: how it names them for ever, their address, and for how many seconds it vouches."""

    subject: str
    email: str
    is_verified: bool
    name: str
    lasts_s: float


def address_of_sign_in(redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
    """Where a browser is sent to sign in.

    Parameters
    ----------
    redirect_uri
        Where the provider sends it back to.
    state, nonce, verifier
        Random texts of this one sign-in: what comes back has to fit each of them.

    Raises
    ------
    AccessError
        The provider cannot be reached, or is not the one of the settings.
    """
    session = _session(redirect_uri)
    endpoint = _metadata()["authorization_endpoint"]
    address, _ = session.create_authorization_url(endpoint, state=state, nonce=nonce, code_verifier=verifier)
    return str(address)


def vouched_for(redirect_uri: str, code: str, nonce: str, verifier: str) -> Vouched:
    """Exchange the code that a browser came back with for what the provider says.

    Parameters
    ----------
    redirect_uri, nonce, verifier
        Of this sign-in.
    code
        From the address.

    Raises
    ------
    AccessError
        The provider cannot be reached, refuses the code, or its answer does not fit this sign-in.
    """
    metadata, settings = _metadata(), get_settings()
    try:
        session = _session(redirect_uri)
        token = session.fetch_token(metadata["token_endpoint"], code=code, code_verifier=verifier, timeout=_PATIENCE_S)
        claims = jwt.decode(str(token["id_token"]), _keys(), algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": settings.oidc_client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
        ).validate(claims)
        told = claims if "email" in claims else {**claims, **_userinfo(session, claims["sub"])}
    except (requests.RequestException, AuthlibBaseError, JoseError, KeyError, ValueError) as error:
        raise _failed(error) from error
    return Vouched(
        subject=f"{claims['iss']} {claims['sub']}",
        email=str(told.get("email", "")),
        is_verified=told.get("email_verified") is True,
        name=str(told.get("name", "")),
        lasts_s=float(claims["exp"]) - time.time(),
    )


def _session(redirect_uri: str) -> OAuth2Session:
    settings = get_settings()
    return OAuth2Session(
        settings.oidc_client_id,
        settings.oidc_client_secret,
        scope="openid profile email",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def _userinfo(session: OAuth2Session, subject: str) -> dict[str, Any]:
    """What some providers tell here alone; of the same person, or nothing."""
    endpoint = _metadata().get("userinfo_endpoint")
    told = session.get(endpoint, timeout=_PATIENCE_S).json() if endpoint else {}
    return told if told.get("sub") == subject else {}


def _metadata() -> dict[str, Any]:
    return _read_metadata(get_settings().oidc_issuer.rstrip("/"), int(time.monotonic() // _KNOWN_FOR_S))


@lru_cache(maxsize=2)
def _read_metadata(issuer: str, _hour: int) -> dict[str, Any]:
    try:
        answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=_PATIENCE_S)
        answer.raise_for_status()
        metadata: dict[str, Any] = answer.json()
        if metadata["issuer"].rstrip("/") != issuer:
            raise ValueError(f"it calls itself {str(metadata['issuer'])[:100]}")
    except (requests.RequestException, KeyError, ValueError) as error:
        raise _failed(error) from error
    return metadata


def _keys() -> KeySet:
    """The keys that it signs with, asked for anew each time: a sign-in is rare, and a key may have been changed."""
    answer = requests.get(_metadata()["jwks_uri"], timeout=_PATIENCE_S)
    answer.raise_for_status()
    return KeySet.import_key_set(answer.json())


def _failed(error: Exception) -> AccessError:
    return AccessError(
        "provider_failed",
        N_("The provider of sign-ins could not be asked, or refused: {reason}."),
        N_("Try again. If it fails again, tell your administrator: the settings UCJMAP_OIDC_… name the provider."),
        reason=f"{type(error).__name__}: {error}"[:200],
    )
