"""Files in the chat: who may have them, and that they go with their messages, over restarts, too."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.chat import Chat
from hubbub.chat.events import Attachment, ClockSetBack
from hubbub.chat.limits.policy import FileRules, Policy
from hubbub.chat.party import NO_PARTY
from hubbub.chat.refusals import NoSuchFile, Refusal
from hubbub.chat.world.files import File
from hubbub.commands.messages import files

CAPS = ("echo-message", "message-tags", "draft/message-redaction", "hubbub.chat/edit", "hubbub.chat/files")
ID, OTHER = "a" * 24, "b" * 24
DAY = 86_400_000


def given(chat: MemoryChat, who: Person, id: str = ID, hash: str = "ab" * 32, size: int = 5) -> str:
    """A file that this person has uploaded; its link."""
    user = who.session.me
    about = Attachment(id=id, name="tea.png", type="image/png", size=size, width=40, height=30)
    files.upload(chat.core, user.party, user.name, user, about, hash)
    chat.commit()
    return f"http://localhost:7777/files/{id}/tea.png"


def may(chat: MemoryChat, who: Person | None, id: str = ID) -> bool:
    """Whether they may fetch it; None: anybody who comes along."""
    user = who.session.user if who else None
    try:
        files.fetched(chat.core, id, user.party if user else NO_PARTY, user)
    except NoSuchFile:
        return False
    return True


def loose(chat: MemoryChat) -> set[str]:
    """What is left once the chore has been."""
    files.remove_loose(chat.core)
    chat.commit()
    return set(chat.world.files.ids)


@pytest.mark.parametrize("restart", [False, True])
def test_what_was_uploaded_at_a_time_still_to_come_is_removed_after_a_day_all_the_same(restart: bool) -> None:
    chat, alice, _, _ = stage()
    before = chat.now
    chat.set_forward(20 * 365 * DAY)
    given(chat, alice)
    chat.set_forward(-20 * 365 * DAY)
    if restart:
        chat = MemoryChat(log=chat.log, now=before)
    else:
        chat.core.emit(ClockSetBack(at=before, after=before))
        chat.commit()
    assert loose(chat) == {ID}
    chat.now += DAY
    chat.tell_time()
    assert loose(chat) == set()


def msgid(line: str) -> str:
    return line.partition("msgid=")[2].partition(";")[0].partition(" ")[0]


def stage(modes: str = "") -> tuple[MemoryChat, Person, Person, Person]:
    """alice and bob in #a; carol is not."""
    chat = MemoryChat()
    alice, bob, carol = (chat.irc(name, *CAPS) for name in ("alice", "bob", "carol"))
    alice.send("JOIN #a", f"MODE #a +n{modes}")
    bob.send("JOIN #a")
    for one in (alice, bob, carol):
        one.take()
    return chat, alice, bob, carol


def test_nobody_but_its_owner_has_it_until_it_is_said_and_then_who_may_read_that() -> None:
    chat, alice, bob, carol = stage("s")
    link = given(chat, alice)
    assert [may(chat, one) for one in (alice, bob, carol, None)] == [True, False, False, False]
    (line,) = alice.ask(f"PRIVMSG #a :look {link}")
    assert line == bob.take()[-1]
    assert line.startswith(
        '@hubbub.chat/files=[{"id":"' + ID + '","name":"tea.png","type":"image/png","size":5,"width":40,"height":30}];'
    )
    assert [may(chat, one) for one in (alice, bob, carol, None)] == [True, True, False, False]
    carol.send("JOIN #a")
    assert not may(chat, carol), "what was said in a private room is for those who were there"
    bob.send("PART #a")
    assert not may(chat, bob), "as it is with the history"


def test_in_an_open_room_it_is_for_all_unless_the_server_is_not() -> None:
    chat, alice, _, carol = stage()
    alice.send(f"PRIVMSG #a :{given(chat, alice)}")
    assert may(chat, carol)
    assert may(chat, None)
    chat.core.policy = Policy(access="accounts")
    assert not may(chat, None)
    assert not may(chat, carol), "a guest who was not there reads nothing either"


def test_in_private_it_is_for_both() -> None:
    chat, alice, bob, carol = stage()
    alice.send(f"PRIVMSG bob :{given(chat, alice)}")
    assert "hubbub.chat/files" in bob.take()[-1]
    assert [may(chat, one) for one in (alice, bob, carol, None)] == [True, True, False, False]


def test_anothers_link_is_a_link_and_no_more() -> None:
    chat, alice, bob, _ = stage("s")
    link = given(chat, alice)
    assert "hubbub.chat/files" not in bob.ask(f"PRIVMSG #a :{link}")[0]
    assert not may(chat, bob)
    assert "UNKNOWN_FILE" in bob.ask(f"FILE LINK {ID}")[0] or "no such file" in bob.ask(f"FILE LINK {ID}")[0]


