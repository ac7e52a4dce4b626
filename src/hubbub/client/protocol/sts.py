"""What a server says of TLS (IRCv3 sts), read from its list of capabilities."""

from __future__ import annotations

from hubbub.client.events import StrictTransport

NAME = "sts"
_MOST = {"port": 65_535, "duration": 10 * 365 * 86_400}  # no more seconds than ten years


def read(words: list[str]) -> StrictTransport | None:
    """The policy among the words of CAP LS or CAP NEW; "clients MUST ignore every token with a key that they don't
    understand", and a number that is none counts as absent."""
    value = next((word for word in words if word.startswith(f"{NAME}=")), "").removeprefix(f"{NAME}=")
    if not value:
        return None
    tokens = dict(token.partition("=")[::2] for token in value.split(","))
    port = _number(tokens, "port")
    return StrictTransport(port or None, _number(tokens, "duration"))


def _number(tokens: dict[str, str], key: str) -> int | None:
    text = tokens.get(key, "")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    if key == "port" and int(text) > _MOST[key]:
        return None
    return min(int(text), _MOST[key])
