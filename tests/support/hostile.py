"""What people, rooms and servers may call themselves to do harm where that is shown: each face is given all of it."""

from __future__ import annotations

import re

MARKUP = "[/]"
OVERRIDE = "gpj\u202eexe\u2066"
ESCAPES = "\x1b[2J\x1b]0;title\x07\x1b]52;c;AAAA\x07\x1bP0;1|x\x1b\\\x9b31m\x08"
TOWER = "a" + "\u0301" * 500
FAMILIES = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 40
LONG = "x" * 300
ELEMENTS = "<img src=x onerror=alert(1)>&amp;<script>"
COLOURS = "\x0304,04" * 50 + "red on red"

NAMES = (MARKUP, OVERRIDE, ESCAPES, TOWER, FAMILIES, LONG, ELEMENTS, COLOURS)

OBEYED = re.compile("[\0-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\u0301{13}")
