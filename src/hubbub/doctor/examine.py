"""Every look at an installation, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from errno import EACCES, EPERM
from pathlib import Path

from hubbub.settings import Settings, SettingsError

from . import certificate, cluster, copies, files, network, outside, push
from .finding import Case, Finding, bad

LOOKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    files.look, copies.look, cluster.look, certificate.look, network.look, outside.look, push.look,
)  # fmt: skip


def examine(case: Case) -> list[Finding]:
    """All that was found, the worst first. What cannot be looked at is a finding of its own."""
    found: list[Finding] = []
    for look in LOOKS:
        try:
            found.extend(look(case))
        except OSError as error:
            found.append(cannot_look(error, case.folder))
    return sorted(found, key=lambda one: one.level != "bad")


def cannot_look(error: OSError, place: Path | str) -> Finding:
    helps = "run this as the server's user" if error.errno in (EACCES, EPERM) else "look at the disk: dmesg"
    return bad("cannot_look", f"{error.filename or place}: {error.strerror or error}", helps)


def of_settings(error: SettingsError) -> list[Finding]:
    """What is wrong with settings that cannot be read."""
    return [bad("settings", str(problem), "mend that line") for problem in error.problems]


def case_of(settings: Settings, folder: Path, file: Path | None, *, running: bool, now: float) -> Case:
    return Case(settings, folder, file, running, now)
