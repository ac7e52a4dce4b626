"""Registration: capabilities, the token of an earlier connection, a name, and the server's welcome.

The token goes before the name, so that a dead connection of ours does not make the name look taken.
"""

from __future__ import annotations

from enum import Enum, auto

from hubbub.irc import numerics as n
from hubbub.wire.message import Message

from .link import TOKEN, WANTED, Link, is_word


class Step(Enum):
    OFFERS = auto()  # the capabilities are being listed
    REQUEST = auto()  # the request is on its way
    LOGIN = auto()  # we are logging in by our certificate
    NAMED = auto()  # name and user are sent
    REFUSED = auto()  # the name was refused; another one is awaited
    WELCOME = auto()  # 001 came
    DONE = auto()  # the welcome is complete


NAME_REFUSALS = frozenset(
    {
        n.ERR_NONICKNAMEGIVEN,
        n.ERR_ERRONEUSNICKNAME,
        n.ERR_NICKNAMEINUSE,
        n.ERR_NICKCOLLISION,
        n.ERR_UNAVAILRESOURCE,
    }
)


class Registration:
    """One connection's registration. `token`: to take the visit up again, '' at first; `resumed`: that it was.

    `external`: we have a certificate to log in by (SASL EXTERNAL); `complaint` says why that cannot be done.
    """

    def __init__(self, link: Link, name: str, token: str, password: str, *, external: bool = False) -> None:
        self.link = link
        self.name = name
        self.token = token
        self.password = password
        self.external = external
        self.complaint = ""
        self.step = Step.OFFERS
        self.resumed = False
        self._offered: set[str] = set()
        self._may_log_in = False

    def begin(self) -> None:
        """Say the first words of the connection."""
        if self.password:
            self.link.send("PASS", self.password)
        self.link.send("CAP", "LS", "302")
        if not self.token and not self.external:
            self._introduce()

    def _introduce(self) -> None:
        if is_word(self.name):
            self.link.send("NICK", self.name)
        self.link.send("USER", "guest", "0", "*", self.name)

    def cap(self, message: Message) -> None:
        """A CAP line of the server."""
        if len(message.params) < 3:
            return
        names = [word.partition("=")[0] for word in message.params[-1].split(" ") if word]
        match message.params[1].upper():
            case "LS":
                self._offered.update(names)
                self._may_log_in |= any(_offers_external(word) for word in message.params[-1].split(" "))
                if message.params[2] != "*" and self.step is Step.OFFERS:
                    self._request()
            case "ACK":
                self._acknowledged(names)
            case "NAK":
                self._end()
            case "DEL":
                self.link.caps.difference_update(names)

    def _request(self) -> None:
        wanted = [name for name in WANTED if name in self._offered]
        if self.external and self._may_log_in:
            wanted.insert(0, "sasl")
        elif self.external:
            self.complaint = "This server lets nobody log in by a certificate."
        self.step = Step.REQUEST
        if wanted:
            self.link.send("CAP", "REQ", " ".join(wanted))
        else:
            self._end()

    def _acknowledged(self, names: list[str]) -> None:
        for name in names:
            if name.startswith("-"):
                self.link.caps.discard(name[1:])
            elif name in WANTED:
                self.link.caps.add(name)
        if "sasl" in names and self.step is Step.REQUEST:
            self.step = Step.LOGIN
            self.link.send("AUTHENTICATE", "EXTERNAL")
        else:
            self._end()

    def asked_who(self) -> None:
        """The server waits for the name to act under: that of the certificate."""
        if self.step is Step.LOGIN:
            self.link.send("AUTHENTICATE", "+")

    def login_over(self) -> None:
        """We are logged in, or not; registration goes on."""
        if self.step is Step.LOGIN:
            self.step = Step.REQUEST
            self._end()

    def _end(self) -> None:
        if self.step is not Step.REQUEST:
            return
        self.step = Step.NAMED
        if self.token or self.external:
            if self.token and TOKEN in self.link.caps:
                self.link.send("TOKEN", self.token)
                self.resumed = True
            self._introduce()
        self.link.send("CAP", "END")

    def token_refused(self) -> None:
        """The visit is over; what follows is a new one."""
        self.resumed = False
        self.token = ""

    def name_refused(self, message: Message) -> str:
        """The server's reason, after it refused our name."""
        self.step = Step.REFUSED if self.step is not Step.OFFERS else self.step
        return message.params[-1] if message.params else ""

    def choose_name(self, name: str) -> None:
        """Try another name."""
        self.name = name
        self.link.send("NICK", name)

    def welcomed(self, message: Message) -> None:
        """001: whoever we asked to be, we are who it says."""
        if message.params:
            self.name = message.params[0]
        self.step = Step.WELCOME


def _offers_external(word: str) -> bool:
    name, _, mechanisms = word.partition("=")
    return name == "sasl" and "EXTERNAL" in mechanisms.split(",")
