"""A client made with the library `pydle`: with_pydle.py PORT NAME TLS PASSWORD. Its lines are those of library.py."""

from __future__ import annotations

import asyncio
import sys

import pydle
from pydle.client import DEFAULT_NICKNAME as UNKNOWN


def show(*words: str) -> None:
    print(*words, flush=True)


class Teller(pydle.Client):
    """Prints what the library tells, each happening by the name of its callback."""

    def __init__(self, name: str, **options: str) -> None:
        super().__init__(name, realname=name, **options)
        self.offered = ""

    async def on_raw_cap_ls(self, params: list[str]) -> None:
        """pydle 1.2 takes the `*` of a list in several lines for the whole list, and ends the negotiation there."""
        self.offered += f" {params[-1]}"
        if params[0] != "*" or len(params) == 1:
            await super().on_raw_cap_ls([self.offered.strip()])

    async def on_channel_message(self, target: str, by: str, message: str) -> None:
        show("message", target, by, message)

    async def on_private_message(self, target: str, by: str, message: str) -> None:
        show("private", by, by, message)

    async def on_ctcp_action(self, by: str, target: str, contents: str) -> None:
        show("action", target, by, contents)

    async def on_join(self, channel: str, user: str) -> None:
        await super().on_join(channel, user)
        show("joined", channel, user)

    async def on_part(self, channel: str, user: str, message: str | None = None) -> None:
        await super().on_part(channel, user, message)
        show("left", channel, user)

    async def on_quit(self, user: str, message: str | None = None) -> None:
        await super().on_quit(user, message)
        show("quit", "*", user)

    async def on_nick_change(self, old: str, new: str) -> None:
        """What it is called itself, pydle learns by WHOIS after the welcome."""
        await super().on_nick_change(old, new)
        if old == UNKNOWN:
            show("welcome", "*", new)
        else:
            show("renamed", "*", old, new)

    async def on_topic_change(self, channel: str, message: str, by: str) -> None:
        await super().on_topic_change(channel, message, by)
        show("topic", channel, by, message)


async def obey(client: Teller, line: str) -> None:
    command, _, rest = line.rstrip("\n").partition(" ")
    where, _, text = rest.partition(" ")
    match command:
        case "join":
            await client.join(where)
        case "say" | "tell":
            await client.message(where, text)
        case "topic":
            await client.set_topic(where, text)
        case "nick":
            await client.set_nickname(where)
        case "leave":
            await client.part(where)
        case "history":
            await client.rawmsg("CHATHISTORY", "LATEST", where, "*", "10")
        case "quit":
            await client.quit("bye")


async def main(port: str, name: str, tls: str, password: str) -> None:
    login = {"sasl_username": name, "sasl_password": password} if password else {}
    client = Teller(name, **login)
    await client.connect("127.0.0.1", int(port), tls=bool(tls), tls_verify=False)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        await obey(client, line)


asyncio.run(main(*sys.argv[1:]))
