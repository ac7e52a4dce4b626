"""The one table of typed commands, from which help, usage lines, hints and completion are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class Command:
    """One typed command. `help` goes on after 'to': 'to see the rooms'; `bare`: outside rooms it needs no slash.

    `operators`: only operators of the server may.
    """

    name: str
    usage: str
    help: str
    aliases: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    bare: bool = False
    operators: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


COMMANDS = (
    Command(
        "msg",
        "/msg name text",
        "send a private message",
        aliases=("message",),
        details=(
            "@name text and @name: text do the same.",
            "/message alone asks for the recipient, then for the text.",
            "Someone who is not online gets the message when they come.",
        ),
        bare=True,
    ),
    Command(
        "who",
        "/who [here]",
        "see who is online",
        aliases=("list",),
        details=("/who here shows the members of the room you are in.",),
        bare=True,
    ),
    Command("rooms", "/rooms", "see the rooms, with topic and number of members", bare=True),
    Command(
        "register",
        "/register password",
        "make your name your own, so that nobody else can take it",
        details=("Only over TLS or on the server's own machine. Logged in, it changes the password.",),
    ),
    Command(
        "login",
        "/login name password",
        "log in, and take the name that you registered",
        details=("Only over TLS or on the server's own machine.",),
    ),
    Command(
        "logout",
        "/logout [everywhere]",
        "be a guest again on this device",
        details=(
            "/logout everywhere logs out all your other devices and leaves this one logged in.",
            "Another password, by /register, logs them out too.",
        ),
    ),
    Command(
        "devices",
        "/devices [close n]",
        "see where you are logged in",
        details=("/devices close 2 disconnects the second one of the list.",),
    ),
    Command(
        "cert",
        "/cert add|del|list",
        "log in by a certificate instead of the password",
        details=(
            "/cert add trusts the certificate of this connection, or the one whose SHA-256 fingerprint you give.",
            "/cert list shows them all, /cert del fingerprint removes one and disconnects your devices that have it.",
        ),
    ),
    Command(
        "operator",
        "/operator code",
        "run this server, with the code that it printed",
        details=(
            "Logged in, over TLS or on the server's own machine. From then on you are an operator by your account.",
        ),
    ),
    Command(
        "account",
        "/account command",
        "delete your account; operators: look after others",
        details=(
            "/account delete password keep deletes the account that you are logged in to;"
            " /account delete password erase deletes what you said as well.",
            "/account stay off: your last device takes you out of your rooms when it goes; /account stay on ends that.",
            "/account export shows a link to everything that is kept of yours.",
            "/account add name makes an account, and shows the password to hand to its owner.",
            "/account operator name makes somebody an operator; /account operator name off ends that.",
            "/account reset name makes a code, good for a day, with which they set a new password by /reset.",
        ),
    ),
    Command(
        "reset",
        "/reset name code new",
        "set a new password, with a code from an operator",
        details=("Only over TLS or on the server's own machine. All devices of the account are logged out.",),
    ),
    Command(
        "join",
        "/join room",
        "enter a room",
        details=("A room that does not exist is made. It becomes the room you are in.",),
        bare=True,
    ),
    Command(
        "leave",
        "/leave [room]",
        "leave the room you are in, or another one",
        details=("In a room other than the lobby the word leave alone on a line does the same.",),
        bare=True,
    ),
    Command("topic", "/topic [text]", "see or change the topic of the room"),
    Command("me", "/me text", "say what you do, as in: * alice waves"),
    Command(
        "edit",
        "/edit text",
        "correct what you said last",
        details=("The text replaces the whole message; those who cannot see it change are told the new text.",),
    ),
    Command("nick", "/nick name", "change your name"),
    Command(
        "away",
        "/away [text]",
        "say that you are away",
        details=("Without a text: you are back.",),
    ),
    Command("history", "/history [n]", "see earlier messages of the room, the last n of them"),
    Command("search", "/search words", "search in the messages that you may read"),
    Command("kick", "/kick name [text]", "make somebody leave the room"),
    Command(
        "ban",
        "/ban name [2h] [why]",
        "keep somebody from joining and speaking",
        details=(
            "The time is a number and s, m, h, d or w, such as 30m or 1d12h; without one it is for ever.",
            "The name may be a mask nick!user@host with * and ?, or a:name for who is logged in to that account.",
            "A ban makes nobody leave: that is /kick. /mode +b shows who is banned.",
        ),
    ),
    Command(
        "unban",
        "/unban mask",
        "lift a ban",
        details=("The mask as /mode +b shows it; a name alone will do for a ban by that name.",),
    ),
    Command(
        "mute",
        "/mute name [2h] [why]",
        "keep somebody from speaking",
        details=("They may stay, and join. Time and mask are as in /ban.",),
    ),
    Command("unmute", "/unmute name|mask", "let somebody speak again"),
    Command("op", "/op name", "make somebody an operator of the room"),
    Command("deop", "/deop name", "make an operator of the room no operator any more"),
    Command("voice", "/voice name", "let somebody speak in a moderated room"),
    Command("devoice", "/devoice name", "take the voice from somebody again"),
    Command(
        "rename",
        "/rename room name",
        "give a room another name",
        details=("Its members, topic, modes and history stay. Words behind the name say why.",),
    ),
    Command("invite", "/invite name", "let somebody join the room, and tell them so"),
    Command(
        "block",
        "/block name",
        "see no private messages and invitations of somebody",
        details=(
            "They are told nothing. In rooms you still see what they say. A mask nick!user@host may be the name.",
            "Who has an account is blocked by it, under whatever name. Your list is kept if you have one.",
        ),
    ),
    Command("unblock", "/unblock name", "see them again"),
    Command("blocked", "/blocked", "see whom you block"),
    Command(
        "private",
        "/private [who]",
        "say who may send you private messages, or see it",
        details=("/private everybody, accounts (people who have one), rooms (who shares a room with you), or nobody.",),
    ),
    Command(
        "invite-link",
        "/invite-link [room r]",
        "invite people who are not here, by a code",
        details=(
            "With room, operators of that room invite into it, whatever its modes say; without, operators of the "
            "server into the server.",
            "10 people can use it within 7 days, or as many as you say: /invite-link room tea uses 3 days 1.",
            "/invite-link list shows those that hold, /invite-link revoke n ends one.",
        ),
    ),
    Command(
        "invited",
        "/invited code",
        "come in by an invitation",
        details=("Where your name is asked for, or later: then it opens the room that it is for.",),
    ),
    Command(
        "announce",
        "/announce on|off",
        "let only those with a voice speak",
        details=("For rooms that many read and few write in. /voice name gives somebody a voice.",),
    ),
    Command(
        "slow",
        "/slow 30s|off",
        "let everybody speak only once in that time",
        details=("The time is up to 6h. Those with a voice need not wait.",),
    ),
    Command(
        "expire",
        "/expire [name] 1d|off",
        "let new messages disappear after a time",
        details=(
            "In the room you are in, or in your private conversation with that name; everybody there is told.",
            "Without a time you see what holds. Clients may have kept what they showed.",
        ),
    ),
    Command(
        "retention",
        "/retention 30d|off",
        "have old messages of the room erased",
        details=(
            "For owners of the room: all that is older goes, also what was said before. Alone it shows what holds.",
        ),
    ),
    Command(
        "pin",
        "/pin [words]",
        "pin what was said last in the room",
        details=("With words: the latest message that has them. For those who keep order in the room; 50 at most.",),
    ),
    Command(
        "unpin",
        "/unpin [words]",
        "take off what was pinned last",
        details=("With words: the last of the pinned messages that have them.",),
    ),
    Command("pins", "/pins", "see what is pinned in the room"),
    Command(
        "mode",
        "/mode [modes]",
        "see or change the modes of the room",
        details=(
            "For example /mode +i for the invited only, /mode +m for a moderated room, /mode -i+k tea for a key.",
        ),
    ),
    Command(
        "report",
        "/report name|msgid why",
        "tell those who keep order what somebody did",
        details=(
            "What they said last where you could read it, or the message with that id, is copied for them.",
            "Who is reported is not told. /reports shows your own reports.",
        ),
    ),
    Command(
        "reports",
        "/reports [room]",
        "see reports that are yours, or for you to handle",
        details=("/reports take number, /reports close number [note] say what becomes of one.",),
    ),
    Command(
        "audit",
        "/audit [room|name] [n]",
        "see who did what as an operator",
        details=(
            "Operators of a room see what was done there, operators of the server everything.",
            "n: how many acts, 20 unless given.",
        ),
    ),
    Command(
        "undo",
        "/undo number",
        "undo what somebody did as an operator",
        details=("The number is the one that /audit shows. What has changed since stays as it is.",),
    ),
    Command("help", "/help [command]", "see the commands, or more about one of them", bare=True),
    Command("quit", "/quit [text]", "say goodbye and disconnect", aliases=("exit",), bare=True),
    Command(
        "lockdown",
        "/lockdown [level]",
        "say who may register, come in and speak for now",
        details=("Levels: open, no-registration, accounts-only (guests may neither come in nor speak), read-only.",),
        operators=True,
    ),
    Command("rehash", "/rehash", "read the settings again", operators=True),
    Command(
        "uban",
        "/uban add|del|info|list",
        "ban from the whole server",
        details=(
            "/uban add target [2h] [why] bans (m, h, d or w; without: for ever) and ends the connections concerned; "
            "/uban del target lifts the ban.",
            "A target is nick!user@host with * and ?, $a:account, an address, or a network such as 192.0.2.0/24. "
            "/uban info target shows whom it means.",
        ),
        operators=True,
    ),
)

OPERATORS = "operators"  # /help operators
OTHER_WAYS = (
    ("@name text", "send a private message"),
    ("//text", "say something that begins with a slash"),
    (f"/help {OPERATORS}", "see what operators of the server may type"),
)

_BY_WORD = {word: command for command in COMMANDS for word in command.words}


def words() -> Iterator[str]:
    """Every name and alias, in the order of the table."""
    return iter(_BY_WORD)


def find(word: str) -> Command | None:
    """The command with that name or alias, in capitals or not, with or without its slash."""
    return _BY_WORD.get(word.removeprefix("/").lower())


def hint_text(hint: str) -> str:
    """The sentence part for a hint of the grammar: '/quit' gives 'to say goodbye and disconnect, type /quit'."""
    command = find(hint)
    return f"to {command.help}, type {hint}" if command else f"type {hint}"


def help_text(word: str | None = None) -> list[str]:
    """Lines of help: all commands, or more about the one named by `word` (with or without its slash)."""
    if word is None:
        return listing([command for command in COMMANDS if not command.operators], OTHER_WAYS)
    if word == OPERATORS:
        return listing([command for command in COMMANDS if command.operators])
    command = find(word)
    if command is None:
        near = closest_command(word.removeprefix("/"))
        return [f"There is no such command. Did you mean /{near}?" if near else "There is no such command."]
    also = [f"Also: {', '.join('/' + alias for alias in command.aliases)}"] if command.aliases else []
    return [f"{command.usage}  {command.help}", *command.details, *also]


def listing(commands: Iterable[Command], others: Iterable[tuple[str, str]] = ()) -> list[str]:
    """A line for each command, and for each pair of what is typed and what it does."""
    rows = [*((command.usage, command.help) for command in commands), *others]
    width = max(len(usage) for usage, _ in rows)
    return [f"{usage:<{width}}  {text}" for usage, text in rows]


def closest_command(word: str) -> str | None:
    """The name or alias that a mistyped word (without slash) most likely means, or None.

    Begun words count first ('hist'), then one slip (a letter added, lost, changed or two exchanged) for every three
    letters, at least one. Among equals the longer wins (letters are lost more often than added), then the first of
    the table.
    """
    typed = word.lower()
    if not 0 < len(typed) <= 12:
        return None
    begun = [known for known in words() if len(typed) > 1 and known.startswith(typed)]
    if begun:
        return begun[0]
    slips, _, _, nearest = min((_slips(typed, known), -len(known), place, known) for place, known in enumerate(words()))
    return nearest if slips <= max(1, len(typed) // 3) else None


def _slips(one: str, other: str) -> int:
    """The optimal string alignment distance: Levenshtein's with exchanged neighbours as one step."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def as_json() -> bytes:
    """The table for those who speak another language: a list of objects with the fields of `Command`."""
    return msgspec.json.encode(COMMANDS)
