"""MONITOR (https://ircv3.net/specs/extensions/monitor)."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.people import monitor
from hubbub.dialects.irc import lists
from hubbub.dialects.irc.lines import numeric, shortened
from hubbub.dialects.irc.packing import packed
from hubbub.dialects.irc.people.metadata_lines import show_entered
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.wire.message import Message

REFUSED_AT_ONCE = 8  # names of at most 32 bytes that surely fit into a line


def change(chat: Chat, session: Session, message: Message) -> None:
    """ "Each use of the MONITOR command takes a special modifier, indicating the operation being performed." """
    modifier = message.params[0].upper()
    if modifier in ("+", "-"):
        _change(chat, session, modifier, message.params[1:])
    elif modifier == "C":
        chat.world.local.watchers.clear(session)
    elif modifier == "L":
        packed(session, n.RPL_MONLIST, [], session.watched.values(), separator=",")
        numeric(session, n.RPL_ENDOFMONLIST, "End of MONITOR list")
    elif modifier == "S":
        _show(chat, session, session.watched.values())
    else:
        numeric(session, n.ERR_UNKNOWNERROR, "MONITOR", shortened(modifier), "Use one of + - C L S")


def _change(chat: Chat, session: Session, modifier: str, params: list[str]) -> None:
    wanted = lists.named(params[0] if params else "")
    if not wanted:
        numeric(session, n.ERR_NEEDMOREPARAMS, "MONITOR", "Not enough parameters: say which names")
    elif modifier == "-":
        monitor.remove(chat, session, wanted)
    else:
        watched, refused = monitor.add(chat, session, wanted)
        _show(chat, session, watched)
        for start in range(0, len(refused), REFUSED_AT_ONCE):
            names = ",".join(refused[start : start + REFUSED_AT_ONCE])
            numeric(session, n.ERR_MONLISTFULL, str(monitor.MOST), names, "Monitor list is full.")


def _show(chat: Chat, session: Session, names: Iterable[str]) -> None:
    """Which of these are here, with their sources, and which are not."""
    found = [(name, chat.world.user(name)) for name in names]
    online = [user for _, user in found if user is not None and user.sessions]
    packed(session, n.RPL_MONONLINE, [], [user.source for user in online], separator=",")
    packed(
        session,
        n.RPL_MONOFFLINE,
        [],
        [name for name, user in found if user is None or not user.sessions],
        separator=",",
    )
    for user in online:
        show_entered(session, user)


VERBS: dict[str, Verb] = {
    "MONITOR": Verb(change, "MONITOR +|- <name>{,<name>} or MONITOR C|L|S", "Be told who comes and goes.", params=1),
}
