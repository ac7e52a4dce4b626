"""Every setting: its table, type, default and the sentence that explains it.

The loader, `hubbub config` and docs/running.md are made from these records. A `Bytes` may be written as a number or
as "1 MiB", `Seconds` as a number or as "90 s" or "2 m".
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args, get_origin

import msgspec
from msgspec import Meta, field

HIDDEN = "(not shown; put it here)"  # what `hubbub config` prints in the place of a password, and refuses to read

Text = Annotated[str, Meta(max_length=1024)]
Secret = Annotated[str, Meta(max_length=1024, extra={"secret": True})]
LongText = Annotated[str, Meta(max_length=64 * 1024, extra={"lines": True})]
Path = Annotated[str, Meta(max_length=4096, extra={"path": True})]
Port = Annotated[int, Meta(ge=0, le=65535)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
CountOrNone = Annotated[int, Meta(ge=0, le=1000)]
Days = Annotated[int, Meta(ge=0, le=36_500)]
Rate = Annotated[float, Meta(gt=0, le=1_000_000)]
Bytes = Annotated[int, Meta(ge=1, le=1 << 40, extra={"unit": "bytes"})]
Seconds = Annotated[float, Meta(gt=0, le=86400 * 7, extra={"unit": "seconds"})]

Period = Annotated[int, Meta(ge=0, le=86400 * 3660, extra={"unit": "seconds"})]


def says(text: str) -> Meta:
    """The sentence that explains a setting."""
    return Meta(description=text)


class Table(msgspec.Struct, frozen=True):
    """A table of the settings file."""


class Server(Table, frozen=True):
    """Who this server is."""

    name: Annotated[Text, says("The server's name, one word. Empty: the machine's host name.")] = ""
    description: Annotated[Text, says("What this server is, in one line.")] = ""
    icon: Annotated[
        Text, says("URL of its icon, a square image; may hold `{size}` for the wanted size in pixels. Empty: none.")
    ] = ""
    admin: Annotated[
        tuple[Text, ...], says("Who runs it: up to three lines, the last one an address to write to.")
    ] = ()
    motd: Annotated[LongText, says("Message of the day, shown to those who join. May have several lines.")] = ""
    password: Annotated[
        Secret, says("Password that everybody needs to get in, taken over TLS or on this machine. Empty: none.")
    ] = ""
    password_file: Annotated[Path, says("A file whose first line is that password, in place of `password`.")] = ""
    access: Annotated[
        Literal["open", "invited", "accounts"],
        says("Who may come in: everybody; people with an account or an invitation; or only people with an account."),
    ] = "open"
    lobby: Annotated[Text, says("The room where everybody starts. Empty: there is none.")] = "#lobby"
    names: Annotated[
        Literal["unicode", "ascii"], says("Letters that people's names may have: of all scripts, or ASCII only.")
    ] = "unicode"
    reserved_names: Annotated[
        tuple[Text, ...], says("Names that nobody may take, besides those of services and of the server.")
    ] = ()
    cloaks: Annotated[
        bool, says("Hosts on IRC are keyed hashes of people's addresses, which can be banned. Off: all are `guest`.")
    ] = True
    tell_in_words: Annotated[
        bool,
        says(
            "Replies, and reactions (at most one in 5 s a person), are told in words to those whose clients "
            "cannot show them."
        ),
    ] = True
    denied_tags: Annotated[
        tuple[Text, ...],
        says("Client-only tags that are not relayed, without their plus; `*` means all, `-NAME` all but that one."),
    ] = ()


class Listen(Table, frozen=True):
    """Where it can be reached."""

    host: Annotated[Text, says("Address to listen on. Empty: all addresses of this machine, IPv4 and IPv6.")] = ""
    port: Annotated[Port, says("The one port, for every kind of client. 0, on a loopback address only: any.")] = 7777
    addresses: Annotated[
        tuple[Text, ...],
        says(
            "More: `[KIND://]ADDRESS:PORT` or `unix:PATH`; a KIND (`plain`, `irc`, `http`, `metrics`) takes only that."
        ),
    ] = ()
    tls_cert: Annotated[
        Path, says("Certificate chain, PEM. Empty: a self-signed one is made in the data directory.")
    ] = ""
    tls_key: Annotated[Path, says("The private key that belongs to it, PEM.")] = ""
    trusted_proxies: Annotated[
        tuple[Text, ...],
        says("Addresses or networks of proxies in front of it; they begin each connection with a PROXY header."),
    ] = ()


class Acme(Table, frozen=True):
    """A certificate from an authority, got and renewed by itself (ACME). Needs the extra `hubbub[acme]`."""

    on: Annotated[bool, says("Whether one is asked for; you agree to the authority's terms of service then.")] = False
    names: Annotated[
        tuple[Text, ...], says("The host names that it is for, under which people reach this server.")
    ] = ()
    email: Annotated[Text, says("Where the authority may write to. Empty: nowhere.")] = ""
    challenge: Annotated[
        Literal["http-01", "tls-alpn-01"],
        says(
            "How it sees that the names are ours: their port 80 has to lead here, as HTTP; or their port 443, as TLS."
        ),
    ] = "http-01"
    directory: Annotated[
        Text, says("The authority: the URL of its directory. To try, Let's Encrypt has one under `acme-staging-v02`.")
    ] = "https://acme-v02.api.letsencrypt.org/directory"
    ca_file: Annotated[
        Path, says("Certificates that vouch for an authority of one's own, PEM. Empty: those that this machine trusts.")
    ] = ""


class Data(Table, frozen=True):
    """What it keeps."""

    directory: Annotated[Path, says("The data directory. Empty: `hubbub` in the platform's place for data.")] = ""


class Accounts(Table, frozen=True):
    """Names that belong to somebody."""

    open: Annotated[bool, says("Whether people may make accounts for themselves.")] = True
    rename_guests: Annotated[
        bool,
        says(
            "IRC clients that ask for an account's name, not logged in, come in as `Guest` and a number. Off: refused."
        ),
    ] = True
    shortest_password: Annotated[int, Meta(ge=1, le=1024), says("Bytes that a new password has at least.")] = 8
    require_email: Annotated[
        bool,
        says("Whether who makes an account has to give an e-mail address. Operators see it; nothing is sent to it."),
    ] = False
    register_early: Annotated[
        bool, says("Whether IRC clients may make an account before they have come in (`before-connect`).")
    ] = True
    stay_days: Annotated[
        CountOrNone, says("Days that people with an account stay in their rooms while not connected. 0: they leave.")
    ] = 90


class Moderation(Table, frozen=True):
    """Keeping order."""

    audit_days: Annotated[Count, says("How many days it is kept who did what as an operator (`/audit`).")] = 180


class Sts(Table, frozen=True):
    """Tells IRC clients to come over TLS only (IRCv3 STS). Off while there is no port."""

    port: Annotated[Port, says("The port for TLS, as clients reach it from outside. 0: clients are told nothing.")] = 0
    names: Annotated[
        tuple[Text, ...], says("The host names that clients connect to; `tls_cert` has to be for them.")
    ] = ()
    duration: Annotated[
        Period,
        says('How long clients then refuse to come without TLS: `"5 m"` to try, then `"30 d"`. 0: take it back.'),
    ] = 0
    preload: Annotated[bool, says("Whether lists that come with clients may have this server.")] = False


class Web(Table, frozen=True):
    """Browsers."""

    url: Annotated[
        Text,
        says("Its pages as people reach them, for invitations, as `https://host[:port][/path]`. Empty: a guess."),
    ] = ""
    irc: Annotated[
        Text, says("Where IRC clients reach it, as `host:port`, if the pages are behind a proxy. Empty: they do not.")
    ] = ""
    origins: Annotated[
        tuple[Text, ...], says("Other web sites that may open a WebSocket here, as `https://host[:port]`.")
    ] = ()
    names: Annotated[tuple[Text, ...], says("More host names under which people reach this server.")] = ()
    trusted_proxies: Annotated[
        tuple[Text, ...],
        says("Addresses or networks of reverse proxies; their `X-Forwarded-For` and `X-Forwarded-Proto` are believed."),
    ] = ()


class History(Table, frozen=True):
    """What is kept of what was said, and shown to those who were away."""

    replay_lines: Annotated[
        CountOrNone, says("Most messages of a room for those who come back with a client that cannot ask; 0: none.")
    ] = 100
    replay_days: Annotated[CountOrNone, says("How old these may be. 0: none are shown.")] = 7
    forget_rooms_days: Annotated[
        Days,
        says("A room without an owner where nobody is and nothing happens for so many days is forgotten. 0: it stays."),
    ] = 30
    keep_days: Annotated[
        Days, says("After so many days all that was said is erased. 0: it is kept. Rooms may have less: `/retention`.")
    ] = 0


class Limits(Table, frozen=True):
    """How much of everything. Lengths are in bytes of UTF-8."""

    name_bytes: Annotated[Bytes, says("Longest name of a person.")] = 32
    room_bytes: Annotated[Bytes, says("Longest name of a room.")] = 64
    topic_bytes: Annotated[Bytes, says("Longest topic.")] = 390
    rooms_per_user: Annotated[
        int, Meta(ge=1, le=250), says("Rooms that one person may be in at once: each hears of their coming and going.")
    ] = 100
    new_rooms_per_day: Annotated[Count, says("New rooms that one person may make in a day.")] = 20
    new_rooms_per_address: Annotated[
        Count, says("The same for all from one address; 16 times as many for a private or loopback one.")
    ] = 60
    history_page: Annotated[Count, says("Most messages of history in one answer.")] = 1000

    flood_burst: Annotated[Count, says("Commands that one connection may send at once before it is slowed down.")] = 5
    flood_rate: Annotated[Rate, says("Commands a second after that.")] = 2.0

    flood_connections: Annotated[
        Count, says("All connections of one account together may send what so many connections may.")
    ] = 4

    connections_per_account: Annotated[Count, says("Connections at once of one account.")] = 16
    registrations_per_10min: Annotated[
        Count, says("New accounts and changed passwords in ten minutes from one address; then each waits longer.")
    ] = 30
    connections_per_address: Annotated[
        Count, says("Connections at once from one address (for IPv6, one /64 network).")
    ] = 16
    connects_per_10min: Annotated[Count, says("New connections in ten minutes from one such address.")] = 32
    connections_per_private_address: Annotated[
        Count, says("At once for a private or loopback address, which a classroom may share; new ones grow alike.")
    ] = 256

    registration_seconds: Annotated[Seconds, says("Time to give a name before the connection is closed.")] = 30.0
    ping_seconds: Annotated[Seconds, says("Silence after which a client is asked whether it is there.")] = 90.0
    dead_seconds: Annotated[Seconds, says("Silence after which a client counts as lost.")] = 150.0
    http_head_seconds: Annotated[Seconds, says("Time for a TLS handshake or the head of an HTTP request.")] = 10.0

    http_burst: Annotated[
        Count, says("HTTP requests at once from one address; 16 times as many from a private or loopback one.")
    ] = 600
    http_rate: Annotated[Rate, says("HTTP requests a second after that.")] = 20.0
    http_head_bytes: Annotated[Bytes, says("Largest head of an HTTP request.")] = 8192
    http_headers: Annotated[Count, says("Most header lines of an HTTP request.")] = 128
    websocket_bytes: Annotated[Bytes, says("Largest WebSocket message from a client.")] = 16 * 1024
    read_queue_bytes: Annotated[Bytes, says("Most that is buffered of what a client sent.")] = 9 * 1024
    send_queue_bytes: Annotated[Bytes, says("Most that waits for a slow reader before it is closed.")] = 1024 * 1024


class Log(Table, frozen=True):
    """What the server tells of itself, on standard error."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], says("What is told: this, and what is more important.")
    ] = "info"
    format: Annotated[
        Literal["auto", "json", "text"], says("JSON lines or sentences. `auto`: sentences on a terminal, else JSON.")
    ] = "auto"
    addresses: Annotated[
        Literal["full", "cloaked", "none"],
        says("How people's addresses stand there: as they are, as the hosts that others are shown, or not at all."),
    ] = "full"


