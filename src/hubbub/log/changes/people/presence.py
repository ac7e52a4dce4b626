"""Who is in the chat and in which rooms, of the owners of accounts, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import MembershipChanged, PresenceEnded, PresenceNoted, StayingChosen
from hubbub.chat.ports import Fields, MembershipState, PresenceState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import LEAVING, MEMBERSHIP, PRESENCE, Fold, Reading, Tables, where


def presence_noted(tables: Tables, event: PresenceNoted, _: Fold) -> None:
    tables.put(PRESENCE, event.account, event.at, event.username, event.host, event.realname, event.modes, event.away)


def presence_ended(tables: Tables, event: PresenceEnded, _: Fold) -> None:
    tables.drop(PRESENCE, where(account=event.account))
    tables.alter(MEMBERSHIP, where(account=event.account), here=0)


def membership_changed(tables: Tables, event: MembershipChanged, _: Fold) -> None:
    if event.first:
        tables.put(MEMBERSHIP, event.account, event.log, event.at, event.first, 1)
    else:
        tables.alter(MEMBERSHIP, where(account=event.account, log=event.log), here=0)


def staying_chosen(tables: Tables, event: StayingChosen, _: Fold) -> None:
    if event.stays:
        tables.drop(LEAVING, where(account=event.account))
    else:
        tables.put(LEAVING, event.account, event.at)


def read(tables: Reading) -> Fields:
    """What `State` has of accounts that stay."""
    return {
        "presences": [PresenceState(*row) for row in tables.rows(PRESENCE)],
        "memberships": [
            MembershipState(account, log, at, first, bool(here))
            for account, log, at, first, here in tables.rows(MEMBERSHIP)
        ],
    }


CHANGES: Changes = {
    MembershipChanged: membership_changed,
    PresenceEnded: presence_ended,
    PresenceNoted: presence_noted,
    StayingChosen: staying_chosen,
}
