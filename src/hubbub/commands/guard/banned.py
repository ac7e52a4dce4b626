"""Whether somebody is banned from the whole server."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.names import fold, masks
from hubbub.chat.refusals import BannedHere
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.typed import sentences
from hubbub.typed.durations import moment


def check(chat: Chat, session: Session, source: str, account: str) -> None:
    """Whether somebody may be here as `source` (nick!user@host), logged in to that account. Raises BannedHere.

    A ban of the cloak of their address holds whatever their host is.
    """
    if not chat.world.bans:
        return
    sources = [source, f"{source.rpartition('@')[0]}@{session.cloak}"] if session.cloak else [source]
    ban = chat.world.banned_addresses.find(session.address, chat.over_by)
    ban = ban or chat.world.banned_names.find(masks.Who(fold(account), tuple(map(fold, sources))), chat.over_by)
    if ban is not None:
        raise refusal(ban)


def means(chat: Chat, user: User, account: Account) -> bool:
    """Whether a ban means the owner of an account as who is not connected: nobody knows an address of theirs."""
    source = fold(f"{account.name}!{user.username}@{user.host}")
    return chat.world.banned_names.find(masks.Who(account.fold, (source,)), chat.over_by) is not None


def refused(chat: Chat, address: str) -> str:
    """Why nobody may come in from this address, whoever they are; empty: somebody may."""
    ban = chat.world.banned_addresses.find(address, chat.over_by)
    return said(ban) if ban else ""


def refusal(ban: Ban) -> BannedHere:
    """What is said to whom this ban means."""
    return BannedHere(**_details(ban))


def said(ban: Ban) -> str:
    """The same, for those who see them go."""
    return sentences.BANNED_HERE.format(**_details(ban))


def _details(ban: Ban) -> dict[str, str]:
    return {"until": f" until {moment(ban.until)}" if ban.until else "", "why": ban.why}
