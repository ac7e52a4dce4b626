"""Retention and expiry: what is erased when, from every path that leads to it (G20), and what stays."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace
from tests.commands.messages.test_redaction import msgid
from tests.commands.messages.test_sending import CAPS, arrive, said
from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.events import Entry, EntryErased, MessageEdited, MessageSent
from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.chat.ports import LogDamaged
from hubbub.commands.messages.erasing import BATCH, Eraser
from hubbub.log.memory import MemoryLog

HOUR = 3_600_000
DAY = 24 * HOUR
HISTORY = "draft/chathistory"


class Town:
    """A chat whose time passes, and its eraser."""

    def __init__(self, policy: Policy | None = None, log: MemoryLog | None = None) -> None:
        self.chat = MemoryChat(policy, lobby="#lobby", log=log)
        self.eraser = Eraser(self.chat.core)
        self.chat.settled = self.settled  # type: ignore[method-assign]
        self.steps = 0

    async def settled(self) -> None:
        self.chat.commit()

    def owner(self, name: str, *caps: str) -> Person:
        """Somebody with an account, who owns the room #tea."""
        person = self.chat.connect(secure=True)
        person.send(
            f"CAP REQ :{' '.join((HISTORY, 'standard-replies', *caps))}",
            f"NICK {name}",
            f"USER {name} 0 * :x",
            "CAP END",
        )
        person.send("NICKSERV REGISTER password1", "JOIN #tea")
        person.take()
        return person

    def pass_time(self, milliseconds: int) -> None:
        self.chat.now += milliseconds
        while self.step():
            pass

    def step(self) -> bool:
        more: list[bool] = []
        self.chat.tell_time()

        async def step() -> None:
            more.append(await self.eraser.step())

        run(step())
        self.chat.commit()
        self.steps += 1
        return more[0]

    def kept(self, name: str = "#tea") -> list[Entry]:
        """What the log has of the room."""
        return self.chat.log.kept(self.chat.world.rooms[name].log)


def texts(entries: list[Entry]) -> list[str]:
    return [entry.event.text for entry in entries if isinstance(entry.event, MessageSent)]


def read(person: Person, target: str = "#tea") -> list[str]:
    return said(person.ask(f"CHATHISTORY LATEST {target} * 50"))


def test_what_is_older_than_the_rooms_retention_is_gone_everywhere_and_the_rest_stays() -> None:
    town = Town()
    alice = town.owner("alice")
    alice.send("PRIVMSG #tea :old words", "TOPIC #tea :plans")
    assert alice.ask("RETENTION #tea 30d") == [
        ":alice!alice@guest NOTICE #tea :[alice has messages older than 30 days erased here]"
    ]
    town.pass_time(20 * DAY)
    alice.send("PRIVMSG #tea :new words")
    before = town.chat.world.rooms["#tea"].last_seq
    assert read(alice) == ["old words", "new words"]
    town.pass_time(10 * DAY)
    assert read(alice) == ["new words"]
    assert said(alice.ask("SEARCH words")) == ["new words"]
    town.chat.world.recent.forget(town.chat.world.rooms["#tea"])
    assert read(alice) == ["new words"]
    assert said(alice.ask("SEARCH words")) == ["new words"]
    alice.send("PRIVMSG #tea :newest words")
    seqs = [entry.seq for entry in town.kept()]
    assert seqs == list(range(seqs[0], before + 2))
    assert seqs[0] > 1
    assert town.chat.world.rooms["#tea"].topic == "plans"


def test_off_ends_it_and_it_outlives_a_restart() -> None:
    town = Town()
    alice = town.owner("alice")
    alice.send("PRIVMSG #tea :one", "RETENTION #tea 30d")
    again = MemoryChat(lobby="#lobby", log=town.chat.log, now=town.chat.now)
    assert again.world.rooms["#tea"].retention == 30 * DAY
    alice.send("RETENTION #tea off", "RETENTION #tea off")
    town.pass_time(40 * DAY)
    assert texts(town.kept()) == ["one"]
    assert [line for line in alice.take() if "NOTICE" in line][-1].endswith(":[alice has no old messages erased here]")


def test_the_servers_limit_holds_for_rooms_conversations_and_what_waits() -> None:
    town = Town(Policy(keep_days=7))
    alice = town.owner("alice", *CAPS)
    arrive(town.chat, "zed")[0].vanish()
    bob = town.chat.irc("bob", HISTORY, "batch")
    alice.send("PRIVMSG #tea :in the room", "PRIVMSG bob :privately", "PRIVMSG zed :waiting")
    assert read(bob, "alice") == ["privately"]
    town.pass_time(7 * DAY + HOUR)
    assert town.chat.world.held == {}
    assert town.chat.log.load(town.chat.now).held == []
    assert read(alice) == []
    assert read(bob, "alice") == []
    assert said(alice.ask("SEARCH privately")) == []
    assert not any(texts(town.chat.log.kept(log)) for log in town.chat.log.logs())
    assert said(arrive(town.chat, "zed")[1]) == []


