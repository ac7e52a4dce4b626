"""WHO, by https://modern.ircdocs.horse/#who-message and https://ircv3.net/specs/extensions/whox."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def isupport(chat: MemoryChat) -> list[str]:
    someone = chat.connect()
    someone.send("NICK zed", "USER zed 0 * :Zed")
    tokens = [word for line in someone.take() if " 005 " in line for word in line.split(" :")[0].split(" ")[3:]]
    someone.send("QUIT")
    return tokens


def test_who_of_a_room_lists_its_members() -> None:
    """RPL_WHOREPLY: "<client> <channel> <username> <host> <server> <nick> <flags> :<hopcount> <realname>"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a", "AWAY :tea")
    assert alice.ask("WHO #A") == [
        ":hubbub 352 alice #a alice guest hubbub alice H@ :0 Alice",
        ":hubbub 352 alice #a bob guest hubbub bob G :0 Bob",
        ":hubbub 315 alice #A :End of WHO list",
    ]
    assert numerics(alice.ask("WHO #none")) == ["315"]


def test_who_by_name_mask_or_nothing() -> None:
    """ "Absent or set to "0", in which case all visible users are listed." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob")
    assert alice.ask("WHO bob") == [
        ":hubbub 352 alice * bob guest hubbub bob H :0 Bob",
        ":hubbub 315 alice bob :End of WHO list",
    ]
    assert numerics(alice.ask("WHO B*")) == ["352", "315"]
    assert numerics(alice.ask("WHO")) == ["352", "352", "315"]
    assert numerics(alice.ask("WHO 0")) == ["352", "352", "315"]
    assert numerics(alice.ask("WHO zed")) == ["315"]
    assert numerics(alice.ask("WHO *a*a*a*a*a*b")) == ["315"]


def test_who_of_many_is_complete() -> None:
    chat = MemoryChat()
    for number in range(120):
        chat.irc(f"somebody{number}")
    assert len(chat.irc("alice").ask("WHO")) == 122


def test_the_invisible_are_shown_only_to_those_who_share_a_room() -> None:
    """ "Visible users are users who either aren't invisible (user mode +i) or have a common channel with the
    requesting client." """
    chat = MemoryChat()
    alice, bob, carol = chat.irc("alice"), chat.irc("bob"), chat.irc("carol")
    bob.send("MODE bob +i", "JOIN #a")
    carol.send("JOIN #a")
    bob.send("MODE #a -n")
    assert "bob" not in " ".join(alice.ask("WHO *"))
    assert numerics(alice.ask("WHO b*")) == ["315"]
    assert [line.split(" ")[7] for line in alice.ask("WHO #a")[:-1]] == ["carol"]
    assert [line.split(" ")[7] for line in carol.ask("WHO #a")[:-1]] == ["bob", "carol"]
    assert numerics(carol.ask("WHO b*")) == ["352", "315"]
    assert numerics(bob.ask("WHO b*")) == ["352", "315"]


def test_an_exact_name_is_found_also_when_invisible_without_its_rooms() -> None:
    """ "An exact nickname, in which case a single user is returned." """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("MODE bob +i", "JOIN #a")
    assert alice.ask("WHO bob")[0] == ":hubbub 352 alice * bob guest hubbub bob H :0 Bob"


def test_secret_rooms_are_not_named_to_others() -> None:
    """ "<channel> is an arbitrary channel the client is joined to or a literal asterisk character" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #secret", "MODE #secret +s")
    assert alice.ask("WHO bob")[0].split(" ")[3] == "*"
    assert numerics(alice.ask("WHO #secret")) == ["315"]
    bob.send("JOIN #public")
    assert alice.ask("WHO bob")[0].split(" ")[3] == "#public"


def test_masks_match_names_and_whole_sources() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob")
    assert numerics(alice.ask("WHO bo?")) == ["352", "315"]
    assert numerics(alice.ask("WHO *!bob@*")) == ["352", "315"]
    assert numerics(alice.ask("WHO *!nobody@*")) == ["315"]


def test_o_shows_operators_only() -> None:
    """WHO with "o": RFC 2812, "only operators are returned"; "a literal asterisk character to indicate that the user
    is a server operator"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #a")
    assert numerics(alice.ask("WHO * o")) == ["315"]
    bob_user = chat.world.users["bob"]
    chat.world.change_user_mode(bob_user, "o", has=True)
    assert alice.ask("WHO * o")[0] == ":hubbub 352 alice #a bob guest hubbub bob H*@ :0 Bob"
    assert alice.ask("WHO * o%nf")[0] == ":hubbub 354 alice bob H*@"


