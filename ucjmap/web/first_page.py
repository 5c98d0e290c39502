"""What is in the page from its first byte on: style, language, layout and title.

Streamlit sends an empty page that a script fills. A style sheet that comes with the script is applied late: everything
is laid out without it, and again a moment later.
"""

import html
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ucjmap.settings import get_settings

#: Parameters of the address that only say how the page is laid out, and what each may be.
_LAYOUT: Final[dict[str, tuple[str, ...]]] = {"panel": ("0", "1"), "embed": ("1",), "present": ("1",)}
#: With these headers the page would come compressed, or not at all where the browser has an earlier one.
_DROPPED: Final = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since"})


class FirstPage:
    """Middleware that completes HTML answers; everything else passes as it is.

    Parameters
    ----------
    app
        What answers.
    style
        Style sheet of the page.
    title
        Plain title of the page by the parameters of its address; programs that show a preview of a link read it.
    """

    def __init__(self, app: ASGIApp, style: str, title: Callable[[Mapping[str, str]], str]) -> None:
        self.app = app
        self.style = style
        self.title = title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_page = scope["type"] == "http" and not scope["path"].startswith("/ucjmap/")  # those are whole already
        if not is_page or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        asked = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in _DROPPED]}
        await self.app(asked, receive, _Completed(self, dict(parse_qsl(scope["query_string"].decode("latin-1"))), send))

    async def complete(self, page: str, params: Mapping[str, str]) -> str:
        """The page with language, layout, title and style sheet filled in.

        Parameters
        ----------
        page
            The HTML that Streamlit sends.
        params
            Of the address; those of the layout are taken only with a value that is known, as they end up in the HTML.

        Returns
        -------
        str
            HTML; the title is escaped.
        """
        lang = params.get("lang", get_settings().lang)
        layout = "".join(
            f' data-{name}="{params[name]}"' for name, known in _LAYOUT.items() if params.get(name) in known
        )
        title = html.escape(await run_in_threadpool(self.title, params), quote=True)
        page = re.sub(r"<html[^>]*>", f'<html lang="{"en" if lang == "en" else "id"}"{layout}>', page, count=1)
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        page = re.sub(r"<title>.*?</title>", lambda _: head, page, count=1, flags=re.DOTALL)
        # Last in the body: Streamlit adds its own styles to the head, and of two equal rules the later one counts.
        return page.replace("</body>", f"<style>{self.style}</style></body>", 1)


class _Completed:
    """Holds a page back until all of it has arrived, then sends it on completed."""

    def __init__(self, owner: FirstPage, params: Mapping[str, str], send: Send) -> None:
        self.owner, self.params, self.send = owner, params, send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and "text/html" in Headers(raw=message["headers"]).get(
            "content-type", ""
        ):
            self.start = message
        elif self.start is None:
            await self.send(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        body = (await self.owner.complete(self.body.decode(), self.params)).encode()
        headers = MutableHeaders(raw=[pair for pair in start["headers"] if pair[0].lower() != b"etag"])
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-cache"
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})
