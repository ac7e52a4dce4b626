"""One's account: logging in and out, devices, tokens of programs, certificates, who may write, what is kept."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TYPE_CHECKING

from hubbub.client.state.items import Note
from hubbub.tk.ask import Ask, Asked
from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.views import lists
from hubbub.views.acts import Act
from hubbub.views.asking import Hears, Waits
from hubbub.views.notes import why
from hubbub.views.pieces import safe

from . import opening

if TYPE_CHECKING:
    from .listing import ListCard
    from .window import Window

SCOPES = ("read say", "read", "say", "read say dm", "read say dm moderate")
FOR_HOW_LONG = ("7d", "90d", "ever")
ERASE = "goes, too"


class Account:
    """A method for each act of `views.acts.of_account`, and of what else is one's own."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._does: dict[str, Callable[[], object]] = {
            "log_in": self._log_in,
            "log_out": lambda: window.core.do("log_out"),
            "devices": self._devices,
            "tokens": self._tokens,
            "certificates": self._certificates,
            "export": self._export,
            "delete_account": self._delete,
            "blocked": lambda: window.lists.show(lists.blocked()),
            "private": self._private,
        }

    def do(self, act: Act) -> None:
        self._does[act.name]()

    def knows(self, act: Act) -> bool:
        return act.name in self._does

    def _ask(self, *words: object, **more: object) -> None:
        Ask(self.window.overlays, self.window.look, *words, **more)  # type: ignore[arg-type]

    def _log_in(self) -> None:
        with self.window.core.reading() as state:
            name = state.me.name

        def log_in(values: list[str]) -> str | Waits:
            if not values[0].strip() or not values[1]:
                return "An account has a name and a password."
            return self.window.lists.act("log_in", account=values[0].strip(), password=values[1])

        fields = (Asked("Account", name), Asked("Password", secret=True))
        self._ask("Log in", "Your rooms and private messages come with your account.", "Log in", log_in, fields)

    # Devices, tokens, certificates

    def _devices(self) -> None:
        def others(card: ListCard) -> None:
            self.window.lists.run(card, "LOGOUT", "EVERYWHERE")

        self.window.lists.show(lists.devices(), ("Log out everywhere else", others))

    def _tokens(self) -> None:
        self.window.lists.show(lists.tokens(), ("A new token…", self._new_token))

    def _new_token(self, card: ListCard) -> None:
        def make(values: list[str]) -> str | Waits:
            name, scopes, how_long = values[0].strip(), values[1].strip(), values[2]
            if not name or " " in name:
                return "A token has a name of one word."
            words = f"ADD {name} {scopes} for {how_long}"
            return lambda hears: self.window.lists.ask("TOKEN", words, lambda notes: self._made(card, notes, hears))

        fields = (
            Asked("What it is called", hint="backup"),
            Asked("What it may do", SCOPES[0], hint="read say dm moderate; say:#room for one room"),
            Asked("For how long", FOR_HOW_LONG[1], choices=FOR_HOW_LONG),
        )
        self._ask("A new token", "It never may what you may not. It is shown only once.", "Make it", make, fields)

    def _made(self, card: ListCard, notes: tuple[Note, ...], hears: Hears) -> None:
        made = lists.record(notes, "new_token")
        heard = hears("" if made is not None else _why(notes))
        if made is None:
            if not heard:
                card.say(_why(notes))
            return
        card.again()
        token = str(made.get("token", ""))
        CopyCard(self.window.overlays, self.window.look, "The new token", "Copy it now: it is not shown again.", token)

    def _certificates(self) -> None:
        def add(card: ListCard) -> None:
            def send(values: list[str]) -> str | Waits:
                print_ = values[0].replace(":", "").strip()
                if len(print_) != 64 or not all(letter in "0123456789abcdefABCDEF" for letter in print_):
                    return "A fingerprint has 64 hexadecimal digits."
                return self.window.lists.waits(card, "CERT", f"ADD {print_}")

            self._ask("Trust a certificate", "By its SHA-256 fingerprint.", "Trust it", send, (Asked("Fingerprint"),))

        self.window.lists.show(lists.certificates(), ("Add one…", add))

    # Who may write

    def _private(self) -> None:
        def asked(notes: tuple[Note, ...]) -> None:
            told = lists.record(notes, "private")
            if told is None:
                self.window.answers.say(_why(notes), error=True)
                return
            choices = tuple(lists.WHO.values())
            now = lists.WHO.get(str(told.get("who")), choices[0])
            fields = (Asked("Who", now, choices=choices, upright=True),)
            self._ask("Private messages", "Who may write to you privately.", "Let these", change, fields)

        def change(values: list[str]) -> Waits:
            who = next(key for key, words in lists.WHO.items() if words == values[0])
            return self.window.lists.act("serve", command="private", words=who)

        self.window.lists.ask("PRIVATE", "", asked)

    # All that is kept

    def _export(self) -> None:
        def made(notes: tuple[Note, ...]) -> None:
            told = lists.record(notes, "export")
            if told is None:
                self.window.answers.say(_why(notes), error=True)
                return
            link = str(told.get("link", ""))
            words = "Everything that the server keeps of you, as one file. The link works once, for a short time."
            CopyCard(self.window.overlays, self.window.look, "All that is kept of you", words, link,
                 ("Open it", lambda: opening.open_link(self.window, link)))  # fmt: skip

        self.window.lists.ask("ACCOUNT", "EXPORT", made)

    def _delete(self) -> None:
        with self.window.core.reading() as state:
            name = safe(state.me.account)

        def delete(values: list[str]) -> str | Waits:
            if not values[1]:
                return "Type your password, so that nobody else deletes it."
            what = "erase" if values[0] == ERASE else "keep"
            return self.window.lists.act("serve", command="account", words=f"delete {values[1]} {what}")

        fields = (
            Asked("What you have said", "stays", choices=("stays", ERASE)),
            Asked("Password", secret=True),
        )
        self._ask(
            f"Delete the account {name}?", "Nobody can get it back. Your name is free for others then.",
            "Delete it", delete, fields, danger=True,
        )  # fmt: skip


