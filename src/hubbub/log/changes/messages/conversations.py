"""Private conversations in the state tables."""

from __future__ import annotations

from hubbub.chat.events import ConversationClaimed, ConversationOpened
from hubbub.chat.ports import ConversationState, Fields, Quiet
from hubbub.log.changes.change import Changes
from hubbub.log.tables import CONVERSATION, LAST_LOG, Fold, Reading, Tables, where


def conversation_opened(tables: Tables, event: ConversationOpened, _: Fold) -> None:
    tables.insert(CONVERSATION, event.log, event.at, *event.parties, *event.names)
    tables.raise_to(LAST_LOG, log=event.log)


def conversation_claimed(tables: Tables, event: ConversationClaimed, _: Fold) -> None:
    tables.alter(CONVERSATION, where(log=event.log, second_party=event.before), second_party=event.party)


def read(tables: Reading) -> Fields:
    """What `State` has of private conversations."""
    lasts = tables.last_entries(CONVERSATION)
    return {
        "conversations": Quiet(
            ConversationState(log, (first, second), (first_name, second_name), *last)
            for (log, _, first, second, first_name, second_name), (_, *last) in zip(
                tables.rows(CONVERSATION), lasts, strict=True
            )
        )
    }


CHANGES: Changes = {
    ConversationClaimed: conversation_claimed,
    ConversationOpened: conversation_opened,
}
