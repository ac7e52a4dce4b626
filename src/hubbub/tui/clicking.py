"""What a click on the messages does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.client.state.messages import Message
from hubbub.irc import casemap
from hubbub.views.pieces import safe

from .opening import open_link
from .overlays.menu import Menu
from .timeline.parts import Act

if TYPE_CHECKING:
    from .app import Chat


def clicked(app: Chat, act: Act, target: str, key: str) -> None:
    """`target`: what the spot is about; `key`: of the row."""
    _DOES[act](app, target, key)


def _person(app: Chat, target: str, key: str) -> None:
    message = app.desk.message(key)
    own_row = message is not None and casemap.lower(message.sender) == casemap.lower(target)
    app.people.menu(message.sender if own_row and message is not None else target)


def _link(app: Chat, target: str, key: str) -> None:
    open_link(target, app.desk.tell)


def _room(app: Chat, target: str, key: str) -> None:
    room = casemap.lower(target)
    if room in app.desk.state.buffers:
        app.going.to(room)
    else:
        app.desk.core.do("join", room=target)


def _reply(app: Chat, target: str, key: str) -> None:
    app.reading.go_to(app.desk.state.current or "", target)


def _reaction(app: Chat, target: str, key: str) -> None:
    message_key, _, text = target.partition("\0")
    message = app.desk.message(message_key)
    if message is not None:
        app.choosing.toggle_reaction(message, text)


def _answer(app: Chat, target: str, key: str) -> None:
    app.going.to(target)


def _fold(app: Chat, target: str, key: str) -> None:
    place = app.desk.place
    if place is not None:
        place.toggle(key)
        app.repaint()


def _gap(app: Chat, target: str, key: str) -> None:
    app.reading.fill(key)


def _unsent(action: str) -> Callable[[Chat, str, str], None]:
    def do(app: Chat, target: str, key: str) -> None:
        app.desk.core.do(action, buffer=app.desk.state.current, id=key)

    return do


def _copy(app: Chat, target: str, key: str) -> None:
    message = app.desk.message(key)
    if isinstance(message, Message):
        app.copy(message.text, 1)


def _file(app: Chat, target: str, key: str) -> None:
    """What can be done with it."""
    message_key, _, id = target.partition("\0")
    message = app.desk.message(message_key)
    if message is None:
        return
    offered = [act for act in app.choosing.offered_of(message) if act.detail == id]

    def picked(name: str | None) -> None:
        if name:
            (app.files.open if name == "open_file" else app.files.save)(message, id)

    rows = [(act.name, act.words, act.name[0]) for act in offered]
    app.desk.open(Menu(app.inks, safe(message.sender), rows), picked)


_DOES: dict[Act, Callable[[Chat, str, str], None]] = {
    "person": _person,
    "link": _link,
    "room": _room,
    "reply": _reply,
    "reaction": _reaction,
    "answer": _answer,
    "fold": _fold,
    "gap": _gap,
    "retry": _unsent("retry"),
    "discard": _unsent("discard"),
    "copy": _copy,
    "file": _file,
}
