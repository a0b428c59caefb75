"""Iterative unmasking: the network fills a canvas, doubts itself, and fills again.

1. All free cells are masked. In each of a few steps the network proposes every masked cell,
   the proposals it is surest of are kept and the rest masked again (confidence decoding as in
   Chang et al., MaskGIT, arXiv 2202.04200).
2. In a few further rounds blocks are masked and drawn again (blocked Gibbs sampling): cells the
   discriminator does not believe, cells that break a hard rule, phrases with moves that people hardly ever
   make, and some at random. All that is known is asked of the rules of voice-leading too: what breaks one
   costs nats.
3. What breaks a hard rule or is all but unheard of is drawn again by itself.
4. The chords' tones are placed where they are still missing, and what then breaks a hard rule is mended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tuicomposer.generator.allowed import allowed_tokens, forced_cells
from tuicomposer.generator.canvas import Canvas, encode
from tuicomposer.generator.constraints import contain_chords
from tuicomposer.generator.counterpoint import Tendency
from tuicomposer.generator.habits import Habits, habit_wishes_at, habits_of, in_registers
from tuicomposer.generator.harmony import choose_chords
from tuicomposer.generator.mending import mend
from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, GridGenerator
from tuicomposer.generator.proposal import Sampled, Sampler
from tuicomposer.generator.redrawing import STRAINED, UNHEARD, Redrawing
from tuicomposer.generator.rule_costs import rule_costs_at, table_of, tendency_of
from tuicomposer.generator.steering import Steering, boldness, register_shifts
from tuicomposer.generator.styles import STYLES
from tuicomposer.generator.textures import draw_textures, settings_of
from tuicomposer.generator.unmasking import Pace, unmask
from tuicomposer.generator.variation import varied
from tuicomposer.generator.vocabulary import MASK
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Controls
from tuicomposer.jobs.messages import GenerateRequest
from tuicomposer.jobs.services import Report

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SamplerSettings:
    """How long and how boldly to sample."""

    unmask_steps: int = 12
    rounds: int = 6
    """Rounds in which blocks are masked and drawn again."""
    redraw_steps: int = 2
    """Steps in which a round fills what it masked."""
    mending_rounds: int = 4
    """Rounds at the end in which only what should not stand is drawn again."""
    mending_steps: int = 1
    """Steps in which such a round fills what it masked."""
    temperature: float = 0.75
    noise: float = 1.0
    """Randomness of the order in which cells are kept, in nats, falling to zero."""
    redraw_share: float = 0.1
    """Share of the free blocks that the first round draws again; later rounds take fewer."""
    use_discriminator: bool = True
    use_rules: bool = True
    """Whether the style's rules of voice-leading cost anything."""
    use_habits: bool = True
    """Whether the style's table of habits is worth anything."""
    window: int = 256
    """Rows sampled at once; longer sections go window by window."""
    overlap: int = 64
    """Rows of context on each side of a window."""


class NetworkSampler(Sampler):
    """Draws arrangements from a trained generator, steered by a trained discriminator."""

    def __init__(
        self,
        generator: GridGenerator,
        discriminator: GridDiscriminator | None,
        settings: SamplerSettings | None = None,
        habits: Habits | None = None,
    ) -> None:
        self.generator = generator
        self.discriminator = discriminator
        self.settings = settings or SamplerSettings()
        self.habits = habits
        """A table to try in place of the style's own."""

    def habits_for(self, style: str) -> Habits | None:
        """The table of habits in a style; ``None`` where there is none, or none is wanted."""
        return (self.habits or habits_of(style)) if self.settings.use_habits else None

    def settings_for(self, canvas: Canvas) -> SamplerSettings:
        """The settings, with what the canvas' style says of them."""
        return replace(self.settings, **settings_of(STYLES[canvas.style]))  # type: ignore[arg-type]

    @torch.inference_mode()
    def draw(
        self,
        request: GenerateRequest,
        count: int,
        rng: np.random.Generator,
        report: Report,
        token: CancelToken,
    ) -> list[Sampled]:
        """``count`` arrangements; see the protocol."""
        canvas = encode(request)
        if canvas.song.chord_lane in request.region.lanes:
            harmony = request.controls.harmony
            canvas = encode(request, choose_chords(self.generator, canvas, rng, token, harmony))
        if request.vary is not None:
            canvas = varied(canvas, request.vary, rng)
        run = _Run(self, canvas, count, rng, controls=request.controls, report=report, token=token)
        for start in range(0, canvas.rows, self.settings.window):
            run.fill(start, min(start + self.settings.window, canvas.rows))
        return run.finish()


