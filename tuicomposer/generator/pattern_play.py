"""Patterns written into lanes: they follow metre, chords, section ends and density, varied by the seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from tuicomposer.generator.canvas import free_rows
from tuicomposer.generator.pattern_table import KIT, Kind, Pattern, patterns_for
from tuicomposer.jobs.messages import GenerateRequest
from tuicomposer.jobs.writers import PATTERN
from tuicomposer.score.cells import Cell, Note, Off
from tuicomposer.score.chord import Chord
from tuicomposer.score.lane import Role
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import ChordSpan, chord_spans, note_spans

_ROLES: Final = {Role.DRUMS: Kind.DRUMS, Role.COMP: Kind.COMP}
_BAND_STYLES: Final = ("leadsheet",)
"""Styles whose network writes no bass: there a pattern does, and the feel is swung."""
_HIGHEST: Final = 127
"""What lies above it is played octaves lower."""
_VELOCITY: Final = {"X": 108, "x": 88, "o": 52}
_SOFT_KEPT: Final = 0.7
_JITTER: Final = 5
_BARS_FOR_A_FILL: Final = 4
_COMP_CENTRE: Final = 60
_BASS_CENTRE: Final = 43
_SPREAD: Final = {
    1: (tuple(KIT),),
    2: (("snare", "kick", "rim", "high", "mid", "low"), ("crash", "ride", "hat")),
    3: (("kick",), ("snare", "rim", "high", "mid", "low"), ("crash", "ride", "hat")),
}
"""Which drums share a lane, by the number of drum lanes."""


class Hit(NamedTuple):
    """A sign of a pattern at its place in the section."""

    tick: int
    sign: str
    voice: str


def pattern_lanes(request: GenerateRequest) -> tuple[int, ...]:
    """The lanes of a request that patterns write, not the network."""
    return tuple(lane for lane in request.region.lanes if _kind(request, lane) is not None)


def _kind(request: GenerateRequest, lane: int) -> Kind | None:
    role = request.song.lanes[lane].role
    if role is Role.BASS and request.style in _BAND_STYLES:
        return Kind.BASS
    return _ROLES.get(role)


def play_patterns(
    request: GenerateRequest, song: Song, rng: np.random.Generator
) -> tuple[tuple[Place, Cell | None], ...]:
    """Cells of the pattern lanes of a request.

    Args:
        request: The request; typed cells and locked lanes stay.
        song: The song with what the network wrote: its chords are followed.
        rng: Chooses among patterns and varies them.
    """
    changes: list[tuple[Place, Cell | None]] = []
    lanes = pattern_lanes(request)
    for kind in (Kind.DRUMS, Kind.BASS, Kind.COMP):
        group = [lane for lane in lanes if _kind(request, lane) is kind]
        if group:
            player = _Player(request, song, rng, kind)
            for lane, notes in zip(group, player.notes(len(group)), strict=True):
                changes += _cells(request, lane, notes, player)
    return tuple(changes)


@dataclass(slots=True)
class _Sound:
    tick: int
    pitch: int | None
    """``None`` for silence."""
    velocity: int
    by: str


class _Player:
    """One kind of pattern over one section."""

    def __init__(self, request: GenerateRequest, song: Song, rng: np.random.Generator, kind: Kind) -> None:
        self.song, self.rng, self.kind = song, rng, kind
        self.section = song.sections[request.region.section]
        self.region = request.region
        lane = song.chord_lane
        self.chords: tuple[ChordSpan, ...] = () if lane is None else chord_spans(self.section, lane)
        swing = song.swing if self.section.swing is None else self.section.swing
        written_out = request.style in _BAND_STYLES and swing.is_straight
        feel = "swing" if written_out else "straight"
        meter, level = str(self.section.meter), _level(request.controls.density)
        self.pattern = _one_of(patterns_for(kind, meter, feel, level), rng)
        fills = patterns_for(Kind.FILLS, meter, feel, level) if kind is Kind.DRUMS else ()
        self.fill = _one_of(fills, rng) if fills else None
        pattern_written = pattern_lanes(request)
        self.others = [
            note
            for index, info in enumerate(song.lanes)
            if info.role not in (Role.CHORDS, Role.DRUMS, Role.COMP) and index not in pattern_written
            for note in note_spans(self.section, index)
        ]

    def notes(self, lanes: int) -> list[list[_Sound]]:
        """What each of some lanes plays, the first one highest."""
        if self.kind is Kind.DRUMS:
            return self._drums(lanes)
        if self.kind is Kind.BASS:
            return [self._bass() for _ in range(lanes)]
        return self._comp(lanes)

    def hits(self) -> Iterator[tuple[Hit, str]]:
        """The signs of every bar, with the pattern's name; silence signs included, holds left out."""
        section = self.section
        for bar in range(section.position(0).bar, section.bars + 1):
            pattern = self.fill if self.fill is not None and self._ends(bar) else self.pattern
            for hit in _bar_hits(section, bar, pattern):
                yield hit, pattern.name

    def _ends(self, bar: int) -> bool:
        return bar == self.section.bars and bar >= _BARS_FOR_A_FILL

    def chord_at(self, tick: int) -> ChordSpan | None:
        """The chord that holds at a tick of the section; silence is none."""
        found = next((span for span in self.chords if span.start <= tick < span.end), None)
        return None if found is None or found.chord.is_silence else found

    def _velocity(self, sign: str) -> int:
        return _VELOCITY.get(sign, _VELOCITY["x"]) + int(self.rng.integers(-_JITTER, _JITTER + 1))

    def _drums(self, lanes: int) -> list[list[_Sound]]:
        groups = _SPREAD[min(lanes, max(_SPREAD))]
        found: list[dict[int, _Sound]] = [{} for _ in range(lanes)]
        order = {voice: rank for rank, voice in enumerate(KIT)}
        crash = [(Hit(self.section.bar_start(1) * self.section.row_ticks, "X", "crash"), self.pattern.name)]
        heard = crash if self._ends(self.section.bars) else []
        for hit, name in sorted([*heard, *self.hits()], key=lambda item: order[item[0].voice]):
            if hit.sign == "o" and self.rng.random() > _SOFT_KEPT:
                continue
            lane = next(index for index, group in enumerate(groups) if hit.voice in group)
            sound = _Sound(hit.tick, KIT[hit.voice], self._velocity(hit.sign), name)
            found[lane].setdefault(hit.tick // self.section.row_ticks, sound)
        return [sorted(lane.values(), key=lambda sound: sound.tick) for lane in found]

    def _with_chord_starts(self, sign: str) -> list[tuple[Hit, str]]:
        """The hits, and a hit where a chord begins that has none."""
        hits = {hit.tick: (hit, name) for hit, name in self.hits()}
        for span in self.chords:
            hits.setdefault(span.start, (Hit(span.start, sign, "tones"), self.pattern.name))
        return [hits[tick] for tick in sorted(hits)]

    def _bass(self) -> list[_Sound]:
        found, last = [], _BASS_CENTRE
        for hit, name in self._with_chord_starts("R"):
            chord = self.chord_at(hit.tick)
            if chord is None or hit.sign == "_":
                found.append(_Sound(hit.tick, None, 0, name))
                continue
            sign = "R" if hit.tick == chord.start else hit.sign
            pitch = self._bass_pitch(sign, chord, last)
            found.append(_Sound(hit.tick, pitch, self._velocity("x"), name))
            last = pitch
        return found

    def _bass_pitch(self, sign: str, chord: ChordSpan, last: int) -> int:
        root = _near(chord.chord.bass_class, _BASS_CENTRE)
        if sign == "8":
            return root + 12
        if sign == "a":
            after = self.chord_at(chord.end) if chord.end < self.section.ticks else chord
            goal = _near((after or chord).chord.bass_class, last)
            return goal + (1 if last > goal else -1)
        if sign in "35":
            tones = _stacked(chord.chord)
            tone = tones[min(1 if sign == "3" else 2, len(tones) - 1)]
            return root + (tone - chord.chord.bass_class) % 12
        return root

    def _comp(self, lanes: int) -> list[list[_Sound]]:
        found: list[list[_Sound]] = [[] for _ in range(lanes)]
        for hit, name in self._with_chord_starts("x"):
            chord, broken = self.chord_at(hit.tick), hit.sign.isdigit()
            velocity = self._velocity(hit.sign) - 12
            if chord is None or hit.sign == "_":
                for lane in found:
                    lane.append(_Sound(hit.tick, None, 0, name))
                continue
            tones = self._comp_tones(chord.chord, hit.tick, max(lanes, 4) if broken else lanes)
            if broken and (lanes == 1 or hit.tick != chord.start):
                tone = int(hit.sign)
                found[lanes - 1 - tone % lanes].append(
                    _Sound(hit.tick, tones[tone % len(tones)], velocity, name)
                )
                continue
            for index, lane in enumerate(reversed(found)):
                lane.append(_Sound(hit.tick, tones[index], velocity, name))
        return found

    def _comp_tones(self, chord: Chord, tick: int, count: int) -> list[int]:
        """Chord tones from below, in close position, above what else sounds lowest; essential ones first."""
        floor = min((note.pitch for note in self.others if note.start <= tick < note.end), default=0)
        classes = [tone for tone in _stacked(chord) if tone in chord.essential] or _stacked(chord)
        classes += [tone for tone in _stacked(chord) if tone not in classes]
        low = max(_COMP_CENTRE - 8, floor)
        close = sorted(low + (tone - low) % 12 for tone in classes[: max(1, count)])
        found = [close[index % len(close)] + 12 * (index // len(close)) for index in range(count)]
        return [pitch - 12 * max(0, -(-(pitch - _HIGHEST) // 12)) for pitch in found]


def _level(density: float | None) -> int:
    """Density of patterns for a wished number of notes a beat."""
    if density is None:
        return 2
    return 1 if density < 0.75 else 3 if density > 1.75 else 2


def _one_of(patterns: tuple[Pattern, ...], rng: np.random.Generator) -> Pattern:
    return patterns[int(rng.integers(len(patterns)))]


def _bar_hits(section: Section, bar: int, pattern: Pattern) -> Iterator[Hit]:
    """The signs of one bar that do something, in ticks of the section; a pickup takes the bar's end."""
    rows_here = section.bar_start(bar) * section.row_ticks
    start = rows_here if bar else (section.pickup - section.rows_per_bar) * section.row_ticks
    length = section.meter.pulse_ticks if pattern.is_beat else section.meter.bar_ticks
    for offset in range(0, section.meter.bar_ticks, length):
        for voice, signs in pattern.voices:
            for index, sign in enumerate(signs):
                tick = start + offset + index * length // len(signs)
                only_first = pattern.is_beat and voice == "kick" and offset
                if sign != "." and rows_here <= tick < section.ticks and not only_first:
                    yield Hit(tick, sign, voice)


def _stacked(chord: Chord) -> list[int]:
    """Pitch classes of a chord from its root up, as its symbol stacks them."""
    return list(dict.fromkeys((chord.root_class + step) % 12 for step in chord.quality.intervals))


def _near(pitch_class: int, centre: int) -> int:
    """The pitch of a class that lies nearest to another pitch."""
    return centre + (pitch_class - centre + 6) % 12 - 6


def _cells(
    request: GenerateRequest, lane: int, sounds: list[_Sound], player: _Player
) -> Iterator[tuple[Place, Cell | None]]:
    """What a lane's sounds change; of a variation a share of the bars only."""
    section, region = player.section, request.region
    free = free_rows(request.song, region, lane)
    share = 1.0 if request.vary is None else request.vary
    again = player.rng.random(section.bars + 1) <= share
    by_row: dict[int, Cell] = {}
    for sound in sounds:
        row, offset = divmod(sound.tick, section.row_ticks)
        origin = f"{PATTERN}{sound.by} seed {request.seed}"
        if sound.pitch is None:
            by_row.setdefault(row, Off(offset, origin))
        else:
            by_row.setdefault(row, Note(sound.pitch, sound.velocity, offset, origin))
    for row in range(region.start, region.stop):
        cell = by_row.get(row)
        if free[row] and again[section.position(row).bar] and cell != section.columns[lane][row]:
            yield Place(region.section, lane, row), cell
