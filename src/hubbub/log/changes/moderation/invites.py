"""Invitations in the state tables."""

from __future__ import annotations

from hubbub.chat.events import InviteMade, InviteRevoked, InviteSpent, InviteUsed
from hubbub.chat.ports import Fields, InviteState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import INVITE, INVITE_USE, Among, Fold, Reading, Tables, Where, where


def invite_made(tables: Tables, event: InviteMade, _: Fold) -> None:
    tables.insert(
        INVITE,
        event.number,
        event.code_hash,
        event.at,
        event.until,
        event.uses,
        event.source,
        int(event.admits),
        event.log,
    )


def invite_used(tables: Tables, event: InviteUsed, _: Fold) -> None:
    tables.put(INVITE_USE, event.number, event.party, 1)


def invite_spent(tables: Tables, event: InviteSpent, _: Fold) -> None:
    of_room = Among("number", INVITE, where(log=event.log))
    tables.alter(INVITE_USE, where(of_room, party=event.party), pending=0)


def invite_revoked(tables: Tables, event: InviteRevoked, _: Fold) -> None:
    forget(tables, where(number=event.number))


def forget(tables: Tables, invites: Where) -> None:
    """Let go of these invitations, and of who used them."""
    tables.drop(INVITE_USE, where(Among("number", INVITE, invites)))
    tables.drop(INVITE, invites)


def read(tables: Reading) -> Fields:
    """What `State` has of invitations."""
    invites = {
        number: InviteState(number, code_hash, at, until, uses, by, bool(admits), log, [])
        for number, code_hash, at, until, uses, by, admits, log in tables.rows(INVITE)
    }
    invited: list[tuple[int, str]] = []
    for number, party, pending in tables.rows(INVITE_USE):
        invite = invites.get(number)
        if invite is None:
            continue
        invite.used.append(party)
        if pending and invite.log:
            invited.append((invite.log, party))
    return {"invites": list(invites.values()), "invited": invited, "last_invite": tables.highest(INVITE)}


CHANGES: Changes = {
    InviteMade: invite_made,
    InviteRevoked: invite_revoked,
    InviteSpent: invite_spent,
    InviteUsed: invite_used,
}
