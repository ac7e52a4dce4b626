"""Three machines with hubbub, two for PostgreSQL, one with NATS, each with a network of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.faults.machines.wires import Machine
from tests.faults.small_disk import SmallDisk
from tests.support.nats import Nats
from tests.support.postgres import Postgres
from tests.support.server_process import ServerProcess

from hubbub.server.process.policy import LIFTED

NAMES = ("a", "b", "c")
PORT = 6667
LIMITS = (*LIFTED, "connects_per_10min", "connections_per_private_address", "new_rooms_per_address")
NO_LIMITS = "".join(f"{name} = 100000\n" for name in LIMITS)  # --no-limits is for loopback addresses alone
PATIENCE = 90.0  # seconds until something that should come about counts as broken


class Stage:
    def __init__(self, folder: Path, disk: SmallDisk, program: Sequence[str]) -> None:
        self.disk = disk
        self.log_machine, self.free_machine = Machine("log", 1), Machine("log2", 3)
        self.bus_machine = Machine("bus", 2)
        self.machines = [Machine(name, 11 + number) for number, name in enumerate(NAMES)]
        if os.geteuid() == 0:
            shutil.chown(disk.folder, "postgres")
        bus = self.bus_machine
        self.database = self._postgres(self.log_machine)
        self.bus = Nats(host=bus.address, before=bus.command)
        self.database.database("nodes")
        self.address = f"postgresql://postgres@{self.log_machine.address},{self.free_machine.address}/nodes"
        self.nodes = [self._node(folder / machine.name, machine, program) for machine in self.machines]

    def _postgres(self, machine: Machine, follows: Postgres | None = None) -> Postgres:
        folder = self.disk.folder / machine.name
        folder.mkdir(mode=0o700)
        return Postgres(before=machine.command, host=machine.address, folder=folder, follows=follows)

    def promote(self) -> None:
        """PostgreSQL moves to the other one of its two machines, where a synchronous standby is made for that; the
        first one has lost its power then."""
        primary, standby = self.database, self._postgres(self.free_machine, self.database)
        primary.set("synchronous_standby_names", "*")
        while primary.sql("select string_agg(sync_state, '') from pg_stat_replication") != "sync":
            pass  # each look is a process: time passes
        primary.stop()
        standby.promote()
        self.database = standby
        self.log_machine, self.free_machine = self.free_machine, self.log_machine
        primary.remove()

    def _node(self, folder: Path, machine: Machine, program: Sequence[str]) -> ServerProcess:
        folder.mkdir(mode=0o700)
        settings = folder / "hubbub.toml"
        cluster = f'log = "{self.address}"\nbus = "{self.bus.address}"\nname = "{machine.name}"\n'
        settings.write_text(f"[cluster]\n{cluster}[limits]\n{NO_LIMITS}", encoding="utf-8")
        settings.chmod(0o600)
        options = ("--cluster", "--config", str(settings))
        node = ServerProcess(folder, *options, before=machine.command, program=program, host=machine.address)
        node.port, node.patience = PORT, PATIENCE
        node.options = ("--name", "hubbub", *options)
        return node

    @property
    def places(self) -> list[tuple[str, int]]:
        return [(machine.address, PORT) for machine in self.machines]

    async def start(self) -> None:
        await asyncio.gather(*(node.start() for node in self.nodes))

    def decider(self) -> tuple[int, int]:
        """The machine and the process that said last that it decides."""
        said = [
            (line["time"], number, line["pid"])
            for number, node in enumerate(self.nodes)
            for line in node.log_lines()
            if line["event"] == "decides"
        ]
        _, number, pid = max(said)
        return number, int(pid)

    def standby(self) -> tuple[int, int] | None:
        """The machine and the process of one that has said that it waits to decide; None: nobody does."""
        decides = self.decider()[1]
        for number, node in enumerate(self.nodes):
            waits = {line["pid"] for line in node.log_lines() if line["event"] == "standby"}
            for pid in node.children if node.running else ():
                if pid != decides and pid in waits:
                    return number, pid
        return None

    async def until(self, so: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < end, f"not within {PATIENCE:g} s: {what}"
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        for node in self.nodes:
            node.let_go()
            if node.running:
                with suppress(ProcessLookupError):
                    await node.stop(signal.SIGTERM)
