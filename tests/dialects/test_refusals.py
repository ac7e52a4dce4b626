"""Each refusal of the chat has a sentence, which says nothing but what the refusal knows."""

from __future__ import annotations

from string import Formatter

import pytest
from tests.support.each import each

from hubbub.chat import refusals
from hubbub.chat.refusals import MetadataRefused, NotAdmitted, Refusal
from hubbub.dialects.refusals import OwnRefusal, form_of, sentence

KINDS = [
    kind
    for kind in vars(refusals).values()
    if isinstance(kind, type) and issubclass(kind, Refusal) and kind not in (Refusal, NotAdmitted, MetadataRefused)
]


def fields(kind: type[Refusal]) -> set[str]:
    form = form_of(kind("it", command="kick"))
    return {name for _, name, _, _ in Formatter().parse(form) if name}


@each("kind", KINDS)
def test_it_has_a_sentence(kind: type[Refusal]) -> None:
    details = {name: name.upper() for name in fields(kind) - {"about"}} | {"command": "kick"}
    said = sentence(kind("it", **details))
    assert said != OwnRefusal.sentence
    assert all(details[name] in said for name in fields(kind) - {"about"})


@each("kind", KINDS)
def test_what_the_sentence_needs_is_named_where_the_refusal_is_described(kind: type[Refusal]) -> None:
    described = " ".join(one.__doc__ or "" for one in kind.__mro__)
    assert all(f"`{name}`" in described for name in fields(kind) - {"about"})


@pytest.mark.parametrize("kind", [refusals.NoSuchRoom, refusals.BadRoomName])
def test_what_has_no_name_is_said_to_have_none(kind: type[Refusal]) -> None:
    assert " named " in sentence(kind("it", reason="x"))
    for about in ("", "#"):
        assert " without a name" in sentence(kind(about, reason="x"))


def test_the_chat_names_no_command_of_a_face() -> None:
    assert not [kind.__name__ for kind in KINDS if "/" in (kind.__doc__ or "")]
