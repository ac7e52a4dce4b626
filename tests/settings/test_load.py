"""Settings files, good and bad: every error names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.each import each

from hubbub.settings import Settings, SettingsError, load


def problems(path: Path, content: str | bytes) -> list[str]:
    """What `load` says of a file with that content, without the folder's name."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError) as caught:
        load(path)
    return [str(problem).removeprefix(str(path.parent) + "/") for problem in caught.value.problems]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hubbub.toml"


def test_no_file_means_defaults() -> None:
    assert load(None) == Settings()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"# only a comment", b"[server]\n"])
def test_an_empty_file_means_defaults(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert load(file) == Settings()


def test_byte_order_mark_and_crlf_are_accepted(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbf[server]\r\nname = "here"\r\n\r\n[listen]\r\nport = 7000\r\n')
    settings = load(file)
    assert (settings.server.name, settings.listen.port) == ("here", 7000)


@pytest.mark.parametrize("directory", ["https://ca.example", "https://ca.example:14000/dir", "https://[::1]/dir"])
def test_the_directory_of_an_authority_is_any_address_with_tls(file: Path, directory: str) -> None:
    file.write_text(f"[acme]\non = true\nnames = ['a.b']\ndirectory = '{directory}'")
    assert load(file).acme.directory == directory


@each(
    ("content", "expected"),
    [
        ("[server]\n\nnme = 1", "hubbub.toml:3: server.nme: there is no such setting; did you mean name?"),
        ("[servr]\nname = 'x'", "hubbub.toml:1: servr: there is no such table; did you mean server?"),
        ("server = 5", "hubbub.toml:1: server: must be a table, [server]"),
        ("[listen]\nport = '7777'", 'hubbub.toml:2: listen.port: must be a whole number, not "7777"'),
        ("[listen]\nport = true", "hubbub.toml:2: listen.port: must be a whole number, not true"),
        ("[listen]\nport = 70000", "hubbub.toml:2: listen.port: must be at most 65535, not 70000"),
        ("[server]\nname = 5", 'hubbub.toml:2: server.name: must be a text in "quotes", not 5'),
        ("[server]\nnames = 'latin'", 'hubbub.toml:2: server.names: must be one of "ascii", "unicode", not "latin"'),
        ("[server]\nname = 'a'\nname = 'b'", "hubbub.toml:3: name: is set twice"),
        ("[web]\n[server]\n[web]", "hubbub.toml:3: web: this table stands here twice"),
        ("[server]\nname = ", "hubbub.toml:2: name: Invalid value"),
        ("[server\nname = 'x'", "hubbub.toml:1: server: Expected ']' at the end of a table declaration"),
        ("[server]\npassword = 123456", 'hubbub.toml:2: server.password: must be a text in "quotes", not what it is'),
        ("[server]\nname = 'a b'", "hubbub.toml:2: server.name: must be one word"),
        ('[server]\nname = "a\\u001bb"', "hubbub.toml:2: server.name: has a control character"),
        ("[server]\nicon = 'ftp://example.org/icon.svg'", "hubbub.toml:2: server.icon: must be a URL like https://"),
        ("[server]\nicon = 'https://example.org/a b'", "hubbub.toml:2: server.icon: must be a URL like https://"),
        (
            f"[server]\ndenied_tags = ['{'t' * 301}']",
            "hubbub.toml:2: server.denied_tags: are too many",
        ),
        (f"[server]\nicon = 'https://example.org/?{'=' * 70}'", "hubbub.toml:2: server.icon: is too long; at most 300"),
        ("[server]\nlobby = 'lobby'", "hubbub.toml:2: server.lobby: must begin with #"),
        ("[data]\ndirectory = {}", 'hubbub.toml:2: data.directory: must be a text in "quotes", not a table'),
        ("[web]\norigins = ['https://a.example', 'a.example']", 'hubbub.toml:2: web.origins: "a.example" is not of'),
        ("[web]\nurl = 'chat.example'", 'hubbub.toml:2: web.url: "chat.example" is not of'),
        ("[web]\nurl = 'https://a..b'", 'hubbub.toml:2: web.url: "https://a..b" is not of'),
        ("[web]\nurl = 'https://[1:2]'", 'hubbub.toml:2: web.url: "https://[1:2]" is not of'),
        ("[web]\nurl = 'https://chat:65536/x'", 'hubbub.toml:2: web.url: "https://chat:65536/x" is not of'),
        ("[web]\nirc = 'chat:0'", 'hubbub.toml:2: web.irc: "chat:0" is not of'),
        ("[web]\nnames = ['-x']", 'hubbub.toml:2: web.names: "-x" is not a host name'),
        ("[listen]\naddresses = [\n  'irc://[::1]:1',\n  'x'\n]", 'hubbub.toml:2: listen.addresses: "x" is not of'),
        ("[listen]\nport = 0", "hubbub.toml:2: listen.port: port 0 (any free port) is for loopback"),
        (
            "[listen]\ntls_cert = '/no.pem'\ntls_key = '/no.pem'",
            'hubbub.toml:2: listen.tls_cert: there is no file "/no',
        ),
        ("[listen]\ntls_key = '/no.pem'", "hubbub.toml:1: listen.tls_cert: is needed too"),
        ("[server]\npassword = 'changeme'", "hubbub.toml:2: server.password: is everybody's first guess"),
        ("[sts]\nduration = '30 d'", "hubbub.toml:1: sts.port: is needed too: the port for TLS"),
        ("[sts]\nport = 6697", "hubbub.toml:1: sts.names: must have the host names"),
        ("[sts]\nnames = ['a']\nport = 1", "hubbub.toml:3: sts.port: needs a certificate that clients trust"),
        ("[sts]\nnames = ['a b']\nport = 1", 'hubbub.toml:2: sts.names: "a b" is not a host name'),
        ("[acme]\non = true", "hubbub.toml:1: acme.names: must have the host names"),
        ("[acme]\non = true\nnames = ['localhost']", "hubbub.toml:3: acme.names: are whole names such as"),
        ("[acme]\non = true\nnames = ['192.0.2.1']", "hubbub.toml:3: acme.names: are whole names such as"),
        ("[acme]\nnames = ['*.example']", 'hubbub.toml:2: acme.names: "*.example" is not a host name'),
        ("[acme]\non = true\nnames = ['a.b']\nemail = 'me'", "hubbub.toml:4: acme.email: is not an e-mail address"),
        ("[acme]\non = true\nnames = ['a.b']\ndirectory = 'http://a'", "hubbub.toml:4: acme.directory: must be a URL"),
        ("[acme]\non = true\nnames = ['a.b']\ndirectory = 'https://[::1'", "hubbub.toml:4: acme.directory: must be"),
        ("[acme]\non = true\nnames = ['a.b']\nca_file = '/no'", 'hubbub.toml:4: acme.ca_file: there is no file "/no'),
        ("[backup]\nupload = 'ftp://a'", 'hubbub.toml:2: backup.upload: "ftp://a" is not of the form s3://BUCKET'),
        ("[backup]\nupload_endpoint = 's3.a'", 'hubbub.toml:2: backup.upload_endpoint: "s3.a" is not of'),
        ("[backup]\nupload_endpoint = 'http://s3.a'", "hubbub.toml:2: backup.upload_endpoint: is http, where all can"),
        ("[backup]\nupload_endpoint = 'http://[::1'", 'hubbub.toml:2: backup.upload_endpoint: "http://[::1" is not'),
        (
            "[cluster]\nlog = 'postgresql://a/b'\nbus = 'nats://[::1'",
            "hubbub.toml:3: cluster.bus: has the form nats://",
        ),
        ("[backup]\nupload_key = 'a'", "hubbub.toml:2: backup.upload_key: and upload_secret go together"),
        ("[sts]\nduration = '1.5 s'", "hubbub.toml:2: sts.duration: must be a whole number, not 1.5"),
        ("[limits]\nping_seconds = 200", "hubbub.toml:1: limits.dead_seconds: must be more than ping_seconds (200)"),
    ],
)
def test_an_error_names_file_line_and_key(file: Path, content: str, expected: str) -> None:
    assert problems(file, content)[0].startswith(expected)


@each(
    ("key", "value", "expected"),
    [
        ("send_queue_bytes", '"10XB"', '"10XB" is not a number of bytes'),
        ("send_queue_bytes", '"-1 MiB"', '"-1 MiB" is not a number of bytes'),
        ("send_queue_bytes", "0", "must be at least 1, not 0"),
        ("send_queue_bytes", '"0.5 B"', "must be a whole number, not 0.5"),
        ("ping_seconds", "0", "must be more than 0"),
        ("ping_seconds", "-90", "must be more than 0"),
        ("ping_seconds", "inf", "must be a finite number"),
        ("ping_seconds", "nan", "must be a finite number"),
        ("ping_seconds", '"2 weeks"', '"2 weeks" is not a number of seconds'),
        ("flood_rate", "0", "must be more than 0"),
        ("flood_burst", "0", "must be at least 1, not 0"),
        ("rooms_per_user", "-1", "must be at least 1, not -1"),
        ("name_bytes", "65", "is at most 64, so that a line of IRC has place for names"),
        ("room_bytes", '"1 KiB"', "is at most 128, so that a line of IRC has place for names"),
        ("connects_per_10min", "0", "must be at least 1, not 0"),
    ],
)
def test_a_limit_that_cannot_be_is_a_named_error(file: Path, key: str, value: str, expected: str) -> None:
    assert problems(file, f"[limits]\n{key} = {value}")[0].startswith(f"hubbub.toml:2: limits.{key}: {expected}")


def test_sizes_and_times_may_have_units(file: Path) -> None:
    file.write_text('[limits]\nsend_queue_bytes = "64 KiB"\nread_queue_bytes = "9kb"\nping_seconds = "1.5 m"\n')
    limits = load(file).limits
    assert (limits.send_queue_bytes, limits.read_queue_bytes, limits.ping_seconds) == (65536, 9000, 90)


def test_a_preload_needs_a_duration(file: Path) -> None:
    content = (
        "[listen]\ntls_cert = 'hubbub.toml'\ntls_key = 'hubbub.toml'\n[sts]\nport = 6697\nnames = ['irc.example']\n"
    )
    assert problems(file, f"{content}preload = true") == ["hubbub.toml:7: sts.preload: needs a duration"]
    file.write_text(f'{content}preload = true\nduration = "30 d"')
    assert load(file).sts.duration == 30 * 86400


def test_all_problems_are_told_at_once_in_the_order_of_the_file(file: Path) -> None:
    told = problems(file, "[listen]\nport = -1\n[server]\nlobbi = ''\nname = 4")
    assert [line.split(": ")[0] for line in told] == ["hubbub.toml:2", "hubbub.toml:4", "hubbub.toml:5"]


def test_brackets_and_equal_signs_in_texts_do_not_move_the_lines(file: Path) -> None:
    told = problems(file, '[server]\nmotd = """\n[listen]\nport = 5 # no\n"""\n# [web]\n[listen]\nport = "x"')
    assert told == ['hubbub.toml:8: listen.port: must be a whole number, not "x"']


def test_what_is_not_utf_8_is_refused_with_its_line(file: Path) -> None:
    assert problems(file, b"[server]\nname = 'a'\nmotd = '\xff'") == ["hubbub.toml:3: is not UTF-8"]


def test_a_huge_file_is_refused_before_it_is_read(file: Path) -> None:
    with file.open("wb") as out:
        out.truncate(100 << 20)
    with pytest.raises(SettingsError, match="too large for a settings file"):
        load(file)


def test_deep_nesting_is_refused(file: Path) -> None:
    assert problems(file, "a = " + "[" * 100_000) == ["hubbub.toml: is nested too deeply"]


@pytest.mark.parametrize("name", ["missing.toml", "", "nul\0.toml"])
def test_what_cannot_be_read_is_a_named_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be read: "):
        load(tmp_path / name)


def test_relative_paths_are_relative_to_the_file(file: Path) -> None:
    file.write_text('[data]\ndirectory = "kept"\n[server]\npassword_file = "/etc/secret"')
    settings = load(file)
    assert settings.data.directory == str(file.parent / "kept")
    assert settings.server.password_file == "/etc/secret"


def test_flags_come_before_the_file(file: Path) -> None:
    file.write_text("[listen]\nport = 7000\nhost = '127.0.0.1'")
    listen = load(file, {"listen.port": 7001}).listen
    assert (listen.port, listen.host) == (7001, "127.0.0.1")


def test_a_problem_of_a_flag_blames_the_command_line(file: Path) -> None:
    file.write_text("[server]\nlobby = '#a'")
    with pytest.raises(SettingsError, match=r"^the command line: server\.lobby: must begin with #"):
        load(file, {"server.lobby": "a"})


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path / "a\x1b[2J\udcff")
    assert str(caught.value).isprintable()


def test_tables_in_double_brackets_may_be_repeated(tmp_path: Path) -> None:
    file = tmp_path / "hubbub.toml"
    file.write_text('[[operators]]\nname = "root"\npassword = "x1"\n\n[[operators]]\nname = "eve"\npassword = "x2"\n')
    assert [(operator.name, operator.password) for operator in load(file).operators] == [("root", "x1"), ("eve", "x2")]


@each(
    ("text", "line", "key"),
    [
        ('[operators]\nname = "root"\n', 1, "operators"),
        ('[[operators]]\nname = "root"\n', 1, "operators.1.password"),
        ('[[operators]]\nname = "r"\npassword = "x"\n[[operators]]\nnane = "e"\n', 5, "operators.2.nane"),
        (
            '[[operators]]\nname = "r"\npassword = "x"\n[[operators]]\nname = "r"\npassword = "y"\n',
            5,
            "operators.2.name",
        ),
        ('[[operators]]\nname = "a b"\npassword = "x"\n', 2, "operators.1.name"),
        ('[[operators]]\nname = "r"\npassword = "$argon2id$v=19"\n', 3, "operators.1.password"),
        ('[[operators]]\nname = "r"\npassword = "changeme"\n', 3, "operators.1.password"),
        ('[[webirc]]\npassword = "x"\n', 1, "webirc.1.hosts"),
        ('[[webirc]]\npassword = "x"\nhosts = ["gateway.example"]\n', 3, "webirc.1.hosts"),
        ('[listen]\ntrusted_proxies = ["10.0.0.0/99"]\n', 2, "listen.trusted_proxies"),
        ("[push]\nenabled = true\n", 1, "push.contact"),
        ('[push]\ncontact = "me"\n', 2, "push.contact"),
        ('[push]\ncontact = "http://example.org"\n', 2, "push.contact"),
        ('[push]\ncontact = "mailto:a@example.org\\r\\nX: y"\n', 2, "push.contact"),
        ('[push]\nallow = ["10.0.0.0/99"]\n', 2, "push.allow"),
        ('[push]\nallow = ["0.0.0.0/0"]\n', 2, "push.allow"),
        ('[push]\nallow = ["https://ntfy.lan"]\n', 2, "push.allow"),
        ('[push]\nallow = ["ntfy.lan:8443"]\n', 2, "push.allow"),
        ('[push]\nca_file = "/nowhere/ca.pem"\n', 2, "push.ca_file"),
        ('[server]\nadmin = ["1", "2", "3", "4"]\n', 2, "server.admin"),
    ],
)
def test_what_operators_gateways_and_proxies_cannot_be(tmp_path: Path, text: str, line: int, key: str) -> None:
    file = tmp_path / "hubbub.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load(file)
    assert [(problem.line, problem.key) for problem in caught.value.problems] == [(line, key)]
