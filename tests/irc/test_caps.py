from __future__ import annotations

import gc
from collections import Counter

import pytest
from tests.support.each import each

from hubbub.irc.caps import (
    NAMES,
    NEEDS,
    VALUES,
    Cap,
    effective,
    implied,
    listing,
    names,
    parse_request,
)


def test_every_capability_has_exactly_one_name() -> None:
    assert sorted(NAMES.values()) == sorted(Cap)
    assert next(iter(NAMES)) == "sasl"  # some clients read no more than the first line of CAP LS
    assert list(NAMES)[1:] == sorted(NAMES.keys() - {"sasl"})
    assert not any(name.startswith("-") for name in NAMES)


def test_a_request_adds_and_removes() -> None:
    assert parse_request("batch server-time", Cap.SETNAME) == Cap.BATCH | Cap.SERVER_TIME | Cap.SETNAME
    assert parse_request(" -batch  setname ", Cap.BATCH) == Cap.SETNAME
    assert parse_request("batch -batch", Cap.NONE) == Cap.NONE
    assert parse_request("", Cap.BATCH) == Cap.BATCH


@each("text", ["batch nonsense", "-nonsense", "--batch", "Batch", "batch=1", "-", " ".join(["no"] * 500)])
def test_an_unknown_name_refuses_all(text: str) -> None:
    assert parse_request(text, Cap.NONE) is None


def test_what_is_enabled_or_not_may_be_asked_again() -> None:
    assert parse_request("batch", Cap.BATCH) == Cap.BATCH
    assert parse_request("-batch", Cap.SETNAME) == Cap.SETNAME


def test_cap_notify_comes_with_302_and_stays() -> None:
    assert implied(302) == implied(307) == Cap.CAP_NOTIFY
    assert implied(0) == Cap.NONE
    assert parse_request("-cap-notify", Cap.CAP_NOTIFY, 302) is None
    assert parse_request("-cap-notify", Cap.CAP_NOTIFY) == Cap.NONE


def test_what_needs_another_sleeps_without_it() -> None:
    assert effective(Cap.LABELED_RESPONSE | Cap.SETNAME) == Cap.SETNAME
    assert effective(Cap.LABELED_RESPONSE | Cap.BATCH) == Cap.LABELED_RESPONSE | Cap.BATCH
    assert all(effective(cap) == Cap.NONE for cap in NEEDS)


def test_values_are_for_302(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VALUES, Cap.BATCH, "a,b")
    assert "batch=a,b" in listing(302)
    assert listing(0) == listing(301) == list(NAMES)


def test_names_of_the_enabled() -> None:
    assert names(Cap.SETNAME | Cap.BATCH) == ["batch", "setname"]
    assert names(Cap.NONE) == []


def test_nothing_is_kept_of_what_clients_ask_for() -> None:
    asked = [name for name in NAMES if "metadata" not in name]
    kept = Counter(type(one) for one in gc.get_objects())[Cap]
    for first in range(len(asked)):
        for last in range(first, len(asked)):
            enabled = parse_request(" ".join(asked[first:last]), 0)
            assert enabled is not None
            assert names(enabled) == asked[first:last]
            assert type(effective(enabled)) is int
    assert Counter(type(one) for one in gc.get_objects())[Cap] == kept
