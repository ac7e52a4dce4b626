"""Those who are here by a token: each token is one connection of its owner, for as long as it is used."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.chat.chat import Ended
from hubbub.chat.refusals import NoSuchToken
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.chat.world.tokens import Token
from hubbub.commands.guard import banned
from hubbub.commands.people import hosts
from hubbub.commands.sessions import entering, staying
from hubbub.dialects.api import API
from hubbub.server.core.engine import Engine
from hubbub.server.net.in_process import InProcess

IDLE = 300.0  # seconds after the last call until somebody without a stream is here no more

Told = Callable[[list[bytes]], None]


class Visit:
    """One token in use. `streams` are told what its session is told; `streams` is empty when nobody listens."""

    def __init__(self, engine: Engine, token: Token, address: str) -> None:
        self.token = token
        self.streams: dict[object, Told] = {}
        self.used = engine.loop.time()
        self.over = False
        self.inside = InProcess(engine, API, self._told, self._ended, address)
        self.inside.connection.session.login = token.token_hash  # by which it is ended when the token is

    @property
    def session(self) -> Session:
        """The session. Raises Ended."""
        if self.over or self.inside.over:
            raise Ended
        return self.inside.session

    def _told(self, lines: list[bytes]) -> None:
        for told in tuple(self.streams.values()):
            told(lines)

    def _ended(self) -> None:
        self.over = True
        for told in tuple(self.streams.values()):
            told([])


class Visits:
    """By the number of the token."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.here: dict[int, Visit] = {}

    def come(self, token: Token, address: str, *, present: bool) -> Visit:
        """The visit of who has this token, who comes now if they are not here yet. `present`: somebody listens, so
        that whoever was away without a connection is back. Raises what entering does."""
        chat = self.engine.chat
        account = chat.world.accounts.numbers.get(token.account)
        if account is None:
            raise NoSuchToken(token.name)
        visit = self.here.get(token.number)
        if visit is None or visit.over or visit.inside.over or visit.inside.session.user is None:
            visit = self._enter(token, account, address, present=present)
        visit.used = self.engine.loop.time()
        return visit

    def check(self, session: Session) -> None:
        """Whether who comes from there may be here: a ban may mean an address. Raises BannedHere."""
        chat, user = self.engine.chat, session.me
        session.cloak = hosts.cloak(chat, session)
        banned.check(chat, session, user.source, user.account)

    def _enter(self, token: Token, account: Account, address: str, *, present: bool) -> Visit:
        chat = self.engine.chat
        visit = Visit(self.engine, token, address)
        user = chat.world.parties.get(account.party)
        name = user.name if user is not None else account.name
        realname = user.realname if user is not None else ""
        try:
            away = None if present else staying.UNSAID
            entering.enter(chat, visit.inside.session, name, account.name, realname, account=account, away=away)
        except BaseException:
            visit.inside.leave()
            raise
        self.here[token.number] = visit
        self.engine.loop.call_later(IDLE, self._look, visit)
        return visit

    def _look(self, visit: Visit) -> None:
        """Whoever has not asked for anything for a while, and listens to nothing, is not here any more."""
        if visit.over:
            self._forget(visit)
            return
        left = visit.used + IDLE - self.engine.loop.time()
        if not visit.streams and left <= 0:
            self._forget(visit)
            visit.inside.leave()
        else:
            self.engine.loop.call_later(max(left, 1.0) if left > 0 else IDLE, self._look, visit)

    def _forget(self, visit: Visit) -> None:
        if self.here.get(visit.token.number) is visit:
            del self.here[visit.token.number]
