"""Two hundred people talk on three machines while one thing after the other goes wrong, and everything is compared.

`unshare --net --mount python -m tests.faults.machines.storm FOLDER SEED TROUBLES [PROGRAM]`, as root. TROUBLES: how
many, or the name of one kind. It prints what it saw; the exit code is 1 when a promise was broken.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.faults.ledger import Ledger, Stored, broken_promises
from tests.faults.machines import troubles, wires
from tests.faults.machines.people import Contender, Member, crowd, name_held_twice
from tests.faults.machines.stage import Stage
from tests.faults.machines.troubles import Trouble
from tests.faults.small_disk import small_disk
from tests.faults.stored import stored

DISK = 448 << 20
CONTENDERS = 6
ENTRIES = "select log, seq, id, encode(body, 'hex') from hubbub.entry order by log, seq"
FEW = 30  # people on a machine
CALM = 2.0  # seconds of talk before each trouble


class Storm:
    def __init__(self, stage: Stage, random: Random) -> None:
        self.stage = stage
        self.random = random
        self.ledger = Ledger()
        self.members: list[Member] = crowd(stage.places, self.ledger)
        self.contenders = [Contender(1000 + n, stage.places, self.ledger, random) for n in range(CONTENDERS)]
        self.wrong: list[str] = []
        self.silences: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)

    async def run(self, chosen: Sequence[Trouble]) -> None:
        over = asyncio.Event()
        everybody: list[Member] = [*self.members, *self.contenders]
        living = [asyncio.ensure_future(member.live(over)) for member in everybody]
        try:
            await self._all_hear("the beginning")
            for number, trouble in enumerate(chosen, 1):
                await self._one(trouble, f"{number} of {len(chosen)}")
        except AssertionError as error:
            self.wrong.append(str(error))
        over.set()
        await self._calm()
        for one in living:
            one.cancel()
        await asyncio.gather(*living, return_exceptions=True)
        self._compare()

    async def _one(self, trouble: Trouble, which: str) -> None:
        name = trouble.__name__
        await self.stage.until(self.stage.standby, "somebody waits to decide")
        await self._fill()
        await asyncio.sleep(CALM * self.random.random())
        there = [(member, member.line) for member in self.members if member.here]
        for member, _ in there:
            member.begin_listening()
        own = await trouble(self.stage, self.random)
        await self._all_hear(f"{name} ({which})")
        stayed = [member for member, line in there if member.line is line and member.here]
        concerned = [member.silence() for member in stayed if member.at in own]
        talked = {member.room for member in stayed if member.at not in own and member.talks and not member.is_plain}
        others = [member.silence() for member in stayed if member.at not in own and member.room in talked]
        silence = max(others, default=0.0), max(concerned, default=0.0)
        self.silences[name].append(silence)
        gone = len(there) - len(stayed)
        print(f"{which} {name}: silence {silence[0]:.1f} s, {silence[1]:.1f} s there, {gone} disconnected", flush=True)

    async def _fill(self) -> None:
        """A machine where hardly anybody is left has those back who were there at first."""
        here = Counter(member.at for member in self.members if member.here)
        for member in self.members:
            if member.at != member.home and here[member.home] < FEW:
                member.go_home()
        await self._all_hear("some have gone home")

    async def _all_hear(self, what: str) -> None:
        """Until everybody is here and has heard something that was said since now."""
        now = time.monotonic()

        def deaf() -> list[Member]:
            return [member for member in self.members if not member.here or member.last <= now]

        try:
            await self.stage.until(lambda: not deaf(), f"all hear again after {what}")
        except AssertionError as error:
            lost = [f"{one.name} ({one.carrier} at {one.at})" for one in deaf()]
            raise AssertionError(f"{error}: {len(lost)} do not, such as {', '.join(lost[:5])}") from None

    async def _calm(self) -> None:
        """Until nothing more comes."""
        heard = -1
        while True:
            before, heard = heard, sum(map(len, self.ledger.heard.values()))
            if heard == before:
                return
            await asyncio.sleep(CALM)

    def _compare(self) -> None:
        kept = _entries(self.stage.database.sql(ENTRIES, "nodes"))
        self.wrong += broken_promises(self.ledger, kept)
        self.wrong += name_held_twice(self.contenders)
        for node in self.stage.nodes:
            text = node.log_text()
            if "has ended (1)" in text:
                self.wrong.append(f"{node.folder.name} could not go on waiting for its turn to decide")
            if "Traceback" in text:
                at = text.index("Traceback")
                self.wrong.append(f"{node.folder.name} says: {text[at - 300 : at + 1500]}")
        heard = sum(map(len, self.ledger.heard.values()))
        print(f"{len(self.ledger.accepted)} accepted, {heard} heard, {len(kept)} entries kept")

    def report(self) -> None:
        print("longest silence, in seconds: of the others, and of the people of the machine that it happened to")
        for name, times in sorted(self.silences.items()):
            others, own = zip(*times, strict=True)
            print(f"  {name}: {min(others):.1f} to {max(others):.1f}, {min(own):.1f} to {max(own):.1f}")
        for line in self.wrong:
            print(f"WRONG: {line}")


def _entries(rows: str) -> list[Stored]:
    found = []
    for row in rows.splitlines():
        log, seq, id, body = row.split("|")
        found.append(stored(int(log), int(seq), int(id), json.loads(bytes.fromhex(body))))
    return found


async def main(folder: Path, seed: int, what: str, program: Sequence[str]) -> int:
    random = Random(seed)
    wires.lay()
    chosen = troubles.drawn(random, int(what)) if what.isdecimal() else [getattr(troubles, what)] * 3
    with small_disk(folder / "disk", DISK) as disk:
        stage = Stage(folder, disk, program)
        storm = Storm(stage, random)
        try:
            await stage.start()
            await storm.run(chosen)
        finally:
            await stage.close()
            stage.bus.remove()
            stage.database.stop()
        storm.report()
    return int(bool(storm.wrong))


if __name__ == "__main__":
    place, given_seed, how_many, *rest = sys.argv[1:]
    sys.exit(asyncio.run(main(Path(place), int(given_seed), how_many, rest or ("-m", "hubbub"))))
