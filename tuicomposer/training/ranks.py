"""One training in several processes, as ``torchrun`` starts them.

Every process draws the same batch from the same random numbers, computes its own share of it, and the
gradients are averaged (torch's DistributedDataParallel). So a run in two processes is the run in one,
up to the order of sums and to dropout. What is shared must be drawn from the run's own numbers: torch's
global ones go to dropout, of which each process draws as much as its share asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

Batch = TypeVar("Batch", bound=NamedTuple)


@dataclass(frozen=True, slots=True)
class Ranks:
    """This process among all."""

    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        """Whether this process logs and saves."""
        return self.rank == 0

    def share(self, batch: Batch) -> Batch:
        """This process' windows of a batch: every ``world``-th, tuples within it included.

        Raises:
            ValueError: There are fewer windows than processes.
        """
        if self.world == 1:
            return batch
        return cast("Batch", self._share(batch))

    def _share(self, item: object) -> object:
        if isinstance(item, Tensor):
            if len(item) < self.world:
                raise ValueError(f"a batch of {len(item)} cannot be shared by {self.world} processes")
            return item[self.rank :: self.world]
        parts = [self._share(part) for part in cast("tuple[object, ...]", item)]
        return type(item)(*parts)

    def wrap(self, network: nn.Module) -> nn.Module:
        """The network with averaged gradients; itself if there is one process."""
        return network if self.world == 1 else DistributedDataParallel(network)

    def agree(self, go_on: bool) -> bool:
        """What the first process says, in every process."""
        if self.world == 1:
            return go_on
        said = torch.tensor(int(go_on))
        distributed.broadcast(said, 0)
        return bool(said)

    def part(self) -> None:
        """Wait for all processes and leave them: one that ends while another still works can tear it down."""
        if self.world > 1:
            distributed.barrier()
            distributed.destroy_process_group()


def start_ranks(environment: Mapping[str, str]) -> Ranks:
    """Join the processes that ``torchrun`` started; a single one if it did not.

    Args:
        environment: Where ``torchrun`` leaves ``RANK`` and ``WORLD_SIZE``.
    """
    world = int(environment.get("WORLD_SIZE", "1"))
    if world == 1:
        return Ranks()
    if not distributed.is_initialized():
        distributed.init_process_group("gloo")  # all training is on processors
    return Ranks(int(environment["RANK"]), world)
