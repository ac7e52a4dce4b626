"""Private conversations in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import ConversationClaimed, ConversationOpened
from hubbub.log.sqlite.changes.table import Changes, raise_last_log


def conversation_opened(connection: apsw.Connection, event: ConversationOpened) -> None:
    connection.execute(
        "insert into conversation values (?, ?, ?, ?, ?, ?)", (event.log, event.at, *event.parties, *event.names)
    )
    raise_last_log(connection, event.log)


def conversation_claimed(connection: apsw.Connection, event: ConversationClaimed) -> None:
    connection.execute(
        "update conversation set second_party = ? where log = ? and second_party = ?",
        (event.party, event.log, event.before),
    )


CHANGES: Changes = {
    ConversationClaimed: conversation_claimed,
    ConversationOpened: conversation_opened,
}
