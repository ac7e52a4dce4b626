"""What every engine promises (chat/ports/log.py)."""

from __future__ import annotations

import msgspec
import pytest
from tests.log.book import NOW, Book
from tests.log.conftest import Engine

from hubbub.chat.events import (
    NAME_RESTS_MS,
    AccountCreated,
    AccountDeleted,
    AccountErased,
    AnswerKept,
    ConversationClaimed,
    ConversationOpened,
    Credentials,
    Edit,
    Entry,
    EntryEdited,
    EntryErased,
    HeldDelivered,
    LogTrimmed,
    MessageSent,
    ModesChanged,
    ReactionSent,
    ReadMarked,
    RoleChanged,
    RoomCreated,
    RoomEnded,
    TokenRevoked,
    TopicChanged,
    UserArrived,
    UserQuit,
    UserRenamed,
    VisitOpened,
    VisitSeen,
)
from hubbub.chat.party import Party
from hubbub.chat.ports import (
    ConversationState,
    DeletedState,
    LogBroken,
    RoomState,
    SearchFilter,
    VisitState,
)
from hubbub.irc.modes import Change
from hubbub.typed.durations import DAY

CREDENTIALS = Credentials("hash", b"salt", 4096, b"key", b"key")


def texts(entries: list[Entry]) -> list[str]:
    return [entry.event.text for entry in entries if isinstance(entry.event, MessageSent)]


async def test_an_empty_log_has_an_empty_state(engine: Engine) -> None:
    state = engine.log.load(NOW)
    assert (state.last_log, state.rooms, state.conversations, state.held, state.seen, state.visits) == (
        0, [], [], [], [], [],
    )  # fmt: skip


async def test_what_was_appended_is_read_whole(engine: Engine) -> None:
    book = Book(engine.log)
    event = book.message(1, "häi 😀 \x02bold", client_id="c", party=Party("v1"))
    tagged = MessageSent(
        id=event.id + 1,
        at=NOW,
        log=1,
        target="#r1",
        source="bob!b@h",
        text="x",
        notice=True,
        tags={"+draft/react": "👍"},
    )
    entries = [*book.keep(book.joined(1), event), Entry(1, 3, tagged.id, NOW, tagged)]
    engine.log.append(entries[2:], ())
    assert await engine.log.page(1, 1, 99) == entries
    assert await engine.log.page(1, 2, 2) == entries[1:2]
    assert await engine.log.page(2, 1, 99) == []


