"""What programs say and read: by the chat's own commands, seen on IRC as anybody's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.server.http.api.stage import Program, Stage, staged

from hubbub.chat.chat import Batch
from hubbub.chat.events import LoginRefused
from hubbub.chat.ports import LAST, LogDamaged, LogLocked, LogUnreachable, SearchFilter
from hubbub.server.http.api import messages
from hubbub.wire.numbers import LARGEST


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as stage:
        yield stage


async def test_what_is_said_is_heard_on_irc_and_read_back(stage: Stage) -> None:
    alice, bob = await stage.person("alice", "#tea"), await stage.person("bob", "#tea")
    program = await stage.program(alice)
    made = await program.post("/rooms/tea/messages", {"text": "hello"})
    assert (made["type"], made["room"], made["name"], made["account"]) == ("message", "#tea", "alice", "alice")
    (line,) = [line for line in await bob.until("PRIVMSG #tea :hello") if "PRIVMSG" in line]
    assert f"msgid={made['id']}" in line
    page = await program.get("/rooms/%23tea/messages")
    assert [(one["id"], one["text"]) for one in page["messages"]] == [(made["id"], "hello")]
    assert page["more"] is False


@pytest.mark.parametrize("name", ["a/b", "100%", "a\\b", "a//b/", "..", "%2F", "a?b", "50%2Fx", "山/川"])
async def test_a_room_may_have_any_name_that_is_escaped(stage: Stage, name: str) -> None:
    """Only what would be a step in a path goes by its number alone."""
    alice = await stage.person("alice", f"#{name}")
    program = await stage.program(alice)
    rooms = (await program.get("/rooms"))["rooms"]
    number = next(room["id"] for room in rooms if room["name"] == f"#{name}")
    by_name = f"/rooms/{quote('#' + name, safe='')}"
    for path in (by_name, f"/rooms/id:{number}", *([] if name == ".." else [f"/rooms/{quote(name, safe='')}"])):
        assert (await program.get(path))["name"] == f"#{name}"
        made = await program.post(f"{path}/messages", {"text": f"by {path}"})
        page = await program.get(f"{path}/messages?limit=1")
        assert [one["id"] for one in page["messages"]] == [made["id"]]
    assert (await program.ask("GET", "/rooms/a%2Fb%2Fmessages"))[0] == 404


async def test_pages_go_both_ways(stage: Stage) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))
    ids = [await program.say("tea", str(number)) for number in range(6)]

    async def texts(query: str) -> list[str]:
        return [one["text"] for one in (await program.get(f"/rooms/tea/messages?{query}"))["messages"]]

    assert await texts("limit=2") == ["4", "5"]
    assert await texts(f"before={ids[4]}&limit=2") == ["2", "3"]
    assert await texts(f"after={ids[1]}&limit=2") == ["2", "3"]
    assert await texts(f"around={ids[3]}&limit=4") == ["1", "2", "3", "4"]
    assert (await program.ask("GET", f"/rooms/tea/messages?after={ids[0]}&before={ids[3]}"))[0] == 422


async def test_several_lines_replies_edits_reactions_and_taking_back(stage: Stage) -> None:
    alice, bob = await stage.person("alice", "#tea"), await stage.person("bob", "#tea")
    program = await stage.program(alice)
    first = await program.say("tea", "one\ntwo")
    heard = [line.rpartition(":")[2] for line in await bob.until(":two") if "PRIVMSG" in line]
    assert heard == ["one", "two"]
    answer = await program.post("/rooms/tea/messages", {"text": "three", "reply_to": first})
    assert answer["reply_to"] == first
    edited = await program.ask("PATCH", f"/rooms/tea/messages/{first}", {"text": "four"})
    assert (edited[0], edited[1]["type"], edited[1]["text"]) == (200, "edit", "four")
    await program.post(f"/rooms/tea/messages/{first}/reactions", {"reaction": "👍"})
    (shown, _) = (await program.get("/rooms/tea/messages"))["messages"]
    assert (shown["text"], shown["reactions"]) == ("four", [{"reaction": "👍", "count": 1}])
    assert shown["edited"] > 0
    assert (await program.ask("DELETE", f"/rooms/tea/messages/{first}/reactions/👍"))[0] == 204
    assert (await program.ask("DELETE", f"/rooms/tea/messages/{first}?reason=done"))[0] == 204
    assert "REDACT #tea" in (await bob.until("REDACT #tea"))[-1]
    assert [one["text"] for one in (await program.get("/rooms/tea/messages"))["messages"]] == ["three"]


async def test_a_room_is_no_person(stage: Stage) -> None:
    """A token for private messages alone reads nothing of rooms, says nothing there and changes nothing."""
    alice, bob = await stage.person("alice", "#tea"), await stage.person("bob", "#tea")
    said = await (await stage.program(alice)).say("tea", "green")
    program = await stage.program(alice, "private", "dm")
    for place in ("%23tea", "@%23tea", "%2B%23tea", "~@%2B%23tea", "%23", "@"):
        for method, path, body in (
            ("GET", f"/people/{place}/messages", None),
            ("POST", f"/people/{place}/messages", {"text": "black"}),
            ("PATCH", f"/people/{place}/messages/{said}", {"text": "black"}),
            ("DELETE", f"/people/{place}/messages/{said}", None),
            ("GET", f"/search?words=green&with_name={place}", None),
        ):
            status, problem = await program.ask(method, path, body)
            assert (status, problem["code"]) == (404, "NOBODY_NAMED"), (method, path, problem)
    alice.send("PRIVMSG #tea :done")
    heard = [line.rpartition(":")[2] for line in await bob.until(":done") if "PRIVMSG" in line or "REDACT" in line]
    assert heard == ["green", "done"]


async def test_of_a_room_either_all_is_changed_or_nothing(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea", "#milk")
    program = await stage.program(alice)
    for changes in (
        {"topic": "green", "name": "milk"},
        {"topic": "green", "name": "no spaces"},
        {"topic": "green", "name": "tea"},
        {"topic": "x" * 391, "name": "tee"},
    ):
        assert (await program.ask("PATCH", "/rooms/tea", changes))[0] in (403, 409, 422)
        assert (await program.get("/rooms/tea"))["topic"] == ""
    status, room = await program.ask("PATCH", "/rooms/tea", {"topic": "green", "name": "tee"})
    assert (status, room["name"], room["topic"]) == (200, "#tee", "green")


async def test_private_messages_have_a_scope_of_their_own(stage: Stage) -> None:
    alice, bob = await stage.person("alice"), await stage.person("bob")
    program, other = await stage.program(alice), await stage.program(alice, "public", "read say")
    made = await program.post("/people/bob/messages", {"text": "psst"})
    assert (made["room"], made["to"]) == ("", "bob")
    await bob.until("PRIVMSG bob :psst")
    assert [one["text"] for one in (await program.get("/people/bob/messages"))["messages"]] == ["psst"]
    for method, body in (("GET", None), ("POST", {"text": "x"})):
        status, problem = await other.ask(method, "/people/bob/messages", body)
        assert (status, problem["code"]) == (403, "NOT_IN_SCOPE")
    assert (await other.ask("GET", "/search?words=psst&with_name=bob"))[0] == 403
    assert (await other.get("/search?words=psst"))["messages"] == []
    assert [one["text"] for one in (await program.get("/search?words=psst"))["messages"]] == ["psst"]


async def test_who_is_blocked_is_answered_alike(stage: Stage) -> None:
    alice, bob = await stage.person("alice"), await stage.person("bob")
    bob.send("SILENCE +alice!*@*")
    await bob.until("SILENCE")
    program = await stage.program(alice)
    made = await program.post("/people/bob/messages", {"text": "psst"})
    assert (made["type"], made["to"], made["text"]) == ("message", "bob", "psst")
    message = f"/people/bob/messages/{made['id']}"
    status, edited = await program.ask("PATCH", message, {"text": "psst!"})
    assert (status, edited["text"]) == (200, "psst!")
    assert (await program.ask("DELETE", message))[0] == 204
    assert (await program.ask("DELETE", message))[0] == 404


async def test_the_same_key_is_the_same_message(stage: Stage) -> None:
    alice, bob = await stage.person("alice", "#tea"), await stage.person("bob", "#tea")
    program, other = await stage.program(alice), await stage.program(alice, "other")
    body = {"text": "once"}
    status, first, _ = await program.whole("POST", "/rooms/tea/messages", body, Idempotency_Key="k1")
    again, second, headers = await program.whole("POST", "/rooms/tea/messages", body, Idempotency_Key="k1")
    assert (status, again) == (201, 201)
    assert first == second
    assert headers["Idempotent-Replayed"] == "true"
    status, problem = await program.ask("POST", "/rooms/tea/messages", {"text": "twice"}, Idempotency_Key="k1")
    assert (status, problem["code"]) == (422, "KEY_REUSED")
    assert await other.say("tea", "once", Idempotency_Key="k1") != first["id"]
    engine = stage.served.server.engine
    right = engine.time_of_day
    engine.time_of_day = lambda: right() + 2 * 86_400_000  # nobody has waited that long
    try:
        _, late, headers = await program.whole("POST", "/rooms/tea/messages", body, Idempotency_Key="k1")
    finally:
        engine.time_of_day = right
    assert (late, headers["Idempotent-Replayed"]) == (first, "true")
    await program.say("tea", "end")
    heard = [line.rpartition(":")[2] for line in await bob.until("PRIVMSG #tea :end") if "PRIVMSG" in line]
    assert heard == ["once", "once", "end"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (None, 415, "NOT_JSON"),
        ([], 422, "BAD_BODY"),
        ({}, 422, "BAD_BODY"),
        ({"text": ""}, 422, "BAD_BODY"),
        ({"text": 5}, 422, "BAD_BODY"),
        ({"text": "x", "tea": 1}, 422, "BAD_BODY"),
        ({"text": "\n\n"}, 422, "NO_TEXT"),
        ({"text": "a\rb"}, 422, "BAD_TEXT"),
        ({"text": "a\0b"}, 422, "BAD_TEXT"),
        ({"text": "x\n" * 200}, 422, "TOO_MANY_LINES"),
        ({"text": "ü" * 3000}, 422, "TEXT_TOO_LONG"),
        ({"text": "x" * 70_000}, 413, "TOO_LARGE"),
        ({"text": "x", "reply_to": "tea"}, 422, "BAD_BODY"),
    ],
)
async def test_bad_bodies_are_named(stage: Stage, body: object, status: int, code: str) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))
    got, problem = await program.ask("POST", "/rooms/tea/messages", body)
    assert (got, problem["code"]) == (status, code), problem
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["type"].startswith("urn:hubbub:problem:")


async def test_a_number_in_a_query_is_its_value_however_it_is_written(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def noted(sender: str, after: int, before: int) -> SearchFilter:
        asked.append((after, before))
        return SearchFilter(sender=sender, after=after, before=before)

    program = await stage.program(await stage.person("alice", "#tea"))
    ids = [await program.say("tea", text) for text in ("one tea", "two teas", "tea")]
    assert [one["id"] for one in (await program.get("/rooms/tea/messages?limit=02"))["messages"]] == ids[1:]
    monkeypatch.setattr(messages, "SearchFilter", noted)
    assert [one["id"] for one in (await program.get("/search?words=tea&since=007"))["messages"]] == [ids[0], ids[2]]
    assert (await program.get(f"/search?words=tea&since={'9' * 30}"))["messages"] == []
    await program.get(f"/search?words=tea&until={'9' * 400}")
    assert asked == [(7, LAST), (LARGEST, LAST), (0, LARGEST)]  # databases know no larger one


async def test_what_is_no_call_is_a_problem_too(stage: Stage) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))
    for method, path, status in (
        ("GET", "/tea", 404),
        ("DELETE", "/me", 405),
        ("GET", "/me?tea=1", 400),
        ("GET", "/rooms/tea/messages?limit=0", 400),
        ("GET", "/rooms/tea/messages?limit=x", 400),
        *(
            ("GET", f"/rooms/tea/messages?limit={written}", 400)
            for written in ("1e2", "5.0", "1_0", "%2B5", "+5", "5%20", "-5", "%D9%A3")  # an Arabic 3
        ),
        ("GET", "/rooms/tea/messages?after=zz", 400),
        ("GET", "/rooms/none/messages", 404),
        ("GET", "/rooms/tea/messages?after=1", 404),
        ("OPTIONS", "/me", 405),
    ):
        got, problem = await program.ask(method, path)
        assert (got, problem["status"]) == (status, status), (method, path, problem)


async def test_what_may_be_asked_is_said_for_each_place(stage: Stage) -> None:
    """ "The origin server MUST generate an Allow header field in a 405 response containing a list of the target
    resource's currently supported methods" (RFC 9110, 15.5.6)."""
    program = await stage.program(await stage.person("alice", "#tea"))
    for method, path, allowed in (
        ("OPTIONS", "/me", "GET, HEAD"),
        ("PUT", "/me", "GET, HEAD"),
        ("OPTIONS", "/me/away", "PUT"),
        ("HEAD", "/me/away", "PUT"),
        ("DELETE", "/rooms/tea", "GET, HEAD, PATCH"),
        ("POST", "/events", "GET"),
    ):
        status, _, headers = await program.whole(method, path)
        assert (status, headers["Allow"]) == (405, allowed), (method, path)


