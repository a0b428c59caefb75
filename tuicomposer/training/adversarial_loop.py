"""Generator and discriminator trained in turn, resumable.

Music is written cell by cell in many steps, so no gradient can follow a whole arrangement. Each turn
therefore drafts an arrangement without gradients, as the sampler would, masks a part of it again, and
lets the generator draw that part with the gradient going through the drawn tokens
(:mod:`tuicomposer.training.straight_through`). The discriminator reads the result in its context and
judges passage and cells; the generator follows its verdict and keeps its likelihood loss beside it
(as in Zhang, "Adversarial Transformer language models for symbolic music", and Muhamed et al., AAAI
2021: warm start, likelihood kept, alternating turns). The discriminator's turn is against the
drafts and what was drawn into them.

Under ``torchrun`` every process drafts the same arrangements, without gradients, and computes its share of
all that has them.
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
from tuicomposer.training.ranks import Ranks
from tuicomposer.training.resumable import ALONE, ResumableTraining
from tuicomposer.training.straight_through import draw_through, gumbel, lanes_of

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
    patience: int = 0
    """Looks without a better mean likelihood over styles after which to stop; 0 never stops early."""
    half: bool = False
    """Whether to multiply matrices in bfloat16: faster only where it is native. Drafts never are."""
    seed: int = 3


class Draft(NamedTuple):
    """An arrangement and what is to be drawn in it."""

    real: CanvasBatch
    draft: CanvasBatch
    again: Tensor
    """(B, T, V) cells to draw with gradients."""
    noise: Tensor
    """(B, T, V, TOKENS) what decides what is drawn."""


class Turn(NamedTuple):
    """This process' share of a draft and of what was drawn into it."""

    real: CanvasBatch
    draft: CanvasBatch
    again: Tensor
    """(B, T, V) cells drawn with gradients."""
    drawn: int
    """How many cells were drawn in the whole batch."""
    whole: CanvasBatch
    """The originals of the whole batch."""
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
        *,
        pool: Pool | None = None,
        ranks: Ranks = ALONE,
    ) -> None:
        torch.manual_seed(recipe.seed)
        network, self.judge = self.generator, _ = pair
        generator = replace(recipe.generator, network=network.config)  # what the checkpoint is read by
        self.recipe, self.pool = replace(recipe, generator=generator), pool
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
        self.parallel_judge = ranks.wrap(self.judge)
        super().__init__(network, optimizer, rng, recipe, ranks)

    def _rate(self) -> float:
        return self.recipe.rate * min(1.0, (self.step + 1) / 50)

    def _loss(self) -> Tensor:
        """The generator's turn; the discriminator's follows on the same arrangement."""
        batch = draw_masked(self.windows, self.recipe.batch)
        part = self.ranks.share(batch)
        likelihood = masked_loss(self.parallel(part.canvas), part, batch) * self.ranks.world
        self.turn = self._draw(self._draft())
        self.judge.eval().requires_grad_(False)
        verdict = self.judge(self.turn.written, lanes_of(self.judge.trunk, self.turn.hot))
        self.judge.requires_grad_(True)
        drawn = verdict.cells[self.turn.again].float()
        cells = F.softplus(-drawn).sum() / max(1, self.turn.drawn)
        doubt: Tensor = F.softplus(-verdict.passage.float()).sum() / self.recipe.batch + cells
        self._note("likelihood", likelihood)
        self._note("believed", (drawn > 0).float().sum() / max(1, drawn.numel()))
        return likelihood + self.recipe.weight * doubt * self.ranks.world

    def _draft(self) -> Draft:
        """The same in every process."""
        real = draw_real(self.windows, self.recipe.batch)
        self.network.eval()
        with torch.autocast("cpu", enabled=False):
            draft = rewrite(self.generator, real, self.rng)
        self.network.train()
        changed = draft.voices != real.voices
        random = torch.Generator().manual_seed(int(self.rng.integers(2**62)))
        more = torch.rand(changed.shape, generator=random) < 0.3
        share = torch.rand((len(changed), 1, 1), generator=random) * self.recipe.again
        hidden = changed | more & changed.any(1, keepdim=True)
        again = hidden & (torch.rand(changed.shape, generator=random) < share)
        return Draft(real, draft, again, gumbel(torch.Size((*changed.shape, TOKENS)), random))

    def _draw(self, whole: Draft) -> Turn:
        """This process' share of a draft, with what is drawn into it."""
        real, draft, again, noise = self.ranks.share(whole)
        logits = self.network(draft._replace(voices=draft.voices.masked_fill(again, MASK))).voices
        bias = torch.zeros(TOKENS)
        bias[MASK] = _NEVER
        logits = logits + bias
        first = torch.zeros_like(logits)
        first[:, 0, :, HOLD] = _NEVER
        hot = draw_through(logits + first, draft.voices, again, noise, self.recipe.temperature)
        return Turn(real, draft, again, int(whole.again.sum()), whole.real, hot)

    def _after_step(self) -> None:
        """The discriminator's turn."""
        part, whole = self._evidence()
        self.judge.train()
        with self.precision():
            verdict = self.parallel_judge(part.canvas)
            loss = verdict_loss(verdict, part, whole) * self.ranks.world
        self.judge_optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.judge.parameters(), 1.0)
        self.judge_optimizer.step()
        self._note("judge", loss)

    def _evidence(self) -> tuple[Judgeable, Judgeable]:
        """This process' share, and the whole of which only cells and passages are counted.

        The turn's arrangement, as many originals, some with planted faults, and drafts of old.
        """
        real = draw_real(self.windows, self.recipe.batch)
        planted = plant(real, self.rng)
        some = torch.from_numpy(self.rng.random(self.recipe.batch) < 0.3)[:, None, None]
        changed = judgeable(real, real._replace(voices=torch.where(some, planted.voices, real.voices)))
        others = [changed]
        if self.pool is not None:
            index = torch.from_numpy(self.rng.integers(0, len(self.pool.real.chord), self.recipe.batch // 2))
            shifts = torch.from_numpy(self.rng.integers(-3, 4, self.recipe.batch // 2))
            others.append(judgeable(*(transposed(batch, shifts) for batch in self.pool.take(index))))
        fresh, originals = judgeable(self.turn.real, self.turn.written), self.turn.whole
        part = together([fresh, *(self.ranks.share(other) for other in others)])
        return part, together([judgeable(originals, originals), *others])

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

    def _watched(self, figures: dict[str, float]) -> float | None:
        return float(np.mean([figures[style] for style in self.valid]))

    def _more_state(self) -> dict[str, Any]:
        return {
            "recipe": json.dumps(asdict(self.recipe.generator)),
            "judged": json.dumps(self.judged),
            "adversarial": json.dumps({k: v for k, v in asdict(self.recipe).items() if k != "generator"}),
            "judge_network": json.dumps(asdict(self.judge.config)),
            "judge": self.judge.state_dict(),
            "judge_optimizer": self.judge_optimizer.state_dict(),
        }

    def resume(self, path: Path) -> dict[str, Any]:
        """Go on from what was saved: both networks and both optimisers."""
        state = super().resume(path)
        self.judge.load_state_dict(state["judge"])
        self.judge_optimizer.load_state_dict(state["judge_optimizer"])
        self.judged = json.loads(state.get("judged", "{}"))
        return state
