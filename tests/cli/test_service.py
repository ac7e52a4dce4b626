"""`hubbub service`: the unit of the docs, with the paths of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.test_process import refused, run

from hubbub.cli.service import NEEDS_ROOT

UNITS = Path(__file__).parents[2] / "packaging" / "systemd"


def test_it_is_the_unit_of_the_package_but_for_the_program() -> None:
    unit = run("service").stdout
    program = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    program = program.removeprefix("ExecStart=").removesuffix(" serve --data /var/lib/hubbub")
    assert program.startswith("/")
    assert unit.replace(program, "/opt/hubbub/bin/hubbub") == (UNITS / "hubbub.service").read_text("utf-8")
    assert run("service", "--socket").stdout == (UNITS / "hubbub.socket").read_text("utf-8")
    assert "leave --data out" in refused("service", "--data", "/srv/chat")


def test_one_of_my_own_asks_for_nothing_that_needs_root_and_is_quoted() -> None:
    unit = run("service", "--user", "--data", '/home/me/50% of "all"', "--config", "/etc/a b.toml").stdout
    assert 'serve --data "/home/me/50%% of \\"all\\"" --config "/etc/a b.toml"' in unit
    assert [name for name in NEEDS_ROOT if f"{name}=" in unit] == []
    assert "WantedBy=default.target" in unit
    assert "NoNewPrivileges=yes" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
@pytest.mark.parametrize("options", [(), ("--user", "--data", '/home/me/50% of "all" $HOME; b')])
def test_systemd_takes_them(options: tuple[str, ...], tmp_path: Path) -> None:
    unit = tmp_path / "hubbub.service"
    unit.write_text(run("service", *options).stdout)
    whose = ["--user"] if options else []
    done = subprocess.run(
        ["systemd-analyze", *whose, "verify", str(unit)], capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if "hubbub" in line] == []
