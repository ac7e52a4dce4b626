"""Accounts at the start of the server."""

from __future__ import annotations

from hubbub.chat.names import cloaks
from hubbub.chat.party import party_of
from hubbub.chat.ports import AccountState, State
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.privacy import Privacy
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    world.accounts.salt_key = state.salt_key
    world.cloak_key = cloaks.key_of(state.salt_key)
    for known in state.accounts:
        world.accounts.add(_account(known))
    for gone in state.deleted:
        world.accounts.rest(gone.name, gone.at)
        if gone.erasing:
            world.recent.silence(party_of(gone.account))
    owners = world.accounts.numbers
    for certificate in state.certificates:
        if certificate.account in owners:
            world.accounts.trust(owners[certificate.account], certificate.fingerprint, certificate.at)
    for login in state.logins:
        if login.account in owners:
            world.accounts.keep_login(owners[login.account], login.token_hash, login.at)


def _account(known: AccountState) -> Account:
    account = Account(known.account, known.name, known.created, known.credentials)
    account.operator = known.operator
    account.email = known.email
    if known.privacy or known.silenced:
        account.privacy = Privacy(known.privacy, known.silenced)
    account.reset_code, account.reset_at = known.reset_code, known.reset_at
    return account
