"""Any event that somebody hears, drawn field by field: a new kind is drawn too, as soon as it is there."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from hubbub.chat.apply import RULES
from hubbub.chat.audience import to_nobody
from hubbub.chat.events import Attachment, Edit, Event, MessageSent, RoomRenamed, StatusSent
from hubbub.chat.party import Party
from hubbub.chat.world.moderation.lockdown import Lockdown
from hubbub.chat.world.moderation.reports import Report, shortened
from hubbub.irc.modes import Change

KINDS: tuple[type[Event], ...] = tuple(kind for kind, rule in RULES.items() if rule.heard is not to_nobody)

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=40)
nasty = st.sampled_from(
    [
        "",
        ":",
        " ",
        " :x",
        "@time=1 :x PRIVMSG y :z",
        ";msgid=1",
        "+x BATCH -x",
        "\u2028",
        "\x85",
        "\x01ACTION waves\x01",
    ]
)
text = anything | nasty
one_line = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=20)
value = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
tags = st.dictionaries(st.sampled_from(["+x", "+draft/reply", "+a.b/c-d"]), value, min_size=1, max_size=3)
whole = st.integers(1, 2**62)
at = st.integers(0, 4_000_000_000_000)
source = st.sampled_from(["alice!alice@guest", "Zoë!guest@guest", "{a}[b]!x@guest"])
room = st.sampled_from(["#a", "#räume"])
name = st.sampled_from(["bob", "{b}"])
word = st.sampled_from(["v1", "a1"])
changes = st.lists(
    st.sampled_from([Change(True, "o", "bob"), Change(False, "v", "{b}"), Change(True, "i"), Change(False, "w")]),
    min_size=1,
    max_size=3,
).map(tuple)

BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "about": one_line,
    "account": whole,
    "answers": st.just("") | st.builds('alice: "{}"'.format, one_line),
    "at": at,
    "author": name,
    "away": text,
    "bot": st.booleans(),
    "changes": changes,
    "files": st.just(())
    | st.lists(st.builds(Attachment, id=word, name=text, type=st.just("image/png"), size=whole), max_size=2).map(tuple),
    "edited": st.none() | st.builds(Edit, at, whole, whole),
    "host": st.just("0123456789abcdef.ip"),
    "joined": st.none(),
    "login": st.sampled_from(["", "alice", "Zoë"]),
    "logs": st.just((1,)),
    "name": name,
    "reaction": one_line.filter(bool),
    "realname": text,
    "reason": st.sampled_from(["left", "quit", "lost", "timeout", "closed", "killed", "stopped"]),
    "room": room,
    "server": st.just("hubbub"),
    "what": st.sampled_from(["retention", "expiry"]),
    "source": source,
    "roles": st.just(()) | changes,
    "tags": st.none() | tags,
    "target": room | name,
    "text": text,
    "topic": text,
    "until": at,
}
BY_TYPE: dict[object, st.SearchStrategy[Any]] = {
    int: whole,
    str: word,
    bool: st.booleans(),
    Party: word.map(Party),
    Lockdown: st.sampled_from(Lockdown),
    Report: st.builds(
        Report,
        number=whole,
        at=at,
        log=whole,
        room=room,
        name=name,
        party=word,
        about=name,
        about_party=word,
        why=text.map(shortened),
        quote=text.map(shortened),
    ),
    tuple[int, ...]: st.just((1,)),
}


def of(kind: type[Event]) -> st.SearchStrategy[Event]:
    """Events of this kind."""
    drawn = st.builds(kind, **{field.name: _value(kind, field) for field in msgspec.structs.fields(kind)})
    return drawn | composed(kind) if kind in (MessageSent, StatusSent) else drawn


def _value(kind: type[Event], field: msgspec.structs.FieldInfo) -> st.SearchStrategy[Any]:
    if field.name == "tags" and field.required:
        return tags
    if field.name == "name" and kind is RoomRenamed:
        return room
    if field.name == "target" and kind is StatusSent:
        return st.just("@#a")
    if field.name == "account" and field.type is str:
        return st.sampled_from(["", "bob"])
    return BY_NAME[field.name] if field.name in BY_NAME else BY_TYPE[field.type]


@st.composite
def composed(draw: st.DrawFn, kind: type[Event] = MessageSent) -> Any:
    """A message of several lines as clients send them: some joined without a line feed, some blank, not all."""
    whole_text, cuts = "first", []
    for line in draw(st.lists(text, min_size=1, max_size=5)):
        if line and draw(st.booleans()):
            cuts.append(len(whole_text))
            whole_text += line
        else:
            whole_text += "\n" + line
    drawn = {field.name: draw(_value(kind, field)) for field in msgspec.structs.fields(kind)}
    return kind(**{**drawn, "text": whole_text, "joined": tuple(cuts)})


events: st.SearchStrategy[Event] = st.sampled_from(KINDS).flatmap(of)
