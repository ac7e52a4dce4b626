"""Accounts: making one, logging in and out, and what becomes of one."""

from __future__ import annotations

from .command import Command, Form, Who

COMMANDS = (
    Command(
        name="register",
        arguments="<password>",
        help="make your name your own, so that nobody else can take it",
        details=("Only over TLS or on the server's own machine. Logged in, it changes the password.",),
        first=True,
        secret=True,
    ),
    Command(
        name="login",
        arguments="<name> <password>",
        help="log in, and take the name that you registered",
        details=("Only over TLS or on the server's own machine.",),
        first=True,
        secret=True,
    ),
    Command(
        name="logout",
        arguments="[everywhere]",
        help="be a guest again on this device",
        details=(
            "/logout everywhere logs out all your other devices and leaves this one logged in.",
            "Another password, by /register, logs them out too.",
        ),
        served=True,
    ),
    Command(
        name="devices",
        arguments="[close <n>]",
        help="see where you are logged in",
        details=("/devices close 2 disconnects the second one of the list.",),
        served=True,
    ),
    Command(
        name="cert",
        arguments="add|del|list",
        help="log in by a certificate instead of the password",
        forms=(
            Form("add [<fingerprint>]", "trust the certificate of this connection, or that with this SHA-256"),
            Form("del <fingerprint>", "trust it no more, and disconnect your devices that have it"),
            Form("list", "see all that are trusted"),
        ),
        served=True,
    ),
    Command(
        name="account",
        arguments="[<command>]",
        help="look after your account (operators: everybody's)",
        forms=(
            Form("", "see which one is yours", at_console=False),
            Form("stay on|off", "stay in your rooms while none of your devices is there, or not", at_console=False),
            Form("export", "get a link to everything that is kept of yours", at_console=False),
            Form(
                "delete <password> keep|erase",
                "delete the account you are logged in to; with erase what you said, too",
                at_console=False,
            ),
            Form("list", "see all accounts, who was here last first", Who.SERVER),
            Form("show <name>", "see all about one", Who.SERVER),
            Form("suspend <name> [<2h>] [<why>]", "let nobody in by it, for that time or for ever", Who.SERVER),
            Form("unsuspend <name>", "let its owner in again", Who.SERVER),
            Form("add <name>", "make an account, and see the password to hand to its owner", Who.SERVER),
            Form("operator <name> [off]", "make somebody an operator, or end that", Who.SERVER),
            Form("rename <name> <new>", "give an account another name; the one before rests for 30 days", Who.SERVER),
            Form("reset <name>", "make a code, good for a day, to set a new password by /reset", Who.SERVER),
            Form("delete <name> keep|erase", "delete an account; with erase what was said, too", at_console=True),
            Form("export <name>", "see everything that is kept of an account, in parts", at_console=True),
        ),
        completes="person",
        served=True,
        console=True,
        cli="account",
    ),
    Command(
        name="reset",
        arguments="<name> <code> <new>",
        help="set a new password, with a code from an operator",
        details=("Only over TLS or on the server's own machine. All devices of the account are logged out.",),
        secret=True,
        served=True,
    ),
    Command(
        name="operator",
        arguments="<code>",
        help="run this server, with the code that it printed",
        details=(
            "Logged in, over TLS or on the server's own machine. From then on you are an operator by your account.",
        ),
        secret=True,
        served=True,
    ),
)