async def test_tokens_come_in_the_header_alone_are_good_and_come_safely(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea")
    program, nobody = await stage.program(alice), stage.stranger()
    assert (await nobody.ask("GET", "/me"))[0] == 401
    assert (await nobody.ask("GET", f"/me?access_token={program.token}"))[0] == 401
    program.token += "x"
    status, problem = await program.ask("GET", "/me")
    assert (status, problem["code"]) == (401, "BAD_TOKEN")
    program = await stage.program(alice, "two")
    status, problem = await program.ask("GET", "/me", X_Forwarded_For="192.0.2.1")
    assert (status, problem["code"]) == (403, "NOT_SECURE")
    assert (await program.ask("POST", "/rooms/tea/messages", {"text": "x"}, Origin="https://evil.example"))[0] == 403


class Refused:
    """Hears of wrong passwords and tokens."""

    def __init__(self) -> None:
        self.ways: list[str] = []

    def see(self, batch: Batch) -> None:
        self.ways += [event.way for event in batch.of({LoginRefused}) if isinstance(event, LoginRefused)]


async def test_wrong_tokens_are_told_and_too_many_wait_while_a_good_one_goes_on(tmp_path: Path) -> None:
    refused = Refused()
    async with staged(data=tmp_path) as stage:
        stage.engine.commits.observers.append(refused.see)
        good = await stage.program(await stage.person("alice", "#tea"))
        bad = Program(stage.served, stage.browser, f"{good.token}x")
        files = f"http://127.0.0.1:{stage.served.port}/files"
        for number in range(31):
            expected = 401 if number < 15 else 429
            assert (await bad.ask("GET", "/me"))[0] == expected
            async with stage.browser.post(files, data=b"x", headers={"Authorization": f"Bearer {bad.token}"}) as answer:
                assert answer.status == expected
        status, problem, headers = await bad.whole("GET", "/me")
        assert (status, problem["code"]) == (429, "TEMPORARILY_UNAVAILABLE")
        assert 0 < int(headers["Retry-After"]) <= 600
        await good.get("/me")
    assert refused.ways == ["token"] * 30


async def test_a_token_for_one_room_is_for_that_alone(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea", "#milk")
    program = await stage.program(alice, "one", "read:#tea say:#tea")
    await program.say("tea", "hello")
    assert [room["name"] for room in (await program.get("/rooms"))["rooms"]] == ["#tea"]
    assert (await program.get("/me"))["rooms"] == ["#tea"]
    for method, path, body in (
        ("POST", "/rooms/milk/messages", {"text": "x"}),
        ("GET", "/rooms/milk/messages", None),
        ("GET", "/rooms/milk", None),
        ("GET", "/people", None),
        ("GET", "/search?words=hello", None),
        ("POST", "/rooms/tea/kick", {"name": "bob"}),
    ):
        assert (await program.ask(method, path, body))[0] == 403, path
    number = (await program.get("/rooms/tea"))["id"]
    assert (await program.get(f"/rooms/id:{number}"))["name"] == "#tea"


async def test_files_take_the_same_token(tmp_path: Path) -> None:
    async with staged(data=tmp_path) as stage:
        alice, bob = await stage.person("alice", "#tea"), await stage.person("bob", "#tea")
        program, other = await stage.program(alice), await stage.program(bob)
        reader, stranger = await stage.program(bob, "reader", "read"), await stage.program(bob, "tea", "say:#tea")
        base = program.base.removesuffix("/api/v1")

        async def ask(by: Program, method: str, path: str, data: bytes | None = None) -> tuple[int, bytes]:
            headers = {"Authorization": f"Bearer {by.token}"}
            async with stage.browser.request(method, f"{base}{path}", data=data, headers=headers) as answer:
                return answer.status, await answer.read()

        status, raw = await ask(program, "POST", "/files", b"green tea")
        made = json.loads(raw)
        assert status == 201
        assert (await ask(other, "GET", f"/files/{made['id']}"))[0] == 404
        said = await program.post("/rooms/tea/messages", {"text": f"look: {made['url']}"})
        assert [file["size"] for file in said["files"]] == [9]
        assert await ask(reader, "GET", f"/files/{made['id']}") == (200, b"green tea")
        assert (await ask(reader, "POST", "/files", b"x"))[0] == 403
        assert (await ask(stranger, "GET", f"/files/{made['id']}"))[0] == 403
        alice.send("MODE #tea +s")  # else anybody may have it
        await alice.until(" MODE #tea +s")
        sayer = await stage.program(alice, "sayer", "read:#milk say:#tea")
        status, raw = await ask(sayer, "POST", "/files", b"black tea")
        black = json.loads(raw)
        assert status == 201
        assert (await sayer.post("/rooms/tea/messages", {"text": black["url"]}))["files"]
        there = await stage.program(bob, "there", "read:#tea")
        elsewhere = await stage.program(bob, "elsewhere", "read:#milk say")
        for id, by, expected in (
            (black["id"], there, 200),
            (made["id"], there, 200),
            (made["id"], elsewhere, 404),
            (black["id"], sayer, 404),
        ):
            assert (await ask(by, "GET", f"/files/{id}"))[0] == expected
        alice.send("NS TOKEN REVOKE bot")
        await alice.until("good no more")
        assert (await ask(program, "POST", "/files", b"x"))[0] == 401


async def test_while_another_program_holds_the_database_the_answer_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked for waits and is done once; what is asked for meanwhile is not done."""
    alice = await stage.person("alice", "#tea")
    program = await stage.program(alice)

    def hold(*given: object) -> None:
        raise LogLocked

    hello, key = {"text": "hello"}, {"Idempotency_Key": "one"}
    with monkeypatch.context() as patch:
        patch.setattr(stage.engine.log, "append", hold)
        status, problem = await program.ask("POST", "/rooms/tea/messages", hello, **key)
        assert (status, problem["code"]) == (507, "DISK_FULL")
        assert problem["detail"].startswith("Another program holds the database: what was asked for waits,")
        status, problem = await program.ask("PATCH", "/rooms/tea", {"topic": "tea"})
        assert (status, problem["code"]) == (507, "DISK_FULL")
        assert problem["detail"].startswith("Another program holds the server's database. Nothing was done;")
    alice.send("PING :kept")
    await alice.until(" PONG ")
    made = await program.post("/rooms/tea/messages", hello, **key)
    page = await program.get("/rooms/tea/messages")
    assert [(one["id"], one["text"]) for one in page["messages"]] == [(made["id"], "hello")]


@pytest.mark.parametrize(("wrong", "code"), [(LogDamaged, 500), (LogUnreachable, 503)])
async def test_where_nobody_can_tell_whether_it_was_done_before_it_is_not_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, wrong: type[Exception], code: int
) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))

    async def answered(*given: object) -> None:
        raise wrong

    with monkeypatch.context() as patch:
        patch.setattr(stage.engine.log, "answered", answered)
        hello = {"text": "hello"}
        status, problem = await program.ask("POST", "/rooms/tea/messages", hello, Idempotency_Key="one")
        assert (status, problem["status"]) == (code, code)
        assert "cannot be read" in problem["detail"]
    assert (await program.get("/rooms/tea/messages"))["messages"] == []
