"""What doctor says of a cluster's nodes."""

from __future__ import annotations

import pytest

from hubbub.doctor.cluster import BEHIND, of_nodes
from hubbub.server.cluster.standing import KeptNode

WELL = KeptNode(1, "1.0", 100, 100, 3)


@pytest.mark.parametrize(
    ("node", "what", "says"),
    [
        (KeptNode(1, "1.0", 100, 100, 3, silent=7), "cluster_silent", "the node b was not heard for 7 seconds"),
        (KeptNode(1, "1.0", 0, BEHIND + 1, 3), "cluster_behind", "the node b has yet to show 2001 of what was"),
        (KeptNode(1, "1.0", 100, 100, 3, differed=2), "cluster_differs", "the node b has closed 2 connections that"),
        (KeptNode(1, "1.1", 100, 100, 3), "cluster_versions", "the nodes have different versions: 1.0 (a) and 1.1 (b)"),
    ],
)
def test_a_node_that_is_not_as_it_should_be_is_named(node: KeptNode, what: str, says: str) -> None:
    (found,) = of_nodes({"a": WELL, "b": node})
    assert (found.what, found.level) == (what, "warn")
    assert found.says.startswith(says)


def test_nothing_is_said_of_a_cluster_that_is_well() -> None:
    assert list(of_nodes({"a": WELL, "b": WELL, "c": KeptNode(1, "1.0", 95, 100, 0)})) == []
