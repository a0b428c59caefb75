"""Parts that are made when they are first used, so that the first frame does not wait for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any


class Late:
    """Stands for a part until one of its methods is asked for.

    Args:
        make: Makes the part.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    @cached_property
    def _part(self) -> object:
        return self._make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._part, name)
