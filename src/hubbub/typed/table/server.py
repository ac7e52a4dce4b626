"""The server itself: help, the way in for others and for programs, and the way out."""

from __future__ import annotations

from .command import Command, Form, Who

COMMANDS = (
    Command(
        name="help",
        arguments="[<command>]",
        help="see the commands, or more about one of them",
        bare=True,
        console=True,
        irc="HELP [<command>|<topic>]",
    ),
    Command(
        name="quit",
        arguments="[<text>]",
        help="say goodbye and disconnect",
        aliases=("exit",),
        first=True,
        bare=True,
        console=True,
        irc="QUIT [:<reason>]",
    ),
    Command(
        name="invite-link",
        arguments="[room <r>]",
        help="invite people who are not here, by a code",
        who=Who.OPERATORS,
        details=(
            "With room, operators of that room invite into it, whatever its modes say; without, operators of the "
            "server into the server.",
        ),
        forms=(
            Form("[room <name>] [uses <n>] [days <n>]", "make a link: for 10 people and 7 days, if you say no others"),
            Form("list", "see the invitations that hold"),
            Form("revoke <n>", "end one"),
        ),
        completes="room",
        served=True,
        console=True,
        cli="invite",
    ),
    Command(
        name="invited",
        arguments="<code>",
        help="come in by an invitation",
        details=("Where your name is asked for, or later: then it opens the room that it is for.",),
        secret=True,
        served=True,
    ),
    Command(
        name="token",
        arguments="add|list|revoke",
        help="let programs do as you may, by a token (docs/api.md)",
        details=(
            "Scopes: read, say, dm, moderate, accounts, server; read:#room, say:#room and moderate:#room are for one "
            "room alone. A token never may what its owner may not.",
            "It is good for 90 days, unless you say for how long: for 7d, for ever.",
        ),
        forms=(
            Form("add <name> <scope>... [for <30d>]", "make one, which is shown only then", at_console=False),
            Form("list", "see yours, and when they were used"),
            Form("revoke <name>", "have one be good no more", at_console=False),
            Form("add <name> <scope>... of <account> [for <30d>]", "make one for an account", Who.SERVER),
            Form("list of <account>", "see those of an account", Who.SERVER),
            Form("revoke <name> of <account>", "have one of an account be good no more", Who.SERVER),
        ),
        served=True,
        console=True,
        cli="token",
    ),
    Command(
        name="rehash",
        help="read the settings and the certificate again",
        who=Who.SERVER,
        served=True,
        console=True,
        irc="REHASH",
    ),
)
