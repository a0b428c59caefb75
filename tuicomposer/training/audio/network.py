"""The layers of the network that hears recordings: notes, melody, chords, beats from log-frequency spectra.

Harmonics of one note lie the same number of bins apart wherever the note lies, so the spectrum is
stacked with itself shifted by the harmonics (Bittner et al. 2017, 2022), and small convolutions
see a note and its overtones at once. Chords are heard from each of the twelve roots with the same
weights, as in :mod:`tuicomposer.analyzer.network`; beats by dilated convolutions in time
(Davies and Böck 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tuicomposer.analyzer.audio.spectrum import (
    BANDS,
    BINS_PER_SEMITONE,
    CHANNELS,
    CHORD_STRIDE,
    FINE,
    PITCHES,
)
from tuicomposer.analyzer.vocabulary import QUALITIES
from tuicomposer.training.root_block import RootBlock, seen_from_roots

FOLDED: Final = 2
"""Frames that are folded into one moment for the deep part of the network, and unfolded by its heads."""
TUNE_STRIDE: Final = 4
"""Moments that the melody's head takes as one: 160 ms."""
_TUNE_AROUND: Final = 25
"""Of those, over how many the sound of the melody is averaged: four seconds."""
OCTAVES: Final = PITCHES // 12
_HARMONICS: Final = (-12.0, 0.0, 12.0, 19.02, 24.0, 27.86, 31.02, 36.0)
"""Semitones from a note to what is stacked on it: half its frequency, itself, overtones to the eighth."""
_FAST_HARMONICS: Final = (0, 12, 19, 24, 31)


@dataclass(frozen=True, slots=True)
class HearingConfig:
    """Sizes."""

    fine: int = 20
    """Channels on the fine spectrum."""
    width: int = 32
    """Channels of each pitch."""
    blocks: int = 4
    """Residual blocks on pitches."""
    around: int = 48
    """Channels of what is heard at a moment as a whole."""
    chord: int = 96
    """Channels of a candidate root."""
    beat: int = 40
    """Channels of the beat's convolutions."""
    tune: int = 3
    """Residual blocks by which the melody is followed."""


class HearingScores(NamedTuple):
    """Scores (logits)."""

    onset: Tensor
    """(batch, frames, PITCHES): a note begins."""
    frame: Tensor
    """(batch, frames, PITCHES): a note sounds."""
    melody: Tensor
    """(batch, frames, PITCHES): it is the melody's."""
    beat: Tensor
    """(batch, frames, 2): a beat; one that begins a bar."""
    quality: Tensor
    """(batch, steps, 12, QUALITIES): chord on each root."""
    bass: Tensor
    """(batch, steps, 12, 12): steps of the bass above each root."""
    shared: Tensor
    """(batch, steps, 2): no chord; a chord begins."""


