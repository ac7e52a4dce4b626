"""`/cert`: the certificates with which one logs in, as people ask for them in every dialect."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import certificates
from hubbub.typed.durations import moment

from .record import Row, row
from .service import Service, typed


def cert(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """What was typed after the command, done; None when it fits no usage."""
    match words and [words[0].lower(), *words[1:]]:
        case ["add", *rest] if len(rest) < 2:
            added = certificates.add(chat, session, *rest)
            told = f"Who has this certificate can log in to your account: {added}"
            return [row("certificate", told, fingerprint=added, since=chat.now, this=added == session.fingerprint)]
        case ["del", text]:
            fingerprint, ended = certificates.remove(chat, session, text)
            devices = f"; {ended} of your devices had it and were disconnected" if ended else ""
            return [f"That certificate is trusted no more: {fingerprint}{devices}"]
        case ["list"]:
            found = certificates.listed(chat, session)
            none = typed(session, "Your account has no certificates. To add that of this connection: /cert add")
            return [*map(_row, found)] or [none]
    return None


def left(chat: Chat, session: Session) -> list[str]:
    """To who has changed their password: what logs in to the account without it."""
    count = len(certificates.listed(chat, session))
    if not count:
        return []
    logs_in = "1 certificate still logs in" if count == 1 else f"{count} certificates still log in"
    return [typed(session, f"{logs_in} to your account; to see which: /cert list")]


def _row(one: certificates.Certificate) -> Row:
    sentence = f"{one.fingerprint}, added {moment(one.added)}{' (this connection)' * one.is_here}"
    return row("certificate", sentence, fingerprint=one.fingerprint, since=one.added, this=one.is_here)


SERVICES: dict[str, Service] = {"cert": Service(cert)}
