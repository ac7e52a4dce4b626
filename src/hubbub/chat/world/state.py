"""The state of the chat: who is here, which rooms there are, what waits for whom. Events change it (`chat/apply`)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from heapq import heappop, heappush
from itertools import islice
from weakref import WeakValueDictionary

from hubbub.chat import names
from hubbub.chat.events import Retention
from hubbub.chat.party import Party, awaited, guest, visit_of
from hubbub.chat.ports.absent import Absent
from hubbub.chat.ports.quiet import Quiet
from hubbub.chat.ports.sleeping import Sleeping
from hubbub.chat.ports.state import ConversationState, RoomState
from hubbub.chat.world.local import Local
from hubbub.irc.modes import Change

from .accounts import Account, Accounts, Sender
from .asleep import EveryRoom, room_of, state_of
from .called import Called
from .files import Files
from .history.recent import Recent
from .journals import Journals
from .moderation.bans import AddressBans, Ban, NameBans, OverBy
from .moderation.closing import Closing
from .moderation.invites import Invites
from .moderation.lockdown import Lockdown
from .moderation.masked import Masked
from .moderation.reports import Reports
from .people.users import VISIT_MS, User, Visit
from .people.whowas import WhoWas
from .rooms import Conversation, Heard, Listed, Listeners, Room, Several
from .session import Profile, Session
from .tokens import Tokens

OVERLAPS = 4  # times as many as there are, counted in all rooms of one person: each is looked for once instead,
SHARED = 32  # and among all who are here where the rooms name still more
LET_GO = 50  # visits, and as many of who has gone, in one go
FORGOTTEN = 200  # conversations in one go
LOOKED_AT = 1_000  # masks in one go, whether they end
REST_MS = 600_000  # how long the sent messages of who has gone stay in memory: longer than any commit takes


class World:
    """Everything that is so right now. Look-ups by folded name; rooms and conversations also by log number."""

    def __init__(self, lobby: str = "") -> None:
        self.users: dict[str, User] = {}
        self.skeletons: dict[str, User] = {}
        self.parties: dict[Party, User] = {}
        self.rooms: dict[str, Room] = {}  # those that are awake; the others are `asleep`
        self.journals = Journals(self._wake)  # those that are awake
        self.asleep = Sleeping()
        self.every_room = EveryRoom(self)
        self.conversations: dict[Party, dict[Party, Conversation]] = {}  # of a party: by the other party; those awake
        self.quiet = Quiet()  # those that sleep
        self._fallen = WeakValueDictionary[int, Room | Conversation]()  # asleep, and somebody holds it still
        self.called = Called()  # otherwise than their conversations say
        self.unread: list[int] = []  # logs of conversations of who has gone: nobody may be able to read them any more
        self.held: dict[str, dict[int, int]] = {}  # folded name -> message id -> log
        self.whowas = WhoWas()
        self.visits: OrderedDict[int, Visit] = OrderedDict()  # oldest first, by when they were last seen
        self.accounts = Accounts(Absent())
        self.bans: dict[str, Ban] = {}  # from the whole server, by folded target
        self.banned_addresses = AddressBans()  # each of them is in one of these two as well
        self.banned_names = NameBans()
        self.masked = Masked()
        self.ends: list[tuple[int, int, str, str]] = []  # heap of: until, log, letter, folded mask on a room's list
        self.invites = Invites()
        self.closing: dict[int, Closing] = {}  # rooms that some have to leave still, by their logs
        self.lockdown = Lockdown.OPEN
        self.cloak_key = b""
        self.resting: OrderedDict[int, Sender] = OrderedDict()  # who has gone lately; longest ago first
        self.tokens: dict[bytes, Visit] = {}
        self.by_mode: dict[str, dict[User, None]] = {}  # who has this user mode
        self.local = Local()
        self.recent = Recent(self.journals)
        self.last_log = 0
        self.invitations: dict[str, dict[int, None]] = {}  # party -> logs of the rooms that it may join once
        self.retained: set[int] = set()  # logs of the rooms whose old messages are erased
        self.reports = Reports()
        self.files = Files()
        self.api_tokens = Tokens()
        self.last_act = 0  # the number of the last act in the audit log
        self.lobby = lobby

    # people

    def user(self, name: str) -> User | None:
        """Who is in the chat under this name, connected or not."""
        return self.users.get(names.fold(name))

    def holder(self, name: str) -> User | None:
        """Who holds this name or one that looks like it (G10)."""
        holder = self.user(name)
        if holder is None:
            for look in names.skeletons(name):
                if (holder := self.skeletons.get(look)) is not None:
                    break
        return holder

    def add_user(self, user: User) -> None:
        self.users[user.fold] = user
        self.whowas.spelling.note(user.name)
        for look in user.skeletons:
            self.skeletons[look] = user
        self.parties[user.party] = user
        self.local.note_change(user)

    def change_user_mode(self, user: User, letter: str, *, has: bool) -> None:
        """Set one of somebody's own modes or unset it."""
        was_invisible = user.is_invisible
        now = set(user.modes) | {letter} if has else set(user.modes) - {letter}
        user.modes = "".join(sorted(now))
        if user.sessions:
            self.local.invisible += user.is_invisible - was_invisible
        if has:
            self.by_mode.setdefault(letter, {})[user] = None
        else:
            self.by_mode.get(letter, {}).pop(user, None)

    def with_mode(self, letter: str) -> list[User]:
        """Everybody who has this user mode."""
        return list(self.by_mode.get(letter, ()))

    def drop_user(self, user: User) -> None:
        del self.users[user.fold]
        for look in user.skeletons:
            if self.skeletons.get(look) is user:
                del self.skeletons[look]
        del self.parties[user.party]
        self.local.note_change(user)

    def sender(self, party: Party) -> Sender | None:
        """Who is known again when they come back: a visit with a token, or an account."""
        return self.visits.get(visit_of(party)) or self.accounts.of_party(party)

    def log_in(self, user: User, account: Account) -> None:
        """Somebody who is here is the owner of this account from now on."""
        before, was_there = user.party, user.first_joined
        del self.parties[before]
        user.belongs_to(account)
        self.parties[user.party] = user
        self.local.note_change(user)
        for log in self.invitations.get(before, {}).copy():
            room = self.journal(log)
            assert isinstance(room, Room)
            self.uninvite(room, before)
            self.invite(room, user.party)
        self.local.slow_mode.became(before, user.party)
        for room in user.rooms:
            user.first_joined.setdefault(room.log, was_there[room.log])
        if self.sender(before) is None:
            self.forget_party(before)
        self.name_party(user.party, user.name)

    def log_out(self, user: User, account: Account, visit: int, at: int) -> None:
        """Somebody who is here is a guest from now on; what belongs to the account stays with it."""
        before = user.party
        del self.parties[before]
        user.belongs_to_nobody(visit)
        self.parties[user.party] = user
        self.local.note_change(user)
        self.local.slow_mode.became(before, user.party)
        account.seen_at = max(account.seen_at, at)
        self.resting[account.number] = account

    def delete_account(self, account: Account) -> None:
        """Nobody is the owner of this account any more, and nobody is here as that."""
        for room in self.standing_in(account):
            self.give_role(room, account.number, "")
        for log in self.invitations.get(account.party, {}).copy():
            invited_to = self.journal(log)
            assert isinstance(invited_to, Room)
            self.uninvite(invited_to, account.party)
        for token in self.api_tokens.of(account.number):
            self.api_tokens.drop(token.number)
        self.accounts.remove(account)
        self.resting.pop(account.number, None)
        self.forget_party(account.party)

    def add_visit(self, visit: Visit) -> None:
        """A visit that has a token from now on; an earlier token of it is good no more."""
        before = self.visits.get(visit.number)
        if before is not None:
            self.tokens.pop(before.token_hash, None)
        self.visits[visit.number] = visit
        self.tokens[visit.token_hash] = visit

    def see_visit(self, visit: Visit, at: int) -> None:
        """The guest of this visit was here at that time."""
        visit.seen_at = at
        self.visits.move_to_end(visit.number)

    def let_visits_go(self, now: int) -> None:
        """Forget what those who left some time ago have sent, and the visits that are over: of very many some."""
        for _ in range(min(LET_GO, len(self.resting))):
            number, sender = next(iter(self.resting.items()))
            if now - sender.seen_at <= REST_MS:
                break
            del self.resting[number]
            sender.forget_sent()
            if (sender.party if isinstance(sender, Account) else guest(number)) not in self.parties:
                sender.doze()
        for _ in range(min(LET_GO, len(self.visits))):
            visit = next(iter(self.visits.values()))
            if now - visit.seen_at <= VISIT_MS:
                break
            if guest(visit.number) in self.parties:
                self.see_visit(visit, now)
            else:
                self.drop_visit(visit)

    def drop_visit(self, visit: Visit) -> None:
        del self.visits[visit.number]
        self.resting.pop(visit.number, None)
        self.tokens.pop(visit.token_hash, None)
        self.forget_party(guest(visit.number))

    def ban(self, ban: Ban) -> None:
        """From the whole server; one of the same target ends."""
        self.bans[names.fold(ban.target)] = ban
        self.banned_addresses.add(ban)
        self.banned_names.add(ban)

    def unban(self, target: str) -> None:
        self.bans.pop(names.fold(target), None)
        self.banned_addresses.remove(target)
        self.banned_names.remove(target)

    # rooms and conversations

    def room(self, name: str) -> Room | None:
        return self.rooms.get(name) or self._room(names.fold(name))  # mostly it is folded already

    def _room(self, fold: str) -> Room | None:
        room = self.rooms.get(fold)
        return room if room is not None else self._awake(self.asleep.wake_named(fold))

    def journal(self, log: int) -> Room | Conversation | None:
        """What has this log, wherever the number comes from; what is asleep wakes."""
        journal = self.journals.get(log)
        return journal if journal is not None else self._wake(log)

    def _wake(self, log: int) -> Room | Conversation | None:
        return self._awake(self.asleep.wake(log)) or self._rouse(self.quiet.wake(log))

    def fall_asleep(self, log: int) -> None:
        """Pack what has this log, if nothing is to be known of it but what is kept of those that sleep. Whoever holds
        it meanwhile holds the same one when it wakes."""
        journal = self.journals.get(log)
        if isinstance(journal, Room):
            room = None if log in self.closing else state_of(journal)
            if room is not None:
                del self.rooms[journal.fold], self.journals[log]
                self._fallen[log] = journal
                self.asleep.add(room)
        elif journal is not None and (conversation := self._state_of(journal)) is not None:
            self._drop(journal)
            self._fallen[log] = journal
            self.quiet.add(conversation)

    def _state_of(self, one: Conversation) -> ConversationState | None:
        """The same of a conversation as `state_of` of a room."""
        if one.has("recent") or one.retention or one.expiry:
            return None
        called = [self.called.names.get(party, name) for party, name in zip(one.parties, one.opened_as, strict=True)]
        if called != list(one.names):
            return None
        return ConversationState(one.log, one.parties, one.opened_as, one.last_seq, one.last_at)

    def _rouse(self, saved: ConversationState | None) -> Conversation | None:
        """Both are called in it as they were last. One that nobody can read any more is not there."""
        if saved is None:
            return None
        if not self.is_reachable(saved.parties, saved.log):
            self.quiet.forget(saved.log)
            return None
        conversation = self._fallen.pop(saved.log, None)
        if not isinstance(conversation, Conversation):
            conversation = Conversation(saved.log, saved.parties, saved.names, saved.last_seq, saved.last_at)
        for party in saved.parties:
            if party in self.parties:
                self.name_in(conversation, party, self.parties[party].name)
            elif party in self.called.names:
                conversation.name(party, self.called.names[party])
        self.add_conversation(conversation)
        return conversation

    def _awake(self, saved: RoomState | None) -> Room | None:
        if saved is None:
            return None
        fallen = self._fallen.pop(saved.log, None)
        room = fallen if isinstance(fallen, Room) else room_of(saved)
        self.add_room(room)
        return room

    def invite(self, room: Room, party: Party) -> None:
        """The party may join the room once."""
        room.invited[party] = None
        self.invitations.setdefault(party, {})[room.log] = None

    def uninvite(self, room: Room, party: Party) -> None:
        """It may do so no more."""
        room.invited.pop(party, None)
        logs = self.invitations.get(party, {})
        logs.pop(room.log, None)
        if not logs:
            self.invitations.pop(party, None)

    def keep_for(self, journal: Room | Conversation, what: Retention, length: int) -> None:
        """From now on messages are kept for so many milliseconds there; 0: for ever."""
        setattr(journal, what, length)
        if isinstance(journal, Room):
            (self.retained.add if journal.retention else self.retained.discard)(journal.log)

    def standing_in(self, account: Account) -> list[Room]:
        """The rooms where the owner of this account is something."""
        rooms = map(self.journal, sorted(account.standing))
        return [room for room in rooms if isinstance(room, Room)]

    def next_log(self) -> int:
        """The number of the log of the next room or private conversation."""
        return self.last_log + 1

    def add_room(self, room: Room) -> None:
        self.rooms[room.fold] = room
        self.journals[room.log] = room
        self.asleep.note(room.log)
        self.masked.add(room)
        self.last_log = max(self.last_log, room.log)

    def give_role(self, room: Room, number: int, prefixes: str) -> None:
        """From now on the owner of this account is that in the room; empty: nothing."""
        room.roles.pop(number, None)
        if prefixes:
            room.roles[number] = prefixes
        self.note_role(room.log, number, prefixes)

    def note_role(self, log: int, number: int, prefixes: str) -> None:
        """The account knows that its owner is that in the room with this log."""
        account = self.accounts.numbers.get(number)
        if account is not None:
            account.owned.discard(log)
            account.standing.discard(log)
            if prefixes:
                account.standing.add(log)
            if "q" in prefixes:
                account.owned.add(log)

    def ended(self, now: int, over_by: OverBy) -> Iterator[tuple[Room, Change]]:
        """The masks that still stand on rooms' lists though their time is over, as the changes that take them off: each
        is to be off when the next is asked for."""
        while self.ends and self.ends[0][0] <= now:
            found = self._listed(self.ends[0])
            if found is None:
                heappop(self.ends)
            elif found[1].until <= over_by(found[1].at):
                yield found[0], Change(False, self.ends[0][2], found[1].mask)
            else:  # it waits for time that was leapt over; what began later does not
                yield from self._ended_behind(now, over_by)
                return

    def _ended_behind(self, now: int, over_by: OverBy) -> Iterator[tuple[Room, Change]]:
        """Those among the ends that do not wait: of some that are looked at, all of them one after the other."""
        left = self.local.to_lift
        if not left:
            left += [end for end in self.ends if end[0] <= now]
        for _ in range(min(LOOKED_AT, len(left))):
            end = left.pop()
            found = self._listed(end)
            if found is not None and found[1].until <= over_by(found[1].at):
                yield found[0], Change(False, end[2], found[1].mask)

    def _listed(self, end: tuple[int, int, str, str]) -> tuple[Room, Listed] | None:
        """The mask that ends then, if it is on its list still."""
        until, log, letter, key = end
        room = self.journal(log)
        listed = room.lists.get(letter, {}).get(key) if isinstance(room, Room) else None
        return (room, listed) if isinstance(room, Room) and listed is not None and listed.until == until else None

    def will_end(self, room: Room, change: Change, until: int) -> None:
        """The mask stands on the room's list until then."""
        heappush(self.ends, (until, room.log, change.letter, names.fold(change.argument)))

    def rename_room(self, room: Room, name: str) -> None:
        """The room is found under this name from now on, and under its old one no more."""
        del self.rooms[room.fold]
        room.name, room.fold = name, names.fold(name)
        self.rooms[room.fold] = room

    def drop_room(self, room: Room) -> None:
        for number in tuple(room.roles):
            self.give_role(room, number, "")
        for party in tuple(room.invited):
            self.uninvite(room, party)
        self.retained.discard(room.log)
        self.masked.drop(room)
        self.closing.pop(room.log, None)
        for party in room.readers:
            reader = self.parties.get(party) or self.sender(party)
            if reader is not None:
                reader.read_until.pop(room.log, None)
        del self.rooms[room.fold]
        del self.journals[room.log]
        self.asleep.forget(room.log)
        self.invites.drop_room(room.log)
        self.files.drop_log(room.log)
        self.recent.forget(room)
        self.local.forget_room(room.log)

    def conversation(self, party: Party, other: Party) -> Conversation | None:
        found = self.conversations.get(party, {}).get(other)
        return found if found is not None else self._rouse(self.quiet.wake_between(party, other))

    def conversations_of(self, party: Party) -> list[Conversation]:
        """All of this party's. They wake."""
        for saved in self.quiet.wake_of(party):
            self._rouse(saved)
        return list(self.conversations.get(party, {}).values())

    def conversations_in_parts(self, party: Party, size: int) -> Iterator[list[Conversation]]:
        """The same, so many at a time; those that sleep wake as many at a time, before."""
        asleep = self.quiet.wake_of(party)
        while some := list(islice(asleep, size)):
            for saved in some:
                self._rouse(saved)
            if len(some) == size:
                yield []
        every = list(self.conversations.get(party, {}).values())
        for start in range(0, len(every), size):
            yield every[start : start + size]

    def conversation_named(self, party: Party, name: str) -> Conversation | None:
        """The party's latest conversation with whoever is or was last called that."""
        fold, found = names.fold(name), None
        for saved in self.quiet.wake_named(party, fold):
            self._rouse(saved)
        for other in self.called.parties(fold):
            self.conversation(party, other)
        for conversation in self.conversations.get(party, {}).values():  # there may be very many
            first, second = conversation.names
            called = second if conversation.parties[0] == party else first
            if (called.lower() if called.isascii() else names.fold(called)) != fold:
                continue
            if found is None or conversation.last_at > found.last_at:
                found = conversation
        return found

    def add_conversation(self, conversation: Conversation) -> None:
        first, second = conversation.parties
        self.conversations.setdefault(first, {})[second] = conversation
        self.conversations.setdefault(second, {})[first] = conversation
        self.journals[conversation.log] = conversation
        self.quiet.note(conversation.log)
        self.last_log = max(self.last_log, conversation.log)

    def take_over(self, conversation: Conversation, parties: tuple[Party, Party]) -> None:
        """It is these two's from now on, with all that is remembered of it."""
        self._drop(conversation)
        conversation.parties = parties
        self.add_conversation(conversation)

    def drop_conversation(self, conversation: Conversation) -> None:
        """Forget where the conversation stands; its log keeps it."""
        self._drop(conversation)
        self.quiet.forget(conversation.log)
        self.recent.forget(conversation)
        self.forget_called(conversation.parties)

    def _drop(self, conversation: Conversation) -> None:
        for party, other in (conversation.parties, conversation.parties[::-1]):
            conversations = self.conversations.get(party)
            if conversations is not None and conversations.get(other) is conversation:
                del conversations[other]
                if not conversations:
                    del self.conversations[party]
        self.journals.pop(conversation.log, None)

    def forget_called(self, parties: Iterable[Party]) -> None:
        """What they are called by now is of no use to those of them who have no conversation."""
        for party in tuple(parties):
            if party in self.called.names and party not in self.conversations and self.quiet.name_of(party) is None:
                self.called.forget(party)

    def name_in(self, conversation: Conversation, party: Party, name: str) -> None:
        """The party goes by this name now, in this conversation."""
        conversation.name(party, name)
        for one, opened_as in zip(conversation.parties, conversation.opened_as, strict=True):
            if one == party and opened_as != name:
                self.called.note(party, name)

    def name_party(self, party: Party, name: str) -> None:
        """The party goes by this name now. Conversations that sleep need not be told: see `_rouse`."""
        if party in self.called.names or self.quiet.name_of(party) not in (None, name):
            self.called.note(party, name)
        for other, conversation in self.conversations.get(party, {}).items():  # there may be very many
            if name not in conversation.opened_as:
                self.called.note(party, name)
            if other == party:
                conversation.name(party, name)
            elif other == conversation.parties[1]:
                conversation.names = (name, conversation.names[1])
            else:
                conversation.names = (conversation.names[0], name)

    def forget_party(self, party: Party) -> None:
        """A guest is gone for good: forget the conversations that nobody can read or take over any more; of very many
        the others later."""
        self.unread += [one.log for one in self.conversations.get(party, {}).values()]
        self.unread += self.quiet.logs_of(party)
        self.forget_unread()

    def forget_unread(self) -> bool:
        """Some of those; whether there are more."""
        for _ in range(min(FORGOTTEN, len(self.unread))):
            log = self.unread.pop()
            one = self.journals.get(log)
            if isinstance(one, Conversation):
                if not self.is_reachable(one.parties, log):
                    self.drop_conversation(one)
            elif (saved := self.quiet.look(log)) is not None and not self.is_reachable(saved.parties, log):
                self.quiet.forget(log)
                self.forget_called(saved.parties)
        return bool(self.unread)

    def is_reachable(self, parties: tuple[Party, Party], log: int) -> bool:
        """Whether anybody may still read the conversation of these two, now or when they come back."""
        return any(self._may_come(party, log) for party in parties)

    def _may_come(self, party: Party, log: int) -> bool:
        if party in self.parties or visit_of(party) in self.visits or self.accounts.knows(party):
            return True
        return log in self.held.get(awaited(party), {}).values()

    def neighbours(self, user: User) -> Heard:
        """Every connection that shares a room with this user, theirs included; with some, who shares several rooms."""
        rooms = user.rooms
        if not rooms:
            return grouped(user.sessions)
        if len(rooms) == 1:
            return next(iter(rooms)).listeners
        groups: dict[Profile, list[Collection[Session]]] = {}
        named = 0
        for room in rooms:
            for profile, group in room.listeners.items():  # there may be very many, in each of very many rooms
                groups.setdefault(profile, []).append(group)
                named += len(group)
        everybody = self.local.everybody
        overlaps = named // max(1, sum(map(len, everybody.values())))
        if overlaps >= SHARED:
            return {profile: _sharing(rooms, everybody.get(profile, ())) for profile in groups}
        if overlaps >= OVERLAPS:
            return {profile: set[Session]().union(*found) for profile, found in groups.items()}
        return {profile: found[0] if len(found) == 1 else Several(found) for profile, found in groups.items()}


def _sharing(rooms: dict[Room, None], group: Iterable[Session]) -> list[Session]:
    """Those of whom one of these rooms is."""
    mine = rooms.keys()
    return [one for one in group if one.user is not None and not mine.isdisjoint(one.user.rooms)]


def grouped(sessions: Iterable[Session]) -> Listeners:
    """Connections by what they can read."""
    groups: Listeners = {}
    for session in sessions:
        groups.setdefault(session.profile, {})[session] = None
    return groups
