"""Questions: the password, the name, and a private message by questions."""

from __future__ import annotations

from msgspec import json
from tests.dialects.plain.typist import heard, join, screen, told, typed
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.events import LoginRefused
from hubbub.chat.limits.policy import Policy
from hubbub.dialects.handed import hand_state
from hubbub.dialects.irc.verbs import VERBS
from hubbub.wire.sniff import is_command_word


def test_the_greeting_ends_with_a_prompt() -> None:
    alice = MemoryChat(Policy(server="chat.example")).connect("plain")
    assert screen(alice) == "Welcome to hubbub on chat.example. What is your name?\r\n> "


def test_the_empty_line_that_brought_the_greeting_is_not_answered() -> None:
    alice = MemoryChat().connect("plain")
    screen(alice)
    assert typed(alice, "") == ""
    assert typed(alice, " ") == "> "


def test_a_refused_name_is_asked_for_again() -> None:
    alice = MemoryChat().connect("plain")
    assert typed(alice, "a b") == (
        "! The name a b cannot be used: a name has only letters, digits and _ - [ ] { } \\ ` ^ |.\r\n"
        "What is your name?\r\n> "
    )
    assert typed(alice, " alice ").startswith("Registration successful. Welcome to the chat, alice!\r\n")


@each(
    "word",
    [
        "PING", "CAP", "NICK", "PRIVMSG", " JOIN ", "GET", "PROPFIND", "EHLO", "STARTTLS", "ping", "user",
        "stats", "version", "ehlo", "proxy", "PROXY", "CAPABILITY", "STAT", "JDWP-Handshake", "DESCRIBE", "webirc",
    ],
)  # fmt: skip
def test_a_command_alone_is_nobodys_name(word: str) -> None:
    """ "`CAP FOO`, `CAP NEW` ... a verb in lower case become people in the lobby"; so did `PING` alone."""
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("plain")
    screen(alice)
    assert typed(alice, word) == (
        f"! {word.strip()} is a command of another protocol, and nobody's name here.\r\nWhat is your name?\r\n> "
    )
    assert not chat.world.users
    assert told(alice, "Nick")[0] == "Registration successful. Welcome to the chat, Nick!"


def test_help_comes_before_a_name_and_an_account_that_is_called_like_a_command_logs_in() -> None:
    chat = MemoryChat(lobby="#lobby")
    assert told(chat.connect("plain"), "help")[0] == "! Your name comes first; then /help tells what can be done here."
    owner = chat.connect(secure=True)
    owner.send("NICK stats", "USER u 0 * :u", "NS REGISTER password1", "QUIT")
    again = chat.connect("plain", secure=True)
    assert told(again, "stats")[0] == "The name stats is registered. Password:"


def test_no_command_of_ours_is_a_name() -> None:
    assert [verb for verb in VERBS if not is_command_word(verb)] == []


@each("word", ["quit", "exit", "QUIT", "Exit"])
def test_who_wants_to_go_is_told_how(word: str) -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("plain")
    assert told(alice, word)[0] == "! To leave, type /quit"
    assert not chat.world.users


def test_goodbye_without_a_name() -> None:
    for word in ("/quit", "/exit", "/QUIT now"):
        alice = MemoryChat().connect("plain")
        assert told(alice, word) == ["Goodbye!"]
        assert alice.closed == ""


def test_three_wrong_passwords_close() -> None:
    chat = MemoryChat(Policy(password="geheim"))
    alice, bob = chat.connect("plain", secure=True), chat.connect("plain", secure=True)
    assert told(alice, "a") == told(alice, "b") == ["! The server's password is wrong."]
    assert told(alice, "c") == ["The server closes this connection: The password was wrong 3 times."]
    assert alice.closed is not None
    chat.commit()
    wrong = [(event.name, event.way) for event in chat.happened if isinstance(event, LoginRefused)]
    assert wrong == [("", "server password")] * 3
    assert told(bob, "geheim") == ["What is your name?"]
    assert told(bob, "bob")[0] == "Registration successful. Welcome to the chat, bob!"


