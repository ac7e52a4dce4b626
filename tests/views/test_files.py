"""Files as cards, and texts without the links that the cards stand for."""

from __future__ import annotations

from hubbub.client.state.files import File
from hubbub.client.state.messages import Message
from hubbub.views.files import beside, cards, said


def message(text: str, *files: File) -> Message:
    return Message("m1", "bob", text, 0, files=files)


TEA = File("a.b", "tea.png", "image/png", 1_258_291, 1200, 1600, True)
PLAN = File("p", "plan\x1b.txt", "text/plain", 12)


def test_the_links_of_files_do_not_stand_beside_their_cards() -> None:
    text = "look https://s/files/a.b/tea.png and https://s/files/p/plan.txt\nhttps://s/files/aXb/other.png"
    assert beside(message(text, TEA, PLAN)) == "look and\nhttps://s/files/aXb/other.png"
    assert beside(message("https://s/files/a.b/tea.png", TEA)) == ""
    assert beside(message(text)) == text


def test_cards_say_how_large_it_is_and_obey_nobody() -> None:
    tea, plan = cards((TEA, PLAN))
    assert (tea.name, tea.about) == ("tea.png", "1200 \u00d7 1600, 1.2 MiB")
    assert plan.about == "12 bytes"
    assert "\x1b" not in plan.name


def test_where_there_is_no_room_for_cards_files_have_names() -> None:
    assert said(message("https://s/files/a.b/tea.png", TEA)) == "[tea.png]"
    assert said(message("look https://s/files/a.b/tea.png", TEA)) == "look [tea.png]"
    assert said(message("plain")) == "plain"
