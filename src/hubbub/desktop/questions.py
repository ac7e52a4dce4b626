"""What has to be asked while one is in: after a lost connection the name may be taken, the server closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.tk.ask import Ask, Asked, Waits
from hubbub.uplink import sentences
from hubbub.uplink.questions import (
    AdmissionNeeded,
    Answer,
    CertificateQuestion,
    Code,
    Login,
    NameNeeded,
    PasswordNeeded,
    Question,
)
from hubbub.views.pieces import safe

if TYPE_CHECKING:
    from .app import App


class Questions:
    """A card for each, which stays until one is in, or is asked something else. Who closes it may go on reading;
    `Try now` asks again.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._card: Ask | None = None

    def over(self) -> None:
        """There is nothing to be asked any more."""
        card, self._card = self._card, None
        if card is not None and card.winfo_exists():
            card.close()

    def ask(self, question: object) -> None:
        self.over()
        match question:
            case NameNeeded(owned=True):
                words = sentences.owned(safe(question.name), wrong=question.wrong)
                fields = (Asked("Password", secret=True), Asked("Or another name"))
                self._ask("Whose name is this?", words, "Go on", question, *fields)
            case NameNeeded():
                self._ask(
                    "This name is taken", question.reason, "Take this name", question, Asked("Name", question.name)
                )
            case PasswordNeeded():
                self._ask("Password", question.reason, "Go on", question, Asked("Password", secret=True))
            case AdmissionNeeded(invited=True):
                self._ask("Invitation", question.reason, "Go on", question, Asked("Code"))
            case AdmissionNeeded():
                name = self.app.prepared.name if self.app.prepared else ""
                fields = (Asked("Account", name), Asked("Password", secret=True))
                self._ask("Log in", question.reason, "Log in", question, *fields)
            case CertificateQuestion():
                words = f"{question.host} shows a certificate of its own: {question.fingerprint}"
                self._ask("Is this the right server?", words, "It is the right one", question)
            case _:
                pass

    def _ask(self, title: str, sentence: str, button: str, question: Question, *fields: Asked) -> None:
        window, prepared = self.app.window, self.app.prepared
        if window is None or prepared is None or prepared.core is None:
            return
        visit = prepared.core.visit

        def answer(values: list[str]) -> str | Waits:
            enough = any if isinstance(question, NameNeeded) else all
            if not enough(value.strip() for value in values):
                return "Something is missing."
            return lambda hears: visit.answer(question, _answer(question, values))

        self._card = Ask(window.overlays, self.app.look, title, sentence, button, answer, fields)


def _answer(question: Question, values: list[str]) -> Answer:
    match question:
        case AdmissionNeeded(invited=True):
            return Code(values[0].strip())
        case AdmissionNeeded():
            return Login(values[0].strip(), values[1])
        case CertificateQuestion():
            return True
        case NameNeeded(owned=True):
            return values[1].strip() or Login(question.name, values[0])
        case NameNeeded():
            return values[0].strip()
        case _:
            return values[0]
