"""Reading on where history has a gap: what is asked, where it comes, and that what one reads stays where it is."""

from __future__ import annotations

from tests.desktop.conftest import Desks
from tests.support.real_server import Running
from tests.tk.stage import run

GAP = """
from tests.desktop import pictures
from hubbub.client.state.items import Gap
from hubbub.client.state.messages import Message
from hubbub.client.state.timeline import Timeline

window = pictures.window(root, look)
talk, log, core = window.talk, window.talk.log, window.core
with core.reading() as state:
    buffer = state.buffers["#garden"]
timeline = buffer.timeline = Timeline()
buffer.unsent.clear()
buffer.beginning = True
first, second, newest = (
    [Message(f"{name}{n}", "bob", f"{name} {n}", 10**9 * when + n) for n in range(100)]
    for when, name in enumerate(("first", "second", "newest"), 1)
)
timeline.merge(newest, last=True)
timeline.merge(first)

def asked(action):
    return [given for name, given in core.done if name == action]

def settle():
    window.show({"talk"})
    pictures.settle(root)

def see(id, y):
    log.following = False
    talk._show_at(next(n for n, row in enumerate(talk.rows) if row.id == id), y)
    pictures.settle(root)

def y_of(id):
    place = next(n for n, row in enumerate(log.rows) if row.id == id)
    return log.dlineinfo(f"{log.starts[place]}.0")[1]

def last_gap():
    return next(item.id for item in reversed(timeline) if isinstance(item, Gap))

settle()
core.done.clear()
see("first78", 20)
assert asked("load_gap") == [{"buffer": "#garden", "id": last_gap(), "downwards": True}], core.done
before = y_of("first82")
timeline.merge(second, after="first99")
settle()
assert y_of("first82") == before, (y_of("first82"), before)

# From below: what comes stands above what one reads, also where more than that is in view above the gap.
core.done.clear()
see("newest2", 150)
talk._fetching = False
talk.fill(last_gap())
assert asked("load_gap")[-1]["downwards"] is False, core.done
before = y_of("newest2")
timeline.merge([Message(f"third{n}", "bob", f"third {n}", newest[0].at - 50 + n) for n in range(50)], before="newest0")
settle()
assert y_of("newest2") == before, (y_of("newest2"), before)

# The lower edge of what is loaded is not the end.
core.done.clear()
timeline.trim(150, newest=True)
settle()
talk._stand.slice.to_end()
log.following = True
settle()
log.to_end()
pictures.settle(root)
assert asked("load_gap")[-1]["downwards"] is True, core.done
last = timeline[len(timeline) - 2]
before = y_of(last.id)
timeline.merge([Message(f"more{n}", "bob", f"more {n}", last.at + 1 + n) for n in range(30)], after=last.id)
settle()
assert y_of(last.id) == before and not log.following, (y_of(last.id), before)
core.done.clear()
talk.to_end()
assert asked("load_latest") == [{"buffer": "#garden"}], core.done
timeline.merge(newest, last=True)
settle()
assert log.following and log.at_end() and y_of("newest99") > 0, (log.following, log.rows[-1])
"""


def test_what_comes_next_comes_below_and_what_one_reads_stays(screen: str) -> None:
    run(screen, GAP)


async def test_from_what_was_found_one_reads_on_to_the_newest(server: Running, desks: Desks) -> None:
    bob = await server.irc("bob")
    bob.send("JOIN #garden", *(f"PRIVMSG #garden :w{n} was said" for n in range(400)), "PING :said")
    await bob.until("PONG test :said")
    alice = await desks(server, "alice")
    await alice.sees("title", "connected as alice")
    await alice.say("/join garden")
    await alice.sees("view", "w399 ")
    await alice.press("ctrl+f")
    await alice.type("w30")
    await alice.press("Return")
    await alice.sees("page", "1 of 1")
    await alice.press("Down", "Return")
    last, shown = 30, await alice.sees("view", "w30 was.*w31 was")
    while last < 399:
        while f" w{last + 1} was" in shown:
            last += 1
        if last < 399:
            if "are not loaded here" not in shown:
                await alice.press("Next")
            shown = await alice.sees("view", f"w{last + 1} was")
