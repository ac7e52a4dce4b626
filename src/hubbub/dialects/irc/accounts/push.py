"""WEBPUSH: devices that are told of messages over a push service.

https://github.com/ircv3/ircv3-specifications/pull/471 (draft/webpush),
https://codeberg.org/emersion/soju/src/branch/master/doc/ext/webpush.md (soju.im/webpush), docs/ext/push.md (ours).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Awaitable, Mapping

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadEndpoint, PushOff
from hubbub.chat.world.push import Subscription
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import push
from hubbub.commands.accounts.push import QUIET
from hubbub.dialects.irc.lines import server_name, shortened, standard_reply
from hubbub.dialects.irc.rendering.caps import RENDERED
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc.caps import Cap, names
from hubbub.wire.message import Message, format_message
from hubbub.wire.tags import parse_tags

USAGE = "WEBPUSH REGISTER <endpoint> <keys> | UNREGISTER <endpoint>"
READ = RENDERED | Cap.READ_MARKER.value  # what changes what a device is told
SECRET_BYTES = 16  # "a 16-byte client-generated authentication secret"


def webpush(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    asked, *about = message.params
    command = asked.upper()
    if command == "REGISTER" and len(about) == 2:
        return _register(chat, session, *about)
    if command == "UNREGISTER" and len(about) == 1:
        push.unsubscribe(chat, session, about[0])
        _answer(session, command, about[0])
    elif command == "VAPIDPUBKEY" and not about:  # an earlier draft has this in place of the token of 005
        if chat.services.push is None:
            raise PushOff
        _answer(session, command, chat.services.push.key)
    else:
        told = [shortened(word, 64) for word in (asked, *about[:1])]
        standard_reply(session, "FAIL", "WEBPUSH", "INVALID_PARAMS", *told, text=f"There is only {USAGE}.")
    return None


async def _register(chat: Chat, session: Session, endpoint: str, keys: str) -> None:
    try:
        wanted = _read(session, endpoint, keys)
    except ValueError as error:
        raise BadEndpoint(endpoint, command="REGISTER", reason=str(error)) from None
    await push.subscribe(chat, session, wanted)
    _answer(session, "REGISTER", endpoint)


def _read(session: Session, endpoint: str, written: str) -> Subscription:
    """Raises ValueError, which says what is wrong."""
    keys = parse_tags(written)
    point, secret = keys_of(keys)
    quiet = [name for name in keys.get("hubbub.chat/quiet", "").split(",") if name]
    if len(quiet) > QUIET:
        raise ValueError(f"hubbub.chat/quiet has at most {QUIET} names")
    caps = tuple(names(state_of(session).caps & READ))
    return Subscription(endpoint, 0, point, secret, caps, tuple(quiet), "hubbub.chat/shown" in keys)


def keys_of(keys: Mapping[str, str]) -> tuple[bytes, bytes]:
    """The point and the secret of a device. Raises ValueError, which says what is wrong."""
    secret = _decoded(keys, "auth")
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"the key auth has {SECRET_BYTES} bytes")
    return _decoded(keys, "p256dh"), secret


def _decoded(keys: Mapping[str, str], name: str) -> bytes:
    text = keys.get(name, "")
    if not text:
        raise ValueError(f"there is no key {name}")
    try:
        return b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except ValueError:
        raise ValueError(f"the key {name} is not base64url") from None


def _answer(session: Session, command: str, about: str) -> None:
    """In full: "the server MUST reply with" the endpoint, however long it is."""
    session.answer(format_message("WEBPUSH", (command, about), server_name(session)))


VERBS: dict[str, Verb] = {
    "WEBPUSH": Verb(webpush, USAGE, "Have this device told of messages while it is not connected.", params=1, cost=2),
}
