"""One's account, and a room that one looks after: each act a list, a question, or a command that is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hubbub.client.state.buffers import Buffer
from hubbub.views import acts, lists
from hubbub.views.asking import Waits
from hubbub.views.pieces import safe

from .asking import Asking
from .desk import Desk
from .overlays.ask import Ask
from .overlays.menu import Menu


class Keeping:
    """A method, or an entry of a table, for each act of `acts.of_account` and `acts.of_keeping`."""

    def __init__(self, desk: Desk, asking: Asking) -> None:
        self.desk, self.asking = desk, asking

    def of_account(self) -> list[acts.Act]:
        """Those that do not stand in the menu of oneself anyway."""
        return [act for act in acts.of_account(self.desk.state) if act.name != "register"]

    def account(self, name: str) -> None:
        """Do that act with one's account."""
        _ACCOUNT[name](self)

    def room(self, name: str, buffer: Buffer) -> bool:
        """Do that act with a room; whether it is one of these."""
        does = _ROOM.get(name)
        if does is not None:
            does(self, buffer)
        return does is not None

    def _type(self, command: str, buffer: Buffer | None = None) -> None:
        self.desk.core.typed(command, buffer.key if buffer is not None else self.desk.state.current)

    # The account

    def _devices(self) -> None:
        self.asking.show(lists.devices(), "Log out everywhere else…", "/logout everywhere")

    def _private(self) -> None:
        rows = [(who, words.capitalize(), "") for who, words in lists.WHO.items()]
        menu = Menu(self.desk.talk.inks, "Who may write to you privately", rows)
        self.desk.open(menu, lambda who: self._type(f"/private {who}") if who else None)

    def _log_in(self) -> None:
        inks = self.desk.talk.inks

        def named(name: str | None) -> None:
            if name:
                does = partial(self._log_in_as, name)
                self.desk.open(Ask(inks, f"The password of {safe(name)}:", "log in", secret=True, does=does))

        self.desk.open(Ask(inks, "The account's name:", "next", value=safe(self.desk.state.me.name)), named)

    def _log_in_as(self, name: str, password: str) -> Waits:
        return self.asking.act("log_in", account=name, password=password)

    def _delete(self) -> None:
        inks, name = self.desk.talk.inks, safe(self.desk.state.me.account)

        def chosen(what: str | None) -> None:
            if what:
                words = f"Delete the account {name}? Nobody can get it back. Your password:"
                self.desk.open(Ask(inks, words, "delete it", secret=True, does=lambda password: given(what, password)))

        def given(what: str, password: str) -> Waits:
            return self.asking.act("serve", command="account", words=f"delete {password} {what}")

        rows = [("keep", "What I have said stays", ""), ("erase", "What I have said goes, too", "")]
        self.desk.open(Menu(inks, f"Delete the account {name}", rows, "The name is free for others then."), chosen)

    # A room

    def _rename(self, buffer: Buffer) -> None:
        old = safe(buffer.name.removeprefix("#"))

        def named(new: str) -> Waits:
            return self.asking.act("rename_room", buffer=buffer.key, name=new)

        self.desk.open(Ask(self.desk.talk.inks, f"Another name for {old}:", "rename it", value=old, does=named))

    def _invitations(self, buffer: Buffer) -> None:
        self.asking.show(lists.invitations(), "A new one…", f"/invite-link room {buffer.name.removeprefix('#')}")


_ACCOUNT: dict[str, Callable[[Keeping], object]] = {
    "log_in": Keeping._log_in,
    "log_out": lambda keeping: keeping.desk.core.do("log_out"),
    "devices": Keeping._devices,
    "tokens": lambda keeping: keeping.asking.show(lists.tokens(), "A new token…", "/token add "),
    "certificates": lambda keeping: keeping.asking.show(lists.certificates(), "Trust another one…", "/cert add "),
    "export": lambda keeping: keeping._type("/account export"),
    "delete_account": Keeping._delete,
    "blocked": lambda keeping: keeping.asking.show(lists.blocked(), "Block somebody…", "/block "),
    "private": Keeping._private,
}
_ROOM: dict[str, Callable[[Keeping, Buffer], object]] = {
    "modes": lambda keeping, buffer: keeping.asking.begin("/mode "),
    "rename_room": Keeping._rename,
    "invite_link": lambda keeping, buffer: keeping._type(f"/invite-link room {buffer.name.removeprefix('#')}", buffer),
    "invitations": Keeping._invitations,
    "bans": lambda keeping, buffer: keeping.asking.show(lists.bans(buffer.name)),
    "reports": lambda keeping, buffer: keeping.asking.show(lists.reports(buffer.name)),
    "audit": lambda keeping, buffer: keeping.asking.show(lists.acts(buffer.name)),
}
