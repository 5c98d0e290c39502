"""The page around a sign-in: its words, its language, and where it leads back to."""

import html
import re
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ucjmap.errors import N_, UCJMapError
from ucjmap.render.browser import SIGN_IN_PATH
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_error

_PAGE: Final = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · UCJMap</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 "Source Sans", system-ui, sans-serif; max-width: 24rem; margin: 15vh auto 0; padding: 0 1rem; }}
input, button {{ font: inherit; width: 100%; min-height: 2.75rem; box-sizing: border-box; margin: .25rem 0 1rem; }}
button {{ background: #1d5fa8; color: #fff; border: 0; border-radius: .5rem; }}
[role=alert] {{ border-left: .25rem solid #b3261e; padding-left: .75rem; }}
</style></head><body><main><h1>{title}</h1>{told}
{form}</main></body></html>
"""
_AGAIN: Final = '<p><a href="{address}">{again}</a></p>'


def lang_of(request: Request) -> Lang:
    """The language of the page from which somebody comes.

    Parameters
    ----------
    request
        With ``lang`` in its address.
    """
    return "en" if request.query_params.get("lang", get_settings().lang) == "en" else "id"


def way_back(page: str, lang: str) -> str:
    """The page from which somebody came, by the last part of its address; nothing else, so that it leads nowhere else.

    Parameters
    ----------
    page
        As the address says; anything but lower-case letters and hyphens leads to the first page.
    lang
        Language of the page.
    """
    known = "en" if lang == "en" else "id"
    return f"/{page}?lang={known}" if re.fullmatch(r"[a-z-]*", page) else "/"


def sign_in_page(lang: Lang, error: UCJMapError, status: int) -> Response:
    """What went wrong with a sign-in, and the way to try again.

    Parameters
    ----------
    lang
        Language of the page from which it was begun.
    error
        What is said.
    status
        Of HTTP.
    """
    again = _AGAIN.format(address=SIGN_IN_PATH, again=html.escape(say(lang, N_("Sign in"))))
    return framed(lang, say_error(lang, error), again, status)


def framed(lang: Lang, told: str, form: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """The page with words and a form.

    Parameters
    ----------
    lang
        Language of the page.
    told
        Plain text above the form; empty for none.
    form
        HTML, with ``{title}`` where the word on its button belongs.
    status, headers
        Of HTTP.
    """
    alert = f'<p role="alert">{html.escape(told)}</p>' if told else ""
    title = html.escape(say(lang, N_("Sign in")))
    page = _PAGE.format(lang=lang, title=title, told=alert, form=form.replace("{title}", title))
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store", **(headers or {})})
