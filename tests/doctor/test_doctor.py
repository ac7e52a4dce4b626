"""Sixty-odd broken installations, each of which is named, and a sound one, of which nothing is said."""

from __future__ import annotations

import asyncio
import datetime
import errno
import json
import os
import resource
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import apsw
import msgspec
import pytest
from tests.cli.test_process import run

from hubbub.chat.names import fold
from hubbub.copies import record
from hubbub.copies.record import Proof, Taken
from hubbub.doctor import certificate as certificate_look
from hubbub.doctor import copies as copies_look
from hubbub.doctor import files as files_look
from hubbub.doctor import push as push_look
from hubbub.doctor.examine import case_of, examine
from hubbub.doctor.finding import Case
from hubbub.log.space import Space
from hubbub.log.sqlite import mark, open_log
from hubbub.log.sqlite.files import PAGE
from hubbub.server.entrance import selfsigned
from hubbub.settings import Data, Gateway, Listen, Operator, Push, Server, Settings, Web
from hubbub.settings.model import Backup, Metrics, Sts

HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA"


class Place:
    """An installation that a case breaks. `settings` may be exchanged."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.patch = monkeypatch
        self.file = folder / "hubbub.toml"
        self.settings = Settings(listen=Listen(host="127.0.0.1", port=0))
        self.now = time.time()
        self.opened: list[socket.socket] = []  # as long as the test

    def change(self, **tables: object) -> None:
        self.settings = msgspec.structs.replace(self.settings, **tables)

    def certificate(self, name: str = "chat.example", days: float = 90, issuer: bool = False) -> tuple[Path, Path]:
        """A certificate of that life, which the settings name."""
        crt, key = self.folder.parent / "given.crt", self.folder.parent / "given.key"
        self.patch.setattr(socket, "gethostname", lambda: name)
        self.patch.setattr(selfsigned, "LIFE", datetime.timedelta(days=days))
        selfsigned.make(crt, key)
        self.change(listen=Listen(host="127.0.0.1", port=0, tls_cert=str(crt), tls_key=str(key)))
        return crt, key

    def case(self) -> Case:
        self.change(data=Data(directory=str(self.folder)))
        return case_of(self.settings, self.folder, self.file, running=False, now=self.now)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with which all is well."""
    folder = tmp_path_factory.mktemp("sound") / "data"
    log = open_log(folder, fold)
    log.load(int(time.time() * 1000))
    asyncio.run(log.close())
    selfsigned.make(folder / "tls.crt", folder / "tls.key")
    copies = folder / "copies"
    copies.mkdir(mode=0o700)
    (copies / "one").touch(mode=0o600)
    proof = Proof(rooms=1, messages=2, accounts=1, found="x", seconds=3.0)
    record.note_taken(copies, Taken(str(copies / "one"), int(time.time() * 1000), 1, "asked", proof))
    for path in (folder, copies):
        path.chmod(0o700)
    (folder / "hubbub.toml").touch(mode=0o600)
    return folder