class Files(Table, frozen=True):
    """Files that people share. They lie in the data directory, and go with the messages that they were shared by."""

    enabled: Annotated[bool, says("Whether people may upload files.")] = True
    largest: Annotated[Bytes, says("Largest file.")] = 32 << 20
    per_person: Annotated[Bytes, says("Most that the files of one person may have together.")] = 512 << 20
    total: Annotated[Bytes, says("Most that all files may have together.")] = 10 << 30
    guests: Annotated[bool, says("Whether people without an account may upload.")] = True
    types: Annotated[
        tuple[Text, ...], says('Media types that are taken, as `"image/png"` or `"image/*"`. Empty: all.')
    ] = ()


class Push(Table, frozen=True):
    """Telling devices of mentions and private messages while nobody is connected on them, over push services."""

    enabled: Annotated[bool, says("Whether this server asks push services at all.")] = False
    contact: Annotated[
        Text, says("Whom a push service may ask, as `mailto:you@example.org` or an `https:` address. Needed for it.")
    ] = ""
    allow: Annotated[
        tuple[Text, ...],
        says("Push services outside of the public internet that may be asked: host names, addresses or networks."),
    ] = ()
    ca_file: Annotated[
        Path, says("Certificates, PEM, by which those are known besides the ones that this machine knows. Empty: none.")
    ] = ""
    ttl: Annotated[Seconds, says("How long a push service keeps something for a device that is off.")] = 86400.0
    timeout: Annotated[Seconds, says("How long one request may take.")] = 10.0


