"""Generator and discriminator trained in turn, resumable.

Music is written cell by cell in many steps, so no gradient can follow a whole arrangement. Each turn
therefore drafts an arrangement without gradients, as the sampler would, masks a part of it again, and
lets the generator draw that part with the gradient going through the drawn tokens
(:mod:`tuicomposer.training.straight_through`). The discriminator reads the result in its context and
judges passage and cells; the generator follows its verdict and keeps its likelihood loss beside it
(as in Zhang, "Adversarial Transformer language models for symbolic music", and Muhamed et al., AAAI
2021: warm start, likelihood kept, alternating turns). The discriminator's turn is against the
drafts and what was drawn into them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, GridGenerator
from tuicomposer.generator.vocabulary import HOLD, MASK, TOKENS
from tuicomposer.training.dataset import Encoded, Windows, draw_masked
from tuicomposer.training.discriminator_loop import Pool, verdict_loss
from tuicomposer.training.fakes import Judgeable, draw_real, judgeable, plant, rewrite, together, transposed
from tuicomposer.training.generator_loop import GeneratorRecipe, fixed_batches, masked_loss
from tuicomposer.training.resumable import ResumableTraining
from tuicomposer.training.straight_through import draw_through, lanes_of

_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class AdversarialRecipe:
    """What the turns are made of; written into the checkpoint."""

    generator: GeneratorRecipe = field(default_factory=GeneratorRecipe)
    rows: int = 128
    batch: int = 8
    steps: int = 600
    rate: float = 1e-4
    judge_rate: float = 2e-4
    weight: float = 0.15
    """Of the discriminator's verdict beside the likelihood loss."""
    again: float = 0.3
    """Largest share of what was rewritten, or lies in a rewritten lane, that is drawn with gradients."""
    temperature: float = 1.0
    average: float = 0.995
    seed: int = 3


class Turn(NamedTuple):
    """A draft and what was drawn into it."""

    real: CanvasBatch
    draft: CanvasBatch
    again: Tensor
    """(B, T, V) cells drawn with gradients."""
    hot: Tensor
    """(B, T, V, TOKENS) the arrangement, one-hot."""

    @property
    def written(self) -> CanvasBatch:
        """The arrangement as tokens, without gradients."""
        return self.draft._replace(voices=self.hot.detach().argmax(-1))


