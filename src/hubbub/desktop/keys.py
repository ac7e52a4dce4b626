"""The keys of the main window: one table, from which bindings and help are made. `Mod` is Ctrl, on a Mac Command."""

from __future__ import annotations

import sys

import msgspec

MAC = sys.platform == "darwin"
TAG = "HubbubKeys"  # the bindtag that stands before the class of a widget: our keys come first


class Key(msgspec.Struct, frozen=True):
    """`does`: the name of what it does (a method of the window); `help`: '' for what help does not mention."""

    keys: tuple[str, ...]
    does: str
    help: str = ""


KEYS = (
    Key(("<Mod-k>",), "jump", "go to a room or a person"),
    Key(("<Alt-Up>",), "previous_place", "the room above"),
    Key(("<Alt-Down>",), "next_place", "the room below"),
    Key(("<Alt-Shift-Up>",), "previous_news", "the room above with something new"),
    Key(("<Alt-Shift-Down>",), "next_news", "the room below with something new"),
    Key(("<Escape>",), "escape", "close; then leave an edit or a reply; then read all and go to the end"),
    Key(("<Prior>",), "page_up", "scroll up, from anywhere"),
    Key(("<Next>",), "page_down", "scroll down"),
    Key(("<Shift-Prior>",), "to_new", 'to the "new" line'),
    Key(("<Mod-Home>",), "to_start", "to the first message that is loaded"),
    Key(("<Mod-End>",), "to_end", "to the newest message"),
    Key(("<Mod-f>",), "find", "search"),
    Key(("<Mod-period>",), "members", "show or hide the members"),
    Key(("<Mod-Shift-L>", "<Mod-Shift-l>"), "places", "show or hide the rooms"),
    Key(("<Mod-plus>", "<Mod-equal>", "<Mod-KP_Add>"), "larger", "larger text"),
    Key(("<Mod-minus>", "<Mod-KP_Subtract>"), "smaller", "smaller text"),
    Key(("<Mod-0>", "<Mod-KP_0>"), "usual", "text of the usual size"),
    Key(("<Mod-comma>",), "settings", "settings"),
    Key(("<F1>", "<Mod-slash>"), "help", "this help"),
    Key(("<F7>",), "strip", "what the line above the field offers: undo, try now, stop"),
    Key(("<F6>",), "next_part", "the next part of the window"),
    Key(("<Shift-F6>",), "previous_part"),
    Key(("<Mod-q>",), "leave", "leave"),
)

# Single letters on a message that is chosen: those of the acts of views/acts.py
LETTERS = (
    ("R", "reply"),
    ("+", "react"),
    ("E", "edit your own"),
    ("C", "copy the text"),
    ("U", "unread from here"),
    ("Del", "remove"),
    ("P", "about who said it"),
)

FIELD_HELP = (
    ("Enter", "send"),
    ("Shift Enter", "a new line"),
    ("Tab", "complete a name, a room, a command, an emoji"),
    ("↑ in the empty field", "edit what you said last"),
    ("Shift ↑ in the empty field", "choose a message; then ↑ ↓ and a letter"),
    ("Menu, or Shift F10", "what can be done with what is chosen"),
)


def sequence(key: str) -> str:
    """As Tk binds it on this system."""
    return key.replace("Mod-", "Command-" if MAC else "Control-")


NAMES = {"Mod": "⌘" if MAC else "Ctrl", "Alt": "⌥" if MAC else "Alt"} | {
    "period": ".",
    "comma": ",",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "Up": "↑",
    "Down": "↓",
    "Prior": "PgUp",
    "Next": "PgDn",
    "Escape": "Esc",
    "Delete": "Del",
}


def shown(key: str) -> str:
    """As people read it: `Ctrl Shift L`."""
    parts = [NAMES.get(part, part) for part in key.strip("<>").split("-")]
    return " ".join(part.upper() if len(part) == 1 else part for part in parts)
