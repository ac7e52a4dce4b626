"""Reports: people tell those who keep order what somebody did; who is reported never learns by whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessageSent, ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.ids import read_msgid
from hubbub.chat.names import fold
from hubbub.chat.party import NO_PARTY, Party
from hubbub.chat.refusals import (
    NobodyNamed,
    NoSuchReport,
    NoText,
    NotReadable,
    TextTooLong,
    TooManyOfYours,
    TooManyReports,
)
from hubbub.chat.rights import Action, check, may, may_handle, readable_from
from hubbub.chat.world.moderation.reports import CLOSED, OPEN, Report
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor
from hubbub.commands.guard.actors import note as note_act
from hubbub.commands.guard.guessing import refuse_for
from hubbub.commands.rooms.joining import member_of
from hubbub.irc.ctcp import in_words
from hubbub.typed.durations import DAY
from hubbub.wire.addresses import network_of

WHY_BYTES = 200
QUOTE_BYTES = 2000
MOST = 500  # reports that are remembered
MOST_OPEN = 10  # of one person
CHANGED = 50  # in one go
QUOTE_DAYS = 30  # for which a closed report still quotes


async def make(chat: Chat, session: Session, what: str, why: str) -> Report:
    """Report somebody by name, with what they said last where both of them are, or the message with that id.

    Raises NoText, TextTooLong, NobodyNamed, NotReadable, TooManyTries, TooManyReports or DiskFull.
    """
    user = session.me
    if not why:
        raise NoText
    if len(why.encode()) > WHY_BYTES:
        raise TextTooLong(limit=str(WHY_BYTES), length=str(len(why.encode())))
    network = network_of(session.address)
    refuse_for(chat.world.local.reporting.wait(network, chat.clock))
    id = read_msgid(what)
    if chat.world.user(what) is None and chat.world.whowas.was_seen(what, chat.aged()) is None:
        if id is None:
            raise NobodyNamed(what)
        found = await chat.after(session, chat.log.entries((id,)))
        message = next((one for entry in found if (one := _readable(chat, user, entry))), None)
        if message is None:
            raise NotReadable(what, message=what)
    else:
        message = _last_said(chat, user, what)
    chat.check_space()
    _make_room(chat, user)
    chat.world.local.reporting.count(network, chat.clock)
    report = _report(chat, user, what, message, why)
    chat.emit(ReportMade(at=chat.now, server=chat.policy.server, report=report), session)
    return report


def listed(chat: Chat, session: Session, name: str = "") -> list[Report]:
    """Those that are not closed and that the asker may handle (of that room only), and their own.

    Raises NoSuchRoom, NotInRoom or NotOperator.
    """
    known, user = list(chat.world.reports.known.values()), session.user
    if name:
        room = chat.world.room(name if name.startswith("#") else f"#{name}")
        if not session.console and not (user is not None and may(Action.REPORTS, user)):
            user, room = member_of(chat, session, name)
            check(Action.REPORTS_ROOM, user, room)
        known = [report for report in known if room is not None and report.log == room.log]
    return [
        report
        for report in known
        if (report.state != CLOSED and _handles(chat, session, report)) or (user and user.party == report.party)
    ]


def change(chat: Chat, session: Session, number: int, state: str, note: str) -> Report:
    """Take care of a report, or close it. Raises NoSuchReport, TextTooLong or DiskFull."""
    report = chat.world.reports.known.get(number)
    if report is None or not _handles(chat, session, report):
        raise NoSuchReport(str(number))
    if len(note.encode()) > WHY_BYTES:
        raise TextTooLong(limit=str(WHY_BYTES), length=str(len(note.encode())))
    chat.check_space()
    handler = session.user.name if session.user else "console"
    if session.console:
        note_act(chat, actor(session, Action.REPORTS), "REPORTS", str(number), f"{state}{': ' if note else ''}{note}")
    note = note or report.note
    report = msgspec.structs.replace(report, state=state, handler=handler, note=note, changed_at=chat.now)
    chat.emit(ReportChanged(at=chat.now, report=report))
    return report


def forget_old(chat: Chat) -> bool:
    """Let go of those that are older than the settings say of the audit log, and of what may not be kept any more: of
    some of them; whether there may be more."""
    if chat.disk_full:
        return False
    since, changed = chat.aged() - chat.policy.audit_days * DAY, 0
    for report in tuple(chat.world.reports.known.values()):
        if report.at < since:
            chat.emit(ReportForgotten(number=report.number))
        elif report.quote and _quotes_too_long(chat, report):
            _quote_no_more(chat, report)
        else:
            continue
        changed += 1
        if changed == CHANGED:
            return True
    return False


def erase_quotes(chat: Chat, party: Party) -> Iterator[None]:
    """No report quotes from now on what that party has said; some change with each step."""
    quoting = [one.number for one in chat.world.reports.known.values() if one.quote and one.about_party == party]
    for count, number in enumerate(quoting, 1):
        report = chat.world.reports.known.get(number)
        if report is not None and not chat.disk_full:
            _quote_no_more(chat, report)
        if count % CHANGED == 0:
            yield


def _quotes_too_long(chat: Chat, report: Report) -> bool:
    """A report quotes no longer than the message would have stayed, had its author not taken it back; a closed one
    no longer than somebody may want to look at it again.
    """
    room, now = chat.world.journal(report.log), chat.aged()
    age = now - report.said_at
    limits = (chat.policy.keep_days * DAY, room.retention if isinstance(room, Room) else 0)
    if (report.ends and chat.over_by(report.said_at) >= report.ends) or any(limit and age > limit for limit in limits):
        return True
    return report.state == CLOSED and now - report.changed_at > QUOTE_DAYS * DAY


def _quote_no_more(chat: Chat, report: Report) -> None:
    chat.emit(
        ReportChanged(at=chat.now, report=msgspec.structs.replace(report, quote="", said_at=0, ends=0, message=0))
    )


def _report(chat: Chat, user: User, what: str, message: MessageSent | None, why: str) -> Report:
    name = name_of(message.source) if message else what
    other = chat.world.user(name)
    account = chat.world.accounts.named(name)
    party = message.party if message else other.party if other else account.party if account else NO_PARTY
    room = _place(chat, user, other, message)
    quote = in_words(name, message.text).encode()[:QUOTE_BYTES].decode(errors="ignore") if message else ""
    return Report(
        number=chat.world.reports.last + 1,
        at=chat.now,
        log=room.log if room else 0,
        room=room.name if room else "",
        name=user.name,
        party=user.party,
        about=other.name if other and not message else name,
        about_party=party,
        why=why,
        quote=quote,
        said_at=message.at if message else 0,
        ends=message.ends if message else 0,
        message=message.id if message else 0,
    )


def _place(chat: Chat, user: User, other: User | None, message: MessageSent | None) -> Room | None:
    """The room of the message, or one that both are in."""
    if message is not None:
        journal = chat.world.journal(message.log)
        return journal if isinstance(journal, Room) else None
    return next((room for room in user.rooms if other is not None and other in room.members), None)


def _last_said(chat: Chat, user: User, name: str) -> MessageSent | None:
    """What somebody of that name said last in the asker's rooms, or to them, as far as it is remembered."""
    wanted, conversation = fold(name), chat.world.conversation_named(user.party, name)
    entries = chain.from_iterable(
        journal.recent for journal in (*user.rooms, *((conversation,) if conversation else ()))
    )
    theirs = (entry for entry in entries if _is_by(entry, wanted, user))
    said = [one for one in (_readable(chat, user, entry) for entry in theirs) if one]
    return max(said, key=lambda one: one.at, default=None)


