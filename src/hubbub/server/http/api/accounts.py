"""Accounts, for operators of the server: which there are, making, suspending and deleting them."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.names import fold
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation.bans import ACCOUNT
from hubbub.commands.accounts import deletion, enrolling, renaming, reset_codes
from hubbub.commands.moderation import appointments, bans
from hubbub.dialects.api import shapes

from .calls import Asked, Call
from .fields import Form, Lasting, Name, Reason
from .rooms import in_slices


class AccountShape(shapes.Shape, frozen=True, kw_only=True):
    """An account. `seen`: when its owner was here last. `suspended`: nobody is let in by it. `tokens`: how many."""

    name: str
    created: int
    seen: int
    here: bool
    operator: bool
    email: str
    suspended: bool
    suspended_until: int
    tokens: int


class AccountList(shapes.Shape, frozen=True, kw_only=True):
    """At most 500, who was here last first."""

    accounts: list[AccountShape]


class NewAccount(Form, frozen=True, kw_only=True):
    """What it is to be called."""

    name: Name


class OtherName(Form, frozen=True, kw_only=True):
    """What it is to be called from now on."""

    name: Name


class MadeAccount(shapes.Shape, frozen=True, kw_only=True):
    """The password is shown only now."""

    name: str
    password: str


class ResetCode(shapes.Shape, frozen=True, kw_only=True):
    """Who has the code sets a new password within a day: `/reset NAME CODE NEW`. It is shown only now."""

    name: str
    code: str


class Deletion(Form, frozen=True, kw_only=True):
    """`erase`: what was said by it goes, too."""

    erase: bool = False


class Suspension(Form, frozen=True, kw_only=True):
    """For how long, and why."""

    seconds: Lasting = 0
    reason: Reason = ""


class Appointment(Form, frozen=True, kw_only=True):
    """Whether its owner runs the server."""

    operator: bool


def account_shape(chat: Chat, account: Account) -> AccountShape:
    here = account.party in chat.world.parties
    ban = chat.world.bans.get(fold(f"{ACCOUNT}{account.name}"))
    banned = ban is not None and ban.holds(chat.over_by)
    return AccountShape(
        name=account.name,
        created=account.created,
        seen=chat.now if here else account.seen_at,
        here=here,
        operator=account.operator,
        email=account.email,
        suspended=banned,
        suspended_until=ban.until if ban is not None and banned else 0,
        tokens=len(chat.world.api_tokens.of(account.number)),
    )


async def accounts(asked: Asked) -> AccountList:
    found = enrolling.listed(asked.chat, asked.session)
    return AccountList(accounts=[account_shape(asked.chat, account) async for account in in_slices(found)])


def account(asked: Asked) -> AccountShape:
    return account_shape(asked.chat, enrolling.named(asked.chat, asked.session, asked.given["name"]))


async def make_account(asked: Asked) -> MadeAccount:
    made, password = await enrolling.enrol(asked.chat, asked.session, asked.body.name)
    return MadeAccount(name=made.name, password=password)


async def rename_account(asked: Asked) -> AccountShape:
    account, _ = await renaming.rename(asked.chat, asked.session, asked.given["name"], asked.body.name)
    return account_shape(asked.chat, account)


def make_reset_code(asked: Asked) -> ResetCode:
    found, code = reset_codes.make_code(asked.chat, asked.session, asked.given["name"])
    return ResetCode(name=found.name, code=code)


async def delete_account(asked: Asked) -> None:
    await deletion.delete_named(asked.chat, asked.session, asked.given["name"], erase=asked.query.erase)


def suspend(asked: Asked) -> AccountShape:
    chat, session = asked.chat, asked.session
    found = enrolling.named(chat, session, asked.given["name"])
    bans.add(
        chat, session, bans.of_account(chat, found), asked.body.seconds * 1000, asked.body.reason or "No reason given"
    )
    return account_shape(chat, found)


def unsuspend(asked: Asked) -> None:
    found = enrolling.named(asked.chat, asked.session, asked.given["name"])
    bans.lift(asked.chat, asked.session, f"{ACCOUNT}{found.name}")


def appoint(asked: Asked) -> AccountShape:
    name, operator = asked.given["name"], asked.body.operator
    return account_shape(asked.chat, appointments.appoint(asked.chat, asked.session, name, operator=operator))


CALLS = (
    Call(method="GET", path="/accounts", does="See all accounts.", run=accounts, scope="accounts", operators=True,
         answer=AccountList),
    Call(method="POST", path="/accounts", does="Make an account, and get the password to hand to its owner.",
         run=make_account, scope="accounts", operators=True, body=NewAccount, answer=MadeAccount, once=("password",)),
    Call(method="GET", path="/accounts/{name}", does="See one account.", run=account, scope="accounts", operators=True,
         answer=AccountShape),
    Call(method="PATCH", path="/accounts/{name}", does="Give an account another name.", run=rename_account,
         scope="accounts", operators=True, body=OtherName, answer=AccountShape),
    Call(method="DELETE", path="/accounts/{name}", does="Delete an account.", run=delete_account, scope="accounts",
         operators=True, query=Deletion),
    Call(method="POST", path="/accounts/{name}/reset-code", does="Make a code to set a new password by.",
         run=make_reset_code, scope="accounts", operators=True, answer=ResetCode, once=("code",)),
    Call(method="PUT", path="/accounts/{name}/operator", does="Make somebody an operator of the server, or end that.",
         run=appoint, scope="accounts", operators=True, body=Appointment, answer=AccountShape),
    Call(method="PUT", path="/accounts/{name}/suspension", does="Let nobody in by an account.", run=suspend,
         scope="accounts", operators=True, body=Suspension, answer=AccountShape),
    Call(method="DELETE", path="/accounts/{name}/suspension", does="Let its owner in again.", run=unsuspend,
         scope="accounts", operators=True),
)  # fmt: skip
