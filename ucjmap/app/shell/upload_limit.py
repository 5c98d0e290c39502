"""How much the files of one visitor, and of all together, may take of the memory of the server.

Streamlit takes a file of any session at any time, also where no page has a field for it, and holds it in memory.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from streamlit.runtime import Runtime

from ucjmap.settings import get_settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# The address at which Streamlit takes a file: session and number of the upload.
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)/?$")
#: Files that the fields of all pages can hold for one visitor, and as many again.
_MOST_FILES: Final = 20
#: Bytes in units of the largest upload: of one visitor, and of all.
_LARGEST_OF_ONE, _LARGEST_OF_ALL = 2, 5
_REFUSED: Final = b"Too many files are held for this visit. Reload the page and upload again."


class UploadLimit:
    """ASGI middleware that answers 413 to an upload for which there is no room."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whatever is no upload, and uploads for which there is room."""
        upload = _UPLOAD.search(scope.get("path", "")) if scope.get("method") == "PUT" else None
        if upload is None:
            await self.app(scope, receive, send)
            return
        session, size = upload["session"], _announced(scope)
        if not self.has_room(session, upload["file"], size):
            await _refuse(send)
            return
        self.coming[session] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self.coming[session] -= size
            if self.coming[session] <= 0:
                del self.coming[session]

    def has_room(self, session: str, file: str, size: int) -> bool:
        """Whether the server may take one more file of a visitor.

        Parameters
        ----------
        session
            Of the visitor, as Streamlit names it in the address.
        file
            Of the upload, as Streamlit names it: one that takes the place of another counts as one.
        size
            Bytes that were announced.
        """
        largest = get_settings().max_upload_mb * 2**20
        held = held_bytes()
        own = {name: bytes_ for name, bytes_ in held.get(session, {}).items() if name != file}
        of_all = sum(sum(files.values()) for files in held.values()) + self.coming.total()
        return (
            len(own) < _MOST_FILES
            and sum(own.values()) + self.coming[session] + size <= _LARGEST_OF_ONE * largest
            and of_all + size <= _LARGEST_OF_ALL * largest
        )


def held_bytes() -> dict[str, dict[str, int]]:
    """Bytes of each file that Streamlit holds, by session and file."""
    storage = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {}) if Runtime.exists() else {}
    return {
        session: {name: len(file.data) for name, file in files.copy().items()}
        for session, files in storage.copy().items()
    }


def _announced(scope: Scope) -> int:
    """The length that a request announces; without one it may be the largest that is taken."""
    length = next((value for name, value in scope.get("headers", ()) if name == b"content-length"), b"")
    return int(length) if length.isdigit() else get_settings().max_upload_mb * 2**20


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(_REFUSED)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSED})
