"""The log of texts in a real window: what one reads stays in place, the end is followed, and the text is the rows."""

from tests.tk.stage import run

LOG = """
from hubbub.tk.textlog import TextLog
from hubbub.tk.scrolled import Bar

def write(row, out):
    if row[0] % 7 == 0:
        out.picture(look.face(row[1], 20), "center", "line")
    out.put(row[1] + "\\n", "line")

def words(first, last, more=""):
    return [(n, f"message {n} {more}" + " word" * (n % 40)) for n in range(first, last)]

held = Bar(root)
held.pack(fill="both", expand=True)
log = TextLog(held, look, write, key=lambda row: row[0])
held.hold(log)
root.update()

def text():
    return log.get("1.0", "end-1c").replace("\\u200b", "")

def wanted():
    return "".join(row[1] + "\\n" for row in log.rows)

def top():
    return log.at(0), log.dlineinfo("@0,0")[1]
"""


def test_it_follows_the_end_while_the_end_is_in_view(screen: str) -> None:
    run(
        screen,
        LOG
        + """
log.show(words(0, 200)); root.update()
assert log.at_end() and log.following
log.show(words(0, 210)); root.update()
assert log.at_end() and text() == wanted()
log.scroll(-400); root.update()
assert not log.following
before = top()
log.show(words(0, 250)); root.update()
assert top() == before and not log.at_end()
root.geometry("500x300"); root.update()
assert log.at(0) == before[0]
log.to_end(); root.update()
root.geometry("700x500"); root.update()
assert log.at_end()
""",
    )


def test_what_one_reads_stays_on_its_pixel_whatever_happens_around_it(screen: str) -> None:
    run(
        screen,
        LOG
        + """
import random
chance = random.Random(7)
log.show(words(100, 300)); root.update()
log.put_at(100, 40); root.update()
first = 100
rows = list(log.rows)
for turn in range(60):
    where = log.rows.index(next(row for row in log.rows if row[0] == 200))
    y = log.dlineinfo(f"{log.starts[where]}.0")[1]
    what = turn % 5
    if what == 0:
        first -= 5
        rows = words(first, first + 5) + rows
    elif what == 1:
        rows = rows + words(rows[-1][0] + 1, rows[-1][0] + 9)
    elif what == 2:
        n = chance.randrange(len(rows))
        if rows[n][0] != 200:
            rows[n] = (rows[n][0], "edited" + " longer" * chance.randrange(60))
    elif what == 3:
        n = chance.randrange(len(rows))
        if rows[n][0] != 200:
            del rows[n]
    else:
        rows = rows[3:]
    log.show(rows); root.update()
    where = log.rows.index(next(row for row in log.rows if row[0] == 200))
    visible = log.dlineinfo(f"{log.starts[where]}.0")
    assert visible and abs(visible[1] - y) <= 1 or what in (2, 3) , (turn, what, y, visible)
    log.put_at(where, 40); root.update()
    assert text() == wanted()
""",
    )


def test_what_one_reads_stays_when_the_line_of_the_day_goes_up_to_older_rows(screen: str) -> None:
    run(
        screen,
        LOG
        + """
day = [(-1, "Today")]
log.steady = lambda row: row[0] >= 0
log.show(day + words(100, 160)); root.update()
log.following = False
log.yview_moveto(0); root.update()
below = log.dlineinfo(f"{log.starts[1]}.0")[1]
log.show(day + words(0, 160)); root.update()
assert log.rows[log.at(below + 2)] == words(100, 101)[0], log.rows[log.at(below + 2)]
assert log.dlineinfo(f"{log.starts[101]}.0")[1] == below
""",
    )


def test_rows_with_marks_and_emoji_keep_their_lines(screen: str) -> None:
    run(
        screen,
        LOG
        + """
log.show([(7, "a" + "\\u0301" * 12), (8, "\\U0001f389" * 5), (14, "x" * 10240), (21, "[/] {a} $b \\\\ [exit]")])
root.update()
assert text() == wanted()
log.show([(7, "a"), (8, "b"), (14, "c\\nd"), (21, "e")]); root.update()
assert text() == wanted() and log.counts == [1, 1, 2, 1]
assert [log.at(log.dlineinfo(f"{n}.0")[1] + 2) for n in log.starts] == [0, 1, 2, 3]
""",
    )
