"""Files on IRC (docs/ext/files.md, and https://codeberg.org/emersion/soju/src/branch/master/doc/ext/filehost.md)."""

from __future__ import annotations

from tests.commands.messages.test_files import ID, given
from tests.dialects.plain.typist import join, told
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import FileRules, Policy


def test_where_to_upload_is_told_in_the_scheme_that_one_came_by() -> None:
    """ "Clients MUST refuse to use unencrypted URI transports (such as plain http) if the IRC connection is
    encrypted." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    shown = " ".join(alice.ask("ISUPPORT"))
    for name in ("draft/FILEHOST", "soju.im/FILEHOST"):
        assert f" {name}=http://localhost:7777/files" in shown
    alice.session.secure = True
    assert " soju.im/FILEHOST=https://localhost:7777/files" in " ".join(alice.ask("ISUPPORT"))
    chat.core.policy = Policy(files=FileRules(on=False))
    assert "FILEHOST" not in " ".join(alice.ask("ISUPPORT"))


def test_the_tag_is_for_those_who_asked_for_it_on_several_lines_and_in_history_too() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "message-tags"), chat.irc("bob", "message-tags", "draft/multiline", "batch")
    carol = chat.irc("carol", "hubbub.chat/files", "message-tags", "draft/multiline", "batch", "draft/chathistory")
    for one in (bob, alice, carol):
        one.send("JOIN #a")
    for one in (bob, alice, carol):
        one.take()
    bob.send("BATCH +1 draft/multiline #a")
    bob.send("@batch=1 PRIVMSG #a :look", f"@batch=1 PRIVMSG #a :{given(chat, bob)}", "BATCH -1")
    assert not any("hubbub.chat/files" in line for line in alice.take())
    opening, *others = carol.take()
    assert opening.startswith(f'@hubbub.chat/files=[{{"id":"{ID}"')
    assert " BATCH +" in opening
    assert not any("hubbub.chat/files" in line for line in others)
    assert f'hubbub.chat/files=[{{"id":"{ID}"' in " ".join(carol.ask("CHATHISTORY LATEST #a * 10"))


def test_what_file_answers() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "standard-replies")
    (told,) = alice.ask("FILE TOKEN")
    assert told.startswith(":hubbub FILE TOKEN secret")
    assert told.endswith(" 600 http://localhost:7777/files")
    link = given(chat, alice)
    for asked in (ID, link):
        (told,) = alice.ask(f"FILE LINK {asked}")
        assert told.startswith(f":hubbub FILE LINK {ID} http://localhost:7777/files/link/secret")
        assert told.endswith("/tea.png")
    assert alice.ask("FILE LINK nonsense")[0].startswith(":hubbub FAIL FILE UNKNOWN_FILE nonsense :")
    assert alice.ask("FILE x")[0].startswith(":hubbub FAIL FILE INVALID_PARAMS x :")
    assert alice.ask("FILE LINK")[0].startswith(":hubbub FAIL FILE INVALID_PARAMS LINK :")


def test_who_types_gets_an_address_of_their_own() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = chat.irc("alice"), join(chat, "bob")
    alice.send("JOIN #lobby")
    link = given(chat, alice)
    alice.take()
    assert told(bob, f"/file {link}") == ["! There is no such file, or it is not for you to read."]
    said = alice.ask(f"NICKSERV FILE {link}")
    assert said[0].endswith(":Good for ten minutes, for whoever has it:")
    assert "http://localhost:7777/files/link/secret" in said[1]
    alice.send(f"PRIVMSG #lobby :{link}")
    told(bob)
    assert told(bob, f"/file {link}")[1].startswith("http://localhost:7777/files/link/secret")
    assert told(bob, "/file") == ["! That is not complete. Type it like this: /file link"]
