"""Composes the examples of the styles, and renders them: twelve chorales, twelve songs, twelve lead sheets.

python scripts/compose_styles.py                 write examples/styles/*.tuic
python scripts/compose_styles.py --render DIR    also render each to DIR, as FLAC
python scripts/compose_styles.py --only quay     write only those with that in their name
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tuicomposer.formats import atomic
from tuicomposer.formats.project import write_project
from tuicomposer.generator.proposal import MAX_CANDIDATES
from tuicomposer.generator.styles import lanes_for
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.edits import apply
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import parse_key
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.refit import on_grid
from tuicomposer.score.song import Song
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.generating import open_generator
from tuicomposer.wiring.outputs import writer

FOLDER = Path(__file__).parent.parent / "examples" / "styles"
TEMPO = {"chorale": 84.0, "song": 92.0, "leadsheet": 120.0}
CANDIDATES = min(4, MAX_CANDIDATES)


def sketches() -> Iterator[tuple[str, Song]]:
    """Style and song of every example, with what a person typed."""
    typed = tomllib.loads((FOLDER / "tunes.toml").read_text(encoding="utf-8"))
    for suffix in ("", "_in_threes"):
        for style, kind in (("chorale", "tunes"), ("song", "tunes"), ("leadsheet", "progressions")):
            yield from ((style, sketch(style, entry)) for entry in typed[kind + suffix])


def sketch(style: str, entry: Mapping[str, Any]) -> Song:
    """The song of one entry."""
    song = song_from_text(
        entry.get("melody", ""),
        entry["chords"],
        title=entry["title"],
        meter=parse_meter(entry.get("meter", "4/4")),
        tempo=TEMPO[style],
        key=parse_key(entry["key"]),
        lanes=lanes_for(style),
    )
    rows = entry.get("rows", song.sections[0].rows_per_beat)
    return replace(song, sections=(on_grid(song.sections[0], rows).section,))


def name_of(style: str, song: Song) -> str:
    """File name of an example."""
    return f"{style}-{re.sub(r'[^a-z0-9]+', '-', song.title.lower())}"


def main() -> None:
    """Compose all, and render them if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--render", metavar="DIR", type=Path)
    parser.add_argument("--only", metavar="TEXT", default="")
    arguments = parser.parse_args()
    generator = open_generator(Settings())
    for number, (style, song) in enumerate(sketches()):
        if arguments.only not in name_of(style, song):
            continue
        empty = [
            index
            for index in range(1, len(song.lanes))
            if not any(cell is not None for cell in song.sections[0].columns[index])
        ]
        region = Region(0, tuple(empty), 0, song.sections[0].length)
        request = GenerateRequest(song, 0, region, style, CANDIDATES, seed=number)
        best = generator.generate(request, lambda *_: None, CancelToken()).candidates[0]
        made = replace(apply(song, best.edit).song)
        path = FOLDER / f"{name_of(style, song)}.tuic"
        atomic.write(path, write_project(made))  # under version control: needs no versions beside it
        print(
            f"{path.name:44} realness {best.realness or 0:.2f}  copied at most {best.longest_copied_run} rows"
        )
        if arguments.render is not None:
            arguments.render.mkdir(parents=True, exist_ok=True)
            target = arguments.render / f"{path.stem}.flac"
            writer([target], Settings(), None)(made, target, lambda *_: None, CancelToken())


if __name__ == "__main__":
    main()
