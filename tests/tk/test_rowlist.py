"""A list in a real window: it draws what one sees, walks by keyboard, and keeps the cursor on its row."""

from tests.tk.stage import run

LIST = """
from hubbub.tk.rowlist import RowList
from hubbub.tk.scrolled import Bar

painted = []

def paint(rows, row, y, state):
    painted.append((row, frozenset(state)))
    rows.ground(y, state, "active_ground")
    rows.word(30, y + 10, row)

held = Bar(root, "ground")
held.pack(fill="both", expand=True)
rows = RowList(held, look, 30, "ground", paint, selectable=lambda row: not row.startswith("head"))
held.hold_rows(rows)
root.update()
"""


def test_of_5000_rows_only_those_in_view_are_drawn(screen: str) -> None:
    run(
        screen,
        LIST
        + """
rows.show([f"person {n}" for n in range(5000)])
root.update()
rows.refresh(); painted.clear(); root.update()
assert len(painted) <= 500 // 30 + 2
rows.focus_force(); root.update()
rows.event_generate("<End>"); painted.clear(); root.update()
assert rows.cursor == 4999 and ("person 4999", frozenset({"cursor", "focus"})) in painted
""",
    )


def test_the_keyboard_walks_over_heads_and_opens(screen: str) -> None:
    run(
        screen,
        LIST
        + """
opened, typed = [], []
rows.opened, rows.letters = opened.append, typed.append
rows.show(["head", "a", "head 2", "b", "c"])
rows.focus_force(); root.update()
assert rows.cursor == 1, "who comes there sees where they are"
for key in ("<Down>", "<Return>", "<Up>", "<Return>", "<Up>", "<Return>", "<x>"):
    rows.event_generate(key); root.update()
assert opened == [3, 1, 1], opened
assert typed == ["x"]
rows.show(["b", "head", "a"])
assert rows.cursor == 2
""",
    )


def test_a_click_opens_and_the_right_button_asks_for_the_menu(screen: str) -> None:
    run(
        screen,
        LIST
        + """
opened, menus = [], []
rows.opened, rows.menu = opened.append, lambda place, x, y: menus.append(place)
rows.show(["head", "a", "b"]); root.update()
rows.event_generate("<Button-1>", x=50, y=45); root.update()
rows.event_generate("<Button-3>", x=50, y=75); root.update()
rows.event_generate("<Button-1>", x=50, y=15); root.update()
assert opened == [1] and menus == [2]
""",
    )
