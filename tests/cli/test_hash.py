"""`hubbub hash`."""

from __future__ import annotations

from click.testing import CliRunner

from hubbub.cli.hash import hash
from hubbub.server.core.passwords import Argon2


async def test_what_it_prints_fits_the_password() -> None:
    result = CliRunner().invoke(hash, input="open sesame\nopen sesame\n")
    assert result.exit_code == 0
    kept = next(line for line in result.output.splitlines() if line.startswith("$argon2id$"))
    passwords = Argon2()
    assert await passwords.fit(kept, "open sesame")
    assert not await passwords.fit(kept, "open")
    passwords.close()


def test_a_password_that_nobody_could_give_is_refused() -> None:
    result = CliRunner().invoke(hash, input=f"{'x' * 1025}\n{'x' * 1025}\n")
    assert result.exit_code == 2
    assert "$argon2" not in result.output
