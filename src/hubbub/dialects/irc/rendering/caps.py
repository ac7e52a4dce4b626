"""The bits of the capabilities that change how an event looks."""

from __future__ import annotations

from hubbub.irc.caps import Cap

SERVER_TIME = Cap.SERVER_TIME.value
MESSAGE_TAGS = Cap.MESSAGE_TAGS.value
EXTENDED_JOIN = Cap.EXTENDED_JOIN.value
AWAY_NOTIFY = Cap.AWAY_NOTIFY.value
ACCOUNT_NOTIFY = Cap.ACCOUNT_NOTIFY.value
SETNAME = Cap.SETNAME.value
MULTILINE = Cap.MULTILINE.value
MESSAGE_REDACTION = Cap.MESSAGE_REDACTION.value
ACCOUNT_TAG = Cap.ACCOUNT_TAG.value
EDIT = Cap.EDIT.value
CHGHOST = Cap.CHGHOST.value
RELAYMSG = Cap.RELAYMSG.value
PINS = Cap.PINS.value
FILES = Cap.FILES.value
REACTIONS = Cap.REACTIONS.value
CHANNEL_RENAME = Cap.CHANNEL_RENAME.value

OURS = PINS
"""Of these one that our own clients have."""

RENDERED = (
    SERVER_TIME | MESSAGE_TAGS | EXTENDED_JOIN | AWAY_NOTIFY | ACCOUNT_NOTIFY | SETNAME | MESSAGE_REDACTION | MULTILINE
    | ACCOUNT_TAG | EDIT | CHGHOST | CHANNEL_RENAME | RELAYMSG | PINS | FILES | REACTIONS
)  # fmt: skip
"""The capabilities that change how an event looks; connections that differ in others share a profile."""
