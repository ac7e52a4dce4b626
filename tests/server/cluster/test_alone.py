"""One machine without a cluster is what it was: nothing of one is even imported."""

from __future__ import annotations

import os
import subprocess
import sys

LOADED = """
import asyncio, sys
from tests.support.real_server import running

async def main():
    async with running() as served:
        ann = await served.irc("ann")
        ann.send("JOIN #tea", "PRIVMSG #tea :hello", "PING :done")
        await ann.until(" :done")

import hubbub.cli.serve, hubbub.server.process.run
asyncio.run(main())
cluster = ("nats", "asyncpg", "hubbub.bus", "hubbub.server.cluster")
print(*sorted(name for name in sys.modules if name.startswith(cluster)))
"""


def test_a_server_alone_loads_nothing_of_a_cluster() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NODES": "0"}
    done = subprocess.run([sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
