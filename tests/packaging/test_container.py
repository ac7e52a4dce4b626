"""The image, built without a daemon on a Debian that goes by the name of its base image: `make test-long`, as root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.packaging.test_linux import release
from tests.proxies.nginx import free_port

ROOT = Path(__file__).parents[2]
MISSING = [name for name in ("buildah", "mmdebstrap") if shutil.which(name) is None]
BASE = (ROOT / "packaging" / "container" / "Containerfile").read_text("utf-8").partition("FROM ")[2].split()[0]

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(2400),
    pytest.mark.skipif(bool(MISSING), reason=f"not here: {', '.join(MISSING)}"),
    pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root makes another root"),
]

LIFE = """
set -eu
export HUBBUB_LISTEN_HOST=127.0.0.1 HUBBUB_LISTEN_PORT=FREE_PORT # the network is this machine's
test "$(id -u)" = 10001
test "$(stat -c '%u %a' /data)" = '10001 700'
hubbub serve --data /data 2>/tmp/log &
server=$!
until hubbub healthcheck --data /data; do kill -0 $server; sleep 0.2; done
until hubbub operator-code --data /data 2>/dev/null | grep -q /operator; do kill -0 $server; sleep 0.2; done
hubbub help running | grep -q '^# Running'
hubbub backup --data /data
kill $server
wait $server
echo all is well
"""


@pytest.fixture
def image(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Its name, and the environment in which buildah knows it."""
    around = {**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
    roots = [f"--root={tmp_path / 'storage'}", f"--runroot={tmp_path / 'run'}"]

    def buildah(*words: str) -> str:
        done = subprocess.run(["buildah", *roots, *words], env=around, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
        return done.stdout.strip()

    archive = tmp_path / "base.tar"
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", "--include=python3,python3-pip", release(), str(archive)],
        check=True,
    )
    base = buildah("from", "scratch")
    buildah("add", "-q", base, str(archive), "/")
    buildah("run", base, "--", "sh", "-c", "rm -f /usr/lib/python3*/EXTERNALLY-MANAGED; ln -sf pip3 /usr/bin/pip")
    buildah("commit", "-q", base, BASE)
    archive.unlink()
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
    known = [f"--volume={place}:{place}:ro" for place in ("/etc/xdg/pip", "/etc/pip.conf", "/etc/ssl/certs")
             if Path(place).exists()]  # fmt: skip  # how this machine finds packages
    file = str(checkout / "packaging" / "container" / "Containerfile")
    buildah("bud", "--pull-never", "--network=host", *known, "-f", file, "-t", "hubbub", str(checkout))
    yield buildah("from", "--pull-never", "localhost/hubbub"), {**around, "ROOTS": " ".join(roots)}
    buildah("rm", "--all")


def test_it_is_built_and_serves(image: tuple[str, dict[str, str]]) -> None:
    name, around = image
    life = LIFE.replace("FREE_PORT", str(free_port()))
    done = subprocess.run(
        ["buildah", *around["ROOTS"].split(), "run", name, "--", "sh", "-c", life],
        env=around, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout.endswith("all is well\n"), done.stdout[-2000:] + done.stderr[-2000:]
