"""The archive of a copy: a gzipped tar whose first member is the manifest, readable by its owner alone.

It is written under another name and renamed when it is whole. Read, it may come from anywhere: only plain files with
names of ours are taken from it, none larger than the manifest says, none outside the folder.
"""

from __future__ import annotations

import errno
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import BadCopy, CopyError
from .manifest import MOST_BYTES, NAME, Manifest, Member, decode, encode, hash_of
from .pace import Paced, create

if TYPE_CHECKING:
    import tarfile  # imported only where a copy is written or read: a server that starts needs none

DATABASE = "hubbub.db"
SETTINGS = "hubbub.toml"
CERTIFICATES = ("tls.crt", "tls.key", "acme.pem", "acme-account.json")  # with their keys
PLAIN = (DATABASE, SETTINGS, *CERTIFICATES)
FILES = "files"  # the folder of uploaded files
UNFINISHED = ".part"

_NAME = re.compile(r"files(/[0-9A-Za-z][0-9A-Za-z._-]{0,200}){1,3}")
_PIECE = 1 << 20
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_ours(name: str) -> bool:
    """Whether a member may have that name."""
    return name in PLAIN or _NAME.fullmatch(name) is not None


def members(folder: Path) -> tuple[Member, ...]:
    """What of `folder` belongs into a copy, in the order of the archive."""
    paths = [folder / name for name in PLAIN if (folder / name).is_file()]
    if (folder / FILES).is_dir():
        paths += sorted(path for path in (folder / FILES).rglob("*") if path.is_file() and not path.is_symlink())
    named = [(path.relative_to(folder).as_posix(), path) for path in paths]
    return tuple(Member(name, path.stat().st_size, hash_of(path)) for name, path in named if is_ours(name))


def write(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the archive of what the manifest lists in `folder`, to a file that must not exist. Raises CopyError."""
    try:
        with create(path) as file, Paced(file) as paced, _zipped(paced) as tar:
            _add(tar, NAME, encode(manifest), manifest.at)
            for member in manifest.members:
                tar.add(folder / member.name, member.name, recursive=False, filter=_anonymous)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise CopyError(f"the copy could not be written to {path} ({error.strerror or error})") from error


def _zipped(file: Paced) -> tarfile.TarFile:
    import tarfile

    return tarfile.open(fileobj=file, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT)  # type: ignore[call-overload,no-any-return]


def _add(tar: tarfile.TarFile, name: str, data: bytes, at: int) -> None:
    import tarfile

    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(data), 0o600, at // 1000
    tar.addfile(info, BytesIO(data))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def read_manifest(path: Path) -> Manifest:
    """The manifest alone. Raises BadCopy."""
    with _opened(path) as tar:
        return _manifest_of(tar)


def unpack(path: Path, folder: Path) -> Manifest:
    """Put what is in the archive into `folder`, an empty one, after comparing it. Raises BadCopy, CopyError."""
    with _opened(path) as tar:
        manifest = _manifest_of(tar)
        missing = {member.name: member for member in manifest.members}
        while (info := tar.next()) is not None:
            member = missing.pop(info.name, None)
            if member is None or not is_ours(info.name) or not info.isreg():
                raise BadCopy(f"it holds {info.name!a}, which does not belong into a copy")
            _extract(tar, info, member, folder)
        while tar.fileobj is not None and tar.fileobj.read(_PIECE):
            pass  # to the end, where gzip's own sum stands
    if missing:
        raise BadCopy(f"{next(iter(missing))} is missing in it")
    if not (folder / DATABASE).exists():
        raise BadCopy("it holds no database")
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    import tarfile

    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise BadCopy(f"it is no whole copy ({error or 'it ends too early'})") from error
    except OSError as error:
        if error.errno is None:  # gzip.BadGzipFile
            raise BadCopy(f"it is no whole copy ({error})") from error
        raise CopyError(f"{error.filename or path}: {error.strerror}") from error


def _manifest_of(tar: tarfile.TarFile) -> Manifest:
    info = tar.next()
    file = tar.extractfile(info) if info is not None and info.name == NAME and info.size <= MOST_BYTES else None
    if file is None:
        raise BadCopy("it is no copy of a hubbub server: there is no manifest at its beginning")
    return decode(file.read())


def _extract(tar: tarfile.TarFile, info: tarfile.TarInfo, member: Member, folder: Path) -> None:
    source = tar.extractfile(info)
    if source is None or info.size != member.size:
        raise BadCopy(f"{member.name} has another size than its manifest says")
    target = folder / member.name
    digest = hashlib.sha256()
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with create(target) as file, Paced(file) as paced:
            while piece := source.read(_PIECE):
                digest.update(piece)
                paced.write(piece)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise CopyError(f"{target}: {error.strerror}") from error
    if digest.hexdigest() != member.sha256:
        raise BadCopy(f"{member.name} is not as it was when the copy was made")
