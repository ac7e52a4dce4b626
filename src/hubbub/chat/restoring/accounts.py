"""Accounts at the start of the server."""

from __future__ import annotations

from hubbub.chat.names import cloaks
from hubbub.chat.party import party_of
from hubbub.chat.ports import Absent, State
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    world.accounts.salt_key = state.salt_key
    world.cloak_key = cloaks.key_of(state.salt_key)
    absent = state.accounts if isinstance(state.accounts, Absent) else Absent(state.accounts)
    world.accounts.absent = absent
    for gone in state.deleted:
        world.accounts.rest(gone.name, gone.at)
        if gone.erasing:
            world.recent.silence(party_of(gone.account))
    for former in state.former:
        world.accounts.rest(former.name, former.at, former.account)
    for number in {former.account for former in state.former}:
        saved = absent.look(number)
        if saved is not None:
            world.accounts.wake_name(saved.name, number)
    owners = world.accounts.numbers  # those who have these are not asleep
    for certificate in state.certificates:
        if certificate.account in owners:
            world.accounts.trust(owners[certificate.account], certificate.fingerprint, certificate.at)
    for login in state.logins:
        if login.account in owners:
            world.accounts.keep_login(owners[login.account], login.token_hash, login.at)