async def test_everything_is_there_after_a_restart(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    entries = book.say(1, *(f"message {number}" for number in range(600)))
    log = await engine.reopen()
    assert next(iter(log.load(NOW).rooms)).last_seq == 600
    assert await log.page(1, 1, 600) == entries


async def test_an_event_of_several_rooms_is_an_entry_in_each(engine: Engine) -> None:
    book = Book(engine.log)
    book.say(1, "hi")
    event = book.quit(1, 2)
    entries = book.keep(event)
    assert [(entry.log, entry.seq) for entry in entries] == [(1, 2), (2, 1)]
    assert await engine.log.entries([event.id]) == entries
    assert await engine.log.place_of(1, event.id) == 2
    assert await engine.log.place_of(2, event.id) == 1
    assert await engine.log.place_of(3, event.id) is None


async def test_generations_rise_whatever_the_clock_does(engine: Engine) -> None:
    clocks = [NOW, NOW, NOW - 10**9, 0, NOW + 5000, -1]
    generations = [engine.log.load(clock).generation for clock in clocks]
    assert generations == sorted(set(generations))
    assert generations[0] == NOW // 1000


async def test_a_generation_is_past_every_id(engine: Engine) -> None:
    book = Book(engine.log)
    book.id += 5 << 30
    book.say(1, "from a generation that used up its numbers")
    state = engine.log.load(NOW)
    assert state.generation << 30 > book.id


async def test_rooms_come_back_with_topic_and_last_place(engine: Engine) -> None:
    book = Book(engine.log)
    topic = TopicChanged(id=book.id + 1, at=NOW, log=1, room="#r1", source="bob!b@h", topic="cats")
    book.keep(RoomCreated(log=1, at=NOW - 5, name="#r1"), RoomCreated(log=2, at=NOW, name="#r2"))
    book.keep(topic)
    book.keep(book.joined(2))
    book.say(1, "a", "b")
    state = (await engine.reopen()).load(NOW)
    assert state.rooms == [
        RoomState(1, "#r1", NOW - 5, "cats", "bob!b@h", NOW, 2, NOW + 1, has_messages=True, modes=None),
        RoomState(2, "#r2", NOW, "", "", 0, 1, NOW, has_messages=False, modes=None),
    ]
    assert state.last_log == 2


async def test_modes_and_lists_come_back_and_standing_does_not(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    changes = (
        Change(True, "k", "old"),
        Change(True, "b", "x!*@*"),
        Change(True, "b", "y!*@*"),
        Change(True, "o", "bob"),
    )
    book.keep(ModesChanged(id=1, at=NOW, log=1, room="#r1", source="bob!b@h", changes=changes))
    again = (Change(True, "k", "new"), Change(False, "b", "x!*@*"), Change(False, "n"))
    book.keep(ModesChanged(id=2, at=NOW + 1, log=1, room="#r1", source="al!a@h", changes=again))
    (room,) = (await engine.reopen()).load(NOW + 1).rooms
    assert room.modes == [("b", "y!*@*", "bob!b@h", NOW, 0, ""), ("k", "new", "al!a@h", NOW + 1, 0, "")]


async def test_a_ban_comes_back_with_its_end_and_its_reason(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    for until, why in ((0, "first"), (NOW + 5000, "spam")):
        book.keep(
            ModesChanged(
                id=1,
                at=NOW,
                log=1,
                room="#r1",
                source="bob!b@h",
                changes=(Change(True, "b", "x!*@*"),),
                until=until,
                why=why,
            )
        )
    (room,) = (await engine.reopen()).load(NOW).rooms
    assert room.modes is not None
    assert ("b", "x!*@*", "bob!b@h", NOW, NOW + 5000, "spam") in room.modes
    assert len(room.modes) == 2


async def test_a_topic_can_be_taken_away(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(
        RoomCreated(log=1, at=NOW, name="#r1"),
        TopicChanged(id=1, at=NOW, log=1, room="#r1", source="bob!b@h", topic="cats"),
    )
    book.keep(TopicChanged(id=2, at=NOW, log=1, room="#r1", source="bob!b@h", topic=""))
    room = next(iter(engine.log.load(NOW).rooms))
    assert (room.topic, room.topic_by, room.topic_at) == ("", "", 0)


async def test_an_ended_room_is_gone_and_its_number_is_not_used_again(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#a"), RoomCreated(log=2, at=NOW, name="#b"))
    gone = book.say(2, "secret plan")
    book.say(1, "open plan")
    book.keep(RoomEnded(log=2))
    assert await engine.log.page(2, 1, 99) == []
    assert await engine.log.entries([gone[0].id]) == []
    assert texts(await engine.log.search("plan", [(1, 1), (2, 1)], 10)) == ["open plan"]
    state = (await engine.reopen()).load(NOW)
    assert ([room.log for room in state.rooms], state.last_log) == ([1], 2)


async def test_a_room_may_begin_talk_and_end_in_one_batch(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#a"), book.message(1, "short"), RoomEnded(log=1))
    assert await engine.log.page(1, 1, 9) == []
    assert engine.log.load(NOW).rooms == []


async def test_read_markers_of_accounts_come_back(engine: Engine) -> None:
    book = Book(engine.log)

    def marked(at: int, log: int, account: int, until: int, forgotten: int = 0) -> ReadMarked:
        return ReadMarked(
            at=at,
            log=log,
            party=Party(f"a{account}"),
            account=account,
            server="hubbub",
            target="#r",
            until=until,
            forgotten=forgotten,
        )

    book.keep(RoomCreated(log=1, at=NOW, name="#a"), RoomCreated(log=2, at=NOW, name="#b"), book.message(2, "x"))
    book.keep(AccountCreated(account=7, at=NOW, name="alice", credentials=CREDENTIALS))
    book.keep(AccountCreated(account=8, at=NOW, name="bob", credentials=CREDENTIALS))
    book.keep(marked(1, 1, 7, 10), marked(2, 2, 7, 20), marked(3, 1, 7, 30), marked(4, 1, 0, 40), marked(5, 2, 8, 50))
    assert [one.read for one in engine.log.load(NOW).accounts] == [[(2, 20), (1, 30)], [(2, 50)]]
    book.keep(marked(6, 3, 7, 60, forgotten=2))
    assert [one.read for one in (await engine.reopen()).load(NOW).accounts] == [[(1, 30), (3, 60)], [(2, 50)]]
    engine.log.append((), [RoomEnded(log=1), RoomEnded(log=2)])
    assert [one.read for one in engine.log.load(NOW).accounts] == [[(3, 60)], []]


async def test_what_accounts_are_in_rooms_comes_back(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#a"), RoomCreated(log=2, at=NOW, name="#b"))
    book.keep(
        RoleChanged(at=NOW, log=1, account=7, prefixes="qo"),
        RoleChanged(at=NOW, log=2, account=7, prefixes="v"),
        RoleChanged(at=NOW, log=1, account=8, prefixes="o"),
    )
    book.keep(RoleChanged(at=NOW, log=1, account=7, prefixes="q"), RoleChanged(at=NOW, log=1, account=8, prefixes=""))
    book.keep(AccountCreated(account=7, at=NOW, name="alice", credentials=CREDENTIALS))
    assert [one.standing for one in (await engine.reopen()).load(NOW).accounts] == [[(1, "q"), (2, "v")]]
    engine.log.append((), [RoomEnded(log=1)])
    assert [one.standing for one in engine.log.load(NOW).accounts] == [[(2, "v")]]


async def test_conversations_come_back_and_are_claimed(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(ConversationOpened(log=7, at=NOW, parties=(Party("v1"), Party("nbob")), names=("alice", "bob")))
    book.say(7, "are you there")
    book.keep(
        ConversationClaimed(log=7, before=Party("nsomebody"), party=Party("v8")),
        ConversationClaimed(log=7, before=Party("nbob"), party=Party("v9")),
    )
    state = (await engine.reopen()).load(NOW)
    assert state.conversations == [ConversationState(7, (Party("v1"), Party("v9")), ("alice", "bob"), 1, NOW)]
    assert state.last_log == 7


async def test_held_messages_wait_until_delivered(engine: Engine) -> None:
    book = Book(engine.log)
    first, second, other = (book.message(7, name, held_for=name) for name in ("bob", "bob", "carol"))
    book.keep(first, second, other)
    assert engine.log.load(NOW).held == [("bob", 7, first.id), ("bob", 7, second.id), ("carol", 7, other.id)]
    book.keep(HeldDelivered(name="bob", ids=(first.id, other.id)))
    assert engine.log.load(NOW).held == [("bob", 7, second.id), ("carol", 7, other.id)]


async def test_a_message_may_be_held_and_delivered_in_one_batch(engine: Engine) -> None:
    book = Book(engine.log)
    event = book.message(7, "hi", held_for="bob")
    book.keep(event, HeldDelivered(name="bob", ids=(event.id,)))
    assert engine.log.load(NOW).held == []


async def test_seen_names_are_folded_and_the_last_spelling_stays(engine: Engine) -> None:
    book = Book(engine.log)
    for number, name in enumerate(["Bob", "carol", "bOB"]):
        book.keep(UserArrived(id=number, at=NOW + number, name=name, source=f"{name}!u@h", party=Party("v1")))
    assert engine.log.load(NOW + 2).seen == [("carol", "carol", NOW + 1), ("bob", "bOB", NOW + 2)]
    dan = UserArrived(id=3, at=NOW + 3, name="dan", source="dan!u@h", party=Party("v1"))
    book.keep(
        msgspec.structs.replace(dan, name="bob"),
        dan,
        UserRenamed(id=4, at=NOW + 4, logs=(), source="dan!u@h", name="Carol"),
        UserQuit(id=5, at=NOW + 5, logs=(), source="BOB!u@h", reason="quit"),
    )
    assert engine.log.load(NOW + 5).seen == [
        ("dan", "dan", NOW + 3),
        ("carol", "Carol", NOW + 4),
        ("bob", "BOB", NOW + 5),
    ]


def came(name: str, at: int, account: str = "") -> UserArrived:
    return UserArrived(id=at, at=at, name=name, source=f"{name}!u@h", party=Party("v1"), account=account)


async def test_a_guest_who_comes_back_on_the_same_day_is_noted_no_more(engine: Engine) -> None:
    book, day = Book(engine.log), NOW - NOW % DAY
    book.keep(came("bob", day + 1), came("carol", day + 2), came("Dan", day + 3))
    book.keep(came("bob", day + 4))
    book.keep(came("carol", day + DAY - 1), came("dan", day + DAY - 1), came("eve", day + DAY - 1))
    seen = [("bob", "bob", day + 1), ("carol", "carol", day + 2)]
    assert engine.log.load(day + DAY).seen == [*seen, ("dan", "dan", day + DAY - 1), ("eve", "eve", day + DAY - 1)]
    book.keep(came("bob", day + DAY), came("dan", day + DAY + 1), came("dan", day + DAY + 2))
    assert engine.log.load(day + DAY + 2).seen == [
        ("carol", "carol", day + 2),
        ("eve", "eve", day + DAY - 1),
        ("bob", "bob", day + DAY),
        ("dan", "dan", day + DAY + 1),
    ]


async def test_when_the_owner_of_an_account_came_and_when_somebody_went_is_noted_exactly(engine: Engine) -> None:
    book, day = Book(engine.log), NOW - NOW % DAY
    book.keep(came("alice", day, account="alice"), came("bob", day), came("carol", day))
    book.keep(
        came("alice", day + 1, account="alice"), UserQuit(id=1, at=day + 2, logs=(), source="bob!u@h", reason="quit")
    )
    book.keep(UserQuit(id=2, at=day + 3, logs=(), source="carol!u@h", reason="quit"), came("carol", day + 4))
    book.keep(came("bob", day + 5))
    assert engine.log.load(day + 5).seen == [
        ("alice", "alice", day + 1),
        ("bob", "bob", day + 2),
        ("carol", "carol", day + 3),
    ]


async def test_visits_come_back(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(
        VisitOpened(visit=3, at=NOW, name="bob", token_hash=b"\x00\xff"),
        VisitSeen(visit=3, at=NOW + 9, name="rob"),
        VisitSeen(visit=4, at=NOW, name="nobody"),
    )
    assert (await engine.reopen()).load(NOW + 9).visits == [VisitState(3, "rob", b"\x00\xff", NOW + 9)]


async def test_a_sent_message_is_found_by_its_client_id(engine: Engine) -> None:
    book = Book(engine.log)
    (entry,) = book.keep(book.message(1, "once", party=Party("v1"), client_id="c1"))
    assert await engine.log.sent("v1", "c1") == entry
    assert await engine.log.sent("v2", "c1") is None
    assert await engine.log.sent("v1", "c2") is None


async def test_a_client_id_used_twice_fails_nothing_and_keeps_the_first(engine: Engine) -> None:
    book = Book(engine.log)
    first = book.message(1, "first", party=Party("v1"), client_id="c")
    entries = book.keep(first, book.message(1, "second", party=Party("v1"), client_id="c"))
    assert await engine.log.sent("v1", "c") == entries[0]
    assert await engine.log.page(1, 1, 9) == entries


async def test_the_newest_client_ids_of_a_sender_are_told(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(*(book.message(number % 2, "x", party=Party("v1"), client_id=f"c{number}") for number in range(5)))
    book.keep(book.message(1, "x", party=Party("v2"), client_id="other"), book.message(1, "x", party=Party("v1")))
    assert await engine.log.client_ids("v1", 3) == ["c4", "c3", "c2"]
    assert await engine.log.client_ids("v1", 9) == ["c4", "c3", "c2", "c1", "c0"]
    assert await engine.log.client_ids("v3", 9) == await engine.log.client_ids("v1", 0) == []


async def test_answers_to_calls_are_found_by_their_key_until_the_token_ends(engine: Engine) -> None:
    first = AnswerKept(token=1, key="k", at=NOW, asked=b"a", status=201, answer=b"{}")
    other = AnswerKept(token=2, key="k", at=NOW, asked=b"b", status=204, answer=b"")
    Book(engine.log).keep(first, other)
    assert await engine.log.answered(1, "k") == first
    assert await engine.log.answered(1, "l") is None
    Book(engine.log).keep(TokenRevoked(number=1, at=NOW, account=7, name="t"))
    assert await engine.log.answered(1, "k") is None
    assert await (await engine.reopen()).answered(2, "k") == other


async def test_reactions_are_counted_most_first_then_the_oldest(engine: Engine) -> None:
    book = Book(engine.log)
    (here,), (there,), (other,) = book.say(1, "a"), book.say(2, "b"), book.say(1, "c")

    def reaction(to: Entry, party: Party, text: str, *, undone: bool = False) -> ReactionSent:
        tags = {"+draft/react": text}
        return ReactionSent(
            id=book.next_id(), at=NOW, log=to.log, target="#r", source="al!a@h", tags=tags, message=to.id, party=party,
            text=text, undone=undone,
        )  # fmt: skip

    engine.log.append(
        (),
        [reaction(here, Party("v1"), "old"), reaction(here, Party("v1"), "most"), reaction(here, Party("v2"), "most")],
    )
    engine.log.append(
        (), [reaction(here, Party("v1"), "most"), reaction(here, Party("v3"), "new"), reaction(there, Party("v1"), "x")]
    )
    engine.log.append((), [reaction(here, Party("v4"), "gone"), reaction(here, Party("v4"), "gone", undone=True)])
    asked = [(1, here.id), (2, there.id), (1, other.id), (2, here.id)]
    assert await engine.log.reactions(asked) == {here.id: [("most", 2), ("old", 1), ("new", 1)], there.id: [("x", 1)]}
    assert await engine.log.reactions([]) == {}
    assert await engine.log.reactions_of("v1", asked) == {here.id: ["old", "most"], there.id: ["x"]}
    assert await engine.log.reactions_of("v1", []) == await engine.log.reactions_of("v9", asked) == {}
    engine.log.append((), [EntryErased(log=1, seq=1, id=here.id)])
    assert await (await engine.reopen()).reactions(asked) == {there.id: [("x", 1)]}


async def test_a_number_given_twice_breaks_the_log(engine: Engine) -> None:
    """G3, and G14: nothing more is accepted."""
    book = Book(engine.log)
    entries = book.say(1, "a", "b")
    with pytest.raises(LogBroken):
        engine.log.append([entries[0]], ())
    with pytest.raises(LogBroken):
        book.say(2, "c")


async def test_messages_before_and_after_a_place(engine: Engine) -> None:
    book = Book(engine.log)
    for number in range(1, 6):
        book.keep(book.message(1, str(number)), book.joined(1))
    log = engine.log
    assert texts(await log.messages_before(1, 9, 2, 1)) == ["3", "4"]
    assert texts(await log.messages_before(1, 9, 9, 3)) == ["2", "3", "4"]
    assert texts(await log.messages_before(1, 9, 0, 1)) == []
    assert texts(await log.messages_after(1, 1, 2, 1)) == ["2", "3"]
    assert texts(await log.messages_after(1, 1, 9, 7)) == ["4", "5"]
    assert texts(await log.messages_after(1, 10**9, 9, 1)) == []
    assert [entry.seq for entry in await log.messages_before(1, 9, 3, 1, events=True)] == [6, 7, 8]
    assert [entry.seq for entry in await log.messages_after(1, 2, 3, 1, events=True)] == [3, 4, 5]


@pytest.mark.parametrize("query", ["messages_before", "messages_after"])
async def test_a_tombstone_keeps_its_number_and_shows_nothing(engine: Engine, query: str) -> None:
    book = Book(engine.log)
    book.say(1, "first")
    tombstone = Entry(1, 2, book.id + 1, NOW, None)
    engine.log.append([tombstone], ())
    book.id, book.seqs[1] = tombstone.id, 2
    book.say(1, "third")
    place = 9 if query == "messages_before" else 0
    assert texts(await getattr(engine.log, query)(1, place, 9, 1)) == ["first", "third"]
    assert await engine.log.page(1, 2, 2) == [tombstone]
    assert await engine.log.entries([tombstone.id]) == [tombstone]


async def test_what_is_erased_is_returned_by_no_query(engine: Engine) -> None:
    """G20; its place stays, and so does the client id, so that it is not sent again by mistake."""
    book = Book(engine.log)
    secret = book.message(1, "a secret plan", party=Party("v1"), client_id="c", held_for="bob")
    first, kept = *book.keep(secret), *book.say(1, "an open plan")
    book.keep(EntryErased(log=1, seq=1, id=secret.id, party=Party("v1"), client_id="c", held_for="bob"))
    both = book.message(1, "said and erased in one batch, a plan", held_for="bob")
    tombstones = [Entry(1, 1, secret.id, NOW, None), Entry(1, 3, both.id, NOW, None)]
    book.keep(both, EntryErased(log=1, seq=3, id=both.id, held_for="bob"))
    log = await engine.reopen()
    assert log.load(NOW).held == []
    assert await log.page(1, 1, 9) == [tombstones[0], kept, tombstones[1]]
    assert await log.entries([first.id, both.id]) == tombstones
    assert await log.messages_before(1, 9, 9, 1) == [kept]
    assert await log.messages_after(1, 0, 9, 1) == [kept]
    assert await log.search("plan", [(1, 1)], 9) == [kept]
    assert await log.sent("v1", "c") == tombstones[0]
    assert await log.place_of(1, secret.id) == 1


async def test_what_is_edited_has_its_new_text_in_every_query(engine: Engine) -> None:
    book = Book(engine.log)
    said = book.message(1, "teh plan", party=Party("v1"), client_id="c", held_for="bob")
    (first,) = book.keep(said)
    now = msgspec.structs.replace(said, text="the scheme", edited=Edit(NOW, said.id + 1, 2))
    book.keep(EntryEdited(seq=1, message=now))
    log = await engine.reopen()
    changed = msgspec.structs.replace(first, event=now)
    assert log.load(NOW).held == [("bob", 1, said.id)]
    assert await log.page(1, 1, 9) == [changed]
    assert await log.entries([said.id]) == [changed]
    assert await log.messages_before(1, 9, 9, 1) == [changed]
    assert await log.sent("v1", "c") == changed
    assert await log.search("plan", [(1, 1)], 9) == []
    assert await log.search("scheme", [(1, 1)], 9) == [changed]


async def test_place_at_is_the_last_entry_before_a_time(engine: Engine) -> None:
    book = Book(engine.log)
    for at in (100, 100, 200, 300):
        book.now = at
        book.say(1, "x")
    places = {at: await engine.log.place_at(1, at) for at in (0, 100, 101, 200, 201, 300, 301)}
    assert places == {0: 0, 100: 0, 101: 2, 200: 2, 201: 3, 300: 3, 301: 4}
    assert await engine.log.place_at(2, 100) == 0


async def test_what_a_party_said_is_found_a_part_at_a_time(engine: Engine) -> None:
    book = Book(engine.log)
    first = book.message(1, "a word", party=Party("a7"))
    others = [book.message(1, '"party":"a7"', party=Party("a77")), book.message(1, "no account's")]
    reaction = ReactionSent(
        id=others[1].id + 1,
        at=NOW,
        log=1,
        target="#r1",
        source="alice!a@h",
        tags={"+draft/react": "x"},
        message=others[0].id,
        party=Party("a7"),
    )
    book.keep(first, *others)
    engine.log.append([Entry(1, 4, reaction.id, NOW, reaction)], ())
    book.id += 1
    last = book.message(2, "another word", party=Party("a7"))
    book.keep(last)
    assert (await engine.log.said_by("a7", 0, 2))[0] == await engine.log.entries([first.id])
    found: list[Entry] = []
    after = parts = 0
    while True:
        some, after = await engine.log.said_by("a7", after, 2)
        if not after:
            break
        found += some
        parts += 1
    assert [entry.id for entry in found] == [first.id, reaction.id, last.id]
    assert parts == 3
    assert await engine.log.said_by("a8", 0, 100) == ([], last.id)


async def test_of_a_deleted_account_only_its_name_is_left_until_that_is_free(engine: Engine) -> None:
    book = Book(engine.log)
    known = CREDENTIALS
    book.keep(
        AccountCreated(account=7, at=NOW, name="alice", credentials=known),
        AccountCreated(account=8, at=NOW, name="bob", credentials=known),
    )
    book.keep(
        RoleChanged(at=NOW, log=1, account=7, prefixes="o"), book.message(1, "a word", party=Party("a7"), client_id="c")
    )
    book.keep(AccountDeleted(account=7, at=NOW, name="alice", party=Party("a7"), erase=True))
    log = await engine.reopen()
    state = log.load(NOW + 1)
    assert [account.name for account in state.accounts] == ["bob"]
    assert state.deleted == [DeletedState(7, "alice", NOW, True)]
    assert await log.sent("a7", "c") is None
    assert log.load(NOW + NAME_RESTS_MS).deleted == [DeletedState(7, "alice", NOW, True)]
    log.append((), [AccountErased(account=7)])
    assert log.load(NOW + NAME_RESTS_MS - 1).deleted == [DeletedState(7, "alice", NOW, False)]
    assert log.load(NOW + NAME_RESTS_MS).deleted == []


async def test_entries_come_by_ascending_id(engine: Engine) -> None:
    book = Book(engine.log)
    entries = [*book.say(2, "a"), *book.say(1, "b"), *book.say(3, "c")]
    ids = [entries[2].id, 5, entries[0].id, -1, entries[2].id]
    assert await engine.log.entries(ids) == [entries[0], entries[2]]
    assert await engine.log.entries([]) == []


async def test_search_finds_the_newest_first_and_only_what_may_be_read(engine: Engine) -> None:
    book = Book(engine.log)
    book.say(1, "red cat", "red dog", "cat alone", "red cat again")
    book.say(2, "red cat elsewhere")
    search = engine.log.search
    assert texts(await search("red cat", [(1, 1)], 9)) == ["red cat again", "red cat"]
    assert texts(await search("red cat", [(1, 1), (2, 1)], 2)) == ["red cat elsewhere", "red cat again"]
    assert texts(await search("red", [(1, 2)], 9)) == ["red cat again", "red dog"]
    assert await search("red", [], 9) == []
    assert await search("red", [(1, 1)], 0) == []
    assert await search("", [(1, 1)], 9) == []


async def test_a_search_may_be_for_a_sender_a_time_or_a_log_alone(engine: Engine) -> None:
    book = Book(engine.log)
    for number, text in enumerate(("red one", "blue two", "red three", "red four")):
        book.now = NOW + number
        book.say(1 + number % 2, text)
    search, both = engine.log.search, [(1, 1), (2, 1)]
    assert texts(await search("", both, 9, SearchFilter())) == ["red four", "red three", "blue two", "red one"]
    assert texts(await search("", [(2, 1)], 9, SearchFilter())) == ["red four", "blue two"]
    assert texts(await search("", both, 2, SearchFilter(oldest=True))) == ["red one", "blue two"]
    assert texts(await search("red", both, 1, SearchFilter(oldest=True))) == ["red one"]
    assert texts(await search("red", both, 9, SearchFilter(after=NOW + 1, before=NOW + 2))) == ["red three"]
    assert texts(await search("", both, 9, SearchFilter(after=NOW + 1, before=NOW + 2))) == ["red three", "blue two"]
    assert texts(await search("", both, 1, SearchFilter(after=NOW + 1, oldest=True))) == ["blue two"]
    assert texts(await search("red", both, 1, SearchFilter(before=NOW + 2))) == ["red three"]
    assert texts(await search("red", both, 9, SearchFilter(after=NOW + 9))) == []
    assert texts(await search("", both, 9, SearchFilter(before=NOW - 1))) == []
    assert texts(await search("", both, 2, SearchFilter("alice"))) == ["red four", "red three"]
    assert texts(await search("red", both, 9, SearchFilter("bob"))) == []
    assert await search("!", both, 9, SearchFilter()) == []


async def test_a_search_from_before_what_is_left_finds_all_of_that(engine: Engine) -> None:
    book = Book(engine.log)
    book.now = NOW + 1
    book.say(1, "red one", "red two", "red three")
    book.log.append([], [LogTrimmed(log=1, seq=2)])
    for words in ("red", ""):
        found = await engine.log.search(words, [(1, 1)], 9, SearchFilter(after=NOW))
        assert texts(found) == ["red three", "red two"]
