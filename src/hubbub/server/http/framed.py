"""What all plain pages have around them."""

from __future__ import annotations

from pathlib import Path
from string import Template

HTML = Path(__file__).parent / "html"
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}


def template(name: str) -> Template:
    """A part of a page, with `$names` for what is filled in, as HTML."""
    return Template((HTML / name).read_text("utf-8"))


def framed(title: str, content: str, up: str = "") -> bytes:
    """A page. `title` and `content` are HTML; `up` leads to the folder that has `pages/`, such as "../"."""
    return template("frame.html").substitute(title=title, content=content, up=up).encode()