def test_a_name_is_not_taken_for_the_password() -> None:
    alice = MemoryChat(Policy(password="geheim")).connect("plain", secure=True)
    assert "Registration" not in typed(alice, "alice")
    assert alice.session.user is None


def test_the_servers_password_is_not_taken_where_others_can_read_along() -> None:
    """ "The server's password is accepted over plain text from outside": neither a right nor a wrong one is looked at,
    and both hear what to do."""
    chat = MemoryChat(Policy(password="geheim"))
    for given in ("geheim", "wrong"):
        alice = chat.connect("plain")
        assert "Connect with: ncat --ssl HOST PORT" in screen(alice)
        assert told(alice, given) == [
            "The server closes this connection: The server's password is not taken without encryption. "
            "Connect with TLS (the same port, as with: ncat --ssl HOST PORT)."
        ]
        assert alice.closed is not None


def test_guesses_of_the_servers_password_are_counted_by_address() -> None:
    chat = MemoryChat(Policy(password="geheim"))
    for _ in range(15):
        told(chat.connect("plain", secure=True), "a", "b")
    late = chat.connect("plain", secure=True)
    assert "Too many tries from your address" in told(late, "geheim")[0]
    other = chat.connect("plain", address="198.51.100.1", secure=True)
    assert told(other, "geheim") == ["What is your name?"]


def test_a_private_message_by_questions() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    assert told(alice, "/message") == ["To whom? (Enter alone: to nobody)"]
    assert told(alice, "@bob") == ["What is the message?"]
    assert told(alice, "/quit is a command") == ["Private message to bob delivered: /quit is a command"]
    assert heard(bob) == ["Private message from alice: /quit is a command"]


def test_the_colon_behind_a_name_is_no_part_of_it() -> None:
    """As people begin what they say to somebody; also in what the server does by itself."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    assert told(alice, "/msg bob: hi") == ["Private message to bob delivered: hi"]
    assert heard(bob) == ["Private message from alice: hi"]
    assert told(alice, "/message", "bob:") == ["To whom? (Enter alone: to nobody)", "What is the message?"]
    told(alice, "")
    (blocks,) = told(alice, "/block bob:")
    assert blocks.startswith("You block bob!")
    assert told(alice, "/unblock bob:")[0].startswith("You do not block bob!")
    assert told(alice, "/report bob: too loud")[0].endswith("; bob is not told.")


def test_questions_can_be_left() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    assert told(alice, "/message", "") == ["To whom? (Enter alone: to nobody)", "Nothing was sent."]
    assert told(alice, "/message", "bob", "")[-1] == "Nothing was sent."
    assert told(alice, "/message", "boob")[-1] == '! Nobody named "boob" has been here. Did you mean bob?'
    heard(bob)
    chat.now += 2_000
    alice.send("hello")
    assert heard(bob) == ["[alice]: hello"]


@each("line", ["/login bob geheim", "/register geheim", "bob\tgeheim"])
def test_of_what_is_no_recipient_the_first_word_alone_is_kept_and_shown(line: str) -> None:
    """A command with a password, when they forgot that they were asked: what is kept of a connection stands in the
    database of a cluster."""
    chat = MemoryChat(lobby="#lobby")
    alice = join(chat, "alice")
    alice.send("/message")
    answer = told(alice, line)[-1]
    assert answer.startswith(f'! Nobody named "{line.split()[0]} …" has been here.')
    assert b"geheim" not in json.encode(hand_state(alice.session))
    assert "geheim" not in told(alice, "hello")[-1]


def test_the_recipient_can_go_while_the_text_is_written() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("/message", "bob")
    bob.vanish()
    assert told(alice, "hi")[0].startswith("bob is offline. Your message is kept for bob")
