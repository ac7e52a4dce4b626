"""Questions and what their answers do: the server's password, the name, recipient and text of a private message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BannedHere, DiskFull, PasswordInsecurely, Refusal, TooManyTries, WrongPassword
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import authentication
from hubbub.commands.guard import access, invited
from hubbub.commands.messages.conversations import nobody
from hubbub.commands.sessions import entering
from hubbub.dialects.refusals import sentence
from hubbub.dialects.services import serving
from hubbub.typed import grammar, sentences
from hubbub.typed.meanings import Place, Quit, Serve
from hubbub.typed.person import person
from hubbub.wire.sniff import is_command_word

from .messages import sending
from .people import arriving, who
from .screen import note, say, set_screen, show_prompt
from .state import Question, state_of
from .whereabouts import go_astray, place

TRIES = 3
GOODBYES = ("exit", "quit")  # in any case, from people who see no way out
NOTHING_SENT = "Nothing was sent."

Asked = Awaitable[None] | None


def greet(session: Session) -> None:
    """The first words, which end with a question."""
    policy = session.chat.policy
    state_of(session).question = Question.PASSWORD if policy.password else Question.NAME
    say(session, f"Welcome to hubbub on {policy.server}. {_words(session)}")


def ask(session: Session) -> None:
    """Ask again."""
    say(session, _words(session))


def _words(session: Session) -> str:
    if state_of(session).question is Question.PASSWORD:
        if not session.secure:
            return sentences.PASSWORD_INSECURELY
        return "This server has a password. What is it?"
    return "What is your name?"


def answer(chat: Chat, session: Session, line: str) -> Asked:
    """Take the line as the answer to the question."""
    state = state_of(session)
    question = state.question
    assert question is not None
    return ANSWERS[question](chat, session, line.strip(grammar.SPACES))


def password(chat: Chat, session: Session, given: str) -> None:
    state = state_of(session)
    if _is_answered(chat, session, given) or not given:
        return
    try:
        access.check_password(chat, session, given)
    except (PasswordInsecurely, TooManyTries) as refusal:
        session.close("closed", sentence(refusal))
        return
    except WrongPassword:
        state.wrong_passwords += 1
        if state.wrong_passwords < TRIES:
            raise
        session.close("closed", f"The password was wrong {TRIES} times")
        return
    state.question = Question.NAME
    ask(session)


def name(chat: Chat, session: Session, given: str) -> Asked:
    if _is_answered(chat, session, given) or not given:
        return None
    meaning = grammar.read(given, Place.OUTSIDE) if given.startswith("/") else None
    if isinstance(meaning, Serve) and meaning.command == "reset":
        return _reset(chat, session, meaning.words or "")
    account = chat.world.accounts.named(given) if authentication.are_offered(chat, session) else None
    if account is None and (is_command_word(given) or given.lower() in GOODBYES):
        _refuse_name(session, _no_name(given))
        return None
    if account is not None and session.fingerprint in account.certificates:
        return _enter(chat, session, account.name, account)
    if account is not None:
        state_of(session).name = account.name
        state_of(session).question = Question.LOGIN
        say(session, f"The name {account.name} is registered. Password:")
        return None
    return _enter(chat, session, given)


async def login(chat: Chat, session: Session, given: str) -> None:
    state = state_of(session)
    state.question = Question.NAME
    if _is_goodbye(session, given):
        return
    if not given:
        say(session, "What is your name?")
        return
    try:
        account = await authentication.authenticate(chat, session, state.name, given)
    except Refusal as refusal:
        _refuse_name(session, sentence(refusal))
        return
    arrived = _enter(chat, session, account.name, account)
    if arrived is not None:
        await arrived


def _no_name(given: str) -> str:
    """Why what was said alone is nobody's name."""
    if given.lower() in GOODBYES:
        return "To leave, type /quit"
    if given.lower() == "help":
        return "Your name comes first; then /help tells what can be done here."
    return f"{given} is a command of another protocol, and nobody's name here."


def _refuse_name(session: Session, why: str) -> None:
    """Ask for another one."""
    say(session, f"! {why}")
    say(session, "What is your name?")


