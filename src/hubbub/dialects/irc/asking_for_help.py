"""HELP, made from the table of commands."""

from __future__ import annotations

from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.irc import numerics as n
from hubbub.wire.message import Message

from .lines import numeric, shortened
from .verb import Verb


def verbs(others: dict[str, Verb]) -> dict[str, Verb]:
    """HELP for all these commands and itself."""
    table = dict(others)

    def help(turn: Turn, session: Session, message: Message) -> None:
        subject = message.params[0].upper() if message.params and message.params[0] else ""
        if not subject:
            _show(session, "*", "Commands (HELP <command> says more)", [" ".join(sorted(table))])
        elif subject in table:
            verb = table[subject]
            _show(session, subject, verb.usage, [verb.help])
        else:
            numeric(session, n.ERR_HELPNOTFOUND, shortened(subject), "There is no help on that")

    table["HELP"] = Verb(help, "HELP [<command>]", "Lists the commands, or explains one.")
    return {"HELP": table["HELP"]}


def _show(session: Session, subject: str, title: str, lines: list[str]) -> None:
    numeric(session, n.RPL_HELPSTART, subject, title)
    for line in lines:
        numeric(session, n.RPL_HELPTXT, subject, line)
    numeric(session, n.RPL_ENDOFHELP, subject, "End of HELP")
