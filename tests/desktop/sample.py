"""Two days in a small community, for pictures and tests. Written for hubbub; nobody in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hubbub.client.state.buffers import Buffer, Draft, Member, Topic
from hubbub.client.state.items import Happening
from hubbub.client.state.messages import Message, Reaction, Status
from hubbub.client.state.people import Me, Person
from hubbub.client.state.server import Connection, Server
from hubbub.client.state.store import RoomRow, State

ME = "alice"
TOPIC = "Community garden: spring planting on Saturday 10:00, tools in shed 2. Plan: https://garden.example.org/spring"
COMPOST = "The compost delivery is confirmed for Thursday. Two cubic metres, they want us to be there by eight."
LADDER = (
    "@alice could you bring the long ladder on Saturday? The one in my basement has a broken step, and I would rather "
    "not climb a three metre pear tree on it."
)
PHOTOS = (
    "The photos of last year are at https://garden.example.org/photos/2026/autumn?page=2 if somebody wants them for "
    "the poster."
)
SLUGS = "nftables -f /etc/shed.conf is of no help against slugs, I tried `beer-trap --depth 4cm` instead"


@dataclass
class Line:
    """Something said in #garden. `day`: 0 today, -1 yesterday; `reply`: the place of the line that it answers."""

    name: str
    text: str
    hour: int
    minute: int
    day: int = 0
    kind: str = "said"
    edited: bool = False
    mention: bool = False
    reply: int = -1
    reactions: tuple[tuple[str, int, bool], ...] = ()
    status: Status = "sent"


# fmt: off
LINES = (
    Line("Mirela", COMPOST, 18, 2, -1),
    Line("bob", "I can open the gate, I am up anyway.", 18, 4, -1, reactions=(("🙏", 3, True), ("☕", 1, False))),
    Line("", "joined dave erin olu greta frank", 18, 30, -1, kind="joined"),
    Line("erin", "Good morning! Who has the key of shed 2?", 9, 12),
    Line(ME, "I do. It is on the hook behind the door.", 9, 13),
    Line(ME, "The lock is stiff, turn it twice and pull.", 9, 13, edited=True),
    Line("erin", "Found it, thank you 🎉", 9, 20, reply=4),
    Line("dave", "waters the seedlings", 9, 31, kind="did"),
    Line("bob", LADDER, 10, 2, mention=True),
    Line("bob", PHOTOS, 10, 2),
    Line("健二", "来週の土曜日は雨の予報です。道具は小屋に入れておきましょう。", 10, 5),
    Line("ليلى", "أهلاً بكم، سأحضر البذور معي يوم السبت.", 10, 6),
    Line("Václav", SLUGS, 10, 8, reactions=(("😂", 7, False), ("🐌", 2, True))),
    Line("Mirela", "", 10, 10, kind="topic"),
    Line(ME, "Yes, I will bring it, and the small one too.", 10, 11, reply=8),
    Line(ME, "Somebody should tell the neighbours about the noise.", 10, 11, status="sending"),
)
# fmt: on

ROOMS = (  # name, unread, mentions, notify, draft
    ("#lobby", 12, 0, "mentions", ""),
    ("#garden", 0, 0, "mentions", ""),
    ("#kitchen", 3, 3, "mentions", ""),
    ("#repair-café", 0, 0, "mentions", "the drill is"),
    ("#board-2027", 0, 0, "mentions", ""),
    ("#announcements", 1, 0, "mentions", ""),
    ("#bicycles", 48, 0, "nothing", ""),
    ("#a-room-with-a-name-that-is-far-too-long", 104, 0, "mentions", ""),
)
PEOPLE = (("bob", 2, True, None), ("Mirela", 0, True, "lunch"), ("健二", 0, True, None), ("zed", 0, False, None))
MEMBERS = (  # name, role, here, away, bot
    ("Mirela", "o", True, "", False),
    ("Václav", "o", True, None, False),
    *((name, "", True, None, False) for name in ("alice", "bob", "dave", "erin", "健二", "ليلى")),
    ("weather", "", True, None, True),
    ("Konstantin-Alexander_von_und_zu_Hohenberg", "", True, None, False),
    ("ximena", "", True, None, False),
    *((name, "", False, None, False) for name in ("frank", "greta", "olu")),
)
WHISPER = "are you coming by car? I could use a lift"


def state(now: datetime) -> State:
    """Alice is in #garden."""
    made = State(Me(ME, ME), Server("chat.example.org", "chat.example.org", "#lobby"), Connection("ready", True))
    for name, unread, mentions, notify, draft in ROOMS:
        buffer = Buffer(name, name, "room", joined=True, unread=unread, mentions=mentions, draft=Draft(draft))
        buffer.notify = notify  # type: ignore[assignment]
        made.buffers[name] = buffer
    for place, (name, unread, here, away) in enumerate(PEOPLE):
        last = int(now.timestamp() * 1000) - place
        made.buffers[name.lower()] = Buffer(name.lower(), name, "person", unread=unread, mentions=unread, last_at=last)
        made.people[name.lower()] = Person(name, online=here, away=away)
    made.people["健二"].account = "kenji"
    _garden(made, now)
    made.rooms = (RoomRow("#book-club", 8, "What we read next"), RoomRow("#beekeepers", 3, ""))
    made.current = "#garden"
    return made


def _garden(made: State, now: datetime) -> None:
    garden = made.buffers["#garden"]
    garden.topic, garden.beginning = Topic(TOPIC, "Mirela"), True
    for name, role, here, away, bot in MEMBERS:
        garden.members[name.lower()] = Member(name, role)
        known = made.people.setdefault(name.lower(), Person(name))
        known.online, known.bot = here, bot
        known.away = away if away is not None else known.away
    for place, line in enumerate(LINES):
        at = now.replace(hour=line.hour, minute=line.minute, second=0) + timedelta(days=line.day)
        _add(garden, place, line, int(at.timestamp() * 1000))
    last_read = now.replace(hour=10, minute=0, second=0)
    garden.read_at = int(last_read.timestamp() * 1000)
    garden.unread = 5
    garden.typing = {"mirela": 2**50, "bob": 2**50}


def _add(garden: Buffer, place: int, line: Line, at: int) -> None:
    if line.kind == "joined":
        for name in line.text.split()[1:]:
            garden.timeline.add(Happening("joined", f"j{name}", at, name))
        garden.timeline.add(Happening("left", "lzed", at, "zed"))
    elif line.kind == "topic":
        garden.timeline.add(Happening("topic", f"m{place}", at, line.name, line.name, TOPIC.partition(" Plan")[0]))
    else:
        message = _message(line, place, at)
        if line.status == "sending":
            garden.unsent[message.id] = message
        else:
            garden.timeline.add(message)


def _message(line: Line, place: int, at: int) -> Message:
    reactions = {text: Reaction(count, (), own) for text, count, own in line.reactions}
    return Message(
        f"m{place}",
        line.name,
        line.text,
        at,
        kind="did" if line.kind == "did" else "said",
        own=line.name == ME,
        client_id=f"c{place}" if line.status != "sent" else "",
        status=line.status,
        edited_at=at if line.edited else 0,
        reply=f"m{line.reply}" if line.reply >= 0 else "",
        reactions=reactions or None,
        mention=line.mention,
    )
