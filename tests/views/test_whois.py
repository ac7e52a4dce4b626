"""Who somebody is, in sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubbub.client.state.store import Whois
from hubbub.views.whois import told

NOW = 1_780_000_000_000


def test_all_that_is_known_is_said() -> None:
    bob = Whois("bob", "Bob B.", "b@h", account="robert", away="lunch", secure=True, idle=7300, since=NOW - 9_000_000)
    bob.rooms = ("@#garden", "#[/]")
    first, says, away, rooms, since, host = told(bob, NOW)
    assert first == "bob is here, with the account robert."
    assert says == "bob says of themselves: Bob B."
    assert away == "bob is away: lunch"
    assert rooms == "In @#garden, #[/]."
    assert since.startswith("Connected since ")
    assert since.endswith("; said nothing for 2 hours.")
    assert host == "b@h, encrypted"


def test_a_guest_and_nobody() -> None:
    assert told(Whois("eve", "eve", "e@h"), NOW) == ["eve is here, as a guest.", "e@h, not encrypted"]
    assert told(Whois("mallory"), NOW) == ["Nobody here is called mallory."]


@given(st.text(), st.integers(), st.integers())
def test_whatever_a_server_says_is_text(text: str, idle: int, since: int) -> None:
    lines = told(Whois(text, text, text or "h", text, text, idle=idle, since=since, rooms=(text,) * 30), NOW)
    assert not set("".join(lines)) & set("\x1b\x07\n\u202e")