def test_a_room_may_keep_less_than_the_server_and_not_more() -> None:
    town = Town(Policy(keep_days=7))
    alice = town.owner("alice")
    (answer,) = alice.ask("RETENTION #tea 8d")
    assert answer.startswith(":hubbub FAIL RETENTION INVALID_PARAMS #tea :")
    assert answer.endswith("this server keeps all messages for 1 week only.")
    alice.send("RETENTION #tea 1d", "PRIVMSG #tea :short", "PRIVMSG #lobby :no member", "JOIN #lobby")
    alice.send("PRIVMSG #lobby :long")
    town.pass_time(2 * DAY)
    assert texts(town.kept()) == []
    assert texts(town.kept("#lobby")) == ["long"]


def test_what_one_room_erases_other_rooms_still_show() -> None:
    """A change of name is one event with one id, and an entry in each room."""
    town = Town()
    alice = town.owner("alice", "draft/event-playback", "batch")
    alice.send("JOIN #tin")
    bob = town.chat.irc("bob")
    bob.send("JOIN #tea,#tin", "NICK bobby")
    alice.send("RETENTION #tea 1d")
    town.pass_time(2 * DAY)
    shown = [line.partition(" :")[2] for line in alice.ask("CHATHISTORY LATEST #tin * 50") if "NICK" in line]
    assert [line.split()[-2:] for line in shown] == [["NICK", ":bobby"]]


def test_a_great_deal_is_erased_a_little_at_a_time() -> None:
    town = Town()
    alice = town.owner("alice")
    for number in range(2 * BATCH):
        alice.send(f"PRIVMSG #tea :{number}")
    alice.send("RETENTION #tea 1h")
    town.chat.now += 2 * HOUR
    assert town.step()
    left = [entry for entry in town.kept() if entry.event is not None]
    assert len(left) >= BATCH
    town.pass_time(0)
    assert texts(town.kept()) == []
    assert town.steps > 2


def test_a_message_disappears_after_the_time_that_held_when_it_was_said() -> None:
    town = Town()
    alice = town.owner("alice")
    bob = town.chat.irc("bob", "draft/message-redaction", "message-tags", HISTORY)
    carol = town.chat.irc("carol")
    bob.send("JOIN #tea")
    carol.send("JOIN #tea")
    alice.send("PRIVMSG #tea :before", "EXPIRE #tea 1h", "PRIVMSG #tea :one hour", "EXPIRE #tea 2h")
    alice.send("PRIVMSG #tea :two hours", "EXPIRE #tea off", "PRIVMSG #tea :after")
    shown = bob.take()
    id = next(line for line in shown if "one hour" in line).partition("msgid=")[2].partition(" ")[0]
    carol.take()
    town.pass_time(HOUR)
    assert bob.take() == [f":alice!alice@guest REDACT #tea {id} :expired"]
    assert carol.take() == []
    assert read(alice) == ["before", "two hours", "after"]
    town.pass_time(HOUR)
    assert read(alice) == ["before", "after"]
    town.pass_time(1000 * DAY)
    assert texts(town.kept()) == ["before", "after"]
    seqs = [entry.seq for entry in town.kept()]
    assert seqs == list(range(1, len(seqs) + 1))


def test_what_is_to_disappear_does_so_after_a_restart_too_and_with_its_correction() -> None:
    town = Town()
    alice = town.owner("alice", "message-tags", "echo-message", "hubbub.chat/edit")
    alice.send("EXPIRE #tea 1h")
    (echo,) = alice.ask("PRIVMSG #tea :first")
    id = echo.partition("msgid=")[2].partition(";")[0].partition(" ")[0]
    alice.send(f"EDIT #tea {id} :second")
    again = Town()
    again.chat = MemoryChat(lobby="#lobby", log=town.chat.log.after_a_crash(), now=town.chat.now)
    again.eraser = Eraser(again.chat.core)
    assert texts(again.kept()) == ["second"]
    assert again.chat.world.rooms["#tea"].expiry == HOUR
    again.pass_time(HOUR)
    assert texts(again.kept()) == []
    assert not any(isinstance(entry.event, MessageEdited) for entry in again.kept())


