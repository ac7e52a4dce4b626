"""Saved servers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubbub.uplink.servers import Saved, Servers
from hubbub.uplink.trouble import Trouble


def saved(name: str, day: int, **more: str) -> Saved:
    return Saved(address="chat.example:7777", name=name, used=datetime(2026, 11, day, tzinfo=UTC), **more)


def test_the_last_used_one_comes_first(tmp_path: Path) -> None:
    servers = Servers(tmp_path / "servers.toml")
    servers.put(saved("alice", 1))
    servers.put(saved("bob", 2, place="#tea", title="Garden"))
    servers.put(saved("alice", 3, account="alice"))
    again = Servers(tmp_path / "servers.toml").all()
    assert again == [saved("alice", 3, account="alice"), saved("bob", 2, place="#tea", title="Garden")]
    assert again[0].where().port == 7777


def test_one_is_forgotten(tmp_path: Path) -> None:
    servers = Servers(tmp_path / "servers.toml")
    servers.put(saved("alice", 1))
    servers.put(saved("bob", 2))
    servers.forget("chat.example:7777", "bob")
    assert servers.all() == [saved("alice", 1)]
    assert servers.find("chat.example:7777", "bob") is None
    assert servers.find("chat.example:7777", "alice") == saved("alice", 1)


def test_what_cannot_be_read_stays(tmp_path: Path) -> None:
    file = tmp_path / "servers.toml"
    file.write_text('other = 1\n[[server]]\naddress = 7\n[[server]]\naddress = "::"\nname = "x"\nnew_key = "y"\n')
    servers = Servers(file)
    assert [one.name for one in servers.all()] == ["x"]
    servers.put(Saved(address="::", name="x", title="t"))
    text = file.read_text()
    assert "other = 1" in text
    assert "address = 7" in text
    assert 'new_key = "y"' in text
    assert servers.all()[0].title == "t"


def test_what_is_no_list_and_what_is_no_address_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "servers.toml"
    file.write_text('server = "x"\n')
    assert Servers(file).all() == []
    file.write_text('[[server]]\naddress = "a b c"\nname = "x"\nused = 2026-11-29T10:00:00\n')
    with pytest.raises(Trouble, match="bad-address"):
        Servers(file).all()[0].where()


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "servers.toml"
    file.write_text("[[server")
    servers = Servers(file)
    servers.put(saved("alice", 1))
    assert servers.all() == [saved("alice", 1)]
    assert servers.aside is not None
    assert servers.aside.kept_as.read_text() == "[[server"
