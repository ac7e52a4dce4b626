"""The questions of a visit, at the prompt: a name, a password, a code, a certificate. A pipe cannot answer most."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hubbub.uplink import questions as q
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Visit

from .lines import bare
from .prompt import Prompt

NAME = "Your name: "
_NOBODY = {
    q.NameNeeded: "Give another name with --name.",
    q.PasswordNeeded: "This server has a password; join it from a terminal.",
    q.AdmissionNeeded: "Join it from a terminal, or with --cert, to log in.",
}


class Answers:
    """`asks`: whether there is a person; `tell` shows words of ours, `start` has something done meanwhile."""

    def __init__(
        self,
        visit: Visit,
        prompt: Prompt,
        tell: Callable[[str], None],
        start: Callable[[Awaitable[None]], None],
        *,
        asks: bool,
    ) -> None:
        self._visit = visit
        self._prompt = prompt
        self._tell = tell
        self._start = start
        self._asks = asks

    def give(self, question: q.Question) -> None:
        """Ask the person, or say that nobody is there who could answer."""
        if self._asks:
            self._start(self._ask(question))
        elif isinstance(question, q.CertificateQuestion):
            shown = question.fingerprint
            self._tell(f"The certificate of this server is new here and remembered from now on: SHA-256 {shown}")
            self._visit.answer(question, True)
        else:
            self._tell(f"! {_NOBODY[type(question)]}")
            self._visit.end(Trouble("unanswered"))

    async def _ask(self, question: q.Question) -> None:
        match question:
            case q.NameNeeded(owned=True):
                answer: q.Answer = await self._password_or_name(question.name)
            case q.NameNeeded():
                answer = await self._prompt.name(NAME)
            case q.PasswordNeeded():
                answer = await self._prompt.ask("The server's password: ", secret=True)
            case q.AdmissionNeeded():
                answer = await self._admission(question)
            case q.CertificateQuestion():
                answer = await self._certificate(question)
        self._visit.answer(question, answer)

    async def _password_or_name(self, name: str) -> q.Answer:
        """The name belongs to an account: to its owner, or it is not to be had."""
        password = await self._prompt.ask(f"The password of {bare(name)} (Enter alone: another name): ", secret=True)
        return q.Login(name, password) if password else await self._prompt.name(NAME)

    async def _admission(self, question: q.AdmissionNeeded) -> q.Answer:
        """By the code of an invitation, or by logging in."""
        asked = "The code of your invitation (Enter alone: you have an account): "
        code = (await self._prompt.ask(asked, secret=True)).strip() if question.invited else ""
        return q.Code(code) if code else await self._login()

    async def _login(self) -> q.Login:
        name = self._visit.client.name
        account = (await self._prompt.ask(f"Your account [{bare(name)}]: ")).strip() or name
        return q.Login(account, await self._prompt.ask(f"The password of {bare(account)}: ", secret=True))

    async def _certificate(self, question: q.CertificateQuestion) -> bool:
        self._tell(
            f"{question.host}:{question.port} shows a certificate of its own, and this is the first visit there. "
            f"Its SHA-256 is\n  {question.fingerprint}\n"
            "Compare it with what the server's operator tells you. It is remembered if you go on."
        )
        return await self._prompt.agrees("Go on?")
