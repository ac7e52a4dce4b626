"""Many cases as one test, for what is over in no time: what pytest does around a test takes longer than most."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

Ids = Callable[[Any], Any] | Iterable[str] | None


def each(names: str | Sequence[str], given: Iterable[Any], ids: Ids = None) -> Callable[[Callable[..., None]], Any]:
    """`pytest.mark.parametrize` for a test without fixtures. All cases are tried, and it says which failed, and how."""
    words = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    every = [tuple(one) if len(words) > 1 else (one,) for one in given]
    assert every, "there is no case"
    assert all(len(one) == len(words) for one in every), f"a case is {', '.join(words)}"
    titles = _titles(every, ids)

    def decorate(check: Callable[..., None]) -> Callable[[], None]:
        assert not inspect.iscoroutinefunction(check), "a test that waits is a test of its own"
        assert set(inspect.signature(check).parameters) == set(words), f"it takes {', '.join(words)}, and no fixtures"

        @functools.wraps(check)
        def each_case() -> None:
            wrong = {title: tried(one) for title, one in zip(titles, every, strict=True)}
            failed = [f"{title}\n{how}" for title, how in wrong.items() if how]
            if failed:
                pytest.fail(f"{len(failed)} of {len(every)} cases\n\n" + "\n\n".join(failed), pytrace=False)

        def tried(one: tuple[Any, ...]) -> str:
            """What is wrong with it; empty: nothing."""
            try:
                check(**dict(zip(words, one, strict=True)))
            except (Exception, pytest.fail.Exception, pytest.skip.Exception) as failure:
                return str(pytest.ExceptionInfo.from_exception(failure).getrepr(style="short"))
            return ""

        each_case.__signature__ = inspect.Signature()  # type: ignore[attr-defined]
        return each_case

    return decorate


def _titles(every: list[tuple[Any, ...]], ids: Ids) -> list[str]:
    """Of each another one, with its number where two would have the same."""
    if ids is None:
        titles = [", ".join(map(repr, one)) for one in every]
    elif callable(ids):
        titles = [", ".join(str(ids(part)) for part in one) for one in every]
    else:
        titles = list(ids)
    assert len(titles) == len(every), "each case has a title"
    return [f"{number}: {title}" for number, title in enumerate(titles)]
