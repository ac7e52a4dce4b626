"""SASL, account registration and NickServ, by the sentences of their specifications."""

from __future__ import annotations

import hmac
import re
from base64 import b64decode, b64encode
from hashlib import pbkdf2_hmac, sha256

import msgspec
import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import LoginRefused
from hubbub.chat.limits.policy import Policy
from hubbub.dialects.handed import HandedIrc, hand_state, take_state

PASSWORD = "correct horse"


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[0 if line.startswith("AUTH") else 1] for line in lines]


def plain(name: str, password: str, wanted: str = "") -> str:
    return b64encode(f"{wanted}\0{name}\0{password}".encode()).decode()


def with_alice() -> MemoryChat:
    """A chat where alice has an account, and is not here."""
    chat = MemoryChat()
    alice = connect(chat, "alice")
    alice.send("CAP END", f"REGISTER * * :{PASSWORD}", "QUIT")
    return chat


def connect(chat: MemoryChat, name: str, *caps: str, secure: bool = True) -> Person:
    """Somebody on IRC in the middle of their registration."""
    person = chat.connect(secure=secure)
    person.send("CAP LS 302", f"CAP REQ :{' '.join(('sasl', *caps))}", f"NICK {name}", f"USER {name} 0 * :{name}")
    person.take()
    return person


def logged_in(chat: MemoryChat, *caps: str) -> Person:
    person = connect(chat, "alice", *caps)
    person.send("AUTHENTICATE PLAIN", f"AUTHENTICATE {plain('alice', PASSWORD)}", "CAP END")
    person.take()
    return person


def test_plain_logs_in() -> None:
    """ "If authentication is successful, a 900 and 903 numeric will be sent" (sasl-3.1)."""
    alice = connect(with_alice(), "alice")
    assert alice.ask("AUTHENTICATE PLAIN") == ["AUTHENTICATE +"]
    assert alice.ask(f"AUTHENTICATE {plain('alice', PASSWORD)}") == [
        ":hubbub 900 alice alice!alice@guest alice :You are now logged in as alice",
        ":hubbub 903 alice :SASL authentication successful",
    ]
    assert alice.ask("CAP END")[0].startswith(":hubbub 001 alice ")


def test_mechanisms_are_listed_where_passwords_are_safe() -> None:
    """ "Servers SHOULD advertise the available SASL authentication mechanisms in the value" (sasl-3.2)."""
    chat = MemoryChat()
    assert "sasl=SCRAM-SHA-256,PLAIN" in " ".join(chat.connect(secure=True).ask("CAP LS 302"))
    assert chat.connect(secure=True).ask("CAP LS")[0].startswith(":hubbub CAP * LS :sasl ")
    assert "sasl" not in " ".join(chat.connect().ask("CAP LS 302"))


def test_nothing_is_offered_in_the_open() -> None:
    """Row 59; "Servers MUST NAK any sasl capability request if the authentication layer is unavailable" (sasl-3.2)."""
    person = with_alice().connect()
    assert person.ask("CAP REQ :sasl")[0].split(" ")[3] == "NAK"
    assert numerics(person.ask("AUTHENTICATE PLAIN")) == ["904"]


def test_an_unknown_mechanism_is_answered_with_those_there_are() -> None:
    alice = connect(with_alice(), "alice")
    assert alice.ask("AUTHENTICATE EXTERNAL") == [
        ":hubbub 908 alice SCRAM-SHA-256,PLAIN :are available SASL mechanisms",
        ":hubbub 904 alice :SASL authentication failed",
    ]


@each(
    ("data", "numeric"),
    [
        ("!!!!", "904"),
        ("A" * 401, "905"),
        ("*", "906"),
        (b64encode(b"alice").decode(), "904"),
        (b64encode(b"\0alice\0correct horse\0").decode(), "904"),
        (b64encode(b"\0\xff\0correct horse").decode(), "904"),
        (plain("alice", PASSWORD, "bob"), "904"),
        (plain("alice", "wrong horse"), "904"),
        (plain("nobody", PASSWORD), "904"),
        (plain("alice", ""), "904"),
        ("+", "904"),
    ],
)
def test_what_is_no_login_fails(data: str, numeric: str) -> None:
    """Rows 57 and 58. "the client MAY retry from the AUTHENTICATE <mechanism> command" (sasl-3.1)."""
    alice = connect(with_alice(), "alice")
    alice.send("AUTHENTICATE PLAIN")
    assert numerics(alice.ask(f"AUTHENTICATE {data}")) == [numeric]
    assert alice.ask("AUTHENTICATE PLAIN") == ["AUTHENTICATE +"]
    assert numerics(alice.ask(f"AUTHENTICATE {plain('alice', PASSWORD, 'alice')}")) == ["900", "903"]


