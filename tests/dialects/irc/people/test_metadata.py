"""METADATA (IRCv3 metadata), quoted as of draft/metadata-3; where draft/metadata-2 differs, a test says so."""

from __future__ import annotations

from tests.dialects.irc.history.test_replay import device
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

CAPS = ("draft/metadata-3", "batch")
OLDER = ("draft/metadata-2", "batch")
SYNC_LATER = ":hubbub 774 bob *ALL 0 :Ask for the metadata of all: METADATA *ALL SYNC"


def in_batches(lines: list[str]) -> list[str]:
    """The lines in batches of metadata, without their tags."""
    return [line.split(" ", 1)[1] for line in lines if line.startswith("@batch=")]


def two(*caps: str) -> tuple[MemoryChat, Person, Person]:
    """alice and bob in #tea, which alice has made; bob hears of avatars and names."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *(caps or CAPS))
    alice.send("JOIN #tea")
    bob.send("JOIN #tea", "METADATA * SUB avatar display-name")
    alice.take()
    bob.take()
    return chat, alice, bob


def test_the_capability_tells_the_limits() -> None:
    words = " ".join(MemoryChat().connect().ask("CAP LS 302")).split(" ")
    value = "before-connect,max-subs=50,max-keys=20,max-key-bytes=48,max-value-bytes=280"
    assert {f"draft/metadata-2={value}", f"draft/metadata-3={value}"} <= set(words)


def test_one_of_the_drafts() -> None:
    """ "Clients MUST NOT request more than one ... Servers MUST NOT accept these requests either." """
    alice = MemoryChat().irc("alice", "draft/metadata-2", "batch")
    assert alice.ask("CAP REQ draft/metadata-3") == [":hubbub CAP alice NAK draft/metadata-3"]
    assert alice.ask("CAP REQ :-draft/metadata-2 draft/metadata-3")[0].startswith(":hubbub CAP alice ACK ")


def test_it_needs_the_capability_and_batch() -> None:
    """ "the batch capability which MUST be negotiated to use" it."""
    alice = MemoryChat().irc("alice", "draft/metadata-3")
    assert alice.ask("METADATA * LIST")[0].startswith(":hubbub FAIL METADATA INVALID_PARAMS * :")
    alice.send("CAP REQ batch")
    alice.take()
    assert alice.ask("METADATA * LIST")[0] == ":hubbub BATCH +b1 metadata alice"


@each("target", ["*", "alice", "Alice", "#tea"])
def test_set_get_and_remove(target: str) -> None:
    """ "responds with one 761 RPL_KEYVALUE event, representing the new value if any, or 766 RPL_KEYNOTSET if no value
    is set"; "It is not an error if a client attempts to ... remove a nonexistent key"."""
    _, alice, _ = two()
    shown = "#tea" if target == "#tea" else "alice"
    for value in ("Alice L", "💜"):
        line = f":hubbub 761 alice {shown} display-name * :{value}"
        assert alice.ask(f"METADATA {target} SET display-name :{value}") == [line.replace(":💜", "💜")]
        assert in_batches(alice.ask(f"METADATA {target} GET display-name")) == [line.replace(":💜", "💜")]
    gone = f":hubbub 766 alice {shown} display-name :Key not set"
    assert alice.ask(f"METADATA {target} SET display-name") == [gone]
    assert alice.ask(f"METADATA {target} SET display-name :") == [gone]
    assert in_batches(alice.ask(f"METADATA {target} GET display-name")) == [gone]


def test_get_answers_in_order() -> None:
    """ "The ordering of responses within the batch MUST match the order keys were specified by the client." """
    _, alice, bob = two()
    alice.send("METADATA * SET avatar https://example.com/a.png")
    alice.take()
    assert bob.ask("METADATA alice GET url $key$ avatar") == [
        ":hubbub BATCH +b3 metadata alice",
        "@batch=b3 :hubbub 766 bob alice url :Key not set",
        "@batch=b3 :hubbub WARN METADATA INVALID_KEY $key$ :There can be no key $key$: use a-z, 0-9 and _./- only, at "
        "most 48 of them.",
        "@batch=b3 :hubbub 761 bob alice avatar * https://example.com/a.png",
        ":hubbub BATCH -b3",
    ]


