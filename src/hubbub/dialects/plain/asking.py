"""Questions and what their answers do: the server's password, the name, recipient and text of a private message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hubbub.chat.accounts import Account
from hubbub.chat.refusals import BannedHere, Refusal, WrongPassword
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.accounts import accounts
from hubbub.commands.messages import messages
from hubbub.commands.moderation import access, invites
from hubbub.commands.people import entering
from hubbub.dialects import services
from hubbub.typed import grammar
from hubbub.typed.meanings import Place, Quit, Serve

from . import arriving, meeting, saying
from .screen import say
from .standing import Question, standing

TRIES = 3

Asked = Awaitable[None] | None


def greet(session: Session) -> None:
    """The first words, which end with a question."""
    policy = session.turn.policy
    standing(session).question = Question.PASSWORD if policy.password else Question.NAME
    say(session, f"Welcome to hubbub on {policy.server}. {_words(session)}")


def ask(session: Session) -> None:
    """Ask again."""
    say(session, _words(session))


def _words(session: Session) -> str:
    if standing(session).question is Question.PASSWORD:
        return "This server has a password. What is it?"
    return "What is your name?"


def answer(turn: Turn, session: Session, line: str) -> Asked:
    """Take the line as the answer to the question."""
    state = standing(session)
    question = state.question
    assert question is not None
    return ANSWERS[question](turn, session, line.strip(grammar.SPACES))


def password(turn: Turn, session: Session, given: str) -> None:
    state = standing(session)
    if _is_answered(turn, session, given) or not given:
        return
    try:
        access.check_password(turn, session, given)
    except WrongPassword:
        state.wrong_passwords += 1
        if state.wrong_passwords < TRIES:
            raise
        session.close("closed", f"The password was wrong {TRIES} times")
        return
    state.question = Question.NAME
    ask(session)


def name(turn: Turn, session: Session, given: str) -> Asked:
    if _is_answered(turn, session, given) or not given:
        return None
    meaning = grammar.read(given, Place.OUTSIDE) if given.startswith("/") else None
    if isinstance(meaning, Serve) and meaning.command == "reset":
        return _reset(turn, session, meaning.words or "")
    account = turn.world.accounts.named(given) if accounts.are_offered(turn, session) else None
    if account is not None and session.fingerprint in account.certificates:
        return _enter(turn, session, account)
    if account is not None:
        standing(session).name = account.name
        standing(session).question = Question.LOGIN
        say(session, f"The name {account.name} is registered. Password:")
        return None
    try:
        entering.enter(turn, session, given, realname=given)
    except BannedHere as refusal:
        session.close("closed", refusal.text)
        return None
    except Refusal as refusal:
        say(session, f"! {refusal.text}")
        say(session, "What is your name?")
        return None
    standing(session).question = None
    return arriving.arrive(turn, session)


async def login(turn: Turn, session: Session, given: str) -> None:
    state = standing(session)
    state.question = Question.NAME
    if _is_goodbye(session, given):
        return
    if not given:
        say(session, "What is your name?")
        return
    try:
        account = await accounts.authenticate(turn, session, state.name, given)
    except Refusal as refusal:
        say(session, f"! {refusal.text}")
        say(session, "What is your name?")
        return
    arrived = _enter(turn, session, account)
    if arrived is not None:
        await arrived


def _enter(turn: Turn, session: Session, account: Account) -> Asked:
    """Somebody has shown that the account is theirs."""
    try:
        entering.enter(turn, session, account.name, realname=account.name, account=account)
    except BannedHere as refusal:
        session.close("closed", refusal.text)
        return None
    except Refusal as refusal:
        say(session, f"! {refusal.text}")
        say(session, "What is your name?")
        return None
    standing(session).question = None
    return arriving.arrive(turn, session)


def recipient(turn: Turn, session: Session, given: str) -> None:
    state = standing(session)
    state.question = None
    if not given:
        say(session, "Nothing was sent.")
        return
    wanted = given.removeprefix("@").removesuffix(":")
    if turn.world.user(wanted) is None and turn.world.former.was_seen(wanted, turn.now) is None:
        raise messages.nobody(turn, wanted)
    state.recipient = wanted
    state.question = Question.TEXT
    say(session, "What is the message?")


def text(turn: Turn, session: Session, given: str) -> None:
    state = standing(session)
    state.question = None
    if given:
        saying.send_private(turn, session, state.recipient, given)
    else:
        say(session, "Nothing was sent.")


def ask_private(turn: Turn, session: Session, meaning: object) -> None:
    standing(session).question = Question.RECIPIENT
    say(session, "To whom? (Enter alone: to nobody)")


def _is_answered(turn: Turn, session: Session, given: str) -> bool:
    """No name begins with a slash, so who comes by an invitation can say so, and whoever wants to go can."""
    meaning = grammar.read(given, Place.OUTSIDE) if given.startswith("/") else None
    if not isinstance(meaning, Serve) or meaning.command != "invited":
        return _is_goodbye(session, given)
    try:
        room = invites.room_of(turn, invites.show(turn, session, meaning.words or ""))
    except Refusal as refusal:
        say(session, f"! {refusal.text}")
    else:
        say(session, f"You are invited{f' to {room.name[1:]}' if room else ''}.")
        if invites.admits(turn, session):
            standing(session).question = Question.NAME
    ask(session)
    return True


async def _reset(turn: Turn, session: Session, words: str) -> None:
    """Who has lost their password may have no other way in than the code that sets a new one."""
    try:
        for line in await services.serve(turn, session, services.SERVICES["reset"], words):
            say(session, line)
    except Refusal as refusal:
        say(session, f"! {refusal.text}")
    ask(session)


def _is_goodbye(session: Session, given: str) -> bool:
    """No name begins with a slash, so whoever wants to go can."""
    if not given.startswith("/") or not isinstance(grammar.read(given, Place.OUTSIDE), Quit):
        return False
    meeting.goodbye(session)
    return True


ANSWERS: dict[Question, Callable[[Turn, Session, str], Asked]] = {
    Question.PASSWORD: password,
    Question.NAME: name,
    Question.LOGIN: login,
    Question.RECIPIENT: recipient,
    Question.TEXT: text,
}
