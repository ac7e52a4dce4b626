"""SASL (IRCv3 sasl-3.1, sasl-3.2) and draft/account-registration."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress

from hubbub.chat.chat import Chat
from hubbub.chat.limits.policy import Policy
from hubbub.chat.refusals import AccountExists, NameTaken, Refusal
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import authentication, certificates, passwords
from hubbub.commands.guard import access, guessing
from hubbub.commands.people import hosts
from hubbub.commands.sessions import entering
from hubbub.dialects.irc.lines import from_server, numeric, numeric_line, shortened, standard_reply
from hubbub.dialects.irc.state import Sasl, state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n
from hubbub.irc import scram
from hubbub.irc.caps import BY_CERTIFICATE, MECHANISMS, Cap
from hubbub.wire.message import Message

CHUNK = 400  # bytes of base64 in one AUTHENTICATE (sasl-3.1)
LONGEST = 8 * 1024  # bytes of base64 in one response


class Failed(Exception):
    """The exchange has ended with 904, for this reason."""


def authenticate(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    data, state = message.params[0], state_of(session)
    if not authentication.are_offered(chat, session):
        _fail(session, "Passwords are only taken over TLS; connect to the same port with TLS")
    elif not Cap.SASL.value & state.enabled:
        _fail(session, "Ask for the capability sasl first")
    elif data == "*":
        abort(session)
    elif len(data) > CHUNK:
        state.sasl = None
        numeric(session, n.ERR_SASLTOOLONG, "SASL message too long")
    elif state.sasl is None:
        _begin(session, data.upper())
    else:
        return _receive(chat, session, state.sasl, data)
    return None


def abort(session: Session) -> None:
    """ "The client can abort an authentication by sending an asterisk as the data" (sasl-3.1); CAP END does, too."""
    state_of(session).sasl = None
    numeric(session, n.ERR_SASLABORTED, "SASL authentication aborted")


def mechanisms(session: Session) -> tuple[str, ...]:
    """What this connection can log in by: EXTERNAL only where there is a certificate."""
    return BY_CERTIFICATE if session.fingerprint else MECHANISMS


def _begin(session: Session, mechanism: str) -> None:
    offered = mechanisms(session)
    if mechanism not in offered:
        numeric(session, n.RPL_SASLMECHS, ",".join(offered), "are available SASL mechanisms")
        _fail(session, "SASL authentication failed")
        return
    state_of(session).sasl = Sasl(mechanism)
    session.answer(b"AUTHENTICATE +")


def _receive(chat: Chat, session: Session, sasl: Sasl, data: str) -> Awaitable[None] | None:
    """ "If the last chunk was exactly 400 bytes long, it must also be followed by AUTHENTICATE +" (sasl-3.1)."""
    sasl.received += data if data != "+" else ""
    if len(sasl.received) > LONGEST:  # 905 is for one line that is too long
        _fail(session, "SASL authentication failed: the response is too long")
        return None
    if len(data) == CHUNK:
        return None
    try:
        response, sasl.received = b64decode(sasl.received, validate=True), ""
    except ValueError:
        _fail(session, "That is not base64")
        return None
    return _step(chat, session, sasl, response)


async def _step(chat: Chat, session: Session, sasl: Sasl, response: bytes) -> None:
    try:
        account = await STEPS[sasl.mechanism](chat, session, sasl, response)
        if account is not None:
            await _succeed(chat, session, account)
    except Failed:
        _fail(session, "SASL authentication failed")
    except scram.BadExchange:
        _fail(session, "SASL authentication failed")
    except Refusal as refusal:
        _fail(session, sentence(refusal))


async def _plain(chat: Chat, session: Session, sasl: Sasl, response: bytes) -> Account:
    """ "message = [authzid] UTF8NUL authcid UTF8NUL passwd" (RFC 4616, section 2)."""
    try:
        wanted, name, password = response.decode().split("\0")
    except ValueError:
        raise Failed from None
    known = chat.world.accounts
    if not name or not password or (wanted and known.named(wanted) is not known.named(name)):
        raise Failed
    return await authentication.authenticate(chat, session, name, password)


async def _scram(chat: Chat, session: Session, sasl: Sasl, response: bytes) -> Account | None:
    if sasl.proved is not None:
        if response or sasl.account is None or not authentication.is_logged_in(chat, sasl.account, sasl.proved):
            raise Failed
        chat.world.local.guesses.succeed(session.address, sasl.fold)
        return sasl.account
    if sasl.exchange is None:
        _challenge(chat, session, sasl, scram.First(response))
        return None
    known = sasl.account.credentials if sasl.account else None
    last = sasl.exchange.finish(response, known.stored_key if known else b"", known.server_key if known else b"")
    sasl.proved = sasl.account.logouts if sasl.account else 0
    _say(session, last)
    return None


def _challenge(chat: Chat, session: Session, sasl: Sasl, first: scram.First) -> None:
    """The account's salt, or for an unknown one a salt that is always the same."""
    known = chat.world.accounts
    sasl.fold = guessing.begin_try(chat, session, first.name)
    sasl.account = known.named(first.name)
    if first.wanted and known.named(first.wanted) is not sasl.account:
        raise Failed
    salt, iterations = scram.made_up_salt(known.salt_key, sasl.fold), scram.ITERATIONS
    if sasl.account is not None:
        salt, iterations = sasl.account.credentials.salt, sasl.account.credentials.iterations
    sasl.exchange = scram.Exchange(first, chat.services.secret(), salt, iterations)
    _say(session, sasl.exchange.challenge.encode())