class Metrics(Table, frozen=True):
    """Figures for Prometheus at `/metrics`. Needs the extra `hubbub[metrics]`."""

    on: Annotated[bool, says("Whether there are any.")] = False
    token: Annotated[Secret, says("The bearer token of who reads them at the one port. Empty: nobody does.")] = ""


class Api(Table, frozen=True):
    """What programs may do over HTTP by a token (docs/api.md)."""

    on: Annotated[bool, says("Whether there is an API.")] = True
    burst: Annotated[Count, says("Calls that one token may make at once.")] = 120
    rate: Annotated[Rate, says("Calls a second of one token after that.")] = 20
    longest_days: Annotated[Days, says("Most days that a token may be good for. 0: for ever, too.")] = 0


class Backup(Table, frozen=True):
    """Copies of everything, each restored and searched before it counts."""

    every: Annotated[
        Period, says('How often one is made by itself, as `"1 d"` or `"6 h"`. 0: only when asked (`hubbub backup`).')
    ] = 0
    at: Annotated[Text, says("When in the day, as `HH:MM` in local time, if it is every so many days.")] = "03:30"
    directory: Annotated[Path, says("The folder for copies. Empty: `copies` in the data directory.")] = ""
    keep: Annotated[Text, says("Which old ones stay: the newest of so many days, weeks and months.")] = "7 d, 4 w, 6 m"
    encrypt_to: Annotated[
        Text, says("Encrypt them for this recipient of age (`age1...`). Needs the extra `hubbub[age]`.")
    ] = ""
    passphrase_file: Annotated[
        Path, says("Encrypt them by the passphrase in the first line of this file, in place of `encrypt_to`.")
    ] = ""
    upload: Annotated[
        Text, says("Where each goes besides, as `s3://BUCKET/PATH`. Empty: nowhere. Needs the extra `hubbub[s3]`.")
    ] = ""
    upload_endpoint: Annotated[Text, says("The URL of that store, if it is not Amazon's.")] = ""
    upload_region: Annotated[Text, says("Its region. Empty: looked for as AWS's programs do, else `us-east-1`.")] = ""
    upload_key: Annotated[Text, says("The key that may write there. Empty: looked for as AWS's programs do.")] = ""
    upload_secret: Annotated[Secret, says("The secret that belongs to the key.")] = ""
    on_failure: Annotated[
        tuple[Text, ...],
        says("A program and its words, run when one failed, then once a day: its standard input says why."),
    ] = ()
    on_success: Annotated[
        tuple[Text, ...], says("The same, run when one that came by itself was proved: `copy proved: 48 rooms, ...`.")
    ] = ()
    before_upgrade: Annotated[bool, says("Whether one is made before a newer hubbub changes the database.")] = True


