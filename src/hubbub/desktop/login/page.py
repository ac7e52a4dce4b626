"""Server, name, Enter: two fields, filled in where that is possible. Everything else shows when it is needed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

import msgspec

from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.views.pieces import safe

from .column import breadth
from .recent import Recent, RecentRow
from .trust import Trust

WIDE = 360
FIRST = "Type the address of the server, or paste the link of an invitation."
AGAIN = "Good to see you again."
PASSWORD, OF_SERVER = "Password", "Password of the server"
SAFE = " Connections to other machines are encrypted."


class Wanted(msgspec.Struct, frozen=True):
    """What the person typed. `of_server`: the password is what everybody needs there, not that of their account;
    `keep`: it is to be kept in the keyring; `code`: of an invitation.
    """

    server: str
    name: str
    password: str = ""
    code: str = ""
    of_server: bool = False
    keep: bool = False


class Page(tk.Frame):
    """`join` is told of what was typed; `server_changed` of each change of the server; `trusted` of yes or no."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look = look
        self.join: Callable[[Wanted], object] = lambda wanted: None
        self.server_changed: Callable[[str], object] = lambda text: None
        self.trusted: Callable[[bool], object] = lambda yes: None
        self.forgotten: Callable[[RecentRow], object] = lambda row: None
        self._row = 0
        self.wide = breadth(self, look, WIDE)
        self.columnconfigure(0, weight=1, minsize=self.wide)
        self._head()
        self.server, self._server_problem = self._field("Server", "chat.example.org, or a link", 20)
        self.invitation = self._words("", "small", "good_ink", 6)
        self.name, self._name_problem = self._field("Your name", "", 12)
        self._account = self._link("I have an account", 8, self.show_password)
        self.password, self._password_problem = self._field(PASSWORD, "", 12, secret=True)
        self._keep_row()
        self.code, self._code_problem = self._field("Invitation", "the code, or the link", 12)
        self.trust = Trust(self, look, lambda yes: self.trusted(yes))
        self._put(self.trust, 20, "ew")
        self.button = ttk.Button(self, text="Join", style="Accent.TButton", command=self._join)
        self._put(self.button, 16, "ew")
        self.recent = Recent(self, look)
        self._put(self.recent, 20, "ew")
        self._foot()
        self._listen()
        self._hide_extras()

    # What it is made of

    def _put(self, widget: tk.Widget, above: int, sticky: str) -> None:
        widget.grid(row=self._row, column=0, sticky=sticky, pady=(self.look.px(above), 0))
        self._row += 1

    def _words(self, text: str, font: str, ink: str, above: int, sticky: str = "w") -> tk.Label:
        label = self.look.label(self, text, font, ink, justify="left", wraplength=self.wide - self.look.px(10))
        self._put(label, above, sticky)
        return label

    def _head(self) -> None:
        look, t = self.look, self.look.t
        picture = look.pictures.mark((t["accent"], t["good"], t["new"]), 26)
        self._put(tk.Label(self, image=picture, background=t["ground"]), 0, "")
        self._put(look.label(self, "Join a chat", "big"), 12, "")
        self.lead = look.label(self, FIRST, "list", "ink_2", wraplength=self.wide - look.px(20), justify="center")
        self._put(self.lead, 2, "")

    def _field(self, title: str, hint: str, above: int, *, secret: bool = False) -> tuple[Entry, Problem]:
        heading = self._words(title, "smallbold", "ink", above)
        entry = Entry(self, self.look, hint, show="•" if secret else "")
        self._put(entry, 4, "ew")
        entry.bind("<Return>", lambda event: self._join())
        problem = Problem(self, self.look, entry)
        self._put(problem, 6, "w")
        problem.grid_remove()
        problem.heading = heading
        return entry, problem

    def _link(self, text: str, above: int, does: Callable[[], object]) -> tk.Label:
        label = self.look.label(
            self, text, "small", "accent_ink", cursor="hand2", takefocus=True,
            highlightthickness=max(1, self.look.px(2)), highlightbackground=self.look.t["ground"],
            highlightcolor=self.look.t["accent_ink"],
        )  # fmt: skip
        self._put(label, above, "w")
        for keys in ("<Button-1>", "<Return>", "<space>"):
            label.bind(keys, lambda event: does())
        return label

    def _keep_row(self) -> None:
        self.keep = tk.BooleanVar(self, True)
        self.keep_button = ttk.Checkbutton(
            self, text="  Keep it in the keyring", variable=self.keep, style="ground.TCheckbutton"
        )
        self._put(self.keep_button, 6, "w")
        self.can_keep = False

    def _foot(self) -> None:
        look = self.look
        lock, wide = look.icon("lock", "ink_3", 14), self.wide - look.px(20)
        foot = look.label(self, SAFE, "tiny", "ink_3", compound="left", image=lock, wraplength=wide, justify="left")
        self._put(foot, 18, "")

    def _listen(self) -> None:
        self.server.bind("<KeyRelease>", lambda event: self._server_typed(), add=True)
        self.server.bind("<<Paste>>", lambda event: self.after_idle(self._server_typed), add=True)
        self.button.bind("<Return>", lambda event: self._join())
        self.recent.chosen = self._choose
        self.recent.forgotten = lambda row: self.forgotten(row)

    def _hide_extras(self) -> None:
        for problem in (self._password_problem, self._code_problem):
            _show(problem.entry, False)
            _show(problem.heading, False)
        for widget in (self.keep_button, self.trust, self.invitation, self.recent):
            _show(widget, False)

    # What it shows

    def start(self, server: str, name: str, recent: Sequence[RecentRow]) -> None:
        """Filled in with what is known; the focus is on what comes next."""
        self.server.put(server)
        self.name.put(name)
        self.lead.configure(text=AGAIN if recent else FIRST)
        self.recent.show(recent)
        _show(self.recent, bool(recent))
        self.server_changed(server)
        first: tk.Misc = self.server if not server else self.name if not name else self.button
        first.focus_set()

    def tell(self, words: Sequence[str]) -> None:
        """What there is to know before one goes anywhere."""
        if words:
            self.lead.configure(text=self.look.lines("\n".join(map(safe, words)), left=False))

    def show_invitation(self, words: str) -> None:
        """`Invitation to garden on chat.example.org`; '' for none."""
        self.invitation.configure(text=self.look.shown(words))
        _show(self.invitation, bool(words))

    def show_password(self, *, problem: str = "", of_server: bool = False, warn: bool = False) -> None:
        """Ask for that of the account, or `of_server`. `warn`: the problem is no fault, but what there is to know."""
        title = OF_SERVER if of_server else PASSWORD
        if self._password_problem.heading.cget("text") != title:
            self._password_problem.heading.configure(text=title)
            self.password.put("")
        _show(self._account, of_server)
        _show(self._password_problem.heading, True)
        _show(self.password, True)
        _show(self.keep_button, self.can_keep)
        about = self._name_problem if warn and not of_server else self._password_problem
        about.say(problem, "new_ink" if warn else "bad_ink")
        self.password.focus_set()

    def show_code(self, problem: str = "") -> None:
        _show(self._code_problem.heading, True)
        _show(self.code, True)
        self._code_problem.say(problem)
        self.code.focus_set()

    def say_about_server(self, problem: str) -> None:
        self._server_problem.say(problem)
        self.server.focus_set()

    def say_about_name(self, problem: str) -> None:
        self._name_problem.say(problem)
        self.name.focus_set()
        self.name.select_range(0, "end")

    def ask_trust(self, host: str, fingerprint: str) -> None:
        """Is this the right server?"""
        self.trust.show(host, fingerprint)
        _show(self.trust, True)
        for widget in (self.recent, self._account):
            _show(widget, False)
        self.button.state(["disabled"])
        self.trust.yes.focus_set()

    def end_trust(self) -> None:
        if self.trust.winfo_ismapped():
            _show(self.trust, False)
            _show(self._account, not self.password.winfo_ismapped())
            self.button.state(["!disabled"])
            self.button.focus_set()

    def busy(self, words: str) -> None:
        """Something is under way; '' when it is not."""
        self.button.configure(text=words or "Join")
        self.button.state(["disabled" if words else "!disabled"])
        for entry in (self.server, self.name, self.password, self.code):
            entry.state(["disabled" if words else "!disabled"])

    def clear(self) -> None:
        for problem in (self._server_problem, self._name_problem, self._password_problem, self._code_problem):
            problem.say("")

    # What is done with it

    def wanted(self) -> Wanted:
        return Wanted(
            self.server.text().strip(),
            self.name.text().strip(),
            self.password.text(),
            self.code.text().strip(),
            of_server=self._password_problem.heading.cget("text") == OF_SERVER,
            keep=self.can_keep and self.keep.get(),
        )

    def _join(self) -> str:
        wanted = self.wanted()
        self.clear()
        if "disabled" in self.button.state():
            return "break"
        if not wanted.server:
            self.say_about_server("Which server? Its address, such as chat.example.org.")
        elif not wanted.name:
            self.say_about_name("What shall others call you?")
        else:
            self.join(wanted)
        return "break"

    _typed = ""

    def _server_typed(self) -> None:
        if self.server.text() != self._typed:
            self._typed = self.server.text()
            self._server_problem.say("")
            self.server_changed(self._typed)

    def _choose(self, row: RecentRow) -> None:
        self.server.put(row.address)
        self.name.put(row.name)
        self.password.put("")
        self._server_typed()
        self._join()


class Problem(tk.Frame):
    """A sentence under a field, with a sign; the field is outlined."""

    heading: tk.Label

    def __init__(self, master: tk.Misc, look: Look, entry: Entry) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look, self.entry = look, entry
        self._sign = tk.Label(self, background=look.t["ground"], borderwidth=0)
        self._sign.grid(row=0, column=0, sticky="n")
        wide = breadth(self, look, WIDE) - look.px(30)
        self._words = look.label(self, "", "small", "bad_ink", justify="left", wraplength=wide)
        self._words.grid(row=0, column=1, padx=(look.px(5), 0), sticky="w")

    def say(self, text: str, ink: str = "bad_ink") -> None:
        """'' takes it away."""
        self._sign.configure(image=self.look.icon("warn", ink, 16))
        self._words.configure(text=self.look.shown(safe(text)), foreground=self.look.t[ink])
        self.entry.state(["invalid" if text and ink == "bad_ink" else "!invalid"])
        _show(self, bool(text))


def _show(widget: tk.Widget, shown: bool) -> None:
    if shown:
        widget.grid()
    else:
        widget.grid_remove()
