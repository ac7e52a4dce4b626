"""What the server understands by itself, the same in every dialect: words in, sentences out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import isawaitable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import deletion, devices, enrolling, exports, reset_codes
from hubbub.commands.moderation import appointments, operators
from hubbub.commands.sessions import staying
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed.durations import DAY, moment

from . import audit, bans, certificates, invites, lockdown, privacy, reports

KINDS = {"irc": "IRC", "plain": "plain text"}

STAYS = "You stay in your rooms while none of your devices is connected, for {days} days."
DELETE = "/account delete password keep|erase"

Words = list[str]
Answer = list[str]


class Misunderstood(OwnRefusal):
    code = "NEED_MORE"
    sentence = "That is not complete. Type it like this: {about}"


class Service(msgspec.Struct, frozen=True):
    """`run` gets the words after the command; None from it: they do not fit `usage`.

    The last of them may be a password, which is `rest` words in, and has its spaces as they are. -1: it has none.
    """

    run: Callable[[Chat, Session, Words], Answer | Awaitable[Answer | None] | None]
    usage: str
    help: str
    rest: int = -1


def find(command: str) -> Service | None:
    """The service of that name, in capitals or not."""
    return SERVICES.get(command.lower())


async def serve(chat: Chat, session: Session, service: Service, text: str) -> Answer:
    """Do it, and what there is to say then. Raises Misunderstood, or the refusal of the command."""
    answer = service.run(chat, session, text.split(maxsplit=service.rest))
    if isawaitable(answer):
        answer = await answer
    if answer is None:
        raise Misunderstood("/" + service.usage.lower())
    return answer


def _operator(chat: Chat, session: Session, words: Words) -> Answer | None:
    if not words:
        return None
    appointments.claim(chat, session, " ".join(words))
    return ["You are an operator of this server now, whenever you are logged in."]


def _logout(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case []:
            devices.log_out(chat, session)
            return ["You are logged out."]
        case ["everywhere"]:
            ended = devices.log_out_elsewhere(chat, session)
            return [f"{_counted(ended, 'other device')} logged out. You are still logged in here; /logout ends that."]
    return None


def _devices(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case []:
            return ["Your devices:", *map(_device, devices.devices(chat, session))]
        case ["close", number] if number.isdecimal() and len(number) < 4:
            devices.close(chat, session, int(number))
            return [f"Device {number} is disconnected."]
    return None


def _device(one: devices.Device) -> str:
    times = f"connected {_ago(one.connected_ago)}, last said something {_ago(one.active_ago)}"
    return f"{one.number}. {KINDS.get(one.kind, one.kind)} from {one.address}, {times}{' (this one)' * one.is_asking}"


def _ago(milliseconds: int) -> str:
    for name, length in (("day", DAY), ("hour", 3_600_000), ("minute", 60_000)):
        if milliseconds >= length:
            return f"{_counted(milliseconds // length, name)} ago"
    return "just now"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


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
        return ["You have no account here, or are not logged in. /help register and /help login say how."]
    stays = STAYS.format(days=chat.policy.stay_days) if account.stays else "You leave your rooms with your last device."
    return [
        f"You are logged in as {account.name}. {stays}",
        "/account stay on|off changes that, /account export shows what is kept of yours, /devices where you are "
        "logged in.",
        f"{DELETE} deletes the account, and what you said if you want.",
    ]


def _delete(chat: Chat, session: Session, words: Words) -> Awaitable[Answer | None] | Answer:
    """The password of one's own account, at the console the name of anybody's; then what becomes of the messages."""
    if len(words) != 2 or words[1].lower() not in ("erase", "keep"):
        raise Misunderstood("/account delete name keep|erase" if session.console else DELETE)
    erase = words[1].lower() == "erase"
    if not session.console:
        return _delete_mine(chat, session, words[0], erase=erase)
    return _deleted(chat, deletion.delete_named(chat, session, words[0], erase=erase), erase=erase)


async def _delete_mine(chat: Chat, session: Session, password: str, *, erase: bool) -> Answer:
    return _deleted(chat, await deletion.delete(chat, session, password, erase=erase), erase=erase)


def _deleted(chat: Chat, account: Account, *, erase: bool) -> Answer:
    until = moment(chat.world.accounts.rests_until(account.name, chat.now))
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
        f"There is an account {account.name} now. Its password is {password}",
        f"Hand it to {account.name}, who can log in with it, and change it: /register NEW-PASSWORD",
    ]


def _stay(chat: Chat, session: Session, words: Words) -> Answer:
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
    raise Misunderstood("/account stay on|off")


def _rehash(chat: Chat, session: Session, words: Words) -> Answer | None:
    return None if words else ["The settings are read again.", *operators.rehash(chat, session)]


def _make_code(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case [name]:
            account, code = reset_codes.make_code(chat, session, name)
            return [
                f"For {account.name}, once, within a day: /reset {account.name} {code} NEWPASSWORD",
                "The code is shown only now; give it to nobody else.",
            ]
    return None


def _reset(chat: Chat, session: Session, words: Words) -> Awaitable[Answer | None] | None:
    return _set_anew(chat, session, *words) if len(words) == 3 else None


async def _set_anew(chat: Chat, session: Session, name: str, code: str, password: str) -> Answer:
    account = await reset_codes.reset(chat, session, name, code, password)
    if session.user is None:
        return [f"The password of {account.name} is set. Log in with it."]
    return [f"The password of {account.name} is set. Log in with it: /login {account.name} PASSWORD"]


def _export(chat: Chat, session: Session, words: Words) -> Awaitable[Answer | None] | Answer | None:
    """At the console a part of somebody's, and in the last line what to add to the command for the next one."""
    match words:
        case [] if not session.console:
            url = chat.services.public_address().url
            local = url.startswith("http://localhost")
            link = f"{url if local else url.replace('http:', 'https:', 1)}/export/{exports.offer(chat, session)}"
            return ["Everything that is kept of yours, as lines of JSON; once, in the next ten minutes:", link]
        case [name] if session.console:
            return _part(chat, exports.named(chat, session, name), exports.BEGINNING)
        case [name, conversation, after] if session.console and (conversation + after).isdecimal():
            return _part(chat, exports.named(chat, session, name), exports.Position(int(conversation), int(after)))
    return None


