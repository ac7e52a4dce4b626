"""Copies that only those can read who have a key: age (https://age-encryption.org), by the extra `hubbub[age]`.

For a recipient (`age1...`) or by a passphrase from the first line of a file; never by one in the settings or on the
command line, where others could read it. By a passphrase all of it is in memory at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .errors import BadCopy, CopyError
from .pace import Paced, create

SUFFIX = ".age"
_MAGIC = b"age-encryption.org/v1"


def is_encrypted(path: Path) -> bool:
    """Whether the file begins as those of age do."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise CopyError(f"{path}: {error.strerror}") from error


def encrypt(source: Path, target: Path, to: str, passphrase_file: Path | None) -> None:
    """Write `source` encrypted to `target`, a new file. Raises CopyError."""
    age = _age()
    try:
        with source.open("rb") as plain, create(target) as file, Paced(file) as secret:
            if passphrase_file is not None:
                secret.write(age.passphrase.encrypt(plain.read(), read_passphrase(passphrase_file)))
            else:
                age.encrypt_io(plain, secret, [_recipient(to)])
    except age.EncryptError as error:
        raise CopyError(f"the copy could not be encrypted ({error})") from error
    except OSError as error:
        raise CopyError(f"the copy could not be written to {target} ({error.strerror})") from error


def decrypt(source: Path, target: Path, identity_file: Path | None, passphrase_file: Path | None) -> None:
    """Write what is encrypted in `source` to `target`, a new file. Raises CopyError, BadCopy."""
    age = _age()
    if identity_file is None and passphrase_file is None:
        raise CopyError(f"{source.name} is encrypted: name your key with --identity, or a file with its passphrase")
    try:
        with source.open("rb") as secret, create(target) as file, Paced(file) as plain:
            if passphrase_file is not None:
                plain.write(age.passphrase.decrypt(secret.read(), read_passphrase(passphrase_file)))
            else:
                age.decrypt_io(secret, plain, _identities(identity_file))
    except age.DecryptError as error:
        raise BadCopy(f"it cannot be decrypted with what was given ({error})") from error
    except OSError as error:
        raise CopyError(f"{source}: {error.strerror or error}") from error


def check_recipient(to: str) -> None:
    """Raise CopyError when nobody could be meant, or the extra is not installed."""
    _recipient(to)


def read_passphrase(path: Path) -> str:
    """The first line of the file. Raises CopyError."""
    try:
        text = path.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise CopyError(f"the passphrase could not be read from {path} ({error})") from error
    if not text:
        raise CopyError(f"the first line of {path} is empty: it should be the passphrase")
    return text


def _recipient(to: str) -> Any:
    age = _age()
    for kind in (age.x25519.Recipient, age.ssh.Recipient):
        try:
            return kind.from_str(to)
        except age.RecipientError:
            continue
    raise CopyError(f"{to!a} is no recipient of age: it begins with age1 or ssh-, as `age-keygen` prints it")


def _identities(path: Path | None) -> list[Any]:
    assert path is not None
    age = _age()
    try:
        lines = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CopyError(f"the key could not be read from {path} ({error})") from error
    if "OPENSSH" in lines:
        return [age.ssh.Identity.from_buffer(lines.encode())]
    found = [line.strip() for line in lines.splitlines() if line.startswith("AGE-SECRET-KEY-")]
    if not found:
        raise CopyError(f"there is no key of age in {path}: a line that begins with AGE-SECRET-KEY-")
    return [age.x25519.Identity.from_str(line) for line in found]


def _age() -> Any:
    try:
        import pyrage
    except ImportError:
        raise CopyError("encrypted copies need the extra: pip install 'hubbub[age]'") from None
    return pyrage
