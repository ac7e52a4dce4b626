"""Who is told of a message: whom it was said to, who is mentioned or answered in it; not those who block its sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hubbub.chat.events import MessageSent
from hubbub.chat.names import fold, masks
from hubbub.chat.names.masks import Who
from hubbub.chat.party import Party
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.privacy import Privacy
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.state import World
from hubbub.commands.messages import replying
from hubbub.irc.ctcp import action_of, is_ctcp
from hubbub.irc.mentions import first_word, mentions, words_of


def told_of(world: World, event: MessageSent) -> Iterator[Account]:
    """The owners of accounts with a device that is told of this message, unless they read it first."""
    journal = world.journal(event.log)
    if journal is None or (is_ctcp(event.text) and action_of(event.text) is None):
        return
    who = Who(fold(event.login), (fold(event.source),))
    meant = _in_room(world, journal, event) if isinstance(journal, Room) else _of_pair(world, journal)
    for account in meant:
        if account.party != event.party and not _blocks(account.privacy, who):
            yield account


def place_of(event: MessageSent) -> str:
    """The folded name of the room, or of who said it in private: what a device may not want to be told of."""
    return fold(event.target if event.target.startswith("#") else name_of(event.source))


def _of_pair(world: World, conversation: Conversation) -> Iterable[Account]:
    known = map(world.accounts.of_party, dict.fromkeys(conversation.parties))
    return [account for account in known if account is not None and account.pushes]


def _in_room(world: World, room: Room, event: MessageSent) -> Iterator[Account]:
    """The members who are named or answered; whoever are fewer are looked at, they or all who can be told."""
    answered, words = _answered(room, event), words_of(event.text)
    for account, name in _who_can_be_told(world, room):
        if account.party == answered or (
            (first_word(name) in words or (name != account.name and first_word(account.name) in words))
            and mentions(event.text, (name, account.name))
        ):
            yield account


def _who_can_be_told(world: World, room: Room) -> Iterator[tuple[Account, str]]:
    pushed = world.accounts.pushed
    if len(room.members) < len(pushed):
        for user in tuple(room.members):
            account = pushed.get(user.number)
            if account is not None:
                yield account, user.name
        return
    for account in tuple(pushed.values()):
        here = world.parties.get(account.party)
        if here is not None and here in room.members:
            yield account, here.name


def _answered(room: Room, event: MessageSent) -> Party | None:
    """Who said what this message replies to, if that was lately."""
    id = replying.reference(event.tags) if event.tags else None
    if id is None:
        return None
    said = (entry.event for entry in reversed(room.recent) if entry.id == id)
    return next((one.party for one in said if isinstance(one, MessageSent)), None)


def _blocks(privacy: Privacy, who: Who) -> bool:
    return any(masks.meaning(mask).holds(who) for mask in privacy.masks.values())
