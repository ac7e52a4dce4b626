"""The field that one writes in: it grows, keeps what was typed, completes, asks before much is pasted, and sends."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import msgspec

from hubbub.tk.hint import Hint
from hubbub.tk.look import Look
from hubbub.typed.grammar import seen
from hubbub.views import pasting

from .history import History

LINES = 10  # it grows up to so many
SAVED = 300  # milliseconds after the last key, a draft is kept


class Draft(msgspec.Struct, frozen=True):
    """What is being written: its text, and what it answers or changes (ids of messages)."""

    text: str = ""
    reply: str = ""
    edit: str = ""


class Field(ttk.Frame):
    """`sent(draft, literal)`: Enter was pressed; literal: the text is no command whatever it begins with. `changed` is
    told after each change, `saved` of a draft that has rested; `asked` of much that is pasted."""

    def __init__(self, master: tk.Misc, look: Look, hint: Hint) -> None:
        px = look.px
        super().__init__(master, style="canvas.field.TFrame", padding=(px(12), px(5), px(6), px(5)))
        self.look = look
        self.sent: Callable[[Draft, bool], object] = lambda draft, literal: None
        self.changed: Callable[[], object] = lambda: None
        self.saved: Callable[[Draft], object] = lambda draft: None
        self.asked: Callable[[str], object] = lambda text: None
        self.key: Callable[[str], bool] = lambda key: False  # a key that a list above may want first
        self.empty_up: Callable[[bool], object] = lambda shift: None
        self.emoji: Callable[[], object] = lambda: None
        self.attach: Callable[[], object] = lambda: None
        self.files: Callable[[], bool] = lambda: False  # whether files are being pasted: then they are seen to
        self.history = History()
        self.target = ""
        self.reply = self.edit = ""
        self._literal = False
        self._due = ""
        self.columnconfigure(0, weight=1)
        self._about()
        self._text(hint)
        self._listen()

    # What it is made of

    def _about(self) -> None:
        """The line above the text: what is answered or changed."""
        look, px = self.look, self.look.px
        self.about = tk.Frame(self, background=look.t["raised"])
        self.about.columnconfigure(0, weight=1)
        self.about_words = look.label(self.about, "", "small", "ink_2", "raised", anchor="w", width=1)
        self.about_words.grid(row=0, column=0, sticky="ew")
        close = ttk.Button(
            self.about, image=look.icon("close", size=14), style="raised.Tool.TButton", command=self.leave_about
        )
        close.grid(row=0, column=1, padx=(px(6), 0))

    def _text(self, hint: Hint) -> None:
        look, t = self.look, self.look.t
        self.text = text = tk.Text(
            self,
            height=1,
            width=1,
            font=look.fonts["text"],
            background=t["raised"],
            foreground=t["ink"],
            relief="flat",
            borderwidth=0,
            highlightthickness=0,
            insertbackground=t["ink"],
            insertwidth=max(1, look.px(1.5)),
            selectbackground=t["select"],
            selectforeground=t["ink"],
            wrap="word",
            padx=0,
            pady=look.px(5),
            undo=True,
            maxundo=200,
        )
        text.grid(row=1, column=0, sticky="ew")
        self.hint = look.label(text, "", "text", "ink_3", "raised", cursor="xterm")
        self.hint.bind("<Button-1>", lambda event: text.focus_set())
        buttons = (
            ("attach", "ink_2", lambda: self.attach(), "Share a file"),
            ("smile", "ink_2", lambda: self.emoji(), "Emoji"),
            ("send", "accent_ink", self.submit, "Send (Enter)"),
        )
        for column, (icon, ink, does, words) in enumerate(buttons, 1):
            button = ttk.Button(self, image=look.icon(icon, ink), style="raised.Tool.TButton", command=does)
            button.grid(row=1, column=column, sticky="s")
            hint.about(button, words)

    def _listen(self) -> None:
        text = self.text
        text.bind("<FocusIn>", lambda event: self.state(["focus"]))
        text.bind("<FocusOut>", lambda event: self.state(["!focus"]))
        text.bind("<Return>", lambda event: self._enter())
        text.bind("<KP_Enter>", lambda event: self._enter())
        text.bind("<Shift-Return>", lambda event: None)
        for key in ("<Tab>", "<Up>", "<Down>", "<Shift-Up>", "<Escape>", "<Prior>", "<Next>"):
            text.bind(key, lambda event, key=key: self._special(key))
        text.bind("<<Modified>>", lambda event: self._modified())
        text.bind("<<Paste>>", lambda event: self._paste("CLIPBOARD"))
        text.bind("<<PasteSelection>>", self._paste_selection)
        text.bind("<Control-BackSpace>", lambda event: self._delete_word())
        text.bind("<Control-a>", lambda event: self._mark_all())
        text.bind("<Configure>", lambda event: self._grow())

    # What is in it

    def content(self) -> str:
        return self.text.get("1.0", "end-1c")

    def draft(self) -> Draft:
        return Draft(self.content(), self.reply, self.edit)

    def open(self, target: str, hint: str, draft: Draft) -> None:
        """Write there from now on ('': in no place), going on with that draft. `hint` stands in the empty field."""
        self.save()
        self.target = target
        self.hint.configure(text=self.look.fit(hint, "text", self.look.px(400)))
        self.put(draft.text)
        self.text.edit_reset()
        self.reply, self.edit = draft.reply, draft.edit
        self.history.rest()
        self._show_hint()

    def put(self, text: str) -> None:
        """This instead, with the cursor at its end."""
        self.text.delete("1.0", "end")
        self.text.insert("1.0", self.look.spell(text))
        self.text.mark_set("insert", "end-1c")
        self.text.see("insert")
        self._literal = False

    def insert(self, text: str) -> None:
        """At the cursor, in place of what is marked."""
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")
        self.text.insert("insert", self.look.spell(text))
        self.text.see("insert")
        self.text.focus_set()

    def before(self) -> str:
        """The text before the cursor."""
        return self.text.get("1.0", "insert")

    def replace(self, back: int, text: str) -> None:
        """The last letters before the cursor become that text."""
        self.text.edit_separator()
        if back:
            self.text.delete(f"insert-{back}c", "insert")
        self.text.insert("insert", text)

    def show_about(self, words: str) -> None:
        """What is answered or changed; '' for nothing."""
        if words:
            self.about_words.configure(text=self.look.fit(words, "small", self.look.px(600)))
            self.about.grid(row=0, column=0, columnspan=4, sticky="ew", pady=(0, self.look.px(2)))
        else:
            self.about.grid_remove()

    def leave_about(self) -> None:
        """Neither an answer nor a change any more; what was changed is not what was being written."""
        if self.edit:
            self.put("")
        self.reply = self.edit = ""
        self.show_about("")
        self._rested()

    # Keys

    def _enter(self) -> str:
        if not self.key("<Return>"):
            self.submit()
        return "break"

    def _special(self, key: str) -> str | None:
        if key == "<Tab>" and not self.content():
            self._go_on()  # there is nothing to complete
            return "break"
        if self.key(key):
            return "break"
        if key in ("<Up>", "<Shift-Up>") and not self.content():
            self.empty_up(key == "<Shift-Up>")
            return "break"
        if key == "<Up>" and self._on_row(first=True):
            return self._recall(self.history.back(self.target, self.content()))
        if key == "<Down>" and self._on_row(first=False):
            return self._recall(self.history.forth(self.target))
        return "break" if key == "<Tab>" else None

    def _go_on(self) -> None:
        """The focus to what comes next."""
        following = self.text.tk_focusNext()
        if following is not None:
            self.tk.call("tk::TabToWindow", following)

    def _on_row(self, *, first: bool) -> bool:
        """Whether the cursor is in the first (or last) line that is shown."""
        edge = "1.0" if first else "end-1c"
        here, there = self.text.count("1.0", "insert", "displaylines"), self.text.count("1.0", edge, "displaylines")
        return (here or (0,))[0] == (there or (0,))[0]

    def _recall(self, text: str | None) -> str | None:
        if text is None:
            return None
        self.text.delete("1.0", "end")
        self.text.insert("1.0", text)
        return "break"

    def _mark_all(self) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _delete_word(self) -> str:
        self.text.delete("insert-1c wordstart" if self.text.get("insert-1c").strip() else "insert-1c", "insert")
        return "break"

    # Sending

    def submit(self) -> None:
        draft, literal = self.draft(), self._literal
        if not draft.text.strip():
            return
        self.history.add(self.target, draft.text)
        self.put("")
        self.reply = self.edit = ""
        self.show_about("")
        self.text.edit_reset()
        self.sent(draft, literal)
        self._rested()

    # Changes

    def _modified(self) -> None:
        if not self.text.edit_modified():
            return
        self.text.edit_modified(False)
        self._show_hint()
        self._grow()
        if self._due:
            self.after_cancel(self._due)
        self._due = self.after(SAVED, self._rested)
        self.changed()

    def _show_hint(self) -> None:
        if self.content():
            self.hint.place_forget()
        else:
            self._literal = False
            self.hint.place(x=0, rely=0.5, anchor="w")

    def _grow(self) -> None:
        lines = (self.text.count("1.0", "end", "displaylines") or (1,))[0]
        height = max(1, min(int(lines), LINES))
        if int(self.text.cget("height")) != height:
            self.text.configure(height=height)

    def _rested(self) -> None:
        self._due = ""
        if self.target:
            self.saved(self.draft())

    def save(self) -> None:
        """Keep the draft now, if it has changed."""
        if self._due:
            self.after_cancel(self._due)
            self._rested()

    # Pasting

    def _paste(self, selection: str) -> str:
        if selection == "CLIPBOARD" and self.files():
            return "break"
        try:
            text = str(self.tk.call("selection", "get", "-selection", selection, "-type", "UTF8_STRING"))
        except tk.TclError:  # nothing to paste, or no text
            return "break"
        self.paste(text)
        return "break"

    def _paste_selection(self, event: tk.Event[tk.Misc]) -> str:
        self.text.mark_set("insert", f"@{event.x},{event.y}")
        self.text.focus_set()
        return self._paste("PRIMARY")

    def paste(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        if pasting.asks(text):
            self.asked(text)
        else:
            self.take(text)

    def take(self, text: str) -> None:
        """Put in what is pasted: what begins with a slash is text."""
        alone = not self.before().strip()
        self.insert(text)
        if alone and (seen(text).startswith("/") or "\n/" in text):
            self._literal = True
