"""Accounts over lost connections: the client is there again, in all its rooms, and misses nothing (G7, G5)."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.client.people import Person, Town
from tests.support.each import each
from tests.support.examples import examples

from hubbub.client.events import NameRefused
from hubbub.client.protocol.login import Login, mechanisms, response
from hubbub.client.session import Client

PASSWORD = "correct horse"
CUTS = st.lists(st.integers(0, 6000), max_size=4)
STEPS = st.lists(
    st.sampled_from(
        ["bob: hello", "bob: @alice psst", "alice: hi", "alice: @bob psst", "alice cut", "restart", "rest"]
    ),
    max_size=20,
)


def town_of_alice(breaks: list[int] | None = None, *, silently: bool = False) -> tuple[Town, Person, Person]:
    """alice, who has just logged in to her account, with two rooms; bob is a guest."""
    town = Town()
    alice, bob = town.person("guest", secure=True, silently=silently), town.person("bob")
    town.rest()
    account = town.chat.connect("plain", secure=True)
    account.send("", "alice", f"/register {PASSWORD}", "/join tea", "/quit")
    alice.asked(f"/login alice {PASSWORD}")
    bob.asked("/join tea")
    bob.asked("/join lobby")
    if breaks:
        alice.breaks(breaks)
    return town, alice, bob


@settings(max_examples=examples(40), deadline=None)
@example(["bob: @alice psst", "alice: @bob psst"], [0], True)  # the first is behind what was said on coming back
@given(STEPS, CUTS, st.booleans())
def test_what_is_seen_live_and_caught_up_is_what_was_said(steps: list[str], cuts: list[int], silently: bool) -> None:
    town, alice, bob = town_of_alice(cuts, silently=silently)
    people = {"alice": alice, "bob": bob}
    for number, step in enumerate(steps):
        name, _, what = step.partition(": ")
        match step:
            case "alice cut":
                alice.lose()
            case "restart":
                town.restart()
            case "rest":
                town.rest()
            case _:
                people[name].typed(f"{what} {number}")
    town.rest()
    assert alice.missing() + bob.missing() == []
    assert alice.unsure() + bob.unsure() == []
    assert alice.heard("#lobby") == bob.heard("#lobby")
    assert texts(alice.heard("#lobby"), "alice") == wanted(steps, "alice: hi")
    assert texts(alice.heard("bob"), "alice") == texts(bob.heard("alice"), "alice") == wanted(steps, "alice: @bob psst")
    assert texts(alice.heard("bob"), "bob") == texts(bob.heard("alice"), "bob") == wanted(steps, "bob: @alice psst")


def texts(heard: list[tuple[str, str]], name: str) -> list[str]:
    return [text for sender, text in heard if sender == name]


def wanted(steps: list[str], said: str) -> list[str]:
    words = said.rpartition(" ")[2]
    return [f"{words} {number}" for number, step in enumerate(steps) if step == said]


def test_who_comes_back_is_in_the_rooms_of_the_account_and_gets_what_was_said_there() -> None:
    town, alice, bob = town_of_alice()
    alice.online = False
    alice.lose()
    bob.asked("/join tea")
    bob.asked("while you were away")
    alice.online = True
    bob.events.clear()
    town.rest()
    assert alice.client.name == "alice"
    assert alice.heard("#tea") == [("bob", "while you were away")]
    assert bob.happened("joined") == []


def test_another_password_since_then_is_told() -> None:
    town, alice, _ = town_of_alice()
    before = alice.client.login
    assert before == Login("alice", PASSWORD)
    other = town.chat.connect("plain", secure=True)
    alice.online = False
    alice.lose()
    other.send("", "alice", PASSWORD, "/register another horse")
    alice.online = True
    town.rest()
    assert alice.client.login is None
    assert [note for note in alice.notes() if note.error]
    assert alice.all(NameRefused)


def test_who_has_logged_out_is_a_guest_on_the_next_connection() -> None:
    town, alice, _ = town_of_alice()
    alice.asked("/logout")
    assert alice.client.login is None
    alice.lose()
    town.rest()
    assert alice.client.name.startswith("Guest")


def test_a_wrong_password_is_not_tried_again() -> None:
    town = Town()
    alice = town.person("guest", secure=True)
    town.rest()
    alice.asked("/login alice wrong-horse")
    assert alice.client.login is None


def test_a_folder_put_back_from_a_backup_is_noticed_in_rooms_and_in_private() -> None:
    """G7: "else it is told to resync, never left with a silent hole"."""
    town, alice, bob = town_of_alice()
    bob.asked("before the backup")
    bob.asked("@alice before the backup")
    backup = town.chat.log.after_a_crash()
    bob.asked("after the backup")
    bob.asked("@alice after the backup")
    bob.online = False
    town.chat.log = backup
    town.restart()
    town.rest()
    assert set(alice.missing()) == {"#lobby", "bob"}


def test_of_a_backup_in_which_all_is_that_was_seen_nothing_need_be_said() -> None:
    town, alice, bob = town_of_alice()
    bob.asked("@alice before the backup")
    bob.asked("before the backup")
    town.chat.log = town.chat.log.after_a_crash()
    town.restart()
    town.rest()
    bob.asked("and on it goes")
    assert alice.missing() == []
    assert alice.heard("#lobby") == [("bob", "before the backup"), ("bob", "and on it goes")]


def test_what_the_server_offers_and_is_answered() -> None:
    """ "If the response is a multiple of 400 bytes, an additional AUTHENTICATE + must be sent" (sasl-3.1)."""
    assert mechanisms(["batch", "sasl=SCRAM-SHA-256,PLAIN"]) == {"SCRAM-SHA-256", "PLAIN"}
    assert mechanisms(["sasl"]) == {"PLAIN"}
    assert mechanisms(["batch"]) == set()
    assert list(response(None)) == ["+"]
    assert list(response(Login("jilles", "sesame"))) == ["AGppbGxlcwBzZXNhbWU="]
    parts = list(response(Login("x" * 98, "y" * 200)))
    assert [len(part) for part in parts] == [400, 1]


@each(
    ("offer", "given", "sent", "kept"),
    [
        ("email-required", {"password": "a b", "email": " me@x.org "}, "a b me@x.org", "a b"),
        ("before-connect,email-required", {"password": "a b me@x.org"}, "a b me@x.org", "a b"),
        ("before-connect", {"password": "a b me@x.org"}, "a b me@x.org", "a b me@x.org"),
        ("email-required", {"password": "me@x.org"}, "me@x.org", "me@x.org"),
    ],
)
def test_an_address_is_told_where_it_is_wanted_and_is_no_part_of_the_password(
    offer: str, given: dict[str, str], sent: str, kept: str
) -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(f":s CAP * LS :batch draft/account-registration={offer}\r\n".encode(), 0)
    client.receive(b":s CAP * ACK :batch\r\n:s 001 alice :hi\r\n:s 422 alice :x\r\n:s PONG s hubbub-ready\r\n", 0)
    client.bytes_to_send(0)
    client.do("register", 0, **given)
    assert client.bytes_to_send(0).decode() == f"NICKSERV REGISTER :{sent}\r\n".replace(" :me@", " me@")
    assert client.trying == Login("alice", kept)
