"""Nothing but events changes what is a person's or a room's: whoever has the events has the same world."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.any_line import any_line
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, Person
from tests.support.picture import picture

from hubbub.chat.apply import RULES
from hubbub.chat.events import Event, KeptEvent, MessageSent
from hubbub.chat.ids import msgid
from hubbub.chat.limits.policy import Operator, Policy
from hubbub.chat.limits.throttle import Guesses
from hubbub.chat.world.state import World
from hubbub.commands.moderation import appointments, audit, reports
from hubbub.commands.rooms import falling_asleep
from hubbub.commands.rooms.modes import lift_ended
from hubbub.wire.lines import check_line

POLICIES = [
    Policy(operators=(Operator("root", "pass"),), tell_in_words=True),
    Policy(cloaks=True),
]
CAPS = (
    "batch message-tags hubbub.chat/token draft/metadata-2 draft/read-marker hubbub.chat/edit draft/message-redaction"
)
LINES = [
    # people
    "NICK zoe", "NICK alice", "AWAY :tea", "AWAY", "SETNAME :Name", "MODE alice +D", "MODE alice +iwB",
    "MONITOR + bob,zoe", "METADATA * SET avatar :x", "METADATA * SUB avatar", "NS BLOCK bob", "NS UNBLOCK bob",
    "NS PRIVATE accounts", "QUIT :bye",
    # accounts
    "NS REGISTER secret12", "NS LOGIN alice secret12", "NS LOGIN bob secret12", "NS LOGOUT", "NS LOGOUT EVERYWHERE",
    "NS PASSWD secret12", "NS ACCOUNT STAY off", "NS ACCOUNT DELETE secret12 keep",
    "NS ACCOUNT DELETE secret12 erase", f"NS CERT ADD {'ab' * 32}", "NS CERT DEL abababab",
    "NS ACCOUNT RESET bob", "NS ACCOUNT OPERATOR alice", "NS ACCOUNT OPERATOR alice off", "NS OPERATOR {code}",
    "NS ACCOUNT ADD dan",
    # rooms
    "JOIN #room", "JOIN #room,#new", "PART #room", "MODE #room +io bob", "MODE #room +b m:*!*@x*",
    "MODE #room -im+W 5", "TBAN #room 1s carol :x", "KICK #room bob", "INVITE carol #room", "RENAME #new #newer",
    "TOPIC #room :plans", "METADATA #room SET x :y",
    # messages
    "PRIVMSG #room :hello", "PRIVMSG #room,bob :hello", "PRIVMSG alice :psst", "PRIVMSG carol :later",
    "PRIVMSG @#room :ops", "@+draft/edit={msgid} PRIVMSG #room :better", "EDIT #room {msgid} :better",
    "REDACT #room {msgid}", "PONG {pong}", "@+draft/reply={msgid};+draft/react=:) TAGMSG #room",
    "@+typing=active TAGMSG #room", "EXPIRE #room 1d", "EXPIRE bob 5s", "RETENTION #room 30d",
    "MARKREAD #room timestamp=2025-10-09T08:53:20.000Z", "PRIVMSG *playback :clear #room",
    # moderation
    "OPER root pass", "REPORT bob :noise", "REPORT {msgid} :noise", "REPORTS TAKE 1", "REPORTS CLOSE 1",
    "KILL carol :x", "UBAN ADD carol 1s :x", "UBAN DEL carol", "LOCKDOWN read-only", "LOCKDOWN open",
    "WALLOPS :hear", "SAJOIN #room", "SAMODE #room +v bob", "NS INVITE-LINK room #room", "NS INVITE-LINK",
    "NS INVITE-LINK REVOKE 1", "NS INVITED {code}", "UNDO 1", "UNDO 2",
]  # fmt: skip
CODE = re.compile("[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")


def replayed(events: list[Event], lobby: str) -> World:
    """A world in which the same has happened, and nothing else."""
    world = World(lobby)
    for event in events:
        if isinstance(event, KeptEvent):
            for journal in map(world.journals.__getitem__, event.logs):
                journal.last_seq, journal.last_at = journal.last_seq + 1, event.at
        RULES[event.__class__].change(world, [event])
    return world


def busy(random: Random, lobby: str, chat: MemoryChat | None = None) -> MemoryChat:
    """Some people come, say and do things at random, and go, in a chat that began with nothing. Now and then whatever
    can falls asleep, as it would when the memory for the latest entries is full."""
    chat = chat or MemoryChat(random.choice(POLICIES), lobby)
    naps = Random(random.getstate()[1][0])
    code = appointments.first_code(chat.core)
    people = [come(chat, random, "alice"), come(chat, random, "bob")]
    people[0].send("JOIN #room", "NS REGISTER secret12")
    people[1].send("JOIN #room", "OPER root pass")
    for _ in range(random.randrange(150)):
        chat.now += random.choice([1, 1, 1, 1000, 10_000, 3_600_000])
        chat.world.local.guesses = Guesses()
        people = [person for person in people if not person.session.ended]
        if not people or random.random() < 0.1:
            people.append(come(chat, random, random.choice(["alice", "bob", "carol"])))
        person = random.choice(people)
        read, person.written = person.written.decode(), b""
        code = (CODE.findall(read) or [code])[-1]
        if random.random() < 0.03:
            person.vanish()
        elif random.random() < 0.1:
            for part in any_line(random, last_id(chat)).splitlines():
                person.send(check_line(part))
        else:
            pong = read.rpartition("PING ")[2].partition("\r")[0]
            person.send(random.choice(LINES).format(msgid=last_id(chat), code=code, pong=pong))
        if naps.random() < 0.2:
            nap(chat)
    lift_ended(chat.core)
    reports.forget_old(chat.core)
    audit.forget_old(chat.core)
    chat.commit()
    return chat


def nap(chat: MemoryChat) -> None:
    for journal in list(chat.world.journals.values()):
        chat.world.recent.forget(journal)
    chat.world.local.look_at_awake_again = 0
    while falling_asleep.let_sleep(chat.core):
        pass


def last_id(chat: MemoryChat) -> str:
    return next((msgid(one.id) for one in reversed(chat.happened) if isinstance(one, MessageSent)), "1")


def come(chat: MemoryChat, random: Random, name: str) -> Person:
    person = chat.connect(random.choice(["irc", "irc", "irc", "plain"]), secure=True)
    if person.session.dialect.name == "plain":
        person.send(name)
    else:
        person.send(f"CAP REQ :{CAPS}", f"NICK {name}", "USER x 0 * :x", "CAP END")
    return person


@given(st.integers(0, 2**32), st.sampled_from(["", "#lobby"]))
@settings(max_examples=examples(60), deadline=None)
def test_who_follows_the_events_knows_the_world(seed: int, lobby: str) -> None:
    chat = busy(Random(seed), lobby)
    followed, real = picture(replayed(chat.happened, lobby)), picture(chat.world)
    assert {name: followed.get(name) for name in real if followed.get(name) != real[name]} == {}
    assert followed.keys() == real.keys()
