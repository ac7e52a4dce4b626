"""All acts of a face, by name: what spec/README.md lists."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.events import Event

from . import accounts, files, history, messages, moderation, people, rooms, server

Action = Callable[..., list[Event]]

ACTIONS: dict[str, Action] = {
    function.__name__: function
    for function in (
        *(messages.say, messages.edit, messages.redact, messages.react, messages.unreact, messages.retry),
        *(messages.discard, messages.typing, messages.draft, messages.pin, messages.unpin),
        *(rooms.join, rooms.leave, rooms.open, rooms.close, rooms.topic, rooms.rename_room, rooms.invite),
        *(rooms.list_rooms, rooms.notify),
        *(people.rename, people.away, people.whois, people.list_people, people.load_members, people.set_metadata),
        *(people.watch, people.block, people.unblock),
        *(accounts.register, accounts.log_in, accounts.log_out, accounts.serve),
        *(history.load_latest, history.load_older, history.load_gap, history.load_around),
        *(history.load_conversations, history.search, history.search_more, history.mark_read),
        *(moderation.kick, moderation.ban, moderation.unban, moderation.role, moderation.modes),
        *(moderation.report, moderation.ask),
        *(files.file_token, files.file_link),
        *(server.quit, server.settle),
    )
}