class HearingNetwork(nn.Module):
    """Frames of spectra to scores.

    Args:
        config: Sizes.
    """

    def __init__(self, config: HearingConfig = HearingConfig()) -> None:
        super().__init__()
        self.config = config
        fine, width = config.fine, config.width
        self.enter = _conv(len(_HARMONICS), fine, (3, 5))
        self.fold = nn.Conv2d(fine, width, (FOLDED, BINS_PER_SEMITONE), stride=(FOLDED, BINS_PER_SEMITONE))
        self.fast = nn.Conv2d(2 * len(_FAST_HARMONICS), width, (4, 1), stride=(FOLDED, 1), padding=(1, 0))
        self.place = nn.Parameter(torch.zeros(1, width, 1, PITCHES))
        self.folded = nn.BatchNorm2d(width)
        self.blocks = nn.ModuleList(_PitchBlock(width, 2 ** (index % 3)) for index in range(config.blocks))
        self.whole = nn.Conv1d(width * PITCHES // 4, config.around, 1)
        self.whole_time = _TimeBlock(config.around, 3)
        self.told = nn.Linear(config.around, width)
        self.last = _PitchBlock(width, 1)
        self.notes = nn.Conv2d(width, 3 * FOLDED, (1, 1))
        self.tune = _TuneHead(width, config.tune)
        self.chords = _ChordHead(width, config.chord)
        self.beats = _BeatHead(config.around + FOLDED * BANDS // 7, config.beat)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # halves the time on CPUs

    def forward(self, levels: Tensor) -> HearingScores:
        """Scores of frames.

        Args:
            levels: (batch, frames, CHANNELS) between 0 and 1; frames a multiple of CHORD_STRIDE.
        """
        fine, fast = levels[..., :FINE], levels[..., FINE:CHANNELS]
        stacked = _stacked(fine).contiguous(memory_format=torch.channels_last)
        rising = F.relu(fast - F.pad(fast, (0, 0, 2, 0))[:, :-2])
        kinds = ((each, step) for each in (fast, rising) for step in _FAST_HARMONICS)
        quick = torch.stack([_moved(each, step, PITCHES) for each, step in kinds], 1)
        pitches = self.fold(F.relu(self.enter(stacked))) + self.fast(quick) + self.place
        pitches = F.relu(self.folded(pitches))
        for block in self.blocks:
            pitches = block(pitches)
        around = self._around(pitches)
        beats = self.beats(around, rising)
        told = self.told(around.transpose(1, 2)).transpose(1, 2)[..., None]
        last = self.last(pitches + told)
        onset, frame, melody = _unfolded(self.notes(last))
        (followed,) = _unfolded(self.tune(last))
        quality, bass, shared = self.chords(pitches)
        return HearingScores(onset, frame, melody + followed, beats, quality, bass, shared)

    def _around(self, pitches: Tensor) -> Tensor:
        """(batch, around, moments): everything that sounds at a moment."""
        batch, _, moments, _ = pitches.shape
        thirds = F.avg_pool2d(pitches, (1, 4)).permute(0, 1, 3, 2).reshape(batch, -1, moments)
        moment: Tensor = self.whole_time(F.relu(self.whole(thirds)))
        return moment


class _PitchBlock(nn.Module):
    """Near pitches and moments, then wide intervals, added to what comes in."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.near = nn.Conv2d(width, width, (3, 3), padding=(dilation, 1), dilation=(dilation, 1), bias=False)
        self.normed = nn.BatchNorm2d(width)
        self.wide = nn.Conv2d(width, width, (1, 3), padding=(0, 12), dilation=(1, 12))

    def forward(self, pitches: Tensor) -> Tensor:
        """(batch, width, frames, pitches) to the same."""
        wide: Tensor = self.wide(F.relu(self.normed(self.near(pitches))))
        return F.relu(pitches + wide)


class _TuneHead(nn.Module):
    """The melody followed over some seconds: by its line, and by the sound of what is believed to be it.

    Corrections of a first belief, zero at the beginning of the training.
    """

    def __init__(self, width: int, blocks: int) -> None:
        super().__init__()
        self.believed = nn.Conv2d(width, 1, (1, 1))
        self.sound = nn.Conv1d(width, width, 1)
        self.like = nn.Conv2d(2 * width, width, (1, 1))
        self.blocks = nn.ModuleList(_PitchBlock(width, 2 * 3**index) for index in range(blocks))
        self.leave = nn.Conv2d(2 * width, FOLDED, (1, 1))
        for values in self.leave.parameters():
            nn.init.zeros_(values)

    def forward(self, pitches: Tensor) -> Tensor:
        """(batch, width, moments, PITCHES) to (batch, FOLDED, moments, PITCHES) logits to be added."""
        moments = pitches.shape[2]
        slow = F.avg_pool2d(pitches, (TUNE_STRIDE, 1), ceil_mode=True)
        belief = self.believed(slow).sigmoid()
        sound = self.sound(_averaged((slow * belief).sum(3)) / (_averaged(belief.sum(3)) + 0.1))
        slow = F.relu(self.like(torch.cat([slow, slow * sound[..., None]], 1)))
        for block in self.blocks:
            slow = block(slow)
        followed = slow.repeat_interleave(TUNE_STRIDE, 2)[:, :, :moments]
        scores: Tensor = self.leave(torch.cat([pitches, followed], 1))
        return scores


class _TimeBlock(nn.Module):
    """A dilated convolution in time, added to what comes in."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.time = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation, bias=False)
        self.normed = nn.BatchNorm1d(width)
        self.mix = nn.Conv1d(width, width, 1)

    def forward(self, hidden: Tensor) -> Tensor:
        """(batch, width, time) to the same."""
        mixed: Tensor = self.mix(F.relu(self.normed(self.time(hidden))))
        return hidden + mixed


class _BeatHead(nn.Module):
    """Beats and bar lines from what is heard at each moment and from what rises."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.enter = nn.Conv1d(inputs, width, 3, padding=1)
        self.blocks = nn.ModuleList(_TimeBlock(width, 2**index) for index in range(8))
        self.leave = nn.Conv1d(width, 2 * FOLDED, 1)

    def forward(self, around: Tensor, rising: Tensor) -> Tensor:
        """(batch, around, moments) and (batch, frames, BANDS) to (batch, frames, 2)."""
        batch, frames, _ = rising.shape
        bands = F.avg_pool1d(rising, 7).reshape(batch, frames // FOLDED, -1).transpose(1, 2)
        hidden = F.relu(self.enter(torch.cat([around, bands], 1)))
        for block in self.blocks:
            hidden = block(hidden)
        scores: Tensor = self.leave(hidden).transpose(1, 2).reshape(batch, frames, 2)
        return scores


class _ChordHead(nn.Module):
    """Chords, heard from each of the twelve roots."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.classes = nn.Linear(OCTAVES * width, 24)
        self.enter = nn.Linear(12 * 24, hidden)
        self.blocks = nn.ModuleList(RootBlock(hidden, dilation) for dilation in (1, 2, 4, 8, 16, 32))
        self.quality = nn.Linear(hidden, QUALITIES)
        self.bass = nn.Linear(hidden, 12)
        self.shared = nn.Linear(2 * hidden, 2)

    def forward(self, pitches: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(batch, width, frames, PITCHES) to scores of chord steps."""
        steps = F.avg_pool2d(pitches, (CHORD_STRIDE // FOLDED, 1))
        batch, width, count, _ = steps.shape
        octaves = steps.reshape(batch, width, count, OCTAVES, 12).permute(0, 2, 4, 3, 1)
        classes = F.relu(self.classes(octaves.reshape(batch, count, 12, -1)))
        hidden = F.relu(self.enter(seen_from_roots(classes))).reshape(batch * 12, count, -1).transpose(1, 2)
        for block in self.blocks:
            hidden = block(hidden, batch)
        by_root = hidden.reshape(batch, 12, -1, count).permute(0, 3, 1, 2)
        pooled = torch.cat([by_root.mean(dim=2), by_root.amax(dim=2)], dim=-1)
        return self.quality(by_root), self.bass(by_root), self.shared(pooled)


def _averaged(values: Tensor) -> Tensor:
    """Means of (batch, channels, time) over some seconds."""
    return F.avg_pool1d(values, _TUNE_AROUND, 1, _TUNE_AROUND // 2, count_include_pad=False)


def _conv(inputs: int, outputs: int, size: tuple[int, int]) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, size, padding=(size[0] // 2, size[1] // 2))


def _stacked(fine: Tensor) -> Tensor:
    """(batch, harmonics, frames, bins of PITCHES): each bin with its overtones."""
    bins = PITCHES * BINS_PER_SEMITONE
    return torch.stack([_moved(fine, round(step * BINS_PER_SEMITONE), bins) for step in _HARMONICS], 1)


def _unfolded(scores: Tensor) -> Tensor:
    """(batch, kinds * FOLDED, moments, pitches) to (kinds, batch, frames, pitches)."""
    batch, channels, moments, pitches = scores.shape
    kinds = channels // FOLDED
    return (
        scores.reshape(batch, kinds, FOLDED, moments, pitches)
        .permute(1, 0, 3, 2, 4)
        .reshape(kinds, batch, moments * FOLDED, pitches)
    )


def _moved(values: Tensor, by: int, count: int) -> Tensor:
    """The bins from ``by`` on, as many as ``count``; silence where there are none."""
    low, high = max(0, by), min(values.shape[-1], by + count)
    return F.pad(values[..., low:high], (max(0, -by), count - max(0, -by) - (high - low)))
