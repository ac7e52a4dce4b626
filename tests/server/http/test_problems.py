"""What refusals say to programs."""

from __future__ import annotations

import re

from tests.support.each import each

from hubbub.chat import refusals as why
from hubbub.chat.refusals import Refusal
from hubbub.server.http.api.table import CALLS as TABLE
from hubbub.server.http.problems import CALLS, of_refusal


@each(
    ("refusal", "says"),
    [
        (why.NotPinned("#tea"), "No such message is pinned in #tea. To see those that are, GET /rooms/{room}/pins"),
        (why.TooManyPins("#tea", limit="50"), "Take one off first: DELETE /rooms/{room}/pins/{id}"),
        (why.NoSuchReport("7"), "To see them, with their numbers, GET /reports"),
        (why.NoSuchAct("7"), "To see them, with their numbers, GET /audit"),
        (why.NoSuchInvite("7"), "to see them: GET /invitations"),
        (why.NoSuchInvite("{room} /pins"), "There is no invitation number {room} /pins that you may revoke"),
    ],
)
def test_a_call_is_named_and_nothing_to_type(refusal: Refusal, says: str) -> None:
    assert says in of_refusal(refusal).sentence


def test_the_calls_that_are_named_are_there() -> None:
    assert set(CALLS.values()) <= {f"{call.method} {call.path}" for call in TABLE}
    assert not [name for name in CALLS if not re.fullmatch("/[a-z -]+(NUMBER)?", name)]
