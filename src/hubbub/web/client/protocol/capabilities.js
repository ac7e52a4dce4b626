/** The capabilities of IRCv3 that the client asks for, and the tags that come with them. */

export const ACCOUNT_NOTIFY = "account-notify";
export const ACCOUNT_REGISTRATION = "draft/account-registration"; // offered; what it wants is its value
export const BATCH = "batch";
export const CHANNEL_RENAME = "draft/channel-rename";
export const CHATHISTORY = "draft/chathistory";
export const CLIENT_ID = "hubbub.chat/client-id";
export const ECHO_MESSAGE = "echo-message";
export const EDIT = "hubbub.chat/edit";
export const EVENT_PLAYBACK = "draft/event-playback";
export const FILES = "hubbub.chat/files"; // and the tag of that name
export const LABELED_RESPONSE = "labeled-response";
export const MESSAGE_REDACTION = "draft/message-redaction";
export const MESSAGE_TAGS = "message-tags";
export const METADATA = "draft/metadata-2";
export const MULTILINE = "draft/multiline";
export const PINS = "hubbub.chat/pins";
export const READ_MARKER = "draft/read-marker";
export const REACTIONS = "hubbub.chat/reactions";
export const ROWS = "hubbub.chat/rows";
export const SEARCH = "draft/search";
export const SESSION = "hubbub.chat/session"; // offered; there is nothing to request
export const TOKEN = "hubbub.chat/token";
export const UNREAD = "hubbub.chat/unread";
export const EDITED_TAG = "hubbub.chat/edited"; // the time of a message's last edit
export const OWN_REACTIONS_TAG = "hubbub.chat/own-reactions"; // which of a message's reactions are ours, as a JSON list
export const REACTOR_TAG = "hubbub.chat/reactor";
export const ROW_TAG = "hubbub.chat/row"; // a line of an answer as a record (docs/ext/rows.md)
export const CONCAT_TAG = "draft/multiline-concat";
export const TYPING_TAG = "+typing";
export const REACT_TAG = "+draft/react";
export const UNREACT_TAG = "+draft/unreact";
export const REPLY_TAGS = ["+draft/reply", "+reply"];

export const WANTED = [
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
  "draft/webpush",
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
];
