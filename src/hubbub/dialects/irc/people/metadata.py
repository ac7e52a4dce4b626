"""METADATA (https://ircv3.net/specs/extensions/metadata), as draft/metadata-3 and draft/metadata-2 have it.

The older draft tells of keys by METADATA where the newer one has numerics, and names some errors differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import (
    BadMetadataKey,
    MetadataRefused,
    NoMetadataOf,
    TooManySubscriptions,
    TooMuchMetadata,
)
from hubbub.chat.world.people.metadata import is_key, put
from hubbub.chat.world.session import Session
from hubbub.commands.people import metadata
from hubbub.dialects.irc.batches import in_batch
from hubbub.dialects.irc.lines import numeric, shortened
from hubbub.dialects.irc.people.metadata_lines import (
    AT_ONCE,
    LATER,
    METADATA,
    METADATA_2,
    METADATA_3,
    key_lines,
    reply_line,
    show_all,
    told_lines,
    value_line,
)
from hubbub.dialects.irc.state import NO_METADATA, state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n
from hubbub.irc.caps import METADATA_KEYS
from hubbub.wire.message import Message

ALL = "*ALL"
MOST_WORDS = 14  # keys in one command
OLDER_CODES = {
    "INVALID_KEY": "KEY_INVALID",
    "INVALID_PARAMS": "SUBCOMMAND_INVALID",
    "INVALID_VALUE": "VALUE_INVALID",
}


def ask(chat: Chat, session: Session, message: Message) -> None:
    """ "syntactically invalid ... the server SHOULD reply with FAIL METADATA INVALID_PARAMS" """
    if not state_of(session).caps & METADATA:
        _invalid(session, "*", "Request draft/metadata-3 or draft/metadata-2, and batch, first")
        return
    words = message.params
    subcommand = words[1].upper() if len(words) > 1 else ""
    known = SUBCOMMANDS.get(subcommand)
    if known is None:
        _invalid(session, _as_word(subcommand), f"Use one of {' '.join(SUBCOMMANDS)}")
        return
    run, least, most = known
    if not least <= len(words) - 2 <= most:
        _invalid(session, subcommand, "Not enough parameters" if len(words) - 2 < least else "Too many parameters")
        return
    try:
        run(chat, session, words[0], words[2:])
    except MetadataRefused as refusal:
        _tell(session, "FAIL", refusal)


def get(chat: Chat, session: Session, name: str, keys: Sequence[str]) -> None:
    """ "The ordering of responses within the batch MUST match the order keys were specified by the client." """
    shown, said = _said(chat, session, name)
    lines = [
        value_line(session, shown, key, said.get(key)) if is_key(key) else _bad_key_line(session, key)
        for key in dict.fromkeys(keys)
    ]
    in_batch(session, "metadata", [shown], lines)


def show(chat: Chat, session: Session, name: str, _: Sequence[str]) -> None:
    shown, said = _said(chat, session, name)
    in_batch(session, "metadata", [shown], [value_line(session, shown, key, value) for key, value in said.items()])


def change(chat: Chat, session: Session, name: str, words: Sequence[str]) -> None:
    """ "If the Value parameter is omitted or is an empty string, the key is removed." In the older draft only "if no
    value is given", and "values can take any form"."""
    key, value = words[0], words[1] if len(words) > 1 else None
    if not state_of(session).caps & METADATA_2:
        value = value or None
    if session.user is None:
        shown, had = "*", _change_early(session, name, key, value)
    else:
        target, had = metadata.change(chat, session, name, key, value)
        shown = target.name
    if value is None and not had and state_of(session).caps & METADATA_2:
        session.answer(reply_line(session, "FAIL", "KEY_NOT_SET", shown, key, text="That key is not set"))
    else:
        session.answer(value_line(session, shown, key, value))


def clear(chat: Chat, session: Session, name: str, _: Sequence[str]) -> None:
    """ "a `metadata` batch containing one `766 RPL_KEYNOTSET` message per cleared key" """
    if session.user is None:
        shown, keys = "*", list(_early(session, name))
        state_of(session).metadata = NO_METADATA
    else:
        target, keys = metadata.clear(chat, session, name)
        shown = target.name
    in_batch(session, "metadata", [shown], [value_line(session, shown, key, None) for key in keys])


def subscribe(chat: Chat, session: Session, name: str, keys: Sequence[str]) -> None:
    _check_me(session, name)
    accepted: list[str] = []
    new: list[str] = []
    too_many: TooManySubscriptions | None = None
    try:
        for key, fresh in metadata.subscribe(session, keys):
            accepted.append(key)
            new += [key] if fresh else []
    except TooManySubscriptions as refusal:
        too_many = refusal
    _show_keys(session, n.RPL_METADATASUBOK, accepted)
    _tell_bad_keys(session, keys)
    if too_many is not None:
        _tell(session, "FAIL", too_many)
    if new and session.user is not None:
        _show_newly_heard(chat, session, new)


def unsubscribe(chat: Chat, session: Session, name: str, keys: Sequence[str]) -> None:
    _check_me(session, name)
    session.subscribed = tuple(key for key in session.subscribed if key not in keys)
    _show_keys(session, n.RPL_METADATAUNSUBOK, [key for key in keys if is_key(key)])
    _tell_bad_keys(session, keys)


