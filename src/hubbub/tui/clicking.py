"""What a click on the messages does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.client.state.messages import Message
from hubbub.irc import casemap

from .opening import open_link
from .timeline.view import Timeline

if TYPE_CHECKING:
    from .app import Chat


def clicked(app: Chat, event: Timeline.Clicked) -> None:
    if event.act is None:
        return
    does = _DOES.get(event.act)
    if does is not None:
        does(app, event)


def _person(app: Chat, event: Timeline.Clicked) -> None:
    message = app.desk.message(event.key)
    own_row = message is not None and casemap.lower(message.sender) == casemap.lower(event.target)
    app.people.menu(message.sender if own_row and message is not None else event.target)


def _link(app: Chat, event: Timeline.Clicked) -> None:
    open_link(event.target, app.desk.tell)


def _room(app: Chat, event: Timeline.Clicked) -> None:
    key = casemap.lower(event.target)
    if key in app.desk.state.buffers:
        app.going.to(key)
    else:
        app.desk.core.do("join", room=event.target)


def _reply(app: Chat, event: Timeline.Clicked) -> None:
    app.reading.go_to(app.desk.state.current or "", event.target)


def _reaction(app: Chat, event: Timeline.Clicked) -> None:
    key, _, text = event.target.partition("\0")
    message = app.desk.message(key)
    if message is not None:
        app.choosing.toggle_reaction(message, text)


def _answer(app: Chat, event: Timeline.Clicked) -> None:
    app.going.to(event.target)


def _fold(app: Chat, event: Timeline.Clicked) -> None:
    place = app.desk.place
    if place is not None:
        place.toggle(event.key)
        app.repaint()


def _gap(app: Chat, event: Timeline.Clicked) -> None:
    app.desk.core.do("load_gap", buffer=app.desk.state.current, id=event.key)


def _unsent(action: str) -> Callable[[Chat, Timeline.Clicked], None]:
    def do(app: Chat, event: Timeline.Clicked) -> None:
        app.desk.core.do(action, buffer=app.desk.state.current, id=event.key)

    return do


def _copy(app: Chat, event: Timeline.Clicked) -> None:
    message = app.desk.message(event.key)
    if isinstance(message, Message):
        app.copy(message.text, 1)


_DOES: dict[str, Callable[[Chat, Timeline.Clicked], None]] = {
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
}
