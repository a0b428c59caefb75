"""When the chords of a line begin: bars between ``|``, shared by their chords or with lengths of their own.

``dm,g7`` shares a bar, ``dm,g7:2`` two beats, and ``C:2 Dm:1 G7:1`` says how long each chord lasts.
What lasts longer than a bar takes several, and the next ``|`` begins a bar again.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate
from typing import Final, NamedTuple

from tuicomposer.errors import EntryError
from tuicomposer.score.beats_text import parse_beats
from tuicomposer.score.chord import Chord

REPEAT: Final = "%"
ReadWords = Callable[[list[str]], list[Chord | None]]
"""From the words of a bar to its chords; ``None`` lets the chord before go on."""


class TypedChord(NamedTuple):
    """One chord of a chord line."""

    start: Fraction
    """Quarter notes from the beginning."""
    chord: Chord


class ChordLine(NamedTuple):
    """A chord line, read."""

    chords: tuple[TypedChord, ...]
    beats: Fraction
    """Quarter notes that the line lasts."""


class Words(NamedTuple):
    """Chords as they are typed, with what is said about their lengths."""

    words: list[str]
    each: tuple[Fraction, ...] = ()
    """Quarter notes of each; empty where they share."""
    together: Fraction | None = None
    """Quarter notes that all of them last; ``None`` where nothing is said."""

    def starts(self, unsaid: Fraction) -> list[Fraction]:
        """When each begins, and when the last ends; ``unsaid`` is shared where no length is said."""
        if self.each:
            return [Fraction(0), *accumulate(self.each)]
        beats, count = self.together or unsaid, len(self.words)
        return [beats * Fraction(index, count) for index in range(count + 1)]


def split_words(words: list[str]) -> Words:
    """Words apart from their lengths: one after each, or one after the last for all.

    Raises:
        EntryError: A length cannot be read, or only some words have one.
    """
    parts = [word.partition(":") for word in words]
    names = [name for name, _, _ in parts]
    stated = [bool(colon) for _, colon, _ in parts]
    if not any(stated):
        return Words(names)
    beats = [
        parse_beats(length, word) for word, (_, colon, length) in zip(words, parts, strict=True) if colon
    ]
    if len(words) > 1 and all(stated):
        return Words(names, tuple(beats), sum(beats, Fraction(0)))
    if stated.index(True) < len(words) - 1:
        raise EntryError(
            "Some chords have a length and some have none.",
            "Write it after each, such as c:2,dm:1,g7:1, or once after the last for all.",
        )
    return Words(names, (), beats[0])


def words_of(bar: str) -> list[str]:
    """The words of a bar, between commas or else between spaces."""
    return bar.split(",") if "," in bar else bar.split()


def bars_of(text: str) -> list[str]:
    """What stands between the bar lines of a text; a line of the text ends a bar, too."""
    lines = [line.strip().removeprefix("|").removesuffix("|") for line in text.splitlines()]
    return [bar for line in lines if line.strip() for bar in line.split("|")]


def read_bars(text: str, bar: Fraction, read: ReadWords) -> ChordLine:
    """The chords of a line and when they begin; ``%`` alone repeats the bar before.

    Args:
        text: Bars between ``|``.
        bar: Quarter notes of a bar.
        read: Reads the words of a bar.

    Raises:
        EntryError: A word cannot be read, or lengths do not fit the bars.
    """
    chords: list[TypedChord] = []
    before: ChordLine | None = None
    begin = Fraction(0)
    for number, words in enumerate(map(words_of, bars_of(text)), 1):
        if not words:
            begin += bar
            continue
        if words != [REPEAT] or before is None:
            before = _read_bar(words, bar, read, number)
        chords += [TypedChord(begin + start, chord) for start, chord in before.chords]
        begin += before.beats
    return ChordLine(tuple(chords), begin)


def _read_bar(words: list[str], bar: Fraction, read: ReadWords, number: int) -> ChordLine:
    split = split_words(words)
    starts = split.starts(bar)
    bars = -(-starts[-1] // bar)
    if bars > 1 and starts[-1] % bar:
        raise EntryError(
            f"The chords of bar {number} last {float(starts[-1]):g} beats, and a bar has {float(bar):g}.",
            "Write lengths that end with a bar, or fewer beats.",
        )
    timed = zip(starts, read(split.words), strict=False)
    return ChordLine(tuple(TypedChord(at, one) for at, one in timed if one is not None), bars * bar)
