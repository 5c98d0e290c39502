"""A visitor without a browser: a websocket that speaks Streamlit's own protocol, with any address and headers."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

_PATIENCE_S = 60


@dataclass
class PageSession:
    """One open page; ``buttons`` are those of the last run by label, ``said`` are its notices."""

    line: ClientConnection
    page: str
    query: str
    buttons: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self, *states: WidgetState) -> None:
        """Let the page's script run to its end."""
        self.buttons, self.said, self.failed = {}, [], []
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend(states)
        self.line.send(message.SerializeToString())
        while True:
            data = self.line.recv(timeout=_PATIENCE_S)
            answer = ForwardMsg()
            answer.ParseFromString(data if isinstance(data, bytes) else data.encode())
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return
            elif answer.WhichOneof("type") == "delta" and answer.delta.WhichOneof("type") == "new_element":
                self._take(answer.delta.new_element)

    def _take(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "button":
            self.buttons[element.button.label] = element.button
        elif kind == "alert":
            self.said.append(element.alert.body)
        elif kind == "exception":
            self.failed.append(element.exception.type)

    def press(self, label: str) -> None:
        """Send the click on a button, also where the page has it disabled."""
        self.run(WidgetState(id=self.buttons[label].id, trigger_value=True))


@contextmanager
def page_session(url: str, page: str = "", query: str = "", *, name: str = "", **headers: str) -> Iterator[PageSession]:
    """Open a page of the server at ``url``, under another host ``name`` and with other headers than a browser sends."""
    place = urlsplit(url)
    given = {key.replace("_", "-"): text for key, text in headers.items()}
    with (
        socket.create_connection((place.hostname, place.port), timeout=_PATIENCE_S) as line,
        connect(
            f"ws://{name or place.netloc}/_stcore/stream",
            sock=line,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=given,
            max_size=None,
            proxy=None,
            open_timeout=_PATIENCE_S,
        ) as opened,
    ):
        session = PageSession(opened, page, query)
        session.run()
        yield session
