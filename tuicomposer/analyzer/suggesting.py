"""Which chord comes next: counted successions of chords, seen from the tonic.

A chord is a step above the tonic and a quality. The probability after two chords leans on that
after one, and that on how common the chord is (Witten and Bell, 1991): the more different chords
were seen to follow, the more the shorter context counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from tuicomposer.analyzer.vocabulary import QUALITIES, SILENCE, chord_in, class_of
from tuicomposer.jobs.messages import ChordSuggestion
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.roman import roman

_ORDER: Final = 3
_CHORDS: Final = 12 * QUALITIES
_LEAST: Final = 2
"""Successions of three that were seen less often are left out of the table."""

Context = tuple[int, ...]


class Progressions:
    """Counts of successions by mode.

    Args:
        counts: By mode, and by the chords before: how often each chord followed.
    """

    def __init__(self, counts: Mapping[str, Mapping[Context, Mapping[int, int]]]) -> None:
        self._counts = counts

    @staticmethod
    def counted(songs: Iterable[tuple[Key, Sequence[Chord]]]) -> Progressions:
        """Count the chords of songs, repeated neighbours once."""
        counts: dict[str, dict[Context, Counter[int]]] = {mode: {} for mode in MODES}
        for key, chords in songs:
            steps = relative(chords, key)
            for at, step in enumerate(steps):
                for size in range(min(at, _ORDER - 1) + 1):
                    before = tuple(steps[at - size : at])
                    counts[key.mode].setdefault(before, Counter())[step] += 1
        kept = {
            mode: {
                before: {step: count for step, count in after.items() if len(before) < 2 or count >= _LEAST}
                for before, after in table.items()
            }
            for mode, table in counts.items()
        }
        return Progressions(
            {
                mode: {before: after for before, after in table.items() if after}
                for mode, table in kept.items()
            }
        )

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> Progressions:
        """What :meth:`values` gave.

        Raises:
            ValueError: The values are no such table.
        """
        try:
            counts = {
                mode: {
                    tuple(int(step) for step in before.split()): {
                        int(step): int(count) for step, count in after.items()
                    }
                    for before, after in values[mode].items()
                }
                for mode in MODES
            }
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError(f"the table of progressions lacks {error}") from error
        steps = (
            step for table in counts.values() for before, after in table.items() for step in (*before, *after)
        )
        if any(not 0 <= step < _CHORDS for step in steps):
            raise ValueError("the table of progressions names chords that there are not")
        return Progressions(counts)

    def values(self) -> dict[str, dict[str, dict[str, int]]]:
        """The counts as plain values for JSON."""
        return {
            mode: {
                " ".join(map(str, before)): {str(step): count for step, count in after.items()}
                for before, after in table.items()
            }
            for mode, table in self._counts.items()
        }

    def probabilities(self, before: Sequence[int], mode: str) -> list[float]:
        """Probability of each chord (step above the tonic and quality) after some chords."""
        table = self._counts[mode]
        chance = [1.0 / _CHORDS] * _CHORDS
        for size in range(min(len(before), _ORDER - 1) + 1):
            after = table.get(tuple(before[len(before) - size :]), {})
            total = sum(after.values())
            if total:
                share = total / (total + len(after))
                chance = [(1 - share) * one for one in chance]
                for step, count in after.items():
                    chance[step] += share * count / total
        return chance

    def next_chords(self, before: Sequence[Chord], key: Key, count: int) -> tuple[ChordSuggestion, ...]:
        """The most likely chords after some chords, the likeliest first.

        The last chord itself is not suggested: it may of course be held.

        Args:
            before: The chords so far, in order.
            key: The key.
            count: How many to give.
        """
        steps = relative(before, key)
        chance = self.probabilities(steps, key.mode)
        last = steps[-1] if steps else None
        order = sorted((step for step in range(_CHORDS) if step != last), key=lambda step: -chance[step])
        left = 1.0 - (chance[last] if last is not None else 0.0)
        found = []
        for step in islice(order, count):
            root, quality = divmod(step, QUALITIES)
            label = (root + key.tonic_class) % 12 * QUALITIES + quality
            chord = chord_in(key, label)
            found.append(ChordSuggestion(chord, roman(chord, key), chance[step] / left))
        return tuple(found)


class Blended(Progressions):
    """Two counts of successions, each of which counts as much as the other.

    Args:
        one: Counts.
        other: Other counts.
    """

    def __init__(self, one: Progressions, other: Progressions) -> None:
        super().__init__({})
        self._both = one, other

    def probabilities(self, before: Sequence[int], mode: str) -> list[float]:
        """The mean of both."""
        one, other = (each.probabilities(before, mode) for each in self._both)
        return [(first + second) / 2 for first, second in zip(one, other, strict=True)]


def relative(chords: Sequence[Chord], key: Key) -> list[int]:
    """Chords as steps above the tonic and qualities; silence and repeated neighbours are left out."""
    found: list[int] = []
    for chord in chords:
        label = class_of(chord)
        if label != SILENCE:
            root, quality = divmod(label, QUALITIES)
            step = (root - key.tonic_class) % 12 * QUALITIES + quality
            if not found or found[-1] != step:
                found.append(step)
    return found


def usual_numerals(values: Mapping[str, Mapping[str, Mapping[str, int]]], key: Key, count: int) -> list[str]:
    """The commonest chords of a key's mode in counts such as :meth:`Progressions.values` gives."""
    counted = Counter({int(step): times for step, times in values.get(key.mode, {}).get("", {}).items()})
    found = []
    for step, _ in counted.most_common(count):
        root, quality = divmod(step, QUALITIES)
        chord = chord_in(key, (root + key.tonic_class) % 12 * QUALITIES + quality)
        found.append(roman(chord, key))
    return found
