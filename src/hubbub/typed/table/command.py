"""What a row of the table of commands is: all that is said of a command, for every place where it can be given."""

from __future__ import annotations

from enum import Enum

import msgspec


class Who(Enum):
    """Who may, at the least. The value goes on after 'For'. What decides is the table of rights (chat/rights)."""

    ANYBODY = ""
    MODERATORS = "moderators of the room and above"
    OPERATORS = "operators of the room and above"
    OWNERS = "owners of the room"
    SERVER = "operators of the server"


class Form(msgspec.Struct, frozen=True):
    """One way of giving a command that has several: its arguments, and what it does ('to ...')."""

    arguments: str
    help: str
    who: Who = Who.ANYBODY
    at_console: bool | None = None  # True: only there; False: nowhere but there; None: wherever the command is


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One command. In its arguments stands in <> what others put in its place; in [] what may be left out.

    `help` goes on after 'to': 'to see the rooms'; `details` are whole sentences. `first`: one of those that one needs
    first. `bare`: outside rooms it needs no slash. `secret`: its words are kept and shown nowhere. `completes`: what
    its first argument is, "room" or "person". `served`: the server understands it by itself (dialects/services), in
    plain text, from clients (by NickServ) and, if there is one, as an IRC verb. `console`: it is there at the console.
    `cli`: its subcommand of the command line. `irc`: how it is given on IRC; the verb alone if it is served.
    """

    name: str
    help: str
    arguments: str = ""
    who: Who = Who.ANYBODY
    aliases: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    first: bool = False
    bare: bool = False
    secret: bool = False
    completes: str = ""
    served: bool = False
    console: bool = False
    cli: str = ""
    irc: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def usage(self) -> str:
        """How it is typed, in short: '/kick name [text]'."""
        return self.typed(self.arguments)

    @property
    def operators(self) -> bool:
        """Only operators of the server may."""
        return self.who is Who.SERVER

    @property
    def needs(self) -> int:
        """How many words it takes at the least."""
        return len(self.arguments.partition("[")[0].split())

    @property
    def verb(self) -> str:
        """Its name on IRC, or ""."""
        return self.irc.partition(" ")[0]

    @property
    def sentence(self) -> str:
        """What it does, as a sentence: 'See the rooms.'"""
        return f"{self.help[0].upper()}{self.help[1:]}."

    def typed(self, arguments: str) -> str:
        """How it is typed with these arguments."""
        return f"/{self.name} {arguments}".rstrip().replace("<", "").replace(">", "")

    def ways(self, *, console: bool = False) -> tuple[Form, ...]:
        """Its forms, at the console or elsewhere."""
        return tuple(form for form in self.forms if form.at_console in (None, console))

    def ordered(self, name: str) -> str:
        """How it is written under that name on IRC: 'UBAN ADD <target> [<2h>] [<why>] | DEL <target>'."""
        ways = [form.arguments for form in self.ways() if form.arguments] or [self.arguments]
        return f"{name} {' | '.join(map(_shouted, ways))}".rstrip()

    def all_arguments(self, word: str = "", *, console: bool = False) -> str:
        """The arguments of all its forms, or of those that begin with that word: 'del <target> | list'."""
        ways = [form.arguments for form in self.ways(console=console) if form.arguments] or [self.arguments]
        begun = [arguments for arguments in ways if word and arguments.partition(" ")[0] == word.lower()]
        return " | ".join(begun or ways)


def _shouted(arguments: str) -> str:
    """What is to be written as it stands, at the beginning, in capitals."""
    word, space, rest = arguments.partition(" ")
    return f"{word.upper() if word.isalpha() else word}{space}{rest}"
