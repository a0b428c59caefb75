"""From a typed character to a pitch, in each of the entry modes."""

from __future__ import annotations

from tuicomposer.errors import EntryError
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import HIGHEST_PITCH
from tuicomposer.score.scale import check_in_scale, letter_class, nearest
from tuicomposer.tui.entry_state import EntryMode, EntryState

_DEGREES = "1234567"


def is_note_key(character: str, entry: EntryState) -> bool:
    """Whether a character writes a note in the mode of the hands."""
    match entry.mode:
        case EntryMode.LETTER:
            return character in "abcdefgABCDEFG"
        case EntryMode.DEGREE:
            return character in _DEGREES
    return entry.layout.semitone(character) is not None


def typed_pitch(
    character: str, entry: EntryState, *, octave: int, key: Key | None, before: int | None
) -> int:
    """MIDI number of the note that a character writes.

    Args:
        character: A character for which :func:`is_note_key` holds.
        entry: The mode, the layout and the scale lock.
        octave: The octave of the piano's lowest row.
        key: The key of the section, if stated.
        before: The note before in the lane; a letter or degree lies near it, unless an octave was chosen.

    Raises:
        EntryError: The note lies above the MIDI range, outside the locked scale, or needs a key.
    """
    if entry.mode is EntryMode.NOTE:
        pitch = 12 * (octave + 1) + (entry.layout.semitone(character) or 0)
    else:
        pitch_class = _pitch_class(character, entry, key)
        if before is not None and not entry.octave_chosen:
            pitch = nearest(pitch_class, before)
        else:
            pitch = _in_octave(pitch_class, octave, key if entry.mode is EntryMode.DEGREE else None)
    check_pitch(pitch, entry, key)
    return pitch


def check_pitch(pitch: int, entry: EntryState, key: Key | None) -> None:
    """Refuse a pitch that cannot be written now.

    Raises:
        EntryError: It lies outside the MIDI range or outside the locked scale.
    """
    if not 0 <= pitch <= HIGHEST_PITCH:
        raise EntryError("That is above the highest MIDI pitch.", "Lower the octave with <.")
    if entry.scale_lock:
        check_in_scale(pitch, _stated(key, "The scale lock"))


def _pitch_class(character: str, entry: EntryState, key: Key | None) -> int:
    if entry.mode is EntryMode.DEGREE:
        return _stated(key, "A scale degree").scale[_DEGREES.index(character)]
    # As in Orca, Shift raises a letter by a semitone.
    return (letter_class(character.upper(), key) + character.isupper()) % 12


def _in_octave(pitch_class: int, octave: int, key: Key | None) -> int:
    """The pitch of a class in the octave that begins at C or, with a key, at its tonic."""
    bottom = 12 * (octave + 1) + (0 if key is None else key.tonic_class)
    return bottom + (pitch_class - bottom) % 12


def _stated(key: Key | None, what: str) -> Key:
    if key is None:
        raise EntryError(f"{what} needs a key, and none is stated.", "State it with Ctrl+P, Key….")
    return key