async def _external(chat: Chat, session: Session, sasl: Sasl, response: bytes) -> Account:
    """ "If the authorization identity is the empty string, the server derives it from the client's" certificate;
    otherwise it must be that account's name (RFC 4422, appendix A)."""
    account = certificates.owner(chat, session)
    if response and chat.world.accounts.named(response.decode(errors="replace")) is not account:
        raise Failed
    return account


STEPS: dict[str, Callable[[Chat, Session, Sasl, bytes], Awaitable[Account | None]]] = {
    "SCRAM-SHA-256": _scram,
    "PLAIN": _plain,
    "EXTERNAL": _external,
}


async def _succeed(chat: Chat, session: Session, account: Account) -> None:
    """Before registration the account is kept for it; "at any time" after it (sasl-3.2), it changes hands at once.

    The client hears of its success before it hears what comes of it: NICK, ACCOUNT, 396.
    """
    state, user = state_of(session), session.user
    changes = user is not None and user.number != account.number
    if changes:
        authentication.check_become(chat, session, account)
    state.sasl = None
    tell_logged_in(session, account)
    numeric(session, n.RPL_SASLSUCCESS, "SASL authentication successful")
    if user is None:
        state.account, state.logouts = account, account.logouts
    elif changes:
        await authentication.become(chat, session, account)
    if user is not None and session.user is user and user.number == account.number:
        owner = chat.world.accounts.owner(user.name)
        if owner is not None and owner is not account:
            with suppress(Refusal):
                entering.rename(chat, session, account.name)


def _fail(session: Session, text: str) -> None:
    state_of(session).sasl = None
    numeric(session, n.ERR_SASLFAIL, text)


def _say(session: Session, data: bytes) -> None:
    text = b64encode(data)
    for start in range(0, len(text) + 1, CHUNK):
        session.answer(b"AUTHENTICATE " + (text[start : start + CHUNK] or b"+"))


def tell_logged_in(session: Session, account: Account) -> None:
    """RPL_LOGGEDIN, before registration or after it."""
    user, state = session.user, state_of(session)
    host = hosts.host_of(session.chat, session, account.name)
    source = user.source if user else f"{state.nick or '*'}!{state.username or '*'}@{host}"
    numeric(session, n.RPL_LOGGEDIN, source, account.name, f"You are now logged in as {account.name}")


