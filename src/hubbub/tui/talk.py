"""The main screen: places, the talk with its field, members. What is said keeps its width when there is little room."""

from __future__ import annotations

from collections.abc import Callable

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
PLACES_WIDE, MEMBERS_WIDE = 25, 21  # columns
WITH_MEMBERS, WITH_PLACES = 110, 80  # columns from which they stand beside the talk

STYLES = (
    f"""
#places {{ width: {PLACES_WIDE}; }}
#members {{ width: {MEMBERS_WIDE}; }}
"""
    + """
Talk { background: $surface; layout: horizontal; layers: below above; }
#places.over { layer: above; dock: left; width: 30; }
#members.over { layer: above; dock: right; width: 26; }
#middle { width: 1fr; }
#head { height: 1; background: $bar; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
#line { height: 1; background: $surface; }
#strip { height: 1; width: 1fr; color: $ink-2; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
#below { height: 1; width: auto; color: $accent-ink; padding: 0 1; text-style: bold; }
#strip.lost, #below.lost { background: $warn-soft; color: $foreground; }
#strip.bad { color: $bad-ink; }
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
)


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
        self.places = RowList(inks, id="places")
        self.members = RowList(inks, id="members")
        self.timeline = Timeline(inks, id="log")
        self.field = Field(HINT)
        self.popup = RowList(inks, "raised", id="popup", always_marked=True)
        self.popup.can_focus = False
        self.labels = {name: Label(id=name) for name in ("head", "strip", "below", "about", "prompt", "keys")}
        self._wanted = {"places": True, "members": True}  # beside the talk, where there is room
        self._over = ""  # which of them lies over the talk, where there is none
        self.arranged: Callable[[], None] = lambda: None  # called when other parts may be in view

    def compose(self) -> ComposeResult:
        yield self.places
        with Vertical(id="middle"):
            yield self.labels["head"]
            yield self.timeline
            with Horizontal(id="line"):
                yield self.labels["strip"]
                yield self.labels["below"]
            yield self.popup
            yield self.labels["about"]
            with Horizontal(id="field"):
                yield self.labels["prompt"]
                yield self.field
            yield self.labels["keys"]
        yield self.members

    def label(self, name: str) -> Label:
        return self.labels[name]

    def restyle(self, inks: Inks) -> None:
        self.inks = inks
        for rows in (self.places, self.members, self.popup):
            rows.restyle(inks)

    # What there is room for

    def on_resize(self, event: Resize) -> None:
        self._over = ""
        self._arrange(event.size.width)

    def _arrange(self, width: int) -> None:
        for part, rows, needs in (("places", self.places, WITH_PLACES), ("members", self.members, WITH_MEMBERS)):
            over = self._over == part
            rows.set_class(over, "over")
            rows.display = over or (width >= needs and self._wanted[part])
            if not rows.display and rows.has_focus:
                self.field.focus()
        self.labels["keys"].update(keys_line(width - self._beside() - 2))
        self.arranged()

    def _beside(self) -> int:
        """Columns of what stands beside the talk."""
        wide = ((self.places, PLACES_WIDE), (self.members, MEMBERS_WIDE))
        return sum(cells for rows, cells in wide if rows.display and not rows.has_class("over"))

    def toggle(self, part: str) -> None:
        """Show or hide the places or the members: beside the talk, or over it."""
        width = self.app.size.width
        if width >= (WITH_PLACES if part == "places" else WITH_MEMBERS):
            self._wanted[part] = not self._wanted[part]
        else:
            self._over = "" if self._over == part else part
        self._arrange(width)
        if self._over == part:
            (self.places if part == "places" else self.members).focus()

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

    def say(self, text: str, offer: str = "", *, lost: bool = False, bad: bool = False) -> None:
        """Words for the line above the field, and what F7 or a click there does, which is never cut off: where there is
        no room for both, what stands behind a semicolon goes first."""
        words = Content(text)
        if offer:
            offered = Content.assemble("  ", (offer, "underline"), " F7")
            room = self.label("strip").content_size.width - offered.cell_length
            if 0 < room < words.cell_length:
                words = Content(f"{text.partition(';')[0]}{'.' if ';' in text else ''}").truncate(room, ellipsis=True)
            words = Content.assemble(words, offered)
        self.label("strip").update(words)
        for name in ("strip", "below"):
            self.labels[name].set_class(lost, "lost")
            self.labels[name].set_class(bad, "bad")
