"""A card that asks, and waits for what comes of it: nothing that is typed meanwhile goes anywhere."""

from tests.tk.stage import run

CARD = """
from hubbub.tk.ask import Ask, Asked
from hubbub.tk.overlay import Overlays

field = tk.Entry(root)
field.pack()
overlays = Overlays(root, field.focus_set)
given, hears = [], []

def does(values):
    given.append(values)
    return hears.append

card = Ask(overlays, look, "A room with a key", "shed needs a key.", "Join", does, (Asked("Key", secret=True),))
root.update()
card.entries[0].focus_force(); root.update()

def type_(text):
    for letter in text:
        root.focus_get().event_generate(f"<{letter}>" if len(letter) == 1 else letter); root.update()

def words():
    return [str(one.cget("text")) for one in card.winfo_children() if isinstance(one, tk.Label)]
"""


def test_it_stays_until_it_hears_that_it_is_done(screen: str) -> None:
    run(
        screen,
        CARD
        + """
type_(["w", "r", "<Return>", "x", "y", "<Return>"])
assert given == [["wr"]], given
assert field.get() == "" and overlays.top() is card
root.after(400, lambda: done.set(1)); done = tk.IntVar(); root.wait_variable(done)
assert words()[-1] == "Asking the server…", words()
assert hears[0]("That was not it.")
assert words()[-1] == "! That was not it.", words()
type_(["o", "<Return>"])
assert given[1:] == [["o"]], given
assert hears[1]("")
root.update()
assert overlays.top() is None and field.get() == ""
""",
    )


def test_what_comes_after_it_is_closed_is_for_somebody_else(screen: str) -> None:
    run(
        screen,
        CARD
        + """
type_(["w", "<Return>", "<Escape>"])
assert overlays.top() is None
assert not hears[0]("That was not it.")
root.after(400, lambda: done.set(1)); done = tk.IntVar(); root.wait_variable(done)
""",
    )


def test_nobody_takes_the_focus_from_it_until_it_is_closed(screen: str) -> None:
    run(
        screen,
        CARD
        + """
other = tk.Entry(root)
other.pack()
overlays.focus_below(other); root.update()
type_(["w", "r"])
assert card.entries[0].get() == "wr" and other.get() == ""
type_(["<Escape>"])
assert root.focus_get() is other
overlays.focus_below(field); root.update()
assert root.focus_get() is field
""",
    )
