"""FluidSynth's C library, found and bound on first use."""

from __future__ import annotations

import contextlib
import ctypes
import io
from ctypes import c_char_p, c_int, c_short, c_void_p
from typing import Any, Final, NamedTuple

from tuicomposer.errors import SoundError
from tuicomposer.playback.quiet import silenced_stderr

_LOG_LEVELS: Final = 5
_BUFFER = (c_void_p, c_int, c_int)
_INSTALL: Final = (
    "Install it (Debian: libfluidsynth3, Fedora: fluidsynth-libs, macOS: brew install fluid-synth)."
)


class Library(NamedTuple):
    """The bindings of pyfluidsynth, and the functions that they leave out."""

    raw: Any
    """The ``fluidsynth`` module; only its plain C functions are used."""
    version: str
    remove_events: Any
    event_program: Any
    event_control: Any
    write_float: Any
    load_font: Any
    unregister: Any


def load_library() -> Library:
    """Load and bind the library, and silence its log for good.

    Raises:
        SoundError: It is missing, of another architecture, or too old.
    """
    try:
        # The bindings print where they found the library when the variable CI is set.
        with silenced_stderr(), contextlib.redirect_stdout(io.StringIO()):
            import fluidsynth as raw  # noqa: PLC0415 - it looks for the C library when imported
    except (ImportError, OSError, AttributeError) as error:
        raise SoundError("The FluidSynth library is missing.", _INSTALL) from error
    version = _version(raw)
    if version[0] < 2:
        raise SoundError("The FluidSynth library is older than version 2.", _INSTALL)
    library = raw._fl
    _silence_log(library)
    return Library(
        raw,
        ".".join(map(str, version)),
        _bind(library.fluid_sequencer_remove_events, None, c_void_p, c_short, c_short, c_int),
        _bind(library.fluid_event_program_change, None, c_void_p, c_int, c_int),
        _bind(library.fluid_event_control_change, None, c_void_p, c_int, c_short, c_int),
        _bind(library.fluid_synth_write_float, c_int, c_void_p, c_int, *_BUFFER, *_BUFFER),
        _bind(library.fluid_synth_sfload, c_int, c_void_p, c_char_p, c_int),
        _bind(library.fluid_sequencer_unregister_client, None, c_void_p, c_short),
    )


def _bind(function: Any, result: Any, *arguments: Any) -> Any:
    function.restype = result
    function.argtypes = arguments
    return function


def _version(raw: Any) -> tuple[int, int, int]:
    numbers = [c_int() for _ in range(3)]
    raw._fl.fluid_version(*(ctypes.byref(number) for number in numbers))
    major, minor, micro = (number.value for number in numbers)
    return major, minor, micro


def _silence_log(library: Any) -> None:
    # No function at all: one of ours would be called on the audio thread and wait for the interpreter.
    silence = _bind(library.fluid_set_log_function, c_void_p, c_int, c_void_p, c_void_p)
    for level in range(_LOG_LEVELS):
        silence(level, None, None)
