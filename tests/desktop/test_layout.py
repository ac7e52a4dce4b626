"""The parts of the main window keep their widths, whatever comes and goes beside them."""

from __future__ import annotations

from tests.tk.stage import run

PROGRAM = """
from tests.desktop import pictures

root.geometry("1180x700")
window = pictures.window(root, look)
parts = {"side": window.sidebar, "members": window.members, "found": window.searching.results}

def widths():
    pictures.settle(root)
    return {name: part.winfo_width() for name, part in parts.items() if part.winfo_viewable()}

assert widths() == {"side": 248, "members": 216}, widths()
for turn in range(2):
    window.keyboard.find()
    assert widths() == {"side": 248, "found": 300}, widths()
    window.searching.close()
    assert widths() == {"side": 248, "members": 216}, widths()
    root.geometry("680x700")
    assert widths() == {}, widths()
    window.keyboard.members(); window.keyboard.places()
    assert widths() == {"side": 248, "members": 216}, widths()
    root.geometry("1180x700")
    assert widths() == {"side": 248, "members": 216}, widths()
window._moved("bob")
assert widths() == {"side": 248}, widths()
window.keyboard.find()
assert widths() == {"side": 248, "found": 300}, widths()
window._moved("#garden")
assert widths() == {"side": 248, "found": 300}, widths()
window.searching.close()
assert widths() == {"side": 248, "members": 216}, widths()
window.layout.side_width = 300
kept = window.layout.kept()
assert kept == {"side_width": 300, "side": True, "panel": True}, kept
window.keyboard.members()
window.layout.go_on(window.layout.kept() | {"side_width": 9999})
window.layout.arrange()
assert widths() == {"side": 400}, widths()
"""


LOADING = """
import time
from tests.desktop import pictures
from hubbub.client.changes import MessageAdded
from hubbub.client.events import Ready
from hubbub.client.state.messages import Message
from hubbub.client.state.timeline import Timeline

root.geometry("1180x700")
window = pictures.window(root, look)
with window.core.reading() as state:
    buffer = state.buffers["#garden"]
    buffer.timeline, buffer.fetching = Timeline(), True
    buffer.unsent.clear()
    state.connection.step = "ready"
talk, log = window.talk, window.talk.log
talk._stand.passing.clear()
talk.read(state)
assert talk.rows == [], "what comes soon has no grey rows before it"
while not log.tag_ranges("loading"):
    root.update()
    time.sleep(0.01)
assert len(log.image_names()) == 6, log.image_names()  # three faces, three lines
buffer.fetching = False
window.show({"talk"})
pictures.settle(root)
assert not log.tag_ranges("loading")
assert "Nothing has been said here yet" in log.get("1.0", "end")

DAY = 86_400_000
buffer.read_at = DAY
# Then there is no connection for a while, and what was missed comes in two pages: one goes on reading at its first one.
window.changed([Ready(again=True)])
for page in range(2):
    numbers = range(1 + page * 100, 101 + page * 100)
    said = [Message(f"late{n}", "bob", f"number {n}", DAY + n, late=True) for n in numbers]
    for message in said:
        buffer.timeline.add(message)
    buffer.unread += len(said)
    window.changed([MessageAdded("#garden", message.id, message) for message in said])
    pictures.settle(root)
    first, last = log.visible()
    shown = [row.text for row in log.rows[first : last + 1]]
    assert shown[:3] == ["Friday 2 January 1970", f"{100 * page + 100} new", "number 1"], shown
    assert "number 30" not in shown and not log.following
    rule = next(child for child in log.winfo_children() if child is log._rule)
    (words,) = (child for child in rule.winfo_children() if isinstance(child, tk.Label))
    left, right = rule.winfo_x() + words.winfo_x(), rule.winfo_x() + words.winfo_x() + words.winfo_width()
    assert 0 < left and right <= log.winfo_width() - log.cget("padx"), (left, right, log.winfo_width())

# At the end it is said that it is above; a click goes there, as Shift PgUp does.
for go in (lambda: talk.above.event_generate("<Button-1>", x=5, y=5), window.keyboard.to_new):
    talk.to_end()
    pictures.settle(root)
    assert log.following and talk.above.winfo_ismapped() and talk.above.cget("text") == "↑ 200 new"
    go()
    pictures.settle(root)
    first, last = log.visible()
    assert "number 1" in [row.text for row in log.rows[first : last + 1]]
talk.read_all()
pictures.settle(root)
assert log.following and not talk.above.winfo_ismapped()
"""


FAST = """
from tests.desktop import pictures

window = pictures.window(root, look)
window.talking.field.text.focus_force()
root.update()
window.keyboard.jump()  # and no event or idle task since
assert root.focus_get() is window.overlays.top().entry, root.focus_get()
window.overlays.close_all()

# What is pasted is text: a thousand lines are asked about, and no line of them is a command.
field, core = window.talking.field, window.core
for lines in (1, 1000):
    text = "\\n".join(["/quit"] * lines)
    root.clipboard_clear()
    root.clipboard_append(text)
    field.text.event_generate("<<Paste>>")
    root.update()
    card = window.overlays.top()
    if lines > 1:
        words = card._sentence.cget("text")
        assert "garden" in words and "1000" in words.replace(",", ""), words
        assert not field.content(), repr(field.content()[:80])
        card._go()
    assert field.content() == text
    field.submit()
    said = ("say", {"buffer": "#garden", "text": text, "reply": ""})
    assert said in core.done and not core.said, (core.done[-3:], core.said)
"""


ANEW = """
from tests.desktop import pictures
from hubbub.client.state.files import File
from hubbub.views.files import cards

errors = []
root.report_callback_exception = lambda *error: errors.append(error)
first = pictures.window(root, look)
first.files.save(cards([File("f", "plan.txt", "text/plain", 9, 0, 0)])[0])
work, then, failed = first.core.shared[-1]
first.keyboard.jump()
first.focused = False
first.master.destroy()
second = first.successor = pictures.window(root, look)
then("/home/alice/plan.txt")
assert "Saved as /home/alice/plan.txt" in second.strip._words.cget("text")
root.event_generate("<FocusIn>")
root.event_generate("<Button-1>", x=5, y=5)
first.show({"talk"})
pictures.settle(root)
assert second.focused and not first.focused
assert not errors, errors
"""


def test_what_was_begun_before_all_was_made_anew_ends_in_what_there_is_now(screen: str) -> None:
    run(screen, ANEW)


def test_parts_come_and_go_and_have_their_widths(screen: str) -> None:
    run(screen, PROGRAM)


def test_three_grey_rows_stand_for_what_is_on_its_way_and_what_was_missed_begins_in_view(screen: str) -> None:
    run(screen, LOADING)


def test_what_is_typed_right_after_the_key_that_opens_a_card_goes_into_it_and_what_is_pasted_is_text(
    screen: str,
) -> None:
    run(screen, FAST)