class Operator(Table, frozen=True):
    """Who may keep order here (IRC's OPER, over TLS or on its own machine). May stand here any number of times."""

    name: Annotated[Text, says("The name to give to OPER, one word.")] = ""
    password: Annotated[Secret, says("The password, or better its argon2 hash as `hubbub hash` prints it.")] = ""


class Gateway(Table, frozen=True):
    """A web gateway whose word for its users' addresses is believed (WEBIRC). May stand here any number of times."""

    name: Annotated[Text, says("The name that the gateway gives. Empty: any.")] = ""
    password: Annotated[
        Secret,
        says(
            "The gateway's password, taken over TLS or on this machine, or better its argon2 hash as "
            "`hubbub hash` prints it."
        ),
    ] = ""
    hosts: Annotated[tuple[Text, ...], says("Addresses or networks that the gateway connects from.")] = ()


class Cluster(Table, frozen=True):
    """The log in PostgreSQL, for `hubbub serve --cluster`, and many machines. Needs the extra `hubbub[cluster]`."""

    log: Annotated[
        Secret,
        says(
            "The database, 15 or newer, as `postgresql://NAME:PASSWORD@HOST:PORT/DATABASE`; with commas "
            "between several hosts of which one is the primary. Empty: none."
        ),
    ] = ""
    bus: Annotated[
        Secret,
        says(
            "NATS, as `nats://NAME:PASSWORD@HOST:PORT`, several with commas between them: then all machines serve at "
            "once. Empty: one serves, the others wait."
        ),
    ] = ""
    name: Annotated[Text, says("This machine's name among them. Empty: its host name.")] = ""
    decides: Annotated[bool, says("Whether this machine may be the one that decides; no: it only has connections.")] = (
        True
    )