def _why(notes: tuple[Note, ...]) -> str:
    """What the server said instead."""
    return why(notes, "The server says nothing of that.")


class CopyCard(Overlay):
    """Something to be copied: a token, a link. `others`: further buttons."""

    def __init__(
        self,
        overlays: Overlays,
        look: Look,
        title: str,
        words: str,
        text: str,
        *others: tuple[str, Callable[[], object]],
    ) -> None:
        super().__init__(overlays, look, padding=20)
        px, t = look.px, look.t
        wide = min(px(WIDE), overlays.window.winfo_width() - px(24))
        self.columnconfigure(0, weight=1, minsize=wide - px(40))
        look.label(self, title, "head", "ink", "raised").grid(row=0, column=0, sticky="w")
        look.label(self, words, "list", "ink_2", "raised", wraplength=wide - px(40), justify="left").grid(
            row=1, column=0, sticky="w", pady=(px(8), px(10))
        )
        line = tk.Entry(
            self, font=look.fonts["print"], readonlybackground=t["well"], foreground=t["ink"], relief="flat",
            borderwidth=px(6), highlightthickness=max(1, px(2)), highlightbackground=t["well"],
            highlightcolor=t["accent_ink"], selectbackground=t["select"], selectforeground=t["ink"],
        )  # fmt: skip
        line.insert(0, look.shown(text))
        line.configure(state="readonly")
        line.grid(row=2, column=0, sticky="ew")
        row = tk.Frame(self, background=t["raised"])
        row.grid(row=3, column=0, sticky="e", pady=(px(16), 0))
        copy = ttk.Button(row, text="Copy", style="raised.Accent.TButton", command=lambda: self._copy(text))
        buttons = [ttk.Button(row, text=name, style="raised.TButton", command=does) for name, does in others]
        buttons += [ttk.Button(row, text="Close", style="raised.TButton", command=self.close), copy]
        for column, button in enumerate(buttons):
            button.grid(row=0, column=column, padx=(px(8), 0))
        self.place(relx=0.5, rely=0.42, anchor="center")
        self.open(copy)

    def _copy(self, text: str) -> None:
        self.clipboard_clear()
        self.clipboard_append(text)


WIDE = 480
