"""What pictures and tests of the windows show: two days in a small community. Nobody in it exists."""

from __future__ import annotations

from datetime import datetime

from hubbub.client.state.buffers import Buffer, Draft, Member, Topic
from hubbub.client.state.items import Happened, Happening, Item
from hubbub.client.state.messages import Message, Reaction
from hubbub.client.state.people import Me, Person
from hubbub.client.state.server import Connection, Server
from hubbub.client.state.store import RoomRow, State
from hubbub.irc import casemap

ME, SERVER = "alice", "chat.example.org"
TODAY = datetime(2026, 11, 24, 10, 12)  # where the pictures are made
NOW = int(TODAY.timestamp() * 1000)
TOPIC = "Community garden: spring planting on Saturday 10:00, tools in shed 2. Plan: https://garden.example.org/spring"
LONG_NAME = "Konstantin-Alexander von und zu Hohenberg"


def at(hour: int, minute: int, day: int = 24) -> int:
    return int(datetime(2026, 11, day, hour, minute).timestamp() * 1000)


_count = 0


def _id() -> str:
    global _count
    _count += 1
    return f"m{_count}"


def said(sender: str, text: str, when: int, **more: object) -> Message:
    return Message(_id(), sender, text, when, own=sender == ME, **more)  # type: ignore[arg-type]


def happened(kind: Happened, name: str, when: int, **more: object) -> Happening:
    return Happening(kind, _id(), when, name, **more)  # type: ignore[arg-type]


def garden() -> list[Item]:
    """The talk that most pictures show."""
    key = said(ME, "I do. It is on the hook behind the door.", at(9, 13))
    ladder = said(
        "bob",
        "@alice could you bring the long ladder on Saturday? The one in my basement has a broken step, and I would"
        " rather not climb a three metre pear tree on it.",
        at(10, 2),
        mention=True,
    )
    return [
        said(
            "Mirela Ionescu",
            "The compost delivery is confirmed for Thursday. Two cubic metres, they want us to be there by eight.",
            at(18, 2, 23),
        ),
        said(
            "bob",
            "I can open the gate, I am up anyway.",
            at(18, 4, 23),
            reactions={"🙏": Reaction(3, ("erin", "dave", ME), own=True), "☕": Reaction(1, ("erin",))},
        ),
        *(happened("joined", name, at(18, 30, 23)) for name in ("dave", "erin", "olu", "greta", "frank")),
        happened("left", "zed", at(18, 31, 23)),
        said("erin", "Good morning! Who has the key of shed 2?", at(9, 12)),
        key,
        said(ME, "The lock is stiff, turn it twice and pull.", at(9, 13), edited_at=at(9, 14)),
        said("erin", "Found it, thank you 🎉", at(9, 20), reply=key.id),
        said("dave", "waters the seedlings", at(9, 31), kind="did"),
        ladder,
        said(
            "bob",
            "The photos of last year are at https://garden.example.org/photos/2026/autumn?page=2 if somebody wants them"
            " for the poster.",
            at(10, 2),
        ),
        said("健二", "来週の土曜日は雨の予報です。道具は小屋に入れておきましょう。", at(10, 5)),
        said("ليلى", "أهلاً بكم، سأحضر البذور معي يوم السبت.", at(10, 6)),
        said(
            "Václav",
            "nftables -f /etc/shed.conf is of no help against slugs, I tried `beer-trap --depth 4cm` instead",
            at(10, 8),
            reactions={"😂": Reaction(7, ("bob",)), "🐌": Reaction(2, (ME, "bob"), own=True)},
        ),
        happened(
            "topic",
            "",
            at(10, 10),
            by="Mirela Ionescu",
            text="Community garden: spring planting on Saturday 10:00, tools in shed 2.",
        ),
        said(ME, "Yes, I will bring it, and the small one too.", at(10, 11), reply=ladder.id),
    ]


OPERATORS = ("Mirela Ionescu", "Václav")
OTHERS = ("alice", "bob", "dave", "erin", "健二", "ليلى", "weather", LONG_NAME, "ximena", "frank", "greta", "olu")
MEMBERS = dict.fromkeys(OPERATORS, "o") | dict.fromkeys(OTHERS, "")
OFFLINE = ("frank", "greta", "olu", "zed")


def _room(name: str, unread: int = 0, mentions: int = 0) -> Buffer:
    return Buffer(
        casemap.lower(f"#{name}"), f"#{name}", "room", joined=True, unread=unread, mentions=mentions, beginning=True
    )


def _person(name: str, last_at: int, unread: int = 0) -> Buffer:
    return Buffer(casemap.lower(name), name, "person", last_at=last_at, unread=unread, mentions=unread, beginning=True)


def sample() -> State:
    """A state as it is in the middle of a morning, six messages of it not read yet."""
    state = State(Me(ME), Server(SERVER, lobby="#lobby"), Connection("ready", been_here=True))
    rooms = [
        _room("lobby", 12),
        _room("garden", 6),
        _room("kitchen", 3, 3),
        _room("repair-café"),
        _room("board-2027"),
        _room("announcements", 1),
        _room("bicycles", 48),
        _room("a-room-with-a-name-that-is-far-too-long", 104),
    ]
    people = [_person("bob", 4, 2), _person("Mirela Ionescu", 3), _person("健二", 2), _person("zed", 1)]
    state.buffers = {buffer.key: buffer for buffer in (*rooms, *people)}
    state.buffers["#bicycles"].notify = "nothing"
    state.buffers["#repair-café"].draft = Draft("who has a")
    for name in (*MEMBERS, "zed"):
        state.people[casemap.lower(name)] = Person(name, name, online=name not in OFFLINE, bot=name == "weather")
    state.people[casemap.lower("Mirela Ionescu")].away = "lunch"
    place = state.buffers["#garden"]
    place.topic, place.read_at = Topic(TOPIC), at(9, 31)
    place.members = {casemap.lower(name): Member(name, roles) for name, roles in MEMBERS.items()}
    for item in garden():
        place.timeline.add(item)
    sending = said(
        ME, "Somebody should tell the neighbours about the noise.", at(10, 11), status="sending", client_id="n-1"
    )
    place.unsent["n-1"] = sending
    place.typing = {casemap.lower("Mirela Ionescu"): NOW + 9_000_000, "bob": NOW + 9_000_000}
    state.current = "#garden"
    state.rooms = (RoomRow("#book-club", 8, "One a month"),)
    return state


def whisper() -> Message:
    """A private message that comes while one looks at the garden."""
    return said("bob", "are you coming by car? I could use a lift", at(10, 9), private=True, mention=True)
