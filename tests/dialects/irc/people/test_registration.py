"""Registration: NICK, USER, PASS, CAP, PING, QUIT, and tokens."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy
from hubbub.server.cluster.secrets import holds_secret
from hubbub.server.process.handover import hand_connection
from hubbub.wire.lines import BadLine


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_welcome_burst_comes_in_its_order() -> None:
    """RPL_WELCOME, RPL_YOURHOST, RPL_CREATED, RPL_MYINFO, RPL_ISUPPORT, then LUSERS and MOTD."""
    someone = MemoryChat().connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    seen = numerics(someone.take())
    assert seen[:4] == ["001", "002", "003", "004"]
    assert seen[4] == "005"
    assert seen[-1] == "422"
    assert seen.index("251") < seen.index("255") < seen.index("422")


def test_the_welcome_says_since_when_the_server_runs() -> None:
    someone = MemoryChat(Policy(started_at=1_600_000_000_000)).connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    created = next(line for line in someone.take() if " 003 " in line)
    assert created.endswith(" :This server was started at 2020-09-13T12:26:40.000Z")


def test_isupport_says_what_is_so() -> None:
    someone = MemoryChat(lobby="#lobby").connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    tokens = " ".join(line for line in someone.take() if " 005 " in line)
    for token in (
        "CASEMAPPING=ascii",
        "UTF8ONLY",
        "CHANTYPES=#",
        "PREFIX=(qaohv)~&@%+",
        "CHANMODES=beI,k,lW,Cimnpst",
        "NICKLEN=32",
        "LOBBY=#lobby",
    ):
        assert f" {token} " in tokens


def test_a_name_in_use_is_refused_and_another_one_taken() -> None:
    chat = MemoryChat()
    chat.irc("alice")
    other = chat.connect()
    other.send("USER x 0 * :x")
    assert numerics(other.ask("NICK Alice")) == ["433"]
    assert numerics(other.ask("NICK \u0430lice"))[0] in ("432", "433")
    assert numerics(other.ask("NICK bob"))[0] == "001"


@each("name", ["1abc", "#x", "a!b", "a" * 33, "al\u202eice", "Ch\u0251nServ", "NickServ"])
def test_names_that_cannot_be_are_432(name: str) -> None:
    assert numerics(MemoryChat().connect().ask(f"NICK {name}")) == ["432"]


def test_a_name_of_the_whole_line_is_not_repeated_whole() -> None:
    (answer,) = MemoryChat().connect().ask(f"NICK {'y' * 500}")
    assert " 432 * yyy" in answer
    assert len(answer) <= 510


def test_an_empty_real_name_is_461() -> None:
    """ "If it is empty, the server SHOULD reject the command with ERR_NEEDMOREPARAMS (even an empty parameter is
    provided)" (modern.ircdocs.horse); the registration goes on with a USER that has one."""
    someone = MemoryChat().connect()
    someone.send("NICK alice")
    assert someone.ask("USER a 0 * :") == [":hubbub 461 alice USER :Give a real name: USER <username> 0 * :<real name>"]
    assert numerics(someone.ask("USER a 0 * :a"))[0] == "001"


def test_no_name_is_431() -> None:
    assert numerics(MemoryChat().connect().ask("NICK")) == ["431"]
    assert numerics(MemoryChat().connect().ask("NICK :")) == ["431"]


def test_commands_before_registration_are_451_and_user_twice_is_462() -> None:
    someone = MemoryChat().connect()
    assert numerics(someone.ask("JOIN #a")) == ["451"]
    assert numerics(someone.ask("NOSUCH")) == ["451"]
    someone.send("USER a 0 * :a")
    assert numerics(someone.ask("USER b 0 * :b")) == ["462"]
    someone.send("NICK alice")
    assert numerics(someone.ask("USER c 0 * :c")) == ["462"]
    assert numerics(someone.ask("PASS x")) == ["462"]


def test_capabilities_are_listed_requested_and_refused_as_a_whole() -> None:
    """ "If any of the capabilities is not known, the server replies NAK and changes nothing." """
    someone = MemoryChat().connect()
    listed = " ".join(someone.ask("CAP LS 302"))
    assert "server-time" in listed
    assert "message-tags" in listed
    assert someone.ask("CAP REQ :server-time no-such") == [":hubbub CAP * NAK :server-time no-such"]
    assert someone.ask("CAP REQ :server-time") == [":hubbub CAP * ACK server-time"]
    someone.send("NICK alice", "USER a 0 * :a")
    assert someone.take() == []
    assert numerics(someone.ask("CAP END"))[0] == "001"
    assert someone.ask("CAP LIST") == [":hubbub CAP alice LIST :cap-notify server-time"]
    assert numerics(someone.ask("CAP WHAT")) == ["410"]


def test_five_hundred_capabilities_are_nak_in_one_line() -> None:
    answer = MemoryChat().connect().ask("CAP REQ :" + "x " * 240)
    assert len(answer) == 1
    assert " NAK " in answer[0]
    assert len(answer[0]) < 510


def test_a_server_password_is_asked_for() -> None:
    chat = MemoryChat(Policy(password="sesame"))
    wrong = chat.connect(secure=True)
    wrong.send("PASS open", "NICK alice", "USER a 0 * :a")
    assert numerics(wrong.take())[0] == "464"
    assert wrong.closed is not None
    right = chat.connect(secure=True)
    right.send("PASS sesame", "NICK alice", "USER a 0 * :a")
    assert numerics(right.take())[0] == "001"


