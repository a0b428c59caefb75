"""What the terminal sends, told apart at once: Alt and a letter, Escape, what is pasted, and releases."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Iterable
from typing import Any, Final

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.keys import Keys
from textual.message import Message

from tuicomposer.tui.key_strokes import KeyboardFlags, KeyPressed, KeyReleased, Stroke
from tuicomposer.tui.kitty_keys import CODED, RELEASES, Flag, Kind, keyboard_flags, kitty_key
from tuicomposer.tui.terminal_output import PromptWriter

_CONTROL: Final = r"[\x00-\x07\x0b\x0c\x0e-\x1a]"
"""Ctrl and a letter, but for those that are Backspace, Tab and Enter too."""
_ESCAPES: Final = re.compile(rf"\x1b(?:\[20(?P<paste>[01])~|(?P<letter>[a-z0-9])|(?P<control>{_CONTROL})|)")
_BEGUN: Final = re.compile(r"\x1b(?:\[(?:2(?:0(?:1)?)?)?)?\Z")
"""The beginning of what ends a paste, at the end of what came so far."""
_GOES_ON: Final = "[]OPNX^_\\"
"""What may follow Escape in the words of a terminal, were they cut in two on the way."""
_ONE_PIECE: Final = 0.02
"""Seconds within which a slow line brings Alt and a letter; no two fingers are that quick."""

_ASK: Final = "\x1b[?u"
"""Asks which flags of the kitty keyboard protocol are set; other terminals do not answer."""
_ADD_RELEASES: Final = f"\x1b[={Flag.EVENT_TYPES:d};2u"
_DROP_RELEASES: Final = f"\x1b[={Flag.EVENT_TYPES:d};3u"


class PromptParser(XTermParser):
    """Textual's parser waits 100 ms for what may follow Escape; this one knows at once.

    There, when Alt+K is held or the line is slow, the next key makes it a ``^`` and a letter, which a
    tracker writes into the song; Escape with a note soon after it is Alt and a letter, which may cut a
    block; and an Escape in a paste types what follows it. But Alt and a letter come in one piece: they are
    told to the parser in the words of the kitty protocol, which leave nothing to wait for. Escape comes
    alone, and from a paste it is left out.
    """

    def __init__(self, debug: bool = False) -> None:
        self._pasting = False
        self._held = ""
        self._ended_in_escape = False
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Take in what the terminal sent; nothing at its end."""
        if self._ended_in_escape and data and self._stands_alone(data[0]):
            self._timeout_time = 0.0
            yield from self.tick()
        if reworded := self._reworded(data):
            self._ended_in_escape = reworded.endswith("\x1b")
            yield from super().feed(reworded)
        elif not data:
            yield from super().feed("")

    def parse_mouse_code(self, code: str) -> Message | None:
        """What the mouse did; nothing where it is told in pixels of a terminal that has none, or no cells."""
        sizes = (self.terminal_size, self.terminal_pixel_size)
        return (
            None
            if any(size is not None and not all(size) for size in sizes)
            else super().parse_mouse_code(code)
        )

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Any]:
        """What a sequence means: Textual's keys, with what the kitty protocol says beyond them."""
        if not sequence.startswith("\x1b["):
            yield from super()._sequence_to_key_events(sequence, alt)
            return
        flags = keyboard_flags(sequence)
        found = kitty_key(sequence)
        if flags is not None:
            yield KeyboardFlags(flags)
        elif found is None:
            yield from super()._sequence_to_key_events(sequence, alt)
        elif not found.plain:
            yield events.Key(Keys.Ignore, sequence)
        else:
            stroke = Stroke(found.code, found.kind is Kind.REPEAT)
            for key in super()._sequence_to_key_events(found.plain, alt):
                if found.kind is Kind.RELEASE:
                    yield KeyReleased(key.key, found.code)
                else:
                    yield KeyPressed(key.key, key.character, stroke)

    def _stands_alone(self, after: str) -> bool:
        """Whether the Escape that came last still waits, and is a key of its own as this comes after it."""
        if self._timeout_time is None or after in _GOES_ON:
            return False
        control = re.match(_CONTROL, after) is not None and not self._pasting
        return control or not self._in_one_piece()

    def _in_one_piece(self) -> bool:
        """Whether Escape came so short a time ago that it belongs to what comes now, or is dealt with."""
        return (
            self._timeout_time is None
            or get_time() - (self._timeout_time - constants.ESCAPE_DELAY) < _ONE_PIECE
        )

    def _reworded(self, data: str) -> str:
        data, self._held = self._held + data, ""
        begun = _BEGUN.search(data)
        if begun and self._pastes_at(data[: begun.start()]):
            self._held, data = begun[0], data[: begun.start()]
        return _ESCAPES.sub(self._one_reworded, data)

    def _pastes_at(self, data: str) -> bool:
        """Whether a paste goes on at the end of what came."""
        begin, end = data.rfind("\x1b[200~"), data.rfind("\x1b[201~")
        return self._pasting if begin == end else begin > end

    def _one_reworded(self, found: re.Match[str]) -> str:
        if found["paste"]:
            self._pasting = found["paste"] == "0"
            return found[0]
        if self._pasting:
            return found["letter"] or found["control"] or ""
        if found["control"]:
            # Nobody needs Ctrl and Alt here, but on a slow line Escape comes with the key after it.
            return f"\x1b[27u{found['control']}"
        # Textual takes Alt and a digit for what a Mac writes with it, such as ¡.
        if found["letter"] and (found["letter"].isdigit() or found[0] not in ANSI_SEQUENCES_KEYS):
            return f"\x1b[{ord(found['letter'])};3u"
        return found[0]


