"""What the word before the cursor could become, the likeliest first; never oneself."""

from __future__ import annotations

from hubbub.client.state.buffers import Buffer, Member
from hubbub.client.state.messages import Message
from hubbub.client.state.people import Me, Person
from hubbub.client.state.store import RoomRow, State
from hubbub.views.completing import offers

NOW = 1_760_000_000_000


def state(*said: tuple[str, str], names: str = "alice bob bobby dave Mirela_Ionescu") -> State:
    """Alice is in #lobby with the others; `said`: who said what there."""
    buffer = Buffer("#lobby", "#lobby", "room", joined=True)
    made = State(Me("alice"), buffers={"#lobby": buffer, "#tea": Buffer("#tea", "#tea", "room", joined=True)})
    for name in names.split():
        buffer.members[name.lower()] = Member(name)
        made.people[name.lower()] = Person(name, online=True)
    for n, (name, text) in enumerate(said):
        buffer.timeline.add(Message(f"m{n}", name, text, NOW - 60_000 * (len(said) - n), own=name == "alice"))
        made.people[name].spoke_at = NOW - 60_000 * (len(said) - n)
    return made


def texts(made: State, before: str, *, asked: bool = False) -> list[str]:
    return [offer.text for offer in offers(made, "#lobby", before, NOW, asked=asked)]


def test_who_was_addressed_comes_before_who_spoke_and_these_before_the_others() -> None:
    made = state(("bob", "hi"), ("alice", "bobby: yes"), ("dave", "well"))
    assert texts(made, "@")[:3] == ["@bobby ", "@dave ", "@bob "]
    assert "@alice " not in texts(made, "@")


def test_a_name_that_begins_a_message_gets_a_colon() -> None:
    assert texts(state(), "da", asked=True) == ["dave: "]
    assert texts(state(), "hi da", asked=True) == ["dave "]
    assert texts(state(), "da") == []


def test_a_part_of_a_name_and_the_account_find_it() -> None:
    made = state(names="alice 健二 Mirela_Ionescu")
    made.people["健二"].account = "kenji"
    (offer,) = offers(made, "#lobby", "Thanks @k", NOW)
    assert (offer.text, offer.more, offer.back) == ("@健二 ", "kenji", 2)
    assert texts(made, "@ion") == ["@Mirela_Ionescu "]


def test_rooms_joined_ones_first() -> None:
    made = state()
    made.rooms = (RoomRow("#teahouse", 3, ""), RoomRow("#tea", 1, ""))
    assert [(o.text, o.more) for o in offers(made, "#lobby", "see #te", NOW)] == [
        ("#tea ", "room"),
        ("#teahouse ", "room, not joined"),
    ]
    assert texts(made, "/join te") == ["tea ", "teahouse "]


def test_commands_with_their_usage_operators_only_for_operators() -> None:
    made = state()
    (offer,) = offers(made, "#lobby", "/invite-", NOW)
    assert offer.text == "/invite-link "
    assert offer.shown.startswith("/invite-link")
    assert texts(made, "/uban") == []
    made.me.operator = True
    assert texts(made, "/uban") == ["/uban "]


def test_names_after_commands_that_take_one() -> None:
    assert texts(state(), "/kick da", asked=True) == ["dave "]


def test_emoji_after_two_letters() -> None:
    assert texts(state(), "yes :tad")[0] == "🎉 "
    assert texts(state(), "yes :t") == []


def test_a_name_that_is_not_what_it_seems_is_not_offered() -> None:
    made = state()
    made.people["e\u202evil"] = Person("e\u202evil", online=True)
    assert texts(made, "@e") == []