def subscriptions(chat: Chat, session: Session, name: str, _: Sequence[str]) -> None:
    _check_me(session, name)
    in_batch(session, "metadata-subs", [], key_lines(session, n.RPL_METADATASUBS, list(session.subscribed)))


def sync(chat: Chat, session: Session, name: str, _: Sequence[str]) -> None:
    if session.user is None:
        raise NoMetadataOf(name)
    if name == ALL:
        show_all(session, ALL, metadata.visible(chat, session))
        return
    target = metadata.find(chat, session, name)
    show_all(session, target.name, metadata.with_members(target))


def _said(chat: Chat, session: Session, name: str) -> tuple[str, Mapping[str, str]]:
    if session.user is None:
        return "*", _early(session, name)
    target = metadata.find(chat, session, name)
    return target.name, target.metadata


def _early(session: Session, name: str) -> Mapping[str, str]:
    """ "Clients that have not completed connection registration MUST use `*` to target themselves" """
    if name != "*":
        raise NoMetadataOf(name)
    return state_of(session).metadata


def _change_early(session: Session, name: str, key: str, value: str | None) -> bool:
    early = dict(_early(session, name))
    metadata.check_key(key)
    metadata.check_value(key, value or "")
    had = key in early
    if value is not None and not had and len(early) >= METADATA_KEYS:
        raise TooMuchMetadata("*", str(METADATA_KEYS), limit=str(METADATA_KEYS))
    put(early, key, value)
    state_of(session).metadata = early
    return had


def _check_me(session: Session, name: str) -> None:
    user = session.user
    if name != "*" and (user is None or session.chat.world.user(name) is not user):
        raise NoMetadataOf(name)


def _show_newly_heard(chat: Chat, session: Session, keys: Sequence[str]) -> None:
    """ "either send a `metadata` batch with `*ALL` as its parameter ... or a `774 RPL_METADATASYNCLATER`": that one
    also where there is nothing yet, as irctest has it. The older draft has nothing to say then."""
    targets = metadata.visible(chat, session)
    few = targets if len(targets) <= AT_ONCE else []
    lines = [line for target in few for line in told_lines(session, target, keys)]
    if lines:
        in_batch(session, "metadata", [ALL], lines)
    elif not few or state_of(session).caps & METADATA_3:
        wait = "0" if few else LATER
        numeric(session, n.RPL_METADATASYNCLATER, ALL, wait, "Ask for the metadata of all: METADATA *ALL SYNC")


def _tell_bad_keys(session: Session, keys: Iterable[str]) -> None:
    for key in keys:
        if not is_key(key):
            _tell(session, _warning(session), _bad_key(key))


def _bad_key_line(session: Session, key: str) -> bytes:
    refusal = _bad_key(key)
    return reply_line(session, _warning(session), _code(session, refusal), key, text=sentence(refusal))


def _bad_key(key: str) -> BadMetadataKey:
    try:
        metadata.check_key(key)
    except BadMetadataKey as refusal:
        return refusal
    raise AssertionError(key)


def _warning(session: Session) -> str:
    return "WARN" if state_of(session).caps & METADATA_3 else "FAIL"


def _tell(session: Session, kind: str, refusal: MetadataRefused) -> None:
    session.answer(reply_line(session, kind, _code(session, refusal), *refusal.words, text=sentence(refusal)))


def _as_word(subcommand: str) -> str:
    """ "an asterisk if no subcommand was provided or the subcommand is not valid as a middle parameter" """
    return "*" if not subcommand or subcommand.startswith(":") or " " in subcommand else shortened(subcommand)


def _invalid(session: Session, subcommand: str, text: str) -> None:
    code = OLDER_CODES["INVALID_PARAMS"] if state_of(session).caps & METADATA_2 else "INVALID_PARAMS"
    session.answer(reply_line(session, "FAIL", code, subcommand, text=text))


def _code(session: Session, refusal: MetadataRefused) -> str:
    if state_of(session).caps & METADATA_3:
        return refusal.code
    return "TOO_MANY_SUBS" if isinstance(refusal, TooManySubscriptions) else OLDER_CODES.get(refusal.code, refusal.code)


def _show_keys(session: Session, code: str, keys: Sequence[str]) -> None:
    for line in key_lines(session, code, keys):
        session.answer(line)


Run = Callable[[Chat, Session, str, Sequence[str]], None]
SUBCOMMANDS: dict[str, tuple[Run, int, int]] = {
    "GET": (get, 1, MOST_WORDS),
    "LIST": (show, 0, 0),
    "SET": (change, 1, 2),
    "CLEAR": (clear, 0, 0),
    "SUB": (subscribe, 1, MOST_WORDS),
    "UNSUB": (unsubscribe, 1, MOST_WORDS),
    "SUBS": (subscriptions, 0, 0),
    "SYNC": (sync, 0, 0),
}
"""What each of them does, and how many words it takes: at least, at most."""

VERBS: dict[str, Verb] = {
    "METADATA": Verb(
        ask,
        "METADATA <room|name|*> GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC {<key>} [:<value>]",
        "See and change what people and rooms say of themselves.",
        early=True,
        cost=2,
        once=True,
    ),
}
