"""The process of the load generator: one order on standard input, lines of answer on standard output."""

from __future__ import annotations

import asyncio
import gc
import sys
from functools import partial

import msgspec

from . import storms
from .asking import ask
from .attacks import attack
from .comeback import come_back
from .load import run_work
from .orders import (
    AnyAnswer,
    AnyOrder,
    Arrive,
    Ask,
    ComeBack,
    ConnectStorm,
    Done,
    Failed,
    Idle,
    JoinStorm,
    Listen,
    Ready,
    RunAttack,
    RunWork,
    Soak,
    Talked,
)
from .process import raise_file_limit
from .silence import listen_to_silence
from .soak import soak


def answer(line: AnyAnswer) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def tell(text: str) -> None:
    answer(Talked(text))


async def obey(order: AnyOrder) -> Done:
    target = order.target
    match order:
        case RunWork():
            quiet = partial(_wait, order.wait) if order.wait else None
            return Done(load=await run_work(target, order.work, order.seconds, tell, quiet))
        case Idle():
            return Done(figures=await storms.idle(target, order.count, order.carrier, tell))
        case ConnectStorm():
            return Done(figures=await storms.connect_storm(target, order.count, tell))
        case JoinStorm():
            return Done(figures=await storms.join_storm(target, order.count, tell))
        case Arrive():
            return Done(figures=await storms.arrive(target, order.count, tell))
        case Soak():
            return Done(figures=await soak(target, order.seconds, tell))
        case ComeBack():
            return Done(figures=await come_back(target, order.count, lambda: answer(Ready()), tell))
        case Listen():
            return Done(figures=await listen_to_silence(target, lambda: answer(Ready()), tell))
        case RunAttack():
            return Done(figures=await attack(target, order.attack, order.seconds, lambda: answer(Ready())))
        case Ask():
            return Done(figures=await ask(target, order.room, order.questions, order.until, tell))


async def _wait(seconds: float) -> None:
    answer(Ready())
    await asyncio.sleep(seconds)


def main() -> None:
    raise_file_limit()
    gc.set_threshold(50_000, 20, 50)
    order: AnyOrder = msgspec.json.decode(sys.stdin.buffer.read(), type=AnyOrder)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            answer(runner.run(obey(order)))
    except (OSError, TimeoutError) as error:
        answer(Failed(str(error) or type(error).__name__))


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.Loop


if __name__ == "__main__":
    main()