def test_list_and_clear() -> None:
    """ "a metadata batch containing 761 RPL_KEYVALUE for all visible keys"; CLEAR: "one 766 RPL_KEYNOTSET message per
    cleared key"."""
    _, alice, bob = two()
    assert alice.ask("METADATA * LIST") == [":hubbub BATCH +b3 metadata alice", ":hubbub BATCH -b3"]
    alice.send("METADATA * SET url a", "METADATA * SET im.xmpp :b c")
    bob.take()
    listed = in_batches(bob.ask("METADATA alice LIST"))
    assert listed == [":hubbub 761 bob alice url * a", ":hubbub 761 bob alice im.xmpp * :b c"]
    alice.take()
    assert [line.split(" ")[1:5] for line in in_batches(alice.ask("METADATA * CLEAR"))] == [
        ["766", "alice", "alice", "url"],
        ["766", "alice", "alice", "im.xmpp"],
    ]
    assert in_batches(bob.ask("METADATA alice LIST")) == []


@each(
    ("line", "answer"),
    [
        ("METADATA", "INVALID_PARAMS *"),
        ("METADATA #tea GET", "INVALID_PARAMS GET"),
        ("METADATA #tea SNEEZE", "INVALID_PARAMS SNEEZE"),
        ("METADATA #tea :: hi!", "INVALID_PARAMS *"),
        ("METADATA * LIST more", "INVALID_PARAMS LIST"),
        ("METADATA $a:user SET url :x", "INVALID_TARGET $a:user"),
        ("METADATA nobody LIST", "INVALID_TARGET nobody"),
        ("METADATA #none LIST", "INVALID_TARGET #none"),
        ("METADATA alice SUB avatar", "INVALID_TARGET alice"),
        ("METADATA #tea SUBS", "INVALID_TARGET #tea"),
        ("METADATA alice UNSUB avatar", "INVALID_TARGET alice"),
        ("METADATA * SET $url$ :x", "INVALID_KEY $url$"),
        ("METADATA * SET URL :x", "INVALID_KEY URL"),
        (f"METADATA * SET {'k' * 49} :x", f"INVALID_KEY {'k' * 49}"),
        (f"METADATA * SET url :{'x' * 281}", "INVALID_VALUE url"),
        (f"METADATA * SET url :{'💜' * 71}", "INVALID_VALUE url"),
        ("METADATA alice SET url :x", "KEY_NO_PERMISSION alice url"),
        ("METADATA #tea SET url :x", "KEY_NO_PERMISSION #tea url"),
        ("METADATA alice CLEAR", "KEY_NO_PERMISSION alice *"),
    ],
)
def test_what_fails(line: str, answer: str) -> None:
    _, alice, bob = two()
    (told,) = bob.ask(line)
    assert told.startswith(f":hubbub FAIL METADATA {answer} :")
    assert alice.take() == []


def test_a_value_of_280_bytes_fits() -> None:
    chat, alice, _ = two()
    alice.send(f"METADATA * SET {'k' * 48} :{'x' * 280}")
    assert chat.world.users["alice"].metadata == {"k" * 48: "x" * 280}


def test_there_are_so_many_keys() -> None:
    chat, alice, _ = two()
    for number in range(20):
        chat.now += 3_000
        alice.send(f"METADATA #tea SET k{number} :x")
    alice.take()
    assert alice.ask("METADATA #tea SET k20 :x")[0].startswith(":hubbub FAIL METADATA LIMIT_REACHED #tea 20 :")
    chat.now += 3_000
    assert alice.ask("METADATA #tea SET k3 :y") == [":hubbub 761 alice #tea k3 * y"]


