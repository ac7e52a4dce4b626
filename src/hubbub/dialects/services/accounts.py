"""`/account` and `/reset`: one's own account, and what operators do about those of others."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.names import fold
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation.bans import ACCOUNT as ACCOUNT_BAN
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import deletion, enrolling, exports, renaming, reset_codes
from hubbub.commands.moderation import appointments
from hubbub.commands.sessions import staying
from hubbub.typed import help
from hubbub.typed.durations import moment
from hubbub.typed.person import person
from hubbub.wire.numbers import LARGEST, whole

from . import bans
from .record import Row, row
from .service import Answer, Run, Service, Words, counted, typed

STAYS = "You stay in your rooms while none of your devices is connected, for {days} days."


def _account(chat: Chat, session: Session, words: Words) -> Answer | Awaitable[Answer | None] | None:
    if not words and not session.console:
        return _own_account(chat, session)
    if not words or words[0].lower() not in ACCOUNT:
        return None
    command, text = words[0].lower(), words[1] if len(words) > 1 else ""
    return ACCOUNT[command](chat, session, text.rsplit(maxsplit=1) if command == "delete" else text.split())


def _own_account(chat: Chat, session: Session) -> Answer:
    """Which one it is, and what can be done with it; for a guest, how to get one."""
    user = session.user
    account = chat.world.accounts.of_party(user.party) if user else None
    if account is None:
        return [
            typed(session, "You have no account here, or are not logged in: /register PASSWORD, /login NAME PASSWORD")
        ]
    days = chat.policy.stay_days
    stays = STAYS.format(days=days) if account.stays else "You leave your rooms with your last device."
    sentence = f"You are logged in as {account.name}. {stays}"
    return [
        row("own_account", sentence, name=account.name, stays=account.stays, days=days),
        *(typed(session, way) for way in help.ways("account")),
    ]


def _delete(chat: Chat, session: Session, words: Words) -> Awaitable[Answer | None] | Answer | None:
    """The password of one's own account, at the console the name of anybody's; then what becomes of the messages."""
    if len(words) != 2 or words[1].lower() not in ("erase", "keep"):
        return None
    erase = words[1].lower() == "erase"
    if not session.console:
        return _delete_mine(chat, session, words[0], erase=erase)
    return _delete_named(chat, session, person(words[0]), erase=erase)


async def _delete_mine(chat: Chat, session: Session, password: str, *, erase: bool) -> Answer:
    return _deleted(chat, await deletion.delete(chat, session, password, erase=erase), erase=erase)


async def _delete_named(chat: Chat, session: Session, name: str, *, erase: bool) -> Answer:
    return _deleted(chat, await deletion.delete_named(chat, session, name, erase=erase), erase=erase)


def _deleted(chat: Chat, account: Account, *, erase: bool) -> Answer:
    until = moment(chat.world.accounts.rests_until(account.name, chat.aged()))
    said = "What was said by it is gone, and is now being erased." if erase else "What was said by it stays."
    return [f"The account {account.name} is deleted. {said} Nobody can have the name until {until}."]


def _appoint(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case [name] | [name, "on"]:
            return [
                f"{appointments.appoint(chat, session, name, operator=True).name} is an operator of this server now."
            ]
        case [name, "off"]:
            account = appointments.appoint(chat, session, name, operator=False)
            return [f"{account.name} is no operator of this server any more."]
    return None


async def _enrol(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) != 1:
        return None
    account, password = await enrolling.enrol(chat, session, words[0])
    return [
        row(
            "new_account",
            f"There is an account {account.name} now. Its password is {password}",
            name=account.name,
            password=password,
        ),
        typed(session, f"Hand it to {account.name}, who can log in with it, and change it: /register NEW-PASSWORD"),
    ]


def _accounts(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    found, here, now = enrolling.listed(chat, session), chat.world.parties, chat.now
    if not found:
        return ["There are no accounts."]
    times = (now if account.party in here else 0 for account in found)
    return (_listed(account, at, suspended=_suspended(chat, account)) for account, at in zip(found, times, strict=True))


def _suspended(chat: Chat, account: Account) -> bool:
    """Whether nobody is let in by it now."""
    ban = chat.world.bans.get(fold(f"{ACCOUNT_BAN}{account.name}"))
    return ban is not None and ban.holds(chat.over_by)


def _listed(account: Account, now: int, *, suspended: bool) -> Row:
    """`now`: the time, 0 when its owner is not in here."""
    seen = now or account.seen_at
    never = seen <= account.created
    when = "is here" if now else "has not been here since it was made" if never else f"was here last at {moment(seen)}"
    address = f" ({account.email})" if account.email else ""
    sentence = f"{account.name}{address}{', an operator of this server,' * account.operator} {when}"
    return row(
        "account", sentence, name=account.name, seen=seen, operator=account.operator, here=bool(now),
        suspended=suspended,
    )  # fmt: skip


def _show(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) != 1:
        return None
    account = enrolling.named(chat, session, person(words[0]))
    here, user = account.party in chat.world.parties, chat.world.parties.get(account.party)
    banned = _suspended(chat, account)
    known = chat.world.api_tokens.of(account.number)
    rooms = sorted(room.name for room in user.rooms) if user else []
    where = f"in {', '.join(rooms) or 'no room'}{'; suspended' * banned}"
    listed = _listed(account, chat.now if here else 0, suspended=banned)
    sentence = (
        f"{listed}; made {moment(account.created)}; {counted(len(known), 'token')}, "
        f"{counted(len(account.certificates), 'certificate')}; {where}"
    )
    return [
        row(
            "account", sentence, name=account.name, seen=chat.now if here else account.seen_at,
            operator=account.operator, here=here, created=account.created, email=account.email, suspended=banned,
            tokens=len(known), certificates=len(account.certificates), rooms=rooms,
        )
    ]  # fmt: skip


async def _rename(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case [name, new]:
            account, before = await renaming.rename(chat, session, name, new)
            until = chat.world.accounts.rests_until(before, chat.aged())
            rests = f" Nobody else can have the name {before} until {moment(until)}." if until else ""
            return [f"The account {before} is called {account.name} now.{rests} Its owner logs in by the new name."]
    return None


async def _suspend(chat: Chat, session: Session, words: Words) -> Answer | None:
    """A ban from the server of whoever is logged in to it."""
    if not words:
        return None
    account = enrolling.named(chat, session, person(words[0]))
    return await bans.uban(chat, session, ["add!", f"{ACCOUNT_BAN}{account.name}", *words[1:]])


async def _unsuspend(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) != 1:
        return None
    account = enrolling.named(chat, session, person(words[0]))
    return await bans.uban(chat, session, ["del", f"{ACCOUNT_BAN}{account.name}"])


def _stay(chat: Chat, session: Session, words: Words) -> Answer | None:
    match [word.lower() for word in words]:
        case ["on"]:
            staying.choose(chat, session, stay=True)
            days = chat.policy.stay_days
            return [
                STAYS.format(days=days) if days else "You would stay in your rooms, but on this server nobody does."
            ]
        case ["off"]:
            staying.choose(chat, session, stay=False)
            return ["You leave your rooms when your last device disconnects."]
    return None


def _make_code(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case [name]:
            account, code = reset_codes.make_code(chat, session, name)
            return [
                row(
                    "reset_code",
                    typed(session, f"For {account.name}, once, within a day: /reset {account.name} {code} NEWPASSWORD"),
                    name=account.name,
                    code=code,
                ),
                "The code is shown only now; give it to nobody else.",
            ]
    return None


def _reset(chat: Chat, session: Session, words: Words) -> Awaitable[Answer | None] | None:
    return _set_anew(chat, session, *words) if len(words) == 3 else None


async def _set_anew(chat: Chat, session: Session, name: str, code: str, password: str) -> Answer:
    account = await reset_codes.reset(chat, session, name, code, password)
    if session.user is None:
        return [f"The password of {account.name} is set. Log in with it."]
    return [typed(session, f"The password of {account.name} is set. Log in with it: /login {account.name} PASSWORD")]


def _export(chat: Chat, session: Session, words: Words) -> Awaitable[Answer | None] | Answer | None:
    """At the console a part of somebody's, and in the last line what to add to the command for the next one."""
    match words:
        case [] if not session.console:
            url = chat.services.public_address().url
            local = url.startswith("http://localhost")
            link = f"{url if local else url.replace('http:', 'https:', 1)}/export/{exports.offer(chat, session)}"
            said = "Everything that is kept of yours, as lines of JSON; once, in the next ten minutes:"
            return [said, row("export", link, link=link)]
        case [name] if session.console:
            return _part(chat, exports.named(chat, session, name), exports.BEGINNING)
        case [name, conversation, after] if session.console:
            of, behind = whole(conversation, LARGEST), whole(after, LARGEST)
            if of is not None and behind is not None:
                return _part(chat, exports.named(chat, session, name), exports.Position(of, behind))
    return None


async def _part(chat: Chat, account: Account, place: exports.Position) -> Answer:
    lines, following = await exports.part(chat, account, place)
    return [*lines, f"{following.conversation} {following.after}" if following else "0 0"]


ACCOUNT: dict[str, Run] = {
    "add": _enrol,
    "delete": _delete,
    "export": _export,
    "list": _accounts,
    "operator": _appoint,
    "rename": _rename,
    "reset": _make_code,
    "show": _show,
    "suspend": _suspend,
    "unsuspend": _unsuspend,
    "stay": _stay,
}
SERVICES: dict[str, Service] = {"account": Service(_account, rest=1), "reset": Service(_reset, rest=2)}
