"""The tables of docs/irc.md, made from the program's own tables and irc_items.py; `make docs` runs it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.docs.irc_items import CAPABILITIES, COMMANDS, ELSE, SPECIFICATIONS, TAGS, TOKENS, Item
from tests.support.memory_chat import MemoryChat, NoService

from hubbub.chat.limits.policy import Policy
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.irc.verbs import VERBS
from hubbub.irc.caps import NAMES, VALUES
from hubbub.irc.modes import ROOM_MODES, USER_MODES, Kind
from hubbub.server.process.policy import policy
from hubbub.settings import Limits, Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "irc.md"
BEGINS = "<!-- made by `make docs` from tests/docs/irc_items.py: add rows there -->\n"
ENDS = "<!-- end -->\n"
KINDS = {
    Kind.LIST: "a list",
    Kind.SETTING: "with an argument to set and to unset",
    Kind.PARAMETER: "with an argument to set",
    Kind.FLAG: "a flag",
}


def page(old: str) -> str:
    """The page with its tables as they are now; what stands around them is kept."""
    before, _, rest = old.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{tables()}\n{ENDS}{after}"


def tables() -> str:
    return "\n".join((_commands(), _capabilities(), _tokens(), _modes(), _others()))


def where_tested(item: Item) -> Path:
    """The file with the tests of an item, from the project's folder on."""
    if "/" in item.test:
        return Path("tests") / item.test
    name = f"test_{item.test}.py"
    found = sorted((ROOT / "tests" / "dialects" / "irc").rglob(name))
    return found[0].relative_to(ROOT) if found else Path(name)


def isupport() -> dict[str, str]:
    """Every parameter of 005, with its value where nothing is set in the settings."""
    return _told(Policy(access="accounts", denied_tags=("x",), icon="https://x", flood_burst=1, flood_rate=1)) | _told(
        policy(Settings(), Limits())
    )


def _told(limits: Policy) -> dict[str, str]:
    chat = MemoryChat(limits, lobby="#lobby")
    chat.push = NoService()
    someone = chat.connect()
    someone.send("CAP REQ :draft/extended-isupport draft/webpush")
    lines = someone.ask("ISUPPORT")
    words = [word for line in lines for word in line.partition(" :are ")[0].split(" ")[3:]]
    return {word.partition("=")[0]: word.partition("=")[2] for word in words}


def _commands() -> str:
    rows = (
        [_code(VERBS[name].usage), _said(_does(VERBS[name]), item), *_proof(item)] for name, item in COMMANDS.items()
    )
    return _table("Commands", ("command", "what it does"), rows)


def _does(verb: Verb) -> str:
    return "; ".join([verb.help.removesuffix("."), *([f"for {verb.who.value}"] if verb.who.value else [])])


def _capabilities() -> str:
    rows = (
        [_code(name), _status(name), _said(_value(name), item), *_proof(item)] for name, item in CAPABILITIES.items()
    )
    return _table("Capabilities", ("capability", "status", "here"), rows)


def _status(name: str) -> str:
    if name.startswith("draft/"):
        return "draft"
    return "vendor" if "/" in name else "ratified"


def _value(name: str) -> str:
    value = VALUES.get(NAMES[name]) if name in NAMES else None
    return _code(value) if value else ""


def _tokens() -> str:
    values = isupport()
    own = {"NETWORK", "CLIENTTAGDENY", "draft/ICON", "draft/FILEHOST", "soju.im/FILEHOST", "VAPID"}
    rows = (
        [_code(f"{name}={values[name]}" if values[name] and name not in own else name), item.more, *_proof(item)]
        for name, item in TOKENS.items()
    )
    return _table("ISUPPORT", ("parameter", "here"), rows)


def _modes() -> str:
    proof = _proof(Item("modern#channel-modes", "modes"))
    rows = [
        [
            f"room `{mode.letter}`",
            f"`{mode.symbol}` {mode.help}" if mode.symbol else f"{mode.help}; {KINDS[mode.kind]}",
            *proof,
        ]
        for mode in ROOM_MODES.values()
    ]
    proof = _proof(Item("modern#user-modes", "user_modes"))
    rows += [[f"user `{letter}`", meaning, *proof] for letter, meaning in USER_MODES.items()]
    return _table("Modes", ("mode", "meaning"), rows)


def _others() -> str:
    tags = _table(
        "Client-only tags", ("tag", "here"), ([_code(name), item.more, *_proof(item)] for name, item in TAGS.items())
    )
    rest = _table("And", ("item", "here"), ([name, item.more, *_proof(item)] for name, item in ELSE.items()))
    return f"{tags}\n{rest}"


def _table(title: str, heads: Iterable[str], rows: Iterable[list[str]]) -> str:
    heads = [*heads, "specification", "test"]
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in rows]
    return "\n".join([f"## {title}", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines, ""])


def _said(first: str, item: Item) -> str:
    return "; ".join(part.removesuffix(".") for part in (first, item.more) if part)


def _proof(item: Item) -> list[str]:
    return [link(item.spec), str(where_tested(item))]


def link(spec: str) -> str:
    """`modern#x` as a link of Markdown; those of ours are files in docs/."""
    key = min(spec.partition("#")[0], spec.partition("/")[0], key=len)
    name, start = SPECIFICATIONS[key]
    where = spec.removeprefix(key).removeprefix("/")
    return f"[{name}]({start}{where})"


def _code(text: str) -> str:
    return f"`{text}`"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
