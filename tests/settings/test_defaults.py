"""The limits that a server has by default: those that other servers have proven."""

from __future__ import annotations

from hubbub.chat.limits.policy import Policy
from hubbub.server.process.policy import by_name, policy, without_limits
from hubbub.settings import Limits, Settings


def test_the_limits_of_a_server_on_a_public_address() -> None:
    allowed = Limits()
    assert (allowed.connections_per_address, allowed.connects_per_10min) == (16, 32)
    assert allowed.connections_per_private_address == 256
    assert (allowed.connections_per_account, allowed.registrations_per_10min) == (16, 30)
    assert (allowed.registration_seconds, allowed.ping_seconds, allowed.dead_seconds) == (30, 90, 150)
    assert (allowed.http_head_seconds, allowed.http_head_bytes, allowed.http_headers) == (10, 8192, 128)
    assert (allowed.http_burst, allowed.http_rate) == (600, 20)
    assert (allowed.new_rooms_per_day, allowed.new_rooms_per_address) == (20, 60)
    assert (allowed.flood_burst, allowed.flood_rate, allowed.flood_connections) == (5, 2, 4)
    assert (allowed.read_queue_bytes, allowed.send_queue_bytes) == (9 * 1024, 1024 * 1024)
    assert (allowed.websocket_bytes, allowed.history_page) == (16 * 1024, 1000)
    assert (allowed.name_bytes, allowed.room_bytes, allowed.topic_bytes, allowed.rooms_per_user) == (32, 64, 390, 100)


def test_the_settings_reach_those_who_keep_to_them() -> None:
    allowed = Limits(connections_per_account=3, registrations_per_10min=4)
    rules = policy(Settings(limits=allowed), allowed)
    assert (rules.connections_per_account, rules.registrations_per_10min) == (3, 4)


def test_without_limits_there_is_no_flood_control_and_no_count_of_connections() -> None:
    allowed = without_limits(Limits())
    rules = policy(Settings(), allowed)
    assert (rules.connections_per_account, rules.flood_burst, allowed.connections_per_address) == (0, 0, 0)


ELSEWHERE = {
    "server": {"name", "password", "password_file", "lobby", "names"},  # looked at, or the server's own business
    "accounts": {"open"},
    "limits": {
        "flood_connections", "connections_per_address", "connects_per_10min", "connections_per_private_address",
        "registration_seconds", "ping_seconds", "dead_seconds", "http_head_seconds", "http_head_bytes", "http_headers",
        "websocket_bytes", "read_queue_bytes", "send_queue_bytes", "http_burst", "http_rate",
    },
}  # fmt: skip
LESS_IN_TESTS = {  # of a policy that nobody gave settings
    "cloaks", "flood_burst", "flood_rate", "new_rooms_per_day", "new_rooms_per_address", "forget_rooms_days",
}  # fmt: skip


def test_every_setting_of_the_chat_has_one_name_and_one_default() -> None:
    """A new setting is a field of the policy, too, or is named above."""
    tables = ("server", "accounts", "moderation", "history", "limits")
    names = [name for table in tables for name in getattr(Settings(), table).__struct_fields__]
    here = [name for table in tables for name in getattr(Settings(), table).__struct_fields__
            if name not in ELSEWHERE.get(table, set())]  # fmt: skip
    given = by_name(Settings(), Limits())
    assert sorted(given) == sorted(here)
    assert [name for name in here if names.count(name) > 1] == []
    assert {name for name, value in given.items() if getattr(Policy(), name) != value} == LESS_IN_TESTS
