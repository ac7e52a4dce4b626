"""What is typed or piped: done where it is for, asked about or refused where the person is not any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from hubbub.client.events import Event
from hubbub.client.session import Client
from hubbub.typed import sentences
from hubbub.typed.grammar import awaits_words, is_command, read, says
from hubbub.typed.meanings import Meaning, NoRoom
from hubbub.typed.secrets import is_secret
from hubbub.uplink.visit import Visit

from . import placing
from .decoding import is_text
from .lines import bare, safe
from .prompt import Prompt

MANY_LINES = 5  # at once: more are sent only after a question
TOGETHER = 1_000  # milliseconds in which nobody reads an answer and types another line
_TOO_EARLY = "There is no connection yet. Nothing was sent."


class Typist(Protocol):
    """Who types: a person, or a pipe."""

    asks: bool  # whether there is a person who can answer

    def give_back(self, text: str) -> None:
        """Nothing was done with what was typed: let the person have it again."""


class TypedLines:
    """`tell` shows words of ours, `start` has something done meanwhile."""

    def __init__(
        self,
        visit: Visit,
        typist: Typist,
        prompt: Prompt,
        tell: Callable[[str], None],
        start: Callable[[Awaitable[None]], None],
        now: Callable[[], int],
    ) -> None:
        self.failed = False  # something was not done
        self._unfinished = ""  # a command with which nothing could be done, until the next one
        self._unfinished_at = 0  # of a person, who reads that after a while
        self._words = False  # words alone are held up by that
        self._visit = visit
        self._client: Client = visit.client
        self._typist = typist
        self._prompt = prompt
        self._tell = tell
        self._start = start
        self._now = now

    def line(self, text: str) -> None:
        """A line that is no answer."""
        if not is_text(text):
            return self.unreadable(text)
        meaning = read(text, self._client.place(self._client.current_buffer))
        if self._is_behind_nothing(text, meaning):
            return
        if isinstance(meaning, NoRoom) and not self._client.been_here:
            self._give_back(_TOO_EARLY, text)
        elif not self._displaced or not placing.is_for_here(meaning):
            self._visit.typed(text)
        elif self._typist.asks:
            self._start(self._typed_elsewhere(text))
        else:
            self.failed = True
            self._tell(f"! Not done, because this is not {self._displaced}: {safe(text)}")
        return None

    def refused(self, text: str) -> None:
        """Nothing came of this command: what is said next may have been for where it was to lead."""
        self._unfinished, self._words, self._unfinished_at = _named(text), True, self._now()

    def unreadable(self, text: str) -> None:
        """A line that is no text, as far as it can be read: it is said nowhere, and nothing came of it."""
        self.failed = True
        self._tell(f"! Not done, because it is not valid UTF-8, or has a NUL or a carriage return in it: {safe(text)}")
        if is_command(text, self._client.place(self._client.current_buffer)):
            self.refused(text)

    def _is_behind_nothing(self, text: str, meaning: Meaning) -> bool:
        """Whether it stands behind a command that came to nothing: whom it is for is not known then."""
        if self.holds_words and (says(meaning) if self._words else placing.is_for_here(meaning)):
            if self._typist.asks:
                self._unfinished_at = self._now()
                self._give_back(f"Nothing was sent, because it came together with {safe(self._unfinished)}.", text)
                return True
            self.failed = True
            self._tell(
                f"! Not done, because nothing was done with {safe(self._unfinished)} before it: {len(text)} characters"
            )
            return True
        if text.strip():
            unfinished = placing.is_unfinished(meaning) or awaits_words(text)
            self._unfinished, self._words = _named(text) if unfinished else "", False
            self._unfinished_at = self._now()
        return False

    @property
    def holds_words(self) -> bool:
        """Whether words may be for where the command before was to lead, or what it lacks: of a pipe until the next
        one, of a person as long as they cannot have read what came of it."""
        return bool(self._unfinished) and not (self._typist.asks and self._now() - self._unfinished_at > TOGETHER)

    def lines(self, lines: list[str], *, pasted: bool) -> None:
        """Several lines, all of them pasted or behind what was typed."""
        self._start(self._say(lines, pasted))

    @property
    def _displaced(self) -> str:
        """The place that the person did not leave by themselves, while they are in another one; '' for none."""
        key = self._client.displaced
        if key is None or not self._client.current:
            return ""
        buffer = self._client.state.buffers.get(key)
        return bare(buffer.name if buffer else key)

    async def _typed_elsewhere(self, text: str) -> None:
        """Typed for a place that the person had to leave meanwhile, or could not enter."""
        if await self._goes_on_here():
            self._visit.typed(text)

    async def _goes_on_here(self) -> bool:
        key, here = self._client.state.current, bare(self._client.current or "")
        agreed = await self._prompt.agrees(f"You are in {here} now, not in {self._displaced}. Go on in {here}?")
        if not agreed or self._client.state.current != key:
            return False
        self._client.displaced = None
        return True

    async def _say(self, lines: list[str], pasted: bool) -> None:
        where = self._client.current_buffer
        meant = placing.several(lines, self._client.place(where), pasted=pasted)
        if meant is None:
            return self._give_back(f"Nothing was done: a command takes one line, and these are {len(lines)}.", *lines)
        if not meant.name and where is None:
            why = sentences.IN_NO_ROOM if self._client.been_here else _TOO_EARLY
            return self._give_back(why, *lines)
        if not meant.name and self._displaced and not await self._goes_on_here():
            return None
        to = f" to {bare(meant.name)}" if meant.name else ""
        if len(lines) > MANY_LINES and not await self._prompt.agrees(f"Send {len(lines)} lines{to}?"):
            return None
        for text in meant.texts:
            self._visit.act(partial(_say, meant.name or (where.name if where else ""), text))
        return None

    def _give_back(self, why: str, *lines: str) -> None:
        self._tell(f"! {why}")
        self._typist.give_back("\n".join(lines))


def _named(text: str) -> str:
    """A command as it is told of: without a password or a code."""
    return text.strip().partition(" ")[0] if is_secret(text) else text.strip()


def _say(target: str, text: str, client: Client, now: int) -> list[Event]:
    """To whom it is for, whatever was changed meanwhile."""
    if target.startswith("#"):
        return client.do("say", now, buffer=target, text=text)
    return client.private(target, text, now)
