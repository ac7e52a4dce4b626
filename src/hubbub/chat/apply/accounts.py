"""How accounts change the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountErased,
    CertificateAdded,
    CertificateRemoved,
    Event,
    LoggedIn,
    LoggedOut,
    LoginForgotten,
    LoginKept,
    OperatorAppointed,
    ResetCodeMade,
)
from hubbub.chat.world.accounts import Account, party_of
from hubbub.chat.world.state import World

from .find import folded


def account_created(world: World, event: AccountCreated) -> None:
    world.accounts.add(Account(event.account, event.name, event.at, event.credentials, fresh=True))


def account_changed(world: World, event: AccountChanged) -> None:
    account = world.accounts.numbers[event.account]
    account.credentials = event.credentials
    account.reset_code = b""


def reset_code_made(world: World, event: ResetCodeMade) -> None:
    account = world.accounts.numbers[event.account]
    account.reset_code, account.reset_at = event.code_hash, event.at


def certificate_added(world: World, event: CertificateAdded) -> None:
    world.accounts.trust(world.accounts.numbers[event.account], event.fingerprint, event.at)


def certificate_removed(world: World, event: CertificateRemoved) -> None:
    world.accounts.distrust(world.accounts.numbers[event.account], event.fingerprint)


def login_kept(world: World, event: LoginKept) -> None:
    world.accounts.keep_login(world.accounts.numbers[event.account], event.token_hash, event.at)


def login_forgotten(world: World, event: LoginForgotten) -> None:
    world.accounts.forget_login(world.accounts.numbers[event.account], event.token_hash)


def account_deleted(world: World, event: AccountDeleted) -> None:
    account = world.accounts.numbers[event.account]
    world.delete_account(account)
    world.accounts.rest(event.name, event.at)
    if event.erase:
        world.recent.silence(event.party)


def account_erased(world: World, event: AccountErased) -> None:
    world.recent.silenced.pop(party_of(event.account), None)


def operator_appointed(world: World, event: OperatorAppointed) -> None:
    world.accounts.numbers[event.account].operator = event.operator


def logged_in(world: World, event: LoggedIn) -> None:
    world.log_in(world.users[folded(event.source)], world.accounts.numbers[event.account])


def logged_out(world: World, event: LoggedOut) -> None:
    world.log_out(world.users[folded(event.source)], world.accounts.numbers[event.account], event.visit, event.at)


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    AccountCreated: account_created,
    AccountDeleted: account_deleted,
    AccountErased: account_erased,
    AccountChanged: account_changed,
    CertificateAdded: certificate_added,
    CertificateRemoved: certificate_removed,
    LoginKept: login_kept,
    LoginForgotten: login_forgotten,
    ResetCodeMade: reset_code_made,
    OperatorAppointed: operator_appointed,
    LoggedIn: logged_in,
    LoggedOut: logged_out,
}
