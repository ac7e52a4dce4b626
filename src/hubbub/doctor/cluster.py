"""What a server with --cluster needs, the database and the bus: whether they are there, and fit to be used."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hubbub.bus import CannotReach
from hubbub.log.errors import CannotOpen
from hubbub.settings import node_name

from .finding import SET_CLOCK, Case, Finding, bad, warn

if TYPE_CHECKING:
    from hubbub.server.cluster.standing import KeptNode

OFF = 5.0  # seconds
BEHIND = 2_000  # commits; what is behind for less than a beat or two is no trouble


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with it."""
    address = case.settings.cluster.log
    if not address:
        return
    from hubbub.log.postgres import difference, how_it_stands, look_at
    from hubbub.server.cluster import standing

    try:
        found = look_at(address)
        stands = how_it_stands(address, standing.NODE)
    except CannotOpen as error:
        yield bad("cluster_database", str(error).rstrip("."), "mend that, or the address in [cluster] log")
        return
    if abs(found.ahead) > OFF:
        says = f"the clock of this machine is {difference(found.ahead)} that of the database"
        yield warn("cluster_clock", says, f"{SET_CLOCK}, here or there")
    if case.running and not found.served:
        yield bad(
            "cluster_nobody", "nobody writes to the database of [cluster] log", "hubbub status; hubbub reload; its log"
        )
    if stands is not None and stands.served:
        nodes = standing.nodes(stands)
        yield from of_nodes(nodes)
        if not case.running:
            yield from of_name(node_name(case.settings), nodes)
    if case.settings.cluster.bus:
        try:
            asyncio.run(_reach(case.settings.cluster.bus))
        except CannotReach as error:
            yield bad("cluster_bus", str(error).rstrip("."), "mend that, or the address in [cluster] bus")


def of_nodes(nodes: Mapping[str, KeptNode]) -> Iterator[Finding]:
    """As the one that decides has them."""
    for name, node in nodes.items():
        if node.silent:
            yield warn(
                "cluster_silent",
                f"the node {name} was not heard for {node.silent} seconds",
                "whether it runs, and reaches the database or NATS; its log",
            )
        if node.lag > BEHIND:
            yield warn(
                "cluster_behind",
                f"the node {name} has yet to show {node.lag} of what was committed for it",
                "whether that machine is overloaded, or cut off from NATS; its log",
            )
        if node.differed:
            yield warn(
                "cluster_differs",
                f"the node {name} has closed {node.differed} connections that were not told what was said",
                "a fault of hubbub's: report it, with the log of that machine; its start anew forgets it",
            )
    versions: dict[str, list[str]] = {}
    for name, node in nodes.items():
        versions.setdefault(node.version, []).append(name)
    if len(versions) > 1:
        told = " and ".join(f"{version} ({', '.join(names)})" for version, names in sorted(versions.items()))
        yield warn(
            "cluster_versions", f"the nodes have different versions: {told}", "upgrade them all: docs/cluster.md"
        )


def of_name(name: str, nodes: Mapping[str, KeptNode]) -> Iterator[Finding]:
    """Whether another machine is here by the name of this one, on which no server runs."""
    if name in nodes and not nodes[name].silent:
        yield bad(
            "cluster_name",
            f"another machine is the node {name} already, so that this one cannot be",
            'give each a name of its own: [cluster] name = "..."',
        )


async def _reach(address: str) -> None:
    from hubbub.bus.nats import connect

    await (await connect(address, "hubbub doctor")).close()
