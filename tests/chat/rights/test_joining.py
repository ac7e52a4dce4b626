"""What a room's lists answer about somebody is remembered, and yet always what they say now."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.commands.accounts.test_authentication import PASSWORD
from tests.support.memory_chat import MemoryChat

from hubbub.chat.rights import joining
from hubbub.chat.rights.joining import ban_of, find_listed

masks = st.sampled_from(["bob!*@*", "b?b!*@*", "*!*@*", "a:bob", "a:*", "m:b*!*@*", "m:a:bob", "*b*!*o*@*"])
listings = st.tuples(st.sampled_from(["MODE #tea +b", "MODE #tea -b", "MODE #tea +e", "MODE #tea -e"]), masks).map(
    " ".join
)
doings = st.sampled_from(["NICK bob", "NICK eve", f"NS IDENTIFY bob {PASSWORD}", "LOGOUT", "PART #tea", "JOIN #tea"])


@given(st.lists(st.one_of(listings, doings), max_size=12))
def test_what_is_remembered_is_what_the_lists_say(lines: list[str]) -> None:
    chat = MemoryChat()
    owner, owned = chat.irc("alice"), chat.irc("bob")
    owned.send(f"NS REGISTER {PASSWORD}", "QUIT")
    owner.send("JOIN #tea")
    person = chat.irc("eve")
    room = chat.world.room("#tea")
    assert room is not None
    for line in lines:
        (owner if line.startswith("MODE") else person).send(line)
        user = person.session.user
        assert user is not None
        questions = [(letter, entering) for letter in "be" for entering in (False, True)]
        remembered = [find_listed(room, letter, user, entering=entering) for letter, entering in questions]
        room.found.clear()
        assert remembered == [find_listed(room, letter, user, entering=entering) for letter, entering in questions]


def test_only_so_many_answers_are_remembered() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #tea", "MODE #tea +b b7!*@*")
    room, user = chat.world.room("#tea"), bob.session.user
    assert room is not None
    assert user is not None
    banned = []
    for number in range(joining.REMEMBERED + 5):
        user.rename(f"b{number}!bob@guest")
        if ban_of(room, user):
            banned.append(user.name)
    assert banned == ["b7"]
    assert len(room.found) == joining.REMEMBERED
