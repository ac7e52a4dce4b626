"""Operators of the server: who becomes one, and what only they may do. Each act is an event for the server's log."""

from __future__ import annotations

from hubbub.chat.events import OperatorActed, UserKilled, UserModesChanged, Wallops
from hubbub.chat.policy import Operator, Policy
from hubbub.chat.ports import Control
from hubbub.chat.refusals import NobodyNamed, NoOperators, NoText, WrongOperatorPassword
from hubbub.chat.rights import Action
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation.actors import actor, note
from hubbub.commands.people import presence
from hubbub.irc.modes import Change

WAIT_MS = 10_000  # before a connection may try another password


async def become(turn: Turn, session: Session, name: str, password: str) -> None:
    """Be an operator from now on. Raises NoOperators or WrongOperatorPassword."""
    known = turn.policy.operators
    if not known:
        raise NoOperators
    if turn.now < session.wait_until:
        raise WrongOperatorPassword(seconds=str((session.wait_until - turn.now + 999) // 1000))
    assert turn.passwords is not None
    wanted = _named(turn, name)
    # A name that nobody has takes as long as a wrong password.
    fits = await turn.after(session, turn.passwords.fit((wanted or known[0]).password, password))
    user = session.user
    assert user is not None
    if not fits or wanted is None or _named(turn, name) != wanted:
        session.wait_until = turn.now + WAIT_MS
        turn.emit(OperatorActed(turn.now, user.source, name, "OPER", refused=True))
        raise WrongOperatorPassword(seconds=str(WAIT_MS // 1000))
    turn.emit(OperatorActed(turn.now, user.source, name, "OPER", face=session.dialect.name, login=user.account))
    turn.emit(UserModesChanged(turn.now, user.source, (Change(True, "o"),), name), session)


def kill(turn: Turn, session: Session, name: str, comment: str) -> None:
    """End somebody's connections. Raises NotServerOperator or NobodyNamed."""
    operator = actor(session, Action.KILL)
    victim = turn.world.user(name)
    if victim is None:
        raise NobodyNamed(name)
    note(turn, operator, "KILL", victim.name, comment)
    told = UserKilled(turn.now, operator.source, victim.name, comment, bot=operator.bot, login=operator.login)
    turn.emit(told)
    words = f"Killed ({operator.name} ({comment}))"
    connections = tuple(victim.sessions)
    presence.go(turn, victim, "killed", words)
    for connection in connections:
        connection.close("killed", words)


def tell_all(turn: Turn, session: Session, text: str) -> None:
    """Say something to all who want to hear operators. Raises NotServerOperator or NoText."""
    operator = actor(session, Action.TELL_ALL)
    if not text:
        raise NoText
    note(turn, operator, "WALLOPS")
    turn.emit(Wallops(turn.now, operator.source, text), session)


def rehash(turn: Turn, session: Session) -> list[str]:
    """Read the settings again; what is wrong with them comes back in lines. Raises NotServerOperator."""
    operator = actor(session, Action.RUN_SERVER)
    note(turn, operator, "REHASH")
    return _control(turn).rehash()


def end(turn: Turn, session: Session, *, restart: bool) -> None:
    """Stop the server, or let it begin anew. Raises NotServerOperator."""
    operator = actor(session, Action.RUN_SERVER)
    note(turn, operator, "RESTART" if restart else "DIE")
    _control(turn).end(restart=restart)


def follow(turn: Turn, policy: Policy) -> None:
    """From now on these are the rules; who is no operator any more loses the mode."""
    turn.policy = policy
    known = {operator.name for operator in policy.operators}
    for user in turn.world.with_mode("o"):
        account = turn.world.accounts.of_party(user.party)
        by_account = account is not None and account.operator and account.name == user.operator_name
        if user.operator_name not in known and not by_account:
            turn.emit(UserModesChanged(turn.now, user.source, (Change(False, "o"),)))


def _named(turn: Turn, name: str) -> Operator | None:
    return next((operator for operator in turn.policy.operators if operator.name == name), None)


def _control(turn: Turn) -> Control:
    assert turn.control is not None
    return turn.control
