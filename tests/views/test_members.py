"""Members in groups by what they may do, and who is not connected last."""

from __future__ import annotations

from hubbub.client.state.buffers import Member
from hubbub.views.members import groups

from .making import buffer, know, state


def test_groups_by_the_highest_role() -> None:
    made = state(buffer("#tea"))
    tea = made.buffers["#tea"]
    for name, roles in [
        ("zoe", "qo"),
        ("max", "ov"),
        ("eve", "v"),
        ("Bob", ""),
        ("amy", ""),
        ("gus", ""),
        ("off", "o"),
        ("[/]", ""),
    ]:
        tea.members[name.casefold()] = Member(name, roles)
        know(made, name, account="" if name == "gus" else name, online=name != "off")
    made.people["amy"].away = "lunch\x07"
    made.people["bob"].bot = True
    made.server.capabilities = frozenset({"account-tag"})
    shown = {group.title: [row.name for row in group.members] for group in groups(made, tea)}
    assert shown == {
        "Owners": ["zoe"],
        "Operators": ["max"],
        "Voices": ["eve"],
        "Members": ["[/]", "amy", "Bob"],
        "Guests": ["gus"],
        "Not connected": ["off"],
    }
    amy = next(row for group in groups(made, tea) for row in group.members if row.key == "amy")
    assert (amy.presence, amy.words) == ("away", "lunch^G")


def test_without_accounts_nobody_is_a_guest() -> None:
    made = state(buffer("#tea", members=("bob",)))
    assert [group.title for group in groups(made, made.buffers["#tea"])] == ["Members"]
