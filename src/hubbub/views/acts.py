"""What a person may do with a message or with somebody: acts they may not do are left out, not refused.

The server decides; this only knows the roles of the room, so that nothing is offered that would be refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hubbub.client.protocol.capabilities import CHANNEL_RENAME, PINS
from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.irc import casemap

from . import lists
from .files import cards
from .pieces import safe

LADDER = "vhoaq"  # the letters of roles, from the lowest
OPENS = {"v": "h", "h": "o", "o": "o", "a": "q", "q": "q"}  # who may give which role
ROLE_WORDS = {"v": "a voice", "h": "moderator", "o": "operator", "a": "admin", "q": "owner"}


class Act(msgspec.Struct, frozen=True):
    """`name` is what a face does; `key` the letter that does it on a chosen message; `grave`: asked about before.
    `detail`: more that the act needs, as the letter of a role.
    """

    name: str
    words: str
    key: str = ""
    grave: bool = False
    detail: str = ""


def of_message(state: State, buffer: Buffer, message: Message) -> list[Act]:
    """What can be done with it, most wanted first."""
    return list(_unsent(message) if message.status in ("failed", "unsure") else _sent(state, buffer, message))


def _unsent(message: Message) -> Iterator[Act]:
    yield Act("retry", "Send again", "r")
    yield Act("copy", "Copy", "c")
    yield Act("discard", "Discard", "x")


def _sent(state: State, buffer: Buffer, message: Message) -> Iterator[Act]:
    if message.status == "sending" or message.redacted:
        if message.text:
            yield Act("copy", "Copy", "c")
        return
    yield Act("reply", "Reply", "r")
    yield Act("react", "React…", "+")
    if message.own and message.kind != "notice":
        yield Act("edit", "Edit", "e")
    for number, card in enumerate(cards(message.files)):
        yield Act("open_file", f"Open {card.name}", "" if number else "o", detail=card.file.id)
        yield Act("save_file", f"Save {card.name}", "" if number else "s", detail=card.file.id)
    yield Act("copy", "Copy", "c")
    yield Act("unread", "Unread from here", "u")
    if may_pin(state, buffer):
        yield Act("unpin", "Unpin") if message.id in buffer.pins else Act("pin", "Pin")
    if message.own or (buffer.kind == "room" and _keeps_order(state, buffer)):
        yield Act("remove", "Remove…", "x", grave=True)
    if not message.own:
        yield Act("person", f"About {safe(message.sender)}", "p")
        yield Act("report", "Report…", grave=True)


def may_pin(state: State, buffer: Buffer) -> bool:
    return PINS in state.server.capabilities and buffer.kind == "room" and _keeps_order(state, buffer)


def _keeps_order(state: State, buffer: Buffer) -> bool:
    return rank(state, buffer, state.me.name) >= LADDER.index("h")


def rank(state: State, buffer: Buffer, name: str) -> int:
    """How high somebody's role is in the room: -1 for none."""
    member = buffer.members.get(casemap.lower(name))
    return max((LADDER.find(letter) for letter in member.roles), default=-1) if member is not None else -1


def of_person(state: State, buffer: Buffer | None, name: str) -> list[Act]:
    """What can be done with somebody, in a room that both are in."""
    if state.is_me(name):
        own = [Act("away", "I am back" if state.me.away is not None else "Away…"), Act("rename", "Another name…")]
        return [*own, Act("register", "Another password…" if state.me.account else "Keep this name…")]
    acts = [Act("write", "Write privately"), Act("whois", "Who is that?")]
    if buffer is not None and buffer.kind == "room":
        acts += _in_room(state, buffer, name)
    return [*acts, Act("block", "Block…", grave=True), Act("report_person", "Report…", grave=True)]


def _in_room(state: State, buffer: Buffer, name: str) -> Iterator[Act]:
    own, theirs = rank(state, buffer, state.me.name), rank(state, buffer, name)
    if own < LADDER.index("h") or theirs > own:
        return
    member = buffer.members.get(casemap.lower(name))
    if member is not None:
        for letter, needs in OPENS.items():
            if own >= LADDER.index(needs):
                has = letter in member.roles
                words = f"Take {ROLE_WORDS[letter]} away" if has else f"Make {ROLE_WORDS[letter]}"
                yield Act("unrole" if has else "role", words.replace("Make a voice", "Give a voice"), detail=letter)
        yield Act("remove_person", "Remove from the room…", grave=True)
    yield Act("mute", "Mute…", grave=True)
    yield Act("ban", "Ban…", grave=True)


def of_place(state: State, buffer: Buffer) -> list[Act]:
    """What can be done with a room or a conversation."""
    acts = [Act("mark_read", "Mark as read")] if buffer.unread else []
    levels = {"all": "Tell me of everything", "mentions": "Tell me of mentions", "nothing": "Mute"}
    acts += [Act("notify", words, detail=level) for level, words in levels.items() if level != buffer.notify]
    if buffer.kind == "person":
        return [*acts, Act("close", "Put this conversation away")]
    if buffer.joined and (own := rank(state, buffer, state.me.name)) >= -1:
        if "t" not in buffer.modes or own >= LADDER.index("h"):
            acts.append(Act("topic", "Change the topic…"))
        acts.append(Act("invite", "Invite somebody…"))
    return [*acts, Act("leave", "Leave") if buffer.joined else Act("join", "Join")]


def of_account(state: State) -> list[Act]:
    """What can be done with one's account, or as a guest with one's name."""
    asks = lists.can_ask(state)
    others = [Act("private", "Who may write to me…"), Act("blocked", "People I block…")] if asks else []
    if not state.me.account:
        return [Act("register", "Keep this name…"), Act("log_in", "Log in…"), *others]
    acts = [Act("register", "Another password…"), *others]
    if asks:
        acts += [Act("devices", "Devices…"), Act("tokens", "Tokens for programs…")]
        acts += [Act("certificates", "Certificates…"), Act("export", "Get all that is kept of me…")]
    return [*acts, Act("log_out", "Log out"), Act("delete_account", "Delete the account…", grave=True)]


def of_keeping(state: State, buffer: Buffer) -> list[Act]:
    """What those who look after a room can do with it."""
    own = rank(state, buffer, state.me.name) if buffer.kind == "room" and buffer.joined else -1
    asks, operator = lists.can_ask(state), own >= LADDER.index("o")
    acts = []
    if operator:
        acts.append(Act("modes", "What holds here…"))
        if CHANNEL_RENAME in state.server.capabilities and buffer.key != casemap.lower(state.server.lobby):
            acts.append(Act("rename_room", "Another name…"))
    if operator and asks:
        acts += [Act("invite_link", "An invitation for others…"), Act("invitations", "Invitations…")]
    if own >= LADDER.index("h") and asks:
        acts += [Act("bans", "Bans…"), Act("reports", "Reports…")]
    return [*acts, Act("audit", "What was done…")] if operator and asks else acts
