"""What an answer to a question of a visit does."""

from __future__ import annotations

from hubbub.client.protocol.login import Login
from hubbub.client.session import Client
from hubbub.uplink.asking import Asking
from hubbub.uplink.questions import NameNeeded


def test_only_a_name_of_somebody_elses_account_ends_the_login() -> None:
    client, asking = Client("alice", "nonce"), Asking(lambda question: None)
    client.login = Login("alice", "password1")
    asking.ask(NameNeeded("alice", "in use"))
    assert asking.answer(client, "alice2")
    assert client.name == "alice2"
    assert client.login is not None
    asking.ask(NameNeeded("alice2", "belongs to an account", owned=True))
    assert asking.answer(client, "alice3")
    assert client.login is None
