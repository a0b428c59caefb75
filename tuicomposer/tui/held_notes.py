"""Which notes sound because a key is held, and which key it is."""

from __future__ import annotations


class HeldNotes:
    """Follows keys by their codes; a note belongs to the key that struck it last."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}

    def struck(self, code: str, pitch: int) -> None:
        """A key sounds a pitch from now on."""
        self._keys[pitch] = code

    def released(self, code: str) -> tuple[int, ...]:
        """The pitches that end because a key went up."""
        pitches = tuple(pitch for pitch, key in self._keys.items() if key == code)
        for pitch in pitches:
            del self._keys[pitch]
        return pitches

    def all_released(self) -> tuple[int, ...]:
        """The pitches that end because no key is known to be held any longer."""
        pitches = tuple(self._keys)
        self._keys.clear()
        return pitches
