"""Keystrokes for eight bars of a tune: here, in MuseScore and in Schism Tracker.

The given tune is plain; a second one with dotted notes shows what a grid of rows takes for those.

Ours: K and a digit set the step, "." dots what was just written.

What is counted is a key or a key with modifiers, from an empty song with the cursor where notes go,
to the last note. Ours are sent to the program and the saved song is compared with the tune. Those
of the others are counted by their manuals, as the shortest way that these describe:

* MuseScore 4 handbook, "Entering notes and rests": N begins; 4, 5, 6 are eighth, quarter and half
  and stay; "." dots the next; A to G write the nearest octave, Ctrl+Up moves the last note up one.
* Schism Tracker, help of the pattern editor (F1): Alt+4 sets the skip of the cursor to four rows;
  the rows from Z and from Q write notes; the arrows move by a row, Page Down by sixteen.

    python benchmarks/keystrokes.py
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from measured_terminal import MeasuredTerminal

from tuicomposer.formats.files import load_song
from tuicomposer.score.cells import Note

PIANO: Final = {"C": "z", "D": "x", "E": "c", "F": "v", "G": "b", "A": "n", "B": "m"}
KEYS: Final = {"PGDN": "\x1b[6~", "STEP": "k", "4": "4", "DOT": "."}
PITCHES: Final = {"C": 60, "D": 62, "E": 64, "F": 65, "G": 67, "A": 69, "B": 71}
ROWS_A_BEAT: Final = 4


class Tune(NamedTuple):
    """A tune and the ways to write it, keystroke by keystroke."""

    name: str
    notes: str
    """Letters of the octave from C4, each with its length in quarters."""
    ours: str
    musescore: str
    schism: str


def repeated(keys: str, times: int) -> str:
    """The same keystrokes several times."""
    return " ".join([keys] * times)


GIVEN: Final = Tune(
    "Ah ! vous dirai-je, maman (1761)",
    "C1 C1 G1 G1 A1 A1 G2 F1 F1 E1 E1 D1 D1 C2 G1 G1 F1 F1 E1 E1 D2 G1 G1 F1 F1 E1 E1 D2",
    "STEP 4 C C G G A A G PGDN F F E E D D C PGDN G G F F E E D PGDN G G F F E E D",
    "N 5 C C G CTRL+UP G A A 6 G 5 F F E E D D 6 C 5 G CTRL+UP G F F E E 6 D 5 G G F F E E 6 D",
    f"ALT+4 C C G G A A G {repeated('DOWN', 4)} F F E E D D C {repeated('DOWN', 4)} "
    f"G G F F E E D {repeated('DOWN', 4)} G G F F E E D",
)
DOTTED: Final = Tune(
    "Freude, schöner Götterfunken (1824)",
    "E1 E1 F1 G1 G1 F1 E1 D1 C1 C1 D1 E1 E1.5 D0.5 D2 E1 E1 F1 G1 G1 F1 E1 D1 C1 C1 D1 E1 D1.5 C0.5 C2",
    "STEP 4 E E F G G F E D C C D E E DOT D D PGDN E E F G G F E D C C D E D DOT C C",
    "N 5 E E F G G F E D C C D E . E 4 D 6 D 5 E E F G G F E D C C D E . D 4 C 6 C",
    f"ALT+4 E E F G G F E D C C D E E DOWN DOWN D UP UP D {repeated('DOWN', 4)} "
    "E E F G G F E D C C D E D DOWN DOWN C UP UP C",
)


def expected(tune: Tune) -> list[tuple[int, int]]:
    """Row and pitch of each note."""
    found, row = [], 0.0
    for letter, length in re.findall(r"([A-G])([\d.]+)", tune.notes):
        found.append((int(row), PITCHES[letter]))
        row += ROWS_A_BEAT * float(length)
    return found


def written(tune: Tune, folder: Path) -> list[tuple[int, int]]:
    """Row and pitch of each note of the song that our keystrokes make."""
    path = folder / "tune.tuic"
    with MeasuredTerminal([sys.executable, "-m", "tuicomposer", str(path)]) as program:
        program.wait_for("Melody", "octave")
        program.settle()
        for key in tune.ours.split():
            program.press(KEYS.get(key) or PIANO[key])
        program.send("\x13")
        program.wait_for("Saved")
    song = load_song(path)[0]
    path.unlink()
    column = song.sections[0].columns[song.melody_lane or 0]
    return [(row, cell.pitch) for row, cell in enumerate(column) if isinstance(cell, Note)]


def main() -> int:
    """Count, check ours, print, and fail where another takes no more."""
    print("| eight bars | notes | composer | MuseScore 4 | Schism Tracker |\n|---|---|---|---|---|")
    fewest: dict[str, bool] = {}
    for tune in (GIVEN, DOTTED):
        with tempfile.TemporaryDirectory() as folder:
            if written(tune, Path(folder)) != expected(tune):
                raise RuntimeError(f"The keystrokes do not write “{tune.name}”.")
        ours, *others = (len(keys.split()) for keys in (tune.ours, tune.musescore, tune.schism))
        fewest[tune.name] = all(ours < other for other in others)
        print(f"| {tune.name} | {len(expected(tune))} | {ours} | {others[0]} | {others[1]} |")
    return 0 if all(fewest.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