def test_changes_are_not_made_too_often() -> None:
    """ "The <RetryAfter> parameter of RATE_LIMITED MUST be a non-negative integer." """
    chat, alice, bob = two()
    for number in range(10):
        alice.send(f"METADATA * SET avatar :{number}")
    alice.take()
    bob.take()
    assert alice.ask("METADATA * SET avatar :x")[0].startswith(":hubbub FAIL METADATA RATE_LIMITED alice avatar 3 :")
    assert alice.ask("METADATA * CLEAR")[0].startswith(":hubbub FAIL METADATA RATE_LIMITED alice * 3 :")
    assert bob.take() == []
    assert alice.ask("METADATA * SET avatar :9") == [":hubbub 761 alice alice avatar * 9"]
    chat.now += 3_000
    assert alice.ask("METADATA * SET avatar :x") == [":hubbub 761 alice alice avatar * x"]


def test_subscribers_hear_of_changes() -> None:
    """ "either a 761 RPL_KEYVALUE ... or a 766 RPL_KEYNOTSET indicating that the key was removed"; "excluding changes
    the subscriber made on themselves"."""
    chat, alice, bob = two()
    carol = chat.irc("carol", *CAPS)
    carol.send("METADATA * SUB avatar", "MONITOR + dave")
    carol.take()
    alice.send("METADATA * SET avatar :a", "METADATA #tea SET avatar :b", "METADATA * SET url :c")
    alice.send("METADATA * SET avatar :a", "METADATA #tea SET avatar")
    assert bob.take() == [
        ":hubbub 761 bob alice avatar * a",
        ":hubbub 761 bob #tea avatar * b",
        ":hubbub 766 bob #tea avatar :Key not set",
    ]
    assert bob.ask("METADATA * SET avatar :d") == [":hubbub 761 bob bob avatar * d"]
    assert carol.take() == []


def test_watchers_hear_of_changes_and_are_shown_what_there_is() -> None:
    """ "to users that subscriber is currently monitoring"; "When server sends 730 RPL_MONONLINE to a metadata-aware
    client ... MUST additionally send either a metadata batch ..." """
    chat, alice, _ = two()
    alice.send("METADATA * SET avatar :a")
    carol = chat.irc("carol", *CAPS)
    carol.send("METADATA * SUB avatar")
    carol.take()
    shown = carol.ask("MONITOR + alice,dave")
    assert [line.split(" ")[1] for line in shown] == ["730", "731", "BATCH", ":hubbub", "BATCH"]
    assert in_batches(shown) == [":hubbub 761 carol alice avatar * a"]
    alice.send("METADATA * SET avatar :b")
    assert carol.take() == [":hubbub 761 carol alice avatar * b"]
    dave = chat.connect()
    dave.send(f"CAP REQ :{' '.join(CAPS)}", "NICK dave", "USER dave 0 * :Dave", "METADATA * SET avatar :d", "CAP END")
    assert [line for line in carol.take() if "avatar" in line] == [":hubbub 761 carol dave avatar * d"]


def test_who_joins_is_shown_all_there_is() -> None:
    """ "a metadata batch containing the channel's metadata as well as the metadata for all users on the channel" """
    chat, alice, bob = two()
    alice.send("METADATA * SET avatar :a", "METADATA #tea SET avatar :t", "METADATA * SET url :u")
    carol = chat.irc("carol", *CAPS)
    carol.send("METADATA * SUB avatar", "METADATA * SET avatar :c")
    bob.take()
    lines = carol.ask("JOIN #tea")
    assert " 366 " in lines[-6]
    assert lines[-5].endswith(" metadata #tea")
    assert in_batches(lines) == [
        ":hubbub 761 carol #tea avatar * t",
        ":hubbub 761 carol alice avatar * a",
        ":hubbub 761 carol carol avatar * c",
    ]
    assert bob.take()[-1] == ":hubbub 761 bob carol avatar * c"


