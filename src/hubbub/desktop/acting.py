"""What can be done with messages, people and rooms: menus where one clicked, cards that ask before what is grave."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.client.state.messages import Message
from hubbub.tk.ask import Ask
from hubbub.tk.menu import Item, Menu
from hubbub.views import acts, jump
from hubbub.views.acts import Act
from hubbub.views.copying import copied
from hubbub.views.jump import Target
from hubbub.views.pieces import pieces, safe
from hubbub.views.places import PlaceRow
from hubbub.views.rows import Row

from . import opening
from .account import Account
from .helping import Help
from .jumping import Jump
from .moderating import Moderating
from .roomkeeping import Roomkeeping
from .talk.tags import FILES

if TYPE_CHECKING:
    from .window import Window

LEADS = 6  # links and rooms of one message that its menu has
LETTERS = frozenset("r+ecuxpos")  # of views/acts.py


class Acting:
    """For one window. A method for each act of `views/acts.py`, in tables by what it is about."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.moderating = Moderating(window)
        self.account, self.roomkeeping = Account(window), Roomkeeping(window)
        self._jump: Jump | None = None
        self._on_message: dict[str, Callable[[Message], object]] = {
            "reply": lambda message: window.talking.reply_to(message.id),
            "react": self._pick_reaction,
            "edit": lambda message: window.talking.edit(message.id, message.text),
            "copy": lambda message: self.copy(message.text),
            "unread": lambda message: window.talk.unread_from(message.at),
            "pin": lambda message: window.do("pin", id=message.id),
            "unpin": lambda message: window.do("unpin", id=message.id),
            "remove": self.moderating.remove,
            "report": self.moderating.report,
            "retry": lambda message: window.do("retry", id=message.id),
            "discard": lambda message: window.do("discard", id=message.id),
            "person": lambda message: self._person_at_message(message),
        }

    # Messages

    def tool(self, what: str, row: Row) -> None:
        """A button of the bar at a message."""
        if what == "more":
            tools = self.window.talk.tools
            self._message_menu(row, tools.winfo_rootx(), tools.winfo_rooty() + tools.winfo_height())
        else:
            self._do(what, row)

    def letter(self, keysym: str) -> bool:
        """A letter on the chosen message; False: it is none of those that do something with messages."""
        key = {"plus": "+", "Delete": "x"}.get(keysym, keysym.lower())
        row = self.window.talk.log.pointed_row()
        if row is None or key not in LETTERS:
            return False
        for act in self._acts(row):
            if act.key == key:
                self._do(act.name, row, act.detail)
                break
        return True

    def chosen_menu(self) -> None:
        """The menu of the message the keyboard is at; a fold opens, a private message that passes by leads to where it
        belongs."""
        log = self.window.talk.log
        row = log.pointed_row()
        if row is not None and row.kind == "fold":
            self.window.talk.toggle_fold(row.key)
            return
        if row is not None and row.kind == "whisper":
            self.window.open(row.place)
            return
        box = log.box(log.find(row.key)) if row is not None else None
        if row is not None and box is not None:
            left = log.winfo_rootx() + log.beside + self.window.look.px(64)
            self._message_menu(row, left, log.winfo_rooty() + box[1])

    def pointed_menu(self, x: int, y: int, x_root: int, y_root: int) -> str:
        log = self.window.talk.log
        place = log.at(y)
        if place >= 0 and log.rows[place].kind == "message":
            marked = log.selected()
            first = [Item("Copy what is marked", lambda: self.copy(marked))] if marked else []
            self._message_menu(log.rows[place], x_root, y_root, first)
        return "break"

    def _message(self, row: Row) -> tuple[Message, list[Act]] | None:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(self.window.talk.key)
            item = state.item(self.window.talk.key, row.id) or state.item(self.window.talk.key, row.key)
            if buffer is None or not isinstance(item, Message):
                return None
            return item, acts.of_message(state, buffer, item)

    def _acts(self, row: Row) -> list[Act]:
        found = self._message(row)
        return found[1] if found is not None else []

    def _do(self, name: str, row: Row, detail: str = "") -> None:
        found = self._message(row)
        if found is None or not any(act.name == name for act in found[1]):
            return
        if name in ("open_file", "save_file"):
            self._with_file(name, row, detail)
        else:
            self._on_message[name](found[0])

    def _with_file(self, name: str, row: Row, id: str) -> None:
        files = self.window.files
        card = next((card for card in row.files if card.file.id == id), None)
        if card is not None:
            (files.open if name == "open_file" else files.save)(card)

    def _file_menu(self, row: Row, place: int, x: int, y: int) -> None:
        """What can be done with that file; a picture is looked at."""
        card, files = row.files[place], self.window.files
        if card.file.width and card.file.height:
            files.look_at(card)
            return
        items = [Item(f"Open {card.name}", lambda: files.open(card)), Item("Save", lambda: files.save(card))]
        self._open(Menu, items, x, y)

    def _message_menu(self, row: Row, x: int, y: int, first: list[Item] | None = None) -> None:
        items = [Item(row.toggle, lambda: self.window.talk.toggle_fold(row.key))] if row.toggle else []
        items += [
            Item(act.words, lambda act=act: self._do(act.name, row, act.detail), act.key.upper(), act.key, act.grave)  # type: ignore[misc]
            for act in self._acts(row)
        ]
        items += [Item("Copy its time and text", lambda: self.copy(self._line(row)))] if row.id else []
        self._open(Menu, [*(first or []), *items, *self._leads(row)], x, y)

    def _leads(self, row: Row) -> list[Item]:
        """Where it leads, for who has no mouse to click there."""
        window, reply = self.window, row.reply
        found = {}
        if reply is not None:
            found["Show what it answers"] = lambda: self.jump_to(window.talk.key, reply.id)
        for piece in pieces(row.text):
            if piece.kind == "link":
                found[f"Open {piece.target}"] = lambda link=piece.target: opening.open_link(window, link)  # type: ignore[misc]
            elif piece.kind == "room":
                found[f"Go to {piece.target}"] = lambda room=piece.target: self.to_room(room)  # type: ignore[misc]
        return [Item(words, does) for words, does in list(found.items())[:LEADS]]

    def _line(self, row: Row) -> str:
        return copied([row], self.window.choices.hours)

    def _open(self, menu: type[Menu], items: list[Item], x: int, y: int) -> None:
        if items:
            menu(self.window.overlays, self.window.look, items, x, y)

    def _pick_reaction(self, message: Message) -> None:
        tools = self.window.talk.tools
        near: tk.Misc = tools if tools.winfo_ismapped() else self.window.talking.field
        self.window.talking.pick(lambda text: self.react(message.id, text), near)

    def react(self, id: str, text: str) -> None:
        """The same once more takes it back."""
        with self.window.core.reading() as state:
            item = state.item(self.window.talk.key, id)
            known = (item.reactions or {}).get(text) if isinstance(item, Message) else None
            own = known is not None and known.own
        self.window.do("unreact" if own else "react", id=id, text=text)

    def _person_at_message(self, message: Message) -> None:
        log = self.window.talk.log
        self.person_menu(message.sender, log.winfo_rootx() + log.beside + 80, log.winfo_rooty() + 80)

    # What was clicked in the talk

    def acted(self, what: str, text: str, row: Row, event: tk.Event[tk.Misc]) -> None:
        """One of `talk.tags.ACTING`."""
        window = self.window
        match what:
            case "link":
                opening.open_link(window, text)
            case "room":
                self.to_room(text)
            case "name" | "mentioned":
                name = row.name if what == "name" else text.removeprefix("@")
                self.person_menu(name, event.x_root, event.y_root)
            case "reply" if row.reply is not None:
                self.jump_to(window.talk.key, row.reply.id)
            case _ if what in FILES and FILES.index(what) < len(row.files):
                self._file_menu(row, FILES.index(what), event.x_root, event.y_root)
            case "fold":
                window.talk.toggle_fold(row.key)
            case "chip" | "chipmine":
                action = "unreact" if what == "chipmine" else "react"
                window.do(action, id=row.id, text=self._reaction(row, text))
            case "act":
                self._act(text, row)
            case _:
                pass

    def _reaction(self, row: Row, chip: str) -> str:
        """The reaction as it was sent; the chip has it as it can be shown, with its number."""
        shown = chip.rpartition(" ")[0]
        return next((one.text for one in row.reactions if self.window.look.shown(one.text) == shown), shown)

    def _act(self, text: str, row: Row) -> None:
        if row.kind == "whisper":
            self.window.open(row.place)
        elif row.kind == "gap":
            self.window.talk.fill(row.key)
        elif row.toggle and text == row.toggle:
            self.window.talk.toggle_fold(row.key)
        else:
            self._do(text.lower(), row)

    def jump_to(self, place: str, id: str) -> None:
        """Show that message, also where it is not loaded yet."""
        window = self.window
        if place != window.talk.key:
            window.open(place)
            window.draw()
        if not window.talk.jump(id):
            window.core.do("load_around", buffer=place, id=id)

    def to_room(self, name: str) -> None:
        with self.window.core.reading() as state:
            buffer = state.buffer(name)
            joined = buffer is not None and buffer.joined
        if buffer is not None and joined:
            self.window.open(buffer.key)
        else:
            self.window.join(name)

    def copy(self, text: str) -> None:
        self.window.root.clipboard_clear()
        self.window.root.clipboard_append(text)
        self.window.strip.tell("Copied.")

    # People

    def person_menu(self, name: str, x: int, y: int) -> None:
        with self.window.core.reading() as state:
            own, person, here = state.is_me(name), state.person(name), state.buffers.get(self.window.talk.key)
            found = [] if own else acts.of_person(state, here, person.name if person else name)
        if own:
            self.my_menu(x, y)
            return
        items = [
            Item(act.words, lambda act=act: self.moderating.about_person(act, name), danger=act.grave)  # type: ignore[misc]
            for act in found
        ]
        self._open(Menu, items, x, y)

    def my_menu(self, x: int, y: int) -> None:
        """What is one's own: being away, the name, the account, what others may."""
        with self.window.core.reading() as state:
            name = state.me.name
            found = [act for act in acts.of_person(state, None, name) if act.name != "register"]
            found += acts.of_account(state)
        items = [
            Item(act.words, lambda act=act: self._about_me(act, name), danger=act.grave)  # type: ignore[misc]
            for act in found
        ]
        self._open(Menu, items, x, y)

    def _about_me(self, act: Act, name: str) -> None:
        if self.account.knows(act):
            self.account.do(act)
        else:
            self.moderating.about_me(act, name)

    # Places

    def place_menu(self, row: PlaceRow, x: int, y: int) -> None:
        self._place_menu(row.key, x, y)

    def more_menu(self, x: int, y: int) -> None:
        """The menu of the place one looks at, and of the window."""
        keys = self.window.keyboard
        others = [
            Item("Search", keys.find),
            Item("Settings", keys.settings),
            Item("Keys and commands", keys.help),
            Item("Leave this server", keys.leave),
        ]
        self._place_menu(self.window.talk.key, x, y, others)

    def _place_menu(self, key: str, x: int, y: int, others: list[Item] | None = None) -> None:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(key)
            found = acts.of_place(state, buffer) if buffer is not None else []
            keeping = acts.of_keeping(state, buffer) if buffer is not None else []
            if buffer is not None and buffer.pins:
                found.append(Act("pins", "Pinned messages…"))
        items = [Item(act.words, lambda act=act: self._about_place(act, key)) for act in found]  # type: ignore[misc]
        if keeping:
            items.append(Item("Look after this room…", lambda: self._keeping_menu(keeping, key, x, y)))
        self._open(Menu, [*items, *(others or [])], x, y)

    def _keeping_menu(self, found: list[Act], key: str, x: int, y: int) -> None:
        items = [Item(act.words, lambda act=act: self._about_place(act, key)) for act in found]  # type: ignore[misc]
        self._open(Menu, items, x, y)

    def _about_place(self, act: Act, key: str) -> None:
        if self.roomkeeping.knows(act):
            self.roomkeeping.do(act, key)
        else:
            self.moderating.about_place(act, key)

    def about_topic(self) -> None:
        """The whole topic, and a way to change it."""
        with self.window.core.reading() as state:
            buffer = state.buffers.get(self.window.talk.key)
            if buffer is None or buffer.kind != "room":
                return
            text, by = buffer.topic.text, buffer.topic.by
            may = any(act.name == "topic" for act in acts.of_place(state, buffer))
        if may:
            self.moderating.ask_topic(self.window.talk.key)
        elif text:
            said = f"\n\nSet by {safe(by)}." if by else ""
            Ask(self.window.overlays, self.window.look, "Topic", safe(text) + said, "Copy", lambda v: self.copy(text))

    # Jumping, help

    def jump(self, text: str = "") -> None:
        if self._jump is not None:
            return
        window = self.window
        self._jump = Jump(window.overlays, window.look, self._targets(), self._go, text)
        self._jump.closed = self._jump_closed
        window.core.do("list_rooms")

    def _targets(self) -> list[Target]:
        with self.window.core.reading() as state:
            return jump.targets(state, self.window.lately)

    def _jump_closed(self) -> None:
        self._jump = None

    def rooms_listed(self) -> bool:
        """Whether the list to jump from wanted them."""
        if self._jump is not None:
            self._jump.more(self._targets())
        return self._jump is not None

    def _go(self, target: Target) -> None:
        match target.goes:
            case "place":
                self.window.open(target.key)
            case "person":
                self.window.write_to(target.key)
            case _:
                self.window.join(target.key or target.name)

    def help(self) -> None:
        Help(self.window.overlays, self.window.look)
