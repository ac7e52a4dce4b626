"""Schemathesis against the description of the API: no mistake of the server, no answer that is not described."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from tests.server.http.api.stage import staged

VERSION = "schemathesis==4.32.5"  # in an environment of its own: it brings forty packages, and a plugin for pytest
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
LEFT_OUT = {
    "events": "it never ends",
    "backup": "there is no folder",
    "delete_account": "it would delete who asks",
    "suspend": "it would suspend who asks",
    "ban": "it would ban this machine",
    "upload": "files lie beside the API, which it does not see",
    "file": "the same",
}


async def run(folder: Path, *command: str) -> str:
    """What it says. AssertionError when it fails."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_nothing_breaks_and_all_is_as_described(tmp_path: Path) -> None:
    await run(tmp_path, sys.executable, "-m", "venv", str(tmp_path / "venv"))
    await run(tmp_path, str(tmp_path / "venv/bin/pip"), "install", "-q", VERSION)
    async with staged() as stage:
        for name, operator in (("boss", True), ("mate", False)):
            program = await stage.program(await stage.person(name, "#tea", operator=operator))
            said = await run(
                tmp_path,
                str(tmp_path / "venv/bin/schemathesis"),
                "run",
                f"{program.base}/openapi.json",
                f"--header=Authorization: Bearer {program.token}",
                f"--checks={CHECKS}",
                *(f"--exclude-operation-id={left_out}" for left_out in LEFT_OUT),
                "--max-examples=20",
                "--phases=examples,coverage,fuzzing",
            )
            print(said[said.index("SUMMARY") :])
