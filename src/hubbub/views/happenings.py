"""What happened in a place, in a sentence each: who came and went, topics, roles, removals, new names."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.state.items import Happening
from hubbub.typed import sentences

from .pieces import safe

COME_AND_GO = frozenset({"joined", "left", "quit", "renamed", "disconnected", "returned"})
ROLES = {"q": "owner", "a": "admin", "o": "operator", "h": "moderator", "v": "voice"}


def sentence(item: Happening, where: str, *, lobby: bool) -> str:
    """The sentence, safe to show. `where`: the room as people say it."""
    return _SENTENCES[item.kind](item, where, lobby)


def _joined(item: Happening, where: str, lobby: bool) -> str:
    return _bare(sentences.joined(safe(item.name), where, lobby=lobby))


def _left(item: Happening, where: str, lobby: bool) -> str:
    return _bare(sentences.left(safe(item.name), where, safe(item.text), lobby=lobby))


def _quit(item: Happening, where: str, lobby: bool) -> str:
    text = safe(item.text)
    return _bare(sentences.gone(safe(item.name), text[:1].lower() + text[1:]))


def _renamed(item: Happening, where: str, lobby: bool) -> str:
    if item.own:
        return sentences.renamed_self(safe(item.name))
    return _bare(sentences.renamed(safe(item.before), safe(item.name)))


def _kicked(item: Happening, where: str, lobby: bool) -> str:
    by, why = safe(item.by), safe(item.text)
    if item.own:
        return sentences.kicked_self(where, by, why)
    return _bare(sentences.kicked(safe(item.name), where, by, why))


def _topic(item: Happening, where: str, lobby: bool) -> str:
    if not item.by:
        return sentences.topic_is(where, safe(item.text))
    if item.own:
        return sentences.topic_changed_self(where, safe(item.text))
    return _bare(sentences.topic_changed(safe(item.by), where, safe(item.text)))


def _modes(item: Happening, where: str, lobby: bool) -> str:
    by, role = safe(item.by), _role(item.text)
    if role:
        return f"{by} {role}"
    return _bare(sentences.modes_changed(by, where, safe(item.text)))


def _role(modes: str) -> str:
    """`made bob a moderator`, where that is all that was changed."""
    words = modes.split(" ")
    if len(words) != 2 or words[0][1:] not in ROLES or words[0][0] not in "+-":
        return ""
    name, role = safe(words[1]), ROLES[words[0][1:]]
    article = "an" if role[0] in "aeiou" else "a"
    if role == "voice":
        return f"gave {name} a voice" if words[0][0] == "+" else f"took the voice of {name}"
    return f"made {name} {article} {role}" if words[0][0] == "+" else f"made {name} {role} no more"


def _room_renamed(item: Happening, where: str, lobby: bool) -> str:
    before, name = safe(item.before.removeprefix("#")), safe(item.name.removeprefix("#"))
    if item.own:
        return sentences.room_renamed_self(before, name)
    return _bare(sentences.room_renamed(safe(item.by), before, name, safe(item.text)))


def _invited(item: Happening, where: str, lobby: bool) -> str:
    return f"{safe(item.by)} invited {safe(item.name)}."


def _disconnected(item: Happening, where: str, lobby: bool) -> str:
    return _bare(sentences.disconnected(safe(item.name), safe(item.text)))


def _returned(item: Happening, where: str, lobby: bool) -> str:
    return _bare(sentences.returned(safe(item.name)))


def _bare(text: str) -> str:
    """The wording of plain text, where `* ` says that nobody spoke."""
    return text.removeprefix("* ")


_SENTENCES: dict[str, Callable[[Happening, str, bool], str]] = {
    "joined": _joined,
    "left": _left,
    "quit": _quit,
    "renamed": _renamed,
    "kicked": _kicked,
    "topic": _topic,
    "modes": _modes,
    "room_renamed": _room_renamed,
    "invited": _invited,
    "disconnected": _disconnected,
    "returned": _returned,
}