def test_a_large_room_is_shown_when_asked() -> None:
    """ "such as joining a channel with too many users" """
    chat, _, bob = two()
    for number in range(200):
        chat.irc(f"n{number}").send("JOIN #tea")
    chat.irc("last", *CAPS).send("JOIN #tea", "METADATA * SET avatar :x")
    carol = chat.irc("carol", *CAPS)
    carol.send("METADATA * SUB avatar")
    assert carol.ask("JOIN #tea")[-1].startswith(":hubbub 774 carol #tea 1 :")
    carol.send("METADATA * UNSUB avatar")
    carol.take()
    assert carol.ask("METADATA * SUB avatar")[-1].startswith(":hubbub 774 carol *ALL 1 :")
    for target in ("#tea", "*ALL"):
        assert in_batches(carol.ask(f"METADATA {target} SYNC")) == [":hubbub 761 carol last avatar * x"]
    assert bob.take()[-1].endswith(" JOIN #tea")


def test_what_is_newly_heard_is_shown() -> None:
    """ "a metadata batch with *ALL as its parameter containing the current values of all newly-subscribed keys ... or a
    774 RPL_METADATASYNCLATER message with *ALL as its <Target>" """
    _, alice, bob = two()
    alice.send("METADATA * SET url :u", "METADATA #tea SET avatar :t")
    bob.take()
    lines = bob.ask("METADATA * SUB avatar url $x$")
    assert lines[0] == ":hubbub 770 bob avatar url"
    assert lines[1].startswith(":hubbub WARN METADATA INVALID_KEY $x$ :")
    assert lines[2].endswith(" metadata *ALL")
    assert in_batches(lines) == [":hubbub 761 bob alice url * u"]
    assert bob.ask("METADATA * SUB avatar url") == [":hubbub 770 bob avatar url"]
    assert bob.ask("METADATA bob SUB im.xmpp") == [":hubbub 770 bob im.xmpp", SYNC_LATER]


def test_the_labelled_batch_is_within() -> None:
    """ "the metadata batch MUST be nested within the labeled-response batch" """
    _, alice, bob = two(*CAPS, "labeled-response")
    alice.send("METADATA * SET url :u")
    lines = bob.ask("@label=x METADATA * SUB url")
    assert lines == [
        "@label=x :hubbub BATCH +b4 labeled-response",
        "@batch=b4 :hubbub 770 bob url",
        "@batch=b4 :hubbub BATCH +b3 metadata *ALL",
        "@batch=b3 :hubbub 761 bob alice url * u",
        "@batch=b4 :hubbub BATCH -b3",
        ":hubbub BATCH -b4",
    ]


def test_subscriptions_are_counted_and_listed() -> None:
    """ "If the server sends this, it MUST stop processing any further keys. The <Item> parameter ... MUST be this first
    key that the client could not subscribe to"; "MUST NOT list the same key multiple times"."""
    chat = MemoryChat()
    bob = chat.irc("bob", *CAPS)
    for start in range(0, 48, 12):
        bob.send("METADATA * SUB " + " ".join(f"k{number}" for number in range(start, start + 12)))
    bob.take()
    lines = bob.ask("METADATA * SUB a a b c k1")
    assert lines[0] == ":hubbub 770 bob a a b"
    assert lines[1].startswith(":hubbub FAIL METADATA LIMIT_REACHED c 50 :")
    assert lines[2] == SYNC_LATER
    listed = bob.ask("METADATA * SUBS")
    assert listed[0].endswith(" metadata-subs")
    keys = [key for line in in_batches(listed) for key in line.split(" ")[3:]]
    assert sorted(keys) == sorted({"a", "b", *(f"k{number}" for number in range(48))})
    assert bob.ask("METADATA * UNSUB a z") == [":hubbub 771 bob a z"]
    bob.send("CAP REQ -draft/metadata-3", "CAP REQ draft/metadata-3")
    bob.take()
    assert in_batches(bob.ask("METADATA * SUBS")) == []