def _enter(chat: Chat, session: Session, name: str, account: Account | None = None) -> Asked:
    """Let them in by that name, or ask for another one. `account`: they have shown that it is theirs."""
    try:
        entering.enter(chat, session, name, realname=name, account=account)
    except BannedHere as refusal:
        session.close("closed", sentence(refusal))
        return None
    except DiskFull:
        return _enter_later(chat, session, name, account)
    except Refusal as refusal:
        _refuse_name(session, sentence(refusal))
        return None
    state_of(session).question = None
    return arriving.arrive(chat, session)


async def _enter_later(chat: Chat, session: Session, name: str, account: Account | None) -> None:
    """When there is space to keep that they are here, if the account is theirs still. What they say meanwhile comes
    behind that."""
    logouts = account.logouts if account is not None else 0
    await chat.space(session)
    if account is not None and not authentication.is_logged_in(chat, account, logouts):
        ask(session)
    elif (arrived := _enter(chat, session, name, account)) is not None:
        await arrived


def recipient(chat: Chat, session: Session, given: str) -> None:
    state = state_of(session)
    state.question = None
    if not given:
        say(session, NOTHING_SENT)
        return
    wanted = person(given)
    if chat.world.user(wanted) is None and chat.world.whowas.was_seen(wanted, chat.aged()) is None:
        first, _, more = wanted.replace("\t", " ").partition(" ")  # behind it a password may stand: it is kept nowhere
        go_astray(session, first, asking=False)
        raise nobody(chat, session.me, f"{first} …" if more else first)
    state.recipient = wanted
    state.question = Question.TEXT
    say(session, "What is the message?")


def text(chat: Chat, session: Session, given: str) -> None:
    state = state_of(session)
    state.question = None
    if not given:
        say(session, NOTHING_SENT)
        return
    try:
        sending.send_private(chat, session, state.recipient, given)
    except Refusal:
        go_astray(session, state.recipient, asking=False)
        raise


def ask_private(chat: Chat, session: Session, meaning: object) -> None:
    state_of(session).question = Question.RECIPIENT
    say(session, "To whom? (Enter alone: to nobody)")


def interrupted(session: Session) -> None:
    """Ctrl-C in a telnet client: the line that was begun is forgotten, and so is a question about a message."""
    state = state_of(session)
    if state.question in (Question.RECIPIENT, Question.TEXT):
        state.question = None
        set_screen(session, prompted=False)
        say(session, NOTHING_SENT)
        if place(session) is Place.OUTSIDE:
            show_prompt(session)
    else:
        (note if session.user else say)(session, sentences.INTERRUPTED)


def _is_answered(chat: Chat, session: Session, given: str) -> bool:
    """No name begins with a slash, so who comes by an invitation can say so, and whoever wants to go can."""
    meaning = grammar.read(given, Place.OUTSIDE) if given.startswith("/") else None
    if not isinstance(meaning, Serve) or meaning.command != "invited":
        return _is_goodbye(session, given)
    try:
        room = invited.room_of(chat, invited.show(chat, session, meaning.words or ""))
    except Refusal as refusal:
        say(session, f"! {sentence(refusal)}")
    else:
        say(session, f"You are invited{f' to {room.name[1:]}' if room else ''}.")
        if invited.admits(chat, session):
            state_of(session).question = Question.NAME
    ask(session)
    return True


async def _reset(chat: Chat, session: Session, words: str) -> None:
    """Who has lost their password may have no other way in than the code that sets a new one."""
    try:
        for line in await serving.serve(chat, session, "reset", words):
            say(session, line)
    except Refusal as refusal:
        say(session, f"! {sentence(refusal)}")
    ask(session)


def _is_goodbye(session: Session, given: str) -> bool:
    """No name begins with a slash, so whoever wants to go can."""
    if not given.startswith("/") or not isinstance(grammar.read(given, Place.OUTSIDE), Quit):
        return False
    who.goodbye(session)
    return True


ANSWERS: dict[Question, Callable[[Chat, Session, str], Asked]] = {
    Question.PASSWORD: password,
    Question.NAME: name,
    Question.LOGIN: login,
    Question.RECIPIENT: recipient,
    Question.TEXT: text,
}
