"""What doctor says of a cluster's nodes."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from tests.support.each import each
from tests.support.nats import nats
from tests.support.postgres import postgres

from hubbub.chat.names import fold
from hubbub.doctor.cluster import BEHIND, look, of_name, of_nodes
from hubbub.doctor.examine import case_of
from hubbub.doctor.finding import Finding
from hubbub.log.postgres import open_log
from hubbub.server.cluster.standing import KeptNode
from hubbub.settings import Settings
from hubbub.settings.model import Cluster

WELL = KeptNode(1, "1.0", 100, 100, 3)


@each(
    ("node", "what", "says"),
    [
        (KeptNode(1, "1.0", 100, 100, 3, silent=7), "cluster_silent", "the node b was not heard for 7 seconds"),
        (KeptNode(1, "1.0", 0, BEHIND + 1, 3), "cluster_behind", "the node b has yet to show 2001 of what was"),
        (KeptNode(1, "1.0", 100, 100, 3, differed=2), "cluster_differs", "the node b has closed 2 connections that"),
        (
            KeptNode(1, "1.1", 100, 100, 3),
            "cluster_versions",
            "the nodes have different versions: 1.0 (a, c) and 1.1 (b)",
        ),
    ],
)
def test_a_node_that_is_not_as_it_should_be_is_named(node: KeptNode, what: str, says: str) -> None:
    (found,) = of_nodes({"a": WELL, "b": node, "c": WELL})
    assert (found.what, found.level) == (what, "warn")
    assert found.says.startswith(says)


def test_nothing_is_said_of_a_cluster_that_is_well() -> None:
    assert list(of_nodes({"a": WELL, "b": WELL, "c": KeptNode(1, "1.0", 95, 100, 0)})) == []


def test_a_machine_with_the_name_of_another_is_told_so() -> None:
    (one,) = of_name("a", {"a": WELL})
    assert (one.what, one.level, "[cluster] name" in one.helps) == ("cluster_name", "bad", True)
    assert list(of_name("b", {"a": WELL})) == []
    assert list(of_name("a", {"a": KeptNode(1, "1.0", 100, 100, 3, silent=9)})) == []  # it was this one


NOBODY = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture
def address() -> str:
    """Of a database that a server has served from, and does no more."""
    made = postgres().emptied("doctor")
    asyncio.run(open_log(made, fold).close())
    return made


def found(tmp_path: Path, log: str, bus: str = "", *, running: bool = False) -> list[Finding]:
    settings = Settings(cluster=Cluster(log=log, bus=bus))
    return list(look(case_of(settings, tmp_path, None, running=running, now=time.time())))


def test_a_sound_database_and_bus_are_told_nothing_of(address: str, tmp_path: Path) -> None:
    assert found(tmp_path, address, nats().address) == []
    log = open_log(address, fold)
    try:
        assert found(tmp_path, address, running=True) == []
    finally:
        asyncio.run(log.close())


def test_a_database_of_a_newer_hubbub_is_named(address: str, tmp_path: Path) -> None:
    postgres().sql("update hubbub.version set version = 9999", "doctor")
    (one,) = found(tmp_path, address)
    assert (one.what, one.level, "newer hubbub (schema 9999" in one.says) == ("cluster_database", "bad", True)
    assert "[cluster] log" in one.helps


def test_a_database_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    (one,) = found(tmp_path, NOBODY)
    assert (one.what, one.level, "127.0.0.1:1" in one.says) == ("cluster_database", "bad", True)


def test_a_database_that_lacks_its_tables_or_its_writer_is_named_while_the_server_runs(tmp_path: Path) -> None:
    empty = postgres().emptied("doctor")
    assert found(tmp_path, empty) == []  # the next start makes them
    (one,) = found(tmp_path, empty, running=True)
    assert (one.what, one.level) == ("cluster_nobody", "bad")


def test_a_bus_that_cannot_be_reached_is_named(address: str, tmp_path: Path) -> None:
    (one,) = found(tmp_path, address, "nats://127.0.0.1:1")
    assert (one.what, one.level, "127.0.0.1:1" in one.says) == ("cluster_bus", "bad", True)


def test_a_clock_that_is_off_is_named(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time
    monkeypatch.setattr("hubbub.log.postgres.clock.time.time", lambda: now() + 3_600)
    (one,) = found(tmp_path, address)
    assert (one.what, one.level) == ("cluster_clock", "warn")
    assert "ahead of that of the database" in one.says
