"""The page to join by, and what it has to ask before one is in."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hubbub.client.protocol.link import is_word
from hubbub.tk.scrollframe import ScrollFrame
from hubbub.uplink import addresses, sentences
from hubbub.uplink.questions import AdmissionNeeded, CertificateQuestion, NameNeeded, PasswordNeeded, Question
from hubbub.uplink.servers import Saved
from hubbub.uplink.trouble import Trouble
from hubbub.views.days import full
from hubbub.views.pieces import safe

from . import joining, troubles
from .joining import Going
from .login.column import stand
from .login.page import Page, Wanted
from .login.recent import RecentRow
from .login.trust import Refused

if TYPE_CHECKING:
    from .app import App

CONNECTING = "Connecting…"
BESIDES = "This server has a password, too, besides the invitation."


class Entrance:
    """What stands before the conversation."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.page: Page | None = None
        self._question: Question | None = None
        self._can_keep = False
        self._went = False
        self._account = self._server = ""  # passwords: of the account, and what everybody needs there

    def show(self) -> None:
        """The page, filled in; with an address and a name, one goes there at once."""
        app, look = self.app, self.app.look
        saved = self._saved()
        last = saved[0] if saved else None
        start = app.start
        server = start.address or (last.address if last else "")
        known = next((one.name for one in saved if one.address == server), last.name if last else "")
        name = start.name or known or _login_name()
        column = ScrollFrame(app.frame(), look, "ground")
        self.page = page = Page(column.inside, look)
        stand(page, column)
        page.join, page.trusted, page.forgotten = self._join, self._trusted, self._forget
        page.server_changed = self._server_changed
        page.can_keep = self._can_keep
        page.start(server, name, [_row(one) for one in saved])
        page.tell(app.faults.waiting())
        app.root.title("Join a chat — hubbub")
        app.root.geometry("")
        app.root.resizable(False, False)
        app.network.ask(joining.keyring_there, self._keyring, lambda trouble: None)
        if start.address and name and (start.name or known) and not self._went:
            self._went = True
            self._join(page.wanted())

    def _server_changed(self, text: str) -> None:
        self._account = self._server = ""
        if self.page is not None:
            self.page.show_invitation(joining.invitation(text))

    def _saved(self) -> list[Saved]:
        try:
            return self.app.servers.all()
        except Trouble as trouble:
            self.app.faults.note(troubles.of(trouble))
            return []

    def _keyring(self, there: bool) -> None:
        self._can_keep = there
        if self.page is not None and self.page.winfo_exists():
            self.page.can_keep = there

    def _forget(self, row: RecentRow) -> None:
        async def forget() -> None:
            self.app.servers.forget(row.address, row.name)

        self.app.network.ask(forget, lambda done: None, lambda trouble: None)

    # Going in

    def _join(self, wanted: Wanted) -> None:
        page = self.page
        assert page is not None
        try:
            address = addresses.read(wanted.server)
        except Trouble as trouble:
            page.say_about_server(troubles.of(trouble))
            return
        if not is_word(wanted.name):
            page.say_about_name("A name has no spaces, and does not begin with a colon.")
            return
        page.busy(CONNECTING)
        if wanted.of_server:
            self._server = wanted.password
        else:
            self._account = wanted.password
        if wanted.code:
            address = address._replace(code=wanted.code.rpartition("#")[2].partition(".")[0])
        self.app.join(Going(address, wanted.name, self._account, self._server, wanted.keep))

    def failed(self, trouble: Trouble) -> None:
        """One did not get in."""
        page = self.page
        if trouble.code == "running":
            self.app.root.after_idle(self.app.end)
            return
        if page is None or not page.winfo_exists():
            return
        page.busy("")
        page.end_trust()
        if trouble.code == "certificate-changed":
            self.refused(trouble)
        elif self._question is not None:
            self._ask_again(page, self._question)
        elif trouble.code not in ("left", "unanswered", "certificate-declined"):
            page.say_about_server(troubles.of(trouble))
        self._question = None

    def refused(self, trouble: Trouble) -> None:
        """A page without a way on: another server answers, or somebody in between. Also while one was in."""
        app, details = self.app, trouble.details
        column = ScrollFrame(app.frame(), app.look, "ground")
        page = Refused(
            column.inside, app.look, details.get("host", ""), details.get("known", ""), details.get("shown", ""),
            details.get("file", ""),
        )  # fmt: skip
        page.back = self.show
        stand(page, column)

    # Questions

    def ask(self, question: object) -> None:
        """A certificate is asked about at once; for all else the visit ends, and the page asks."""
        page, prepared = self.page, self.app.prepared
        if page is None or prepared is None or prepared.core is None:
            return
        if isinstance(question, CertificateQuestion):
            self._question = question
            page.busy("")
            page.ask_trust(question.host, question.fingerprint)
        elif isinstance(question, (NameNeeded, PasswordNeeded, AdmissionNeeded)):
            self._question = question
            prepared.core.visit.answer(question, None)

    def _trusted(self, yes: bool) -> None:
        question, prepared, page = self._question, self.app.prepared, self.page
        self._question = None
        if page is None or prepared is None or prepared.core is None or question is None:
            return
        page.end_trust()
        if yes:
            page.busy(CONNECTING)
        prepared.core.visit.answer(question, yes)

    def _ask_again(self, page: Page, question: Question) -> None:
        match question:
            case NameNeeded():
                self._name_taken(page, question)
            case PasswordNeeded():
                by_code = self.app.prepared is not None and self.app.prepared.going.address.code
                words = BESIDES if by_code and not self._server else question.reason
                page.show_password(problem=words, of_server=True, warn=not self._server)
            case AdmissionNeeded(invited=True):
                page.show_code(question.reason)
            case AdmissionNeeded():
                page.show_password(problem=question.reason)
            case _:
                pass

    def _name_taken(self, page: Page, question: NameNeeded) -> None:
        """The name is in use, is no name, or belongs to an account."""
        reason = question.reason
        if question.owned:
            wrong = bool(self._account)
            page.show_password(problem=sentences.owned(safe(question.name), wrong=wrong), warn=not wrong)
        else:
            page.say_about_name(reason or f"{question.name} is taken. Take another name.")


def _row(saved: Saved) -> RecentRow:
    return RecentRow(saved.address.removesuffix(f":{addresses.PORT}"), saved.name, _when(saved.used))


def _when(used: datetime) -> str:
    """`yesterday`, `2 May`."""
    days = (datetime.now(UTC).date() - used.date()).days
    if days < 7:
        return ("today", "yesterday")[days] if 0 <= days < 2 else f"{max(days, 0)} days ago"
    return " ".join(full(int(used.timestamp() * 1000)).split(",")[0].split(" ")[1:3])


def _login_name() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return name if is_word(name) else ""
