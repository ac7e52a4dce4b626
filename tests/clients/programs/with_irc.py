"""A client made with the library `irc`: with_irc.py PORT NAME TLS PASSWORD. Its lines are those of library.py."""

from __future__ import annotations

import ssl
import sys
import threading

import irc.client
import irc.connection


def show(*words: str) -> None:
    print(*words, flush=True)


class Teller:
    """Prints what the library tells, each happening by the name of its event."""

    def __init__(self, reactor: irc.client.Reactor) -> None:
        for name in dir(self):
            if name.startswith("on_"):
                reactor.add_global_handler(name.removeprefix("on_"), getattr(self, name))

    def on_welcome(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("welcome", "*", event.target)

    def on_pubmsg(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("message", event.target, event.source.nick, event.arguments[0])

    def on_privmsg(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("private", event.source.nick, event.source.nick, event.arguments[0])

    def on_action(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("action", event.target, event.source.nick, event.arguments[0])

    def on_join(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("joined", event.target, event.source.nick)

    def on_part(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("left", event.target, event.source.nick)

    def on_quit(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("quit", "*", event.source.nick)

    def on_nick(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("renamed", "*", event.source.nick, event.target)

    def on_topic(self, connection: irc.client.ServerConnection, event: irc.client.Event) -> None:
        show("topic", event.target, event.source.nick, event.arguments[0])


def obey(connection: irc.client.ServerConnection, line: str) -> None:
    command, _, rest = line.rstrip("\n").partition(" ")
    where, _, text = rest.partition(" ")
    match command:
        case "join":
            connection.join(where)
        case "say" | "tell":
            connection.privmsg(where, text)
        case "topic":
            connection.topic(where, text)
        case "nick":
            connection.nick(where)
        case "leave":
            connection.part(where)
        case "history":
            connection.send_raw(f"CHATHISTORY LATEST {where} * 10")
        case "quit":
            connection.quit("bye")


def obey_all(connection: irc.client.ServerConnection) -> None:
    for line in sys.stdin:
        obey(connection, line)


def main(port: str, name: str, tls: str, password: str) -> None:
    reactor = irc.client.Reactor()
    Teller(reactor)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # its certificate is signed by itself
    factory = irc.connection.Factory(wrapper=context.wrap_socket) if tls else irc.connection.Factory()
    login = {"password": password, "sasl_login": name} if password else {}
    connection = reactor.server().connect("127.0.0.1", int(port), name, connect_factory=factory, **login)
    threading.Thread(target=obey_all, args=(connection,), daemon=True).start()
    reactor.process_forever(0.02)


main(*sys.argv[1:])
