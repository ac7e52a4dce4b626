"""The main screen: places, the talk with its field, members. What is said keeps its width when there is little room."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from .field import Field
from .inks import Inks
from .lists import RowList
from .painting import keys_line
from .timeline.view import Timeline

HINT = "Write a message, or /help"
WITH_MEMBERS, WITH_PLACES = 110, 80  # columns from which they stand beside the talk

STYLES = """
Talk { background: $surface; layout: horizontal; layers: below above; }
#places { width: 25; }
#members { width: 21; }
#places.over { layer: above; dock: left; width: 30; }
#members.over { layer: above; dock: right; width: 26; }
#middle { width: 1fr; }
#head { height: 1; background: $bar; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
#line { height: 1; background: $surface; }
#strip { height: 1; width: 1fr; color: $ink-2; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
#below { height: 1; width: auto; color: $accent-ink; padding: 0 1; text-style: bold; }
#line.lost { background: $warn-soft; }
#line.lost #strip { color: $foreground; }
#line.bad #strip { color: $bad-ink; }
#about { height: 1; padding: 0 1; color: $ink-2; background: $bar; border-left: outer $primary; display: none; }
#about { text-wrap: nowrap; text-overflow: ellipsis; }
#about.shown { display: block; }
#popup { height: auto; max-height: 8; display: none; }
#field { height: auto; background: $bar; padding: 0 1 0 0; border-left: outer $primary; }
#prompt { width: auto; color: $accent-ink; text-style: bold; background: $bar; padding: 0 0 0 1; }
Field { height: auto; max-height: 8; border: none; padding: 0; background: $bar; width: 1fr; }
Field:focus { border: none; }
#keys { height: 1; background: $background; padding: 0 1; text-wrap: nowrap; text-overflow: clip; }
"""


class Label(Static):
    """A line of ours that may be clicked."""

    class Clicked(Message):
        def __init__(self, label: Label) -> None:
            super().__init__()
            self.label = label

    def __init__(self, *, id: str) -> None:
        super().__init__(Content(""), id=id, markup=False)

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self))


class Talk(Screen[None]):
    AUTO_FOCUS = "#input"

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self._wanted = {"places": True, "members": True}  # beside the talk, where there is room
        self._over = ""  # which of them lies over the talk, where there is none

    def compose(self) -> ComposeResult:
        yield RowList(self.inks, id="places")
        with Vertical(id="middle"):
            yield Label(id="head")
            yield Timeline(self.inks, id="log")
            with Horizontal(id="line"):
                yield Label(id="strip")
                yield Label(id="below")
            yield RowList(self.inks, "raised", id="popup", always_marked=True)
            yield Label(id="about")
            with Horizontal(id="field"):
                yield Label(id="prompt")
                yield Field(HINT)
            yield Label(id="keys")
        yield RowList(self.inks, id="members")

    def on_mount(self) -> None:
        self.query_one("#keys", Label).update(keys_line())
        self.query_one("#popup", RowList).can_focus = False

    # The parts

    @property
    def timeline(self) -> Timeline:
        return self.query_one(Timeline)

    @property
    def field(self) -> Field:
        return self.query_one(Field)

    @property
    def places(self) -> RowList:
        return self.query_one("#places", RowList)

    @property
    def members(self) -> RowList:
        return self.query_one("#members", RowList)

    @property
    def popup(self) -> RowList:
        return self.query_one("#popup", RowList)

    def label(self, name: str) -> Label:
        return self.query_one(f"#{name}", Label)

    def restyle(self, inks: Inks) -> None:
        self.inks = inks
        for rows in self.query(RowList):
            rows.restyle(inks)

    # What there is room for

    def on_resize(self, event: Resize) -> None:
        self._over = ""
        self._arrange(event.size.width)

    def _arrange(self, width: int) -> None:
        for part, needs in (("places", WITH_PLACES), ("members", WITH_MEMBERS)):
            rows = self.query_one(f"#{part}", RowList)
            over = self._over == part
            rows.set_class(over, "over")
            rows.display = over or (width >= needs and self._wanted[part])
            if not rows.display and rows.has_focus:
                self.field.focus()

    def toggle(self, part: str) -> None:
        """Show or hide the places or the members: beside the talk, or over it."""
        width = self.app.size.width
        if width >= (WITH_PLACES if part == "places" else WITH_MEMBERS):
            self._wanted[part] = not self._wanted[part]
        else:
            self._over = "" if self._over == part else part
        self._arrange(width)
        if self._over == part:
            self.query_one(f"#{part}").focus()

    def close_over(self) -> bool:
        """Take away what lies over the talk; whether there was something."""
        was, self._over = self._over, ""
        self._arrange(self.app.size.width)
        if was:
            self.field.focus()
        return bool(was)

    def next_part(self) -> None:
        """Move the focus on: field, messages, members, places."""
        parts = [self.field, self.timeline, self.members, self.places]
        shown = [part for part in parts if part.display]
        place = next((n for n, part in enumerate(shown) if part.has_focus), -1)
        shown[(place + 1) % len(shown)].focus()

    def say(self, text: Content | str, *, lost: bool = False, bad: bool = False) -> None:
        """Words for the line above the field."""
        self.label("strip").update(text if isinstance(text, Content) else Content(text))
        line = self.query_one("#line")
        line.set_class(lost, "lost")
        line.set_class(bad, "bad")
