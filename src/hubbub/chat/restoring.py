"""The world at the start of the server, from what the log's state tables say."""

from __future__ import annotations

from msgspec.structs import astuple

from hubbub.irc.modes import Change

from .names import cloaks
from .ports import State
from .world.accounts import Account, party_of
from .world.moderation.bans import Ban
from .world.moderation.invites import Invite
from .world.moderation.lockdown import Lockdown
from .world.people.privacy import Privacy
from .world.people.users import NOT_CONNECTED, User, Visit
from .world.rooms import Conversation, Member, Room
from .world.state import World


def restore(world: World, state: State) -> None:
    """Begin with what the log's state tables say."""
    world.last_log = state.last_log
    world.reports.last = state.last_report
    for report in state.reports:
        world.reports.add(report)
    world.last_act = state.last_act
    world.lockdown = Lockdown(state.lockdown)
    for saved in state.rooms:
        room = Room(saved.log, saved.name, saved.created, saved.last_seq, saved.last_at)
        room.topic, room.topic_by, room.topic_at = saved.topic, saved.topic_by, saved.topic_at
        room.has_messages = saved.has_messages
        room.flags.clear()
        for letter, argument, by, at, until, why in saved.modes:
            change = Change(True, letter, argument)
            room.change_mode(change, by, at, until, why)
            if until:
                world.will_end(room, change, until)
        world.add_room(room)
    for fold, log, id in state.held:
        world.held.setdefault(fold, {})[id] = log
    for fold, name, at in state.seen:
        world.whowas.used[fold] = (name, at)
    for visit in sorted(state.visits, key=lambda visit: visit.seen_at):
        world.add_visit(Visit(visit.visit, visit.name, visit.token_hash, visit.seen_at))
    world.accounts.salt_key = state.salt_key
    world.cloak_key = cloaks.key_of(state.salt_key)
    for known in state.accounts:
        account = Account(known.account, known.name, known.created, known.credentials)
        account.operator = known.operator
        account.privacy = Privacy(known.privacy, known.silenced)
        account.reset_code, account.reset_at = known.reset_code, known.reset_at
        world.accounts.add(account)
    for gone in state.deleted:
        world.accounts.rest(gone.name, gone.at)
        if gone.erasing:
            world.recent.silence(party_of(gone.account))
    for certificate in state.certificates:
        if (owner := world.accounts.numbers.get(certificate.account)) is not None:
            world.accounts.trust(owner, certificate.fingerprint, certificate.at)
    for login in state.logins:
        if (owner := world.accounts.numbers.get(login.account)) is not None:
            world.accounts.keep_login(owner, login.token_hash, login.at)
    world.invites.last = state.last_invite
    for link in state.invites:
        until, uses = link.until, link.uses
        world.invites.add(
            Invite(
                link.number, link.code_hash, link.at, until, uses, link.by,
                admits=link.admits, log=link.log, used=link.used,
            )
        )  # fmt: skip
    for log, party in state.invited:
        if isinstance(inviting := world.journals.get(log), Room):
            inviting.invited[party] = None
    for ban in state.bans:
        world.ban(Ban(*astuple(ban)))
    for standing in state.roles:
        place = world.journals.get(standing.log)
        if isinstance(place, Room):
            world.give_role(place, standing.account, standing.prefixes)
    _restore_presences(world, state)
    for marker in state.markers:
        reader = world.accounts.numbers.get(marker.account)
        if reader is not None:
            reader.read_until[marker.log] = marker.until
    for said in state.metadata:
        speaker = world.journals.get(said.log) if said.log else world.accounts.numbers.get(said.account)
        if isinstance(speaker, (Room, Account)):
            speaker.metadata[said.key] = said.value
    for kept in state.conversations:
        conversation = Conversation(kept.log, kept.parties, kept.names, kept.last_seq, kept.last_at)
        if world.is_reachable(conversation):
            world.add_conversation(conversation)
    for keeping in state.retentions:
        journal = world.journals.get(keeping.log)
        if journal is not None:
            journal.retention, journal.expiry = keeping.retention, keeping.expiry


def _restore_presences(world: World, state: State) -> None:
    """Who stayed is there again, away, under the account's name, and is in the rooms what is kept that they are."""
    for number in state.leaving:
        world.accounts.numbers[number].stays = False
    for known in state.presences:
        account = world.accounts.numbers.get(known.account)
        if account is not None:
            user = User(f"{account.name}!{known.username}@{known.host}", account.party, known.at)
            user.belongs_to(account)
            user.realname, user.here_at, user.away = known.realname, known.at, known.away or NOT_CONNECTED
            world.add_user(user)
            for letter in known.modes:
                world.change_user_mode(user, letter, has=True)
    for membership in state.memberships:
        account, place = world.accounts.numbers.get(membership.account), world.journals.get(membership.log)
        if account is None or not isinstance(place, Room):
            continue
        account.first_joined[place.log] = membership.first
        member = world.parties.get(account.party)
        if member is not None and membership.here:
            place.members[member] = Member(membership.at, place.roles.get(membership.account, ""))
            member.rooms[place] = None
