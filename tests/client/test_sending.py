"""How messages leave: nothing of a text is lost, and no line or message is larger than the server takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubbub.client.outgoing import Outgoing
from hubbub.client.protocol.capabilities import MULTILINE
from hubbub.client.protocol.link import Link
from hubbub.client.sending import clean_lines, parts, send
from hubbub.wire.message import parse

TEXTS = st.text("ab é\u0301👋\n ", min_size=1, max_size=3000).filter(lambda text: bool(text.strip()))


def link(*caps: str, most_bytes: int = 200, most_lines: int = 5) -> Link:
    made = Link()
    made.caps = {"message-tags", "batch", *caps}
    made.offers = {MULTILINE: f"max-bytes={most_bytes},max-lines={most_lines}"}
    return made


def words(texts: list[str]) -> str:
    return "".join("".join(texts).split())


@given(TEXTS, st.sampled_from(["#tea", "bob", "#" + "x" * 60]), st.integers(20, 4096), st.integers(1, 100))
def test_no_word_is_lost_in_messages_of_several_lines(text: str, target: str, most_bytes: int, most_lines: int) -> None:
    connection = link(MULTILINE, most_bytes=most_bytes, most_lines=most_lines)
    message = Outgoing("n-1", target, clean_lines(text))
    texts = parts(connection, message)
    assert words(texts) == words([text])
    for part in texts:
        send(connection, Outgoing("n-2", target, part), ids=True)
        lines = [parse(line, limited=False) for line in connection.take(1).decode().split("\r\n")[:-1]]
        said = [line for line in lines if line.command == "PRIVMSG"]
        assert len(said) <= max(most_lines, 1)
        assert len(part.encode()) <= max(most_bytes, 4)
        assert all(len(f"PRIVMSG {target} :{line.params[1]}".encode()) <= 510 for line in said)
        assert joined([(line.params[1], "draft/multiline-concat" in (line.tags or {})) for line in said]) == part


def joined(lines: list[tuple[str, bool]]) -> str:
    """What the server makes of the lines of a batch."""
    return "".join(text if not number or goes_on else f"\n{text}" for number, (text, goes_on) in enumerate(lines))


@given(TEXTS, st.sampled_from(["said", "did", "notice"]))
def test_without_multiline_each_line_is_short_enough(text: str, kind: str) -> None:
    message = Outgoing("n-1", "#tea", clean_lines(text), kind)  # type: ignore[arg-type]
    texts = parts(link(), message)
    assert words(texts) == words([text])
    for part in texts:
        one = Outgoing("n-2", "#tea", part, message.kind)
        assert len(f"{one.command} #tea :{one.words}".encode()) <= 510
        assert "\n" not in part


def test_a_batch_is_handed_on_whole_and_costs_what_it_costs() -> None:
    connection = link(MULTILINE)
    connection.learn(["FLOOD=3/1"])
    send(connection, Outgoing("n-1", "#tea", "one\ntwo"), ids=False)
    send(connection, Outgoing("n-2", "#tea", "three"), ids=False)
    assert connection.take(1).count(b"\r\n") == 4
    wait = connection.wait(1)
    assert wait is not None
    assert wait > 200  # what is spared of the burst is for words
    assert connection.take(1 + wait).count(b"\r\n") == 1
