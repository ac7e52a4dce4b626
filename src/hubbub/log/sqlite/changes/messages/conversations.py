"""Private conversations in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import ConversationClaimed, ConversationOpened
from hubbub.chat.ports import ConversationState, Fields
from hubbub.log.sqlite.changes.table import LAST_ENTRY, Changes, raise_last_log


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


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of private conversations."""
    found = connection.execute(
        "select log, first_party, second_party, first_name, second_name,"
        f" {LAST_ENTRY} from conversation as place order by log"
    )
    return {
        "conversations": [
            ConversationState(log, (first, second), (first_name, second_name), last_seq, last_at)
            for log, first, second, first_name, second_name, last_seq, last_at in found
        ]
    }


CHANGES: Changes = {
    ConversationClaimed: conversation_claimed,
    ConversationOpened: conversation_opened,
}
