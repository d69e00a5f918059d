"""`zhidun witness serve`: a witness over HTTP, a process and a store of its own."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from zhidun.ledger.witness import LONGEST_REQUEST, Answer, Witness

PATH = "/add-checkpoint"
SECONDS = 10
"""How long a silent client may hold a connection."""


class WitnessServer(ThreadingHTTPServer):
    """The server of one witness; `server_address` says where it listens."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        super().__init__(address, Handler)
        self.witness = witness


class Handler(BaseHTTPRequestHandler):
    """Answers `POST /add-checkpoint`, and `GET /` with the key."""

    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    server: WitnessServer

    def do_POST(self) -> None:
        """Pass a request on to the witness."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._say(Answer(HTTPStatus.LENGTH_REQUIRED), close=True)
        elif int(length) > LONGEST_REQUEST:
            self._say(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE), close=True)
        elif self.path != PATH:
            self._say(Answer(HTTPStatus.NOT_FOUND), close=True)
        else:
            self._say(self.server.witness.add_checkpoint(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        """Say whose witness this is."""
        if self.path == "/":
            key = self.server.witness.cosigner.verifier.vkey
            self._say(Answer(HTTPStatus.OK, f"{key}\n".encode()))
        else:
            self._say(Answer(HTTPStatus.NOT_FOUND))

    def _say(self, answer: Answer, *, close: bool = False) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Keep quiet: the caller logs."""
