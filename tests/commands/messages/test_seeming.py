"""Who is blocked cannot tell: what they do with what they said is answered as it is to anybody, and reaches nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.commands.messages.test_redaction import msgid
from tests.commands.messages.test_sending import CAPS as BASE
from tests.commands.messages.test_sending import arrive
from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.world.seeming import LONGEST, MOST

CAPS = (
    *BASE,
    "hubbub.chat/edit",
    "draft/message-redaction",
    "draft/read-marker",
    "draft/chathistory",
    "draft/event-playback",
    "labeled-response",
    "draft/multiline",
    "hubbub.chat/unread",
    "batch",
)
NO_ID = "7ffffffffffff"


def both() -> tuple[MemoryChat, Person, Person]:
    """alice, and bob whose connection is there to be looked at."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), arrive(chat, "bob")[0]
    bob.send(f"CAP REQ :{' '.join(CAPS)}")
    return chat, alice, bob


def blocking() -> tuple[MemoryChat, Person, Person]:
    """The same, and alice has blocked bob."""
    chat, alice, bob = both()
    alice.send("SILENCE +bob")
    return chat, alice, bob


def of_both(before: Sequence[str], lines: Sequence[str]) -> tuple[list[list[str]], list[list[str]], list[str]]:
    """What bob is answered to these lines by an alice who blocks eve, and by one who blocks him; and what that one
    hears. `before` he said when nobody was blocked. {0}, {1}: the ids in what he was answered until then, of each line
    with any the last."""
    answered, hears = [], []
    for blocked in ("eve", "bob"):
        chat, alice, bob = both()
        chat.irc("carol")
        ids = list[str]()
        answers = _say(bob, before, ids)
        alice.send(f"SILENCE +{blocked}")
        alice.take()
        answers += _say(bob, lines, ids)
        answered.append([[_without_ids(line, ids) for line in some] for some in answers])
        hears = alice.take()
    return answered[0], answered[1], hears


def _say(bob: Person, lines: Sequence[str], ids: list[str]) -> list[list[str]]:
    answers = []
    for line in lines:
        answer = bob.ask(line.format(*ids) if "{" in line else line)
        answers.append(answer)
        ids += [msgid(line) for line in answer if "msgid=" in line][-1:]
    return answers


def _without_ids(line: str, ids: Sequence[str]) -> str:
    for number, id in enumerate(ids):
        line = re.sub(rf"\b{id}\b", f"{{{number}}}", line)
    return re.sub(r"msgid=\w+|BATCH [+-]\w+|batch=\w+", "", line)


SAID = "PRIVMSG alice :hello"


@each(
    ("before", "lines"),
    [
        ([], [SAID, "EDIT alice {0} :hello there", "EDIT alice {0} :hello again"]),
        ([], [SAID, "REDACT alice {0} :oops", "REDACT alice {0}", "EDIT alice {0} :hello there"]),
        ([], [SAID, "@+draft/react=x;+reply={0} TAGMSG alice", "@+draft/unreact=x;+reply={0} TAGMSG alice"]),
        ([], [SAID, "REDACT alice {0}", "@+draft/react=x;+reply={0} TAGMSG alice"]),
        (
            [],
            [SAID, f"EDIT alice {NO_ID} :no", f"REDACT alice {NO_ID}", f"@+draft/react=x;+reply={NO_ID} TAGMSG alice"],
        ),
        ([], [SAID, "EDIT carol {0} :no", "REDACT carol {0}", "@+draft/react=x;+reply={0} TAGMSG carol"]),
        ([], ["EDIT alice 1 :no", "REDACT alice 1", "@+draft/react=x;+reply=1 TAGMSG alice"]),
        ([], ["@+typing=active TAGMSG alice", "@+draft/persist=1;+x=y TAGMSG alice", "REDACT alice {0}"]),
        ([], [SAID, "@+reply={0} PRIVMSG alice :and this", "REDACT alice {1}"]),
        ([], [SAID, "MARKREAD alice timestamp=2030-01-01T00:00:00.000Z", "MARKREAD alice"]),
        ([], ["MARKREAD alice timestamp=2030-01-01T00:00:00.000Z", SAID, "MARKREAD alice"]),
        ([SAID], ["EXPIRE alice 1h", "MARKREAD alice timestamp=2030-01-01T00:00:00.000Z"]),
        ([SAID], ["EDIT alice {0} :x", "MARKREAD alice timestamp=2030-01-01T00:00:00.000Z"]),
        ([], [SAID, "REDACT alice {0}", "MARKREAD alice timestamp=2030-01-01T00:00:00.000Z"]),
        (
            [],
            [
                "BATCH +1 draft/multiline alice",
                "@batch=1 PRIVMSG alice :a",
                "@batch=1 PRIVMSG alice :b",
                "BATCH -1",
                "EDIT alice {0} :one",
                "REDACT alice {0}",
            ],
        ),
        ([], ["PRIVMSG carol,alice :b", "UNREAD", "WHOIS alice", "INVITE alice #x", "METADATA alice LIST"]),
        ([], ["EXPIRE alice 1h", "EXPIRE alice 1h", "EXPIRE alice", SAID, "EXPIRE alice off", "EXPIRE alice"]),
        ([], ["@hubbub.chat/client-id=c1 " + SAID] * 2),
        ([], ["@hubbub.chat/client-id=c1 " + SAID, "@hubbub.chat/client-id=c1 PRIVMSG alice :other"]),
        ([], ["@hubbub.chat/client-id=c1 " + SAID, "EDIT alice {0} :b", "@hubbub.chat/client-id=c1 " + SAID]),
        ([], ["@hubbub.chat/client-id=c1 " + SAID, "REDACT alice {0}", "@hubbub.chat/client-id=c1 " + SAID]),
        ([], ["NOTICE alice :hello", "EDIT alice {0} :hello there"]),
        ([SAID], ["@+draft/react=x;+reply={0} TAGMSG alice", "@+draft/unreact=x;+reply={0} TAGMSG alice"]),
        ([SAID, "@+draft/react=x;+reply={0} TAGMSG alice"], ["@+draft/unreact=x;+reply={0} TAGMSG alice"] * 2),
        ([SAID], ["EDIT alice {0} :hello there", f"@+draft/react=x;+reply={NO_ID} TAGMSG alice"]),
        ([SAID], ["@+draft/react=x;+reply={0} TAGMSG alice", "REDACT alice {1}", "REDACT alice {1}"]),
        ([SAID], ["REDACT alice {0} :oops", "REDACT alice {0}"]),
        ([SAID, "EXPIRE alice 1h"], ["EXPIRE alice 1h", "EXPIRE alice 2h", "EXPIRE alice"]),
    ],
)
def test_what_one_does_with_what_one_said_is_answered_as_to_anybody(before: list[str], lines: list[str]) -> None:
    usual, blocked, hears = of_both(before, lines)
    assert blocked == usual
    assert not [line for line in hears if "REDACT" not in line or line.endswith("oops")]


