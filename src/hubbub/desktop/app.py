"""The program: one root window that shows the page to join by, then the conversation; and what lies between."""

from __future__ import annotations

import importlib
import time
import tkinter as tk
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hubbub.tk.ask import Ask
from hubbub.tk.look import Look
from hubbub.tk.overlay import focus_of
from hubbub.uplink import addresses
from hubbub.uplink.addresses import Address
from hubbub.uplink.happenings import Faulted, FileSetAside, FileTrouble, PhaseChanged
from hubbub.uplink.questions import AdmissionNeeded, CertificateQuestion, NameNeeded, PasswordNeeded
from hubbub.uplink.servers import Servers
from hubbub.uplink.thread import Network
from hubbub.uplink.trouble import Trouble
from hubbub.views import emoji
from hubbub.views.notices import Notice

from . import installing, joining, keys, probe, systems, troubles, urgency, wake
from .connection import ConnectionState
from .entrance import Entrance
from .faults import Faults
from .joining import Going, Prepared
from .memory import Memory
from .questions import Questions

if TYPE_CHECKING:
    from .settings import SettingsCard
    from .window import Window

END = 1.0  # seconds in which the program is gone
ASK_AGAIN = 5.0  # seconds, at least, until the system is asked again whether it is dark
WARM = 200  # milliseconds after which what a conversation needs is read, while the page shows


def _warm() -> None:
    """In a thread: what is imported now makes nobody wait later."""
    importlib.import_module("hubbub.uplink.starting")
    importlib.import_module("hubbub.desktop.window")


class Start(msgspec.Struct, frozen=True):
    """How it was started. `address`: as typed, '' for none; `theme`: instead of the settings."""

    address: str = ""
    name: str = ""
    theme: str = ""