def test_long_responses_come_in_chunks_and_end() -> None:
    """ "If the last chunk was exactly 400 bytes long, it must also be followed by AUTHENTICATE +" (sasl-3.1)."""
    chat, password = MemoryChat(), "x" * (300 - 7)
    connect(chat, "alice").send("CAP END", f"REGISTER * * {password}", "QUIT")
    alice = connect(chat, "alice")
    data = plain("alice", password)
    assert len(data) == 400
    alice.send("AUTHENTICATE PLAIN")
    assert alice.ask(f"AUTHENTICATE {data}") == []
    assert numerics(alice.ask("AUTHENTICATE +")) == ["900", "903"]


def test_endless_responses_are_cut_off() -> None:
    """Row 57: 9 KiB in all."""
    alice = connect(with_alice(), "alice")
    alice.send("AUTHENTICATE PLAIN", *[f"AUTHENTICATE {'A' * 400}"] * 20)
    assert numerics(alice.ask(f"AUTHENTICATE {'A' * 400}")) == ["904"]


def test_registration_in_the_middle_of_it_aborts() -> None:
    """ "the server SHOULD abort it and send a 906 numeric, then register the client" (sasl-3.1)."""
    bob = connect(with_alice(), "bob")
    bob.send("AUTHENTICATE PLAIN")
    assert numerics(bob.ask("CAP END"))[:2] == ["906", "001"]


def test_reauthentication_changes_the_account() -> None:
    """ "Servers SHOULD allow a client, authenticated or otherwise, to reauthenticate ... at any time" (sasl-3.2)."""
    chat = with_alice()
    bob = connect(chat, "bob", "account-notify")
    bob.send("CAP END", f"REGISTER * * :{PASSWORD}", "AUTHENTICATE PLAIN")
    lines = bob.ask(f"AUTHENTICATE {plain('alice', PASSWORD)}")
    assert numerics(lines[:2]) == ["900", "903"], "900 and 903 before NICK, ACCOUNT, 396"
    assert lines[2:4] == [":bob!bob@guest NICK :alice", ":alice!alice@guest ACCOUNT alice"]


def test_a_guest_who_logs_in_is_one_more_connection_of_who_is_here() -> None:
    chat = with_alice()
    here = logged_in(chat)
    here.send("JOIN #a")
    bob = connect(chat, "bob")
    bob.send("CAP END", "JOIN #b", "AUTHENTICATE PLAIN")
    lines = bob.ask(f"AUTHENTICATE {plain('alice', PASSWORD)}")
    assert numerics(lines[:2]) == ["900", "903"]
    assert lines[2] == ":bob!bob@guest NICK :alice"
    assert [line for line in lines if " JOIN " in line] == [":alice!alice@guest JOIN #a"]
    assert ":hubbub 353 alice = #b :@alice" in lines, "the room in which bob was goes on"
    assert bob.session.user is here.session.user
    assert chat.world.user("bob") is None


# SCRAM


def scram_final(challenge: str, first: str, password: str) -> tuple[str, bytes]:
    """The client's final message and the server's signature that it expects (RFC 5802, section 3)."""
    nonce, salt, iterations = (part[2:] for part in challenge.split(","))
    salted = pbkdf2_hmac("sha256", password.encode(), b64decode(salt), int(iterations))
    without_proof = f"c=biws,r={nonce}"
    said = f"{first.removeprefix('n,,')},{challenge},{without_proof}".encode()
    key = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(sha256(key).digest(), said, "sha256")
    proof = b64encode(bytes(a ^ b for a, b in zip(key, signature, strict=True))).decode()
    return f"{without_proof},p={proof}", hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), said, "sha256")


def challenged(person: Person, name: str) -> str:
    first = b64encode(f"n,,n={name},r=abcdef".encode()).decode()
    person.send("AUTHENTICATE SCRAM-SHA-256")
    (line,) = person.ask(f"AUTHENTICATE {first}")
    return b64decode(line.split(" ")[1]).decode()


@each("logouts", [0, 2])
def test_scram_logs_in_and_shows_who_the_server_is(logouts: int) -> None:
    """Also after the account's connections were logged out, however often."""
    chat = with_alice()
    logged_in(chat).send(*["NS LOGOUT everywhere"] * logouts)
    alice = connect(chat, "alice")
    challenge = challenged(alice, "alice")
    final, signature = scram_final(challenge, "n,,n=alice,r=abcdef", PASSWORD)
    (line,) = alice.ask(f"AUTHENTICATE {b64encode(final.encode()).decode()}")
    assert b64decode(line.split(" ")[1]) == b"v=" + b64encode(signature)
    assert numerics(alice.ask("AUTHENTICATE +")) == ["900", "903"]


def upgrade(person: Person) -> None:
    """Another process goes on with the connection."""
    handed = msgspec.msgpack.encode(hand_state(person.session))
    person.session.state = take_state(person.session.chat, msgspec.msgpack.decode(handed, type=HandedIrc))