def test_sending_it_again_does_not_bring_it_back() -> None:
    """G5 and G20."""
    town = Town()
    alice = town.owner("alice", *CAPS)
    alice.send("EXPIRE #tea 1h", "@hubbub.chat/client-id=c1 PRIVMSG #tea :secret")
    town.pass_time(HOUR)
    alice.take()
    (answer,) = alice.ask("@hubbub.chat/client-id=c1 PRIVMSG #tea :secret")
    assert answer.startswith(":hubbub FAIL PRIVMSG CLIENT_ID_REUSED c1 ")


def test_sending_it_again_does_not_bring_it_back_when_its_entry_is_gone_and_after_a_restart() -> None:
    """G5 and G20: the log lets go of the oldest entries altogether."""
    town = Town()
    alice = town.owner("alice", *CAPS)
    alice.send("RETENTION #tea 1d", "@hubbub.chat/client-id=c1 PRIVMSG #tea :secret", "PRIVMSG #tea :last")
    town.pass_time(2 * DAY)
    alice.send("PRIVMSG #tea :later")
    assert texts(town.kept()) == ["later"]
    again = MemoryChat(lobby="#lobby", log=town.chat.log.after_a_crash(), now=town.chat.now)
    back = again.connect(secure=True)
    back.send(f"CAP REQ :{' '.join(CAPS)}", "NICK guest", "USER guest 0 * :x", "CAP END")
    back.send("NICKSERV IDENTIFY alice password1")
    (answer,) = back.ask("@hubbub.chat/client-id=c1 PRIVMSG #tea :secret")
    assert answer.startswith(":hubbub FAIL PRIVMSG CLIENT_ID_REUSED c1 ")


def test_either_party_of_a_private_conversation_may_set_its_timer_and_both_are_told() -> None:
    town = Town()
    alice, bob = join(town.chat, "alice"), join(town.chat, "bob")
    change = "lets new messages in the conversation of"
    heard(alice)
    assert told(alice, "/expire bob") == ["Messages in your conversation with bob stay."]
    assert told(alice, "/expire bob 1h") == [f"* alice {change} alice and bob disappear after 1 hour."]
    assert heard(bob) == [f"* alice {change} alice and bob disappear after 1 hour."]
    assert told(bob, "/expire alice") == ["New messages in your conversation with alice disappear after 1 hour."]
    alice.send("@bob secret")
    heard(bob), heard(alice)
    (log,) = [log for log in town.chat.log.logs() if log != town.chat.world.rooms["#lobby"].log]
    assert texts(town.chat.log.kept(log)) == ["secret"]
    town.pass_time(HOUR)
    assert texts(town.chat.log.kept(log)) == []
    assert told(bob, "/expire @alice off") == [f"* bob {change} bob and alice stay."]
    assert told(alice, "/expire zed 1h") == ['! Nobody named "zed" has been here.']
    join(town.chat, "carol").vanish()
    assert told(alice, "/expire carol 1h")[-1].endswith(
        "was not changed: carol is not here, and you have said nothing to each other yet."
    )


def test_a_message_that_waits_disappears_as_well() -> None:
    town = Town()
    alice = join(town.chat, "alice")
    zed, _, _ = arrive(town.chat, "zed")
    alice.send("/expire zed 1h")
    zed.vanish()
    alice.send("@zed secret", "@zed more")
    assert len(town.chat.world.held["zed"]) == 2
    town.pass_time(HOUR)
    assert town.chat.world.held == {}


def test_who_enters_is_told_what_holds() -> None:
    town = Town()
    alice = town.owner("alice")
    bob = join(town.chat, "bob")
    alice.send("EXPIRE #tea 1d", "RETENTION #tea 30d")
    entering = told(bob, "/join tea")
    assert entering[1:3] == [
        "New messages in tea disappear after 1 day.",
        "Messages older than 30 days are erased in tea.",
    ]
    assert told(bob, "/expire") == entering[1:3]
    assert told(bob, "/retention") == entering[1:3]
    assert told(bob, "/retention 1d") == ["! You may not do that in tea; ask one of its operators."]
    assert told(bob, "/expire off") == ["! You may not do that in tea; ask one of its operators."]


def test_a_room_that_has_ended_takes_its_timers_along() -> None:
    town = Town()
    alice = join(town.chat, "alice")
    alice.send("/join den", "/mode +i", "/expire 1h", "secret", "/leave")
    assert town.chat.world.room("#den") is None
    town.pass_time(HOUR)
    assert town.chat.log.load(town.chat.now).retentions == []
    assert town.steps == 1


