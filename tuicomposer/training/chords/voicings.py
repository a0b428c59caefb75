"""How players lay a chord: which tones, in which octaves, near the chord before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tuicomposer.score.chord import Chord


@dataclass
class Voicer:
    """Voices chords one after the other around a centre.

    Args:
        rng: Source of choices.
        centre: MIDI pitch around which the hands lie.
        size: Most tones at a time.
    """

    rng: np.random.Generator
    centre: float
    size: int
    rootless: bool = False
    """Leave the root to the bass, where enough other tones remain."""
    opened: bool = False
    """Lay the second voice from above an octave lower."""
    colour: float = 0.7
    """How often ninths and thirteenths are played."""
    before: tuple[int, ...] = field(default=())

    def voice(self, chord: Chord) -> tuple[int, ...]:
        """MIDI pitches, ascending; empty for ``N.C.``."""
        if chord.is_silence:
            self.before = ()
            return ()
        classes = self._classes(chord)
        around = float(np.mean(self.before)) if self.before else self.centre
        around += 0.3 * (self.centre - around) + self.rng.normal(0, 1.0)
        pitches = sorted({_nearest(step, around + self.rng.normal(0, 3.0)) for step in classes})
        if self.opened and len(pitches) >= 3:
            pitches[-2] -= 12
        if len(pitches) < self.size and self.rng.random() < 0.4:
            pitches.append(pitches[int(self.rng.integers(len(pitches)))] + 12)
        self.before = tuple(sorted(set(pitches)))
        return self.before

    def _classes(self, chord: Chord) -> list[int]:
        quality, root = chord.quality, chord.root_class
        classes = [(root + step) % 12 for step in quality.essential]
        room = self.size - len(classes)
        if room > 0 and not (self.rootless and len(classes) >= 2):
            classes.append(root)
            room -= 1
        if quality.fifth is not None and room > 0 and self.rng.random() < 0.85:
            classes.append((root + quality.fifth) % 12)
            room -= 1
        for step in quality.colour:
            if room > 0 and self.rng.random() < self.colour:
                classes.append((root + step) % 12)
                room -= 1
        return classes


def _nearest(pitch_class: int, around: float) -> int:
    """The pitch of a class that lies nearest to a height."""
    low = int(np.floor(around)) - 6
    return int(np.clip(low + (pitch_class - low) % 12, 24, 100))


def bass_pitch(pitch_class: int, around: float) -> int:
    """The bass note of a class nearest to a height, in the range of basses and left hands."""
    pitch = _nearest(pitch_class, around)
    return pitch - 12 if pitch > 57 else pitch + 12 if pitch < 28 else pitch
