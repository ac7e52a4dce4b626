"""A window full of what others may call themselves and write. A traceback says what is not shown as text.

Run as `python -m tests.desktop.odd emoji|words`: whether pictures can be drawn, or are spelled.
"""

from __future__ import annotations

import sys
import time
import tkinter as tk
from typing import Any

from tests.desktop.still import StillCore
from tests.support.hostile import ESCAPES, NAMES, OVERRIDE

from hubbub.client.changes import MessageAdded, SearchChanged
from hubbub.client.state.buffers import Buffer, Member, Topic
from hubbub.client.state.files import File
from hubbub.client.state.items import Note
from hubbub.client.state.messages import Message, Reaction
from hubbub.client.state.people import Me, Person
from hubbub.client.state.server import Server
from hubbub.client.state.store import Search, State
from hubbub.desktop.choices import Choices
from hubbub.desktop.connection import ConnectionState
from hubbub.desktop.photos import KEPT
from hubbub.desktop.systems import in_thread
from hubbub.desktop.talk.log import TalkLog
from hubbub.desktop.window import Window
from hubbub.tk.look import Look, Wishes
from hubbub.views import emoji, lists
from hubbub.views.files import cards
from hubbub.views.rows import Row
from hubbub.views.spans import Around

TEXTS = (
    *NAMES,
    *("[bold]x", "&lt;b&gt;", '{a} $b [exit] \\ ; puts "x', "\u2066a\u2069", "\0", "\ud800", "", " "),
    *("x" * 10240, "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 400, "\x0304,04red" * 1000),
    *("\u0634\u0643\u0631\u0627 " * 50, "\n".join(["line"] * 200), "```\n" + "code\n" * 50, "> " * 500 + "deep"),
    *("**" * 500, "javascript:alert(1) file:///etc/passwd data:x smb://h/x"),
    "https://example.org@evil.net/ https://\u0430\u0440\u0440\u04cf\u0435.com/",
)
TIMES = (1, 253402300799999999, 1_760_000_000_000)


def buffer_of(key: str, kind: Any, text: str, name: str) -> Buffer:
    """A place in which that is everything: name, topic, message, reaction."""
    made = Buffer(key, key, kind, joined=True, topic=Topic(text, name), beginning=True)
    made.members = {one: Member(one, role) for one, role in (("me", "q"), (key, ""))}
    for n, said in enumerate([text, *TEXTS[:3]]):
        kinds: Any = ("said", "did", "notice")[n % 3]
        reactions = {text[:20] or "x": Reaction(1, (name,), True)} if n else None
        reply = "m0" if n else ""
        files = (File("f", text, text, n, n * 900, n * 70),) if n % 2 else ()
        made.timeline.add(
            Message(
                f"m{n}", name, said, TIMES[n % 3], kinds, reply=reply, mention=bool(n), reactions=reactions, files=files
            )
        )
    return made


def odd_state() -> State:
    state = State(Me("me"), Server("s", TEXTS[0], "#lobby"))
    for n, text in enumerate(TEXTS):
        name = text.replace("\n", " ") or "nobody"
        key, kind = (f"#{name}", "room") if n % 4 else (f"{n}{name}", "person")
        state.buffers[key] = buffer_of(key, kind, text, name)
        state.people[f"{n}{name}"] = Person(name, account=name, away=text, online=True, bot=n % 3 == 0)
    return state


def look_at(window: Window, state: State, key: str) -> None:
    """Open that place, its menus, and copy all of it."""
    state.current = key
    state.server.network = window.server = state.buffers[key].topic.text
    window._moved(key)
    window.root.update()
    window.show({"talk", "header", "members", "places"})
    window.draw()
    window.root.update()
    log = window.talk.log
    log.tag_add("sel", "1.0", "end")
    for shown in (log.selected(), log.get("1.0", "end"), window.root.title()):
        assert not set(shown) & set("\x1b\x07\x9b\0\u202e\u2066"), shown
    window.acting._message_menu(next(row for row in log.rows if row.kind == "message"), 50, 50)
    window.overlays.close_all()
    window.acting.person_menu(key, 50, 50)
    window.overlays.close_all()
    for first, last in zip(*[iter(map(str, log.tag_ranges("link")))] * 2, strict=True):
        assert log.get(first, last).startswith("https://"), log.get(first, last)


def search_and_jump(window: Window, state: State, key: str) -> None:
    said = tuple(item for item in state.buffers[key].timeline if isinstance(item, Message))
    window.keyboard.jump()
    window.root.update()
    window.overlays.close_all()
    state.search = Search("x", messages=said, targets=(key,) * len(said), done=True)
    window.keyboard.find()
    window.changed([SearchChanged()])
    state.buffers["[/]"] = buffer_of("[/]", "person", "[/]", "[/]")
    private = Message("p", OVERRIDE, ESCAPES, int(time.time() * 1000), private=True, mention=True)
    window.changed([MessageAdded("[/]", "p", private)])
    window.draw()
    window.root.update()


def look_at_lists(window: Window) -> None:
    """What the server says of others in its lists."""
    fields = ("name", "mask", "about", "address", "by", "quote", "room", "why", "target", "text", "fingerprint", "id")
    for listed in (
        lists.devices(),
        lists.tokens(),
        lists.blocked(),
        lists.bans("[/]"),
        lists.reports(),
        lists.acts("[/]"),
    ):
        (kind,) = listed.kinds
        rows = [{"row": kind, "n": n, **dict.fromkeys(fields, text)} for n, text in enumerate(TEXTS)]
        card = window.lists.show(listed)
        card.take(lists.answer(listed, [Note("", 0, "", text=str(row["name"]), row=row) for row in rows]))
        window.root.update()
        card.rows.open()
        window.root.update()
        window.overlays.close_all()


def look_at_directions(look: Look, root: tk.Tk) -> None:
    """Sentences of ours run to the right whoever's name they begin with; what is turned has marks and real hosts."""
    log = TalkLog(root, look)
    log.place(width=900, height=300)
    root.update()
    log.writer.around = Around(("alice",), ("alice",))
    message = "\u05e9\u05dc\u05d5 alice https://a.com@evil.net/"
    family = "\U0001f469\U0001f3fd\u200d\U0001f469 1\ufe0f\u20e3"
    joined = "\U0001f1e9\U0001f1ea x \U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f44d\U0001f3fd\U0001f389"
    texts = ("\u05dc\u05d9 has joined.", "\u05dc\u05d9, bob left", message, family, joined)
    kinds: Any = ("event", "fold", "message", "message", "message")
    log.show_rows([Row(kind, text, text, 1, "bob", "bob", head=False) for kind, text in zip(kinds, texts, strict=True)])
    while look.wishes.emoji and look.joined.is_looking:  # the window goes on meanwhile, without them
        root.update()
    shown = [line.rpartition("\t")[2] for line in log.get("1.0", "end-2c").split("\n")]
    assert shown[:2] == ["\u05d9\u05dc has joined.", "\u05d9\u05dc, bob left"], shown
    assert shown[2] == "alice https://a.com@evil.net/ (evil.net) \u05d5\u05dc\u05e9", shown
    assert [log.get(*log.tag_nextrange(tag, "1.0")) for tag in ("link", "me")] == ["https://a.com@evil.net/", "alice"]
    gone = list(map(str, log.tag_ranges("gone")))
    if look.wishes.emoji:
        assert shown[3] == family, "what is not seen is copied"
        unseen = "".join(log.get(*gone[n : n + 2]) for n in range(0, len(gone), 2))
        assert unseen.startswith("\U0001f3fd\u200d\ufe0f\u20e3")
        assert shown[4].replace("\u200b", "") == joined, "pictures of ours have the signs behind them"
        ours = look.joined.picture(joined[:2], 20, lambda: None) is not None  # there is such a font here
        assert len(log.dump("5.0", "5.end", image=True)) == 3 * ours
        assert unseen.endswith("\U0001f467\U0001f44d\U0001f3fd") == ours, "and of a single one Tk draws it"
    if look.wishes.emoji:
        assert look.fit("ok \U0001f44d\U0001f3fd\u200d\U0001f389 \u0645\u06cc\u200c", "text", 1000).startswith(
            "ok \U0001f44d\U0001f389"
        )
    twice = look.shown(look.fit(texts[0], "text", 1000))
    assert twice == look.shown(texts[0]), "what is turned already is not turned back"
    log.destroy()


def main(pictures: str) -> None:
    root = tk.Tk()
    root.geometry("1004x400+0+0")  # all parts, and little to paint
    errors: list[object] = []
    root.report_callback_exception = lambda *error: errors.append(error)
    look = Look(root, Wishes(scale=1.0, emoji=pictures == "emoji"), emoji.spelled, in_thread)
    state = odd_state()
    frame = tk.Frame(root)
    frame.pack(fill="both", expand=True)
    window = Window(frame, look, StillCore(state), Choices(), OVERRIDE)
    window.stand(ConnectionState("on", "me", True))
    for key in list(state.buffers) if pictures == "emoji" else list(state.buffers)[-8:]:
        look_at(window, state, key)
    look_at_lists(window)
    look_at_directions(look, root)
    search_and_jump(window, state, next(iter(state.buffers)))
    photos = window.files.photos
    shown = len(photos._photos)
    for number in range(100):
        photos.photo(cards([File(f"x{number}", "x.png", "image/png", 9, 40, 30)])[0])
    assert len(photos._photos) <= shown + KEPT + 1, "pictures that stand nowhere are forgotten"
    assert not errors, errors


if __name__ == "__main__":
    main(*sys.argv[1:])