class App:
    """`root` is empty. Everything of the network is in `network`'s thread."""

    def __init__(self, root: tk.Tk, network: Network, memory: Memory, start: Start) -> None:
        self.root, self.network, self.memory, self.start = root, network, memory, start
        self.look = Look(root, memory.wishes(start.theme), emoji.spelled, systems.in_thread)
        self.servers = Servers()
        self.page: tk.Frame | None = None
        self.window: Window | None = None
        self.prepared: Prepared | None = None
        self.faults = Faults(self)
        self.entrance = Entrance(self)
        self.questions = Questions(self)
        self._standing = ConnectionState()
        self._leaving = self.interrupted = self._urgent = False
        self._asked = 0.0
        self._early: list[object] = []  # told before there was a window to show it
        root.protocol("WM_DELETE_WINDOW", self.close)
        root.configure(background=self.look.t["ground"])
        root.iconphoto(True, *self.look.icons())
        systems.darken_title(root, not self.look.wishes.theme.startswith("light"))
        wake.listen(root, network)
        self._ask_system()
        root.bind("<FocusIn>", self._look_again, add=True)

    def run(self) -> bool:
        """Until the window is closed; whether it was by Ctrl-C."""
        wake.on_interrupt(self.network, self._interrupted)
        self.entrance.show()
        if not (self.start.address and self.start.name):
            self.root.after(WARM, lambda: systems.in_thread(_warm))
        self.root.mainloop()
        return self.interrupted

    def _interrupted(self, told: object) -> None:
        self.interrupted = True
        self.end()

    def frame(self) -> tk.Frame:
        """An empty page, in place of what there was."""
        if self.page is not None:
            self.page.destroy()
            self._forget_timers()
            self.root.bindtags(tuple(tag for tag in self.root.bindtags() if tag != keys.TAG))
        self.page = tk.Frame(self.root, background=self.look.t["ground"])
        self.page.pack(fill="both", expand=True)
        return self.page

    def _forget_timers(self) -> None:
        """Those of widgets that are gone: Tk would call what is not there any more."""
        call = self.root.tk.call
        for timer in self.root.tk.splitlist(call("after", "info")):
            script = str(self.root.tk.splitlist(call("after", "info", timer))[0])
            if not call("info", "commands", script):
                call("after", "cancel", timer)

    # What the system says

    def _look_again(self, event: tk.Event[tk.Misc]) -> None:
        """The window has the focus again: who was elsewhere may have turned the desktop dark there."""
        now = time.monotonic()
        self._urge(urgent=False)
        if event.widget is self.root and self.memory.settings.theme == "system" and now - self._asked >= ASK_AGAIN:
            self._ask_system()

    def _ask_system(self) -> None:
        self._asked = time.monotonic()

        def asked(dark: bool | None) -> None:
            known = bool(self.memory.state.get("system_dark"))
            if dark is not None and dark != known:
                self.memory.keep(system_dark=dark)
                if self.memory.settings.theme == "system" and not self.start.theme:
                    self.rebuild()

        if self.memory.settings.theme == "system":
            systems.in_thread(lambda: self.network.put(asked, systems.system_is_dark()))

    # Joining

    def join(self, going: Going) -> None:
        """Go there; the page says what is under way, until one is in."""

        def ready(prepared: Prepared) -> None:
            self.prepared = prepared
            joining.begin(self.network, prepared, self.told)

        self.network.ask(lambda: joining.prepare(going, self._raised), ready, self.entrance.failed)

    def _raised(self, words: str) -> None:
        """In the loop: somebody started the same again, perhaps by a link."""
        self.network.put(self._again, words)

    def _again(self, words: str) -> None:
        self.raise_()
        if words and self.window is not None:
            self.window.answers.leading.follow(words)

    def raise_(self) -> None:
        self.root.deiconify()
        self.root.lift()
        (self.root.focus_lastfor() or self.root).focus_force()

    def told(self, told: list[object]) -> None:
        """What the visit tells, in the window's thread."""
        for event in told:
            match event:
                case PhaseChanged():
                    self._phase(event)
                case NameNeeded() | PasswordNeeded() | AdmissionNeeded() | CertificateQuestion():
                    (self.questions if self.window else self.entrance).ask(event)
                case FileSetAside() | FileTrouble() | Faulted():
                    self.faults.tell(event)
                case _:
                    pass
        self._early += told
        if self.window is not None:
            early, self._early = self._early, []
            self.window.changed(early)

    def _phase(self, event: PhaseChanged) -> None:
        name = self.prepared.name if self.prepared else ""
        why = troubles.of(event.trouble) if event.trouble else ""
        been_here = self.window is not None
        self._standing = ConnectionState(event.phase, name, been_here, time.monotonic() + event.wait, why)
        if event.phase in ("on", "over"):
            self.questions.over()
        if event.phase in ("on", "waiting") and self.window is None:
            self._enter()
        elif event.phase == "over":
            self._over(event.trouble)
        if self.window is not None:
            self.window.stand(self._standing)

    def _enter(self) -> None:
        """One is in: the conversation, in place of the page."""
        self.root.resizable(True, True)
        self.memory.place(self.root, self.look)
        self._open_window()
        prepared = self.prepared
        if prepared is not None and self.window is not None:
            self.window.answers.leading.begin(prepared.going.address.leads)
        self._remember_server()

    def _open_window(self) -> None:
        from .window import Window

        prepared = self.prepared
        assert prepared is not None
        assert prepared.core is not None
        server = self._server_name(prepared.going.address)
        self.window = window = Window(self.frame(), self.look, prepared.core, self.memory.choices(), server)
        window.layout.go_on(self.memory.state.get("layout"))
        window.stand(self._standing)
        window.settings_wanted, window.closing = self.settings, self.close
        window.notice, window.resized_text = self.notice, lambda size: self.change("text_size", size)
        with prepared.core.reading() as state:
            key = state.current or next(iter(state.buffers), None)
        if key is not None:
            window.open(key)
        else:
            window.open_nowhere()
        self.faults.say_waiting()

    def _server_name(self, address: Address) -> str:
        return address.host if address.port == addresses.PORT else address.place

    def _remember_server(self) -> None:
        prepared = self.prepared
        assert prepared is not None
        assert prepared.core is not None
        with prepared.core.reading() as state:
            title, place = state.server.network or state.server.name, state.current or ""

        async def write() -> None:
            prepared.begun.remember(title, place)
            await prepared.keep_passwords()

        self.network.ask(write, lambda done: None, lambda trouble: self.faults.note(troubles.of(trouble)))

    def _over(self, trouble: Trouble | None) -> None:
        """The visit has ended."""
        if self.prepared is not None:
            self.network.call(self.prepared.begun.end)
        if trouble is None or trouble.code == "left":
            self.root.after_idle(self.end)  # not in the middle of what the network delivers
        elif self.window is None:
            self.entrance.failed(trouble)
        elif trouble.code == "certificate-changed":
            self.window.talking.field.save()
            self.window, self._early = None, []
            self.entrance.refused(trouble)

    # The window

    def settings(self) -> None:
        if self.window is not None:
            from .settings import SettingsCard

            SettingsCard(self.window.overlays, self.look, self.memory.settings, self.change)

    def _settings_card(self) -> SettingsCard | None:
        """The one that is open."""
        if self.window is None:
            return None
        from .settings import SettingsCard

        return next((card for card in self.window.overlays.open_ if isinstance(card, SettingsCard)), None)

    def change(self, key: str, value: object) -> None:
        """A setting has another value, at once."""
        self.memory.change(key, value)
        window = self.window
        if key in ("theme", "more_contrast"):
            self.start = replace(self.start, theme="")  # that of the command line was for the beginning
        if key in ("theme", "more_contrast", "text_size", "density", "scale"):
            self.rebuild()
        elif key == "start_at_login":
            self._start_at_login(on=bool(value))
        elif window is not None:
            window.choices = self.memory.choices()
            window.talk.come_and_go = window.choices.come_and_go
            window.talk.log.writer.hours = window.choices.hours
            window.show({"talk", "found"})

    def _start_at_login(self, *, on: bool) -> None:
        """The switch goes back where that cannot be written."""

        async def write() -> None:
            try:
                installing.start_at_login(on=on)
            except OSError as error:
                raise Trouble("file", file=str(error.filename or ""), reason=error.strerror or str(error)) from None

        def failed(trouble: Trouble) -> None:
            self.memory.change("start_at_login", not on)
            card = self._settings_card()
            if card is not None:
                card.turn("start_at_login", on=not on)
            self.faults.note(troubles.of(trouble))

        self.network.ask(write, lambda done: None, failed)

    def rebuild(self) -> None:
        """All windows again, in another look; what one was doing goes on."""
        window = self.window
        opened = self._settings_card() is not None
        if window is not None:
            window.talking.field.save()
            self.memory.state["layout"] = window.layout.kept()
        self.look = Look(self.root, self.memory.wishes(self.start.theme), emoji.spelled, systems.in_thread)
        self.root.configure(background=self.look.t["ground"])
        systems.darken_title(self.root, not self.look.wishes.theme.startswith("light"))
        if window is None:
            self.entrance.show()
            return
        place, lately = window.talk.key, window.lately
        self._open_window()
        window.successor = self.window
        self.window.lately = lately  # type: ignore[union-attr]
        if place:
            self.window.open(place)  # type: ignore[union-attr]
        if opened:
            self.settings()

    def notice(self, notice: Notice) -> None:
        """Something meant for this person, while they do not look."""
        settings = self.memory.settings
        if notice.sound and settings.sound:
            self.root.bell()
        if focus_of(self.root) is None:
            self._urge(urgent=True)

        def clicked() -> None:
            self.network.put(self._go_to, notice.place)

        systems.notify(notice.title, notice.text if settings.notice_text else "A message for you", clicked)

    def _urge(self, *, urgent: bool) -> None:
        if urgent != self._urgent:
            self._urgent = urgent
            urgency.urge(self.root, urgent=urgent)

    def _go_to(self, place: str) -> None:
        self.raise_()
        if self.window is not None:
            self.window.open(place)

    # The end

    def close(self) -> None:
        """Somebody wants to leave; with messages that are not sent, asked."""
        window, prepared = self.window, self.prepared
        if window is None or prepared is None or prepared.core is None:
            self.end()
            return
        window.talking.field.save()
        with prepared.core.reading() as state:
            waiting = (one for buffer in state.buffers.values() for one in buffer.unsent.values())
            unsent = sum(one.status == "sending" for one in waiting)
        if not unsent:
            self.end()
            return
        count = "one message is" if unsent == 1 else f"{unsent} messages are"
        Ask(
            window.overlays,
            self.look,
            "Leave now?",
            f"{count.capitalize()} not sent yet. They are kept, and sent when you come back.",
            "Leave",
            lambda values: self.end(),
        )

    def end(self) -> None:
        """Say goodbye within a second, and be gone."""
        if self._leaving:
            return
        self._leaving = True
        if self.window is not None:
            self.window.talking.field.save()
            self.memory.keep(
                geometry=self.memory.keep_geometry(self.root),
                layout=self.window.layout.kept(),
                emoji_used=self.window.talking.used,
                emoji=self.emoji,
            )
        self.root.withdraw()
        self.root.update_idletasks()
        wake.stop(self.root, self.network)
        self.network.close(END)
        if self.window is not None:
            self.window.files.uploads.end()
        self.root.destroy()

    @property
    def emoji(self) -> bool:
        return bool(self.memory.state.get("emoji", True))


def probed(memory: Memory) -> None:
    """Find out whether emoji can be drawn, where that is not known for this system."""
    key = probe.key()
    if memory.state.get("probed") != key:
        memory.state |= {"probed": key, "emoji": probe.works()}