class DamagedLog(MemoryLog):
    """Cannot read these ids, which share a row."""

    unread: tuple[int, ...] = ()

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        if set(ids) & set(self.unread):
            raise LogDamaged("malformed")
        return await super().entries(ids)

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        return self._as_read(await super().oldest(id, limit))

    async def oldest_of(self, log: int, seq: int, limit: int) -> list[Entry]:
        return self._as_read(await super().oldest_of(log, seq, limit))

    def _as_read(self, found: list[Entry]) -> list[Entry]:
        at = max((entry.at for entry in found if entry.id in self.unread), default=0)
        return [replace(entry, event=None, at=at) if entry.id in self.unread else entry for entry in found]


def damaged_town(policy: Policy | None = None) -> tuple[Town, Person, DamagedLog]:
    log = DamagedLog(fold)
    town = Town(policy, log)
    return town, town.owner("alice", "message-tags", "echo-message", "draft/message-redaction", "hubbub.chat/edit"), log


@each("days", [0, 30])
def test_what_cannot_be_read_goes_once_all_of_it_is_old_enough_and_holds_up_nothing(days: int) -> None:
    town, alice, log = damaged_town(Policy(keep_days=days))
    alice.send(*([] if days else ["RETENTION #tea 30d"]), "PRIVMSG #tea :before", "PRIVMSG #tea :one")
    town.pass_time(DAY)
    alice.send("PRIVMSG #tea :two", "PRIVMSG #tea :behind")
    _, one, two, behind = (entry for entry in town.kept() if isinstance(entry.event, MessageSent))
    log.unread = (one.id, two.id)
    town.pass_time(29 * DAY + HOUR)
    assert texts(town.kept()) == ["one", "two", "behind"]
    town.pass_time(DAY)
    assert texts(town.kept()) == []
    unread = [event for event in town.chat.happened if isinstance(event, EntryErased) and event.unread]
    assert [event.id for event in unread] == [one.id, two.id]
    assert town.kept()[-1].seq == behind.seq


def test_a_message_that_is_to_disappear_does_so_where_it_cannot_be_read_and_so_do_the_others() -> None:
    town, alice, log = damaged_town()
    alice.send("EXPIRE #tea 1h", "PRIVMSG #tea :one", "PRIVMSG #tea :two", "PRIVMSG #tea :three")
    said = [entry for entry in town.kept() if isinstance(entry.event, MessageSent)]
    log.unread = (said[1].id,)
    assert texts(said) == ["one", "two", "three"]
    town.pass_time(2 * HOUR)
    assert texts(town.kept()) == ["two"]  # an engine finds it by its id, this one by its number
    assert EntryErased(log=said[1].log, seq=0, id=said[1].id) in town.chat.happened
    steps = town.steps
    town.pass_time(HOUR)
    assert town.steps == steps + 1


def test_who_takes_back_or_edits_what_is_damaged_is_told_and_nothing_changes() -> None:
    """Also where it is among the recent messages, which are in memory."""
    town, alice, log = damaged_town()
    (echo,) = alice.ask("PRIVMSG #tea :one")
    id = msgid(echo)
    log.unread = (next(entry.id for entry in town.kept() if isinstance(entry.event, MessageSent)),)
    for line in (f"REDACT #tea {id}", f"EDIT #tea {id} :two"):
        (answer,) = alice.ask(line)
        assert answer.startswith(f":hubbub FAIL {line.split()[0]} ")
        assert answer.endswith(
            " :This cannot be read: the server's database is damaged. Its operator finds more in its log."
        )
    assert texts(town.kept()) == ["one"]


def test_nothing_is_erased_while_the_disk_is_full() -> None:
    town = Town(Policy(keep_days=1))
    alice = town.owner("alice")
    alice.send("EXPIRE #tea 1h", "RETENTION #tea 1d", "PRIVMSG #tea :one")
    town.chat.core.disk_full = True
    town.pass_time(2 * DAY)
    assert texts(town.kept()) == ["one"]
    town.chat.core.disk_full = False
    town.pass_time(0)
    assert texts(town.kept()) == []


@each("time", ["4s", "0d", "soon", "30"])
def test_what_is_no_time_is_refused_with_an_example(time: str) -> None:
    town = Town()
    alice = town.owner("alice")
    for command in ("EXPIRE", "RETENTION"):
        (answer,) = alice.ask(f"{command} #tea {time}")
        assert answer.startswith(f":hubbub FAIL {command} INVALID_PARAMS #tea :")
        assert answer.endswith("say after which time, as in 30d, 12h or 10m (5s at least), or off.")


def test_the_audit_log_notes_who_changed_it() -> None:
    town = Town()
    alice = town.owner("alice")
    alice.send("EXPIRE #tea 1d", "RETENTION #tea 30d", "RETENTION #tea off")
    noted = [line.partition("in #tea: ")[2] for line in alice.ask("AUDIT #tea") if "in #tea: " in line]
    assert sorted(noted) == ["expire 1 day", "retention 30 days", "retention off"]