def test_nothing_of_what_only_seems_to_be_said_is_kept() -> None:
    chat, alice, bob = blocking()
    id = msgid(bob.ask(SAID)[0])
    bob.send(f"EDIT alice {id} :more", f"@+draft/react=x;+reply={id} TAGMSG alice", "EXPIRE alice 1h")
    bob.send("@+draft/persist=1;+x=y TAGMSG alice", f"REDACT alice {id}")
    assert chat.log.logs() == []
    assert not [line for line in alice.ask("CHATHISTORY LATEST bob * 10") if "bob!" in line]


def test_who_is_blocked_no_more_still_reaches_nobody_with_what_never_arrived() -> None:
    chat, alice, bob = blocking()
    id = msgid(bob.ask(SAID)[0])
    alice.send("SILENCE -bob")
    alice.take()
    for line in (f"EDIT alice {id} :more", f"@+draft/react=x;+reply={id} TAGMSG alice", f"REDACT alice {id}"):
        assert "FAIL" not in "".join(bob.ask(line))
    assert alice.take() == []
    assert chat.log.logs() == []


def test_who_takes_no_messages_says_so_also_of_edits_and_reactions() -> None:
    _chat, alice, bob = blocking()
    id = msgid(bob.ask(SAID)[0])
    alice.send("MODE alice +D")
    assert " 531 bob alice " in bob.ask(f"EDIT alice {id} :more")[-1]


def test_typed_it_is_as_for_anybody() -> None:
    answers = []
    for blocked in ("eve", "bob"):
        chat = MemoryChat(lobby="#lobby")
        alice, bob = join(chat, "alice"), join(chat, "bob")
        told(alice, f"/block {blocked}")
        heard(alice), heard(bob)
        lines = ("/msg alice hello", "/expire alice 1h", "/expire alice", "/msg alice again", "/expire alice 1h")
        answers.append([told(bob, line) for line in lines])
    assert answers[0] == answers[1]
    assert heard(alice) == []


def test_only_so_much_is_remembered_of_it() -> None:
    chat, _alice, bob = blocking()
    first = msgid(bob.ask(f"PRIVMSG alice :{'x' * (LONGEST + 1)}")[0])
    user = chat.world.user("bob")
    conversation = chat.world.conversation_named(user.party, "alice")  # type: ignore[union-attr]
    entry = chat.world.local.seeming.entry(conversation.log, user.party, int(first, 16))  # type: ignore[union-attr]
    assert len(entry.event.text) == LONGEST  # type: ignore[union-attr]
    for _ in range(MOST):
        bob.send(SAID)
    assert "UNKNOWN_MSGID" in bob.ask(f"REDACT alice {first}")[-1]
