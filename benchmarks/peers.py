"""What others reach, as figures to be printed beside ours, each with the word for where it comes from.

``measured``: by us, on what the peer ships; ``published``: as the literature gives it,
under other labels, other inputs or another machine, so not to be read as one table with ours; ``goal``:
what this program has set itself.
"""

from __future__ import annotations

from typing import NamedTuple


class Peer(NamedTuple):
    """One figure of one peer."""

    benchmark: str
    """Name of the command that prints it."""
    measure: str
    name: str
    figure: str
    source: str
    """``measured``, ``published`` or ``goal``."""
    note: str = ""


PEERS = (
    Peer(
        "part_writing",
        "parallels per 100",
        "DeepChoir",
        "2.51",
        "measured",
        "harmonicity 0.5, its own 38 melodies",
    ),
    Peer(
        "part_writing",
        "chord tones",
        "DeepChoir",
        "0.864",
        "measured",
        "harmonicity 0.5, its own 38 melodies",
    ),
    Peer(
        "part_writing",
        "same note as Bach",
        "DeepChoir",
        "0.564",
        "measured",
        "harmonicity 0.5, its own 38 melodies",
    ),
    Peer(
        "part_writing",
        "parallels per 100",
        "Bach",
        "0.036",
        "measured",
        "the same 38, under DeepChoir's labels",
    ),
    Peer("part_writing", "chord tones", "Bach", "0.851", "measured", "the same 38, under DeepChoir's labels"),
    Peer("copying", "runs of 16 steps", "JS Fakes", "12.8 %", "measured"),
    Peer("copying", "runs of 16 steps", "Bach v. Bach", "4.3 %", "measured"),
    Peer("realness_c2st", "balanced accuracy", "JS Fakes", "0.751", "measured"),
    Peer(
        "realness_c2st", "balanced accuracy", "Bach, 2 % of notes moved", "0.70", "measured", "whole pieces"
    ),
    Peer("latency", "seconds, two bars", "Bach Doodle", "2", "published", "in a browser"),
    Peer("latency", "seconds, one candidate, warm", "this program", "0.5", "goal", "aim 0.2"),
    Peer("latency", "seconds, four candidates, warm", "this program", "1.5", "goal", "aim 0.6"),
)


def print_peers(benchmark: str) -> None:
    """Print the figures that belong beside those of a command."""
    print("beside it:")
    for peer in PEERS:
        if peer.benchmark == benchmark:
            source = f"{peer.source}, {peer.note}" if peer.note else peer.source
            print(f"  {peer.measure:32}{peer.name:28}{peer.figure:8}({source})")
