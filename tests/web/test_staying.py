"""What is read in a long room stays where it is, over a made-up server whose answers come when they are let to."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from playwright.sync_api import Page
from tests.support.each import each
from tests.web.looks import press
from tests.web.stage import LONG, Look, Stage, pass_time, stand_still

pytestmark = pytest.mark.usefixtures("no_complaints")

FIRST = """(() => {
  const top = document.querySelector(".stream").getBoundingClientRect().top;
  const row = [...document.querySelectorAll(".page > *")].find((one) => one.getBoundingClientRect().top >= top);
  return row ? [row.dataset.key, row.getBoundingClientRect().top] : null;
})()"""


def first(page: Page) -> tuple[str, float]:
    """The first row that is seen whole, and where. On a busy machine the rows of a gap may take some frames to come."""
    for _ in range(200):
        if found := page.evaluate(FIRST):
            return found[0], found[1]
        page.wait_for_timeout(50)
        pass_time(page, 100)
    raise AssertionError("there is no row to be seen")


def place_of(page: Page, key: str) -> float:
    where: float = page.evaluate(
        "(key) => document.querySelector(`[data-key='${key}']`).getBoundingClientRect().top", key
    )
    return where


def scroll(page: Page, by: int) -> None:
    page.evaluate("(by) => { document.querySelector('.stream').scrollTop += by }", by)
    pass_time(page, 100)


def newest_shown(page: Page) -> str:
    text: str = page.locator(".page .msg .text").last.inner_text()
    return text


def test_what_is_read_stays_on_its_pixel(views: Stage) -> None:
    with views.open(LONG) as page:
        for _ in range(8):
            scroll(page, -500)
        key, top = first(page)
        number = int(key[1:])
        for act in (
            *("come(3)", f"react('L{number - 3}')", f"react('L{number + 2}')", f"edit('L{number - 2}')"),
            *(f"edit('L{number + 1}')", f"redact('L{number - 4}')", f"redact('L{number + 3}')", "come(60)"),
        ):
            page.evaluate(f"happen.{act}")
            pass_time(page, 100)
            assert place_of(page, key) == pytest.approx(top, abs=1), act
        for _ in range(4):
            page.evaluate("app.do('load_older', {})")
            pass_time(page, 100)
            assert place_of(page, key) == pytest.approx(top, abs=1)
        assert page.locator(".down").inner_text().startswith("63 below")


READ = """() => {
  const { top, bottom } = document.querySelector(".stream").getBoundingClientRect();
  const distance = (row) => Math.abs(row.getBoundingClientRect().top - (top + bottom) / 2);
  const rows = [...document.querySelectorAll(".page > article")].sort((one, other) => distance(one) - distance(other));
  const seen = rows[0]?.getBoundingClientRect();
  return seen && seen.bottom > top && seen.top < bottom ? [rows[0].dataset.key, seen.top] : null;
}"""


class Read(NamedTuple):
    """The message in the middle of the view, and where."""

    key: str
    top: float

    @property
    def number(self) -> int:
        return int(self.key[1:])


def read(page: Page) -> Read:
    found = page.evaluate(READ)
    assert found, "there is no message to be seen"
    return Read(*found)


def stays(page: Page, before: Read, why: str = "") -> None:
    assert place_of(page, before.key) == pytest.approx(before.top, abs=1), why


def move(page: Page, by: int) -> Read:
    """Scroll by so much at once, without a frame; what is read then."""
    page.evaluate("(by) => { document.querySelector('.stream').scrollTop += by }", by)
    return read(page)


def frame(page: Page) -> None:
    """Scrolling is told, which a page that stands still might wait with, and drawn."""
    page.evaluate("document.querySelector('.stream').dispatchEvent(new Event('scroll'))")
    pass_time(page, 200)


def answer(page: Page) -> None:
    """All that was asked is answered; what is asked then waits."""
    page.evaluate("happen.answer()")
    page.evaluate("happen.hold()")
    pass_time(page, 200)


def asked(page: Page) -> int:
    """How much is asked and not answered."""
    number: int = page.evaluate("happen.held()")
    return number


def until_asked(page: Page, by: int) -> Read:
    """Scroll on until something is asked."""
    for _ in range(100):
        before = move(page, by)
        frame(page)
        stays(page, before)
        if asked(page):
            return before
    raise AssertionError("nothing is asked")


def standing(page: Page) -> None:
    """From here on the page goes on when it is told to, and so does its server."""
    stand_still(page)
    page.evaluate("happen.hold()")
    pass_time(page, 200)


def test_walking_up_and_down_again_never_jumps(views: Stage) -> None:
    """Pages come and go: each step moves what is read by its own size, and by nothing else."""
    with views.open(LONG) as page:
        standing(page)
        for by in [-700] * 30 + [700] * 30:
            before = move(page, by)
            frame(page)
            stays(page, before, f"{by} px")
            answer(page)
            stays(page, before, f"{by} px, answered")
        assert newest_shown(page).startswith("49999:")
        assert page.locator(".msg").count() <= 200
        assert page.evaluate("happen.ids().length") >= 300


@each("every", [100, 400, 1800, 20_000])
def test_earlier_days_come_above_what_is_read(views: Stage, every: int) -> None:
    """The line of a day stands before the first of it that is loaded, and goes up from there; so does a name that the
    next page has said already. (`every`: seconds between two messages.)"""
    with views.open(Look(asked={"long": "1", "every": str(every)}, place=LONG.place)) as page:
        standing(page)
        for _ in range(3):
            until_asked(page, -700)
            for _ in range(3):  # to the very top
                move(page, -700)
                frame(page)
            before = read(page)
            answer(page)
            stays(page, before)


def go_back(page: Page) -> None:
    """Somewhere long ago, with a gap below."""
    page.evaluate("location.hash = '#room/long/L20000'")
    pass_time(page, 3000)
    standing(page)
    assert page.evaluate("happen.ids().filter((id) => id.startsWith('~')).length") == 1


@each("every", [100, 1800])
def test_one_reads_on_downwards_at_a_gap(views: Stage, every: int) -> None:
    """What comes next is what was said next, and it comes below what is read."""
    with views.open(Look(asked={"long": "1", "every": str(every)}, place=LONG.place)) as page:
        go_back(page)
        seen = read(page).number
        for _ in range(100):
            before = move(page, 500)
            frame(page)
            answer(page)
            stays(page, before)
            assert seen <= before.number <= seen + 15
            seen = before.number
        assert seen > 20_300
        assert acts(page, "load_gap") == {True}


def test_who_passes_a_gap_before_it_is_filled_reads_on_behind_it(views: Stage) -> None:
    """And back up to it, it is filled from below."""
    with views.open(LONG) as page:
        go_back(page)
        until_asked(page, 300)
        for _ in range(20):
            if read(page).number > 40_000:
                break
            move(page, 300)
            frame(page)
        before = read(page)
        assert before.number > 40_000
        answer(page)
        stays(page, before)
        move(page, 1500)
        frame(page)
        page.evaluate("app.done.length = 0")
        for _ in range(20):
            before = move(page, -400)
            frame(page)
            answer(page)
            stays(page, before)
        assert acts(page, "load_gap") == {False}
        assert 49_000 < read(page).number < 49_890


def test_where_the_end_is_not_loaded_one_reads_on(views: Stage) -> None:
    """Who is at the lower edge of what is loaded is not at the end, and stays where they are when more comes."""
    with views.open(LONG) as page:
        standing(page)
        page.evaluate("happen.forget(30)")
        frame(page)
        for _ in range(4):
            before = move(page, 5000)  # to the edge
            frame(page)
            stays(page, before)
            answer(page)
            stays(page, before)
        assert newest_shown(page).startswith("49999:")
        move(page, 5000)
        frame(page)
        page.evaluate("happen.come(1)")
        pass_time(page, 200)
        assert newest_shown(page) == "came 50001"
        assert page.evaluate("document.querySelector('.stream').scrollTop") == 0


@each("by", [-500, 600, 3000])
def test_what_was_asked_for_comes_late(views: Stage, by: int) -> None:
    """One has scrolled on when it comes, and no frame was drawn since."""
    with views.open(LONG) as page:
        standing(page)
        until_asked(page, -700)
        before = move(page, by)
        answer(page)
        stays(page, before)


def test_what_comes_late_takes_nothing_away_that_is_read(views: Stage) -> None:
    """As much is loaded as there is place for; one asks for more above, and goes to the end before that is there."""
    with views.open(LONG) as page:
        standing(page)
        page.evaluate("happen.fill()")
        frame(page)
        while not asked(page):
            page.evaluate("document.querySelector('.stream').scrollTop = -1e6")
            frame(page)
        page.evaluate("document.querySelector('.stream').scrollTop = 0")
        frame(page)
        before = read(page)
        answer(page)
        stays(page, before)


@each("told", [True, False])
def test_another_width_in_the_frame_of_a_scroll_undoes_no_scroll(views: Stage, told: bool) -> None:
    """`told`: the scroll is looked at before the width is another one."""
    with views.open(LONG) as page:
        standing(page)
        until_asked(page, -700)
        before = move(page, 900)
        if told:
            page.evaluate("document.querySelector('.stream').dispatchEvent(new Event('scroll'))")
        page.evaluate("document.querySelector('.stream').style.marginInlineEnd = '1px'")
        page.evaluate("new Promise((done) => new ResizeObserver(done).observe(document.querySelector('.stream')))")
        frame(page)
        stays(page, before)


def acts(page: Page, name: str) -> set[bool]:
    """Whether it was asked downwards."""
    done: list[bool] = page.evaluate(
        "(name) => app.done.filter((one) => one[0] === name).map((one) => Boolean(one[1].downwards))", name
    )
    return set(done)


def test_who_is_at_the_end_stays_there_and_who_is_not_is_told(views: Stage) -> None:
    with views.open(LONG) as page:
        page.evaluate("happen.come(5)")
        pass_time(page, 100)
        assert page.evaluate("document.querySelector('.stream').scrollTop") == 0
        assert newest_shown(page) == "came 50005"
        scroll(page, -400)
        page.evaluate("happen.come(2, {mention: true})")
        pass_time(page, 100)
        assert page.locator(".down").inner_text().split() == ["2", "below", "2"]
        press("Escape")(page)
        assert page.evaluate("document.querySelector('.stream').scrollTop") == 0
        assert not page.locator(".down").count()


def test_a_place_far_back_is_gone_to_and_lit_and_one_comes_back(views: Stage) -> None:
    with views.open(LONG) as page:
        page.evaluate("location.hash = '#room/long/L20000'")
        pass_time(page, 300)
        goal = page.locator(".msg.goal")
        assert "20000: " in goal.inner_text()
        assert 100 < place_of(page, "L20000") < 500
        assert goal.evaluate("(row) => getComputedStyle(row).backgroundColor") == "rgb(227, 238, 255)"
        pass_time(page, 3000)
        assert not goal.count()
        page.locator(".down").click()
        pass_time(page, 300)
        assert newest_shown(page).startswith("49999:")
