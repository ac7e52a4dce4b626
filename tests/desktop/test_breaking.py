"""A long word begins beside the face of who said it, not below it."""

from tests.tk.stage import run

PROGRAM = """
from tests.desktop import pictures
from hubbub.client.state.messages import Message

root.geometry("900x700")
window = pictures.window(root, look)
state, log = window.core.state, window.talk.log
timeline = state.buffers["#garden"].timeline
at = max(item.at for item in timeline)
texts = ("https://example.org/" + "a" * 200, "来週の" * 60, "word " * 60)
for n, text in enumerate(texts):
    timeline.add(Message(f"long{n}", f"who{n}", text, at + n + 1))
window.show({"talk"})
pictures.settle(root)
window.talk.to_end()
pictures.settle(root)
for text in texts:
    start = log.search(text[:15], "1.0")
    assert start, text
    log.see(start)
    face = log.index(f"{start} linestart")
    assert log.bbox(start)[1] < log.bbox(face)[1] + log.bbox(face)[3], (text[:15], log.bbox(start), log.bbox(face))
tags = [log.tag_names(log.search(text[:15], "1.0")) for text in texts]
assert ["anywhere" in found for found in tags] == [True, True, False], tags
"""


def test_a_long_word_begins_beside_the_face(screen: str) -> None:
    run(screen, PROGRAM)
