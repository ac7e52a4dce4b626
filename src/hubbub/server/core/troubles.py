"""What is not as it should be with the server, and what of it keeps people from talking."""

from __future__ import annotations

import msgspec

from .engine import Engine


class Trouble(msgspec.Struct, frozen=True):
    """Something that is not as it should be: `what` in one word, and a sentence. `down`: people cannot talk.

    `about`: the only thing besides `what` that makes it another one; None: the sentence does.
    """

    what: str
    says: str
    down: bool = False
    about: str | None = None

    @property
    def shown(self) -> dict[str, str | bool]:
        """What programs read of it."""
        return {"what": self.what, "says": self.says, "down": self.down}

    @property
    def key(self) -> str:
        """By which it is told once: a certificate that ends sooner, or another reason, is told of again."""
        return f"{self.what} {self.says if self.about is None else self.about}"


def of_log(engine: Engine) -> list[Trouble]:
    """What keeps the log from being written."""
    if engine.commits.dead:
        return [Trouble("log_broken", "the log is broken", down=True)]
    if engine.chat.disk_full:
        outage = engine.commits.outage
        return [Trouble(outage.event["event"], outage.says, down=True)]
    return []
