"""Tests of pages, files, WebSocket, TLS, proxies and first bytes once more, through two nodes. With NODES=2 in the
environment all tests of the server run so; the few that fail then look into sockets that the server has not."""

from __future__ import annotations

import pytest
from tests.server.entrance.test_sniffing import (
    test_every_end_is_counted,
    test_somebody_may_be_called_nick,
    test_tls_inside_tls_is_closed,
)
from tests.server.http.test_download import test_it_comes_as_lines_of_json_and_once
from tests.server.http.test_files import (
    stage,
    test_a_killed_upload_leaves_what_the_sweep_removes,
    test_too_much_is_refused_while_it_comes_and_leaves_nothing,
    test_what_was_uploaded_comes_back_whole_and_in_ranges,
)
from tests.server.http.test_protocol import (
    test_a_client_may_stop_sending_and_still_hear_the_answer,
    test_a_client_that_never_reads_its_answers_is_cut_off,
    test_requests_sent_ahead_are_answered_in_order,
    test_the_page_over_tls,
)
from tests.server.http.test_websocket import (
    test_a_kept_http_connection_can_become_a_websocket,
    test_flood_control_holds_for_websockets,
    test_fragments_make_one_line,
    test_over_tls,
)
from tests.server.http.test_x_forwarded import (
    test_behind_a_trusted_proxy_people_have_their_own_address_and_are_secure_over_tls,
)
from tests.support import real_server

__all__ = [
    "stage",
    "test_a_client_may_stop_sending_and_still_hear_the_answer",
    "test_a_client_that_never_reads_its_answers_is_cut_off",
    "test_a_kept_http_connection_can_become_a_websocket",
    "test_a_killed_upload_leaves_what_the_sweep_removes",
    "test_behind_a_trusted_proxy_people_have_their_own_address_and_are_secure_over_tls",
    "test_every_end_is_counted",
    "test_flood_control_holds_for_websockets",
    "test_fragments_make_one_line",
    "test_it_comes_as_lines_of_json_and_once",
    "test_over_tls",
    "test_requests_sent_ahead_are_answered_in_order",
    "test_somebody_may_be_called_nick",
    "test_the_page_over_tls",
    "test_tls_inside_tls_is_closed",
    "test_too_much_is_refused_while_it_comes_and_leaves_nothing",
    "test_what_was_uploaded_comes_back_whole_and_in_ranges",
]


@pytest.fixture(autouse=True)
def through_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_server, "NODES", 2)


async def test_they_run_through_nodes() -> None:
    async with real_server.running() as served:
        assert len(served.nodes) == 2
