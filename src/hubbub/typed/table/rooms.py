"""Rooms: entering and leaving them, and what they are like."""

from __future__ import annotations

from .command import Command, Who

COMMANDS = (
    Command(
        name="rooms",
        help="see the rooms, with topic and number of members",
        first=True,
        bare=True,
        console=True,
        irc="LIST [<mask>|!<mask>|>n|<n|C<n|C>n|T<n|T>n {,...}]",
    ),
    Command(
        name="join",
        arguments="<room>",
        help="enter a room",
        details=("A room that does not exist is made. It becomes the room you are in.",),
        first=True,
        bare=True,
        completes="room",
        irc="JOIN <room>{,<room>} [<key>{,<key>}]",
    ),
    Command(
        name="leave",
        arguments="[<room>]",
        help="leave the room you are in, or another one",
        details=("In a room other than the lobby the word leave alone on a line does the same.",),
        first=True,
        bare=True,
        completes="room",
        irc="PART <room>{,<room>} [:<reason>]",
    ),
    Command(
        name="topic",
        arguments="[<text>]",
        help="see or change the topic of the room",
        irc="TOPIC <room> [:<topic>]",
    ),
    Command(
        name="invite",
        arguments="<name>",
        help="let somebody join the room, and tell them so",
        completes="person",
        irc="INVITE [<name> <room>]",
    ),
    Command(
        name="rename",
        arguments="<room> <name>",
        help="give a room another name",
        who=Who.OPERATORS,
        details=("Its members, topic, modes and history stay. Words behind the name say why.",),
        completes="room",
        irc="RENAME <room> <new name> [:<reason>]",
    ),
    Command(
        name="mode",
        arguments="[<modes>]",
        help="see or change the modes of the room",
        details=(
            "For example /mode +i for the invited only, /mode +m for a moderated room, /mode -i+k tea for a key.",
        ),
    ),
)
