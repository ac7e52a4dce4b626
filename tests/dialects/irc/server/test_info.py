"""MOTD, LUSERS, VERSION, TIME, INFO and HELP."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub import __version__
from hubbub.chat.limits.policy import Policy
from hubbub.dialects.irc.verbs import VERBS


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_the_message_of_the_day_or_that_there_is_none() -> None:
    """ "one RPL_MOTDSTART numeric is returned, followed by one or more RPL_MOTD numeric, then one RPL_ENDOFMOTD" """
    assert numerics(MemoryChat().irc("alice").ask("MOTD")) == ["422"]
    alice = MemoryChat(Policy(motd="be\ufdd0 kind\n:and patient")).irc("alice")
    start, first, second, end = alice.ask("MOTD")
    assert start.startswith(":hubbub 375 alice :- hubbub ")
    assert (first, second) == (":hubbub 372 alice :- be kind", ":hubbub 372 alice :- :and patient")
    assert numerics([end]) == ["376"]


@each("topic", ["TOPICS", "USERCMDS", "OPERCMDS", "CMODES", "UMODES"])
def test_help_has_topics(topic: str) -> None:
    """ "Servers MAY define any <subject> they want." """
    lines = MemoryChat().irc("alice").ask(f"HELPOP {topic.lower()}")
    assert numerics(lines)[0] == "704"
    assert numerics(lines)[-1] == "706"
    assert len(lines) > 3
    assert all(line.split(" ")[3] == topic for line in lines)


@each("command", ["ADMIN", "MOTD", "VERSION", "TIME", "INFO", "LUSERS *", "STATS u"])
def test_other_servers_are_402_and_ours_is_not(command: str) -> None:
    """ "If <target> is given and a matching server cannot be found, the server will respond with ERR_NOSUCHSERVER" """
    alice = MemoryChat().irc("alice")
    assert alice.ask(f"{command} irc.example.org")[0].startswith(":hubbub 402 alice irc.example.org :")
    for target in ("hubbub", "HUB*", "alice"):
        assert "402" not in numerics(alice.ask(f"{command} {target}"))


def test_users_and_rooms_are_counted() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob").vanish()
    alice.send("JOIN #a")
    counted = alice.ask("LUSERS")
    assert numerics(counted) == ["251", "252", "253", "254", "255", "265", "266"]
    assert counted[0].startswith(":hubbub 251 alice :There are 1 users ")
    assert counted[1].startswith(":hubbub 252 alice 0 :")
    assert counted[3].startswith(":hubbub 254 alice 1 :")
    assert counted[5].startswith(":hubbub 265 alice 1 2 :")
    assert counted[6].startswith(":hubbub 266 alice 1 2 :")


@each("command", ["LUSERS", "MOTD", "ISUPPORT"])
def test_programs_find_their_tag_in_each_line(command: str) -> None:
    chat = MemoryChat()
    robot = chat.irc("robot", "message-tags")
    plain = robot.ask(command)
    robot.send("MODE robot +B")
    assert robot.ask(command) == [f"@bot {line}" for line in plain]


def test_what_is_told_in_one_text_has_a_label_as_well() -> None:
    alice = MemoryChat().irc("alice", "labeled-response", "batch", "message-tags")
    alice.take()
    opening, *counts, closing = alice.ask("@label=1 LUSERS")
    reference = closing.rpartition("-")[2]
    assert opening == f"@label=1 :hubbub BATCH +{reference} labeled-response"
    assert [line.partition(" ")[0] for line in counts] == [f"@batch={reference}"] * 7


def test_version_comes_with_isupport() -> None:
    """ "the given server SHOULD respond with one RPL_VERSION reply and one or more RPL_ISUPPORT replies" """
    answers = MemoryChat().irc("alice").ask("VERSION")
    assert answers[0] == f":hubbub 351 alice hubbub-{__version__} hubbub :"
    assert set(numerics(answers[1:])) == {"005"}
    assert all(line.endswith(" :are supported by this server") for line in answers[1:])


def test_time_and_info() -> None:
    alice = MemoryChat().irc("alice")
    assert alice.ask("TIME")[0].startswith(":hubbub 391 alice hubbub 2025-10-09T")
    assert numerics(alice.ask("INFO")) == ["371", "371", "371", "374"]


def test_help_lists_all_commands_and_explains_each() -> None:
    """ "a single RPL_HELPSTART message, then arbitrarily many RPL_HELPTXT messages, then a single RPL_ENDOFHELP"; "the
    first RPL_HELPTXT message SHOULD be empty"
    """
    alice = MemoryChat().irc("alice")
    overview = alice.ask("HELP")
    assert numerics(overview)[:2] == ["704", "705"]
    assert set(numerics(overview)[2:-1]) == {"705"}
    assert numerics(overview)[-1] == "706"
    assert " ".join(line.split(" ", 4)[4].removeprefix(":") for line in overview[2:-1]).split(" ") == sorted(VERBS)
    assert all(len(line) < 510 for line in overview)
    for name in VERBS:
        lines = alice.ask(f"HELP {name.lower()}")
        assert (numerics(lines)[0], set(numerics(lines)[1:-1]), numerics(lines)[-1]) == ("704", {"705"}, "706")
        assert all(len(line) < 510 for line in lines)
        assert lines[1].endswith(f" {name} :")
        assert all(line.split(" ")[3] == name for line in lines)
    assert alice.ask("HELP frobnicate")[0].startswith(":hubbub 524 alice FROBNICATE :")


@each("name", sorted(VERBS))
def test_every_command_is_asked_for_its_parameters(name: str) -> None:
    alice = MemoryChat().irc("alice")
    answers = alice.ask(name)
    if VERBS[name].params and not VERBS[name].silent:
        assert answers[0].startswith(f":hubbub 461 alice {name} :")
    else:
        assert "461" not in numerics(answers)
