"""Questions at the prompt: the next line that is typed answers the oldest of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable


class Prompt:
    """`refresh`: the prompt looks different now."""

    def __init__(self, refresh: Callable[[], None]) -> None:
        self.question = ""  # what is being asked
        self.secret = False  # whether the answer is nobody's to see
        self._refresh = refresh
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
        """Whether the person says yes."""
        return (await self.ask(f"{question} (yes/no) ")).strip().lower() in ("y", "yes")

    def answered(self, text: str) -> bool:
        """Whether that was an answer."""
        if not self._answers:
            return False
        self._answers.popleft().set_result(text.rstrip("\r\n"))
        return True
