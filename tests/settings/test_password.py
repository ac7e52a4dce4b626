"""The server password from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubbub.settings import Listen, Server, Settings, SettingsError, server_password


def of_file(path: Path) -> Settings:
    return Settings(server=Server(password_file=str(path)))


def test_no_password_unless_set() -> None:
    assert server_password(Settings()) == ""
    assert server_password(Settings(server=Server(password="pw"))) == "pw"


@pytest.mark.parametrize("content", [b"open sesame", b"open sesame\n", b"open sesame\r\nmore\n"])
def test_the_first_line_counts(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pw").write_bytes(content)
    assert server_password(of_file(tmp_path / "pw")) == "open sesame"


@pytest.mark.parametrize(
    ("content", "complaint"), [(b"", "no first line"), (b"\nx", "no first line"), (b"\xff", "UTF-8")]
)
def test_a_file_without_a_password_is_a_named_error(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "pw").write_bytes(content)
    with pytest.raises(SettingsError, match=complaint):
        server_password(of_file(tmp_path / "pw"))


def test_a_password_of_1024_bytes_is_the_longest(tmp_path: Path) -> None:
    (tmp_path / "pw").write_bytes(b"x" * 1024)
    assert len(server_password(of_file(tmp_path / "pw"))) == 1024
    (tmp_path / "pw").write_bytes(b"x" * 1025)
    with pytest.raises(SettingsError, match="1 to 1024 bytes"):
        server_password(of_file(tmp_path / "pw"))


def test_everybodys_first_guess_is_refused_where_others_can_reach_it(tmp_path: Path) -> None:
    """Row 81: example secrets left in, on a public listener."""
    (tmp_path / "pw").write_bytes(b"ChangeMe\n")
    with pytest.raises(SettingsError, match="first guess"):
        server_password(of_file(tmp_path / "pw"))
    here = Settings(server=Server(password_file=str(tmp_path / "pw")), listen=Listen(host="127.0.0.1"))
    assert server_password(here) == "ChangeMe"


def test_a_missing_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        server_password(of_file(tmp_path / "none"))
