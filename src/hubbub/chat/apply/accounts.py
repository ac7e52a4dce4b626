"""How accounts change the world."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountEntered,
    AccountErased,
    AccountRenamed,
    CertificateAdded,
    CertificateRemoved,
    LoggedIn,
    LoggedOut,
    LoginForgotten,
    LoginKept,
    LoginRefused,
    LoginsEnded,
    OperatorAppointed,
    OperatorCodeMade,
    ResetCodeMade,
)
from hubbub.chat.party import party_of
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.state import World

from .find import folded


def account_created(world: World, event: AccountCreated) -> None:
    account = Account(event.account, event.name, event.at, event.credentials, fresh=True)
    account.email = event.email
    world.accounts.add(account)


def account_changed(world: World, event: AccountChanged) -> None:
    account = world.accounts.numbers[event.account]
    account.credentials = event.credentials
    account.reset_code, account.reset_at = b"", 0


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


def account_renamed(world: World, event: AccountRenamed) -> None:
    account = world.accounts.numbers[event.account]
    world.accounts.rest(event.before, event.at, account.number)
    world.accounts.rename(account, event.name)
    user = world.parties.get(account.party)
    if user is not None:
        user.account = event.name
        world.local.note_change(user)
        if user.operator_name == event.before:
            user.operator_name = event.name


def account_erased(world: World, event: AccountErased) -> None:
    world.recent.silenced.pop(party_of(event.account), None)


def operator_appointed(world: World, event: OperatorAppointed) -> None:
    world.accounts.numbers[event.account].operator = event.operator


def logins_ended(world: World, event: LoginsEnded) -> None:
    world.accounts.numbers[event.account].logouts += 1


def operator_code_made(world: World, event: OperatorCodeMade) -> None:
    world.accounts.operator_code = event.code_hash


def logged_in(world: World, event: LoggedIn) -> None:
    world.log_in(world.users[folded(event.source)], world.accounts.numbers[event.account])


def logged_out(world: World, event: LoggedOut) -> None:
    world.log_out(world.users[folded(event.source)], world.accounts.numbers[event.account], event.visit, event.at)


RULES: Rules = rules(
    rule(AccountCreated, account_created),
    rule(AccountDeleted, account_deleted),
    rule(AccountErased, account_erased),
    rule(AccountChanged, account_changed),
    rule(AccountRenamed, account_renamed),
    rule(CertificateAdded, certificate_added),
    rule(CertificateRemoved, certificate_removed),
    rule(LoginKept, login_kept),
    rule(LoginForgotten, login_forgotten),
    rule(ResetCodeMade, reset_code_made),
    rule(LoginsEnded, logins_ended),
    rule(AccountEntered),
    rule(LoginRefused),
    rule(OperatorCodeMade, operator_code_made),
    rule(OperatorAppointed, operator_appointed),
    rule(LoggedIn, logged_in, heard=audience.of_acquaintances),
    rule(LoggedOut, logged_out, heard=audience.of_acquaintances),
)
