"""The keys that are held on a keyboard: what was the chord when they are let go."""

from __future__ import annotations


class HeldKeys:
    """Follows strokes and releases; fingers need not come down or go up together."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._most: frozenset[int] = frozenset()

    @property
    def down(self) -> frozenset[int]:
        """The pitches that are held now."""
        return frozenset(self._down)

    def struck(self, pitch: int) -> bool:
        """A key went down; whether it is the first one."""
        first = not self._down
        self._down.add(pitch)
        if len(self._down) >= len(self._most):
            self._most = frozenset(self._down)
        return first

    def released(self, pitch: int) -> frozenset[int]:
        """A key went up; the most keys that were held together if it was the last one, else nothing."""
        self._down.discard(pitch)
        if self._down:
            return frozenset()
        chord, self._most = self._most, frozenset()
        return chord
