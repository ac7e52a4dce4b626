"""What the line client says of each trouble: the sentence of all faces, and what to do on a command line."""

from __future__ import annotations

from hubbub.uplink import sentences
from hubbub.uplink.trouble import Trouble

_TOLD_ALREADY = ("left", "lost", "silent", "banned", "turned-away", "unanswered")  # by the events of the core


def of(trouble: Trouble) -> str:
    """The sentence, in several lines where it is a long one; '' for what was told when it happened."""
    if trouble.code in _TOLD_ALREADY:
        return ""
    hint = "; for a server without TLS there is --no-tls" if trouble.details.get("tls") == "chosen" else ""
    return sentences.of(trouble) + hint
