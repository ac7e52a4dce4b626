"""What is said: private messages, corrections, pinned ones, and how long they stay."""

from __future__ import annotations

from .command import Command, Who

COMMANDS = (
    Command(
        name="msg",
        arguments="<name> <text>",
        help="send a private message",
        aliases=("message",),
        details=(
            "@name text and @name: text do the same.",
            "/message alone asks for the recipient, then for the text.",
            "Someone who is not online gets the message when they come.",
        ),
        first=True,
        bare=True,
        completes="person",
    ),
    Command(name="me", arguments="<text>", help="say what you do, as in: * alice waves"),
    Command(
        name="edit",
        arguments="<text>",
        help="correct what you said last",
        details=("The text replaces the whole message; those who cannot see it change are told the new text.",),
    ),
    Command(
        name="pin",
        arguments="[<words>]",
        help="pin what was said last in the room",
        who=Who.MODERATORS,
        details=("With words: the latest message that has them. 50 at most.",),
        irc="PIN <room> [<msgid>|* :<words>]",
    ),
    Command(
        name="unpin",
        arguments="[<words>]",
        help="take off what was pinned last",
        who=Who.MODERATORS,
        details=("With words: the last of the pinned messages that have them.",),
        irc="UNPIN <room> [<msgid>|* :<words>]",
    ),
    Command(name="pins", help="see what is pinned in the room", irc="PINS <room>"),
    Command(
        name="upload",
        arguments="[<file>]",
        help="share a file or a picture",
        details=(
            "Who may read the message may fetch the file, and it goes with the message.",
            "For hubbub chat, hubbub desktop and browsers: they read it from your own machine.",
            "/upload stop ends what is on its way.",
        ),
    ),
    Command(
        name="file",
        arguments="<link>",
        help="get an address of your own for a file that you may read",
        details=("For a browser or a program that is not logged in here; it is good for ten minutes.",),
        served=True,
    ),
    Command(
        name="expire",
        arguments="[<name>] <1d>|off",
        help="let new messages disappear after a time",
        details=(
            "In the room you are in, or in your private conversation with that name; everybody there is told.",
            "Without a time you see what holds. Clients may have kept what they showed.",
        ),
        irc="EXPIRE <room>|<name> [<time>|off]",
    ),
    Command(
        name="retention",
        arguments="<30d>|off",
        help="have old messages of the room erased",
        who=Who.OWNERS,
        details=("All that is older goes, also what was said before. Alone it shows what holds.",),
        irc="RETENTION <room> [<time>|off]",
    ),
)
