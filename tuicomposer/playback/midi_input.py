"""MIDI keyboards as input: the one door to python-rtmidi, an optional extra. Opened only on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from tuicomposer.errors import SoundError
from tuicomposer.playback.clock import Clock, MonotonicClock
from tuicomposer.playback.quiet import silenced_stderr
from tuicomposer.score.text import visible

_RTMIDI: Final = "mido.backends.rtmidi"
ANY: Final = "any"
"""Names the first keyboard there is."""
_THROUGH: Final = "midi through"
"""What ALSA calls a port with nothing behind it."""


class KeyStroke(NamedTuple):
    """A key that was struck or let go."""

    pitch: int
    """MIDI number."""
    velocity: int
    """1 to 127; 0 when it was let go."""
    at: float
    """When, in seconds of the clock."""


Listener = Callable[[KeyStroke], None]
"""Is told each stroke, on a thread of the driver; MUST only hand it on."""


class Backend(Protocol):
    """The part of mido's backends that is used."""

    def get_input_names(self) -> list[str]:
        """Names of the ports that send."""
        ...

    def open_input(self, name: str, *, callback: Callable[[Any], None]) -> Any:
        """Open a port; ``callback`` gets each message on a thread of the driver."""
        ...


class MidiKeyboard:
    """An open MIDI keyboard."""

    def __init__(self, name: str, port: Any) -> None:
        self.name = name
        self._port = port

    def close(self) -> None:
        """Give the port back. May be called more than once."""
        self._port.close()


def rtmidi_backends() -> list[Backend]:
    """A backend for each of the system's ways to MIDI that python-rtmidi knows, such as ALSA and JACK.

    Raises:
        SoundError: python-rtmidi is not installed.
    """
    import mido  # noqa: PLC0415 - few people have a keyboard, and nobody else should wait for it

    try:
        library = mido.Backend(_RTMIDI, load=True).module
    except ImportError as error:
        raise SoundError(
            "MIDI keyboards need python-rtmidi, which is not installed.",
            "Install it with pip install “tuicomposer[midi]”, then open the keyboard again.",
        ) from error
    return [mido.Backend(_RTMIDI, api=api) for api in library.get_api_names()]


def open_keyboard(
    wanted: str,
    listener: Listener,
    clock: Clock | None = None,
    load: Callable[[], Sequence[Backend]] = rtmidi_backends,
) -> MidiKeyboard:
    """Open a MIDI keyboard.

    Args:
        wanted: A part of its name, in any case; empty or ``any`` for the first one.
        listener: Is told each stroke.
        clock: When strokes arrive.
        load: Makes the backends, of which the first that has the keyboard is used.

    Raises:
        SoundError: The library, the system's MIDI or the keyboard is missing, or it is in use.
    """
    now = (clock or MonotonicClock()).now
    with silenced_stderr():
        found = _found(load())
        name = _chosen(wanted, list(found))
        try:
            port = found[name].open_input(name, callback=lambda message: _hand_on(message, listener, now()))
        except Exception as error:  # the drivers raise errors of their own
            what = f"The MIDI keyboard “{visible(name)}” cannot be opened: {_said(error)}."
            raise SoundError(what, "Close other programs that use it, then open it again.") from error
    return MidiKeyboard(name, port)


def _found(backends: Sequence[Backend]) -> dict[str, Backend]:
    """The keyboards by name, those of the earlier backends first."""
    found: dict[str, Backend] = {}
    failed: list[Exception] = []
    for backend in backends:
        try:
            names = backend.get_input_names()
        except Exception as error:  # the drivers raise errors of their own
            failed.append(error)
        else:
            found |= {
                name: backend for name in names if _THROUGH not in name.casefold() and name not in found
            }
    if failed and len(failed) == len(backends):
        raise SoundError(
            f"This system's MIDI cannot be used: {_said(failed[0])}.",
            "Check that the sound system is running; typing works without it.",
        ) from failed[0]
    return found


def _chosen(wanted: str, names: list[str]) -> str:
    if not names:
        raise SoundError("No MIDI keyboard is connected.", "Connect one, then open it again.")
    part = "" if wanted.casefold() == ANY else wanted.casefold()
    for name in names:
        if part in name.casefold():
            return name
    there = ", ".join(visible(name) for name in names)
    raise SoundError(f"There is no MIDI keyboard “{visible(wanted)}”.", f"There are: {there}.")


def _said(error: Exception) -> str:
    """What a driver said, without the full stop that the sentence around it has."""
    return visible(str(error).rstrip(".")) or type(error).__name__


def _hand_on(message: Any, listener: Listener, at: float) -> None:
    if message.type == "note_on":
        listener(KeyStroke(message.note, message.velocity, at))
    elif message.type == "note_off":
        listener(KeyStroke(message.note, 0, at))
