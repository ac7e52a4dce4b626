"""What the keys do that work everywhere, and where one goes: places, the jump list, parts of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.typed import qr
from hubbub.views import places
from hubbub.views.commands import all_typed
from hubbub.views.jump import Target

from .overlays.commands import Commands
from .overlays.help import Help
from .overlays.invitation import Invitation
from .overlays.jump import Jump
from .overlays.search import SearchPanel
from .overlays.settings import SettingsPanel

if TYPE_CHECKING:
    from .app import Chat

LEAVING = 2000  # milliseconds within which a second Ctrl C leaves


class Going:
    def __init__(self, app: Chat) -> None:
        self.app = app
        self.desk = app.desk
        self._pressed_at = -LEAVING  # when Ctrl C was pressed last

    # Keys

    def key(self, act: str) -> bool:
        """A key that works everywhere; whether it does. While a panel lies over the talk only few of them do."""
        screen = self.app.screen
        if screen is self.app.talk or act in OVER_PANELS:
            _KEYS[act](self)
            return True
        if act == "help" and isinstance(screen, Help):
            screen.finish(None)
            return True
        return False

    def on_message(self, act: str) -> None:
        """A key on a chosen message."""
        does = _ON_MESSAGE.get(act)
        if does is not None:
            does(self)
        else:
            self.app.choosing.letter(act)

    def from_field(self, act: str) -> None:
        """The field has passed a key on."""
        if act == "complete":
            self.app.writing.completion.tab()
        elif act == "choose":
            self.app.choosing.newest()
        elif act == "edit_last" and not self.app.writing.edit_last():
            self.desk.tell("You have said nothing here that could be changed.")

    def _escape(self) -> None:
        """The topmost thing closes; then an edit or a reply is left; then all is read."""
        talk = self.app.talk
        if self.app.writing.completion.close() or talk.close_over():
            return
        if talk.timeline.chosen and self.app.focused is talk.timeline:
            self.app.choosing.leave()
        elif self.app.focused is not talk.field:
            talk.field.focus()
        elif not self.app.writing.abandon():
            self.app.reading.read_all()

    def _copy_or_leave(self) -> None:
        field, now = self.app.talk.field, self.desk.core.now()
        if field.selected_text:
            self.app.copy(field.selected_text, 0)
        elif now - self._pressed_at < LEAVING:
            self.leave()
        else:
            self._pressed_at = now
            self.desk.tell("Ctrl C again leaves.", seconds=LEAVING / 1000)

    def leave(self) -> None:
        """Say goodbye; where nobody would hear it, just go."""
        if self.app.starting is not None and not self.app.starting.visiting.running:
            self.app.exit(0)
        else:
            self.desk.core.leave()

    def _help(self) -> None:
        self.desk.open(Help(self.app.inks))

    def _find(self) -> None:
        self.desk.open(SearchPanel(self.desk), self._found)

    def _found(self, found: tuple[str, str] | None) -> None:
        if found is not None:
            self.app.reading.go_to(*found)

    def _commands(self) -> None:
        found = all_typed(self.desk.state, self.desk.buffer)
        self.desk.open(Commands(self.app.inks, found), lambda begins: self.app.writing.begin(begins or ""))

    def _place_menu(self) -> None:
        if self.desk.buffer is not None:
            self.app.people.place_menu(self.desk.buffer)
        else:
            self.app.people.menu(self.desk.state.me.name)

    def _settings(self) -> None:
        self.desk.open(SettingsPanel(self.app))

    def _mouse(self) -> None:
        self.app.mouse.toggle()

    def offered(self) -> None:
        """What the line above the field offers."""
        if self._is_offline:
            self.desk.core.retry()
        elif not self.desk.can_undo and self.app.files.uploads.under_way:
            self.app.files.uploads.stop()
        else:
            self.desk.take_back()

    @property
    def _is_offline(self) -> bool:
        return self.desk.state.connection.step == "offline"

    def _redraw(self) -> None:
        self.app.redraw()

    def _suspend(self) -> None:
        self.app.action_suspend_process()

    # Places

    def to(self, key: str) -> None:
        if key != self.desk.state.current:
            self.desk.core.do("open", buffer=key)
        self.app.talk.close_over()
        self.app.talk.field.focus()

    def pick_place(self, key: str, *, menu: bool) -> None:
        buffer = self.desk.state.buffers.get(key)
        if buffer is None:
            return
        if menu:
            self.app.people.place_menu(buffer)
        else:
            self.to(key)

    def pick_member(self, key: str) -> None:
        buffer = self.desk.buffer
        member = buffer.members.get(key) if buffer is not None else None
        if member is not None:
            self.app.people.menu(member.name)

    def _step(self, step: int, wanted: Callable[[places.PlaceRow], bool] | None = None) -> None:
        found = places.next_place(self.app.showing.rows, step, wanted)
        if found is not None:
            self.to(found.key)

    def _next_unread(self) -> None:
        found = places.next_with_news(self.app.showing.rows)
        if found is not None:
            self.to(found.key)
        else:
            self.desk.tell("There is nothing new anywhere.")

    def to_target(self, target: Target | None) -> None:
        """What was picked in the jump list."""
        if target is None:
            return
        if target.goes == "join":
            name = target.key if target.key.startswith("#") else f"#{target.key}"
            self.desk.core.do("join", room=name)
        else:
            self.to(target.key)

    def listed(self) -> bool:
        """There are other rooms to go to; whether they were asked for by the jump list."""
        if isinstance(self.app.screen, Jump):
            self.app.screen.refill(self.app.jump_list())
            return True
        return False

    def searched(self) -> None:
        """Something is searched, in the panel or by a typed command."""
        if isinstance(self.app.screen, SearchPanel):
            self.app.screen.refresh_results()
        elif self.app.screen is self.app.talk:
            self._find()

    def invited(self, line: str) -> None:
        """The server has said this: if it is the link of an invitation, show it."""
        code = qr.after(line)
        if code and self.app.screen is self.app.talk:
            self.desk.open(Invitation(self.app.inks, line, code), lambda yes: self.app.copy(line, 0) if yes else None)

    def label(self, id: str) -> None:
        """A line of the main screen was clicked."""
        match id:
            case "below":
                self.app.reading.to_end()
            case "strip" if self.desk.can_undo or self.app.files.uploads.under_way or self._is_offline:
                self.offered()
            case "head" if self.desk.buffer is not None:
                self.app.people.place_menu(self.desk.buffer)
            case "about":
                self.app.writing.abandon()

    def _up(self) -> None:
        self.app.choosing.walk(-1)

    def _down(self) -> None:
        self.app.choosing.walk(1)


OVER_PANELS = frozenset({"redraw", "suspend", "leave", "copy_or_leave", "mouse"})
_KEYS: dict[str, Callable[[Going], None]] = {
    "help": Going._help,
    "jump": lambda going: going.app.open_jump(),
    "next_unread": Going._next_unread,
    "find": Going._find,
    "places": lambda going: going.app.talk.toggle("places"),
    "members": lambda going: going.app.toggle_members(),
    "next_place": lambda going: going._step(1),
    "previous_place": lambda going: going._step(-1),
    "next_news": lambda going: going._step(1, lambda row: row.loud),
    "previous_news": lambda going: going._step(-1, lambda row: row.loud),
    "page_up": lambda going: going.app.talk.timeline.scroll_page(-1),
    "page_down": lambda going: going.app.talk.timeline.scroll_page(1),
    "top": lambda going: going.app.talk.timeline.to_top(),
    "end": lambda going: going.app.reading.to_end(),
    "to_new": lambda going: going.app.reading.to_new(),
    "escape": Going._escape,
    "mouse": Going._mouse,
    "settings": Going._settings,
    "next_part": lambda going: going.app.talk.next_part(),
    "offered": Going.offered,
    "commands": Going._commands,
    "place_menu": Going._place_menu,
    "redraw": Going._redraw,
    "suspend": Going._suspend,
    "copy_or_leave": Going._copy_or_leave,
    "leave": Going.leave,
}
_ON_MESSAGE: dict[str, Callable[[Going], None]] = {
    "message_up": Going._up,
    "message_down": Going._down,
    "message_first": lambda going: going.app.choosing.edge(last=False),
    "message_last": lambda going: going.app.choosing.edge(last=True),
    "message_menu": lambda going: going.app.choosing.menu(),
}