def test_a_server_password_is_not_taken_without_encryption() -> None:
    """Nobody can tell from the answer whether it was right."""
    chat = MemoryChat(Policy(password="sesame"))
    answers = []
    for given in ("sesame", "open"):
        someone = chat.connect()
        someone.send(f"PASS {given}", "NICK alice", "USER a 0 * :a")
        answers.append(someone.take())
    assert answers[0] == answers[1]
    assert numerics(answers[0])[0] == "464"
    assert "ncat --ssl HOST PORT" in answers[0][0]


def test_ping_is_answered_before_and_after_registration() -> None:
    someone = MemoryChat().connect()
    assert someone.ask("PING :x y") == [":hubbub PONG hubbub :x y"]
    assert numerics(someone.ask("PING")) == ["409"]


def test_quit_says_goodbye_to_oneself_and_tells_others_once() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a,#b")
    bob.take()
    alice.take()
    alice.send("QUIT :so long")
    assert alice.take() == ["ERROR :so long"]
    assert bob.take() == [":alice!alice@guest QUIT :Quit: so long"]
    assert chat.world.user("alice") is None


def test_a_lost_connection_is_told_as_one_and_frees_the_name() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    bob.take()
    alice.vanish()
    assert bob.take() == [":alice!alice@guest QUIT :Connection lost"]
    chat.irc("alice")


def test_a_clients_prefix_is_ignored() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send(":op!u@h PRIVMSG bob :x")
    assert bob.take() == [":alice!alice@guest PRIVMSG bob :x"]


def test_unknown_commands_are_421_with_a_short_echo() -> None:
    alice = MemoryChat().irc("alice")
    answer = alice.ask("X" * 400)
    assert numerics(answer) == ["421"]
    assert len(answer[0]) < 200
    assert numerics(alice.ask("001 alice :hi")) == ["421"]
    assert numerics(alice.ask("@a=b")) == ["421"]
    assert numerics(alice.ask(":source")) == ["421"]
    assert alice.ask("   ") == []


def test_lines_that_cannot_be_read_are_answered_by_what_is_wrong() -> None:
    alice = MemoryChat().irc("alice")
    alice.send(BadLine("INVALID_UTF8", "PRIVMSG"), BadLine("INVALID_CHARACTER", "PRIVMSG"))
    first, second = alice.take()
    assert first.startswith(":hubbub FAIL PRIVMSG INVALID_UTF8 :")
    assert second.startswith(":hubbub FAIL * INVALID_CHARACTER :")
    alice.send(BadLine("CARRIAGE_RETURN", "PRIVMSG"), BadLine("BOM", "NICK"), BadLine("TOO_LONG", "PRIVMSG"))
    third, fourth, fifth = alice.take()
    assert " INVALID_CHARACTER :" in third
    assert "byte order mark" in fourth
    assert " 417 alice :" in fifth
    assert numerics(alice.ask("PRIVMSG alice :" + "x" * 500)) == ["417"]


def test_a_token_takes_the_visit_up_again_and_nobody_notices() -> None:
    """docs/ext/token.md: "others see no quit and no join"."""
    chat = MemoryChat()
    bob = chat.irc("bob")
    alice = chat.connect()
    alice.send("CAP REQ :hubbub.chat/token standard-replies", "NICK alice", "USER a 0 * :a", "CAP END")
    token = next(line.split(" ")[2] for line in alice.take() if line.split(" ")[1] == "TOKEN")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    back = chat.connect()
    back.send("CAP REQ :hubbub.chat/token standard-replies", "NICK alice", "USER a 0 * :a", f"TOKEN {token}", "CAP END")
    seen = back.take()
    assert alice.closed is not None
    assert any(line.startswith(":alice!a@guest JOIN #a") for line in seen)
    assert not any(" TOKEN " in line for line in seen)
    assert bob.take() == []
    bob.send("PRIVMSG #a :hi")
    assert back.take() == [":bob!bob@guest PRIVMSG #a :hi"]


def test_an_unknown_token_is_refused_and_registration_goes_on() -> None:
    someone = MemoryChat().connect()
    someone.send("CAP REQ :hubbub.chat/token standard-replies")
    someone.take()
    assert someone.ask("TOKEN nonsense")[0].startswith(":hubbub FAIL TOKEN INVALID_TOKEN :")
    someone.send("NICK alice", "USER a 0 * :a", "CAP END")
    assert numerics(someone.take())[0] == "001"


def test_the_pace_is_told_where_there_is_one() -> None:
    """docs/irc.md: FLOOD=burst/rate."""
    for policy, token in ((Policy(flood_burst=5, flood_rate=2.5), ["FLOOD=5/2.5"]), (Policy(), [])):
        someone = MemoryChat(policy).connect()
        someone.send("NICK alice", "USER alice 0 * :Alice")
        words = " ".join(line for line in someone.take() if " 005 " in line).split(" ")
        assert [word for word in words if word.startswith("FLOOD")] == token


def test_pong_is_never_answered() -> None:
    """PONG: "it is usually sent in response to a PING"; there is nothing to say to one."""
    assert MemoryChat().irc("alice").ask("PONG :whatever") == []


def test_what_one_has_come_in_with_is_forgotten() -> None:
    """It would stand in all that is kept or handed of the connection."""
    someone = MemoryChat().connect(secure=True)
    someone.session.cookie = "token"
    someone.send("PASS hunter22", "NICK alice")
    told = hand_connection(someone.session, None)
    assert told.irc is not None
    assert (told.irc.password, holds_secret(told)) == ("hunter22", True)
    someone.send("USER a 0 * :a")
    told = hand_connection(someone.session, None)
    assert told.irc is not None
    assert (told.irc.password, told.session.cookie, holds_secret(told)) == ("", "", False)
