"""Machines within this one (Linux, as root): each has a network of its own, and can be cut off any other one.

To be used in a process that has a network and mounts of its own (`unshare --net --mount`), so that all of it is gone
when that ends.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

NETWORK = "10.9.0"
HERE = f"{NETWORK}.254"  # whoever tests, in the middle
_NAMES = Path("/run/netns")


def run(*command: str) -> str:
    """What it prints. AssertionError, with what it says, when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout


def lay() -> None:
    """What all machines are connected to."""
    _NAMES.mkdir(parents=True, exist_ok=True)
    run("mount", "-t", "tmpfs", "tmpfs", str(_NAMES))
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "middle", "type", "bridge")
    run("ip", "addr", "add", f"{HERE}/24", "dev", "middle")
    run("ip", "link", "set", "middle", "up")


class Machine:
    """`command` is put in front of what is to run there."""

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.address = f"{NETWORK}.{number}"
        self.command = ("ip", "netns", "exec", name)
        run("ip", "netns", "add", name)
        run("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "wire", "netns", name)
        run("ip", "link", "set", f"to-{name}", "master", "middle", "up")
        for what in (f"addr add {self.address}/24 dev wire", "link set wire up", "link set lo up"):
            run("ip", "-n", name, *what.split())
        self._nft("add table ip cut")
        self._nft("add chain ip cut heard { type filter hook input priority 0 ; }")

    def deafen(self, *others: Machine) -> None:
        """Nothing comes from there any more, and nobody is told so."""
        for other in others:
            self._nft(f"add rule ip cut heard ip saddr {other.address} drop")

    def lose(self, percent: int, *others: Machine) -> None:
        """So much of what comes from there is lost on the way."""
        for other in others:
            self._nft(f"add rule ip cut heard ip saddr {other.address} numgen random mod 100 < {percent} drop")

    def heal(self) -> None:
        """Everything comes again."""
        self._nft("flush chain ip cut heard")

    def _nft(self, what: str) -> None:
        run(*self.command, "nft", what)
