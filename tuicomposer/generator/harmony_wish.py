"""What successions of chords are worth that were counted in other music, where chords are chosen.

A chord after another is worth the logarithm of how often it followed, a first one of how common it
is, each plus the entropy of the choice: so to move on is worth nothing on average, and to stay
nothing at all. Rare contexts lean on how common the chords are (Witten and Bell, 1991).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.jobs.controls import Harmony
from tuicomposer.score.chord import Chord
from tuicomposer.score.chord_classes import FINE_SUFFIXES, LABEL_QUALITIES, NO_CHORD_LABEL, label_of
from tuicomposer.score.key import MODES, Key
from tuicomposer.score.pitch import SHARP_NAMES

F64 = NDArray[np.float64]
_FINE: Final = len(FINE_SUFFIXES)
_CHORDS: Final = NO_CHORD_LABEL
_RARE: Final = 0.1
"""Times that a chord counts which was never heard."""
_RELATIVE: Final = {"major": ("minor", 9), "minor": ("major", 3)}
"""The other mode of the same scale, and where its tonic lies."""


class HarmonyWish:
    """Counted successions in one key.

    Args:
        harmony: The counts; at least one mode has some.
        key: The key; where its mode was not counted, the relative key stands for it.
    """

    def __init__(self, harmony: Harmony, key: Key) -> None:
        mode, tonic = key.mode, key.tonic_class
        if not harmony.get(mode):
            mode, step = _RELATIVE[mode]
            tonic = (tonic + step) % 12
        common, after = _counted(harmony.get(mode, {}))
        moved = (np.arange(_CHORDS) - tonic * LABEL_QUALITIES) % _CHORDS
        self._common = common[moved]
        self._after = after[np.ix_(moved, moved)]

    @property
    def common(self) -> F64:
        """(120,) how common each chord is, adding up to one."""
        return self._common

    def worth(self, before: int | None, after: int | None) -> F64:
        """(120,) nats that each chord is worth between two.

        Args:
            before: The chord before, if it is known.
            after: The chord after, if it is known.
        """
        chance = self._common if before is None else self._after[before]
        found = np.log(chance) - float((chance * np.log(chance)).sum())
        if after is not None:
            found = found + np.log(self._after[:, after]) - np.log(self._common[after])
        for stays in (before, after):
            if stays is not None:
                found[stays] = 0.0
        return found


def likeliest_key(harmony: Harmony, wanted: F64) -> Key:
    """The key in which what is wanted anyway is most common.

    Args:
        harmony: The counts.
        wanted: (places, 120) probabilities of the chords.
    """
    keys = [Key(tonic, mode) for mode in MODES if harmony.get(mode) for tonic in SHARP_NAMES]
    return max(keys, key=lambda key: float(np.log(wanted @ HarmonyWish(harmony, key).common).sum()))


def has_counts(harmony: Harmony | None) -> bool:
    """Whether anything was counted."""
    return harmony is not None and any(harmony.get(mode) for mode in MODES)


def _counted(table: Mapping[str, Mapping[str, int]]) -> tuple[F64, F64]:
    """(120,) how common chords are above a tonic of C, and (120, 120) how often the one follows the other."""
    first, second = np.full(_CHORDS, _RARE), np.zeros((_CHORDS, _CHORDS))
    for before, following in table.items():
        context = [_coarse(int(chord)) for chord in before.split()]
        for chord, count in following.items():
            if not context:
                first[_coarse(int(chord))] += count
            elif len(context) == 1:
                second[context[0], _coarse(int(chord))] += count
    common = first / first.sum()
    different = (second > 0).sum(axis=1, keepdims=True) + _RARE
    after = (second + different * common) / (second.sum(axis=1, keepdims=True) + different)
    return common, after


def _coarse(fine: int) -> int:
    """Class of the small set of a chord of the larger one."""
    step, quality = divmod(fine % (12 * _FINE), _FINE)
    return label_of(Chord(SHARP_NAMES[step], FINE_SUFFIXES[quality]))
