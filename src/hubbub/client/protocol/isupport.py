"""What the tokens of ISUPPORT mean for rooms: roles and their signs, kinds of modes, limits. Pure functions of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

USUAL_PREFIX = "(qaohv)~&@%+"
USUAL_CHANMODES = "beI,k,l,imnpst"

Supports = Mapping[str, str]


def roles(supports: Supports) -> dict[str, str]:
    """The signs before names -> the letters of the modes they stand for, highest first."""
    letters, _, signs = (supports.get("PREFIX") or USUAL_PREFIX).removeprefix("(").partition(")")
    return dict(zip(signs, letters, strict=False))


def rank(supports: Supports, letters: set[str]) -> str:
    """These roles, highest first; what is no role is left out."""
    return "".join(letter for letter in roles(supports).values() if letter in letters)


def status_target(supports: Supports, target: str) -> tuple[str, str]:
    """A target as `@#room` -> the sign and the room; any other one -> '' and itself."""
    signs = supports.get("STATUSMSG", "")
    if target[:1] and target[0] in signs and target[1:2] == "#":
        return target[0], target[1:]
    return "", target


def mode_changes(supports: Supports, words: list[str]) -> Iterator[tuple[bool, str, str]]:
    """The words of a MODE line -> (on, letter, argument or '')."""
    lists, always, setting, _ = ((supports.get("CHANMODES") or USUAL_CHANMODES).split(",") + [""] * 4)[:4]
    takes = {*lists, *always, *roles(supports).values()}
    arguments = iter(words[1:])
    on = True
    for letter in words[0] if words else "":
        if letter in "+-":
            on = letter == "+"
        elif letter in takes or (on and letter in setting):
            yield on, letter, next(arguments, "")
        else:
            yield on, letter, ""


def is_list(supports: Supports, letter: str) -> bool:
    """Whether a mode is a list of masks."""
    return letter in (supports.get("CHANMODES") or USUAL_CHANMODES).partition(",")[0]


def number(text: str, usual: int) -> int:
    """A limit, or what is usual where there is none, or nothing that can be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 13 and int(text) else usual


def multiline_limits(offer: str) -> tuple[int, int]:
    """The value of draft/multiline -> most bytes, most lines of one message."""
    values = dict(word.partition("=")[::2] for word in offer.split(","))
    return number(values.get("max-bytes", ""), 4096), number(values.get("max-lines", ""), 100)
