"""Questions at the prompt: the next line that is typed answers the oldest of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from hubbub.client.protocol.link import is_word

from .lines import safe

ANSWERS = {"y": True, "yes": True, "n": False, "no": False, "": False}


class Prompt:
    """`refresh`: the prompt looks different now; `tell` shows words of ours."""

    def __init__(self, refresh: Callable[[], None], tell: Callable[[str], None]) -> None:
        self.question = ""  # what is being asked
        self.secret = False  # whether the answer is nobody's to see
        self._refresh = refresh
        self._tell = tell
        self._answers: deque[asyncio.Future[str]] = deque()
        self._asking = asyncio.Lock()

    async def ask(self, question: str, *, secret: bool = False) -> str:
        """The next typed line."""
        async with self._asking:
            answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            self._answers.append(answer)
            self.question, self.secret = question, secret
            self._refresh()
            try:
                return await answer
            finally:
                self.question, self.secret = "", False
                self._refresh()

    async def agrees(self, question: str) -> bool:
        """Whether the person says yes; Enter alone is no. What is neither may be for somebody: it is not taken for an
        answer, nor lost without a word, and they are asked again."""
        while (answer := (await self.ask(f"{question} (yes/no) ")).strip()).lower() not in ANSWERS:
            self._tell(f"! Nothing was done with this, which is neither yes nor no: {safe(answer)}")
        return ANSWERS[answer.lower()]

    async def name(self, question: str, default: str = "") -> str:
        """The name that somebody wants to have. Enter alone takes the default, where there is one."""
        while not is_word(name := (await self.ask(question)).strip() or default):
            if name:
                self._tell("! A name has no spaces.")
        return name

    def answered(self, text: str) -> bool:
        """Whether that was an answer."""
        if not self._answers:
            return False
        self._answers.popleft().set_result(text.rstrip("\r\n"))
        return True