def test_a_private_room_tells_outsiders_nothing() -> None:
    chat, alice, _ = two()
    alice.send("METADATA #tea SET avatar :t")
    carol = chat.irc("carol", *CAPS)
    assert in_batches(carol.ask("METADATA #tea LIST")) == [":hubbub 761 carol #tea avatar * t"]
    for mode in "iksp":
        alice.send(f"MODE #tea +{mode} sesame")
        for words in ("LIST", "GET avatar", "SYNC"):
            assert carol.ask(f"METADATA #tea {words}")[0].startswith(":hubbub FAIL METADATA INVALID_TARGET #tea :")
        alice.send(f"MODE #tea -{mode} sesame")


def test_whois_shows_it() -> None:
    """760 RPL_WHOISKEYVALUE `<Target> <Key> <Visibility> :<Value>`"""
    _, alice, bob = two()
    alice.send("METADATA * SET url :u")
    assert [line for line in bob.ask("WHOIS alice") if " 760 " in line] == [":hubbub 760 bob alice url * u"]


def test_before_connecting() -> None:
    """ "Clients that have not completed connection registration MUST use `*` to target themselves"; "a metadata batch
    with their own nick as target as part of the registration burst, i.e. before RPL_ENDOFMOTD or ERR_NOMOTD"."""
    person = MemoryChat().connect()
    person.send(f"CAP REQ :{' '.join(CAPS)}", "NICK foo")
    person.take()
    assert person.ask("METADATA * SET avatar :a") == [":hubbub 761 foo * avatar * a"]
    assert person.ask("METADATA foo SET avatar :a")[0].startswith(":hubbub FAIL METADATA INVALID_TARGET foo :")
    assert person.ask("METADATA * SYNC")[0].startswith(":hubbub FAIL METADATA INVALID_TARGET * :")
    assert person.ask("METADATA * SUB avatar") == [":hubbub 770 foo avatar"]
    assert in_batches(person.ask("METADATA * GET avatar")) == [":hubbub 761 foo * avatar * a"]
    assert in_batches(person.ask("METADATA * CLEAR")) == [":hubbub 766 foo * avatar :Key not set"]
    person.send("METADATA * SET url :u")
    for number in range(20):
        person.send(f"METADATA * SET k{number} :u")
    assert " LIMIT_REACHED * 20 " in person.take()[-1]
    burst = [*person.ask("USER foo 0 * :Foo"), *person.ask("CAP END")]
    words = [line.split(" ")[1] for line in burst]
    assert burst[words.index("BATCH")].endswith(" metadata foo")
    assert words.index("BATCH") < words.index("422")
    assert in_batches(burst)[0] == ":hubbub 761 foo foo url * u"
    assert len(in_batches(burst)) == 20


def test_it_is_kept_for_accounts_and_rooms() -> None:
    chat = MemoryChat()
    alice = device(chat, *CAPS)
    alice.send("JOIN #tea", "METADATA * SET avatar :a", "METADATA * SET url :u", "METADATA #tea SET avatar :t")
    alice.send("METADATA * SET url")
    after = MemoryChat(log=chat.log)
    burst = device(after, *CAPS).take()
    assert in_batches(burst)[0] == ":hubbub 761 alice alice avatar * a"
    assert after.world.rooms["#tea"].metadata == {"avatar": "t"}
    assert after.world.users["alice"].metadata == {"avatar": "a"}


def test_a_guest_has_it_for_a_visit() -> None:
    chat = MemoryChat()
    person = chat.connect()
    person.send(f"CAP REQ :hubbub.chat/token {' '.join(CAPS)}", "NICK foo", "USER foo 0 * :Foo", "CAP END")
    (token,) = [line.split(" ")[2] for line in person.take() if " TOKEN " in line]
    person.send("METADATA * SET avatar :a")
    person.vanish()
    again = chat.connect()
    again.send(f"CAP REQ :{' '.join(CAPS)}", f"TOKEN {token}", "NICK foo", "USER foo 0 * :Foo", "CAP END")
    assert in_batches(again.take()) == [":hubbub 761 foo foo avatar * a"]
    other = chat.irc("bar", *CAPS)
    assert in_batches(other.ask("METADATA * LIST")) == []


