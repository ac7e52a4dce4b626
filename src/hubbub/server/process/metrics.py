"""Figures for Prometheus, while `metrics.on` is set: counted as things happen, or looked up when they are asked for.

No name of a person or room is in them. prometheus_client is imported only here.
"""

from __future__ import annotations

import platform
from collections import Counter as Counts
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import apsw
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

import hubbub
from hubbub.chat.chat import Batch
from hubbub.chat.events import AccountEntered, LoginRefused, UserQuit
from hubbub.copies import record
from hubbub.log.space import space
from hubbub.log.sqlite.behind import entries_behind
from hubbub.settings.places import copies_directory

from .figures import sizes_of

if TYPE_CHECKING:
    from .server import NodeFigures, Server

SECONDS = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 4.096)
ENTRIES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096)
RESULTS = ("sent", "gone", "refused", "later", "failed", "dropped", "read")  # of pushes
MOST_BEHIND = 10_000  # entries that the index has not seen are counted so far
LOOK = 1.0  # seconds between two measurements of how late the loop is


class Metrics:
    """Of one server, from its making on."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.lag = 0.0
        registry = self.registry = CollectorRegistry()
        for own in (ProcessCollector, PlatformCollector, GCCollector):
            own(registry=registry)
        registry.register(_Looked(self))
        self.quits = Counter("hubbub_quits", "People who went, by why.", ["why"], registry=registry)
        self.logins = Counter("hubbub_logins", "Logins, by how they ended.", ["result"], registry=registry)
        for result in ("right", "wrong"):
            self.logins.labels(result)
        help = "Entries of one commit."
        self.entries = Histogram("hubbub_commit_batch_entries", help, buckets=ENTRIES, registry=registry)
        self.commits = Histogram("hubbub_commit_seconds", "Time of a commit.", buckets=SECONDS, registry=registry)
        server.engine.commits.observers.append(self.see)
        server.engine.commits.measured = self.measured
        self.said = server.engine.chat.said = Counts()
        self._look()

    def see(self, batch: Batch) -> None:
        """The log has this."""
        for event in batch.of({UserQuit, AccountEntered, LoginRefused}):
            if isinstance(event, UserQuit):
                self.quits.labels(event.reason).inc()
            else:
                self.logins.labels("right" if isinstance(event, AccountEntered) else "wrong").inc()

    def measured(self, seconds: float, entries: int) -> None:
        """A commit of so many entries took so long."""
        self.commits.observe(seconds)
        self.entries.observe(entries)

    def text(self) -> tuple[str, bytes]:
        """All of it as Prometheus reads it: the type, and the text."""
        return CONTENT_TYPE_LATEST, generate_latest(self.registry)

    def _look(self) -> None:
        loop = self.server.engine.loop
        due = loop.time() + LOOK

        def again() -> None:
            self.lag = max(0.0, loop.time() - due)
            self._look()

        loop.call_later(LOOK, again)


class _Looked(Collector):
    """What is looked up when it is asked for."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        server = self.metrics.server
        engine = server.engine
        world = engine.chat.world
        kinds: dict[str, int] = {}
        for connection in engine.connections:
            kind = f"{connection.session.dialect.name}_{connection.peer.carrier}"
            kinds[kind] = kinds.get(kind, 0) + 1
        turned_away = engine.turned_away.counts
        yield _counted("hubbub_refused", "Connections that were not let in, by why.", "limit", turned_away)
        closed = {str(why): count for why, count in engine.closed.items()}
        yield _counted("hubbub_closed", "Connections that have ended, by why.", "why", closed)
        yield _by("hubbub_connections", "Connections that speak lines, by dialect and carrier.", "kind", kinds)
        yield _counted("hubbub_messages", "Messages that were said, by dialect.", "dialect", self.metrics.said)
        delivered = engine.commits.delivered
        yield CounterMetricFamily("hubbub_delivered", "Parts that went out to connections.", value=delivered)
        yield GaugeMetricFamily("hubbub_people", "People who are connected.", value=world.local.connected)
        yield GaugeMetricFamily("hubbub_rooms", "Rooms.", value=len(world.every_room))
        yield GaugeMetricFamily("hubbub_accounts", "Accounts.", value=len(world.accounts.numbers))
        yield GaugeMetricFamily("hubbub_loop_lag_seconds", "How late the loop was.", value=self.metrics.lag)
        waiting = sum(connection.outflow.size for connection in engine.connections)
        yield GaugeMetricFamily("hubbub_send_queue_bytes", "What waits for slow readers.", value=waiting)
        yield _by("hubbub_build_info", "Which hubbub this is.", "version", {hubbub.__version__: 1})
        yield _by("hubbub_python_info", "On which Python.", "version", {platform.python_version(): 1})
        yield from self._of_files()
        yield from self._of_pushes()
        yield from self._of_nodes()
        end = server.health.certificate_end()
        yield GaugeMetricFamily("hubbub_certificate_end_timestamp_seconds", "When the certificate ends.", value=end)
        failures = server.certificates.known.failures if server.certificates else 0
        name = "hubbub_certificate_failures"
        yield GaugeMetricFamily(name, "Attempts at a certificate from an authority that failed.", value=failures)
        known = record.read(copies_directory(server.settings))
        last = known.taken[-1].at / 1000 if known.taken else 0
        yield GaugeMetricFamily("hubbub_copy_proved_timestamp_seconds", "When the last copy was proved.", value=last)
        yield GaugeMetricFamily("hubbub_copy_failures", "Copies that failed since then.", value=known.failures)
        troubles = {trouble.what: 1 for trouble in server.health.troubles()}
        yield _by("hubbub_trouble", "What is not as it should be (readyz).", "what", troubles)

    def _of_files(self) -> Iterator[Metric]:
        directory = self.metrics.server.health.directory
        if directory is None:
            return
        yield _by("hubbub_database_bytes", "Sizes of the database's files.", "file", sizes_of(directory))
        with suppress(OSError, apsw.Error):
            behind = entries_behind(directory, MOST_BEHIND)
            name, says = "hubbub_search_behind_entries", "Entries that searches do not find by the index yet."
            yield GaugeMetricFamily(name, says, value=behind)
        with suppress(OSError):
            free = space(directory).free
            yield GaugeMetricFamily("hubbub_disk_free_bytes", "What is free where the data is.", value=free)

    def _of_nodes(self) -> Iterator[Metric]:
        nodes = self.metrics.server.nodes() if self.metrics.server.nodes is not None else ()
        if nodes:
            held, behind = {one.name: one.connections for one in nodes}, {one.name: one.behind for one in nodes}
            yield _by("hubbub_node_connections", "Connections of each node of the cluster.", "node", held)
            yield _by("hubbub_node_behind", "Parts that each node has yet to show its clients.", "node", behind)
            silent = {one.name: one.silent for one in nodes}
            yield _by("hubbub_node_silent_seconds", "For how long each node was not heard.", "node", silent)
            yield _versions(nodes)
            differed = {one.name: one.differed for one in nodes}
            yield _counted(
                "hubbub_node_differed", "Connections that were not as the decider has them.", "node", differed
            )

    def _of_pushes(self) -> Iterator[Metric]:
        pusher = self.metrics.server.pusher
        if pusher is None:
            return
        lanes = pusher.lanes
        made = {result: lanes.counts[result] for result in RESULTS}
        yield _counted("hubbub_pushes", "Pushes, by what became of them.", "result", made)
        devices = len(self.metrics.server.engine.chat.world.accounts.endpoints)
        yield GaugeMetricFamily("hubbub_push_devices", "Devices that are told of messages.", value=devices)
        yield GaugeMetricFamily("hubbub_push_waiting", "Pushes that wait to be sent.", value=lanes.waiting)


def _versions(nodes: Sequence[NodeFigures]) -> GaugeMetricFamily:
    family = GaugeMetricFamily("hubbub_node_info", "The version of each node.", labels=["node", "version"])
    for one in nodes:
        family.add_metric([one.name, one.version], 1)
    return family


def _by(name: str, help: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _counted(name: str, help: str, label: str, counts: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, help, labels=[label])
    for key, value in counts.items():
        family.add_metric([key], value)
    return family
