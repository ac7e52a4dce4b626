"""`hubbub` as a process: what it prints, where, and how it exits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.each import each

import hubbub


def run(*arguments: str | bytes, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """`hubbub ARGUMENTS` with that standard input, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "hubbub", *arguments],
        input=stdin,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )


def refused(*arguments: str | bytes, code: int = 2) -> str:
    """What standard error says to arguments that are refused: no traceback, and nothing on standard output."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_version() -> None:
    assert run("--version").stdout == f"hubbub, version {hubbub.__version__}\n"


def test_no_arguments_show_the_help() -> None:
    done = run()
    assert done.returncode == 0
    assert done.stdout == run("--help").stdout
    assert [word for word in ("serve", "chat", "config") if word not in done.stdout] == []


@each("arguments", [("serv",), ("--bogus",), ("serve", "--bogus"), ("-x",), ("",), ("chat", "-x")])
def test_an_unknown_word_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert refused(*arguments).startswith("Usage: hubbub")


@pytest.mark.parametrize(("word", "meant"), [("serv", "serve"), ("WHO", "console who"), ("lockdwn", "lockdown")])
def test_the_word_that_was_meant_is_guessed(word: str, meant: str) -> None:
    assert f"Did you mean {meant}?" in refused(word)


@each("option", ["--host", "--name", "--data", "--config", "--listen", "--tls-cert", "--port"])
def test_an_empty_option_is_wrong_usage(option: str) -> None:
    assert f"Invalid value for '{option}'" in refused("serve", option, "")


@each("value", [b"\xff\xfe", "a\nb", "a\x1b[2Jb"])
@each("command", [("serve", "--name"), ("serve", "--host"), ("chat",), ("chat", "--name")])
def test_what_is_not_plain_text_is_named_and_not_printed_raw(command: tuple[str, ...], value: str | bytes) -> None:
    told = refused(*command, value)
    assert "has a control character, or is not UTF-8" in told
    assert told.replace("\n", "").isprintable()


@pytest.mark.parametrize("value", [b"/nowhere/\xff", "/nowhere/a\nb"])
def test_an_odd_path_is_a_named_error(value: str | bytes) -> None:
    told = refused("serve", "--config", value, code=78)
    assert told.endswith(": cannot be read: No such file or directory\n")
    assert told.count("\n") == 1


@each("port", ["70000", "-1", "http", "7777.0", "1_0", "+5", " 5", "\u0667\u0667\u0667\u0667"])
def test_a_port_that_cannot_be_is_wrong_usage(port: str) -> None:
    assert "Invalid value for '--port'" in refused("serve", "--port", port)


def test_port_0_is_for_loopback_only() -> None:
    assert "listen.port: port 0 (any free port) is for loopback" in refused("serve", "--port", "0", code=78)


@pytest.mark.parametrize("command", ["serve", "chat"])
def test_a_password_on_the_command_line_is_refused_and_not_repeated(command: str) -> None:
    told = refused(command, "--password", "hunter2")
    assert "server.password_file" in told
    assert "hunter2" not in told


@pytest.mark.parametrize("where", [(), ("--host", "0.0.0.0"), ("--host", "::1", "--listen", "irc://*:6667")])
def test_no_limits_is_refused_unless_every_listener_is_on_loopback(where: tuple[str, ...]) -> None:
    assert "--no-limits is for loopback addresses only" in refused("serve", "--no-limits", *where)


def test_every_problem_of_the_settings_is_a_line(tmp_path: Path) -> None:
    file = tmp_path / "hubbub.toml"
    file.write_text("[listen]\nport = 'a'\nhots = ''\n")
    lines = refused("serve", "--config", str(file), code=78).splitlines()
    assert [line.split(": ")[:2] for line in lines] == [[f"{file}:2", "listen.port"], [f"{file}:3", "listen.hots"]]


def test_ask_needs_an_answer() -> None:
    done = run("serve", "--ask", stdin="127.0.0.1\n")
    assert done.returncode == 1
    assert done.stderr.endswith("Error: standard input ended before the question was answered.\n")


def test_ctrl_c_at_a_question_exits_with_130() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "hubbub", "serve", "--ask"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(7) == b"Address"
        while process.poll() is None:  # whoever presses in the moment before it waits for a key presses again
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
        assert (process.returncode, process.stderr.read().strip()) == (130, b"")


def test_config_prints_what_the_data_folder_sets(tmp_path: Path) -> None:
    (tmp_path / "hubbub.toml").write_text("[server]\nname = 'here'\npassword = 'quite private'\n")
    printed = run("config", "--data", str(tmp_path)).stdout
    assert 'name = "here"' in printed
    assert "quite private" not in printed


def test_what_config_prints_when_the_settings_are_wrong_opens_no_server(tmp_path: Path) -> None:
    (tmp_path / "hubbub.toml").write_text("[server]\npassword = 'quite private'\nprot = 1\n")
    done = run("config", "--data", str(tmp_path))
    assert (done.returncode, "did you mean" in done.stderr or "no such setting" in done.stderr) == (78, True)
    (tmp_path / "saved").write_text(done.stdout)
    done = run("config", "--check", "--config", str(tmp_path / "saved"))
    assert (done.returncode, "saved:1" in done.stderr) == (78, True)


def test_settings_that_are_printed_over_themselves_open_no_server(tmp_path: Path) -> None:
    file = tmp_path / "hubbub.toml"
    before = "[server]\npassword = 'quite private'\n"
    for mode, said, after in (("a", "twice", before), ("w", "has emptied", "these settings were lost\n")):
        file.write_text(before)
        with file.open(mode) as out:
            command = [sys.executable, "-m", "hubbub", "config", "--data", str(tmp_path)]
            done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, said in done.stderr, file.read_text()) == (1, True, after)
    assert "hubbub.toml:1" in refused("serve", "--data", str(tmp_path), code=78)


def test_a_closed_pipe_ends_it_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as nobody_reads:
        done = subprocess.run(
            [sys.executable, "-m", "hubbub", "config", "--defaults"],
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (1, b"")


def test_help_imports_no_part_of_the_server_or_the_client() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "hubbub", "serve", "--help"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
        capture_output=True,
        check=True,
        timeout=60,
    ).stderr
    imported = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert "click" in imported
    assert {
        "asyncio",
        "aiohttp",
        "apsw",
        "cryptography",
        "hubbub.server",
        "hubbub.terminal",
        "hubbub.chat",
    } & imported == set()


def test_closed_standard_streams_end_nothing() -> None:
    """Row 87: also without any of them, and no file of ours takes their place."""
    done = subprocess.run(
        ["sh", "-c", '"$0" -m hubbub config --defaults <&- >&- 2>&-', sys.executable],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0


@each(("password", "code"), [("open sesame\n", 0), ("", 2), ("\n", 2), ("a\x1bb\n", 2), ("x" * 1025, 2)])
def test_hash_reads_a_password_from_a_pipe(password: str, code: int) -> None:
    done = run("hash", stdin=password)
    assert done.returncode == code
    assert done.stdout.startswith("$argon2id$") is (code == 0)
    assert "Warning" not in done.stderr