def test_an_exchange_goes_on_through_an_upgrade_at_each_of_its_steps() -> None:
    chat = with_alice()
    alice = connect(chat, "alice")
    challenge = challenged(alice, "alice")
    upgrade(alice)
    final, signature = scram_final(challenge, "n,,n=alice,r=abcdef", PASSWORD)
    (line,) = alice.ask(f"AUTHENTICATE {b64encode(final.encode()).decode()}")
    assert b64decode(line.split(" ")[1]) == b"v=" + b64encode(signature)
    upgrade(alice)
    assert numerics(alice.ask("AUTHENTICATE +")) == ["900", "903"]
    long, data = connect(chat, "alice"), plain("alice", "x" * 400)
    long.send("AUTHENTICATE PLAIN")
    upgrade(long)
    assert long.ask(f"AUTHENTICATE {data[:400]}") == []
    upgrade(long)
    assert numerics(long.ask(f"AUTHENTICATE {data[400:]}")) == ["904"]  # which the whole of it is, and not its rest
    assert [(failed.name, failed.way) for failed in chat.happened if isinstance(failed, LoginRefused)] == [
        ("alice", "password")
    ]


@pytest.mark.parametrize("logs_out", [False, True])
def test_a_proof_of_before_an_upgrade_holds_as_long_as_the_login_would(logs_out: bool) -> None:
    chat = with_alice()
    alice = connect(chat, "alice")
    final, _ = scram_final(challenged(alice, "alice"), "n,,n=alice,r=abcdef", PASSWORD)
    alice.send(f"AUTHENTICATE {b64encode(final.encode()).decode()}")
    alice.take()
    if logs_out:
        logged_in(chat).send("NS LOGOUT everywhere")
    upgrade(alice)
    assert numerics(alice.ask("AUTHENTICATE +")) == (["904"] if logs_out else ["900", "903"])


@pytest.mark.parametrize(
    "meanwhile", ["PASSWD other-horse", "LOGOUT everywhere", f"ACCOUNT DELETE {PASSWORD.replace(' ', '-')} keep"]
)
def test_a_proof_of_before_logs_nobody_in_afterwards(meanwhile: str) -> None:
    """G19: the exchange waits for its last word while the owner ends all logins."""
    chat, password = MemoryChat(), PASSWORD.replace(" ", "-")
    alice = connect(chat, "alice")
    alice.send("CAP END", f"REGISTER * * :{password}")
    eve = connect(chat, "eve")
    final, _ = scram_final(challenged(eve, "alice"), "n,,n=alice,r=abcdef", password)
    eve.send(f"AUTHENTICATE {b64encode(final.encode()).decode()}")
    alice.send(f"NICKSERV {meanwhile}")
    assert numerics(eve.ask("AUTHENTICATE +")) == ["904"]
    assert numerics(eve.ask("CAP END"))[0] == "001"
    assert eve.session.user is not None
    assert eve.session.user.account == ""


@pytest.mark.parametrize(("name", "password"), [("alice", "wrong horse"), ("nobody", PASSWORD)])
def test_scram_refuses_who_does_not_know_the_password(name: str, password: str) -> None:
    alice = connect(with_alice(), "alice")
    final, _ = scram_final(challenged(alice, name), f"n,,n={name},r=abcdef", password)
    assert numerics(alice.ask(f"AUTHENTICATE {b64encode(final.encode()).decode()}")) == ["904"]


def test_scram_nonces_are_never_used_twice() -> None:
    """Row 63: what was overheard once is worth nothing later."""
    chat = with_alice()
    alice = connect(chat, "alice")
    final, _ = scram_final(challenged(alice, "alice"), "n,,n=alice,r=abcdef", PASSWORD)
    other = connect(chat, "alice")
    challenged(other, "alice")
    assert numerics(other.ask(f"AUTHENTICATE {b64encode(final.encode()).decode()}")) == ["904"]


def test_scram_shows_the_same_salt_for_an_unknown_account_each_time() -> None:
    """Row 62."""
    chat = with_alice()
    one, other = (challenged(connect(chat, "x"), "nobody") for _ in range(2))
    assert re.sub("^r=[^,]*", "", one) == re.sub("^r=[^,]*", "", other)


# accounts seen by others


def test_extended_join_and_account_notify_show_the_account() -> None:
    """ "ACCOUNT" to those in shared rooms; "*" stands for who has none (extended-join)."""
    chat = with_alice()
    bob = chat.irc("bob", "extended-join", "account-notify")
    bob.send("JOIN #a")
    logged_in(chat).send("JOIN #a")
    carol = connect(chat, "carol")
    carol.send("CAP END", "JOIN #a", f"REGISTER * * :{PASSWORD}")
    lines = bob.take()
    assert ":bob!bob@guest JOIN #a * :Bob" in lines
    assert ":alice!alice@guest JOIN #a alice :alice" in lines
    assert lines[-1] == ":carol!carol@guest ACCOUNT carol"


