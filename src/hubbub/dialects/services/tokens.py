"""`/token`: tokens of programs, as people ask for them in every dialect."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadApiToken
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.chat.world.tokens import Token
from hubbub.commands.accounts import tokens
from hubbub.commands.accounts.tokens import LASTS_MS
from hubbub.typed.durations import is_mistyped, milliseconds, moment

from .record import Row, row
from .service import Answer, Service, Words

EVER = "ever"
NO_TIME = "{word} does not say for how long; write it as in: for 30d, or: for ever"


def token(chat: Chat, session: Session, words: Words) -> Answer | None:
    """What was typed after the command, done; None when it fits no usage."""
    match words and [words[0].lower(), *words[1:]]:
        case ["add", name, *rest] if rest:
            scopes, owner, lasts = _asked(name, rest)
            if not owner and session.console:
                return None
            return _made(chat, *tokens.make(chat, session, name, scopes, lasts, owner))
        case ["list"] if session.console:
            return _listed(tokens.listed(chat, session, everybody=True), whose=True)
        case ["list"]:
            return _listed(tokens.listed(chat, session))
        case ["list", "of", owner]:
            return _listed(tokens.listed(chat, session, owner), whose=True)
        case ["revoke", name] if not session.console:
            return [f"The token {tokens.revoke(chat, session, name).name} is good no more."]
        case ["revoke", name, "of", owner]:
            return [f"The token {tokens.revoke(chat, session, name, owner).name} of {owner} is good no more."]
    return None


def _asked(name: str, words: Words) -> tuple[list[str], str, int]:
    """Scopes, then `of ACCOUNT` and `for 30d`, in any order. Raises BadApiToken for a time that is none, or that stands
    elsewhere."""
    scopes, owner, lasts = list[str](), "", LASTS_MS
    left = list(words)
    while left:
        word = left.pop(0)
        if word.lower() == "of" and left:
            owner = left.pop(0)
        elif word.lower() == "for" and left:
            given = left.pop(0)
            lasts = 0 if given.lower() == EVER else milliseconds(given)
            if not lasts and given.lower() != EVER:
                raise BadApiToken(name, reason=NO_TIME.format(word=given))
        elif milliseconds(word) or is_mistyped(word):
            raise BadApiToken(name, reason=NO_TIME.format(word=word))
        else:
            scopes.append(word)
    return scopes, owner, lasts


def _made(chat: Chat, made: Token, secret: str) -> Answer:
    until = f"until {moment(made.until)}" if made.until else "for ever"
    owner = chat.world.accounts.numbers[made.account]
    return [
        f"The token {made.name} of {owner.name} is good {until}. It is shown only now; whoever has it can do as "
        f"{owner.name} may, within: {' '.join(made.scopes)}",
        row("new_token", secret, **_record(owner, made), token=secret),
        f"A program sends it with each request: Authorization: Bearer {secret[:12]}...",
    ]


def _listed(found: Iterator[tuple[Account, Token]], *, whose: bool = False) -> Answer:
    rows = (_row(account, one, whose=whose) for account, one in found)
    first = next(rows, None)
    return ["There are no tokens."] if first is None else chain([first], rows)


def _row(account: Account, one: Token, *, whose: bool) -> Row:
    used = f"used last {moment(one.used_at)}" if one.used_at else "never used"
    until = f"until {moment(one.until)}" if one.until else "for ever"
    of = f" of {account.name}" if whose else ""
    return row("token", f"{one.name}{of}: {' '.join(one.scopes)}, {until}, {used}", **_record(account, one))


def _record(account: Account, one: Token) -> dict[str, Any]:
    return {
        "name": one.name, "account": account.name, "scopes": list(one.scopes), "at": one.at, "until": one.until,
        "used": one.used_at,
    }  # fmt: skip


SERVICES: dict[str, Service] = {"token": Service(token)}
