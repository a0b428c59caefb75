"""Are melody and chords of a song found again in its own sound? The example songs, rendered and listened to.

    python benchmarks/found_again.py [--soundfont PATH]

F of the melody's notes (onset within 50 ms, the pitch right) and the share of the chords' time whose
major or minor chord is right, as ``compose --verify`` measures them; mean over songs and 95 % bootstrap
interval.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

import numpy as np
from hearing import interval

from tuicomposer.formats.files import load_song
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.verifying import open_verifier

_SONGS: Final = Path(__file__).parent.parent / "examples" / "styles"
_GOALS: Final = (0.90, 0.95)


def main() -> int:
    """Print the table; 1 if a mean is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--soundfont", type=Path)
    verifier = open_verifier(Settings(), parser.parse_args().soundfont)
    rows: dict[str, list[tuple[float, float]]] = {}
    for path in sorted(_SONGS.glob("*.tuic")):
        found = verifier.found(load_song(path).song, 0, CancelToken())
        values = tuple(np.nan if share is None else share for share in found[:2])
        rows.setdefault(path.name.split("-", 1)[0], []).append((float(values[0]), float(values[1])))
    print("| | songs | melody F | chords, majmin |\n|---|---|---|---|")
    every = [row for found in rows.values() for row in found]
    for name, found in {"all": every, **rows}.items():
        cells = [interval(column[~np.isnan(column)]) for column in np.array(found).T]
        print(f"| {name} | {len(found)} |", " | ".join(cells), "|")
    means = np.nanmean(np.array(every), axis=0)
    return int(bool((means < _GOALS).any()))


if __name__ == "__main__":
    sys.exit(main())
