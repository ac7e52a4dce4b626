"""What the console has asked for, until it is answered; and what can be typed, learnt from the server's own help."""

from __future__ import annotations

from collections.abc import Callable

from .records import Answer, Order
from .state import State

Then = Callable[[Answer], object]
Hears = Callable[[str], bool]  # a card: gets why nothing was done, '' when it is; False: it is closed already
Waits = Callable[[Hears], object]  # what a card has done, and waits for
GONE = "The server went away before it answered."


class Orders:
    """Each order has a number; `then` is told of its answer."""

    def __init__(self) -> None:
        self.last = 0
        self.waiting: dict[int, Then] = {}
        self.typed: list[str] = []  # by the person, the latest last
        self.commands: list[tuple[str, str]] = []  # as typed, and what it does

    def make(self, command: str, then: Then) -> Order:
        """An order to be sent."""
        self.last += 1
        self.waiting[self.last] = then
        return Order(self.last, command)

    def answered(self, answer: Answer) -> None:
        """The server has answered one."""
        then = self.waiting.pop(answer.number, None)
        if then is not None:
            then(answer)

    def forget(self) -> None:
        """The server is gone, and with it what it was asked: whoever waits is told."""
        for number in list(self.waiting):
            self.answered(Answer(number, False, (GONE,)))

    def keep(self, line: str) -> None:
        """Something was typed, for the Up key; passwords and codes are never typed here."""
        if self.typed[-1:] != [line]:
            self.typed = [*self.typed[-199:], line]

    def learn(self, help: Answer) -> None:
        """What the answer to `help` lists."""
        pairs = [line.partition("  ") for line in help.lines if line.startswith("/")]
        self.commands = [(usage.removeprefix("/"), words.strip()) for usage, _, words in pairs]

    def complete(self, line: str, state: State) -> list[str]:
        """What the line could become, the likeliest first: a command, a person, a room."""
        before, _, begun = line.rpartition(" ")
        if not before:
            words = list(dict.fromkeys(usage.split()[0] for usage, _ in self.commands))
        else:
            words = [one.name for one in state.people.values()] + [one.name for one in state.rooms.values()]
            words += self._second(before)
        found = [word for word in words if word.lower().startswith(begun.lower())]
        return [f"{before} {word}".lstrip() for word in sorted(found, key=str.lower)]

    def usage(self, line: str) -> str:
        """How the command that is being typed goes on."""
        first = line.split(" ", 1)[0].removeprefix("/").lower()
        return (
            next((f"{usage}  {words}" for usage, words in self.commands if usage.split()[0] == first), "")
            if first
            else ""
        )

    def _second(self, before: str) -> list[str]:
        usage = next((usage for usage, _ in self.commands if usage.split()[0] == before), "")
        second = usage.split()[1].strip("[]") if len(usage.split()) > 1 else ""
        return second.split("|") if "|" in second else []
