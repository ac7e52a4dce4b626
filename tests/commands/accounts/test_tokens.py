"""Tokens of programs: made, listed, revoked, kept; whose, and for what."""

from __future__ import annotations

import msgspec
from tests.commands.accounts.test_authentication import PASSWORD, person, with_alice
from tests.support.each import each
from tests.support.memory_chat import Person

from hubbub.chat.events import ActNoted
from hubbub.chat.rights.scopes import SCOPES, allows, read_scopes
from hubbub.chat.world.tokens import Token
from hubbub.commands.accounts import tokens
from hubbub.typed.durations import DAY


def answers(someone: Person, line: str) -> list[str]:
    someone.take()
    someone.send(line)
    lines = (part.strip("> ") for part in someone.take())
    return [line.partition("] ")[2] if line.startswith("[") else line for line in lines if line]


def made(someone: Person, line: str) -> str:
    """The token that this makes, as it is shown."""
    return next(line for line in answers(someone, line) if line.startswith(tokens.MARK))


def test_one_is_shown_once_and_kept_as_a_hash() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    secret = made(alice, "/token add deploy say:#ops read for 30d")
    token = tokens.find(chat.core, secret)
    assert token is not None
    assert token.scopes == ("say:#ops", "read")
    assert token.until == token.at + 30 * DAY
    assert secret not in str(chat.happened)
    (line,) = answers(alice, "/token list")
    assert line.startswith("deploy: say:#ops read, until ")
    assert line.endswith("never used")


def test_it_is_over_when_it_is_revoked_or_its_time_has_come() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    secret, other = made(alice, "/token add a read"), made(alice, "/token add b read for 1d")
    ever = made(alice, "/token add c read for ever")
    assert answers(alice, "/token revoke A") == ["The token a is good no more."]
    assert tokens.find(chat.core, secret) is None
    assert tokens.find(chat.core, other) is not None
    assert answers(alice, "/token revoke a") == ["! There is no token named a. To see them, type /token list"]
    chat.now += DAY
    chat.tell_time()
    assert tokens.find(chat.core, other) is None
    assert tokens.find(chat.core, ever) is not None


@each(
    ("line", "sentence"),
    [
        ("/token add deploy", "/token add name scope..."),
        ("/token add deploy tea", "there is no scope tea"),
        ("/token add deploy dm:#ops", "there is no scope dm:#ops"),
        ("/token add deploy read for tea", "tea does not say for how long; write it as in: for 30d, or: for ever"),
        ("/token add deploy read for {0}", "{0} does not say for how long"),
        ("/token add deploy read -3d", "-3d does not say for how long"),
        ("/token add deploy read 30d", "30d does not say for how long"),
        ("/token add a/b read", "its name is 1 to 32 letters"),
        ("/token add deploy read of bob", "you are not an operator of this server"),
        ("/token list of bob", "you are not an operator of this server"),
        ("/token revoke x of bob", "you are not an operator of this server"),
        ("/token tea", "/token add name scope..."),
    ],
)
def test_what_cannot_be_done_is_said(line: str, sentence: str) -> None:
    assert sentence in " ".join(answers(person(with_alice(), "alice", PASSWORD), line))


def test_only_who_has_an_account_and_only_so_many() -> None:
    chat = with_alice()
    assert "not logged in" in answers(person(chat, "bob"), "/token add x read")[0]
    alice = person(chat, "alice", PASSWORD)
    for number in range(tokens.MOST):
        made(alice, f"/token add t{number} read")
    assert f"at most {tokens.MOST} tokens" in answers(alice, "/token add more read")[0]
    assert "one of that name already" in answers(alice, "/token add T1 read")[0]


def test_operators_make_them_for_others_and_the_audit_log_knows() -> None:
    chat = with_alice()
    console = chat.connect("console", "", secure=True)
    console.session.console = True
    assert console.ask("token add ci read say:#ops of alice for 7d")[-1] == "\x06"
    assert console.ask("token add ci read")[-1] == "\x15"
    assert console.ask("token list")[0].startswith("ci of alice: read say:#ops")
    assert console.ask("token revoke ci of alice")[0] == "The token ci of alice is good no more."
    acts = [event.act for event in chat.happened if isinstance(event, ActNoted)]
    assert [(act.command, act.name, act.about, act.why) for act in acts] == [
        ("token", "console", "alice", "ci: read say:#ops"),
        ("token-revoke", "console", "alice", "ci"),
    ]


def test_scopes_are_for_what_they_say() -> None:
    scopes = read_scopes(["read", "say:#Ops"])
    assert allows(scopes, "read")
    assert allows(scopes, "read", "#any")
    assert allows(scopes, "say", "#ops")
    assert not allows(scopes, "say", "#other")
    assert not allows(scopes, "say")
    assert not allows(scopes, "accounts")
    assert [scope.what for scope in read_scopes(SCOPES)] == list(SCOPES)


def test_it_lasts_no_longer_than_the_settings_allow() -> None:
    chat = with_alice()
    chat.core.policy = msgspec.structs.replace(chat.core.policy, token_days=7)
    alice = person(chat, "alice", PASSWORD)
    for line, days in (("one read", 7), ("two read for 2d", 2)):
        token = tokens.find(chat.core, made(alice, f"/token add {line}"))
        assert token is not None
        assert token.until == token.at + days * DAY
    for lasting in ("ever", "8d"):
        (line,) = answers(alice, f"/token add three read for {lasting}")
        assert "for 7 days at most" in line


def test_those_of_all_are_found_one_after_the_other_each_by_its_account() -> None:
    """No command "holds the loop longer than 10 ms": each of thousands of accounts was looked for among all tokens."""
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    made(alice, "/token add one read")
    made(alice, "/token add two read")
    known, looked_at = chat.world.api_tokens, list[int]()
    for number in range(100, 103):
        known.add(Token(number, number, 0, f"of{number}", b"%d" % number, ("read",)))
    number = next(iter(known.accounts))
    assert [token.name for token in known.of(number)] == ["one", "two"]
    found = tokens.listed(chat.core, alice.session, "alice")
    assert [token.name for _, token in found] == ["one", "two"]
    console = chat.connect("console", "", secure=True)
    console.session.console = True
    everybody, of = tokens.listed(chat.core, console.session, everybody=True), known.of

    def counted(account: int) -> list[Token]:
        looked_at.append(account)
        return of(account)

    known.of = counted  # type: ignore[method-assign]
    assert looked_at == []
    assert next(everybody)[1].name == "one"
    assert looked_at == [number]
    assert [token.name for _, token in everybody] == ["two"]  # the others are of nobody
    known.drop(known.named(number, "one").number)  # type: ignore[union-attr]
    known.drop(known.named(number, "two").number)  # type: ignore[union-attr]
    assert number not in known.accounts