def test_who_logs_in_has_that_of_the_account() -> None:
    chat, _, bob = two()
    carol = chat.connect(secure=True)
    carol.send(f"CAP REQ :{' '.join(CAPS)}", "NICK carol", "USER carol 0 * :Carol", "CAP END", "JOIN #tea")
    carol.send("METADATA * SET avatar :mine", "METADATA * SET url :u", "NS REGISTER correct-horse")
    account = chat.world.accounts.numbers[chat.world.users["carol"].number]
    assert account.metadata == {"avatar": "mine", "url": "u"}
    bob.take()
    carol.send("NS LOGOUT")
    assert bob.take()[0] == ":hubbub 766 bob carol avatar :Key not set"
    name = next(user.name for user in chat.world.users.values() if user.name.startswith("Guest"))
    carol.send("METADATA * SET avatar :guest", "METADATA * SET display-name :C")
    bob.take()
    carol.send("NS IDENTIFY carol correct-horse")
    assert bob.take()[0] == f":hubbub 761 bob {name} avatar * mine"
    assert account.metadata == {"avatar": "mine", "url": "u", "display-name": "C"}


def test_the_older_draft_tells_by_metadata() -> None:
    _, alice, bob = two(*OLDER)
    alice.send("METADATA * SET avatar :a b", "METADATA * SET avatar")
    assert bob.take() == [":hubbub METADATA alice avatar * :a b", ":hubbub METADATA alice avatar *"]
    alice.send("METADATA #tea SET avatar t")
    bob.take()
    assert in_batches(bob.ask("METADATA #tea SYNC")) == [":hubbub METADATA #tea avatar * t"]
    assert in_batches(bob.ask("METADATA #tea GET avatar")) == [":hubbub 761 bob #tea avatar * t"]
    assert bob.ask("METADATA * SUB url") == [":hubbub 770 bob url"]


def test_in_the_older_draft_an_empty_value_is_one() -> None:
    """ "Values can take any form"; "If no value is given, the key is removed" (draft/metadata-2). In the newer one an
    empty value is none."""
    chat, newer, bob = two(*OLDER)
    carol = chat.irc("carol", *OLDER)
    carol.send("JOIN #tea", "METADATA * SUB avatar")
    for person in (newer, carol):
        person.take()
    assert bob.ask("METADATA * SET avatar :") == [":hubbub 761 bob bob avatar * :"]
    assert in_batches(bob.ask("METADATA * GET avatar")) == [":hubbub 761 bob bob avatar * :"]
    assert carol.take() == [":hubbub METADATA bob avatar * :"]
    assert in_batches(newer.ask("METADATA bob GET avatar")) == [":hubbub 766 alice bob avatar :Key not set"]
    assert not any(" 760 " in line for line in newer.ask("WHOIS bob"))
    assert bob.ask("METADATA * SET avatar") == [":hubbub 766 bob bob avatar :Key not set"]
    assert carol.take() == [":hubbub METADATA bob avatar *"]
    assert newer.ask("METADATA * SET avatar :") == [":hubbub 766 alice alice avatar :Key not set"]


@each(
    ("line", "answer"),
    [
        ("METADATA * SET avatar", "KEY_NOT_SET bob avatar"),
        ("METADATA * SET $url$ :x", "KEY_INVALID $url$"),
        (f"METADATA * SET url :{'x' * 281}", "VALUE_INVALID url"),
        ("METADATA * SNEEZE", "SUBCOMMAND_INVALID SNEEZE"),
        ("METADATA * UNSUB $url$", "KEY_INVALID $url$"),
    ],
)
def test_the_older_draft_has_names_of_its_own_for_errors(line: str, answer: str) -> None:
    _, _, bob = two(*OLDER)
    assert bob.ask(line)[0].startswith(f":hubbub FAIL METADATA {answer} :")
