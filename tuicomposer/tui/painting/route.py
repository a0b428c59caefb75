"""The way of the pen over the cells to send: look by look, because a new look costs more than a jump."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tuicomposer.tui.painting.looks import PLAIN, RESET, SEEN_ON_BLANKS, Look, change

UNKNOWN: Final = "\0"
"""A cell of which nobody knows what it shows; equal to no character that is ever drawn."""
_MOST_REPEATED: Final = 4
"""Unchanged cells that are sent again, because that is no longer than to jump over them."""

Run = tuple[int, int, int]
"""A line, its first column, and the column after its last."""


def sent_along(
    changed: Mapping[int, Iterable[int]], characters: Sequence[Sequence[str]], looks: Sequence[Sequence[Look]]
) -> str:
    """The codes and characters that show some cells, wherever the terminal's cursor is; its look is plain.

    Args:
        changed: The columns to send of each line.
        characters: What each line is to show, column by column.
        looks: How.
    """
    pen = _Pen(characters, looks)
    for group in _by_ground(changed, looks).values():
        # Blanks take any colour: they come last, when only their ground is wanted.
        for look in sorted(group, key=lambda one: one.blank):
            pen.take(look)
            for run in group[look]:
                pen.draw(run)
    return pen.put_down()


def _by_ground(
    changed: Mapping[int, Iterable[int]], looks: Sequence[Sequence[Look]]
) -> dict[str, dict[Look, list[Run]]]:
    """Runs of one look each, by background and look."""
    found: dict[str, dict[Look, list[Run]]] = {}
    for y in sorted(changed):
        for look, first, last in _runs(sorted(changed[y]), looks[y]):
            found.setdefault(look.background, {}).setdefault(look, []).append((y, first, last))
    return found


def _runs(columns: Iterable[int], looks: Sequence[Look]) -> list[tuple[Look, int, int]]:
    """Stretches of columns that one look can show."""
    runs: list[tuple[Look, int, int]] = []
    start = stop = -1
    shared = PLAIN
    for x in columns:
        look = looks[x]
        both = _both(shared, look) if x == stop else None
        if both is None:
            if stop > start:
                runs.append((shared, start, stop))
            start, both = x, look
        shared, stop = both, x + 1
    return [*runs, (shared, start, stop)] if stop > start else runs


def _both(one: Look, other: Look) -> Look | None:
    """A look that shows both, which a blank leaves to its neighbour; ``None`` where there is none."""
    if one is other or one == other:
        return one
    if one.background != other.background or not (one.blank or other.blank):
        return None
    seen = other if one.blank else one
    return None if seen.attributes & SEEN_ON_BLANKS else seen


class _Pen:
    """Writes runs of cells, and knows where the terminal's cursor is then."""

    def __init__(self, characters: Sequence[Sequence[str]], looks: Sequence[Sequence[Look]]) -> None:
        self._characters = characters
        self._looks = looks
        self._sent: list[str] = []
        self._look = self._wanted = PLAIN
        self._at = (-1, -1)

    def take(self, look: Look) -> None:
        """Draw with this look from now on."""
        codes, self._look = change(self._look, look)
        self._wanted = look
        self._sent.append(codes)

    def draw(self, run: Run) -> None:
        """Send the cells of a run."""
        y, first, last = run
        line, column = self._at
        if line == y and 0 < first - column <= _MOST_REPEATED and self._repeatable(y, column, first):
            first = column
        self._move(y, first)
        characters = self._characters[y][first:last]
        self._sent += characters
        plain = all(len(character) == 1 for character in characters)
        # A terminal may think otherwise of the width of what is wide or combined: say where to go on.
        self._at = (y, last) if plain and last < len(self._characters[y]) else (-1, -1)

    def put_down(self) -> str:
        """Everything that was sent; the look is plain again."""
        if self._look != PLAIN:
            self._sent.append(RESET)
        return "".join(self._sent)

    def _repeatable(self, y: int, start: int, stop: int) -> bool:
        known = all(one.isascii() and one != UNKNOWN for one in self._characters[y][start:stop])
        return known and all(_both(self._wanted, look) == self._wanted for look in self._looks[y][start:stop])

    def _move(self, y: int, x: int) -> None:
        if self._at != (y, x):
            self._sent.append(min(self._steps(y, x), key=len))

    def _steps(self, y: int, x: int) -> list[str]:
        """Ways to go somewhere."""
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        line, column = self._at
        if line == y and column < x:
            ways.append(_code(x - column, "C"))
        elif line >= 0 and line + 1 == y:
            aside = _code(x - column, "C") if x > column else "\b" * (column - x)
            ways.append(f"{aside}\x1b[B")
        return ways


def _code(count: int, name: str) -> str:
    return f"\x1b[{count}{name}" if count > 1 else f"\x1b[{name}"
