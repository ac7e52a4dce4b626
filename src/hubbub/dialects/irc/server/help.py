"""HELP, made from the tables of commands and modes."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.irc.lines import numeric, numeric_lines, shortened
from hubbub.dialects.irc.spoken import spoken
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.irc import numerics as n
from hubbub.irc.modes import ROOM_MODES, USER_MODES
from hubbub.typed.table import Who
from hubbub.wire.message import Message

WIDTH = 200  # bytes of names in one line of a list


def verbs(others: dict[str, Verb]) -> dict[str, Verb]:
    """HELP (HELPOP is the same) for all these commands and itself."""
    table = dict(others)

    overview: list[str] = []

    def help(chat: Chat, session: Session, message: Message) -> None:
        subject = message.params[0].upper() if message.params and message.params[0] else ""
        if not subject:
            _show(session, "*", "Commands (HELP <command> says more; HELP TOPICS lists the rest)", overview)
        elif subject in topics:
            _show(session, subject, *topics[subject])
        elif subject in table:
            _show(session, subject, table[subject].usage, map(spoken, table[subject].lines))
        else:
            numeric(session, n.ERR_HELPNOTFOUND, shortened(subject), "There is no help on that")

    shown = verb(help, "help")
    own = {"HELP": shown, "HELPOP": msgspec.structs.replace(shown, usage=shown.usage.replace("HELP", "HELPOP"))}
    table |= own
    overview += packed(sorted(table))
    topics = _topics(table)
    return own


def packed(words: Iterable[str]) -> list[str]:
    """The words in as few lines as keep within WIDTH."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _topics(table: dict[str, Verb]) -> dict[str, tuple[str, Iterable[str]]]:
    """Subjects that are no commands: title and lines."""
    for_operators = {name: verb for name, verb in table.items() if verb.who is Who.SERVER}
    topics: dict[str, tuple[str, Iterable[str]]] = {
        "USERCMDS": ("Commands for everybody", packed(sorted(table.keys() - for_operators.keys()))),
        "OPERCMDS": ("Commands for operators of the server", [f"{v.usage}: {v.help}" for v in for_operators.values()]),
        "CMODES": ("Modes of rooms", [f"{letter}: {mode.help}" for letter, mode in ROOM_MODES.items()]),
        "UMODES": ("Modes of yourself", [f"{letter}: {meaning}" for letter, meaning in USER_MODES.items()]),
    }
    return topics | {"TOPICS": ("Topics", packed(sorted(topics)))}


def _show(session: Session, subject: str, title: str, lines: Iterable[str]) -> None:
    """ "the first RPL_HELPTXT message SHOULD be empty" """
    numeric(session, n.RPL_HELPSTART, subject, title)
    session.answer_all(numeric_lines(session, [(n.RPL_HELPTXT, subject, line) for line in ("", *lines)]))
    numeric(session, n.RPL_ENDOFHELP, subject, "End of HELP")
