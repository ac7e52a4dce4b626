"""Changes on purpose, each of which breaks a promise, and the tests that have to notice.

A promise whose mutants nobody notices is one that may be broken tomorrow. `before` stands once in `file`; with `after`
in its place at least one of the tests has to fail. What the letters mean: docs/reliability.md, "Promises".
"""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    promise: str
    what: str  # is wrong with it
    file: str  # under src/hubbub
    before: str
    after: str
    tests: tuple[str, ...]  # under tests


MUTANTS = (
    Mutant(
        "G1", "commits are not flushed", "log/sqlite/engine.py",
        'open_owner(self._path, "full")', 'open_owner(self._path, "normal")',
        ("log/sqlite/test_power_cut.py",),
    ),
    Mutant(
        "G2", "shown before it is committed", "server/core/commits.py",
        "    def _commit_here(self, batch: Batch) -> None:\n        try:",
        "    def _commit_here(self, batch: Batch) -> None:\n        self._flush(batch.seal())\n        try:",
        ("server/core/test_commits.py",),
    ),
    Mutant(
        "G3", "numbers with holes", "chat/chat.py",
        "seq += 1", "seq += 2",
        ("chat/test_chat.py", "chat/test_replay.py"),
    ),
    Mutant(
        "G3", "entries of a batch in another order", "log/sqlite/read.py",
        'f"select {COLUMNS} {RANGE} {UP}", {"log": log, "first": first, "last": last}',
        'f"select {COLUMNS} {RANGE} {DOWN}", {"log": log, "first": first, "last": last}',
        ("log/test_log.py",),
    ),
    Mutant(
        "G3", "a message said later has the time of one moment after the one before", "log/sqlite/runs.py",
        " and one.at - first.at == by", "",
        ("log/sqlite/test_runs.py",),
    ),
    Mutant(
        "G4", "the last line first", "server/net/connection.py",
        "line = intake.lines.pop()", "line = intake.lines.pop(0)",
        ("server/net/test_connection.py",),
    ),
    Mutant(
        "G5", "a resend is another message", "commands/messages/resending.py",
        "if sender is None or client_id not in sender.sent:", "if True:",
        ("commands/messages/test_sending.py",),
    ),
    Mutant(
        "G5", "a resend after a restart is another message", "commands/messages/resending.py",
        "if sender is None or sender.knows(client_id):", "if True:",
        ("commands/messages/test_sending.py",),
    ),
    Mutant(
        "G6", "a generation that was there before", "log/changes/__init__.py",
        "max(last.generation + 1, ", "max(last.generation, ",
        ("log/test_log.py",),
    ),
    Mutant(
        "G6", "a copy that is put back twice gives the same ids", "chat/ids.py",
        "(now % 1000 << COUNTER_BITS - 10)", "0",
        ("chat/test_ids.py",),
    ),
    Mutant(
        "G7", "a page of what came later leaves the first one out", "log/memory/engine.py",
        "self._entries.since(log, max(first, seq + 1))", "self._entries.since(log, max(first, seq + 2))",
        ("log/test_log.py", "chat/history/test_pages.py"),
    ),
    Mutant(
        "G7", "memory is taken for complete where it is not", "chat/history/pages.py",
        "if not chat.disk_full and journal.first_recent <= max(seq + 1, first):",
        "if not chat.disk_full and journal.first_recent <= max(seq + 2, first):",
        ("chat/history/test_pages.py",),
    ),
    Mutant(
        "G8", "two entries of one time", "chat/chat.py",
        "return now if last < now else last + 1", "return now if last <= now else last + 1",
        ("dialects/irc/history/test_chathistory.py",),
    ),
    Mutant(
        "G8", "a marker later than what was read", "commands/messages/read_markers.py",
        "until = min(until, last or chat.now - 1)", "until = min(until, max(chat.now, last))",
        ("dialects/irc/messages/test_read_markers.py",),
    ),
    Mutant(
        "G9", "the log is read before it has what was said", "chat/chat.py",
        "        await self.settled()\n        try:", "        try:",
        ("server/core/test_commits.py", "chat"),
    ),
    Mutant(
        "G10", "look-alikes are other names", "chat/world/state.py",
        "for look in names.skeletons(name):", "for look in ():",
        ("chat/names", "chat/world", "dialects/irc/people"),
    ),
    Mutant(
        "G11", "who is banned speaks on", "chat/rights/checks.py",
        'if "b" in room.lists and not may(Action.SPEAK_BANNED, user, room):', "if False:",
        ("commands/guard/test_words.py", "chat/rights", "commands/rooms"),
    ),
    Mutant(
        "G11", "who has no voice speaks in a moderated room", "chat/rights/checks.py",
        'if "m" in room.flags and not may(Action.SPEAK_MODERATED, user, room):', "if False:",
        ("commands/guard/test_words.py", "dialects/irc/rooms/test_modes.py"),
    ),
    Mutant(
        "G11", "who may not speak is read by topics, reasons and names", "chat/rights/words.py",
        "    except Refusal as refusal:\n        return refusal\n",
        "    except Refusal:\n        pass\n",
        ("commands/guard/test_words.py",),
    ),
    Mutant(
        "G12", "a queue that is full loses lines, and nobody is told", "server/net/connection.py",
        'self.close("closed", "Too slow: the send queue is full")', "pass",
        ("server/net/test_connection.py", "server/net/test_outflow.py"),
    ),
    Mutant(
        "G13", "a queue without an end", "server/net/connection.py",
        "if outflow.size > self.engine.limits.send_queue_bytes:", "if False:",
        ("server/net/test_connection.py", "server/net/test_outflow.py"),
    ),
    Mutant(
        "G14", "going on after a failed write", "log/sqlite/write.py",
        "        if self._broken:\n            raise LogBroken(self._broken)", "        pass",
        ("log/sqlite/test_write.py",),
    ),
    Mutant(
        "G15", "a full disk ends the server", "log/sqlite/write.py",
        "if isinstance(error, apsw.FullError):\n            return True", "if False:\n            return True",
        ("log/sqlite/test_write.py",),
    ),
    Mutant(
        "G16", "a start that reads every entry", "log/sqlite/tables.py",
        "where span.log = whose.log {DOWN} limit 1", "where span.log = whose.log order by entry.at desc limit 1",
        ("log/sqlite/test_write.py",),
    ),
    Mutant(
        "G17", "what cannot be kept is not refused", "server/cluster/turns.py",
        "        if is_certain and not chat.disk_full:", "        if False:",
        ("server/cluster/test_simulation.py",),
    ),
    Mutant(
        "G18", "a stop that tells nobody", "server/core/engine.py",
        "            await self._say_goodbye()\n            await self._until_all_gone()", "            pass",
        ("faults/test_stopping.py",),
    ),
    Mutant(
        "G19", "who logged out elsewhere stays", "commands/accounts/devices.py",
        '        other.close("closed", why)', "        pass",
        ("commands/accounts/test_devices.py", "commands/accounts"),
    ),
    Mutant(
        "G19", "who was logged out before they had a name comes in", "commands/accounts/authentication.py",
        "account.logouts == logouts", "True",
        ("commands/test_leaps.py",),
    ),
    Mutant(
        "G19", "who is banned stays", "commands/moderation/bans.py",
        '    close = partial(Session.close, reason="closed", why=banned.refusal(ban))', "    close = id",
        ("commands/moderation/test_bans.py",),
    ),
    Mutant(
        "G19", "whose token is revoked goes on", "commands/accounts/tokens.py",
        '        one.close("closed", "The token was revoked")', "        pass",
        ("commands/accounts", "server/http/api/test_stream.py"),
    ),
    Mutant(
        "G19", "another password ends no connection", "commands/accounts/authentication.py",
        'devices.end_others(chat, account, session, "The password was changed from another device")', "pass",
        ("commands/accounts",),
    ),
    Mutant(
        "G20", "the text of what was erased stays in the database", "log/sqlite/tables.py",
        '"update entry set kind = ?, body = null where id = ? and log = ?", (TOMBSTONE, id, log)',
        '"update entry set kind = ? where id = ? and log = ?", (TOMBSTONE, id, log)',
        ("log/test_log.py",),
    ),
    Mutant(
        "G20", "what was erased of several in a row stays there", "log/sqlite/tables.py",
        "if not self._places.split(log, seq, gone=unread):", "if True:",
        ("log/sqlite/test_runs.py",),
    ),
    Mutant(
        "G20", "its words stay in the search index", "log/sqlite/index.py",
        'self._connection.execute("delete from words where rowid in (select value from json_each(?))", (ids,))', "pass",
        ("log/sqlite/test_search.py",),
    ),
    Mutant(
        "G20", "a page that was read before shows it", "chat/world/history/recent.py",
        "        if known is None:\n            return msgspec.structs.replace(entry, event=None)", "",
        ("chat/world", "commands/history", "commands/messages", "chat/history"),
    ),
    Mutant(
        "search", "readers that never use the index", "log/sqlite/search.py",
        "            return self._with_index(log, phrases, wanted, limit, most)", "            pass",
        ("log/sqlite/test_search.py",),
    ),
    Mutant(
        "engines", "one engine forgets what the other one keeps", "log/memory/tables.py",
        "max(row[place], least)", "row[place]",
        ("log/test_log.py", "log/test_engines.py"),
    ),
    Mutant(
        "cluster", "who was taken over writes on", "log/postgres/write.py",
        "where generation = $1 and position = $2", "where generation >= $1 and position >= $2",
        ("log/test_postgres.py",),
    ),
    Mutant(
        "cluster", "a commit without an answer is done again", "log/postgres/write.py",
        "        return entries[known:], changes[changed:], loads[left:]", "        return entries, changes, loads",
        ("log/test_postgres.py",),
    ),
    Mutant(
        "cluster", "a commit without an answer counts as done", "log/postgres/write.py",
        "        if position == self._position:\n            return entries, changes, loads\n", "",
        ("log/test_postgres.py",),
    ),
)  # fmt: skip
