"""`hubbub bench`: its options, its progress, and what it prints and saves."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from hubbub import __version__
from hubbub.bench import picture, report
from hubbub.bench.clients import Target
from hubbub.bench.measures import FOR_ANY, MEASURES, chosen
from hubbub.bench.process import KNOWN, processor, raise_file_limit
from hubbub.bench.results import Circumstances, Results
from hubbub.bench.run import QUICK, BenchFailed, Run, Scale
from hubbub.wire.numbers import whole

from .options import Decimal, Whole

MISSING = 1  # the exit code when a message did not arrive


@click.command()
@click.option("--against", metavar="HOST:PORT", help="Measure that IRC server instead of one of our own.")
@click.option("--pid", type=Whole(1), help="The process of that server, to know its CPU time and memory.")
@click.option("--only", metavar="NAME", multiple=True, type=click.Choice(list(MEASURES)), help="Only this; repeatable.")
@click.option("--quick", is_flag=True, help="Small and short: to see that it works, not to quote from.")
@click.option("--seconds", type=Decimal(0.2, 86_400), help="How long each work is measured. Default: 5.")
@click.option("--repeat", type=Whole(1, 99), default=1, help="Measure each work that often; keep the median.")
@click.option("--one-core", is_flag=True, help="The server of a work keeps to one core, the load to the others.")
@click.option("--json", "json_file", metavar="FILE", type=click.Path(path_type=Path), help="Save everything as JSON.")
@click.option("--picture", "svg_file", metavar="FILE", type=click.Path(path_type=Path), help="Save a picture (SVG).")
@click.option("--list", "list_only", is_flag=True, help="Say what can be measured.")
def bench(
    against: str | None,
    pid: int | None,
    only: tuple[str, ...],
    quick: bool,
    seconds: float | None,
    repeat: int,
    one_core: bool,
    json_file: Path | None,
    svg_file: Path | None,
    list_only: bool,
) -> int:
    """Measure a server: what a delivered message costs, and how fast it starts, answers and fills."""
    if list_only:
        click.echo("\n".join(f"{name}{'' if name in FOR_ANY else '  (hubbub only)'}" for name in MEASURES))
        return 0
    if not KNOWN:
        raise click.ClickException("hubbub bench reads CPU time and memory from /proc: it runs on Linux only.")
    target = _target(against, pid)
    scale = msgspec.structs.replace(QUICK if quick else Scale(), repeat=repeat, one_core=one_core)
    if seconds is not None:
        scale = msgspec.structs.replace(scale, seconds=seconds)
    results = Results(_circumstances(scale, against), [], [])
    _measure(scale, results, target, only)
    _save(results, json_file, svg_file)
    click.echo(report.as_text(results))
    return MISSING if results.missing else 0


def _measure(scale: Scale, results: Results, target: Target | None, only: tuple[str, ...]) -> None:
    raise_file_limit()
    with tempfile.TemporaryDirectory(prefix="hubbub-bench-") as directory:
        progress = Progress()
        try:
            run = Run(scale, Path(directory), results, progress.tell, target)
        except BenchFailed as error:
            raise click.ClickException(str(error)) from error
        for name, measure in chosen(only, run):
            progress.begin(name)
            try:
                measure(run)
            except (BenchFailed, OSError, TimeoutError) as error:
                raise click.ClickException(f"{name}: {error}") from error


def _save(results: Results, json_file: Path | None, svg_file: Path | None) -> None:
    if json_file is not None:
        json_file.write_bytes(report.as_json(results))
    if svg_file is not None:
        svg_file.write_text(picture.as_svg(results), encoding="utf-8")


class Progress:
    """Lines on standard error: how long it runs already, what is measured, how it goes."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.name = ""

    def begin(self, name: str) -> None:
        self.name = name
        self.tell("begins")

    def tell(self, text: str) -> None:
        print(f"{time.monotonic() - self.started:6.1f} s  {self.name}: {text}", file=sys.stderr, flush=True)


def _target(against: str | None, pid: int | None) -> Target | None:
    if against is None:
        if pid is not None:
            raise click.UsageError("--pid goes with --against")
        return None
    host, _, port = against.rpartition(":")
    number = whole(port)
    if not host or number is None or not 0 < number < 65536:
        raise click.BadParameter(f"{against!r} is not HOST:PORT", param_hint="--against")
    return Target(host.strip("[]"), number, pid or 0)


def _circumstances(scale: Scale, against: str | None) -> Circumstances:
    return Circumstances(
        server=against or f"hubbub {__version__}",
        processor=processor(),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=scale.seconds,
        load_average=os.getloadavg()[0],
    )
