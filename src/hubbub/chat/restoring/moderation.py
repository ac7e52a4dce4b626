"""Invitations, bans from the server, reports, the lockdown and the count of the audit log, at the start."""

from __future__ import annotations

from msgspec.structs import astuple

from hubbub.chat.ports import InviteState, State
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.moderation.invites import Invite
from hubbub.chat.world.moderation.lockdown import Lockdown
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    world.last_act = state.last_act
    world.lockdown = Lockdown(state.lockdown)
    world.reports.last = state.last_report
    for report in state.reports:
        world.reports.add(report)
    for ban in state.bans:
        world.ban(Ban(*astuple(ban)))
    world.invites.last = state.last_invite
    for saved in state.invites:
        world.invites.add(_invite(saved))
    for log, party in state.invited:
        room = world.journal(log)
        if isinstance(room, Room):
            world.invite(room, party)


def _invite(saved: InviteState) -> Invite:
    return Invite(
        saved.number,
        saved.code_hash,
        saved.at,
        saved.until,
        saved.uses,
        saved.by,
        admits=saved.admits,
        log=saved.log,
        used=saved.used,
    )
