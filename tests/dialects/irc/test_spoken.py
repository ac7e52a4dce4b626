"""What to type is told to people in other clients as they can type it there."""

from __future__ import annotations

import re

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.dialects.irc.spoken import spoken
from hubbub.dialects.refusals import SENTENCES
from hubbub.typed.table import COMMANDS

OTHERS = {"join", "quit", "msg", "ban"}  # that all clients have
SLASH = re.compile(r"(?:^|[ (:])/([a-z-]+)")


def logged_in(*caps: str) -> Person:
    chat = MemoryChat()
    alice = chat.irc("alice", *caps, secure=True)
    alice.send("NICKSERV REGISTER :sesame-7x")
    alice.take()
    return alice


def slashes(lines: list[str]) -> set[str]:
    """The commands with a slash that are named to somebody."""
    return {name for line in lines for name in SLASH.findall(line.replace("/msg NickServ", "").replace("/WHO", ""))}


@each(
    ("line", "says"),
    [
        ("PRIVMSG NickServ :UNBLOCK eve", "to see whom you block, type /msg NickServ BLOCKED"),
        ("PRIVMSG NickServ :DEVICES close 99", "to see the list, type /msg NickServ DEVICES"),
        ("PRIVMSG NickServ :TOKEN revoke x", "To see them, type /msg NickServ TOKEN list"),
        ("PRIVMSG NickServ :CERT list", "To add that of this connection: /msg NickServ CERT add"),
        ("PRIVMSG NickServ :LOGOUT everywhere", "/msg NickServ LOGOUT ends that."),
        ("UNPIN #tea", "To see those that are, type PINS <room>"),
        ("UNDO 99", "To see them, with their numbers, type AUDIT"),
        ("REPORTS close 99", "To see them, with their numbers, type REPORTS"),
    ],
)
def test_what_to_type_is_what_they_can_type(line: str, says: str) -> None:
    """Our own clients take what is typed with a slash, and are told of that."""
    told = {}
    for caps in ((), ("message-tags", "hubbub.chat/rows")):
        alice = logged_in(*caps)
        alice.send("JOIN #tea")
        told[bool(caps)] = alice.ask(line)
    assert told[False][-1].endswith(says)
    assert not slashes(told[False])
    assert slashes(told[True])


def test_nickserv_says_of_itself_only_what_it_takes() -> None:
    alice = logged_in()
    for command in COMMANDS:
        if command.served:
            lines = alice.ask(f"PRIVMSG NickServ :HELP {command.name}")
            assert slashes(lines) <= OTHERS, lines
            assert f" :{command.name.upper()}" in lines[0]
            assert slashes(alice.ask(f"HELP {command.irc or 'HELP'}")) <= OTHERS
    assert slashes(alice.ask("PRIVMSG NickServ :ACCOUNT")) == set()
    alice.send("PRIVMSG NickServ :LOGOUT")
    alice.take()
    assert alice.ask("PRIVMSG NickServ :ACCOUNT")[-1].endswith(
        "in: /msg NickServ REGISTER PASSWORD, /msg NickServ IDENTIFY NAME PASSWORD"
    )


def test_no_refusal_names_what_there_is_not() -> None:
    for refusal, form in SENTENCES.items():
        left = slashes([spoken(form)]) - OTHERS
        assert left == ({"invited"} if refusal.__name__ == "InvitedOnly" else set()), form


def test_a_report_says_where_it_is_to_be_found() -> None:
    chat = MemoryChat()
    alice, eve = chat.irc("alice"), chat.irc("eve")
    alice.send("JOIN #tea")
    for person in (eve, chat.irc("bob")):
        person.send("JOIN #tea")
    alice.take()
    chat.irc("carol").send("JOIN #tea", "REPORT eve :see /reports, or /token list")
    (line,) = [line for line in alice.take() if "Report 1" in line]
    assert line.endswith("see /reports, or /token list. See REPORTS"), "nobody's own words are changed"
