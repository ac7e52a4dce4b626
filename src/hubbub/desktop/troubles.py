"""Troubles as a window says them: one sentence, and what to do. What is not here, uplink/sentences.py has."""

from __future__ import annotations

from hubbub.uplink import sentences
from hubbub.uplink.trouble import Trouble

_SENTENCES = {
    "no-host": "There is no host called {host}. Is the address right?",
    "no-lookup": "Nobody can be asked where {host} is. Is there a network?",
    "refused": "Nobody answers at {host}, port {port}. Is the server running?",
    "no-answer": "Nobody answers at {host}, port {port}. Is the server running?",
    "certificate-changed": "The certificate of {host} has changed. Nothing was sent. Ask its operator.",
    "certificate-not-invited": (
        "The certificate of {host} is not the one that the invitation promises. Nothing was sent. Ask who invited you."
    ),
    "certificate-strict": (
        "{host} wants safe connections only, and shows a certificate that nobody vouches for. Nothing was sent. "
        "Ask its operator."
    ),
    "left": "",
    "unanswered": "",
}


def of(trouble: Trouble) -> str:
    """The sentence; '' where there is nothing to say."""
    if trouble.code in _SENTENCES:
        return _SENTENCES[trouble.code].format_map(_Known(trouble.details))
    said = " ".join(sentences.of(trouble).split())
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", ")")) else ".")


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
