"""The terminal client: a Textual program that shows the state of one visit, and does what keys and mouse ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from hubbub.uplink import sentences
from hubbub.uplink.trouble import Trouble
from hubbub.views import pasting
from hubbub.views.copying import copied
from hubbub.views.copying import count as counted
from hubbub.views.jump import Target, targets
from hubbub.views.pieces import safe

from .asking import Asking
from .choosing import Choosing
from .clicking import clicked
from .core import Choices, Core
from .desk import Desk
from .field import pasted
from .files import Files
from .following import Following
from .going import Going
from .inks import Inks, inks_for
from .keeping import Keeping
from .keyboard import Keyboard
from .mouse import Mouse
from .notices import Notices
from .opening import to_clipboard
from .overlays.jump import Jump
from .overlays.menu import Menu
from .people import People
from .reading import Reading
from .showing import Showing
from .talk import STYLES, Label, Talk
from .themes import theme_name, theme_of
from .timeline.view import Timeline
from .writing import Writing

if TYPE_CHECKING:
    from .starting import Starting

LONGEST = 50_000  # characters of one line in the field: each key wraps the line again
TOO_LONG = f"The field takes lines of up to {LONGEST:,} characters."
PAINT_EVERY = 0.05  # seconds between two paintings, at least


class Chat(App[int]):
    """`server`: what the list is headed with until the server has said its name."""

    ENABLE_COMMAND_PALETTE = False
    CSS = STYLES

    def __init__(
        self,
        core: Core,
        choices: Choices,
        inks: Inks,
        server: str = "",
        *,
        dark: bool = True,
        typed: str = "",
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.inks, self.dark_terminal = inks, dark
        self.starting: Starting | None = None
        self.fault: BaseException | None = None  # what went wrong here, so that the client had to end
        self._waiting_to_paint = False
        self._begun = False
        self._typed = typed  # before anything was there
        self.talk: Talk = Talk(inks)
        self.desk = Desk(core, self.talk, choices, self.repaint)
        self.reading: Reading = Reading(self.desk)
        self.writing = Writing(self.desk, self.copy_last)
        self.asking = Asking(self.desk, self.writing.begin, self.reading.go_to)
        self.people = People(self.desk, Keeping(self.desk, self.asking))
        self.choosing: Choosing = Choosing(self.desk, self.reading, self.writing, self.people, self.copy)
        self.notices = Notices(self.desk, self.send, lambda: self.reading.looking)
        self.showing = Showing(self.desk, self.reading, self.writing, server, self.send)
        self.going = Going(self)
        self.following = Following(
            self.desk,
            self.reading,
            self.writing,
            self.notices,
            self.asking,
            listed=self.going.listed,
            searched=self.going.searched,
            invited=self.going.invited,
        )
        self.files = Files(self.desk, lambda text: self.following.note(text, error=True), self.writing.insert)
        self.choosing.files = self.showing.files = self.files
        self.mouse = Mouse(self.send, self.desk.tell)
        self.keyboard = Keyboard(self)
        self._connect()
        self._use(inks)

    def get_default_screen(self) -> Screen[None]:
        return self.talk

    def _use(self, inks: Inks) -> None:
        self.inks = inks
        if theme_name(inks) not in self.available_themes:
            self.register_theme(theme_of(inks))
        self.theme = theme_name(inks)

    def restyle(self, inks: Inks) -> None:
        """Other colours."""
        self._use(inks)
        self.talk.restyle(inks)
        self.reading.restyle()
        self.repaint()

    # What the core tells

    def changed(self, told: Iterable[object]) -> None:
        """Something has happened; the state is whole."""
        if self._begun:
            self.following.events(told)
            self.files.events(told)
            self.repaint()

    def repaint(self) -> None:
        """Show everything as it is now, soon: many changes are one painting."""
        if self._begun and not self._waiting_to_paint:
            self._waiting_to_paint = True
            self.talk.set_timer(PAINT_EVERY, self.paint)

    def paint(self) -> None:
        self._waiting_to_paint = False
        if self._begun:
            self.showing.all()

    def on_ready(self) -> None:
        self._begun = True
        if self.desk.buffer is not None and self.desk.place is not None:
            self.desk.place.enter(self.desk.buffer)
        self.writing.enter()
        self.mouse.use(self.desk.settings.mouse)
        self.paint()
        typed = XTermParser().feed(self._typed)
        self.keyboard.hold_before(event for event in typed if isinstance(event, events.Key))
        if self.starting is not None:
            self.starting.begin()
        self.call_later(self._release_keys)
        self.app_resume_signal.subscribe(self.talk, lambda app: self.call_later(self.redraw))

    def fail(self, fault: BaseException) -> None:
        """Something went wrong that is ours: end, so that it can be said on a terminal that works."""
        self.fault = self.fault or fault
        self._return_code = 1
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        """Textual would fill the terminal with a traceback."""
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.fail(error)

    def send(self, sequence: str) -> None:
        """A sequence for the terminal itself."""
        if self._driver is not None and not self.is_headless and sequence:
            self._driver.write(sequence)

    def copy(self, text: str, count: int) -> None:
        """To the clipboard: the terminal's, and this machine's where there is one."""
        self.copy_to_clipboard(text)
        to_clipboard(text)
        self.desk.tell(f"copied {count} messages" if count > 1 else "copied")

    def copy_last(self, count: int) -> None:
        """The last messages of the place that is shown."""
        rows, found = list(self.talk.timeline.window.rows), 0
        for place in range(len(rows) - 1, -1, -1):
            found += rows[place].kind in ("message", "whisper")
            if found == count or not place:
                chosen = rows[place:]
                self.copy(copied(chosen, int(self.desk.settings.clock)), counted(chosen))
                return
        self.desk.tell("There is nothing to copy here.", bad=True)

    # Keys and mouse

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.app_focus = True
            self.keyboard.hold(event)
            await self._release_keys()
            return
        await super().on_event(event)
        if isinstance(event, events.MouseUp):
            await self.keyboard.drain()

    async def _release_keys(self) -> None:
        if self._begun:
            await self.keyboard.release()

    async def on_overlay_ready(self) -> None:
        await self._release_keys()

    def paste(self, text: str) -> None:
        """Something was pasted into the main screen."""
        text = pasted(text).rstrip("\n")
        if self.files.dropped(text):
            return
        if pasting.asks(text):
            self._ask_about(text)
        else:
            self.writing.insert(text)

    def _ask_about(self, text: str) -> None:
        """Much is pasted: into the field, or as a file."""
        buffer, server = self.desk.buffer, self.desk.state.server
        title, sentence = pasting.question(text, safe(buffer.name) if buffer is not None else "nobody", server)
        fits = max(map(len, text.split("\n"))) <= LONGEST
        rows = [("paste", pasting.PASTE, "")] if fits else []
        if buffer is not None and pasting.may_be_file(server):
            rows.append(("file", pasting.AS_FILE, ""))
        rows.append(("", "Cancel", ""))
        sentence = sentence if fits else TOO_LONG

        def answered(way: str | None) -> None:
            if way == "paste":
                self.writing.insert(text)
            elif way == "file" and buffer is not None:
                self.files.uploads.begin_text(buffer.key, text)

        self.desk.open(Menu(self.inks, title, rows, sentence), answered)

    def on_app_focus(self) -> None:
        self.reading.look_again()
        self.notices.looked()

    def on_app_blur(self) -> None:
        self.reading.look_away()

    # The parts

    def _connect(self) -> None:
        """What the parts of the main screen do."""
        field = self.talk.field
        field.send = self._send
        field.wants = self.going.from_field
        field.walk = self.writing.completion.walk
        self.talk.places.picked = lambda key, menu: self.going.pick_place(key, menu=menu)
        self.talk.members.picked = lambda key, menu: self.going.pick_member(key)
        self.talk.popup.picked = lambda key, menu: self.writing.completion.choose(int(key))
        self.talk.arranged = self.repaint
        self.talk.timeline.moved = self._moved
        self.talk.timeline.clicked = lambda act, target, key: clicked(self, act, target, key)

    def _send(self, place: str, text: str) -> None:
        if not self.writing.completion.enter():
            self.writing.send(place, text)

    def _moved(self) -> None:
        self.reading.moved()
        self.showing.below()

    def on_timeline_copied(self, event: Timeline.Copied) -> None:
        self.copy(event.text, event.count)

    def on_label_clicked(self, event: Label.Clicked) -> None:
        self.going.label(event.label.id or "")

    # Panels

    def jump_list(self) -> list[Target]:
        return targets(self.desk.state, self.desk.lately)

    def open_jump(self) -> None:
        self.desk.core.do("list_rooms")
        self.desk.open(Jump(self.inks, self.jump_list()), self.going.to_target)

    def toggle_members(self) -> None:
        self.talk.toggle("members")
        self.showing.members()

    def prefer(self, name: str, value: object) -> None:
        """A setting is another one, from now on."""
        try:
            self.desk.choices.change(**{name: value})
        except Trouble as trouble:
            self.desk.tell(sentences.of(trouble), bad=True)
        if name == "mouse":
            self.mouse.use(self.desk.settings.mouse)
        self.restyle(inks_for(self.desk.settings, self.inks.colours, dark=self.dark_terminal))

    def redraw(self) -> None:
        """Draw everything again, also what the terminal is believed to show already."""
        screen = self.screen
        self._display(screen, screen._compositor.render_update(full=True, screen_stack=self._background_screens))
