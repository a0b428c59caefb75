"""Chords made to sound, whatever the tokens were: the last step before decoding.

:func:`contain_chords` walks the chords in order of time. At each it puts the root or slash bass
into the lowest written voice, then places the essential tones that no lane sounds yet, by the
cheapest single change (the network's own cost plus a leap penalty), and where no single change
helps, one tone to a cell. It fails only where a chord's rows have fewer free cells than tones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.errors import RequestError
from tuicomposer.generator.canvas import Canvas, RowChord, sounding_pitches
from tuicomposer.generator.variation import asked_cells
from tuicomposer.generator.vocabulary import (
    BASS,
    HIGHEST,
    HOLD,
    LOWEST,
    REST,
    TOKENS,
    VOICES,
    pitch_token,
)
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.spans import note_spans, on_rows
from tuicomposer.score.text import visible

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]
Cost = Callable[[int, int], NDArray[np.float64]]
"""Cost of every token (TOKENS,) in a cell (row, voice); lower is better."""

RANGES: Final = ((57, 84), (50, 77), (45, 70), (36, 64))
"""Comfortable MIDI range of each voice, soprano to bass."""
_LEAP: Final = 0.12
_SHORT: Final = 0.6
_CROSSING: Final = 3.0
_NEW_ONSET: Final = 1.0


def no_cost(row: int, voice: int) -> NDArray[np.float64]:  # noqa: ARG001 - the signature of a cost
    """Every token costs the same."""
    return np.zeros(TOKENS)


@dataclass(slots=True)
class _Draft:
    """Tokens under repair, with what sounds."""

    canvas: Canvas
    tokens: I64
    cost: Cost

    @property
    def sounding(self) -> I64:
        return sounding_pitches(self.tokens)

    @property
    def asked(self) -> Bools:
        """(rows, 4) cells of the lanes that are to contain the chords."""
        return asked_cells(self.canvas)

    def asked_at(self, row: int) -> list[int]:
        """Voices that were asked for at a row, those included that a variation keeps there."""
        return [voice for voice in range(VOICES) if self.asked[row, voice]]

    def written_at(self, row: int) -> list[int]:
        return [voice for voice in range(VOICES) if self.canvas.written[row, voice]]

    def put(self, row: int, voice: int, pitch: int) -> None:
        """Start a note."""
        self.tokens[row, voice] = pitch_token(pitch)


def contain_chords(canvas: Canvas, tokens: I64, cost: Cost = no_cost) -> I64:
    """Tokens with every chord of the region contained; kept cells are never changed.

    Args:
        canvas: The canvas.
        tokens: (rows, 4) complete tokens.
        cost: What a token costs in a cell.

    Raises:
        RequestError: A chord has fewer free cells than tones; the sentence names its bar.
    """
    if not canvas.written.any():
        return tokens
    draft = _Draft(canvas, tokens.copy(), cost)
    _release_folded(draft)
    if canvas.accompanied:
        return draft.tokens
    region = canvas.region
    for chord in canvas.chords:
        start, stop = max(chord.start, region.start), min(chord.stop, region.stop)
        if start >= stop:
            continue
        if chord.chord.is_silence:
            _silence(draft, start, stop)
            continue
        if chord.start >= region.start:
            _bass(draft, chord, start)
            _cover(draft, chord, start, stop)
    return draft.tokens


@dataclass(frozen=True, slots=True)
class _Need:
    """What one chord must have among the written lanes."""

    chord: RowChord
    start: int
    stop: int
    essential: frozenset[int]


class Containment:
    """Whether tokens contain every chord as well as given tokens do; for trying many changes.

    Args:
        canvas: The canvas.
        tokens: (rows, 4) tokens that are as they should be.
    """

    def __init__(self, canvas: Canvas, tokens: I64) -> None:
        self._canvas = canvas
        draft = _Draft(canvas, tokens, no_cost)
        region = canvas.region
        self._needs = tuple(
            _Need(chord, start, stop, chord.chord.essential & frozenset(_covered(draft, start, stop)))
            for chord in canvas.chords
            if not (chord.chord.is_silence or canvas.accompanied)
            and (start := max(chord.start, region.start)) < (stop := min(chord.stop, region.stop))
        )
        self._bass = frozenset(
            need.start for need in self._needs if _bass_stands(draft, need.chord, need.start)
        )

    def holds(self, tokens: I64) -> bool:
        """Whether no chord lost a tone or its bass."""
        draft = _Draft(self._canvas, tokens, no_cost)
        heard = draft.sounding
        voices = _asked_voices(self._canvas)
        return all(
            need.essential <= _classes(heard[need.start : need.stop, voices])
            and (need.start not in self._bass or _bass_stands(draft, need.chord, need.start))
            for need in self._needs
        )


def _release_folded(draft: _Draft) -> None:
    """A written cell must not prolong a kept note whose true octave the tokens cannot say."""
    section = draft.canvas.section
    for voice, lane in enumerate(draft.canvas.parts):
        pitch = None
        for row in range(draft.canvas.rows if lane is not None else 0):
            cell = section.columns[lane][row] if lane is not None else None
            if draft.canvas.written[row, voice]:
                if pitch is not None and draft.tokens[row, voice] == HOLD:
                    draft.tokens[row, voice] = REST
                pitch = None
            elif isinstance(cell, Note):
                pitch = None if LOWEST <= cell.pitch <= HIGHEST else cell.pitch
            elif isinstance(cell, Off):
                pitch = None


def _silence(draft: _Draft, start: int, stop: int) -> None:
    """``N.C.``: the accompaniment rests; a melody that is being written goes on."""
    for voice in range(1, VOICES):
        for row in range(start, stop):
            if draft.canvas.written[row, voice]:
                draft.tokens[row, voice] = REST if row == start else HOLD
        _restart(draft, stop, voice)


def _restart(draft: _Draft, row: int, voice: int) -> None:
    """Nothing may sound on over a silence: a hold just after it becomes a rest."""
    inside = row < draft.canvas.rows and draft.canvas.written[row, voice]
    if inside and draft.tokens[row, voice] == HOLD:
        draft.tokens[row, voice] = REST


def _lowest_voice(draft: _Draft, row: int) -> int | None:
    voices = draft.asked_at(row)
    return voices[-1] if voices else None


def _bass(draft: _Draft, chord: RowChord, row: int) -> None:
    """Root or slash bass into the lowest written voice, below the other written voices."""
    voice = _lowest_voice(draft, row)
    if voice is None:
        return
    heard = draft.sounding
    if not draft.canvas.written[row, voice]:  # a variation keeps the bass that stands
        _lift_above(draft, row, voice, int(heard[row, voice]))
        return
    others = [int(heard[row, other]) for other in draft.asked_at(row) if other != voice]
    ceiling = min([pitch for pitch in others if pitch >= 0], default=127)
    current = int(heard[row, voice])
    if current >= 0 and current % 12 == chord.chord.bass_class and current <= ceiling:
        return
    pitches = [pitch for pitch in range(LOWEST, HIGHEST + 1) if pitch % 12 == chord.chord.bass_class]
    low = [pitch for pitch in pitches if pitch <= ceiling] or pitches[:1]
    pitch = min(low, key=lambda pitch: _pitch_cost(draft, row, voice, pitch))
    draft.put(row, voice, pitch)
    _lift_above(draft, row, voice, pitch)


def _lift_above(draft: _Draft, row: int, voice: int, pitch: int) -> None:
    """Raise written voices that still lie below the bass by octaves."""
    heard = draft.sounding
    for other in draft.written_at(row):
        current = int(heard[row, other])
        if other != voice and 0 <= current < pitch:
            draft.put(row, other, current + 12 * -(-(pitch - current) // 12))


def _pitch_cost(draft: _Draft, row: int, voice: int, pitch: int) -> float:
    cost = float(draft.cost(row, voice)[pitch_token(pitch)])
    heard = draft.sounding
    before = int(heard[row - 1, voice]) if row else -1
    if before >= 0:
        cost += _LEAP * abs(pitch - before)
    low, high = RANGES[voice]
    cost += 0.5 * (max(0, low - pitch) + max(0, pitch - high))
    above = [int(heard[row, other]) for other in range(voice) if heard[row, other] >= 0]
    below = [int(heard[row, other]) for other in range(voice + 1, VOICES) if heard[row, other] >= 0]
    crossed = sum(pitch > other for other in above) + sum(pitch < other for other in below)
    return cost + _CROSSING * crossed


def _other_classes(draft: _Draft, start: int, stop: int) -> set[int]:
    """Pitch classes that kept cells and lanes outside the canvas sound between two rows, by ticks."""
    canvas = draft.canvas
    section, song = canvas.section, canvas.song
    asked = asked_cells(canvas)
    written = {lane: asked[:, voice] for voice, lane in enumerate(canvas.parts) if lane is not None}
    first, last = start * section.row_ticks, stop * section.row_ticks
    classes = set()
    for lane, info in enumerate(song.lanes):
        if info.role in (Role.CHORDS, Role.DRUMS) or (lane in written and written[lane].any()):
            continue
        for span in note_spans(on_rows(section), lane):
            if span.start < last and span.end > first:
                classes.add(span.pitch % 12)
    return classes


def _kept_classes(draft: _Draft, start: int, stop: int) -> set[int]:
    """Pitch classes of kept cells in lanes that are partly written."""
    block = np.where(draft.canvas.written[start:stop], -1, draft.sounding[start:stop])
    return _classes(block[:, _asked_voices(draft.canvas)])


def _covered(draft: _Draft, start: int, stop: int) -> set[int]:
    return _classes(draft.sounding[start:stop, _asked_voices(draft.canvas)])


def _is_typed(canvas: Canvas, lane: int, start: int, stop: int) -> bool:
    return any(map(is_given, canvas.section.columns[lane][start:stop]))


def _asked_voices(canvas: Canvas) -> list[int]:
    return np.flatnonzero(asked_cells(canvas).any(axis=0)).tolist()


def _classes(pitches: I64) -> set[int]:
    return {int(pitch) % 12 for pitch in pitches.ravel() if pitch >= 0}


def _cover(draft: _Draft, chord: RowChord, start: int, stop: int) -> None:
    outside = _other_classes(draft, start, stop) | _kept_classes(draft, start, stop)
    essential = chord.chord.essential - outside
    while essential - _covered(draft, start, stop):
        if not _place_one(draft, chord, essential, start, stop):
            _place_all(draft, chord, sorted(essential - {chord.chord.bass_class}), start, stop)
            return


def _place_one(draft: _Draft, chord: RowChord, essential: frozenset[int], start: int, stop: int) -> bool:
    """Make the cheapest change that adds a missing tone and loses none; whether there was one."""
    have = essential & _covered(draft, start, stop)
    missing = essential - have
    options = []
    for row, voice in _slots(draft, start, stop):
        for tone in missing:
            pitch = _best_pitch(draft, row, voice, tone)
            cost = _pitch_cost(draft, row, voice, pitch) + _placement_cost(draft, row, voice, stop)
            options.append((cost, row, voice, pitch))
    for _, row, voice, pitch in sorted(options):
        before = draft.tokens[row, voice]
        draft.put(row, voice, pitch)
        now = _covered(draft, start, stop)
        if have <= now and pitch % 12 in now and _bass_stands(draft, chord, start):
            return True
        draft.tokens[row, voice] = before
    return False


def _placement_cost(draft: _Draft, row: int, voice: int, stop: int) -> float:
    tokens = draft.tokens[row:stop, voice]
    new = tokens[0] == HOLD
    length = next((index for index, token in enumerate(tokens[1:], 1) if token != HOLD), len(tokens))
    on_beat = bool(draft.canvas.clock[row, 1] >= 2)
    short = length == 1 and len(tokens) > 1
    return _NEW_ONSET * bool(new) + _SHORT * short + (0.0 if on_beat else 0.7)


def _slots(draft: _Draft, start: int, stop: int) -> list[tuple[int, int]]:
    """Free cells of a chord in order of preference, the bass at its start left out."""
    low = _lowest_voice(draft, start)
    rows = sorted(range(start, stop), key=lambda row: (-int(draft.canvas.clock[row, 1]), row))
    rows.remove(start)
    return [
        (row, voice)
        for row in (start, *rows)
        for voice in draft.written_at(row)
        if (row, voice) != (start, low)
    ]


def _best_pitch(draft: _Draft, row: int, voice: int, tone: int) -> int:
    low, high = RANGES[voice]
    pitches = [
        pitch for pitch in range(max(LOWEST, low - 12), min(HIGHEST, high + 12) + 1) if pitch % 12 == tone
    ]
    if voice != (draft.asked_at(row) or [BASS])[-1]:
        floor = _floor(draft, row)
        pitches = [pitch for pitch in pitches if pitch >= floor] or pitches[-1:]
    return min(pitches, key=lambda pitch: _pitch_cost(draft, row, voice, pitch))


def _floor(draft: _Draft, row: int) -> int:
    low = draft.asked_at(row)[-1]
    return max(LOWEST, int(draft.sounding[row, low]))


def _bass_stands(draft: _Draft, chord: RowChord, start: int) -> bool:
    voices = draft.asked_at(start)
    heard = [int(draft.sounding[start, voice]) for voice in voices]
    sounding = [pitch for pitch in heard if pitch >= 0]
    return not voices or (bool(sounding) and min(sounding) % 12 == chord.chord.bass_class)


def _place_all(draft: _Draft, chord: RowChord, tones: list[int], start: int, stop: int) -> None:
    """One tone to a cell, beats first; every other free cell of the chord holds."""
    slots = _slots(draft, start, stop)
    if len(slots) < len(tones):
        raise _too_few(draft, chord, start, stop)
    low = _lowest_voice(draft, start)
    for row, voice in slots:
        draft.tokens[row, voice] = HOLD
    if low is not None:
        _bass(draft, chord, start)
    chosen = slots[: len(tones)]
    for (row, voice), tone in zip(chosen, tones, strict=True):
        draft.put(row, voice, _best_pitch(draft, row, voice, tone))
    _settle_start(draft, chord, start, set(chosen))
    if set(tones) - _covered(draft, start, stop) or not _bass_stands(draft, chord, start):
        raise _too_few(draft, chord, start, stop)


def _settle_start(draft: _Draft, chord: RowChord, start: int, chosen: set[tuple[int, int]]) -> None:
    """Voices without a tone of their own rest at the chord's start if what they hold lies below the bass."""
    if _bass_stands(draft, chord, start):
        return
    low = _lowest_voice(draft, start)
    for voice in draft.written_at(start):
        if voice != low and (start, voice) not in chosen:
            draft.tokens[start, voice] = REST


def _too_few(draft: _Draft, chord: RowChord, start: int, stop: int) -> RequestError:
    canvas = draft.canvas
    bar = canvas.section.position(chord.start).bar
    lanes = [canvas.parts[voice] for voice in _asked_voices(canvas)]
    typed = [lane for lane in lanes if lane is not None and _is_typed(canvas, lane, start, stop)]
    if typed and len(typed) == len(lanes):
        names = " and ".join(f"“{visible(canvas.song.lanes[lane].name)}”" for lane in typed)
        return RequestError(
            f"Bar {bar}: {names} {'is' if len(typed) == 1 else 'are'} full of typed notes, "
            f"which leave no room for all of {chord.chord.symbol}.",
            "Choose bars without typed notes, clear some, or let other lanes be written.",
        )
    return RequestError(
        f"Bar {bar}: {chord.chord.symbol} has more essential tones than the lanes to write have cells there.",
        "Let more lanes be written, or let the chord last longer.",
    )