def test_it_goes_with_its_last_message_at_once() -> None:
    chat, alice, bob, _ = stage()
    link = given(chat, alice)
    first, second = (msgid(alice.ask(f"PRIVMSG #a :{link}")[0]) for _ in range(2))
    alice.send(f"REDACT #a {first}")
    assert may(chat, bob)
    alice.send(f"REDACT #a {second}")
    assert not may(chat, bob)
    assert not may(chat, alice)
    again = MemoryChat(log=chat.log)
    assert files.there(again.core, ID) is None, "nor after a restart before the chore has been"
    assert loose(chat) == set()
    assert not MemoryChat(log=chat.log).world.files.ids


def test_an_edit_says_what_the_message_has_now() -> None:
    chat, alice, bob, _ = stage()
    link, other = given(chat, alice), given(chat, alice, OTHER, "cd" * 32)
    id = msgid(alice.ask(f"PRIVMSG #a :{link}")[0])
    bob.take()
    alice.send(f"EDIT #a {id} :this one {other}")
    assert f'[{{"id":"{OTHER}"' in bob.take()[0]
    assert (may(chat, bob), may(chat, bob, OTHER)) == (False, True)
    assert loose(chat) == {OTHER}
    assert MemoryChat(log=chat.log).world.files.ids[OTHER].uses == chat.world.files.ids[OTHER].uses


def test_it_goes_with_the_room_and_with_the_account() -> None:
    chat, alice, bob, _ = stage("s")
    alice.session.secure = True
    alice.send(f"PRIVMSG #a :{given(chat, alice)}")
    bob.send("PART #a")
    alice.send("PART #a")
    assert loose(chat) == set()
    alice.send("NS REGISTER secret12", "JOIN #b")
    alice.send(f"PRIVMSG #b :{given(chat, alice)}")
    given(chat, alice, OTHER)
    alice.send("NS ACCOUNT DELETE secret12 erase")
    assert not chat.world.files.ids
    assert not MemoryChat(log=chat.log).world.files.ids


def test_what_is_never_said_goes_after_a_day() -> None:
    chat, alice, *_ = stage()
    given(chat, alice)
    assert loose(chat) == {ID}
    chat.now += DAY
    chat.tell_time()
    assert loose(chat) == set()


def test_there_is_only_so_much_room() -> None:
    chat, alice, bob, _ = stage()
    chat.core.policy = Policy(files=FileRules(largest=10, per_person=15, total=20, guests=True, types=("image/*",)))

    def refused(who: Person, size: int, kind: str = "image/png") -> str:
        try:
            files.check_type(chat.core, kind)
            files.check_upload(chat.core, who.session.me.party, who.session.user, size)
        except Refusal as refusal:
            return refusal.code
        return ""

    assert (refused(alice, 10), refused(alice, 11), refused(alice, 1, "text/plain")) == (
        "",
        "FILE_TOO_LARGE",
        "NOT_THAT_TYPE",
    )
    given(chat, alice, size=10)
    assert refused(alice, 6) == "NO_ROOM"
    assert refused(bob, 10) == ""
    given(chat, bob, OTHER, size=10)
    assert refused(bob, 1) == "NO_ROOM"
    chat.core.policy = Policy(files=FileRules(guests=False))
    assert refused(alice, 1) == "ACCOUNT_REQUIRED"
    chat.core.policy = Policy(files=FileRules(on=False))
    assert refused(alice, 1) == "FILES_OFF"
    assert "Nobody can upload" in alice.ask("FILE TOKEN")[0]


def test_a_token_is_good_for_ten_minutes_and_no_longer_than_its_connection() -> None:
    chat, alice, *_ = stage()
    token = alice.ask("FILE TOKEN")[0].split()[3]
    assert files.holder(chat.core, token) is alice.session.me
    assert files.holder(chat.core, f"{token}x") is None
    user = alice.session.me
    chat.now += 599_000
    chat.tell_time()
    assert files.holder(chat.core, token) is user
    chat.now += 1000
    chat.tell_time()
    assert files.holder(chat.core, token) is None
    token = alice.ask("FILE TOKEN")[0].split()[3]
    alice.vanish()
    assert files.holder(chat.core, token) is None


def test_each_file_is_looked_at_once_and_so_many_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part looked at all young ones again: of a hundred thousand, for 20 ms."""
    chat, alice, _, _ = stage()
    for number in range(6):
        given(chat, alice, f"{number:024}", f"{number:064}")
    looked: list[str] = []
    is_over = files._is_over

    def counted(core: Chat, file: File) -> bool:
        looked.append(file.about.id)
        return is_over(core, file)

    monkeypatch.setattr(files, "_is_over", counted)
    monkeypatch.setattr(files, "LOOKED_AT", 4)
    assert files.remove_loose(chat.core)
    assert len(looked) == 4
    assert not files.remove_loose(chat.core)
    assert len(set(looked)) == len(looked) == 6
    chat.now += DAY
    chat.tell_time()
    monkeypatch.setattr(files, "REMOVED", 1)
    assert [files.remove_loose(chat.core) for _ in range(6)] == [True] * 5 + [False]
    chat.commit()
    assert not chat.world.files.ids
