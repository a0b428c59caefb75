"""What is said of a block operation fits the status line of the smallest terminal."""

from __future__ import annotations

from itertools import product

import pytest
from rich.cells import cell_len

from tuicomposer.tui.remarks import remark

ALTO = "“Alto” stayed: locked."
WIDE = f"“{'長' * 30}” stayed: locked."


@pytest.mark.parametrize("did", ["Pasted", "Cut"])
def test_what_is_said_of_the_largest_blocks_fits_eighty_columns(did: str) -> None:
    for rest, fallen, kept in product((False, True), (0, 1, 64 * 4096), ("", ALTO, WIDE)):
        said = remark(did, "64 lanes × 4096 rows", rest=rest, fallen=fallen, kept=kept)
        assert cell_len(said) < 80
        assert ("not fit" in said, f"{fallen or None} cell" in said, "stayed" in said) == (
            rest,
            fallen > 0,
            bool(kept),
        )


def test_what_was_lost_is_said_apart_where_there_is_room() -> None:
    said = remark("Pasted", "1 lane × 8 rows", rest=True, fallen=2)
    assert said == "Pasted 1 lane × 8 rows. The rest did not fit. 2 cells fell off the end."
