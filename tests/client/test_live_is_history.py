"""Whatever happens, and however often connections break: who was there knows what history says, no more and no less."""

from __future__ import annotations

from string import ascii_letters
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.client.people import Person, Town
from tests.support.examples import examples

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Gap, Happening, Item
from hubbub.client.state.messages import Message
from hubbub.client.state.unread import recount

CUTS = st.lists(st.integers(0, 6000), max_size=3)
NAMES = st.sampled_from(["alice", "bob"])
WHICH = st.integers(0, 5)  # of the latest messages
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["say", "reply", "react", "unreact", "edit", "redact"]), NAMES, WHICH),
        st.tuples(st.sampled_from(["topic", "leave", "cut", "half", "rename", "both lines"]), NAMES, WHICH),
        st.tuples(st.sampled_from(["restart", "rest"]), NAMES, WHICH),
    ),
    max_size=30,
)


@settings(max_examples=examples(60), deadline=None)
@given(STEPS, CUTS, CUTS, st.booleans(), st.integers(1, 9))
@example(
    [("say", "alice", 0), ("rest", "bob", 0), ("unreact", "bob", 0), ("restart", "bob", 0)], [], [], True, 9
)  # not given
def test_state_from_live_is_state_from_history(
    steps: list[tuple[str, str, int]], alices: list[int], bobs: list[int], silently: bool, page: int
) -> None:
    town = Town()
    people = {name: town.person(name, cuts, silently=silently) for name, cuts in (("alice", alices), ("bob", bobs))}
    town.rest()
    for number, (what, name, which) in enumerate(steps):
        act(town, people, what, name, which, number)
    town.rest()
    for person in people.values():
        person.breaks(())
        person.breaks_sending = False
        if not person.buffer("#lobby").joined:  # the connection broke when they had left and were to join again
            person.asked("/join lobby")
    witness = town.person("carol")
    town.rest()
    read_all(town, witness, page)
    wanted = [one for one in seen(witness.buffer("#lobby")) if one["by"] != "carol"]
    for name, person in people.items():
        check(town, person, name, wanted, page)


def act(town: Town, people: dict[str, Person], what: str, name: str, which: int, number: int) -> None:
    """One step of somebody, and one of everybody's connection."""
    person = people[name]
    if what == "restart":
        town.restart()
    elif what == "rest":
        town.rest()
    elif what == "cut":
        person.lose()
    elif what == "half":
        person.breaks_sending = True
    elif "#lobby" in person.client.state.buffers:
        do(town, person, what, which, number)
    for other in people.values():
        other.step()


def do(town: Town, person: Person, what: str, which: int, number: int) -> None:
    """Something with one of the latest messages, if there is one.

    Under another name people react otherwise: who missed the change takes two equal reactions for those of two people.
    """
    messages = [item for item in person.buffer("#lobby").timeline if isinstance(item, Message) and not item.redacted]
    about: Any = {"buffer": "#lobby"}
    found = messages[-1 - which % len(messages)].id if messages else ""
    match what:
        case "say" | "both lines":
            about["text"] = f"{number}\nand" if what == "both lines" else f"says {number}, alice"
        case "reply":
            about |= {"text": f"answers {number}", "reply": found}
        case "react" | "unreact":
            about |= {"id": found, "text": ("👍" if which % 2 else "🎉") + person.client.name.strip(ascii_letters)}
        case "edit":
            about |= {"id": found, "text": f"edited {number}"}
        case "redact":
            about["id"] = found
        case "topic":
            about["text"] = f"topic {number}"
        case "rename":
            about = {"name": f"{person.client.name[:5]}{number}"}
    action = {"reply": "say", "both lines": "say"}.get(what, what)
    if action == "leave":
        person.typed("/leave lobby")
        person.typed("/join lobby")
        return
    person.events += person.client.do(action, town.chat.now, **about)


def read_all(town: Town, person: Person, page: int) -> None:
    """Read back to the beginning, and fill every gap."""
    for _ in range(200):
        buffer = person.buffer("#lobby")
        gap = next((item.id for item in buffer.timeline if isinstance(item, Gap)), "")
        if gap:
            person.events += person.client.do("load_gap", town.chat.now, buffer="#lobby", id=gap, count=page)
        elif not buffer.beginning:
            person.events += person.client.do("load_older", town.chat.now, buffer="#lobby", count=page)
        else:
            return
        town.rest()
    raise AssertionError("there is no beginning")


def check(town: Town, person: Person, name: str, wanted: list[dict[str, Any]], page: int) -> None:
    buffer = person.buffer("#lobby")
    assert person.missing() == []
    assert buffer.unsent.keys() <= {id for id, message in buffer.unsent.items() if message.status == "failed"}
    counted = (buffer.unread, buffer.mentions)
    recount(buffer)
    assert (buffer.unread, buffer.mentions) == counted
    read_all(town, person, page)
    assert [one for one in seen(buffer) if one["by"] != "carol"] == wanted, name
    for item in list(buffer.timeline)[len(buffer.timeline) // 3 :]:
        buffer.timeline.remove(item.id)  # as when memory is short
    buffer.timeline.add_gap(0)
    read_all(town, person, page)
    assert [one for one in seen(buffer) if one["by"] != "carol"] == wanted, name


def seen(buffer: Buffer) -> list[dict[str, Any]]:
    """What a timeline says, but for what only the one knows: by whose eyes, by which way, and the removed."""
    return [row(item) for item in buffer.timeline if is_kept(item)]


def is_kept(item: Item) -> bool:
    if isinstance(item, Message):
        return not item.redacted and not item.id.startswith("~")
    return isinstance(item, Happening) and not item.id.startswith("~")


def row(item: Item) -> dict[str, Any]:
    if isinstance(item, Happening):
        bare = replace(item, own=False, late=False)
        return {"by": bare.by or bare.name, "item": bare}
    assert isinstance(item, Message)
    reactions = {text: reaction.count for text, reaction in (item.reactions or {}).items()}
    return {
        "by": item.sender,
        "id": item.id,
        "text": item.text,
        "kind": item.kind,
        "at": item.at,
        "edited_at": item.edited_at,
        "reply": item.reply,
        "reactions": reactions,
    }
