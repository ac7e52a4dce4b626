"""The limits that a server has by default: those that other servers have proven."""

from __future__ import annotations

from hubbub.server.core.engine import Limits as Engine
from hubbub.server.process.server import limits, policy
from hubbub.settings import Limits, Settings


def test_the_limits_of_a_server_on_a_public_address() -> None:
    allowed = Limits()
    assert (allowed.connections_per_address, allowed.connects_per_10min) == (16, 32)
    assert allowed.connections_per_private_address == 256
    assert (allowed.connections_per_account, allowed.registrations_per_10min) == (16, 30)
    assert (allowed.registration_seconds, allowed.ping_seconds, allowed.dead_seconds) == (30, 90, 150)
    assert (allowed.http_head_seconds, allowed.http_head_bytes, allowed.http_headers) == (10, 8192, 128)
    assert (allowed.flood_burst, allowed.flood_rate, allowed.flood_connections) == (5, 2, 4)
    assert (allowed.read_queue_bytes, allowed.send_queue_bytes) == (9 * 1024, 1024 * 1024)
    assert (allowed.websocket_bytes, allowed.history_page) == (16 * 1024, 1000)
    assert (allowed.name_bytes, allowed.room_bytes, allowed.topic_bytes, allowed.rooms_per_user) == (32, 64, 390, 100)


def test_the_settings_reach_those_who_keep_to_them() -> None:
    settings = Settings(limits=Limits(connections_per_account=3, registrations_per_10min=4, flood_connections=5))
    rules, engine = policy(settings, False), limits(settings, False)
    assert (rules.connections_per_account, rules.registrations) == (3, 4)
    assert engine.flood_devices == 5
    assert limits(Settings(), False) == Engine()


def test_without_limits_there_is_no_flood_control_and_no_count_of_connections() -> None:
    rules, engine = policy(Settings(), True), limits(Settings(), True)
    assert (rules.connections_per_account, rules.flood_burst, engine.flood_burst) == (0, 0, 0)
