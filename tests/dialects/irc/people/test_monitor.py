"""MONITOR, by https://ircv3.net/specs/extensions/monitor and .../extended-monitor."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat

HUNDRED = ",".join(f"n{number}" for number in range(100))


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_adding_says_who_is_here() -> None:
    """ "If any of the targets being added are online, the server will generate RPL_MONONLINE numerics listing those
    targets that are online. If any ... are offline, ... RPL_MONOFFLINE" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("Bob")
    assert alice.ask("MONITOR + bob,Carol,dave") == [
        ":hubbub 730 alice :Bob!Bob@guest",
        ":hubbub 731 alice :Carol,dave",
    ]


def test_coming_and_going_is_told() -> None:
    """ "that either a target has just become online"; "that either a target has just left the irc network" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("MONITOR + Bob,carol")
    alice.take()
    bob = chat.irc("bob")
    assert alice.take() == [":hubbub 730 * :bob!bob@guest"]
    bob.send("NICK carol")
    assert alice.take() == [":hubbub 731 * :bob", ":hubbub 730 * :carol!bob@guest"]
    bob.send("NICK Carol")
    assert alice.take() == []
    bob.vanish()
    assert alice.take() == [":hubbub 731 * :Carol"]


def test_a_visit_taken_up_again_was_never_gone() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.connect()
    bob.send("CAP REQ :hubbub.chat/token", "NICK bob", "USER bob 0 * :Bob", "CAP END")
    token = next(line.split(" ")[2] for line in bob.take() if " TOKEN " in line)
    alice.send("MONITOR + bob")
    alice.take()
    again = chat.connect()
    again.send("CAP REQ :hubbub.chat/token", f"TOKEN {token}", "NICK bob", "USER bob 0 * :Bob", "CAP END")
    assert alice.take() == []
    again.vanish()
    assert alice.take() == [":hubbub 731 * :bob"]


def test_removing_and_clearing_say_nothing() -> None:
    """ "Removes the given list of targets ... No output will be returned"; "Clears the list of targets being
    monitored. No output will be returned" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("MONITOR + bob,carol,dave")
    assert alice.ask("MONITOR - BOB,nobody") == []
    assert numerics(alice.ask("MONITOR l")) == ["732", "733"]
    assert alice.ask("MONITOR C") == []
    assert alice.ask("MONITOR L") == [":hubbub 733 alice :End of MONITOR list"]
    chat.irc("carol")
    assert alice.take() == []


def test_the_list_is_shown_as_it_was_written_once_each() -> None:
    """ "Targets already in the list MUST NOT be added again."; "the output will be terminated with
    RPL_ENDOFMONLIST" """
    alice = MemoryChat().irc("alice")
    alice.send("MONITOR + Bob,carol", "MONITOR + carol,Bob,carol")
    assert alice.ask("MONITOR L") == [":hubbub 732 alice :Bob,carol", ":hubbub 733 alice :End of MONITOR list"]


def test_the_status_of_all_is_shown() -> None:
    """ "Outputs for each target in the list being monitored, whether the client is online or offline." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob")
    alice.send("MONITOR + bob,carol")
    assert alice.ask("MONITOR S") == [":hubbub 730 alice :bob!bob@guest", ":hubbub 731 alice :carol"]


def test_a_full_list_takes_no_more() -> None:
    """ "The <limit> parameter is the maximum number of targets a client may have in their list, the <targets>
    parameter is the list of targets, as the client sent them, that cannot be added." """
    alice = MemoryChat().irc("alice")
    alice.send(f"MONITOR + {HUNDRED}")
    assert alice.ask("MONITOR + n1,Bob,carol") == [
        ":hubbub 731 alice :n1",
        ":hubbub 734 alice 100 Bob,carol :Monitor list is full.",
    ]
    assert all(len(line) <= 510 for line in alice.ask("MONITOR S"))


def test_what_is_no_name_cannot_be_watched() -> None:
    """ "disallowing subscription to hostmasks"; "'target' MUST be a valid nick" """
    alice = MemoryChat().irc("alice")
    assert alice.ask("MONITOR + *!bob@guest,#a,1") == []
    assert numerics(alice.ask("MONITOR L")) == ["733"]
    assert numerics(alice.ask("MONITOR +")) == ["461"]
    assert numerics(alice.ask("MONITOR X")) == ["400"]


def test_it_ends_with_the_connection() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("MONITOR + bob")
    alice.vanish()
    assert not chat.world.local.watchers.of("bob")


def test_it_is_advertised() -> None:
    """ "Support of this specification is indicated by the MONITOR token in RPL_ISUPPORT" """
    someone = MemoryChat().connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    tokens = " ".join(line for line in someone.take() if " 005 " in line)
    assert " MONITOR=100 " in tokens
    targmax = next(token for token in tokens.split(" ") if token.startswith("TARGMAX="))
    assert targmax == ("TARGMAX=PRIVMSG:4,NOTICE:4,TAGMSG:4,JOIN:,PART:,NAMES:,KICK:4,LIST:,MONITOR:,WHOWAS:1,WHOIS:4")


def test_extended_monitor_tells_of_away_and_real_names() -> None:
    """ "If away-notify is also enabled, the client will get AWAY notifications for monitored nicks."; "If setname is
    also enabled, the client will get SETNAME notifications for monitored nicks." """
    chat = MemoryChat()
    both = chat.irc("both", "extended-monitor", "away-notify", "setname")
    away = chat.irc("away", "extended-monitor", "away-notify")
    neither = chat.irc("neither", "extended-monitor")
    plain = chat.irc("plain", "away-notify", "setname")
    bob = chat.irc("bob")
    for watcher in (both, away, neither, plain):
        watcher.send("MONITOR + bob")
        watcher.take()
    bob.send("AWAY :tea", "SETNAME :Robert")
    assert both.take() == [":bob!bob@guest AWAY :tea", ":bob!bob@guest SETNAME :Robert"]
    assert away.take() == [":bob!bob@guest AWAY :tea"]
    assert neither.take() == plain.take() == []
    both.send("CAP REQ :-extended-monitor")
    both.take()
    bob.send("AWAY")
    assert both.take() == []


def test_who_shares_a_room_and_watches_hears_once() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "extended-monitor", "away-notify")
    bob = chat.irc("bob")
    alice.send("MONITOR + bob", "JOIN #a")
    bob.send("JOIN #a")
    alice.take()
    bob.send("AWAY :tea")
    assert alice.take() == [":bob!bob@guest AWAY :tea"]