class _Passage(NamedTuple):
    """What is under way."""

    todo: Tensor
    """(N, rows, 4) cells of all candidates that belong to it."""
    view: slice
    """Its rows, and those of context around it."""
    which: Tensor
    """Numbers of the candidates that are written in."""


class _Run:
    """One call of :meth:`NetworkSampler.draw`: tokens of all candidates under way."""

    def __init__(
        self,
        sampler: NetworkSampler,
        canvas: Canvas,
        count: int,
        rng: np.random.Generator,
        *,
        controls: Controls,
        report: Report,
        token: CancelToken,
    ) -> None:
        self.sampler, self.settings, self.canvas = sampler, sampler.settings_for(canvas), canvas
        self.count, self.rng, self.report, self.token = count, rng, report, token
        self.random = torch.Generator().manual_seed(int(rng.integers(2**62)))
        self.tokens = torch.from_numpy(canvas.tokens).expand(count, -1, -1).clone()
        self.all = torch.arange(count)
        self.free = torch.from_numpy(canvas.free)
        self.temperature = self.settings.temperature * boldness(controls)
        self.steering = Steering(canvas, controls, self.temperature)
        self.bias = torch.from_numpy(allowed_tokens(canvas, controls) + self.steering.preferences())
        habits = sampler.habits_for(STYLES[canvas.style])
        self.habits = habits and in_registers(habits, register_shifts(canvas, controls))
        self.table, self.tendency = table_of(canvas), tendency_of(canvas)
        forced = torch.from_numpy(forced_cells(canvas))
        self.redrawing = Redrawing.of(canvas, forced, self.table, self.habits, rng)
        asked = np.asarray(canvas.written.any(axis=0))
        textures = draw_textures(STYLES[canvas.style], count, rng, asked)
        self.density = torch.from_numpy(self.steering.told(textures))
        self.done, self.work = 0, self._amount_of_work()

    def _amount_of_work(self) -> int:
        windows = -(-self.canvas.rows // self.settings.window)
        return windows * (self.settings.unmask_steps + self.settings.rounds) + 1

    def _tick(self) -> None:
        self.token.check()
        self.done += 1
        self.report(min(1.0, self.done / self.work), "Writing")

    def fill(self, start: int, stop: int) -> None:
        """Sample rows ``start`` to ``stop``; earlier rows are context, later ones still masked."""
        todo = torch.zeros_like(self.free).expand(self.count, -1, -1).clone()
        todo[:, start:stop] = self.free[start:stop]
        if not todo.any():
            return
        self.steering.next_passage()
        view = slice(
            max(0, start - self.settings.overlap), min(self.canvas.rows, stop + self.settings.overlap)
        )
        passage = _Passage(todo, view, self.all)
        self._unmask(passage, todo, self.settings.unmask_steps, self._tick)
        for number in range(self.settings.rounds):
            self._draw_again(passage, self._again(todo, view, number), self.settings.redraw_steps)
            self._tick()
        self._mend(passage)

    def _mend(self, passage: _Passage) -> None:
        """Draw again only what still should not stand, until nothing does or the last round is over.

        That is what breaks a hard rule, and moves that people all but never make. Candidates without any are
        left alone.
        """
        for _ in range(self.settings.mending_rounds):
            again = self._faulty(UNHEARD) & passage.todo
            which = again.flatten(1).any(1).nonzero()[:, 0]
            if not len(which):
                return
            self._draw_again(passage._replace(which=which), again, self.settings.mending_steps)

    def _draw_again(self, passage: _Passage, again: Tensor, steps: int) -> None:
        """Mask cells (N, rows, 4) and fill them."""
        self.tokens[again] = MASK
        self._unmask(passage, again, steps, self.token.check)

    def _batch(self, which: Tensor, view: slice) -> CanvasBatch:
        canvas, count = self.canvas, len(which)

        def stack(array: I64) -> Tensor:
            return torch.from_numpy(array[view]).expand(count, *array[view].shape)

        style = torch.full((count,), canvas.style)
        return CanvasBatch(
            self.tokens[which, view],
            stack(canvas.chord),
            stack(canvas.bass),
            stack(canvas.clock),
            style,
            self.density[which],
        )

    def _logits(self, which: Tensor, view: slice, rows: Tensor) -> Tensor:
        """(M, 4, TOKENS) what the network wants, and what the habits are worth, less what the rules cost.

        Of what is allowed, in the M rows that (candidates, rows) marks.
        """
        bias = self.bias[view][rows.nonzero()[:, 1]]
        logits: Tensor = self.sampler.generator.of_rows(self._batch(which, view), rows) + bias
        tokens, asked = self.tokens[which, view].numpy(), rows.numpy()
        if self.habits is not None:
            levels = self.canvas.clock[view, 1]
            logits += torch.from_numpy(habit_wishes_at(tokens, asked, self.habits, levels))
        if self.settings.use_rules:
            part = Tendency(self.tendency.leading[view], self.tendency.seventh[view])
            logits -= torch.from_numpy(rule_costs_at(tokens, asked, self.table, part))
        return logits

    def _unmask(self, passage: _Passage, cells: Tensor, steps: int, tick: Callable[[], None]) -> None:
        """Fill the masked ones of some cells (N, rows, 4) of a passage in a number of steps."""
        todo, view, which = passage
        todo = todo[which, view]

        def logits(tokens: Tensor, rows: Tensor) -> Tensor:
            tick()
            self.tokens[which, view] = tokens
            if not self.steering.wishes:
                return self._logits(which, view, rows)
            every = self._logits(which, view, torch.ones_like(rows)).view(*tokens.shape, -1)
            return self.steering.steer(every, tokens, todo, view, which)[rows]

        pace = Pace(steps, self.temperature, self.settings.noise)
        tokens = self.tokens[which, view]
        self.tokens[which, view] = unmask(logits, tokens, cells[which, view], pace, self.random)

    def _again(self, todo: Tensor, view: slice, number: int) -> Tensor:
        """(N, rows, 4) cells to draw again: doubted or chosen at random, broken or strained; by beats."""
        share = self.settings.redraw_share * (1 - number / max(1, self.settings.rounds))
        doubt = torch.rand(todo.shape, generator=self.random)
        judge = self.sampler.discriminator
        if judge is not None and self.settings.use_discriminator:
            doubt = doubt * 0.5
            doubt[:, view] += (-judge(self._batch(self.all, view)).cells).sigmoid()
        return (self.redrawing.doubted(doubt * todo, share) | self._faulty(STRAINED)) & todo

    def _faulty(self, limit: float) -> Tensor:
        """(N, rows, 4) cells to draw again where a hard rule is broken or a move is worth less than that."""
        again = self.redrawing.strained(self.tokens, limit)
        if self.settings.use_rules:
            again |= self.redrawing.broken(self.tokens)
        return again

    def finish(self) -> list[Sampled]:
        """Place the chords' tones and judge the results."""
        logits = self._whole_logits()
        for index in range(self.count):
            self.token.check()
            cost = -logits[index].log_softmax(-1).double().numpy()
            fixed = contain_chords(self.canvas, self.tokens[index].numpy(), _CellCosts(cost))
            if self.settings.use_rules:
                fixed = mend(self.canvas, fixed, cost)
            self.tokens[index] = torch.from_numpy(fixed)
        sampled = self._judged()
        self.done = self.work  # fewer steps than were planned do where little is to be filled
        self._tick()
        return sampled

    def _whole_logits(self) -> Tensor:
        """(N, rows, 4, TOKENS) what the network wants in every cell given the rest, window by window."""
        network = self.sampler.generator
        found = [network(self._batch(self.all, view)).voices for view in self._views()]
        return torch.cat(found, dim=1) + self.bias

    def _views(self) -> list[slice]:
        size = self.settings.window
        return [slice(row, min(row + size, self.canvas.rows)) for row in range(0, self.canvas.rows, size)]

    def _judged(self) -> list[Sampled]:
        judge = self.sampler.discriminator
        arrays = [tokens.numpy() for tokens in self.tokens]
        if judge is None:
            return [Sampled(self.canvas, tokens) for tokens in arrays]
        views = self._views()
        verdicts = [judge(self._batch(self.all, view)) for view in views]
        rows = torch.tensor([view.stop - view.start for view in views])[:, None]
        passages = torch.stack([verdict.passage for verdict in verdicts])
        passage = ((passages * rows).sum(0) / rows.sum()).sigmoid()  # a short last window says less
        cells = torch.cat([verdict.cells for verdict in verdicts], dim=1).sigmoid().double().numpy()
        return [
            Sampled(self.canvas, tokens, float(realness), verdict)
            for tokens, realness, verdict in zip(arrays, passage, cells, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _CellCosts:
    """Cost of every token in a cell, as :func:`contain_chords` asks for it."""

    costs: NDArray[np.float64]

    def __call__(self, row: int, voice: int) -> NDArray[np.float64]:
        found: NDArray[np.float64] = self.costs[row, voice]
        return found
