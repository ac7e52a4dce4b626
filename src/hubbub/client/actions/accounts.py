"""Accounts, and what the server's NickServ understands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.events import Event
from hubbub.client.notes import refuse
from hubbub.client.protocol.link import clean, is_word
from hubbub.client.protocol.login import Login

if TYPE_CHECKING:
    from hubbub.client.session import Client


def register(client: Client, now: int, *, password: str, email: str = "") -> list[Event]:
    """Make one's name one's own, or set another password. `email`: where the server wants one (`needs_email`); it may
    stand behind the password, too.
    """
    account, password, email = client.state.me.account, clean(password), clean(email).strip()
    if account:
        client.trying = Login(account, password)
        return _ask(client, now, "PASSWD", password)
    before, _, last = password.rstrip().rpartition(" ")
    if not email and client.state.server.needs_email and before.strip() and "@" in last:
        password, email = before.rstrip(), last
    client.trying = Login(client.name, password)
    return _ask(client, now, "REGISTER", f"{password} {email}" if email else password)


def log_in(client: Client, now: int, *, account: str, password: str) -> list[Event]:
    """Show that a name is one's own; the password is kept in memory, for the next connection."""
    client.trying = Login(clean(account), clean(password))
    return _ask(client, now, "IDENTIFY", clean(account), clean(password))


def log_out(client: Client, now: int) -> list[Event]:
    """Be a guest again on this device."""
    return _ask(client, now, "LOGOUT")


def serve(client: Client, now: int, *, command: str, words: str = "") -> list[Event]:
    """Something that the server understands by itself."""
    return _ask(client, now, clean(command).upper(), *([clean(words)] if words else []))


def _ask(client: Client, now: int, *params: str) -> list[Event]:
    if not client.ready:
        return refuse(client, "no_connection", now)
    wrong = next((word for word in params[:-1] if not is_word(word)), None)
    if wrong is not None or not params[-1].strip():
        return refuse(client, "bad_word", now, wrong or "")
    client.command(client.current_buffer, "NICKSERV", *params)
    return []
