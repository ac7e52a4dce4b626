"""Whatever several people do in whatever order: numbers without holes, one order for all, nothing heard twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.history import pages
from hubbub.chat.limits.throttle import Guesses
from hubbub.chat.world.history.journal import cost
from hubbub.chat.world.rooms import Listeners
from hubbub.chat.world.session import Session
from hubbub.chat.world.state import World
from hubbub.wire.message import Message, parse

CAPS = "message-tags echo-message server-time hubbub.chat/token standard-replies"
names = st.sampled_from(["alice", "Alice", "bob", "carol", "zoë", "ZOË"])
rooms = st.sampled_from(["#a", "#A", "#b", "#c"])
which = st.integers(0, 7)


class Chatting(RuleBasedStateMachine):
    """A chat, the people connected to it, and the tokens they were given."""

    @initialize(lobby=st.sampled_from(["", "#lobby"]))
    def begin(self, lobby: str) -> None:
        self.lobby = lobby
        self.chat = MemoryChat(lobby=lobby)
        self.chat.commit()
        self.people: list[Person] = []
        self.tokens: list[str] = []
        self.heard: dict[Person, list[str]] = {}

    # what people do

    @rule(name=names, caps=st.sampled_from(["", CAPS]), token=st.none() | which, owned=st.booleans())
    def arrive(self, name: str, caps: str, token: int | None, owned: bool) -> None:
        """`owned`: with an account, which stays in its rooms; who comes as a guest is one of its connections then."""
        person = self.chat.connect(secure=True)
        self.people.append(person)
        if caps:
            person.send(f"CAP REQ :{caps}")
            if token is not None and self.tokens:
                person.send(f"TOKEN {self.tokens[token % len(self.tokens)]}")
        person.send(f"NICK {name}", "USER x 0 * :x", "CAP END")
        if owned and person.closed is None:
            self.chat.world.local.guesses = Guesses()
            person.send("NICKSERV REGISTER password1", f"NICKSERV IDENTIFY {name} password1")
        self.tokens += [line.split(" ")[2] for line in person.written.decode().split("\r\n") if " TOKEN " in line]
        self.listen()

    @rule(who=which, room=rooms)
    def join(self, who: int, room: str) -> None:
        self.say(who, f"JOIN {room},#c")

    @rule(who=which, room=rooms)
    def part(self, who: int, room: str) -> None:
        self.say(who, f"PART {room}")

    @rule(who=which, name=names)
    def rename(self, who: int, name: str) -> None:
        self.say(who, f"NICK {name}")

    @rule(who=which, room=rooms)
    def topic(self, who: int, room: str) -> None:
        self.say(who, f"TOPIC {room} :tea")

    @rule(who=which, room=rooms)
    def speak(self, who: int, room: str) -> None:
        """Each member hears it once, and nobody else does."""
        person = self.person(who)
        there = self.chat.world.room(room)
        if person is None or person.session.user is None:
            return
        listening = [session for member in there.members for session in member.sessions] if there else []
        self.say(who, f"PRIVMSG {room} :hello")
        for other in self.people:
            got = [line for line in self.heard.get(other, []) if line.endswith(" :hello")]
            may = other.session in listening and person.session in listening
            hears = other is not person or other.session.profile.caps != 0  # the echo, for who asked for it
            assert len(got) == (1 if may and hears else 0)

    @rule(who=which, name=names)
    def whisper(self, who: int, name: str) -> None:
        self.say(who, f"PRIVMSG {name} :psst")

    @rule(who=which)
    def pong(self, who: int) -> None:
        person = self.person(who)
        pings = [line for line in self.heard.get(person, []) if line.startswith("PING")] if person else []
        for ping in pings:
            self.say(who, ping.replace("PING", "PONG"))

    @rule(who=which, line=st.sampled_from(["AWAY :tea", "AWAY", "WHO", "LIST", "NAMES #a", "CAP REQ :-message-tags"]))
    def ask(self, who: int, line: str) -> None:
        self.say(who, line)

    @rule(who=which, line=st.sampled_from(["CHATHISTORY LATEST #a * 5", "CHATHISTORY LATEST bob * 5", "SEARCH psst"]))
    def read(self, who: int, line: str) -> None:
        self.say(who, line)

    @rule(who=which, politely=st.booleans())
    def go(self, who: int, politely: bool) -> None:
        person = self.person(who)
        if person is None:
            return
        self.people.remove(person)
        if politely:
            person.send("QUIT :bye")
        else:
            person.vanish()
        self.listen()

    # what happens to them

    @rule(by=st.sampled_from([-3_600_000, -1, 1, 1000, 3_600_000, 8 * 86_400_000]))
    def clock(self, by: int) -> None:
        self.chat.now += by

    @rule(room=rooms)
    def evict(self, room: str) -> None:
        there = self.chat.world.room(room)
        if there is not None:
            self.chat.world.recent.forget(there)

    @rule(room=rooms, who=which)
    def recall(self, room: str, who: int) -> None:
        there, person = self.chat.world.room(room), self.person(who)
        if there is not None and person is not None and not person.session.ended:
            run(pages.recall(self.chat.core, person.session, there))

    @rule()
    def restart(self) -> None:
        """What is meant to last is there again, and so are those who have an account; no guest is present."""
        before = self.chat.world
        for person in self.people:
            person.vanish()
        now = self.chat.now
        self.chat = MemoryChat(lobby=self.lobby, log=self.chat.log, now=now)
        self.chat.commit()
        self.people.clear()
        after = self.chat.world
        for world in (before, after):  # visits that are over are let go of when the next one is seen, in either
            world.let_visits_go(now)
        assert {room.log: (room.name, room.topic, room.last_seq) for room in after.every_room.values()} == {
            room.log: (room.name, room.topic, room.last_seq) for room in before.every_room.values()
        }
        assert after.held == before.held
        assert whereabouts(after) == whereabouts(before)
        for log in [*before.quiet.numbers(), *after.quiet.numbers()]:
            before.journal(log), after.journal(log)
        assert after.conversations.keys() == before.conversations.keys()

    def person(self, who: int) -> Person | None:
        return self.people[who % len(self.people)] if self.people else None

    def say(self, who: int, line: str) -> None:
        person = self.person(who)
        if person is not None and not person.session.ended:
            person.send(line)
        self.listen()

    def listen(self) -> None:
        """Take what was written, and see that nothing was heard twice: nobody without tags can tell that."""
        self.people = [person for person in self.people if person.closed is None]
        self.heard = {person: person.take() for person in self.people}
        for lines in self.heard.values():
            others = [line for line in lines if "!" in (parse(line, limited=False).source or "") and "psst" not in line]
            tagged = [line for line in others if line.startswith("@") or "PRIVMSG" not in line]
            assert max(Counter(tagged).values(), default=1) == 1
            self.in_order([parse(line, limited=False) for line in others])

    def in_order(self, messages: list[Message]) -> None:
        """What was missed comes behind one's own JOIN, and is older than it."""
        messages = [message for message in messages if message.command != "JOIN"]
        for room in {message.params[0] for message in messages if message.command == "PRIVMSG"}:
            ids = [int((message.tags or {}).get("msgid", "0"), 16) for message in messages if message.params[0] == room]
            assert ids == sorted(ids)

    # what always holds

    @invariant()
    def nothing_waits_for_a_turn_that_is_over(self) -> None:
        core = self.chat.core
        assert (core.batch.entries, core.batch.changes, core.batch.talking) == ([], [], [])

    @invariant()
    def logs_are_numbered_without_holes_and_times_never_go_back(self) -> None:
        for log in self.chat.log.logs():
            kept = self.chat.log.kept(log)
            assert [entry.seq for entry in kept] == list(range(1, len(kept) + 1))
            assert [entry.at for entry in kept] == sorted(entry.at for entry in kept)
            assert [entry.id for entry in kept] == sorted({entry.id for entry in kept})
            journal = self.chat.world.journals.get(log)
            assert journal is None or journal.last_seq == len(kept)

    @invariant()
    def recent_entries_are_the_last_ones_and_counted(self) -> None:
        world = self.chat.world
        for log, journal in world.journals.items():
            kept = self.chat.log.kept(log)
            assert list(journal.recent) == kept[len(kept) - len(journal.recent) :]
        assert world.recent.bytes == sum(cost(journal.recent) for journal in world.journals.values())

    @invariant()
    def who_listens_is_who_is_a_member(self) -> None:
        world = self.chat.world
        for room in world.rooms.values():
            sessions = [session for user in room.members for session in user.sessions]
            assert flat(room.listeners) == Counter(sessions)
            assert all(room in user.rooms for user in room.members)
            assert room.members or room.has_messages or room.is_owned or room.name == world.lobby
        for user in world.users.values():
            assert all(user in room.members for room in user.rooms)
            assert all(session.user is user for session in user.sessions)
        assert flat(world.local.everybody) == Counter(one for user in world.users.values() for one in user.sessions)

    @invariant()
    def a_name_has_one_holder(self) -> None:
        world = self.chat.world
        users = list(world.users.values())
        assert list(world.users) == [user.fold for user in users]
        assert {look: user for user in users for look in user.skeletons} == world.skeletons
        assert {user.party: user for user in users} == world.parties
        assert len(world.skeletons) == len(world.parties) == len(users)

    @invariant()
    def only_what_can_still_be_read_is_remembered(self) -> None:
        world = self.chat.world
        for party, conversations in world.conversations.items():
            for other, conversation in conversations.items():
                assert world.conversations[other][party] is conversation
                assert world.journals[conversation.log] is conversation
                assert world.is_reachable(conversation.parties, conversation.log)
        assert len(world.tokens) == len(world.visits)
        assert {visit.number for visit in world.tokens.values()} == set(world.visits)


def whereabouts(world: World) -> dict[str, dict[str, tuple[str, int]]]:
    """Who is in which rooms: what they are there, and from which entry on they may read."""
    return {
        user.party: {room.name: (room.members[user].prefixes, user.first_joined[room.log]) for room in user.rooms}
        for user in world.users.values()
    }


def flat(listeners: Listeners) -> Counter[Session]:
    return Counter(session for group in listeners.values() for session in group)


TestChatting = Chatting.TestCase
TestChatting.settings = settings(max_examples=examples(100), stateful_step_count=40, deadline=None)