async def _part(chat: Chat, account: Account, place: exports.Position) -> Answer:
    lines, following = await exports.part(chat, account, place)
    return [*lines, f"{following.conversation} {following.after}" if following else "0 0"]


ACCOUNT: dict[str, Callable[[Chat, Session, Words], Answer | Awaitable[Answer | None] | None]] = {
    "add": _enrol,
    "delete": _delete,
    "export": _export,
    "operator": _appoint,
    "reset": _make_code,
    "stay": _stay,
}
SERVICES = {
    "logout": Service(_logout, "LOGOUT [everywhere]", "makes you a guest here, or logs out all your other devices"),
    "devices": Service(
        _devices, "DEVICES [close n]", "shows where you are logged in, or disconnects one of these devices"
    ),
    "cert": Service(certificates.cert, certificates.USAGE, "logs you in by a certificate instead of the password"),
    "operator": Service(_operator, "OPERATOR code", "makes you an operator, with the code that the server printed"),
    "account": Service(
        _account,
        "ACCOUNT ADD name | OPERATOR name [off] | RESET name | DELETE password keep|erase | EXPORT | STAY on|off",
        "deletes your account, and what you said if you want; says whether you stay in your rooms while not connected; "
        "for operators: makes an account, an operator, or a code for who has lost their password",
        rest=1,
    ),
    "block": Service(privacy.block, "BLOCK name", "shows you no private messages and invitations of somebody"),
    "unblock": Service(privacy.unblock, "UNBLOCK name", "shows you them again"),
    "blocked": Service(privacy.blocked, "BLOCKED", "shows whom you block"),
    "private": Service(
        privacy.private, "PRIVATE [everybody|accounts|rooms|nobody]", "says who may send you private messages"
    ),
    "invite-link": Service(invites.link, invites.USAGE, "invites people who are not here, by a code"),
    "invited": Service(invites.come_by, "INVITED code", "opens the room that an invitation is for"),
    "rehash": Service(_rehash, "REHASH", "for operators: reads the settings again"),
    "audit": Service(audit.listed, "AUDIT [room|name] [n]", "for operators: shows what they did"),
    "undo": Service(audit.undo, "UNDO number", "for operators: undoes what one of them did"),
    "lockdown": Service(
        lockdown.lockdown, "LOCKDOWN [level]", "for operators: says who may register, come in and speak for now"
    ),
    "report": Service(reports.report, "REPORT name|msgid why", "tells those who keep order what somebody did"),
    "reports": Service(
        reports.handle,
        "REPORTS [room] | TAKE number | CLOSE number [note]",
        "shows reports that are yours, or for you to handle, and says what becomes of one",
    ),
    "uban": Service(bans.uban, bans.USAGE, "for operators: bans from the whole server"),
    "reset": Service(_reset, "RESET name code new", "sets a new password, with a code from an operator", rest=2),
}
