"""The limits that 005 tells of are those that hold (https://modern.ircdocs.horse/#rplisupport-parameters)."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy

SMALL = Policy(
    name_bytes=9, room_bytes=12, topic_bytes=10, away_bytes=11, realname_bytes=13, rooms_per_user=3, targets=2,
    history_page=5,
)  # fmt: skip


def alice(policy: Policy | None = None, *caps: str) -> tuple[Person, dict[str, str]]:
    """Somebody, and what 005 tells them."""
    person = MemoryChat(policy or SMALL).irc("alice", *caps)
    words = [word for line in person.ask("ISUPPORT") for word in line.partition(" :are ")[0].split(" ")[3:]]
    return person, {word.partition("=")[0]: word.partition("=")[2] for word in words}


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_lengths_of_names() -> None:
    """ "The NICKLEN parameter indicates the maximum length of a nickname that a client may set" """
    person, told = alice()
    assert numerics(person.ask(f"NICK {'n' * (int(told['NICKLEN']) + 1)}")) == ["432"]
    assert person.ask(f"NICK {'n' * int(told['NICKLEN'])}") == [":alice!alice@guest NICK :nnnnnnnnn"]


def test_lengths_of_user_names() -> None:
    """ "If a USER <username> has more characters than this parameter, it will be silently truncated" (USERLEN)"""
    _, told = alice()
    person = MemoryChat(SMALL).connect()
    person.send("NICK bob", f"USER {'u' * 30} 0 * :Bob", "JOIN #a")
    assert f":bob!{'u' * int(told['USERLEN'])}@guest JOIN #a" in person.take()


def test_lengths_of_rooms_names() -> None:
    person, told = alice()
    assert numerics(person.ask(f"JOIN #{'r' * int(told['CHANNELLEN'])}")) == ["476"]
    assert numerics(person.ask(f"JOIN #{'r' * (int(told['CHANNELLEN']) - 1)}")) == ["JOIN", "353", "366"]


def test_how_many_rooms() -> None:
    person, told = alice()
    most = int(told["CHANLIMIT"].removeprefix("#:"))
    assert numerics(person.ask("JOIN " + ",".join(f"#{number}" for number in range(most + 1))))[-1] == "405"
    assert numerics(person.ask("PART #0")) == ["PART"]
    assert numerics(person.ask("JOIN #again")) == ["JOIN", "353", "366"]


def test_lengths_of_topics() -> None:
    """ "The TOPICLEN parameter indicates the maximum length of a topic that a client may set on a channel" """
    person, told = alice()
    person.send("JOIN #a")
    assert numerics(person.ask(f"TOPIC #a :{'t' * int(told['TOPICLEN'])}")) == ["TOPIC"]
    assert "TOPIC" not in numerics(person.ask(f"TOPIC #a :{'T' * (int(told['TOPICLEN']) + 1)}"))


def test_lengths_of_reasons_to_be_away() -> None:
    person, told = alice()
    assert numerics(person.ask(f"AWAY :{'a' * int(told['AWAYLEN'])}")) == ["306"]
    assert "306" not in numerics(person.ask(f"AWAY :{'a' * (int(told['AWAYLEN']) + 1)}"))


def test_lengths_of_real_names() -> None:
    """setname: "If a NAMELEN token is advertised", a longer real name is refused ("FAIL SETNAME INVALID_REALNAME")."""
    person, told = alice(SMALL, "setname", "standard-replies")
    assert numerics(person.ask(f"SETNAME :{'r' * int(told['NAMELEN'])}")) == ["SETNAME"]
    (answer,) = person.ask(f"SETNAME :{'r' * (int(told['NAMELEN']) + 1)}")
    assert answer.startswith(":hubbub FAIL SETNAME INVALID_REALNAME :")


def test_lengths_of_keys() -> None:
    person, told = alice()
    person.send("JOIN #a")
    assert numerics(person.ask(f"MODE #a +k {'k' * (int(told['KEYLEN']) + 1)}")) == ["696"]
    assert numerics(person.ask(f"MODE #a +k {'k' * int(told['KEYLEN'])}")) == ["MODE"]


def test_lengths_of_reasons_to_kick() -> None:
    """KICKLEN: a reason of that length reaches everybody whole; the end of a longer one does not, typed or not."""
    person, told = alice()
    longest = "k" * int(told["KICKLEN"])
    bob, carol = person.chat.irc("bob"), person.chat.connect("plain")
    for one in (person, bob):
        one.send("JOIN #a")
    bob.take()
    person.send(f"KICK #a bob :{longest}")
    assert bob.take() == [f":alice!alice@guest KICK #a bob :{longest}"]
    carol.send("carol", "/join #b")
    bob.send("JOIN #b")
    bob.take()
    carol.send(f"/kick bob {longest}kk")
    assert bob.take()[-1].endswith(f" KICK #b bob :{longest}")


def test_how_many_modes_at_once() -> None:
    """ "The MODES parameter specifies how many 'variable' modes may be set on a channel by a single MODE command" """
    person, told = alice()
    person.send("JOIN #a")
    most = int(told["MODES"])
    masks = [f"m{number}!*@*" for number in range(most + 1)]
    person.send(f"MODE #a +{'b' * len(masks)} {' '.join(masks)}")
    person.take()
    assert len([line for line in person.ask("MODE #a b") if " 367 " in line]) == most


def test_how_many_masks() -> None:
    """ "the maximum number of entries that all of the modes in <modes>, combined, may set on a channel" (MAXLIST)"""
    person, told = alice()
    person.send("JOIN #a")
    modes, _, most = told["MAXLIST"].partition(":")
    for number in range(int(most)):
        assert numerics(person.ask(f"MODE #a +{modes[number % len(modes)]} m{number}!*@*")) == ["MODE"]
    for mode in modes:
        assert numerics(person.ask(f"MODE #a +{mode} more!*@*")) == ["478"]


def test_how_many_targets() -> None:
    """ "<limit> is the maximum number of targets which that command accepts" (TARGMAX)"""
    person, told = alice()
    most = dict(pair.split(":") for pair in told["TARGMAX"].split(","))
    names = [f"n{number}" for number in range(12)]
    for name in names:
        person.chat.irc(name)
    number = int(most["PRIVMSG"])
    assert person.ask(f"PRIVMSG {','.join(names[:number])} :hello") == []
    assert numerics(person.ask(f"PRIVMSG {','.join(names[: number + 1])} :hello")) == ["407"]
    number = int(most["WHOIS"])
    assert numerics(person.ask(f"WHOIS {','.join(names)}")).count("311") == number
    person.send("JOIN #a")
    for name in names:
        person.send(f"INVITE {name} #a")
    number = int(most["KICK"])
    for one in person.chat.people:
        one.send("JOIN #a")
    assert most["JOIN"] == most["PART"] == most["NAMES"] == "", "as many as one likes"


def test_how_much_history_at_once() -> None:
    """chathistory: CHATHISTORY is how many messages one request brings, MSGREFTYPES how one may be referred to."""
    person, told = alice(SMALL, "batch", "message-tags", "server-time", "draft/chathistory")
    person.send("JOIN #a", *(f"PRIVMSG #a :message {number}" for number in range(8)))
    person.take()
    shown = person.ask("CHATHISTORY LATEST #a * 100")
    assert len([line for line in shown if " PRIVMSG " in line]) == int(told["CHATHISTORY"])
    tags = shown[2].removeprefix("@").split(" ")[0].split(";")
    given = {key: value for key, _, value in (tag.partition("=") for tag in tags)}
    given["timestamp"] = given["time"]
    for kind in told["MSGREFTYPES"].split(","):
        after = person.ask(f"CHATHISTORY AFTER #a {kind}={given[kind]} 100")
        assert next(line for line in after if " PRIVMSG " in line).endswith(" :message 5")
