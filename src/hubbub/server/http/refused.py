"""What an HTTP request is refused with."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """The request is refused: `status`, a sentence for whoever sent it, and header fields that belong to the answer."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = dict(headers or {})


class Gone(ConnectionError):
    """Whoever asked has left before the request was whole, or before the answer was."""
