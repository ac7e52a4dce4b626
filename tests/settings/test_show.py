"""What `hubbub config` prints can be loaded again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.support.examples import examples

from hubbub.settings import Gateway, Limits, Listen, Operator, Server, Settings, Web, load
from hubbub.settings.model import HIDDEN
from hubbub.settings.show import to_markdown, to_toml


def test_printed_defaults_load_as_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "printed.toml"
    file.write_text(to_toml(Settings()))
    assert load(file) == Settings()


texts = st.text(st.characters(codec="utf-8"), max_size=20).filter(str.isprintable)


@hypothesis_settings(max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(motd=texts, password=texts, size=st.integers(1, 1 << 40), seconds=st.floats(0.001, 80))
def test_any_settings_load_as_they_were_printed(
    tmp_path: Path, motd: str, password: str, size: int, seconds: float
) -> None:
    shown = Settings(
        server=Server(motd=f'{motd}\n"\t\\', password=password),
        listen=Listen(host="::1", port=0, addresses=("plain://127.0.0.1:0",)),
        web=Web(origins=("https://chat.example",)),
        limits=Limits(send_queue_bytes=size, registration_seconds=seconds),
        operators=(Operator("root", f"x{password}"), Operator("eve", "y")),
        webirc=(Gateway("", "z", ("192.0.2.1", "10.0.0.0/8")),),
    )
    file = tmp_path / "printed.toml"
    file.write_text(to_toml(shown, secrets=True), encoding="utf-8", newline="")
    assert load(file) == shown


def test_a_password_is_not_shown_unasked() -> None:
    settings = Settings(server=Server(password="quite private"))
    assert "quite private" not in to_toml(settings)
    assert f'password = "{HIDDEN}"' in to_toml(settings)


@pytest.mark.parametrize("text", ['`send_queue_bytes` | `"1 MiB"`', "### `[web]`", '`lobby` | `"#lobby"`'])
def test_the_tables_have_every_setting_with_its_default(text: str) -> None:
    assert text in to_markdown()
