"""Who is there, under which name, and whom one wants to hear."""

from __future__ import annotations

from .command import Command

COMMANDS = (
    Command(
        name="who",
        arguments="[here]",
        help="see who is online",
        aliases=("list",),
        details=("/who here shows the members of the room you are in.",),
        first=True,
        bare=True,
        console=True,
    ),
    Command(name="nick", arguments="<name>", help="change your name", first=True, irc="NICK <name>"),
    Command(
        name="away",
        arguments="[<text>]",
        help="say that you are away",
        details=("Without a text: you are back.",),
        irc="AWAY [:<text>]",
    ),
    Command(
        name="block",
        arguments="<name>",
        help="see no private messages and invitations of somebody",
        details=(
            "They are told nothing. In rooms you still see what they say. A mask nick!user@host may be the name.",
            "Who has an account is blocked by it, under whatever name. Your list is kept if you have one.",
        ),
        completes="person",
        served=True,
    ),
    Command(name="unblock", arguments="<name>", help="see somebody's messages again", completes="person", served=True),
    Command(name="blocked", help="see whom you block", served=True),
    Command(
        name="private",
        arguments="[<who>]",
        help="say who may send you private messages, or see it",
        details=("/private everybody, accounts (people who have one), rooms (who shares a room with you), or nobody.",),
        served=True,
    ),
)