def _is_by(entry: Entry, wanted: str, user: User) -> bool:
    """Whether it is a message that somebody of that name said, and not the user. There are many that are not."""
    event = entry.event
    if event.__class__ is not MessageSent:
        return False
    return event.party != user.party and fold(name_of(event.source)) == wanted


def _readable(chat: Chat, user: User, entry: Entry) -> MessageSent | None:
    """The message in an entry, as it is now, when this user may read it."""
    journal = chat.world.journal(entry.log)
    if isinstance(journal, Room):
        first = readable_from(journal, user)
        may_read = first is not None and entry.seq >= first
    else:
        may_read = isinstance(journal, Conversation) and user.party in journal.parties
    event = chat.world.recent.as_now(entry).event if may_read else None
    return event if isinstance(event, MessageSent) else None


def _make_room(chat: Chat, user: User) -> None:
    known = chat.world.reports.known
    if sum(report.party == user.party and report.state == OPEN for report in known.values()) >= MOST_OPEN:
        raise TooManyOfYours
    if len(known) < MOST:
        return
    oldest = next((report for report in known.values() if report.state == CLOSED), None)
    if oldest is None:
        raise TooManyReports
    chat.emit(ReportForgotten(number=oldest.number))


def _handles(chat: Chat, session: Session, report: Report) -> bool:
    return session.console or (session.user is not None and may_handle(chat.world, session.user, report))
