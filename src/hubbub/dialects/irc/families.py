"""All commands of the IRC dialect, gathered from their families."""

from __future__ import annotations

from hubbub.dialects.irc.connecting import accounts, registration, support, webirc
from hubbub.dialects.irc.history import history, search
from hubbub.dialects.irc.messages import editing, keeping, messages, multiline, reading, redaction, relaying
from hubbub.dialects.irc.people import metadata, monitor, people, silence, who, whois, whowas
from hubbub.dialects.irc.rooms import modes, renaming, rooms
from hubbub.dialects.irc.serving import asking_for_help, network, operators, reporting, server

from .verb import Verb

VERBS: dict[str, Verb] = {
    **registration.VERBS,
    **accounts.VERBS,
    **messages.VERBS,
    **metadata.VERBS,
    **multiline.VERBS,
    **rooms.VERBS,
    **relaying.VERBS,
    **renaming.VERBS,
    **modes.VERBS,
    **people.VERBS,
    **reading.VERBS,
    **redaction.VERBS,
    **keeping.VERBS,
    **editing.VERBS,
    **who.VERBS,
    **whois.VERBS,
    **whowas.VERBS,
    **monitor.VERBS,
    **silence.VERBS,
    **history.VERBS,
    **search.VERBS,
    **server.VERBS,
    **support.VERBS,
    **network.VERBS,
    **operators.VERBS,
    **reporting.VERBS,
    **webirc.VERBS,
}
VERBS |= asking_for_help.verbs(VERBS, operators.VERBS)
