"""Every call, as one who may and as one who may not: by scope, and by the table of rights as on IRC."""

from __future__ import annotations

from typing import Any

import msgspec
from tests.server.http.api.stage import Program, Stage, staged

from hubbub.server.http.api.calls import Call
from hubbub.server.http.api.table import CALLS

DONE = range(200, 300)


class Attempt(msgspec.Struct, frozen=True):
    """A call filled in. `{room}` is a room of the boss's where mate is a member, `{secret}` one that is closed to mate,
    `{mine}` a message of who asks, `{boss}` one of the boss's. `mate`: what the one without a role is answered; 0: that
    one may, too. `boss`: what the operator is answered, where that is no success here."""

    path: str
    body: dict[str, Any] | None = None
    mate: int = 0
    boss: int = 0


ATTEMPTS: dict[str, Attempt] = {
    "described": Attempt("/openapi.json"),
    "me": Attempt("/me"),
    "set_away": Attempt("/me/away", {"text": "tea"}),
    "people": Attempt("/people"),
    "person": Attempt("/people/boss"),
    "rooms": Attempt("/rooms"),
    "room": Attempt("/rooms/{secret}", mate=404),
    "change_room": Attempt("/rooms/{room}", {"topic": "green"}, mate=403),
    "members": Attempt("/rooms/{secret}/members", mate=404),
    "join": Attempt("/rooms/{secret}/join", {}, mate=403),
    "leave": Attempt("/rooms/{secret}/leave", {}, mate=404),
    "invite": Attempt("/rooms/{secret}/invite", {"name": "third"}, mate=404),
    "kick": Attempt("/rooms/{room}/kick", {"name": "third"}, mate=403),
    "room_bans": Attempt("/rooms/{secret}/bans", mate=404),
    "ban_in_room": Attempt("/rooms/{room}/bans", {"mask": "eve!*@*", "seconds": 60}, mate=403),
    "unban_in_room": Attempt("/rooms/{room}/unban", {"mask": "eve!*@*"}, mate=403),
    "set_role": Attempt("/rooms/{room}/roles", {"name": "third", "role": "voice", "has": True}, mate=403),
    "messages": Attempt("/rooms/{secret}/messages", mate=404),
    "say": Attempt("/rooms/{secret}/messages", {"text": "hello"}, mate=404),
    "edit": Attempt("/rooms/{room}/messages/{boss}", {"text": "other"}, mate=403),
    "erase": Attempt("/rooms/{room}/messages/{boss}", mate=403),
    "react": Attempt("/rooms/{secret}/messages/{hidden}/reactions", {"reaction": "x"}, mate=404),
    "unreact": Attempt("/rooms/{secret}/messages/{hidden}/reactions/x", mate=404),
    "pins": Attempt("/rooms/{secret}/pins", mate=404),
    "pin": Attempt("/rooms/{room}/pins", {"message": "{boss}"}, mate=403),
    "unpin": Attempt("/rooms/{room}/pins/{boss}", mate=403),
    "private_messages": Attempt("/people/third/messages", mate=404),
    "say_privately": Attempt("/people/third/messages", {"text": "psst"}),
    "edit_private": Attempt("/people/third/messages/{private}", {"text": "other"}, mate=404),
    "erase_private": Attempt("/people/third/messages/{private}", mate=404),
    "search": Attempt("/search?words=hello&room={secret}", mate=404),
    "events": Attempt("/events?after=tea", mate=400, boss=400),
    "see_reports": Attempt("/reports"),
    "report": Attempt("/reports", {"about": "third", "why": "spam"}),
    "handle_report": Attempt("/reports/{report}", {"state": "taken"}, mate=404),
    "audit": Attempt("/audit", mate=403),
    "undo": Attempt("/audit/{act}/undo", mate=404),
    "server_bans": Attempt("/bans", mate=403),
    "ban": Attempt("/bans", {"target": "192.0.2.0/24"}, mate=403),
    "unban": Attempt("/bans?target=192.0.2.0/24", mate=403),
    "invitations": Attempt("/invitations", mate=403),
    "make_invitation": Attempt("/invitations", {}, mate=403),
    "revoke_invitation": Attempt("/invitations/1", mate=404),
    "see_lockdown": Attempt("/lockdown"),
    "lock_down": Attempt("/lockdown", {"level": "open"}, mate=403),
    "accounts": Attempt("/accounts", mate=403),
    "make_account": Attempt("/accounts", {"name": "new{who}"}, mate=403),
    "account": Attempt("/accounts/third", mate=403),
    "rename_account": Attempt("/accounts/seventh", {"name": "eighth"}, mate=403),
    "delete_account": Attempt("/accounts/old", mate=403),
    "make_reset_code": Attempt("/accounts/third/reset-code", mate=403),
    "appoint": Attempt("/accounts/third/operator", {"operator": False}, mate=403),
    "suspend": Attempt("/accounts/old/suspension", {"seconds": 60}, mate=403),
    "unsuspend": Attempt("/accounts/old/suspension", mate=403),
    "status": Attempt("/status", mate=403),
    "reload": Attempt("/reload", mate=403),
    "backup": Attempt("/backup", mate=403, boss=500),
    "stop": Attempt("/stop", mate=403),
    "restart": Attempt("/restart", mate=403),
    "say_as_server": Attempt("/say", {"text": "hello"}, mate=403),
    "kill": Attempt("/people/fifth/kill", {}, mate=403),
}

