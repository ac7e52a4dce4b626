"""How a cluster stands, as the log has it: who decides, and how far each node is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from hubbub.chat.ports import KeptState, Standing

NODE = "node"  # the kind of states that tell of one


class KeptNode(msgspec.Struct, array_like=True):
    """A node: its start, its version, the last part that it has applied and that it was told, how many connections, how
    many of them it has closed because they were not told what was said, and for how many seconds it was not heard."""

    epoch: int
    version: str
    applied: int
    last: int
    connections: int
    differed: int = 0
    silent: int = 0

    @property
    def lag(self) -> int:
        """By how much of what was committed it is behind."""
        return max(0, self.last - self.applied)


def nodes(standing: Standing) -> dict[str, KeptNode]:
    """By their names."""
    return known_nodes(standing.states)


def known_nodes(states: Iterable[KeptState]) -> dict[str, KeptNode]:
    """Those of the states that tell of nodes, by their names."""
    return {
        one.key: msgspec.msgpack.decode(one.body, type=KeptNode)
        for one in states
        if one.kind == NODE and one.body is not None
    }


def lines(standing: Standing | None) -> Iterator[str]:
    """For people."""
    if standing is None:
        yield "Nobody has served from this database yet. Start: hubbub serve --cluster"
        return
    far = f"generation {standing.generation}, commit {standing.position}"
    if not standing.served:
        yield f"Nobody decides. The last one was {standing.decider or 'a server alone'} ({far})."
    elif standing.decider:
        yield f"{standing.decider} decides ({far})."
    else:
        yield f"One server serves alone ({far})."
        return
    known = nodes(standing)
    if known:
        width = max(map(len, (*known, "node")))
        yield f"{'node':{width}}  connections  behind  version"
        for name, node in known.items():
            told = [f"{name:{width}}  {node.connections:11}  {node.lag:6}  {node.version}"]
            if node.silent:
                told.append(f"not heard for {node.silent} s")
            if node.differed:
                told.append(f"{node.differed} connections were not told what was said")
            yield "  ".join(told)


def in_json(standing: Standing | None) -> str:
    """For programs."""
    if standing is None:
        return "{}"
    told = {
        "decides": standing.decider if standing.served else "",
        "generation": standing.generation,
        "position": standing.position,
        "nodes": {
            name: {
                "connections": node.connections,
                "behind": node.lag,
                "version": node.version,
                "differed": node.differed,
                "silent": node.silent,
            }
            for name, node in nodes(standing).items()
        },
    }
    return msgspec.json.encode(told).decode()
