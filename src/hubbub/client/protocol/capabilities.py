"""The capabilities of IRCv3 that the client asks for."""

from __future__ import annotations

ACCOUNT_NOTIFY = "account-notify"
BATCH = "batch"
CHANNEL_RENAME = "draft/channel-rename"
CHATHISTORY = "draft/chathistory"
CLIENT_ID = "hubbub.chat/client-id"
ECHO_MESSAGE = "echo-message"
EDIT = "hubbub.chat/edit"
EVENT_PLAYBACK = "draft/event-playback"
FILES = "hubbub.chat/files"  # and the tag of that name
LABELED_RESPONSE = "labeled-response"
MESSAGE_REDACTION = "draft/message-redaction"
MESSAGE_TAGS = "message-tags"
METADATA = "draft/metadata-2"
MULTILINE = "draft/multiline"
PINS = "hubbub.chat/pins"
READ_MARKER = "draft/read-marker"
REACTIONS = "hubbub.chat/reactions"
ROWS = "hubbub.chat/rows"  # lists as records; and what NickServ refuses can be told from an answer
SEARCH = "draft/search"
TOKEN = "hubbub.chat/token"
UNREAD = "hubbub.chat/unread"

WANTED = (
    ACCOUNT_NOTIFY,
    "account-tag",
    "away-notify",
    BATCH,
    "cap-notify",
    "chghost",
    CHANNEL_RENAME,
    CHATHISTORY,
    EVENT_PLAYBACK,
    MESSAGE_REDACTION,
    METADATA,
    MULTILINE,
    READ_MARKER,
    SEARCH,
    ECHO_MESSAGE,
    "extended-join",
    "extended-monitor",
    CLIENT_ID,
    EDIT,
    FILES,
    PINS,
    REACTIONS,
    ROWS,
    TOKEN,
    UNREAD,
    "invite-notify",
    LABELED_RESPONSE,
    MESSAGE_TAGS,
    "multi-prefix",
    "server-time",
    "setname",
    "standard-replies",
)
"""In this order they are asked for, as far as the server offers them."""