def logged_out_line(session: Session, source: str) -> bytes:
    """RPL_LOGGEDOUT, to who was `source` (nick!user@host) until then."""
    return numeric_line(session, n.RPL_LOGGEDOUT, source, "You are now logged out")


# draft/account-registration


def registration_value(policy: Policy) -> str:
    """What CAP LS says of REGISTER."""
    flags = {"before-connect": policy.register_early, "email-required": policy.require_email}
    lengths = (f"min-password-length={policy.shortest_password}", f"max-password-length={passwords.LONGEST}")
    return ",".join([*(flag for flag, on in flags.items() if on), *lengths])


def _is_too_early(session: Session, command: str) -> bool:
    """Whether accounts are only made by those who have come in, and this one has not; they are told so."""
    if session.user is not None or session.chat.policy.register_early:
        return False
    text = "Come in first; accounts are made here by those who are in the chat"
    standard_reply(session, "FAIL", command, "COMPLETE_CONNECTION_REQUIRED", text=text)
    return True


async def register(chat: Chat, session: Session, message: Message) -> None:
    """REGISTER <account> <email> <password>: the account is that of the name one has.

    Behind the password the address may stand, too, as it is typed in clients that ask for none.
    """
    if _is_too_early(session, "REGISTER"):
        return
    wanted, email, password = message.params[:3]
    state, user = state_of(session), session.user
    name = user.name if user else state.nick
    about = shortened(name or wanted)
    if not name:
        standard_reply(session, "FAIL", "REGISTER", "NEED_NICK", "*", text="Give a name with NICK first")
        return
    if wanted not in ("*", name):
        text = "An account has the name that you have; take that name first"
        standard_reply(session, "FAIL", "REGISTER", "ACCOUNT_NAME_MUST_BE_NICK", shortened(wanted), text=text)
        return
    if state.account is not None or (user is not None and user.account):
        standard_reply(session, "FAIL", "REGISTER", "ALREADY_AUTHENTICATED", about, text="You are logged in already")
        return

    def told(account: Account) -> None:
        """ "Afterward, the client is assumed to be authenticated" as by SASL: 900 before what comes of it."""
        if session.user is None:
            state.account, state.logouts = account, account.logouts
        from_server(session, "REGISTER", "SUCCESS", account.name, "The account is made, and you are logged in")
        tell_logged_in(session, account)

    try:
        if user is None:
            access.check_password(chat, session, state.password)
        await authentication.register(chat, session, password, name, email.removeprefix("*"), told=told)
    except NameTaken as refusal:
        standard_reply(session, "FAIL", "REGISTER", AccountExists.code, about, text=sentence(refusal))
    except Refusal as refusal:
        standard_reply(session, "FAIL", "REGISTER", refusal.code, about, text=sentence(refusal))


def verify(chat: Chat, session: Session, message: Message) -> None:
    """No account waits for a code here, so no code is right."""
    if _is_too_early(session, "VERIFY"):
        return
    state, user = state_of(session), session.user
    if state.account is not None or (user is not None and user.account):
        about = shortened(message.params[0])
        standard_reply(session, "FAIL", "VERIFY", "ALREADY_AUTHENTICATED", about, text="You are logged in already")
        return
    text = "There is nothing to verify: accounts are made at once"
    standard_reply(session, "FAIL", "VERIFY", "INVALID_CODE", shortened(message.params[0]), text=text)


VERBS: dict[str, Verb] = {
    "AUTHENTICATE": Verb(authenticate, "AUTHENTICATE <data>", "Log in by SASL.", params=1, early=True),
    "REGISTER": Verb(
        register, "REGISTER <account> <email|*> <password>", "Make an account.", params=3, early=True, cost=2
    ),
    "VERIFY": Verb(verify, "VERIFY <account> <code>", "End a registration.", params=2, early=True),
}
