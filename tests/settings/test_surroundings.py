"""Settings from the environment and from credentials stand between the command line and the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.each import each

from hubbub.settings import SettingsError, load
from hubbub.settings.load import load_with_sources
from hubbub.settings.model import HIDDEN
from hubbub.settings.show import to_toml


def environment(**more: str) -> dict[str, str]:
    return {"HOME": "/nowhere", "HUBBUB_DEBUG": "1", "HUBBUB_LINE": "1", **more}


def test_the_order_is_flag_environment_file_default(tmp_path: Path) -> None:
    file = tmp_path / "hubbub.toml"
    file.write_text("[listen]\nport = 1001\n[limits]\nrooms_per_user = 7\n")
    given = environment(HUBBUB_LISTEN_PORT="1002", HUBBUB_LIMITS_SEND_QUEUE_BYTES="2 MiB")
    assert load(file).listen.port == 1001
    assert load(file, {}, given).listen.port == 1002
    loaded = load_with_sources(file, {"listen.port": 1003}, given)
    assert loaded.settings.listen.port == 1003
    assert loaded.settings.limits.send_queue_bytes == 2 << 20
    assert loaded.sources == {
        "listen.port": "the command line",
        "limits.rooms_per_user": f"{file}:4",
        "limits.send_queue_bytes": "HUBBUB_LIMITS_SEND_QUEUE_BYTES",
    }


@pytest.mark.parametrize(
    ("name", "text", "key", "value"),
    [
        ("HUBBUB_ACCOUNTS_OPEN", "no", "open", False),
        ("HUBBUB_ACCOUNTS_OPEN", "TRUE", "open", True),
        ("HUBBUB_ACCOUNTS_STAY_DAYS", "7", "stay_days", 7),
    ],
)
def test_a_text_becomes_what_the_setting_is(name: str, text: str, key: str, value: object) -> None:
    assert getattr(load(None, {}, {name: text}).accounts, key) == value


def test_what_others_set_under_our_name_is_none_of_ours(tmp_path: Path) -> None:
    """Kubernetes for a service, and those who write programs."""
    port = "tcp://10.0.0.7:7777"
    of_service = {"HUBBUB_PORT": port, "HUBBUB_SERVICE_HOST": "10.0.0.7", "HUBBUB_SERVICE_PORT": "7777"}
    of_port = {"HUBBUB_PORT_7777_TCP": port, "HUBBUB_PORT_7777_TCP_PORT": "7777", "HUBBUB_PORT_7777_TCP_PROTO": "tcp"}
    others = {"HUBBUB_URL": "https://chat.example.org", "HUBBUB_TOKEN": "x", "HUBBUB_VERSION": "1"}
    (tmp_path / "ssh.authorized_keys.root").write_text("x")
    surroundings = {**of_service, **of_port, **others, "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert load_with_sources(None, {}, surroundings).sources == {}


@pytest.mark.parametrize(
    "name",
    ["SERVR_PASSWORD", "PASSWORD", "SERVERPASSWORD", "SERVER_PASWORD", "ROOM_PASSWORD_FILE"],
)
def test_a_mistyped_password_opens_no_server(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean HUBBUB_SERVER_PASSWORD"):
        load(None, {}, {f"HUBBUB_{name}": "sesame"})
    (tmp_path / "server.pasword").write_text("sesame")
    with pytest.raises(
        SettingsError, match=r"server\.pasword: there is no such setting; did you mean server\.password"
    ):
        load(None, {}, {"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_a_list_is_written_with_commas_or_spaces() -> None:
    given = {"HUBBUB_WEB_NAMES": "chat.example.org, chat.local other"}
    assert load(None, {}, given).web.names == ("chat.example.org", "chat.local", "other")


def test_secrets_may_lie_in_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("tea for two\nsecond line\n")
    (tmp_path / "server.password").write_text("from systemd\n")
    given = {"HUBBUB_SERVER_PASSWORD_FILE": str(tmp_path / "secret")}
    # `password_file` is a setting of its own, and the server reads the file that it names
    assert load(None, {}, given).server.password_file == str(tmp_path / "secret")
    credentials = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    loaded = load_with_sources(None, {}, credentials)
    assert loaded.settings.server.password == "from systemd"
    assert loaded.sources == {"server.password": str(tmp_path / "server.password")}


@each(
    ("given", "said"),
    [
        ({"HUBBUB_PORT": "7848"}, "HUBBUB_PORT: there is no such setting; did you mean HUBBUB_LISTEN_PORT?"),
        ({"HUBBUB_LISTEN_PROT": "1"}, "HUBBUB_LISTEN_PROT: there is no such setting; did you mean HUBBUB_LISTEN_PORT?"),
        ({"HUBBUB_LISTEN_PORT": "many"}, "HUBBUB_LISTEN_PORT: listen.port: must be a whole number"),
        ({"HUBBUB_LISTEN_PORT": "\u0667\u0667\u0667\u0667"}, "HUBBUB_LISTEN_PORT: listen.port: must be a whole number"),
        ({"HUBBUB_LISTEN_PORT": "70000"}, "HUBBUB_LISTEN_PORT: listen.port: must be at most 65535"),
        ({"HUBBUB_ACCOUNTS_OPEN": "perhaps"}, "accounts.open: must be true or false"),
        ({"HUBBUB_SERVER_NAME": "two words"}, "HUBBUB_SERVER_NAME: server.name: must be one word"),
    ],
)
def test_what_is_wrong_is_named_by_its_variable(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(None, {}, given)
    assert said in str(error.value)


def test_a_wrong_value_in_the_file_is_told_of_under_a_right_one_of_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "hubbub.toml"
    file.write_text("[listen]\nport = 70000\n")
    with pytest.raises(SettingsError) as error:
        load(file, {"listen.port": 7000})
    assert f"{file}:2: listen.port" in str(error.value)


def test_what_was_printed_never_opens_a_server_that_had_a_password(tmp_path: Path) -> None:
    had = load(None, {"server.password": "quite private"})
    file = tmp_path / "printed.toml"
    file.write_text(to_toml(had))
    assert HIDDEN in file.read_text()
    with pytest.raises(SettingsError) as error:
        load(file)
    assert "server.password" in str(error.value)
