"""What was said of late, for the words by which a reply or a reaction says what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hubbub.typed import sentences

from .events import Message

LIMIT = 1000  # messages


class Quotes:
    """Remembers who said the last messages, and how they began."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[str, str]] = {}

    def add(self, message: Message) -> Message:
        """The message with the words of whom and what it replies to; it is remembered itself."""
        if message.id:
            self._said[message.id] = (message.sender, message.text[: sentences.QUOTE + 1])
            if len(self._said) > LIMIT:
                del self._said[next(iter(self._said))]
        return replace(message, answers=self._answers(message)) if message.reference else message

    def add_all(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        return tuple(self.add(message) for message in messages)

    def text_of(self, id: str) -> str:
        """How the message began; empty when it is not remembered."""
        return self._said.get(id, ("", ""))[1]

    def _answers(self, message: Message) -> str:
        if message.reference not in self._said:
            return sentences.EARLIER
        name, text = self._said[message.reference]
        return "" if sentences.names_already(message.text, name) else sentences.answering(name, text)
