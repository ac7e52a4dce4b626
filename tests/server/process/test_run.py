"""The process: how it starts, what it refuses, and how it ends. Bad inputs 79, 80, 82 and 87."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hubbub.log.sqlite.schema import NEWEST

Process = subprocess.Popen[str]


def start(data: Path, *arguments: str, **streams: int) -> Process:
    command = [sys.executable, "-m", "hubbub", "serve", "--data", str(data), *arguments]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    source = str(Path(__file__).parents[3] / "src")
    environment = {**os.environ, "PYTHONPATH": source, "XDG_DATA_HOME": str(data.parent)}
    return subprocess.Popen(command, text=True, env=environment, **pipes)  # type: ignore[call-overload,no-any-return]


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[tuple[Process, int]]:
    """A server on a port that is free, killed in the end if it still runs."""
    process = start(data, "--host", "127.0.0.1", "--port", "0", *arguments)
    try:
        assert process.stderr is not None
        yield process, json.loads(process.stderr.readline())["port"]
    finally:
        process.kill()
        process.communicate()


def failed(data: Path, *arguments: str) -> tuple[int, str]:
    process = start(data, *arguments)
    _, complaint = process.communicate(timeout=20)
    return process.returncode, complaint


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_says_goodbye_and_ends(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with serving(tmp_path / "data") as (process, port), socket.create_connection(("127.0.0.1", port)) as alice:
        alice.sendall(b"alice\r\n")
        stream = alice.makefile("r")
        while "Welcome to the chat, alice!" not in stream.readline():
            pass
        process.send_signal(number)
        assert process.wait(10) == code
        assert "Come back in" in stream.read()


def test_standard_output_stays_empty_and_the_log_has_no_secret(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as (process, _):
        assert process.stderr is not None
        said = [json.loads(process.stderr.readline()) for _ in range(2)]
        assert [line["event"] for line in said] == ["started", "first_operator"]
        assert (said[0]["schema"], said[0]["folder"]) == (NEWEST, str(data))
        code = (data / "first-operator").read_text().strip()
        assert (data / "first-operator").stat().st_mode & 0o777 == 0o600
        assert (data / "tls.key").stat().st_mode & 0o777 == 0o600
        shown = subprocess.run(
            [sys.executable, "-m", "hubbub", "operator-code", "--data", str(data)], capture_output=True, text=True
        )
        assert f"/operator {code}" in shown.stdout
        process.terminate()
        out, log = process.communicate(timeout=20)
    assert out == ""
    assert code not in log
    events = [json.loads(line) for line in log.splitlines()]
    assert [(line["event"], line.get("why")) for line in events] == [("stopping", "signal"), ("stopped", None)]


def test_sighup_disconnects_nobody(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (process, port), socket.create_connection(("127.0.0.1", port)) as alice:
        process.send_signal(signal.SIGHUP)
        assert process.stderr is not None
        assert any('"certificate"' in line for line in iter(process.stderr.readline, ""))
        alice.sendall(b"\r\n")
        assert b"What is your name?" in alice.recv(1000)


def test_a_closed_standard_output_is_no_reason_to_end(tmp_path: Path) -> None:
    out, into = os.pipe()
    os.close(out)
    process = start(tmp_path / "data", "--host", "127.0.0.1", "--port", "0", stdout=into)
    os.close(into)
    assert process.stderr is not None
    assert json.loads(process.stderr.readline())["event"] == "listening"
    process.terminate()
    assert process.wait(10) == 0
    process.communicate()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, complaint = failed(tmp_path / "data", "--host", "127.0.0.1", "--port", port)
    assert code == 1
    assert complaint == (
        f"Error: Cannot listen on 127.0.0.1:{port}: the port is taken. "
        "Is another server running? Choose another one with --port.\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_data_folder_in_use_or_not_a_folder(tmp_path: Path) -> None:
    with serving(tmp_path / "data"):
        code, complaint = failed(tmp_path / "data", "--host", "127.0.0.1", "--port", "0")
        assert code == 1
        assert "Another hubbub server" in complaint
    (tmp_path / "file").write_text("")
    code, complaint = failed(tmp_path / "file", "--host", "127.0.0.1", "--port", "0")
    assert (code, complaint.count("\n")) == (1, 1)


def test_a_certificate_that_cannot_be_used(tmp_path: Path) -> None:
    noise = tmp_path / "noise.pem"
    noise.write_text("nothing")
    code, complaint = failed(
        tmp_path / "data", "--host", "127.0.0.1", "--port", "0", "--tls-cert", str(noise), "--tls-key", str(noise)
    )
    assert code == 78
    assert "listen.tls_cert" in complaint
    assert complaint.count("\n") == 1


def become_operator(port: int) -> socket.socket:
    alice = socket.create_connection(("127.0.0.1", port))
    alice.sendall(b"NICK alice\r\nUSER a 0 * :A\r\nOPER root opensesame\r\n")
    stream = alice.makefile("r")
    while " 381 " not in stream.readline():
        pass
    return alice


def with_operator(data: Path) -> None:
    data.mkdir()
    (data / "hubbub.toml").write_text('[[operators]]\nname = "root"\npassword = "opensesame"\n')


def test_an_operator_stops_it(tmp_path: Path) -> None:
    with_operator(tmp_path / "data")
    with serving(tmp_path / "data") as (process, port), become_operator(port) as alice:
        alice.sendall(b"DIE\r\n")
        assert process.wait(10) == 0
        assert process.stderr is not None
        acts = [json.loads(line) for line in process.stderr if '"event": "operator"' in line]
    assert [(act["event"], act["who"], act["operator"], act["command"]) for act in acts] == [
        ("operator", "alice", "root", "OPER"),
        ("operator", "alice", "root", "DIE"),
    ]


def test_a_restart_is_the_same_process_with_the_same_command(tmp_path: Path) -> None:
    with_operator(tmp_path / "data")
    with serving(tmp_path / "data") as (process, port), become_operator(port) as alice:
        alice.sendall(b"RESTART\r\n")
        assert process.stderr is not None
        again = next(json.loads(line) for line in process.stderr if '"listening"' in line)
        assert process.poll() is None
        become_operator(again["port"]).close()


def test_an_operator_lets_it_read_its_settings_again(tmp_path: Path) -> None:
    with_operator(tmp_path / "data")
    file = tmp_path / "data" / "hubbub.toml"
    with serving(tmp_path / "data") as (_, port), become_operator(port) as alice:
        stream = alice.makefile("r")
        kept = file.read_text()
        file.write_text(f'[server]\nmotd = "changed"\n\n{kept}')
        alice.sendall(b"REHASH\r\nMOTD\r\n")
        while not (line := stream.readline()).endswith(" :- changed\n"):
            assert " NOTICE " not in line
            assert " 422 " not in line
        file.write_text(f"[server]\nmodt = 1\n\n{kept}")
        alice.sendall(b"REHASH\r\n")
        while " NOTICE " not in (line := stream.readline()):
            pass
        assert f"{file}:2: server.modt: there is no such setting" in line


def command(data: Path, *words: str) -> tuple[int, str, str]:
    """A subcommand that is about the server on that folder: its exit code, and what it said where."""
    line = [sys.executable, "-m", "hubbub", *words, "--data", str(data)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_its_operator_sees_how_it_is_reloads_and_upgrades(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with_operator(data)
    file = data / "hubbub.toml"
    kept = file.read_text()
    with serving(data) as (process, port), socket.create_connection(("127.0.0.1", port)) as alice:
        alice.sendall(b"NICK alice\r\nUSER a 0 * :A\r\nPING in\r\n")
        stream = alice.makefile("r")
        while " PONG " not in stream.readline():
            pass
        code, told, _ = command(data, "status", "--json")
        known = json.loads(told)
        assert (code, known["people"], known["process"], known["troubles"]) == (0, 1, process.pid, [])
        assert command(data, "healthcheck")[:2] == (0, "ok\n")  # the console knows the port
        assert command(data, "healthcheck", "--port", str(port))[:2] == (0, "ok\n")
        file.write_text(f"[server]\nmodt = 1\n\n{kept}")
        code, told, complaint = command(data, "reload")
        assert (code, told) == (78, "")
        assert complaint.startswith(f"{file}:2: server.modt: there is no such setting")
        code, _, complaint = command(data, "upgrade")
        assert (code, "server.modt" in complaint) == (78, True)
        file.write_text(f'[server]\nmotd = "new"\nname = "other"\n\n{kept}')
        assert command(data, "reload") == (
            0, "The settings and the certificate were read again.\nserver.name: changes with the next restart\n", ""
        )  # fmt: skip
        code, told, _ = command(data, "upgrade")
        assert (code, "goes on, with" in told) == (0, True)
        alice.sendall(b"MOTD\r\n")
        while ":- new" not in stream.readline():
            pass
    assert command(data, "healthcheck", "--port", str(port))[0] == 1
