"""Who asks for a file, or uploads one: by token, password or cookie."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode

import msgspec

from hubbub.chat.chat import Ended
from hubbub.chat.party import NO_PARTY, Party
from hubbub.chat.refusals import (
    DiskFull,
    FilesOff,
    FilesOnlyWithAccount,
    FileTooLarge,
    NoRoomForFile,
    NotThatType,
    Refusal,
    TooManyTries,
)
from hubbub.chat.rights.scopes import rooms_of
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Nowhere, Profile, Session, text_line
from hubbub.commands.accounts import authentication, logins, tokens
from hubbub.commands.guard import guessing
from hubbub.commands.messages import files
from hubbub.dialects.refusals import sentence
from hubbub.dialects.table import DIALECTS
from hubbub.server.core.engine import Engine
from hubbub.server.http.refused import Gone, Refused
from hubbub.server.http.request import Request
from hubbub.server.http.session import cookie_of

_STATUS: dict[type[Refusal], int] = {
    FilesOff: 404,
    FilesOnlyWithAccount: 403,
    FileTooLarge: 413,
    NoRoomForFile: 507,
    NotThatType: 415,
    DiskFull: 507,
    TooManyTries: 429,
}
_BASIC = re.compile(r"[Bb]asic +([A-Za-z0-9+/]+={0,2})")


class Who(msgspec.Struct, frozen=True):
    """Who asks: their party, their name, and, when they are in the chat, who they are there. `rooms`: the folded names
    of the only ones for which they ask; None: all."""

    party: Party = NO_PARTY
    name: str = ""
    user: User | None = None
    rooms: frozenset[str] | None = None


NOBODY = Who()


async def asking(
    engine: Engine, request: Request, *, cookies: bool = False, prefix: str = "", scope: str = "read"
) -> Who:
    """By a token of the chat, or one of programs that has this scope, by account and password, or by what the browser
    has kept. Raises Refused."""
    given = request.head.all("authorization")
    if given and given[0][:6].lower() == "basic ":
        return await _by_password(engine, request, given)
    engine.begin()
    if given and request.bearer.startswith(tokens.MARK):
        return _by_program(engine, request, scope)
    if given:
        user = files.holder(engine.chat, request.bearer)
        if user is None:
            raise Refused(401, "This token is older than ten minutes, or was never good.", challenge(request))
        return Who(user.party, user.name, user)
    return _by_cookie(engine, request, prefix) if cookies else NOBODY


def challenge(request: Request) -> dict[str, str]:
    """How one could show who one is; asking for a password only where nobody can read along, and not behind the back of
    a page that asks by itself."""
    by_page = request.field("sec-fetch-mode") not in ("", "navigate")
    basic = request.caller.secure and not by_page
    return {"WWW-Authenticate": 'Bearer, Basic realm="hubbub", charset="UTF-8"' if basic else "Bearer"}


async def _by_password(engine: Engine, request: Request, given: list[str]) -> Who:
    """RFC 7617, as FILEHOST wants it for SASL PLAIN."""
    found = _BASIC.fullmatch(given[0]) if len(given) == 1 else None
    try:
        name, colon, password = b64decode(found[1], validate=True).decode().partition(":") if found else ("", "", "")
    except (binascii.Error, UnicodeDecodeError):
        colon = ""
    if not colon:
        raise Refused(401, "These are no account and password.", challenge(request))
    engine.begin()
    profile = Profile.of(DIALECTS["irc"], 0, text_line)
    session = Session(engine.chat, profile, Nowhere(), request.caller.address, request.caller.secure)
    try:
        account = await authentication.authenticate(engine.chat, session, name, password)
    except Refusal as refusal:
        raise Refused(_STATUS.get(refusal.__class__, 401), sentence(refusal), challenge(request)) from None
    except Ended:
        raise Gone from None
    return Who(account.party, account.name, engine.chat.world.parties.get(account.party))


def _by_program(engine: Engine, request: Request, scope: str) -> Who:
    """docs/api.md"""
    if not request.caller.secure:
        raise Refused(403, "A token is only taken over https, or on the server's own machine.")
    token = tokens.find(engine.chat, request.bearer)
    account = engine.chat.world.accounts.numbers.get(token.account) if token is not None else None
    if token is None or account is None:
        try:
            guessing.wrong_token(engine.chat, request.caller.address)
        except TooManyTries as refusal:
            raise refused(refusal) from None
        raise Refused(401, "This token was revoked, is over, or was never good.", challenge(request))
    rooms = rooms_of(tokens.scopes_of(token), scope)
    if rooms == frozenset():
        raise Refused(403, f"This token is not for that: it would need the scope {scope}.")
    return Who(account.party, account.name, engine.chat.world.parties.get(account.party), rooms)


def _by_cookie(engine: Engine, request: Request, prefix: str) -> Who:
    token = cookie_of(request.head, tls=request.caller.tls, prefix=prefix)
    party = logins.party_of_token(engine.chat, token, secure=request.caller.secure) if token else NO_PARTY
    user = engine.chat.world.parties.get(party)
    return Who(party, user.name if user else "", user)


def refused(refusal: Refusal) -> Refused:
    """The same as HTTP has it."""
    return Refused(_STATUS.get(refusal.__class__, 403), sentence(refusal))
