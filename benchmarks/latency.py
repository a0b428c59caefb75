"""How long until the first candidate, warm and from the shell, and how fast Cancel is.

Eight bars, three lanes to write, in the usual style and in one that has no table of habits. The interval of
the median is by drawing runs with replacement (Efron). Ends with 1 where a median of the usual style misses
its goal.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time

import numpy as np
from held_back import released_model
from intervals import resampled, shown
from peers import print_peers

from tuicomposer.errors import Cancelled
from tuicomposer.generator.proposal import propose
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.generator.styles import STYLES, USUAL
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.entry import song_from_text

MELODY = "G4 A4 B4 C5 | D5:2 B4:2 | C5 B4 A4 G4 | A4:4 | G4 A4 B4 C5 | D5 E5 D5 C5 | B4:2 A4:2 | G4:4"
CHORDS = "G | G Em | C G | D | G | G C | G D7 | G"
SONG = song_from_text(MELODY, CHORDS)
MOST_SECONDS = {"one candidate, warm": 0.5, "four candidates, warm": 1.5}


def request(candidates: int, seed: int, style: str = USUAL) -> GenerateRequest:
    """Alto, tenor and bass for eight bars."""
    return GenerateRequest(SONG, 0, Region(0, (2, 3, 4), 0, SONG.sections[0].length), style, candidates, seed)


def timed(sampler: NetworkSampler, candidates: int, runs: int, style: str = USUAL) -> list[float]:
    """Seconds of each run."""
    found = []
    for seed in range(runs):
        began = time.perf_counter()
        asked = request(candidates, seed, style)
        propose(asked, sampler, "benchmark", lambda *_: None, CancelToken())
        found.append(time.perf_counter() - began)
    return found


def cancelled(sampler: NetworkSampler) -> float:
    """Seconds from Cancel, raised in the middle of the work, to the end of the work."""
    token, ended = CancelToken(), threading.Event()
    half_way = threading.Event()

    def work() -> None:
        try:
            propose(request(4, 0), sampler, "benchmark", report, token)
        except Cancelled:
            ended.set()

    def report(fraction: float, _: str) -> None:
        if fraction > 0.4:
            half_way.set()

    threading.Thread(target=work).start()
    half_way.wait(60)
    began = time.perf_counter()
    token.cancel()
    ended.wait(60)
    return time.perf_counter() - began


def cold() -> float:
    """Seconds of the whole command from the shell, torch's import and the loading of the model included."""
    command = [sys.executable, "-m", "tuicomposer", "compose", "--melody", MELODY, "--chords", CHORDS]
    began = time.perf_counter()
    subprocess.run([*command, "--candidates", "1", "--json"], check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    model = released_model()
    sampler = NetworkSampler(model.generator, model.discriminator)
    timed(sampler, 1, 2)
    table = {
        "one candidate, warm": timed(sampler, 1, runs),
        "four candidates, warm": timed(sampler, 4, runs),
        "one candidate, any style": timed(sampler, 1, runs, STYLES[0]),
        "four candidates, any style": timed(sampler, 4, runs, STYLES[0]),
        "one candidate, from the shell": [cold() for _ in range(max(2, runs // 2))],
        "from Cancel to the end of the work": [cancelled(sampler) for _ in range(runs)],
    }
    print(f"8 bars, 3 lanes, {model.name}; seconds: median [95 % interval of the median], least, most")
    for name, seconds in table.items():
        median = resampled(np.median, np.array(seconds), np.random.default_rng(0))
        print(f"{name:36} {shown(median)}   {min(seconds):.3f}, {max(seconds):.3f}")
    print_peers("latency")
    return int(any(np.median(table[name]) > most for name, most in MOST_SECONDS.items()))


if __name__ == "__main__":
    sys.exit(main())
