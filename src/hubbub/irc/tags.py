"""Message tags that server and clients both know by name.

https://ircv3.net/specs/client-tags/reply, react and typing; https://ircv3.net/specs/extensions/multiline; docs/ext/.
"""

from __future__ import annotations

REACT_TAG, UNREACT_TAG = "+draft/react", "+draft/unreact"
REPLY_TAGS = ("+draft/reply", "+reply")
TYPING_TAG = "+typing"
PERSIST_TAGS = ("+draft/persist", "+persist")  # of what is to be found in the history (IRCv3 draft/persist)
CONCAT_TAG = "draft/multiline-concat"
EDITED_TAG = "hubbub.chat/edited"  # the time of a message's last edit
OWN_REACTIONS_TAG = "hubbub.chat/own-reactions"  # which of a message's reactions are ours, as a JSON list
REACTOR_TAG = "hubbub.chat/reactor"