class PromptDriver(linux_driver.LinuxDriver):
    """Textual's driver with that parser; it asks for releases where the terminal can report them.

    Textual asks the terminal for keys in the words of the kitty protocol. Here it is asked whether it
    understood, then for releases too, then whether it sends them: only after that answer a key has a code.
    """

    _may_add = False
    """Whether releases were not asked for yet."""
    _added = False
    """Whether they were."""
    _reports = False
    """Whether the terminal said that it sends them."""

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        # The driver makes its writer, as its parser, by the name that its module knows.
        linux_driver.WriterThread = PromptWriter  # type: ignore[attr-defined]
        super().start_application_mode()  # type: ignore[no-untyped-call]
        resized = signal.getsignal(signal.SIGWINCH)
        if callable(resized):
            # Within one another, the handlers of two quick changes may tell the older size last.
            asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, resized, signal.SIGWINCH, None)

    def run_input_thread(self) -> None:
        """Read keys until the program ends."""
        linux_driver.XTermParser = PromptParser  # type: ignore[attr-defined]
        super().run_input_thread()

    def process_message(self, message: Message) -> None:
        """Hand on what was read; answers of the terminal stay here."""
        if isinstance(message, KeyboardFlags):
            self._answered(message.flags)
            return
        if isinstance(message, KeyPressed) and not self._reports:
            message.stroke = message.stroke._replace(code="")
        super().process_message(message)

    def disable_input(self) -> None:
        """Read nothing more."""
        self._reports = False
        if self._added:
            # The last key is still held, and what its release sends would be typed into the shell.
            self._added = False
            self.write(_DROP_RELEASES)
        super().disable_input()

    def _request_terminal_sync_mode_support(self) -> None:
        super()._request_terminal_sync_mode_support()
        self._may_add = self.input_tty and not constants.DISABLE_KITTY_KEY
        if self._may_add:
            self.write(_ASK)

    def _answered(self, flags: int) -> None:
        if flags & RELEASES == RELEASES:
            self._reports = True
        elif self._may_add and flags & CODED == CODED:
            self._may_add, self._added = False, True
            self.write(_ADD_RELEASES + _ASK)
