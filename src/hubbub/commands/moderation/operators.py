"""Operators of the server: who becomes one, and what only they may do. Each act is an event for the server's log."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import OperatorActed, ServerSaid, UserKilled, UserModesChanged, Wallops
from hubbub.chat.limits.policy import Operator, Policy
from hubbub.chat.refusals import NobodyHere, NoOperators, NoSuchRoom, NoText, NotSecure, WrongOperatorPassword
from hubbub.chat.rights import Action
from hubbub.chat.world.session import Session
from hubbub.commands.guard import access
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.guard.guessing import wrong
from hubbub.commands.sessions import staying
from hubbub.irc.modes import Change
from hubbub.wire.truncate import cut


async def become(chat: Chat, session: Session, name: str, password: str) -> None:
    """Be an operator from now on. Raises NoOperators, NotSecure or WrongOperatorPassword."""
    known = chat.policy.operators
    if not known:
        raise NoOperators
    if not session.secure:
        raise NotSecure
    guesses = chat.world.local.guesses
    wait = guesses.wait_for_operator(session.address, name, chat.clock)
    if wait:
        raise WrongOperatorPassword(seconds=str((wait + 999) // 1000))
    guesses.begin_operator(session.address, name, chat.clock)
    wanted = _named(chat, name)
    # A name that nobody has takes as long as a wrong password.
    fits = await chat.after(session, chat.services.passwords.fit((wanted or known[0]).password, password))
    user = session.me
    if not fits or wanted is None or _named(chat, name) != wanted:
        chat.emit(OperatorActed(at=chat.now, source=user.source, operator=name, command="OPER", refused=True))
        wrong(chat, session, name, "operator password")
        wait = guesses.wait_for_operator(session.address, name, chat.clock)
        raise WrongOperatorPassword(seconds=str((wait + 999) // 1000))
    guesses.succeed_operator(session.address, name)
    chat.emit(
        OperatorActed(
            at=chat.now,
            source=user.source,
            operator=name,
            command="OPER",
            face=session.dialect.name,
            login=user.account,
        )
    )
    chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=(Change(True, "o"),), operator=name), session)


def kill(chat: Chat, session: Session, name: str, comment: str) -> None:
    """End somebody's connections. Raises NotServerOperator or NobodyHere."""
    operator = actor(session, Action.KILL)
    victim = chat.world.user(name)
    if victim is None:
        raise NobodyHere(name)
    note(chat, operator, "KILL", victim.name, comment)
    told = UserKilled(
        at=chat.now, source=operator.source, name=victim.name, text=comment, bot=operator.bot, login=operator.login
    )
    chat.emit(told)
    words = f"Killed ({operator.name} ({comment}))"
    connections = tuple(victim.sessions)
    staying.go(chat, victim, "killed", words)
    for connection in connections:
        connection.close("killed", words)


def tell_all(chat: Chat, session: Session, text: str) -> None:
    """Say something to all who want to hear operators. Raises NotServerOperator or NoText."""
    operator = actor(session, Action.TELL_ALL)
    if not text:
        raise NoText
    note(chat, operator, "WALLOPS")
    chat.emit(Wallops(at=chat.now, source=operator.source, text=text), session)


def say(chat: Chat, session: Session, target: str, text: str) -> None:
    """Let the server say something to somebody, to a room, or ("") to everybody.

    Raises NotServerOperator, NoText, NoSuchRoom, NobodyHere.
    """
    operator = actor(session, Action.TELL_ALL)
    if not text:
        raise NoText
    if target.startswith("#"):
        room = chat.world.room(target)
        if room is None:
            raise NoSuchRoom(target)
        target = room.name
    elif target:
        user = chat.world.user(target)
        if user is None:
            raise NobodyHere(target)
        target = user.name
    note(chat, operator, "SAY", target, text)
    chat.emit(ServerSaid(at=chat.now, server=chat.policy.server, target=target, text=cut(text)))


async def rehash(chat: Chat, session: Session) -> list[str]:
    """Read the settings again; what is wrong with them comes back in lines. Raises NotServerOperator, Ended."""
    operator = actor(session, Action.RUN_SERVER)
    note(chat, operator, "REHASH")
    return await chat.after(session, chat.services.control.rehash())


def end(chat: Chat, session: Session, *, restart: bool) -> None:
    """Stop the server, or let it begin anew. Raises NotServerOperator."""
    operator = actor(session, Action.RUN_SERVER)
    note(chat, operator, "RESTART" if restart else "DIE")
    chat.services.control.end(restart=restart)


def follow(chat: Chat, policy: Policy) -> None:
    """From now on these are the rules; who is no operator any more loses the mode."""
    chat.policy = policy
    access.tell_offers(chat)
    known = {operator.name for operator in policy.operators}
    for user in chat.world.with_mode("o"):
        account = chat.world.accounts.of_party(user.party)
        by_account = account is not None and account.operator and account.name == user.operator_name
        if user.operator_name not in known and not by_account:
            chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=(Change(False, "o"),)))


def _named(chat: Chat, name: str) -> Operator | None:
    return next((operator for operator in chat.policy.operators if operator.name == name), None)