class Settings(Table, frozen=True):
    """All settings. `Settings()` are the defaults."""

    server: Server = field(default_factory=Server)
    listen: Listen = field(default_factory=Listen)
    acme: Acme = field(default_factory=Acme)
    data: Data = field(default_factory=Data)
    accounts: Accounts = field(default_factory=Accounts)
    moderation: Moderation = field(default_factory=Moderation)
    sts: Sts = field(default_factory=Sts)
    web: Web = field(default_factory=Web)
    history: History = field(default_factory=History)
    log: Log = field(default_factory=Log)
    metrics: Metrics = field(default_factory=Metrics)
    api: Api = field(default_factory=Api)
    files: Files = field(default_factory=Files)
    push: Push = field(default_factory=Push)
    backup: Backup = field(default_factory=Backup)
    cluster: Cluster = field(default_factory=Cluster)
    limits: Limits = field(default_factory=Limits)
    operators: tuple[Operator, ...] = ()
    webirc: tuple[Gateway, ...] = ()


def is_repeated(kind: object) -> bool:
    """Whether a field of Settings is a table that may stand in the file any number of times, as [[name]]."""
    return get_origin(kind) is tuple


def repeated(kind: object) -> type[Table]:
    """The kind of table that is repeated."""
    table: type[Table] = get_args(kind)[0]
    return table
