"""What one is asked about is done where one was asked, wherever one looks when one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from tests.support import sample

from hubbub.client.state.store import State
from hubbub.desktop.moderating import Moderating
from hubbub.views.acts import Act
from hubbub.views.asking import Asking


class Answered(Moderating):
    """Whoever is asked looks elsewhere, and says yes then."""

    def _ask(self, title: str, sentence: str, button: str, does: Callable[..., Any], *fields: Any, **more: Any) -> None:
        self.window.talk.key = "#elsewhere"
        does(*(field.text for field in fields))(lambda refused: True)


def test_it_is_done_in_the_room_that_the_card_names() -> None:
    state, done = sample.sample(), list[tuple[str, str]]()

    @contextmanager
    def reading() -> Iterator[State]:
        yield state

    asking = Asking(lambda action, **given: done.append((action, given["buffer"])), print, print)
    window: Any = SimpleNamespace(
        talk=SimpleNamespace(key="#garden"), core=SimpleNamespace(reading=reading, do=print), lists=asking
    )
    for name in ("remove_person", "mute", "ban"):
        window.talk.key = "#garden"
        Answered(window).about_person(Act(name, name), "dave")
    window.talk.key = "#garden"
    message: Any = SimpleNamespace(id="m1", own=False, sender="dave", text="spam")
    Answered(window).remove(message)
    assert done == [("kick", "#garden"), ("ban", "#garden"), ("ban", "#garden"), ("redact", "#garden")]
