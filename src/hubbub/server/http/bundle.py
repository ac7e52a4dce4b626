"""All modules that a page needs at once as one, put together while they are served: gzip finds in one file what it
cannot find in a hundred and fifty, and a first visit is a quarter shorter.

There is no build step: what is written are ES modules that run as they are, and what is served is their text. Each
stands in a block of its own, after those it imports, and leaves what it exports in a record. Modules that are loaded
later take it from there, so that nothing is there twice.

What modules may be written like: `import`s and `export`s begin a line; nothing is exported by default, or by `let`.
Where two import each other, the one that comes first may take functions from the other, and call them later.
What is put around them is written as short as slimming.py would leave it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from .modules import imported

NAME = "bundle.js"
RECORD = "$m"  # what each module exports, by its place among the names: gzip has less to say of numbers

_IMPORT = re.compile(
    r"""^import\s+(?:\*\s+as\s+(?P<all>\w+)|\{(?P<names>[^}]*)\})\s+from\s+"(?P<path>\.{1,2}/[^"]+)";""", re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const)[ *])", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async function\*?|function\*?|class|const) ([\w$]+)", re.MULTILINE)
_FUNCTION = re.compile(r"^export (?:async )?function\*? ([\w$]+)", re.MULTILINE)
_LIST = re.compile(r"^export \{([^}]*)\};", re.MULTILINE)
_DYNAMIC = re.compile(r"""\bimport\("(\.{1,2}/[^"]+)"\)""")
_ODD = re.compile(
    r"^export (?!async function|function|class|const [\w$]+\b|\{[^}]*\};)|^import (?!\*|\{)", re.MULTILINE
)

TAKES = f"import {{ {RECORD} }} from "
"""How a module begins that takes something from the bundle, by numbers that hold in that version alone."""

Read = Callable[[str], str | None]
"""The text of a module by its name; nothing when there is none."""


class CannotBundle(Exception):
    """A module is written in a way that is not understood here."""


def bundle(names: Sequence[str], read: Read) -> str:
    """These modules as one; those of others are imported, as they are not ours to change. Raises CannotBundle."""
    order = _in_order([name for name in names if not is_apart(name)], read)
    apart = dict.fromkeys(other for name in order for other in imported(_text(name, read), name) if is_apart(other))
    lines = [f'import * as apart{at} from "./{name}";' for at, name in enumerate(apart)]
    places = {name: place for place, name in enumerate(names)}
    lines += [f"export const {RECORD}=Array.from({{length:{len(names)}}},()=>({{}}));"]
    lines += [f"{RECORD}[{places[name]}]=apart{at};" for at, name in enumerate(apart)]
    done: set[str] = set(apart)
    for name in order:
        lines.append(_block(name, read, done, places))
        done.add(name)
    return "\n".join(lines) + "\n"


def importing(name: str, source: str, bundled: Sequence[str]) -> str:
    """A module that is loaded later: what is in the bundle already it takes from there."""

    def taken(found: re.Match[str]) -> str:
        other = _resolved(name, found["path"])
        return found[0] if is_apart(other) or other not in places else _taken(found, places[other])

    places = {one: place for place, one in enumerate(bundled)}
    changed = _IMPORT.sub(taken, source)
    if changed == source:
        return source
    way = posixpath.relpath(NAME, posixpath.dirname(name) or ".")
    return f'{TAKES}"{way if way.startswith(".") else f"./{way}"}";\n{changed}'


def is_apart(name: str) -> bool:
    """Whether a module stays a file of its own, as it came: those of others are called so."""
    return name.endswith(".module.js")


def _in_order(names: Collection[str], read: Read) -> list[str]:
    """Each after those it imports, as far as that can be."""
    order: dict[str, None] = {}
    seen: set[str] = set()

    def visit(name: str) -> None:
        seen.add(name)
        for other in imported(_text(name, read), name):
            if other in names and other not in seen:
                visit(other)
        order[name] = None

    for name in names:
        if name not in seen:
            visit(name)
    return list(order)


def _block(name: str, read: Read, done: Collection[str], places: Mapping[str, int]) -> str:
    source = _text(name, read)
    if odd := _ODD.search(source):
        raise CannotBundle(f"{name}: {source[odd.start() :].splitlines()[0]}")

    def taken(found: re.Match[str]) -> str:
        other = _resolved(name, found["path"])
        if other in done or found["all"]:
            return _taken(found, places[other])
        functions = set(_FUNCTION.findall(_text(other, read)))
        pairs = list(_pairs(found["names"]))
        if wrong := [one for one, _ in pairs if one not in functions]:
            raise CannotBundle(f"{name} and {other} import each other, and {wrong[0]} is no function")
        return "\n".join(f"const {own}=(...given)=>{RECORD}[{places[other]}].{one}(...given);" for one, own in pairs)

    def moved(found: re.Match[str]) -> str:
        return f'import("./{_resolved(name, found[1])}")'

    exports = [(one, one) for one in _EXPORTED.findall(source)]
    exports += [pair for found in _LIST.finditer(source) for pair in _pairs(found[1])]
    body = _EXPORT.sub("", _LIST.sub("", _IMPORT.sub(taken, source)))
    given = ",".join(own if one == own else f"{own}:{one}" for one, own in exports)
    return f"{{{_DYNAMIC.sub(moved, body).strip()}\nObject.assign({RECORD}[{places[name]}],{{{given}}});}}"


def _taken(found: re.Match[str], place: int) -> str:
    record = f"{RECORD}[{place}]"
    if found["all"]:
        return f"const {found['all']}={record};"
    names = ",".join(one if one == own else f"{one}:{own}" for one, own in _pairs(found["names"]))
    return f"const{{{names}}}={record};"


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    """`a, b as c` as pairs: what it is called there, and here."""
    for part in names.split(","):
        words = part.split()
        if words:
            yield words[0], words[-1]


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _text(name: str, read: Read) -> str:
    return read(name) or ""
