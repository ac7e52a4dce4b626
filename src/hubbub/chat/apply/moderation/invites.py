"""How invitations change the world."""

from __future__ import annotations

from hubbub.chat.apply.find import room_of
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import InviteMade, InviteRevoked, InviteSpent, InviteUsed
from hubbub.chat.world.moderation.invites import Invite
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def invite_made(world: World, event: InviteMade) -> None:
    world.invites.add(
        Invite(
            event.number,
            event.code_hash,
            event.at,
            event.until,
            event.uses,
            event.source,
            admits=event.admits,
            log=event.log,
        )
    )


def invite_used(world: World, event: InviteUsed) -> None:
    invite = world.invites.numbers[event.number]
    invite.used[event.party] = None
    room = world.journal(invite.log)
    if isinstance(room, Room):
        world.invite(room, event.party)


def invite_spent(world: World, event: InviteSpent) -> None:
    world.uninvite(room_of(world, event.log), event.party)


def invite_revoked(world: World, event: InviteRevoked) -> None:
    world.invites.drop(event.number)


RULES: Rules = rules(
    rule(InviteMade, invite_made),
    rule(InviteUsed, invite_used),
    rule(InviteSpent, invite_spent),
    rule(InviteRevoked, invite_revoked),
)