def test_whois_and_whox_show_the_account() -> None:
    """330 "<client> <nick> <account> :is logged in as"; WHOX shows 0 for who has none."""
    chat = with_alice()
    logged_in(chat)
    bob = chat.irc("bob")
    assert ":hubbub 330 bob alice alice :is logged in as" in bob.ask("WHOIS alice")
    assert "330" not in numerics(bob.ask("WHOIS bob"))
    assert bob.ask("WHO alice %na")[0] == ":hubbub 354 bob alice alice"
    assert bob.ask("WHO bob %na")[0] == ":hubbub 354 bob bob 0"


def test_a_second_device_is_the_same_user() -> None:
    chat = with_alice()
    one = logged_in(chat)
    one.send("JOIN #a")
    two = logged_in(chat)
    bob = chat.irc("bob")
    bob.send("JOIN #a")
    one.take()
    two.take()
    one.send("PRIVMSG #a :from one", "PRIVMSG bob :in private", "JOIN #b")
    lines = two.take()
    assert lines[:3] == [
        ":alice!alice@guest PRIVMSG #a :from one",
        ":alice!alice@guest PRIVMSG bob :in private",
        ":alice!alice@guest JOIN #b",
    ]
    assert numerics(lines[3:]) == ["353", "366"]
    assert bob.take()[-2:] == lines[:2]
    two.vanish()
    assert bob.take() == []
    assert chat.world.user("alice") is not None


def test_a_second_device_is_shown_the_rooms() -> None:
    chat = with_alice()
    logged_in(chat).send("JOIN #a")
    two = connect(chat, "alice_")
    two.send("AUTHENTICATE PLAIN", f"AUTHENTICATE {plain('alice', PASSWORD)}")
    lines = two.ask("CAP END")
    assert lines[0].startswith(":hubbub 001 alice ")
    assert ":alice!alice@guest JOIN #a" in lines


# draft/account-registration


def test_an_account_is_registered_before_connecting_ends() -> None:
    """before-connect: "the server supports early registration"; afterwards the client is logged in."""
    chat = MemoryChat()
    alice = connect(chat, "alice")
    assert alice.ask(f"REGISTER alice * :{PASSWORD}") == [
        ":hubbub REGISTER SUCCESS alice :The account is made, and you are logged in",
        ":hubbub 900 alice alice!alice@guest alice :You are now logged in as alice",
    ]
    alice.send("CAP END")
    user = chat.world.user("alice")
    assert user is not None
    assert user.account == "alice"


def failed(lines: list[str]) -> str:
    (line,) = lines
    assert line.startswith(":hubbub FAIL REGISTER ")
    return line.split(" ")[3]


def test_registration_says_why_not() -> None:
    chat = with_alice()
    bob = connect(chat, "bob", "standard-replies")
    bob.send("CAP END")
    assert failed(bob.ask("REGISTER * * short")) == "WEAK_PASSWORD"
    assert failed(bob.ask(f"REGISTER other * {PASSWORD}")) == "ACCOUNT_NAME_MUST_BE_NICK"
    bob.send("REGISTER * * long-enough")
    assert failed(bob.ask("REGISTER * * long-enough")) == "ALREADY_AUTHENTICATED"
    eve = connect(chat, "alice", "standard-replies")
    assert failed(eve.ask("REGISTER * * long-enough")) == "ACCOUNT_EXISTS"
    nobody = chat.connect(secure=True)
    nobody.send("CAP REQ :standard-replies")
    nobody.take()
    assert failed(nobody.ask("REGISTER * * long-enough")) == "NEED_NICK"
    assert " VERIFY ALREADY_AUTHENTICATED " in bob.ask("VERIFY bob 123")[0]
    assert " VERIFY INVALID_CODE " in nobody.ask("VERIFY bob 123")[0]


def test_registration_does_not_get_round_the_servers_password() -> None:
    """ "this functionality cannot be used to bypass any authentication restrictions" (account-registration)."""
    chat = MemoryChat(Policy(password="sesame"))
    alice = connect(chat, "alice", "standard-replies")
    assert failed(alice.ask("REGISTER * * long-enough")) == "WRONG_PASSWORD"


def test_a_closed_server_registers_nobody() -> None:
    chat = MemoryChat(Policy(accounts_open=False))
    assert "account-registration" not in " ".join(chat.connect(secure=True).ask("CAP LS 302"))
    alice = connect(chat, "alice", "standard-replies")
    assert failed(alice.ask("REGISTER * * long-enough")) == "TEMPORARILY_UNAVAILABLE"
