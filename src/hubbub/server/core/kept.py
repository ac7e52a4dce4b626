"""Modules of this program that a server holds packed until the first who needs them: a fifth of what they take when
they are imported. They are as they were when it began, whatever is on disk by then, and no file has to be opened."""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source, spec_from_file_location
from types import CodeType, ModuleType

import hubbub

_PACKAGE = "__init__.py"
_HEADER = 16  # bytes of a .pyc: a number, flags, when its source was changed, how long that is (PEP 552)


class Kept:
    """Implements `importlib.abc.MetaPathFinder` for the modules that it was told to `keep`."""

    def __init__(self) -> None:
        self._lengths: dict[str, int] = {}  # of the code of each, in the order in which they are packed
        self._wanted: dict[str, str] = {}  # the files of those that are not imported yet
        self._packed = b""
        self._codes: dict[str, bytes] = {}  # unpacked, while they are imported

    def keep(self, names: Iterable[str], but: tuple[str, ...] = ()) -> None:
        """These modules, and all in them that are packages; not those whose names begin as one of `but`, nor what is
        imported already. Once in a process."""
        packer = zlib.compressobj(1)
        root, packed = os.path.dirname(hubbub.__path__[0]), []
        for name in names:
            for found, file in _modules(name, os.path.join(root, *name.split(".")), but):
                if found not in sys.modules:
                    code = _code(found, file)
                    self._wanted[found], self._lengths[found] = file, len(code)
                    packed.append(packer.compress(code))
        self._packed = b"".join([*packed, packer.flush()])
        sys.meta_path.insert(0, self)

    def rest(self) -> None:
        """What was to be imported together is: what was unpacked for it is let go, and all of it with the last."""
        self._codes = {}
        if not self._wanted:
            self._lengths, self._packed = {}, b""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Of a module that is kept."""
        file = self._wanted.get(fullname)
        if file is None:
            return None
        folder, base = os.path.split(file)
        inside = [folder] if base == _PACKAGE else None
        return spec_from_file_location(
            fullname, file, loader=_Loader(fullname, file, self), submodule_search_locations=inside
        )

    def code(self, name: str) -> bytes | None:
        """Of a module that is kept, as marshal reads it; not a second time."""
        if name not in self._wanted:
            return None
        codes = self._codes or self._unpacked()
        self._codes = codes
        self._wanted.pop(name, None)
        return codes.pop(name, None)

    def _unpacked(self) -> dict[str, bytes]:
        whole, start, codes = memoryview(zlib.decompress(self._packed)), 0, {}
        for name, length in self._lengths.items():
            if name in self._wanted:
                codes[name] = bytes(whole[start : start + length])
            start += length
        return codes


class _Loader(SourceFileLoader):
    """From memory; what else may be asked of a module, from its file."""

    def __init__(self, name: str, path: str, kept: Kept) -> None:
        super().__init__(name, path)
        self._kept = kept

    def get_code(self, fullname: str) -> CodeType | None:
        packed = self._kept.code(fullname)
        return super().get_code(fullname) if packed is None else marshal.loads(packed)


def _modules(name: str, place: str, but: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The module, and those in it, with their files. `place` is its file without the suffix, or its folder."""
    if name.startswith(but):
        return
    if not os.path.isdir(place):
        yield name, f"{place}.py"
        return
    yield name, os.path.join(place, _PACKAGE)
    for inside in sorted(os.listdir(place)):
        stem, suffix = os.path.splitext(inside)
        within = os.path.join(place, stem)
        if (suffix == ".py" and inside != _PACKAGE) or os.path.exists(os.path.join(within, _PACKAGE)):
            yield from _modules(f"{name}.{stem}", within, but)


def _code(name: str, file: str) -> bytes:
    """The code of a module as marshal writes it: that of its .pyc, if this is of the file as it is."""
    state = os.stat(file)
    expected = MAGIC_NUMBER + bytes(4) + _four(int(state.st_mtime)) + _four(state.st_size)
    try:
        with open(cache_from_source(file), "rb") as there:
            if there.read(_HEADER) == expected:
                return there.read()
    except OSError:
        pass
    return marshal.dumps(SourceFileLoader(name, file).get_code(name))  # which writes it for the next start


def _four(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


KEPT = Kept()
"""Of this process."""