def test_a_bot_has_its_flag_after_the_others() -> None:
    """bot-mode: "the character used as the value of the ISUPPORT BOT token is returned in the flags (alongside
    H|G)" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #a", "MODE bob +B")
    assert alice.ask("WHO #a")[0] == ":hubbub 352 alice #a bob guest hubbub bob H@B :0 Bob"


def test_whox_is_advertised() -> None:
    """ "Servers supporting this specification MUST include the WHOX token in RPL_ISUPPORT without any value." """
    assert "WHOX" in isupport(MemoryChat())


def test_whox_answers_exactly_the_fields_in_their_order() -> None:
    """ "Servers MUST send the fields in the order specified above." "Exactly the fields requested by the client MUST
    be returned by the server." """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #a", "PRIVMSG #a :x")
    chat.now += 5000
    assert alice.ask("WHO #a %tcuihsnflar,42") == [
        ":hubbub 354 alice 42 #a bob 255.255.255.255 guest hubbub bob H@ 5 0 Bob",
        ":hubbub 315 alice #a :End of WHO list",
    ]
    assert alice.ask("WHO bob %cuhnar")[0] == ":hubbub 354 alice #a bob guest bob 0 Bob"
    assert alice.ask("WHO bob %ranhuc")[0] == ":hubbub 354 alice #a bob guest bob 0 Bob"
    assert alice.ask("WHO bob %na")[0] == ":hubbub 354 alice bob 0"


@each("token", ["", "1234", "x", "٣", "1 2"])
def test_whox_tokens_are_up_to_three_digits(token: str) -> None:
    """ "The token MUST contain only digit characters and MUST contain at most 3 characters." """
    assert MemoryChat().irc("alice").ask(f"WHO alice :%tn,{token}")[0] == ":hubbub 354 alice 0 alice"


def test_whox_ignores_fields_that_are_none() -> None:
    """ "Servers MUST ignore any non-standard field they don't support." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    assert alice.ask("WHO alice %n!Z")[0] == ":hubbub 354 alice alice"
    for nothing in ("%", "%z", "%,1", "%z,12"):
        assert numerics(alice.ask(f"WHO alice {nothing}")) == ["352", "315"], "no empty line of fields"
    assert numerics(alice.ask("WHO nobody %n")) == ["315"]


def test_whox_shows_the_address_to_oneself_only() -> None:
    """ "255.255.255.255 is used for [ip] when the server refuses to disclose the IP address" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    assert alice.ask("WHO alice %i")[0] == ":hubbub 354 alice 192.0.2.1"
    assert bob.ask("WHO alice %i")[0] == ":hubbub 354 bob 255.255.255.255"


def test_whox_of_many_is_complete() -> None:
    chat = MemoryChat()
    for number in range(120):
        chat.irc(f"somebody{number}")
    answers = chat.irc("alice").ask("WHO * %n")
    assert numerics(answers) == ["354"] * 121 + ["315"]


def test_whox_has_every_standard_field_in_its_order() -> None:
    """ "the server MUST return the fields in the order tcuihsnfdlaor", those that mean nothing here included: a client
    that counts would else take the real name for the account.
    """
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a")
    alice.take()
    (line, _) = alice.ask("WHO alice %tcuihsnfdlaor,7")
    words = line.split(" ")[3:]
    assert words == ["7", "#a", "alice", "192.0.2.1", "guest", "hubbub", "alice", "H@", "0", "0", "0", "n/a", "Alice"]
    assert alice.ask("WHO alice %d")[0] == ":hubbub 354 alice 0"
    assert alice.ask("WHO alice %o")[0] == ":hubbub 354 alice n/a"
