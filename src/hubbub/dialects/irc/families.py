"""All commands of the IRC dialect, gathered from their families."""

from __future__ import annotations

from . import (
    accounts,
    asking_for_help,
    editing,
    history,
    messages,
    metadata,
    modes,
    monitor,
    multiline,
    network,
    operators,
    people,
    reading,
    redaction,
    registration,
    renaming,
    rooms,
    search,
    server,
    support,
    webirc,
    who,
    whois,
    whowas,
)
from .verb import Verb

VERBS: dict[str, Verb] = {
    **registration.VERBS,
    **accounts.VERBS,
    **messages.VERBS,
    **metadata.VERBS,
    **multiline.VERBS,
    **rooms.VERBS,
    **renaming.VERBS,
    **modes.VERBS,
    **people.VERBS,
    **reading.VERBS,
    **redaction.VERBS,
    **editing.VERBS,
    **who.VERBS,
    **whois.VERBS,
    **whowas.VERBS,
    **monitor.VERBS,
    **history.VERBS,
    **search.VERBS,
    **server.VERBS,
    **support.VERBS,
    **network.VERBS,
    **operators.VERBS,
    **webirc.VERBS,
}
VERBS |= asking_for_help.verbs(VERBS, operators.VERBS)
