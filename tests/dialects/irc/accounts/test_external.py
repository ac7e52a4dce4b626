"""SASL EXTERNAL (RFC 4422, appendix A) by the client's certificate, and CERT of NickServ."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.dialects.irc.accounts.test_sasl import logged_in, numerics, with_alice
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

MINE = "ab" * 32


def trusting() -> MemoryChat:
    """A chat where alice logs in by a certificate, and bob has an account without one."""
    chat = with_alice()
    alice = logged_in(chat)
    assert alice.ask(f"NS CERT ADD {MINE}")[0].endswith(f"can log in to your account: {MINE}")
    alice.send("QUIT")
    bob = chat.connect(secure=True)
    bob.send("NICK bob", "USER bob 0 * :Bob", "NS REGISTER password1", "QUIT")
    return chat


def comes(chat: MemoryChat, fingerprint: str = MINE) -> Person:
    someone = chat.connect(secure=True)
    someone.session.fingerprint = fingerprint
    someone.send("CAP LS 302", "CAP REQ sasl", "NICK alice", "USER alice 0 * :Alice")
    return someone


def coded(name: str) -> str:
    return b64encode(name.encode()).decode()


def test_it_is_offered_to_those_who_came_with_a_certificate() -> None:
    assert "sasl=EXTERNAL,SCRAM-SHA-256,PLAIN" in " ".join(comes(MemoryChat()).take())
    assert "EXTERNAL" not in " ".join(comes(MemoryChat(), "").take())


@pytest.mark.parametrize("identity", ["+", coded("alice"), coded("ALICE")])
def test_the_certificate_logs_in(identity: str) -> None:
    """ "If the client is requesting to act as the identity the server associates with its credentials: an empty
    response; otherwise the authorization identity" """
    alice = comes(trusting())
    assert alice.ask("AUTHENTICATE EXTERNAL") == ["AUTHENTICATE +"]
    assert alice.ask(f"AUTHENTICATE {identity}") == [
        ":hubbub 900 alice alice!alice@guest alice :You are now logged in as alice",
        ":hubbub 903 alice :SASL authentication successful",
    ]
    assert alice.ask("CAP END")[0].startswith(":hubbub 001 alice ")
    assert alice.ask("NS CERT LIST")[0].endswith("UTC (this connection)")


@each(
    ("data", "numeric"), [(coded("bob"), "904"), (coded("nobody"), "904"), ("/w==", "904"), ("!", "904"), ("*", "906")]
)
def test_another_identity_is_refused(data: str, numeric: str) -> None:
    alice = comes(trusting())
    alice.send("AUTHENTICATE EXTERNAL")
    assert numerics(alice.ask(f"AUTHENTICATE {data}")) == [numeric]
    alice.send("AUTHENTICATE EXTERNAL")
    assert numerics(alice.ask("AUTHENTICATE +")) == ["900", "903"]


def test_a_certificate_that_nobody_has_added() -> None:
    someone = comes(trusting(), "cd" * 32)
    someone.send("AUTHENTICATE EXTERNAL")
    (line,) = someone.ask("AUTHENTICATE +")
    assert line.startswith(":hubbub 904 alice :No account has the certificate of this connection.")


def test_without_a_certificate_it_is_no_mechanism() -> None:
    """ "908 ... in reply to an AUTHENTICATE command which requests an unsupported mechanism" """
    someone = comes(trusting(), "")
    assert someone.ask("AUTHENTICATE EXTERNAL") == [
        ":hubbub 908 alice SCRAM-SHA-256,PLAIN :are available SASL mechanisms",
        ":hubbub 904 alice :SASL authentication failed",
    ]


def test_who_is_here_may_log_in_by_it() -> None:
    """ "sasl-3.2: clients can re-authenticate at any time" """
    chat = trusting()
    someone = chat.connect(secure=True)
    someone.session.fingerprint = MINE
    someone.send("CAP REQ sasl", "NICK bobby", "USER b 0 * :B", "CAP END", "AUTHENTICATE EXTERNAL")
    someone.take()
    assert "903" in numerics(someone.ask("AUTHENTICATE +"))
    assert someone.session.user is not None
    assert someone.session.user.account == "alice"


def test_a_login_by_a_certificate_that_is_removed_meanwhile_does_not_hold() -> None:
    """G19."""
    chat = trusting()
    chat.now += 1
    waiting, alice = comes(chat), logged_in(chat)
    waiting.send("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    assert "903" in numerics(waiting.take())
    alice.send(f"NS CERT DEL {MINE}")
    waiting.send("CAP END")
    assert waiting.session.user is not None
    assert not waiting.session.user.account


def test_a_gateway_is_not_its_users() -> None:
    someone = comes(trusting())
    someone.session.move("192.0.2.9", secure=True)
    assert "908" in numerics(someone.ask("AUTHENTICATE EXTERNAL"))