LATER = ("suspend", "unsuspend", "delete_account")


class Scene(msgspec.Struct):
    boss: Program
    mate: Program
    none: Program
    words: dict[str, str]


async def _scene(stage: Stage) -> Scene:
    boss = await stage.person("boss", "#tea", "#secret", operator=True)
    boss.send("MODE #secret +is", "MODE #tea +t")
    mate, third = await stage.person("mate", "#tea"), await stage.person("third", "#tea")
    for name in ("old", "fifth", "seventh"):
        await stage.person(name)
    program, other = await stage.program(boss), await stage.program(mate)
    told = await program.say("tea", "hello")
    hidden = await program.say("secret", "hello")
    private = (await program.post("/people/third/messages", {"text": "psst"}))["id"]
    third.send("NS REPORT boss spam", "NS REPORT mate spam")
    await third.until("Report 2")
    await program.post("/bans", {"target": "198.51.100.1"})
    act = (await program.get("/audit"))["acts"][-1]["n"]
    await program.post("/invitations", {})
    return Scene(
        program,
        other,
        await stage.program(boss, "none", "read:#other"),
        {"room": "tea", "secret": "secret", "boss": told, "hidden": hidden, "private": private, "report": "2",
         "act": str(act)},
    )  # fmt: skip


def filled(attempt: Attempt, scene: Scene, who: str) -> tuple[str, Any]:
    def fill(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        for word, value in {**scene.words, "who": who}.items():
            text = text.replace(f"{{{word}}}", value)
        return text

    return fill(attempt.path), attempt.body and {name: fill(value) for name, value in attempt.body.items()}


def rows() -> list[Call]:
    """All calls; those that undo what others need come last."""
    last = [row for row in CALLS if row.name in ("erase", "kick", "kill", "leave", "erase_private")]
    ordered = [row for row in CALLS if row not in last and row.name not in LATER]
    return [*ordered, *(next(row for row in CALLS if row.name == name) for name in LATER), *last]


def test_all_are_tried() -> None:
    assert {row.name for row in CALLS} == set(ATTEMPTS)
    assert len({row.name for row in CALLS}) == len(CALLS)
    assert all(ATTEMPTS[row.name].mate == 403 for row in CALLS if row.operators)


async def test_who_may_may_and_who_may_not_is_told_so() -> None:
    """One after the other: what some of them do, others undo."""
    wrong: list[object] = []
    async with staged() as stage:
        scene = await _scene(stage)
        for row in rows():
            attempt = ATTEMPTS[row.name]
            if row.scope or row.name == "search":
                path, body = filled(attempt, scene, "none")
                status, answer = await scene.none.ask(row.method, path, body)
                if (status, answer["code"]) != (403, "NOT_IN_SCOPE"):
                    wrong.append((row.name, "without the scope", status, answer))
            for who, program, refused in (("mate", scene.mate, attempt.mate), ("boss", scene.boss, attempt.boss)):
                path, body = filled(attempt, scene, who)
                status, answer = await program.ask(row.method, path, body)
                if status != refused if refused else status not in DONE:
                    wrong.append((row.name, who, status, answer))
    assert wrong == []
