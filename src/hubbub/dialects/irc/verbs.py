"""All commands of the IRC dialect, gathered from their families."""

from __future__ import annotations

from hubbub.dialects.irc.history import chathistory, search, unread
from hubbub.dialects.irc.messages import (
    editing,
    files,
    multiline,
    pinning,
    read_markers,
    redaction,
    relaying,
    retention,
    sending,
)
from hubbub.dialects.irc.people import away, metadata, monitor, silence, who, whois, whowas
from hubbub.dialects.irc.rooms import joining, modes, renaming

from .accounts import authentication, nickserv, push, sessions
from .moderation import operators
from .people import registration, webirc
from .server import help, info, isupport, network, numbers, served
from .verb import Verb

VERBS: dict[str, Verb] = {
    **registration.VERBS,
    **authentication.VERBS,
    **nickserv.VERBS,
    **sessions.VERBS,
    **push.VERBS,
    **sending.VERBS,
    **metadata.VERBS,
    **multiline.VERBS,
    **joining.VERBS,
    **relaying.VERBS,
    **renaming.VERBS,
    **modes.VERBS,
    **away.VERBS,
    **read_markers.VERBS,
    **redaction.VERBS,
    **pinning.VERBS,
    **files.VERBS,
    **retention.VERBS,
    **editing.VERBS,
    **who.VERBS,
    **whois.VERBS,
    **whowas.VERBS,
    **monitor.VERBS,
    **silence.VERBS,
    **chathistory.VERBS,
    **search.VERBS,
    **unread.VERBS,
    **info.VERBS,
    **isupport.VERBS,
    **network.VERBS,
    **served.VERBS,
    **numbers.VERBS,
    **operators.VERBS,
    **webirc.VERBS,
}
VERBS |= help.verbs(VERBS)
