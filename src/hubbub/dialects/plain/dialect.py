"""The plain text dialect: a typed line in, its meaning done; events and replies out as lines for a person's screen."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Event
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Dialect, Outbox, Profile, Session
from hubbub.dialects.refusals import OwnRefusal, sentence
from hubbub.typed import grammar, sentences
from hubbub.typed.meanings import Away, Ban, Expire, Modes, Place, Retention
from hubbub.wire.lines import BadLine, BadLineCode

from . import questions, rendering, replies
from .commands import COMMANDS
from .messages.sending import TEXT_BYTES
from .screen import PROMPT, as_line, is_prompted, note, set_screen, show_prompt
from .state import PlainState, state_of
from .whereabouts import find_back, get_over, place, stumble

CHANGES = (Away, Ban, Expire, Modes, Retention)
"""What shows itself by the change that it makes."""


class Unreadable(OwnRefusal):
    """A line that cannot be read, and was not sent to anybody."""

    code = "BAD_LINE"


UNREADABLE: dict[BadLineCode, str] = {
    "INVALID_UTF8": "That line is not valid UTF-8 and was not sent. Please set your terminal to UTF-8.",
    "INVALID_CHARACTER": "That line has a NUL character in it and was not sent.",
    "LINE_END": "That holds the end of a line and was not sent; one message is one line.",
    "CARRIAGE_RETURN": "That line has a carriage return in it and was not sent.",
    "TOO_LONG": "That line is too long and was not sent.",
    "BOM": "That line begins with a byte order mark (U+FEFF) and was not read. Please send it without.",
}


class Plain:
    """Implements `chat.session.Dialect`."""

    name = "plain"
    knows_own = False
    tells_of_strangers = True
    begins_in_lobby = True

    def new_state(self) -> PlainState:
        """The state of a new connection."""
        return PlainState()

    def handle(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        """Do what the line asks; then comes the prompt, where there has to be one."""
        first, state_of(session).has_typed = not state_of(session).has_typed, True
        state_of(session).line = line if isinstance(line, str) else line.typed
        if isinstance(line, str):
            find_back(session, line)
        if first and isinstance(line, str) and not line.strip(grammar.SPACES):
            if not is_prompted(session):
                self._prompt(session)
            return None  # the empty line that brought the greeting
        if is_prompted(session):
            set_screen(session, prompted=False)  # Enter ended the line of the prompt
        state_of(session).refused = False
        try:
            working = self._do(chat, session, line)
        except Refusal as refusal:
            replies.refuse(session, refusal)
            working = None
        if working is not None:
            return self._finish(session, working)
        self._end(session)
        return None

    def _do(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        if isinstance(line, BadLine):
            raise Unreadable(sentence=UNREADABLE[line.code])
        if state_of(session).question is not None:
            return questions.answer(chat, session, line)
        meaning = grammar.read(line, place(session))
        if not grammar.says(meaning):
            get_over(session)
        before = len(session.outbox)
        working = COMMANDS[meaning.__class__](chat, session, meaning)
        if isinstance(meaning, CHANGES) and len(session.outbox) == before:
            note(session, sentences.SO_ALREADY)
        if grammar.awaits_words(line):
            stumble(session)
        return working

    async def _finish(self, session: Session, working: Awaitable[None]) -> None:
        try:
            await working
        except Refusal as refusal:
            replies.refuse(session, refusal)
        self._end(session)

    def _end(self, session: Session) -> None:
        """What comes in one go with a command that was refused is said nowhere; text for the room is what it is."""
        state = state_of(session)
        if state.refused and not state.astray and grammar.is_command(state.line, place(session)):
            stumble(session)
            state.astray_words = True
        state.line = ""  # which may hold a password
        self._prompt(session)

    def _prompt(self, session: Session) -> None:
        if session.ended:
            return
        if state_of(session).question is not None or place(session) is Place.OUTSIDE:
            show_prompt(session)

    def render(self, events: Sequence[Event], profile: Profile) -> bytes:
        return b"".join([line + b"\n" for event in events for line in rendering.render(event, profile)])

    def own(self, events: Sequence[Event], session: Session) -> list[bytes]:
        return [line for event in events for line in rendering.own(event, session)]

    def reply(self, session: Session, reply: msgspec.Struct) -> None:
        replies.reply(session, reply)

    def sentence(self, refusal: Refusal) -> str:
        return sentence(refusal)

    def typed(self, session: Session, text: str) -> str:
        return text

    def refuse(self, session: Session, refusal: Refusal) -> None:
        replies.refuse(session, refusal)

    def behind_answer(self, session: Session, outbox: Outbox) -> Outbox | None:
        return None

    def greet(self, session: Session, *, unsure: bool = False) -> None:
        """A prompt would stand before the first answer that a program gets, and break its line."""
        set_screen(session, prompted=False)
        questions.greet(session)
        if not unsure:
            show_prompt(session)

    def ping(self, session: Session) -> bool:
        """People cannot be asked for a sign of life; TCP's keepalive finds out about their machines."""
        return False

    def cost(self, session: Session, line: str | BadLine) -> float:
        """As many as the messages that the line becomes."""
        return 1.0 if isinstance(line, BadLine) else max(1.0, len(line.encode()) / TEXT_BYTES)

    def farewell(self, session: Session, reason: str) -> list[bytes]:
        if is_prompted(session):
            session.send(b"\r" + b" " * len(PROMPT) + b"\r")
        if state_of(session).has_said_goodbye:
            return []
        return [as_line(f"The server closes this connection: {reason.rstrip('.')}.")]


PLAIN: Dialect = Plain()
