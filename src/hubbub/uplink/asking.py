"""The question that a visit has asked, and what its answer does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from hubbub.client.protocol import login as protocol
from hubbub.client.protocol.link import is_word
from hubbub.client.session import Client

from .questions import AdmissionNeeded, Answer, CertificateQuestion, Code, Login, NameNeeded, PasswordNeeded, Question


class Asking:
    """At most one question is open. `show` puts it before the person."""

    def __init__(self, show: Callable[[Question], None]) -> None:
        self.question: Question | None = None
        self.again = asyncio.Event()  # an answer came that makes another attempt worth while
        self.anew = False  # the answer is for another connection: this one is to end
        self.tried = ""  # the name whose password was given, until one is in or takes another name
        self._show = show
        self._trusted: asyncio.Future[bool] | None = None

    def ask(self, question: Question) -> None:
        """The answer comes by `answer`."""
        self.question = question
        self._show(question)

    async def trust(self, question: CertificateQuestion) -> bool:
        """Whether the person accepts this certificate."""
        self._trusted = asyncio.get_running_loop().create_future()
        self.ask(question)
        try:
            return await self._trusted
        finally:
            self._trusted = None

    def answer(self, client: Client, answer: Answer) -> bool:
        """Do what the person says. False: it answers nothing, and the question is asked again."""
        question, self.question = self.question, None
        match question, answer:
            case CertificateQuestion(), bool():
                if self._trusted is not None:
                    self._trusted.set_result(answer)
                return True
            case NameNeeded(owned=owned), str() if client.choose_name(answer):
                if owned:
                    client.login, self.tried = None, ""
            case NameNeeded(owned=True), Login(account, password) if is_word(account):
                client.state.me.name = account
                client.login = protocol.Login(account, password)
                self.anew, self.tried = True, account
            case (PasswordNeeded(), str(password)) | (AdmissionNeeded(invited=True), Code(password)):
                client.password = password
            case AdmissionNeeded(), Login(account, password) if client.choose_name(account):
                client.password = f"{account}:{password}"  # servers take that over TLS, and from their own machine
            case _:
                if question is not None:
                    self.ask(question)
                return False
        self.again.set()
        return True