@pytest.fixture
def place(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    folder = tmp_path / "d"
    shutil.copytree(sound, folder)
    known = record.read(folder / "copies")
    taken = [msgspec.structs.replace(one, file=str(folder / "copies" / "one")) for one in known.taken]
    record.write(folder / "copies", record.Record(taken))
    made = Place(folder, monkeypatch)
    yield made
    for opened in made.opened:
        opened.close()


def on_database(place: Place, statement: str) -> None:
    connection = apsw.Connection(str(place.folder / "hubbub.db"))
    connection.execute(statement)
    connection.close()


SPOIL = """
    insert into entry (log, seq, id, at, kind, body, texts, further) values (99, 1, 1 << 61, 1, 1, 'no JSON', null, 0)
"""


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[PAGE * 2 : PAGE * 4] = b"\xff" * PAGE * 2
    path.write_bytes(data)


def remove_folder(place: Place) -> None:
    shutil.rmtree(place.folder)
    place.file = place.folder.parent / "none.toml"


def folder_is_file(place: Place) -> None:
    remove_folder(place)
    place.folder.write_text("")


def database_gone(place: Place) -> None:
    (place.folder / "hubbub.db").rename(place.folder / "hubbub.db-wal")


def long_path(place: Place) -> None:
    longer = place.folder.parent / ("x" * 100)
    place.folder.rename(longer)
    place.folder = longer
    known = record.read(longer / "copies")
    record.write(longer / "copies", record.Record([msgspec.structs.replace(known.taken[0], file=str(longer))]))


def leftovers(place: Place) -> None:
    left = place.folder / ".hubbub-copy-abc"
    left.mkdir()
    os.utime(left, (1, 1))


def old_copy(place: Place) -> None:
    place.change(backup=Backup(every=86_400))
    place.now += 10 * 86_400


def without_age(place: Place) -> None:
    place.change(backup=Backup(encrypt_to="age1abc"))
    place.patch.setattr(copies_look, "find_spec", lambda name: None)


def little_room(free: int, total: int = 1 << 40) -> Callable[[Place], None]:
    def broken(place: Place) -> None:
        place.patch.setattr("hubbub.doctor.files.space", lambda folder: Space(total, free))

    return broken


def taken_port(place: Place) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    place.opened.append(taken)
    place.change(listen=Listen(host="127.0.0.1", port=taken.getsockname()[1]))


def wrong_key(place: Place) -> None:
    _, key = place.certificate()
    of_another_certificate(place, key)


def wrong_own_key(place: Place) -> None:
    of_another_certificate(place, place.folder / "tls.key")


def of_another_certificate(place: Place, key: Path) -> None:
    other = place.folder.parent / "other.key"
    selfsigned.make(place.folder.parent / "other.crt", other)
    shutil.copyfile(other, key)


def no_chain(place: Place) -> None:
    """One that somebody else has signed, alone."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    crt, key = place.certificate()
    private, old = load_pem_private_key(key.read_bytes(), None), x509.load_pem_x509_certificate(crt.read_bytes())
    builder = x509.CertificateBuilder().subject_name(old.subject).public_key(old.public_key()).serial_number(1)
    issuer = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "An Authority")])
    signed = (
        builder.issuer_name(issuer)
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc)
        .sign(private, hashes.SHA256())  # type: ignore[arg-type]
    )
    crt.write_bytes(signed.public_bytes(serialization.Encoding.PEM))


def another_name(place: Place) -> None:
    place.certificate("other.example")
    place.change(sts=Sts(port=7777, names=("chat.example",)))


def early(place: Place) -> None:
    place.certificate()
    place.now -= 10 * 86_400


def settings_open(place: Place) -> None:
    place.change(operators=(Operator("root", HASH),))
    place.file.chmod(0o644)


def password_open(place: Place) -> None:
    (place.folder / "password").write_text("x")
    (place.folder / "password").chmod(0o644)
    place.change(server=Server(password_file=str(place.folder / "password")))


def code_open(place: Place) -> None:
    (place.folder / "first-operator").touch()
    (place.folder / "first-operator").chmod(0o644)


def of_kind(name: str) -> Callable[[Place], object]:
    """Something else in its place."""

    def broken(place: Place) -> None:
        taken = place.folder / name
        if name in ("copies", "files"):
            shutil.rmtree(taken, ignore_errors=True)
            taken.touch(mode=0o600)
        else:
            taken.unlink(missing_ok=True)
            taken.mkdir(mode=0o700)

    return broken


def leads_nowhere(place: Place) -> None:
    for path in place.folder.glob("hubbub.db*"):
        path.unlink()
    (place.folder / "hubbub.db").symlink_to("/nowhere/hubbub.db")


def content_gone(place: Place) -> None:
    on_database(
        place,
        "insert into file values ('A', 1, 'ab', 'account:1', 'alice', 'a.txt', 'text/plain', 1, 0, 0, 0, 1)",
    )


def no_more_files(place: Place) -> None:
    found = SimpleNamespace(
        f_files=1000, f_favail=0, f_frsize=4096, f_blocks=1 << 30, f_bfree=1 << 30, f_bavail=1 << 30
    )
    place.patch.setattr(os, "statvfs", lambda _: found)


def of_another(place: Place) -> None:
    """As a command given by root leaves it."""
    status = os.lstat

    def owned(path: object) -> object:
        found = status(path)  # type: ignore[arg-type]
        return SimpleNamespace(st_uid=54321) if str(path).endswith("search.db") else found

    place.patch.setattr(Path, "lstat", owned)


PUSH = Push(enabled=True, contact="mailto:a@example.org")


def no_certificates_known(place: Place) -> None:
    place.change(push=PUSH)
    place.patch.setattr(push_look, "knows_any", lambda: False)


def refuse(number: int) -> Callable[..., None]:
    """What the system refuses for that reason."""

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refused


BROKEN: dict[str, Callable[[Place], object]] = {
    "folder_is_file": folder_is_file,
    "no_folder": remove_folder,
    "folder_of_another": lambda place: place.patch.setattr(os, "geteuid", lambda: 54321),
    "folder_not_writable": lambda place: place.patch.setattr(os, "access", lambda path, mode: False),
    "folder_open": lambda place: place.folder.chmod(0o755),
    "settings_open": settings_open,
    "operator_plain": lambda place: place.change(operators=(Operator("root", "opensesame"),)),
    "operator_guess": lambda place: place.change(operators=(Operator("root", "changeme"),)),
    "password_open": password_open,
    "password_unread": lambda place: place.change(server=Server(password_file=str(place.folder / "nowhere"))),
    "no_passphrase": lambda place: place.change(backup=Backup(passphrase_file=str(place.folder / "nowhere"))),
    "database_open": lambda place: (place.folder / "hubbub.db").chmod(0o640),
    "key_open": lambda place: (place.folder / "tls.key").chmod(0o644),
    "disk_full": little_room(1 << 20),
    "disk_low": little_room(1 << 30),
    "database_gone": database_gone,
    "database_foreign": lambda place: on_database(place, "pragma application_id = 7"),
    "database_newer": lambda place: on_database(place, "pragma user_version = 999"),
    "upgrade_pending": lambda place: on_database(place, "pragma user_version = 3"),
    "database_damaged": lambda place: damaged(place.folder / "hubbub.db"),
    "rows_damaged": lambda place: on_database(place, SPOIL),
    "erasing_held": lambda place: mark.make(place.folder / "hubbub.db", "malformed"),
    "clock_behind": lambda place: on_database(place, "insert into start values (1 << 40, 99999999999999)"),
    "search_damaged": lambda place: damaged(place.folder / "search.db"),
    "leftovers": leftovers,
    "console_path": long_path,
    "no_operator": lambda place: (place.folder / "first-operator").touch(mode=0o600),
    "code_open": code_open,
    "no_copies": lambda place: (place.folder / "copies" / "copies.json").unlink(),
    "copy_failed": lambda place: record.note_failed(place.folder / "copies", 1, "no room"),
    "copy_old": old_copy,
    "metrics_unread": lambda place: place.change(metrics=Metrics(on=True)),
    "metrics_off": lambda place: place.change(listen=Listen("127.0.0.1", 0, ("metrics://127.0.0.1:0",))),
    "few_files": lambda place: place.patch.setattr(resource, "getrlimit", lambda _: (256, 256)),
    "port_rights": lambda place: place.patch.setattr(socket.socket, "bind", refuse(errno.EACCES)),
    "cannot_look": lambda place: place.patch.setattr("hubbub.doctor.files.space", refuse(errno.EIO)),
    "no_command": lambda place: place.change(backup=Backup(on_failure=("no-such-program",))),
    "copy_gone": lambda place: (place.folder / "copies" / "one").unlink(),
    "copies_open": lambda place: (place.folder / "copies").chmod(0o755),
    "no_age": without_age,
    "certificate_half": lambda place: (place.folder / "tls.crt").unlink(),
    "certificate_ended": lambda place: place.certificate(days=-0.5),
    "certificate_ends": lambda place: place.certificate(days=5),
    "certificate_early": early,
    "certificate_key": wrong_key,
    "certificate_unreadable": lambda place: place.certificate()[0].write_text("nonsense"),
    "certificate_chain": no_chain,
    "certificate_names": another_name,
    "proxy_missing": lambda place: place.change(web=Web(url="https://localhost")),
    "port_taken": taken_port,
    "host_not_here": lambda place: place.change(listen=Listen(host="192.0.2.77", port=7777)),
    "host_unknown": lambda place: place.change(listen=Listen(host="nobody.invalid", port=7777)),
    "url_unknown": lambda place: place.change(web=Web(url="http://nobody.invalid")),
    "url_guessed": lambda place: place.change(server=Server(access="invited")),
    "search_behind": lambda place: place.patch.setattr(files_look, "BEHIND", -1),
    "url_plain": lambda place: place.change(web=Web(url="http://chat.invalid")),
    "proxies_all": lambda place: place.change(listen=Listen(port=0, host="127.0.0.1", trusted_proxies=("::/0",))),
    "socket_folder": lambda place: place.change(listen=Listen("127.0.0.1", 0, ("unix:/nowhere/s",))),
    "socket_taken": lambda place: place.change(listen=Listen("127.0.0.1", 0, (f"unix:{place.folder}/lock",))),
    "no_recipient": lambda place: place.change(backup=Backup(encrypt_to="age1abc")),
    "copies_closed": of_kind("copies"),
    "wrong_kind": of_kind("lock"),
    "content_gone": content_gone,
    "disk_no_files": no_more_files,
    "file_of_another": of_another,
    "push_no_ca": no_certificates_known,
    "push_plain": lambda place: place.change(web=Web(url="http://localhost"), push=PUSH),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_named_and_said_how_to_mend(place: Place, what: str) -> None:
    assert examine(place.case()) == []
    BROKEN[what](place)
    found = {one.what: one for one in examine(place.case())}
    assert what in found
    assert found[what].says
    assert found[what].helps
    mend = found[what].mend
    if mend is not None:
        mend()
        assert what not in {one.what for one in examine(place.case())}


@pytest.mark.parametrize(
    ("what", "breaks"),
    [
        ("settings_open", lambda place: place.change(webirc=(Gateway("web", HASH, ("192.0.2.1",)),))),
        ("settings_open", lambda place: place.change(backup=Backup(upload_secret="s3cret"))),
        ("database_gone", leads_nowhere),
        ("certificate_unreadable", lambda place: (place.folder / "tls.crt").write_text("x")),
        ("certificate_key", wrong_own_key),
        ("host_unknown", lambda place: place.change(listen=Listen(host="a..b", port=7777))),
        *(("wrong_kind", of_kind(name)) for name in ("hubbub.db", "search.db", "control.sock", "files", "copies")),
    ],
)
def test_the_same_comes_by_other_ways(place: Place, what: str, breaks: Callable[[Place], object]) -> None:
    place.file.chmod(0o644)
    breaks(place)
    assert what in {one.what for one in examine(place.case())}


@pytest.mark.parametrize(
    ("free", "total", "says", "helps"),
    [
        (60 << 20, 60 << 20, "only 60 MiB of the disk are free, of 60", "or take a larger disk"),  # small, and empty
        (63 << 20, 1 << 30, "only 63 MiB of the disk are free, of 1024", "or take a larger disk"),
        (65 << 20, 2 << 30, "only 65 MiB of the disk are free, of 2048", "make room"),
        (65 << 20, 1 << 30, "", ""),
        (3 << 20, 8 << 20, "is full", "make room"),
    ],
)
def test_a_small_disk_is_not_called_full(place: Place, free: int, total: int, says: str, helps: str) -> None:
    little_room(free, total)(place)
    found = [one for one in examine(place.case()) if one.what.startswith("disk")]
    assert [(says in one.says, helps in one.helps) for one in found] == [(True, True)] * bool(says)


def test_a_certificate_that_may_not_be_read_is_not_to_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", refuse(errno.EACCES))
    (found,) = certificate_look._pair(tmp_path / "tls.crt", tmp_path / "tls.key", "remove both")
    assert found.helps == "let the user that runs the server read both"


def test_what_is_lost_comes_back_by_one_command_that_is_said(place: Place) -> None:
    known = record.read(place.folder / "copies").taken
    damaged(place.folder / "hubbub.db")
    (found,) = (one for one in examine(place.case()) if one.what == "database_damaged")
    assert f"hubbub restore {known[-1].file} --data {place.folder}-restored" in found.helps
    assert "***" not in found.says
    Path(known[-1].file).unlink()
    (found,) = (one for one in examine(place.case()) if one.what == "database_damaged")
    assert "hubbub restore COPY" in found.helps


def test_the_command_mends_shows_and_says_by_its_exit_code(place: Place) -> None:
    place.file.write_text('[listen]\nhost = "127.0.0.1"\nport = 0\n')
    place.folder.chmod(0o755)
    done = run("doctor", "--data", str(place.folder))
    assert (done.returncode, "chmod 700" in done.stdout) == (1, True)
    done = run("doctor", "--data", str(place.folder), "--fix", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["found"]) == (0, [])
    assert [one["what"] for one in told["mended"]] == ["folder_open"]
    done = run("doctor", "--data", str(place.folder))
    assert (done.returncode, "nothing is wrong" in done.stdout) == (0, True)
    place.file.write_text("[server]\nmodt = 1\n")
    done = run("doctor", "--data", str(place.folder))
    assert (done.returncode, "settings: " in done.stdout, "did you mean motd?" in done.stdout) == (1, True, True)
