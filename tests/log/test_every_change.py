"""Changes that a busy hour drawn at random hardly ever has: every engine keeps them, and all say the same of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
from tests.log.test_engines import batches
from tests.support.postgres import postgres

from hubbub.chat.events import (
    AccountCreated,
    AccountRenamed,
    AnswerKept,
    Attachment,
    ClockSetBack,
    Credentials,
    Event,
    FileRemoved,
    FileUploaded,
    LoginForgotten,
    LoginKept,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    PinErased,
    PushSubscribed,
    PushUnsubscribed,
    ReportChanged,
    ReportForgotten,
    ReportMade,
    RoomClosed,
    RoomClosing,
    RoomCreated,
    RoomEnded,
    TokenMade,
    TokenRevoked,
    TokenUsed,
)
from hubbub.chat.names import fold
from hubbub.chat.party import Party
from hubbub.chat.ports import Log, State
from hubbub.chat.world.moderation.closing import Closing
from hubbub.chat.world.moderation.reports import Report
from hubbub.log.memory import MemoryLog
from hubbub.log.postgres import open_log as open_postgres
from hubbub.log.sqlite import open_log

NOW, LOG = 1_760_000_000_000, 1
ALICE = Party("a1")
CREDENTIALS = Credentials("hash", b"salt", 4096, b"x" * 32, b"y" * 32)
PICTURE = Attachment(id="f1", name="tea.jpg", type="image/jpeg", size=9, width=120, height=80, preview=True)
PLAN = Attachment(id="f2", name="plan", type="", size=1)
REPORT = Report(
    number=1, at=NOW, log=LOG, room="#tea", name="bob", party=ALICE, about="eve", about_party=Party("g2"), why="loud"
)


def said(seq: int, *files: Attachment) -> MessageSent:
    return MessageSent(id=seq, at=NOW + seq, log=LOG, target="#tea", source="a!a@h", text="x", party=ALICE, files=files)


def pinned(message: int) -> MessagePinned:
    return MessagePinned(at=NOW + 9, log=LOG, room="#tea", source="a!a@h", message=message, author="alice")


HAPPENED: list[Event] = [
    RoomCreated(log=LOG, at=NOW, name="#tea"),
    AccountCreated(account=1, at=NOW, name="alice", credentials=CREDENTIALS),
    *(FileUploaded(at=NOW, hash="00" * 32, party=ALICE, owner="alice", file=file) for file in (PICTURE, PLAN)),
    said(1, PICTURE, PLAN),
    said(2),
    said(3),
    said(4),
    FileRemoved(file="f2", hash="00" * 32),
    AccountRenamed(at=NOW, account=1, before="alice", name="anna"),
    *(LoginKept(account=1, at=NOW, token_hash=token) for token in (b"\0" * 32, b"\xff" * 32)),
    LoginForgotten(account=1, token_hash=b"\xff" * 32),
    *(
        PushSubscribed(
            account=1, at=NOW, endpoint=endpoint, key=b"\0k", secret=b"\xffs", caps=("a", "b"), quiet=("#a", "#b")
        )
        for endpoint in ("https://push.example.org/1", "https://push.example.org/2")
    ),
    PushUnsubscribed(account=1, endpoint="https://push.example.org/2"),
    *map(pinned, (1, 2, 3, 4, 1)),
    MessageUnpinned(at=NOW, log=LOG, room="#tea", source="a!a@h", message=2, author="alice"),
    PinErased(at=NOW, log=LOG, room="#tea", server="hubbub", message=3),
    *(ReportMade(at=NOW, server="hubbub", report=msgspec.structs.replace(REPORT, number=n)) for n in (1, 2)),
    ReportChanged(at=NOW, report=msgspec.structs.replace(REPORT, why="very loud")),
    ReportForgotten(number=2),
    *(
        TokenMade(number=n, account=1, at=NOW, name=f"bot{n}", token_hash=bytes([n] * 32), scopes=("read", "say"))
        for n in (1, 2)
    ),
    TokenUsed(number=1, at=NOW + 1),
    TokenRevoked(number=2, at=NOW, account=1, name="bot2"),
    AnswerKept(token=1, key="k", at=NOW, asked=b"\0", status=201, answer=b"{}"),
    *(RoomCreated(log=n, at=NOW, name=f"#room{n}") for n in (LOG + 1, LOG + 2)),
    *(RoomClosing(log=LOG + n, at=NOW + n, source="console", why="zu laut: ä") for n in range(3)),
    RoomClosed(log=LOG + 1),
    RoomEnded(log=LOG + 2),
    ClockSetBack(
        at=NOW - 1000, after=NOW - 1000, by=1500
    ),  # so all of these were begun at a time that is still to come
]


async def kept(log: Log, events: list[Event]) -> State:
    """What is there at the next start."""
    log.load(NOW)
    for entries, changes in batches(Random(1), events):
        log.append(entries, changes)
    return log.load(NOW + 100)


async def test_all_engines_say_the_same_of_it(tmp_path: Path) -> None:
    logs: list[Log] = [
        MemoryLog(fold), open_log(tmp_path, fold), open_postgres(postgres().emptied("log"), fold)
    ]  # fmt: skip
    found = []
    for log in logs:
        found.append(msgspec.structs.replace(await kept(log, HAPPENED), salt_key=b""))
        await log.close()
    assert found == [found[0]] * 3
    assert [pin.message for pin in found[0].pins] == [4, 1]
    assert found[0].closing == [Closing(LOG, NOW, "console", "zu laut: ä")]
    assert (len(found[0].files), len(found[0].pushes), len(found[0].logins), len(found[0].tokens)) == (1, 1, 1, 1)
