"""Many cases as one test, for what is over in no time: what pytest does around a test takes longer than most."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

Ids = Callable[[Any], Any] | Iterable[str] | None
Check = Callable[..., Any]


def each(names: str | Sequence[str], given: Iterable[Any], ids: Ids = None) -> Callable[[Check], Check]:
    """`pytest.mark.parametrize` for tests whose cases share their fixtures, if they have any.

    All cases are tried, and the test says which of them failed, and how.
    """
    words = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    every = [tuple(one) if len(words) > 1 else (one,) for one in given]
    assert every, "there is no case"
    assert all(len(one) == len(words) for one in every), f"a case is {', '.join(words)}"
    titled = list(zip(_titles(every, ids), [dict(zip(words, one, strict=True)) for one in every], strict=True))

    def decorate(check: Check) -> Check:
        takes = inspect.signature(check).parameters
        assert {*words} <= {*takes}, f"it takes {', '.join(words)}"

        @functools.wraps(check)
        def each_case(**shared: Any) -> None:
            with _noting() as noted:
                for title, case in titled:
                    with noted(title):
                        check(**case, **shared)

        @functools.wraps(check)
        async def each_case_waited_for(**shared: Any) -> None:
            with _noting() as noted:
                for title, case in titled:
                    with noted(title):
                        await check(**case, **shared)

        made: Any = each_case_waited_for if inspect.iscoroutinefunction(check) else each_case
        made.__signature__ = inspect.Signature([one for name, one in takes.items() if name not in words])
        return made  # type: ignore[no-any-return]

    return decorate


@contextmanager
def _noting() -> Iterator[Callable[[str], Any]]:
    """What goes wrong in cases is noted, and fails the test in the end."""
    failed: list[str] = []

    @contextmanager
    def noted(title: str) -> Iterator[None]:
        try:
            yield
        except (Exception, pytest.fail.Exception, pytest.skip.Exception) as failure:
            failed.append(f"{title}\n{pytest.ExceptionInfo.from_exception(failure).getrepr(style='short')}")
            if "pytest-timeout" in str(failure):  # whose time is over: nobody watches what would come now
                pytest.fail("\n\n".join(failed), pytrace=False)

    yield noted
    if failed:
        pytest.fail(f"{len(failed)} failed\n\n" + "\n\n".join(failed), pytrace=False)


def _titles(every: list[tuple[Any, ...]], ids: Ids) -> list[str]:
    """What the cases are called, with their numbers: two may have one name."""
    if ids is None:
        titles = [", ".join(map(repr, one)) for one in every]
    elif callable(ids):
        titles = [", ".join(str(ids(part)) for part in one) for one in every]
    else:
        titles = list(ids)
    assert len(titles) == len(every), "each case has a title"
    return [f"{number}: {title}" for number, title in enumerate(titles)]
