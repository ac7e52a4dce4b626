"""The keys of the terminal client: one table, from which bindings, the line at the bottom and the help are made.

Left out: Alt with digits (arrives as ¡), Ctrl with dot or slash, Ctrl S and Ctrl Q where a terminal stops its output by
them, Ctrl A and Ctrl B, which tmux and screen take. Shift Enter is sent by few terminals: Ctrl J always works.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Where = Literal["everywhere", "field", "message"]


class Key(NamedTuple):
    """`keys` as Textual names them, `shown` as people read them, `act`: an action of the client. `short`: for the line
    at the bottom, '' when it does not stand there."""

    keys: str
    shown: str
    act: str
    words: str
    where: Where = "everywhere"
    short: str = ""


KEYS = (
    Key("f1", "F1", "help", "this page", short="help"),
    Key("ctrl+k", "Ctrl K", "jump", "jump to a room or person", short="jump"),
    Key("alt+a", "Alt A", "next_unread", "next place with news, mentions first", short="next unread"),
    Key("ctrl+f", "Ctrl F", "find", "search", short="find"),
    Key("f8", "F8", "commands", "all that can be typed, to pick from", short="commands"),
    Key("f2", "F2", "places", "rooms and people: show or hide", short="rooms"),
    Key("f3", "F3", "members", "members: show or hide", short="members"),
    Key("alt+down", "Alt ↓", "next_place", "next place"),
    Key("alt+up", "Alt ↑", "previous_place", "previous place"),
    Key("alt+shift+down", "Alt Shift ↓", "next_news", "next place with news"),
    Key("alt+shift+up", "Alt Shift ↑", "previous_news", "previous place with news"),
    Key("pageup", "PgUp", "page_up", "scroll back"),
    Key("pagedown", "PgDn", "page_down", "scroll on"),
    Key("ctrl+home", "Ctrl Home", "top", "to the first message there is"),
    Key("ctrl+end", "Ctrl End", "end", "to the end"),
    Key("shift+pageup", "Shift PgUp", "to_new", 'to the "new" line'),
    Key("escape", "Esc", "escape", "close; then leave an edit or reply; then all is read"),
    Key("f4", "F4", "mouse", "let the mouse go, so that the terminal selects; again: back"),
    Key("f5", "F5", "settings", "settings"),
    Key("f6", "F6", "next_part", "next part: field, messages, members, rooms"),
    Key("f7", "F7", "offered", "what the line above the field offers: undo, try now, stop"),
    Key("f9", "F9", "place_menu", "all about this room, and about you: invitations, bans, devices, tokens"),
    Key("ctrl+l", "Ctrl L", "redraw", "draw everything again"),
    Key("ctrl+z", "Ctrl Z", "suspend", "to the shell; fg comes back"),
    Key("ctrl+c", "Ctrl C", "copy_or_leave", "copy what is marked; twice: leave"),
    Key("ctrl+q", "Ctrl Q", "leave", "leave"),
    Key("enter", "Enter", "send", "send", "field"),
    Key("ctrl+j,shift+enter,alt+enter", "Ctrl J", "new_line", "new line", "field"),
    Key("tab", "Tab", "complete", "complete a name, room, command, emoji; again: the next", "field", short="complete"),
    Key("up", "↑", "up", "empty field: edit what you said last; else: written before", "field"),
    Key("down", "↓", "down", "last line: what you wrote after that", "field"),
    Key("ctrl+p", "Ctrl P", "earlier", "what you wrote before", "field"),
    Key("ctrl+n", "Ctrl N", "later", "what you wrote after that", "field"),
    Key("shift+up", "Shift ↑", "choose", "empty field: choose the newest message", "field"),
    Key("ctrl+w,ctrl+backspace,alt+backspace", "Ctrl W", "delete_word", "delete the word before", "field"),
    Key("ctrl+u", "Ctrl U", "delete_line", "delete to the start of the line", "field"),
    Key("ctrl+underscore,ctrl+minus", "Ctrl _", "undo", "undo; Ctrl Y does it again", "field"),
    Key("up", "↑ ↓", "message_up", "walk", "message"),
    Key("down", "", "message_down", "", "message"),
    Key("home", "Home End", "message_first", "to the first and the last there are", "message"),
    Key("end", "", "message_last", "", "message"),
    Key("enter", "Enter", "message_menu", "everything that can be done with it; a fold opens", "message"),
    Key("m", "M", "unfold", "a long message: show all, or less", "message"),
    Key("r", "R", "reply", "reply; a message that was not sent: send it again", "message"),
    Key("plus", "+", "react", "react", "message"),
    Key("e", "E", "edit", "edit", "message"),
    Key("c,y", "C", "copy_message", "copy", "message"),
    Key("u", "U", "unread", "unread from here", "message"),
    Key("delete,x", "Del", "remove", "remove", "message"),
    Key("p", "P", "profile", "the person who wrote it", "message"),
    Key("g", "G", "to_reply", "to what it replies to", "message"),
    Key("o", "O", "open_link", "open the file or the link in it", "message"),
    Key("s", "S", "save_file", "save the file in it", "message"),
)


def keys_of(where: Where) -> list[Key]:
    return [key for key in KEYS if key.where == where]


def act_of(pressed: str, where: Where) -> str:
    """What that key does there; '' for nothing."""
    return _ACTS.get((where, pressed), "")


_ACTS = {(key.where, name): key.act for key in KEYS for name in key.keys.split(",")}
