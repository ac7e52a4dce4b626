"""Every event that the log may tell of: docs/running.md is made from this table, and a test holds both to the code."""

from __future__ import annotations

EVENTS = {
    "started": "The server accepts connections: `version`, `python`, `schema`, `folder`, `seconds` it took.",
    "listening": "For each address: `kind`, `host`, `port`, and the certificate's `fingerprint`.",
    "first_operator": "Nobody runs the server yet; `hubbub operator-code` shows how to. The code is in no log.",
    "stopping": "It ends: `why` (`signal`, `operator`, `restart`, `upgrade`, `log_broken`), and `online` people.",
    "stopped": "It has ended, after `seconds`.",
    "taken_over": "After an upgrade: `connections` that went on, from hubbub `before`.",
    "no_upgrade": "The new program would not start or go on, and why; this one does.",
    "migrated": "The database was brought to `schema`, in `seconds`.",
    "came": "`who` came from `address` with a `client`; now `online` people.",
    "went": "`who` went, for a `reason` and in the server's `words`; now `online` people.",
    "renamed": "`who` is `new_name` now.",
    "login": "Somebody at `address` is logged in to the `account`, on one more device or on the first.",
    "login_failed": "A wrong password or code at `address`, for the `account`, by `way`.",
    "logout": "`who` is logged out of the `account`.",
    "away": "The last device of `who` is gone; the account stays in its rooms.",
    "device_gone": "A device of `who` is gone, others are there.",
    "room_created": "The `room` was made.",
    "operator": "What an operator did: `who`, as which `operator`, `command`, `about`, `words`, `refused`.",
    "rehash": "The settings were read again, or what is wrong with them.",
    "certificate": "A certificate was loaded: its `fingerprint`.",
    "certificate_issued": "There is a new one for `names`: its `fingerprint`, when it `ends`, when to `renew` it.",
    "certificate_failed": "The authority gave no certificate: `why`, after how many `failures`.",
    "bug": "A fault of hubbub's that nobody else was told of.",
    "certificate_expired": "The server's own certificate has expired; a new one is made.",
    "certificate_not_valid": "The certificate is not valid today, and served all the same.",
    "bad_certificate": "A certificate cannot be used; the one before stays.",
    "open_key": "Everybody on the machine can read the private key.",
    "no_client_certificates": "Nobody can log in with a client certificate on this machine.",
    "no_console": "There is no console socket, and why.",
    "trouble": "`what` is not as it should be, as `/readyz` says; operators who are here are told, too.",
    "copied": "A copy was made and proved: `file`, `bytes`, `reason`.",
    "copy_failed": "No copy could be made: `why`.",
    "push_failed": "Nothing could be pushed over a host, and why; once, until it works again.",
    "disk_full": "Messages wait: the disk is full.",
    "locked": "Messages wait: another program holds the database.",
    "database_away": "Messages wait: the database on another machine cannot be reached.",
    "database_back": "The database is reached again.",
    "standby": "Another server writes to the database; this one takes over when it is gone.",
    "decides": "The process `pid` decides from now on, and goes on with so many `connections` of the one before.",
    "node_lost": "The `node` was not heard for 15 seconds: its `connections` are over.",
    "bus_away": "NATS cannot be reached; what it would have brought is read from the database.",
    "bus_back": "NATS is reached again.",
    "decider": "The machine `name_of` decides; this node has turned to it.",
    "decider_ended": "The decider of this machine has ended, and is started again.",
    "node": "This machine has connections, `seconds` after its start.",
    "alone": "A node had no contact with the others for ten seconds: its connections were closed.",
    "disk_space": "Messages are written again.",
    "database_damaged": "A part of the database cannot be read, and what helps.",
    "database_lost": "The files of the database were deleted or replaced under the server; the process ends.",
    "log_broken": "Nothing can be written any more; the process ends.",
    "log": "Everything else, such as a fault of hubbub's with its `error`, and `where` it came from.",
}


def to_markdown() -> str:
    """The table for docs/running.md."""
    rows = [f"| `{name}` | {meaning} |" for name, meaning in EVENTS.items()]
    return "\n".join(["| event | what it says |", "|---|---|", *rows]) + "\n"
