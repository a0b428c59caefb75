"""Wrong notes: what the generator, asked for each note as if it were hidden, thinks of what stands there."""

from __future__ import annotations

from typing import Final, NamedTuple

import torch
from torch import Tensor

from tuicomposer.generator.network import CanvasBatch, GridGenerator
from tuicomposer.generator.vocabulary import FIRST_PITCH, MASK, TOKENS, VOICES

PARTS: Final = 8
"""Passes in which all cells are hidden once."""
SLIPS: Final = (-2, -1, 1, 2)
"""Semitones by which a finger goes astray."""
SLIP_SHARE: Final = 0.02
"""Share of the notes that are slips, as far as nothing is known of them."""
_NEVER: Final = -1e9


class Soundness(NamedTuple):
    """How sure it is that each note is meant, (T, V) each."""

    sound: Tensor
    """Probability that the note is no slip; 1 where no note starts."""
    meant: Tensor
    """Token that was most likely meant in its place."""


def soundness(generator: GridGenerator, canvas: CanvasBatch) -> Soundness:
    """Which notes of one canvas are likely slips of a semitone or two, by Bayes' rule.

    A slip is as likely to go each way, so a note x is one with odds of ``SLIP_SHARE`` / 4 times the sum
    of the generator's p(x + d) over :data:`SLIPS` against (1 - ``SLIP_SHARE``) p(x), each given all
    other cells.

    Args:
        generator: The network.
        canvas: One canvas (B = 1); lanes that it does not have are MASK.
    """
    tokens = canvas.voices[0]
    chance = log_chances(generator, canvas).exp()
    notes = chance.clone()
    notes[..., :FIRST_PITCH] = 0  # nobody slips from a rest
    wide = torch.nn.functional.pad(notes, (2, 2))
    near = torch.stack([wide[..., 2 + slip : 2 + slip + TOKENS] for slip in SLIPS], dim=-1)
    own = tokens[..., None]
    kept = (1 - SLIP_SHARE) * chance.gather(-1, own)[..., 0]
    meant = near.gather(-2, own[..., None].expand(-1, -1, 1, len(SLIPS)))[..., 0, :]
    astray = SLIP_SHARE / len(SLIPS) * meant.sum(-1)
    note = tokens >= FIRST_PITCH
    sound = torch.where(note, (kept + 1e-30) / (kept + astray + 1e-30), 1.0)
    return Soundness(sound, tokens + torch.tensor(SLIPS)[meant.argmax(-1)])


def log_chances(generator: GridGenerator, canvas: CanvasBatch) -> Tensor:
    """(T, V, TOKENS) log probability of what each cell of one canvas could be, given the rest of it.

    An eighth of the cells is hidden at a time, in a pattern that leaves the neighbours of each to be seen.
    """
    rows = canvas.voices.shape[1]
    part = (torch.arange(rows)[:, None] + 2 * torch.arange(VOICES)) % PARTS
    hidden = part == torch.arange(PARTS)[:, None, None]
    asked = CanvasBatch(*(field.expand(PARTS, *field.shape[1:]) for field in canvas))
    logits = generator(asked._replace(voices=canvas.voices.masked_fill(hidden, MASK))).voices
    logits[..., MASK] = _NEVER
    found: Tensor = logits.log_softmax(-1).gather(0, part[None, ..., None].expand(1, -1, -1, TOKENS))[0]
    return found
