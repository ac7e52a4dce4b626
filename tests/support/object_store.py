"""A store of objects as S3 has it, in a thread of this process. Signatures are looked at by their form alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PATIENCE = 20.0  # seconds
SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=(\w+)/\d{8}/([\w-]+)/s3/aws4_request, .*Signature=[0-9a-f]{64}")
STARTED = "<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>"
ENDED = "<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>"
REFUSED = "<Error><Code>AccessDenied</Code><Message>not yours</Message></Error>"


class ObjectStore:
    """`objects` by their path, beginning with the bucket; `key` is the only one that may write; `region`: the one for
    which it was signed last."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.objects: dict[str, bytes] = {}
        self.parts: dict[int, bytes] = {}
        self.url = self.region = ""

    def put(self, target: str, body: bytes) -> str:
        """One request that writes: the answer's body."""
        place = urlsplit(target)
        asked = parse_qs(place.query, keep_blank_values=True)
        if "uploads" in asked:
            self.parts.clear()
            return STARTED
        if "partNumber" in asked:
            self.parts[int(asked["partNumber"][0])] = body
        elif "uploadId" in asked:
            self.objects[place.path] = b"".join(self.parts[number] for number in sorted(self.parts))
            return ENDED
        else:
            self.objects[place.path] = body
        return ""


@contextmanager
def object_store(key: str = "KEY") -> Iterator[ObjectStore]:
    """One that runs."""
    store = ObjectStore(key)

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            signed = SIGNED.fullmatch(self.headers["Authorization"] or "")
            store.region = signed[2] if signed is not None else ""
            if signed is None or signed[1] != store.key:
                self.answer(403, REFUSED)
            else:
                self.answer(200, store.put(self.path, body))

        do_POST = do_PUT

        def answer(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("ETag", '"tag"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="object store", daemon=True)
    thread.start()
    store.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield store
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()
        assert not thread.is_alive(), "the store of objects has not ended"
