"""Registration: capabilities, the token of an earlier connection, a name, and the server's welcome.

The token goes before the name, so that a dead connection of ours does not make the name look taken.
"""

from __future__ import annotations

from enum import Enum, auto

from hubbub.irc import numerics as n
from hubbub.wire.message import Message

from .capabilities import TOKEN, WANTED
from .link import Link, is_word, packed
from .login import EXTERNAL, PLAIN, Login, mechanisms, response


class Step(Enum):
    OFFERS = auto()  # the capabilities are being listed
    REQUEST = auto()  # the request is on its way
    LOGIN = auto()  # we are logging in
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

    `external`: we have a certificate to log in by (SASL EXTERNAL), `login`: an account, which goes on where it was;
    `complaint`: the code of why neither can be done.
    """

    def __init__(
        self, link: Link, name: str, token: str, password: str, *, external: bool = False, login: Login | None = None
    ) -> None:
        self.link = link
        self.name = name
        self.token = token
        self.password = password
        self.external = external
        self.login = None if external else login
        self.logged_in = False
        self.complaint = ""
        self.step = Step.OFFERS
        self.resumed = False
        self._mechanisms: set[str] = set()
        self._unanswered = 0  # lines of CAP REQ
        self._may_log_in = False

    def begin(self) -> None:
        """Say the first words of the connection."""
        if self.password:
            self.link.send("PASS", self.password)
        self.link.send("CAP", "LS", "302")
        if not self.token and not self._mechanism:
            self._introduce()

    @property
    def _mechanism(self) -> str:
        """How we want to log in, if at all."""
        return EXTERNAL if self.external else PLAIN if self.login else ""

    def _introduce(self) -> None:
        if is_word(self.name):
            self.link.send("NICK", self.name)
        self.link.send("USER", "guest", "0", "*", self.name)

    def cap(self, message: Message) -> None:
        """A CAP line of the server."""
        if len(message.params) < 3:
            return
        offers = dict(word.partition("=")[::2] for word in message.params[-1].split(" ") if word)
        match message.params[1].upper():
            case "LS":
                self.link.offers |= offers
                self._mechanisms |= mechanisms(message.params[-1].split(" "))
                if message.params[2] != "*" and self.step is Step.OFFERS:
                    self._request()
            case "NEW":
                self._offered_later(offers)
            case "ACK":
                self._acknowledged(list(offers))
            case "NAK":
                self._answered()
            case "DEL":
                self.link.caps.difference_update(offers)

    def _offered_later(self, offers: dict[str, str]) -> None:
        self.link.offers |= offers
        wanted = [name for name in WANTED if name in offers and name not in self.link.caps]
        if wanted and self.step is not Step.OFFERS:
            self._ask_for(wanted)

    def _request(self) -> None:
        wanted = [name for name in WANTED if name in self.link.offers]
        if self._mechanism in self._mechanisms:
            wanted.insert(0, "sasl")
        elif self._mechanism:
            self.complaint = "no_login_by_certificate" if self.external else "no_login_by_password"
        self.step = Step.REQUEST
        if wanted:
            self._ask_for(wanted)
        else:
            self._end()

    def _ask_for(self, wanted: list[str]) -> None:
        """In as many lines as it takes for each answer to fit into one."""
        for line in packed(wanted, " "):
            self._unanswered += 1
            self.link.send("CAP", "REQ", line)

    def _acknowledged(self, names: list[str]) -> None:
        for name in names:
            if name.startswith("-"):
                self.link.caps.discard(name[1:])
            elif name in WANTED:
                self.link.caps.add(name)
        self._may_log_in = self._may_log_in or "sasl" in names
        self._answered()

    def _answered(self) -> None:
        """A line of ours got its yes or no; after the last one it goes on."""
        self._unanswered -= 1
        if self._unanswered > 0 or self.step is not Step.REQUEST:
            return
        if self._may_log_in:
            self.step = Step.LOGIN
            self.link.send("AUTHENTICATE", self._mechanism)
        else:
            self._end()

    def asked_who(self) -> None:
        """The server waits for who we are."""
        if self.step is Step.LOGIN:
            for text in response(self.login):
                self.link.send("AUTHENTICATE", text)

    def login_over(self, *, logged_in: bool) -> None:
        """We are logged in, or not; registration goes on."""
        if self.step is Step.LOGIN:
            self.logged_in = self.resumed = logged_in
            self.step = Step.REQUEST
            self._end()

    def _end(self) -> None:
        if self.step is not Step.REQUEST:
            return
        self.step = Step.NAMED
        if self.token or self._mechanism:
            if self.token and TOKEN in self.link.caps and not self.logged_in:
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
        if message.params and is_word(message.params[0]):
            self.name = message.params[0]
        self.step = Step.WELCOME
