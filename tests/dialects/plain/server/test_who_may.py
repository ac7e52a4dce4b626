"""What the table of commands says of who may is what the table of rights does."""

from __future__ import annotations

from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.commands.moderation.test_appointments import operated
from tests.dialects.plain.typist import told
from tests.support.each import each

from hubbub.typed import table
from hubbub.typed.table import Who

TRIED = {
    "pin": "/pin", "unpin": "/unpin", "retention": "/retention 30d", "rename": "/rename tea coffee",
    "kick": "/kick bob",
    "ban": "/ban bob", "unban": "/unban zed", "mute": "/mute bob", "unmute": "/unmute ned", "op": "/op bob",
    "deop": "/deop vera", "voice": "/voice bob", "devoice": "/devoice bob", "announce": "/announce on",
    "slow": "/slow 30s", "audit": "/audit tea", "undo": "/undo 3", "lockdown": "/lockdown read-only",
    "uban": "/uban list", "invite-link": "/invite-link room tea", "rehash": "/rehash",
}  # fmt: skip
LADDER = {Who.ANYBODY: "", Who.MODERATORS: "h", Who.OPERATORS: "o", Who.OWNERS: "q", Who.SERVER: "server"}


def answer(role: str, line: str) -> str:
    """What eve is told, who has that role in the room tea, or on the server."""
    chat, alice = operated()
    told(alice, "/join tea", "hello", "/pin", "/ban zed", "/mute ned")
    eve = person(chat, "eve", f"/register {PASSWORD}")
    for one in (eve, person(chat, "bob"), person(chat, "vera")):
        told(one, "/join tea", "hi")
    told(alice, "/mode +ov vera vera")
    told(alice, "/account operator eve" if role == "server" else f"/mode +{role} eve" if role else "")
    return "\n".join(told(eve, line))


@each("command", table.COMMANDS, ids=lambda command: command.name)
def test_whom_the_table_names_may_and_who_is_one_step_below_may_not(command: table.Command) -> None:
    assert (command.who is Who.ANYBODY) != (command.name in TRIED)
    if command.name in TRIED:
        roles = list(LADDER.values())
        role = LADDER[command.who]
        assert answer(roles[roles.index(role) - 1], TRIED[command.name]).startswith("! ")
        assert not answer(role, TRIED[command.name]).startswith("! ")
