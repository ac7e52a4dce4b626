"""`/report` and `/reports`, as people ask for them in every dialect."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.ids import msgid
from hubbub.chat.world.moderation.reports import CLOSED, TAKEN, Report, shortened
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import reports
from hubbub.typed.durations import moment
from hubbub.typed.person import person
from hubbub.wire.numbers import ordinal

from . import record
from .service import Answer, Service

QUOTE = 500  # bytes of a message in a record
AT_ONCE = 50  # reports; of more each is put into words as it is taken
DOING = {"take": TAKEN, "close": CLOSED}


async def report(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """Report somebody; None when the words fit no usage."""
    if len(words) < 2:
        return None
    made = await reports.make(chat, session, person(words[0]), " ".join(words[1:]))
    quoted = f', with what they said: "{shortened(made.quote)}"' if made.quote else ""
    return [
        f"Report {made.number} is made{quoted}. Only those who keep order see it; {made.about} is not told.",
    ]


def handle(chat: Chat, session: Session, words: list[str]) -> Answer | None:
    """Those that are open, or what becomes of one; None when the words fit no usage."""
    match [words[0].lower(), *words[1:]] if words else []:
        case ["take" | "close" as verb, number, *note] if (place := ordinal(number)) is not None:
            changed = reports.change(chat, session, place, DOING[verb], " ".join(note))
            return [f"Report {changed.number} is {changed.state}."]
        case [] | ["list"] | ["list", _] | [_]:
            named = words[1:] if words and words[0].lower() == "list" else words
            found = reports.listed(chat, session, *named)
            if len(found) > AT_ONCE:
                return map(row, found)
            return [row(one) for one in found] or ["There are no reports for you to see."]
    return None


def row(report: Report) -> record.Row:
    """A report in one line."""
    state = f"{report.state} by {report.handler}" if report.handler else report.state
    where = f" in {report.room}" if report.room else ""
    quote = f' ({moment(report.said_at)}: "{shortened(report.quote)}")' if report.quote else ""
    note = f"; {report.note}" if report.note else ""
    who = f"{report.name} reports {report.about}{where}: {report.why}{quote}"
    return record.row(
        "report", f"{report.number}. {moment(report.at)} ({state}{note}) {who}", n=report.number, at=report.at,
        about=report.about, by=[report.name], why=[report.why], room=report.room, quote=shortened(report.quote, QUOTE),
        state=report.state, taken_by=report.handler, note=report.note,
        id=msgid(report.message) if report.message and report.room else "",
    )  # fmt: skip


SERVICES: dict[str, Service] = {"report": Service(report), "reports": Service(handle)}
