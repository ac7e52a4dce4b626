"""Reacting to messages: kept as tags, and told in words to those who cannot read them."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence
from heapq import merge

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, ReactionNotice, ReactionSent, TagsSent
from hubbub.chat.history.pages import is_message
from hubbub.chat.ids import msgid
from hubbub.chat.ports import Counts
from hubbub.chat.refusals import UnknownMessage
from hubbub.chat.rights import must_wait
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.commands.history.pages import readable, still_readable
from hubbub.commands.messages import replying, seeming
from hubbub.commands.messages.entries import with_entry
from hubbub.commands.messages.replying import one_line
from hubbub.commands.people import privacy
from hubbub.irc.tags import REACT_TAG, REPLY_TAGS, UNREACT_TAG

MOST_SHOWN = 8  # different reactions to one message
LONGEST = 64  # characters of a reaction; what is longer is relayed and not kept
PAUSE_MS = 5_000  # between two reactions of one person that are put into words


class Reaction(msgspec.Struct, frozen=True):
    """What the tags of a TAGMSG say: which reaction, to the message with which id."""

    text: str
    message: int
    undone: bool


def read(tags: dict[str, str], target: str) -> Reaction | None:
    """The reaction in these tags, if there is one and it says to what. Raises UnknownMessage for what is no id."""
    text = tags.get(REACT_TAG) or tags.get(UNREACT_TAG) or ""
    id = replying.reference(tags)
    given = next((tags[tag] for tag in REPLY_TAGS if tag in tags), None)
    if text and given is not None and id is None:  # a tag may hold anything, line ends too
        raise UnknownMessage(target, message=given[:40] if given.isascii() and given.isalnum() else "*")
    if not text or len(text) > LONGEST or id is None:
        return None
    return Reaction(text, id, undone=not tags.get(REACT_TAG))


def react(
    chat: Chat, session: Session, target: str, tags: dict[str, str], reaction: Reaction, check: Callable[[], None]
) -> Awaitable[None] | None:
    """Keep the reaction to a message of that room or conversation, show it, and tell of it in words, but not of each
    one of a row. What takes back one that was not given is only shown. `check` is asked again once the message was
    found. Raises NoHistory, UnknownMessage, NotWanted or DiskFull.
    """

    def do(journal: Journal, entry: Entry) -> None:
        check()
        if not is_message(entry):
            raise UnknownMessage(target, message=msgid(reaction.message))
        assert isinstance(journal, Room | Conversation)
        arrives = privacy.arrives_in(chat, session.me, journal) and not seeming.is_seeming(entry)
        if reaction.undone and not _is_given(chat, journal, session.me, reaction, before):
            _show(chat, session, journal, target, tags, arrives=arrives)
        else:
            _react(chat, session, journal, target, tags, reaction, arrives=arrives)

    async def to_older(log: int) -> None:
        found = await chat.after(session, chat.log.reactions_of(session.me.party, [(log, reaction.message)]))
        before.extend(found.get(reaction.message, ()))
        waiting = with_entry(chat, session, target, reaction.message, do)
        if waiting is not None:
            await waiting

    before: list[str] = []  # how they reacted to a message that is not among the recent ones
    journal, _ = readable(chat, session, target)
    if not reaction.undone or any(entry.id == reaction.message for entry in journal.recent):
        return with_entry(chat, session, target, reaction.message, do)
    return to_older(journal.log)


def _is_given(chat: Chat, journal: Journal, user: User, reaction: Reaction, before: Sequence[str]) -> bool:
    """Whether they react to the message like that: `before` what is recent, or by that."""
    seemed = chat.world.local.seeming.said(journal.log, user.party)
    for entry in merge(seemed, reversed(journal.recent), key=lambda entry: entry.at, reverse=True):
        event = entry.event
        if isinstance(event, ReactionSent) and (event.message, event.party, event.text) == (
            reaction.message,
            user.party,
            reaction.text,
        ):
            return not event.undone
    return reaction.text in before


def _show(
    chat: Chat, session: Session, journal: Room | Conversation, target: str, tags: dict[str, str], *, arrives: bool
) -> None:
    log = journal.log if isinstance(journal, Room) else 0
    event = TagsSent(id=chat.ids(), at=chat.now, log=log, target=target, source=session.me.source, tags=tags)
    if arrives:
        chat.emit(event, session)
    else:
        chat.seem(event, session)


def _react(
    chat: Chat,
    session: Session,
    journal: Room | Conversation,
    target: str,
    tags: dict[str, str],
    reaction: Reaction,
    *,
    arrives: bool,
) -> None:
    """`arrives`: others are shown it; to who is blocked it only seems to happen."""
    user = session.me
    chat.check_space()
    at = chat.stamp(journal) if arrives else seeming.stamp(chat, user, journal)
    event = ReactionSent(
        id=chat.ids(),
        at=at,
        log=journal.log,
        target=target,
        source=user.source,
        tags=tags,
        message=reaction.message,
        party=user.party,
        text=reaction.text,
        undone=reaction.undone,
        reactor="" if user.number else _reactor(chat, user, reaction.message),
    )
    event = chat.emit(event, session) if arrives else seeming.say(chat, session, event)
    slowed = isinstance(journal, Room) and must_wait(journal, user)  # a reaction may hold a whole sentence
    if chat.policy.tell_in_words and not slowed and _may_tell(chat, user):
        text, about = one_line(reaction.text), replying.beginning(chat, user, journal, reaction.message)
        told = ReactionNotice(
            at=at,
            log=journal.log,
            target=target,
            source=user.source,
            reaction=text,
            about=about,
            undone=reaction.undone,
        )
        if arrives:
            chat.emit(msgspec.structs.replace(told, bot=event.bot, login=event.login))
        else:
            chat.seem(told, session)


def _reactor(chat: Chat, user: User, message: int) -> str:
    """Who this is among those who react to the message; nobody can tell anything else from it."""
    return hmac.digest(chat.world.cloak_key, f"{user.party} {message}".encode(), "sha256")[:8].hex()


def _may_tell(chat: Chat, user: User) -> bool:
    """Whether it is long enough since their last reaction was put into words."""
    return not user.reaction_told_at or chat.clock - user.reaction_told_at >= PAUSE_MS


async def counted(chat: Chat, session: Session, entries: Sequence[Entry]) -> tuple[list[Entry], dict[int, Counts]]:
    """A page of history as it is after one more wait, and how often its messages were reacted to, by id: the reactions
    with their numbers, most first; not too many."""
    messages = [(entry.log, entry.id) for entry in entries if is_message(entry)]
    if not messages:
        return list(entries), {}
    found = await chat.after(session, chat.log.reactions(messages))
    return still_readable(chat, session, entries), {id: counts[:MOST_SHOWN] for id, counts in found.items()}


async def own(chat: Chat, session: Session, entries: Sequence[Entry]) -> dict[int, list[str]]:
    """How the asker reacted to the messages of the page, by id."""
    messages = [(entry.log, entry.id) for entry in entries if is_message(entry)]
    if not messages:
        return {}
    return await chat.after(session, chat.log.reactions_of(session.me.party, messages))