class AdversarialTraining(ResumableTraining):
    """One run of turns from a trained generator and a trained discriminator."""

    def __init__(
        self,
        recipe: AdversarialRecipe,
        pair: tuple[GridGenerator, GridDiscriminator],
        train: list[Encoded],
        valid: list[Encoded],
        pool: Pool | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        network, self.judge = self.generator, _ = pair
        generator = replace(recipe.generator, network=network.config)  # what the checkpoint is read by
        self.recipe, self.pool = replace(recipe, generator=generator), pool
        self.average = GridGenerator(network.config).eval()
        self.average.load_state_dict(network.state_dict())
        rng = np.random.default_rng(recipe.seed)
        self.windows = Windows(train, recipe.rows, rng)
        self.valid = fixed_batches(valid, recipe.rows)
        optimizer = torch.optim.AdamW(
            network.parameters(), lr=recipe.rate, betas=(0.5, 0.98), weight_decay=0.01
        )
        self.judge_optimizer = torch.optim.AdamW(
            self.judge.parameters(), lr=recipe.judge_rate, betas=(0.5, 0.98), weight_decay=0.01
        )
        self.judged: dict[str, float] = {}
        super().__init__(network, optimizer, rng, recipe.steps)

    def _rate(self) -> float:
        return self.recipe.rate * min(1.0, (self.step + 1) / 50)

    def _loss(self) -> Tensor:
        """The generator's turn; the discriminator's follows on the same arrangement."""
        batch = draw_masked(self.windows, self.recipe.batch)
        likelihood = masked_loss(self.network(batch.canvas), batch)
        self.turn = self._draw()
        self.judge.eval().requires_grad_(False)
        verdict = self.judge(self.turn.written, lanes_of(self.judge.trunk, self.turn.hot))
        self.judge.requires_grad_(True)
        drawn = verdict.cells[self.turn.again]
        cells = F.softplus(-drawn).sum() / max(1, drawn.numel())
        doubt: Tensor = F.softplus(-verdict.passage).mean() + cells
        self._note("likelihood", likelihood)
        self._note("believed", (drawn > 0).float().sum() / max(1, drawn.numel()))
        return likelihood + self.recipe.weight * doubt

    def _draw(self) -> Turn:
        real = draw_real(self.windows, self.recipe.batch)
        self.network.eval()
        draft = rewrite(self.generator, real, self.rng)
        changed = draft.voices != real.voices
        hidden = changed | (torch.rand(changed.shape) < 0.3) & changed.any(1, keepdim=True)
        share = torch.rand(len(changed), 1, 1) * self.recipe.again
        again = hidden & (torch.rand(changed.shape) < share)
        self.network.train()
        logits = self.network(draft._replace(voices=draft.voices.masked_fill(again, MASK))).voices
        bias = torch.zeros(TOKENS)
        bias[MASK] = _NEVER
        logits = logits + bias
        first = torch.zeros_like(logits)
        first[:, 0, :, HOLD] = _NEVER
        hot = draw_through(logits + first, draft.voices, again, self.recipe.temperature)
        return Turn(real, draft, again, hot)

    def _after_step(self) -> None:
        self._judges_turn()
        keep = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            means: list[Tensor] = list(self.average.parameters())
            values: list[Tensor] = list(self.network.parameters())
            torch._foreach_lerp_(means, values, 1 - keep)

    def _judges_turn(self) -> None:
        truth = self._evidence()
        self.judge.train()
        loss = verdict_loss(self.judge(truth.canvas), truth)
        self.judge_optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.judge.parameters(), 1.0)
        self.judge_optimizer.step()
        self._note("judge", loss)

    def _evidence(self) -> Judgeable:
        """The turn's arrangement, its original, and as many windows with planted faults, drafts of old."""
        fresh = judgeable(self.turn.real, self.turn.written)
        real = draw_real(self.windows, self.recipe.batch)
        planted = plant(real, self.rng)
        some = torch.from_numpy(self.rng.random(self.recipe.batch) < 0.3)[:, None, None]
        changed = judgeable(real, real._replace(voices=torch.where(some, planted.voices, real.voices)))
        parts = [fresh, changed]
        if self.pool is not None:
            index = torch.from_numpy(self.rng.integers(0, len(self.pool.real.chord), self.recipe.batch // 2))
            shifts = torch.from_numpy(self.rng.integers(-3, 4, self.recipe.batch // 2))
            parts.append(judgeable(*(transposed(batch, shifts) for batch in self.pool.take(index))))
        return together(parts)

    def _note(self, name: str, value: Tensor) -> None:
        before = self.judged.get(name, float(value.detach()))
        self.judged[name] = 0.95 * before + 0.05 * float(value.detach())

    @torch.inference_mode()
    def _figures(self) -> dict[str, float]:
        found = {
            style: float(np.mean([float(masked_loss(self.average(b.canvas), b)) for b in batches]))
            for style, batches in self.valid.items()
        }
        return {**self.judged, **found}

    def _more_state(self) -> dict[str, Any]:
        return {
            "recipe": json.dumps(asdict(self.recipe.generator)),
            "adversarial": json.dumps({k: v for k, v in asdict(self.recipe).items() if k != "generator"}),
            "average": self.average.state_dict(),
            "judge_network": json.dumps(asdict(self.judge.config)),
            "judge": self.judge.state_dict(),
            "judge_optimizer": self.judge_optimizer.state_dict(),
        }

    def resume(self, path: Path) -> dict[str, Any]:
        """Go on from what was saved: both networks, both optimisers, the averaged generator."""
        state = super().resume(path)
        self.average.load_state_dict(state["average"])
        self.judge.load_state_dict(state["judge"])
        self.judge_optimizer.load_state_dict(state["judge_optimizer"])
        return state
