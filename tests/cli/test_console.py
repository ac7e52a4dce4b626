"""`hubbub console` as a process, talking to a server that is another one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from tests.cli.test_process import refused, run
from tests.faults.small_disk import small_disk
from tests.server.process.test_run import serving

from hubbub.cli import console_client, process
from hubbub.cli.console_client import ConsoleClient, Hangs, NoAnswer, coloured
from hubbub.log.sqlite.lock import DirectoryLock, holder
from hubbub.settings.places import CONSOLE_FILE


def test_a_command_is_answered_and_a_refusal_is_an_exit_code(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        done = run("console", "--data", str(data), "rooms")
        assert (done.returncode, done.stdout, done.stderr) == (0, "Rooms:\n  lobby (0 members)\n", "")
        assert refused("console", "--data", str(data), "/nick", "bob", code=1).startswith("! The console is nobody")
        several = run("console", "--data", str(data), stdin="rooms\nfoo\n\nquit\nrooms\n")
        assert (several.returncode, several.stdout) == (1, "Rooms:\n  lobby (0 members)\n")


def test_accounts_have_a_subcommand_of_their_own(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        told = refused("account", "--data", str(data), "operator", "alice", code=1)
        assert told == "! There is no account named alice.\n"
        assert run("account", "--data", str(data), "add", "alice").returncode == 0
        listed = run("account", "--data", str(data), "list", "--json")
        assert json.loads(listed.stdout)["name"] == "alice"
        rooms = run("console", "--data", str(data), "--json", stdin="room list\nfoo\n")
        assert (rooms.returncode, json.loads(rooms.stdout)["name"]) == (1, "#lobby")
        assert json.loads(rooms.stderr)["row"] == "refused"


def test_what_is_wrong_with_settings_is_said_whole(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        (data / "hubbub.toml").write_text("[listen]\nprot = 7000\n[limits]\ntopic_bytes = 'very many bytes of it'\n")
        told = refused("reload", "--data", str(data), code=78).splitlines()
        assert [line.partition("hubbub.toml:")[2][:14] for line in told] == ["2: listen.prot", "4: limits.topi"]
        assert told[0].endswith("there is no such setting; did you mean port?")


def test_an_account_is_exported_to_a_file_that_was_not_there(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "alice.jsonl"
    with serving(data):
        assert run("account", "--data", str(data), "add", "alice").returncode == 0
        export = ("account", "--data", str(data), "export", "alice", str(file))
        assert run(*export).returncode == 0
        assert json.loads(file.read_text("utf-8").splitlines()[0])["name"] == "alice"
        assert file.stat().st_mode & 0o777 == 0o600
        assert "File exists" in refused(*export, code=1)
        assert "no account named bob" in refused("account", "--data", str(data), "export", "bob", str(file), code=1)
        with small_disk(tmp_path / "small", 64 << 10) as disk:
            disk.fill()
            file = disk.folder / "alice.json"
            assert "No space left" in refused("account", "--data", str(data), "export", "alice", str(file), code=1)
            assert not file.exists()


def test_without_a_server_it_says_so(tmp_path: Path) -> None:
    assert "No server runs on the data folder" in refused("console", "--data", str(tmp_path), "rooms", code=1)
    lock = DirectoryLock(tmp_path)  # as a machine of a cluster that does not decide
    said = refused("console", "--data", str(tmp_path), "rooms", code=1)
    assert f"(process {os.getpid()}) has no console" in said
    lock.release()
    assert holder(tmp_path) == 0
    assert "path too long" in refused("console", "--data", str(tmp_path / ("d" * 120)), "rooms", code=1)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    assert "control character" in refused("console", "--data", str(tmp_path), "a\nb")


def test_bans_have_a_subcommand_of_their_own(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        done = run("ban", "--data", str(data), "add", "192.0.2.0/24", "2h", "spam")
        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 connections ended.")
        assert "192.0.2.0/24 until" in run("ban", "--data", str(data), "list").stdout


def test_good_and_bad_news_have_their_colours() -> None:
    good, bad = coloured("Copy of 03:30 proved: 48 rooms"), coloured("! the last copy failed: no room")
    assert (good[:5], bad[:5]) == ("\x1b[32m", "\x1b[31m")
    assert coloured("hubbub runs") == "hubbub runs"


class Silent:
    """A console that answers nothing; whoever comes waits to be accepted."""

    def __init__(self, folder: Path) -> None:
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(folder / CONSOLE_FILE))
        self.listening.listen(1)

    def __enter__(self) -> socket.socket:
        return self.listening

    def __exit__(self, *_: object) -> None:
        self.listening.close()


@pytest.mark.parametrize("slow", ["upgrade", "json backup"])
def test_what_takes_long_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
    """A server that lives, and answers it only when another command has been given up."""
    monkeypatch.setattr(console_client, "PATIENCE", 0.1)
    monkeypatch.setattr(console_client, "lives", lambda place, sign: True)  # as the next test has it
    with (
        Silent(tmp_path) as listening,
        ThreadPoolExecutor(1) as threads,
        ConsoleClient(tmp_path, None, 0.05) as server,
        listening.accept()[0] as there,
    ):
        answer = threads.submit(server.answer, slow)
        assert there.recv(100) == f"{slow}\n".encode()
        with ConsoleClient(tmp_path, None, 0.05) as other, pytest.raises(NoAnswer, match="has not answered for"):
            other.answer("rooms")
        there.sendall(b"It takes over.\n\x06\n")
        assert answer.result() == (["It takes over."], True)


@pytest.mark.parametrize("answer", [b"\x06\n", b""])
def test_who_answers_lives_and_who_ends(tmp_path: Path, answer: bytes) -> None:
    with Silent(tmp_path) as listening, ThreadPoolExecutor(1) as threads:
        living = threads.submit(console_client.lives, tmp_path / CONSOLE_FILE, 60.0)
        with listening.accept()[0] as there:
            assert there.recv(100) == b"\n"
            there.sendall(answer)
        assert living.result()


@pytest.mark.parametrize("command", ["upgrade", "rooms"])
def test_a_server_that_hangs_is_named(tmp_path: Path, command: str) -> None:
    with Silent(tmp_path), ConsoleClient(tmp_path, None, 0.05) as server:
        with pytest.raises(Hangs, match="does not answer: it stands still") as error:
            server.answer(command)
        assert "kill" not in error.value.message  # it has no lock there
        with ExitStack() as waiting:

            def come() -> None:
                while True:  # nobody is accepted
                    waiting.enter_context(ConsoleClient(tmp_path, None, 0.05))

            with pytest.raises(Hangs):
                come()


def test_an_upgrade_is_waited_for_while_its_process_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose console cannot be had at first, since the database is changed."""
    monkeypatch.setattr(process, "PATIENCE", 0)
    works = count()
    monkeypatch.setattr(process, "_work", lambda _: next(works))
    known = {"process": os.getpid(), "not_upgraded": "", "version": "1", "people": 2}
    told = f"{json.dumps(known)}\n\x06\n".encode()
    with socket.socket(socket.AF_UNIX) as listening, ThreadPoolExecutor(1) as threads:
        listening.bind(str(tmp_path / CONSOLE_FILE))
        listening.listen()
        listening.settimeout(30)
        going = threads.submit(process.upgrade.main, ["--data", str(tmp_path)], standalone_mode=False)
        for answers in ((told, b"It takes over.\n\x06\n"), (), (told,)):
            with listening.accept()[0] as there:
                for answer in answers:
                    assert there.recv(100)
                    there.sendall(answer)
        assert going.result() == 0


def test_an_upgrade_that_does_nothing_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 0)
    for work, said in ((1, "neither answers nor works"), (None, "has ended")):
        monkeypatch.setattr(process, "_work", lambda _, work=work: work)
        with pytest.raises(NoAnswer, match=said):
            process.until_it_answers(tmp_path, None, os.getpid())


def test_what_a_process_has_done_is_counted() -> None:
    before, mine = process._work(os.getpid()), os.times()
    assert before is not None
    while sum(os.times()[:2]) - sum(mine[:2]) < 0.05:
        pass
    assert process._work(os.getpid()) != before
    with subprocess.Popen(["true"]) as child:
        pass
    assert process._work(child.pid) is None
