"""What each event does: whom it is shown to, how it changes the world (nothing else does), and whether the audit log
notes it."""

from __future__ import annotations

from . import accounts, files, history, push, rooms, server, tokens
from .messages import conversations, pinning, read_markers, retention, sending
from .moderation import audit, bans, invites, lockdown, operators, reports
from .people import entering, metadata, presence, privacy
from .rule import Rules

RULES: Rules = {
    **operators.RULES,
    **accounts.RULES,
    **files.RULES,
    **history.RULES,
    **audit.RULES,
    **bans.RULES,
    **conversations.RULES,
    **invites.RULES,
    **retention.RULES,
    **lockdown.RULES,
    **sending.RULES,
    **metadata.RULES,
    **entering.RULES,
    **push.RULES,
    **pinning.RULES,
    **presence.RULES,
    **read_markers.RULES,
    **reports.RULES,
    **rooms.RULES,
    **server.RULES,
    **tokens.RULES,
    **privacy.RULES,
}
