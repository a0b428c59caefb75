"""``compose``: fill the empty lanes of a song, without a screen."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tuicomposer.cli.composing import Composed, Composition, Wish, compose
from tuicomposer.cli.preferences import settings
from tuicomposer.cli.regions import regions_of_task, regions_to_fill
from tuicomposer.cli.say import ProgressLine, note, say, say_json
from tuicomposer.cli.songs import check_outputs, read_song
from tuicomposer.cli.wishes import add_wishes, controls_of
from tuicomposer.generator.styles import STYLE_WORDS, USUAL, lanes_for, style_of
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import FoundAgain, Region
from tuicomposer.jobs.profile import StyleProfile
from tuicomposer.jobs.profile_song import song_like
from tuicomposer.jobs.services import GeneratorService
from tuicomposer.jobs.tasks import Task
from tuicomposer.jobs.writers import PATTERN, RULES, found_text
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import parse_key
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.song import Song
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.generating import check_style, open_generator
from tuicomposer.wiring.outputs import OUTPUT_SUFFIXES, writer
from tuicomposer.wiring.profiles import load_profile
from tuicomposer.wiring.songs import song_text

_SEEDS: Final = 2**31
_NOT_FOUND_AGAIN: Final = (
    "Of the candidates that were listened to none passed; the best understood one was written. "
    "Try more --candidates or another --seed."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    typed = parser.add_argument_group("instead of a song")
    typed.add_argument("--melody", metavar="TEXT", help="notes such as “C4:2 E4 G4 r:1/2” (pitch, beats)")
    typed.add_argument("--chords", metavar="TEXT", help="bars of chords such as “C | am,f | %% | V7:3 I:1”")
    typed.add_argument("--meter", metavar="N/D", help="time signature of the text (4/4)")
    typed.add_argument("--tempo", metavar="BPM", type=float, help="quarter notes a minute (100)")
    typed.add_argument("--key", metavar="KEY", help="key of the text, such as “G major” or “F#m”")
    parser.add_argument("song", metavar="SONG", nargs="?", type=Path, help="a project or a MIDI file")
    styles = "; ".join(f"{name}: {words}" for name, words in STYLE_WORDS.items())
    parser.add_argument(
        "--style",
        metavar="NAME",
        default="",
        help=f"how to write ({USUAL}, or as the lanes of SONG are): {styles}",
    )
    parser.add_argument(
        "--lanes", metavar="A,B", default="", help="lanes to write; else all with nothing typed"
    )
    parser.add_argument("--section", metavar="NAME", default="", help="section to write; else all")
    parser.add_argument("--bars", metavar="5-8", default="", help="bars of the section to write; else all")
    add_wishes(parser)
    parser.add_argument(
        "--verify",
        action="store_true",
        help="listen to the candidates and draw those again whose melody or chords are not heard",
    )
    parser.add_argument("--candidates", metavar="N", type=int, default=4, help="how many to draw (4)")
    parser.add_argument("--seed", metavar="S", type=_seed, help="the same seed gives the same music")
    parser.add_argument(
        "-o",
        dest="outputs",
        metavar="OUT",
        type=Path,
        action="append",
        default=[],
        help="file for the best candidate: .wav .flac .ogg .mid .musicxml .tuic; may be repeated",
    )
    parser.add_argument(
        "--all", action="store_true", help="write the other candidates too, as OUT-2, OUT-3 …"
    )
    parser.add_argument("--soundfont", metavar="FILE", type=Path, help="soundfont for audio files")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Compose, write the files, say what was done."""
    _check_usage(arguments)
    check_outputs(arguments.outputs, OUTPUT_SUFFIXES)
    check_style(arguments.style or USUAL)
    profile = load_profile(arguments.profile) if arguments.profile else None
    song = _song(arguments, profile)
    style = arguments.style or (style_of(song) if arguments.song is not None else USUAL)
    seed = secrets.randbelow(_SEEDS) if arguments.seed is None else arguments.seed
    song, regions = _regions(arguments, song)
    preferred = settings()
    write = writer(arguments.outputs, preferred, arguments.soundfont)
    generator = _generator(arguments, preferred)
    progress = ProgressLine(quiet=arguments.json)
    vary = arguments.share if arguments.task == Task.VARY else None
    lanes = tuple({lane: None for region in regions for lane in region.lanes})
    controls = controls_of(arguments, song, lanes, profile)
    wish = Wish(regions, style, arguments.candidates, seed, controls, vary, arguments.verify)
    composed = compose(generator, song, wish, progress, CancelToken())
    files = _files(arguments.outputs, len(composed.compositions) if arguments.all else 1)
    for composition, paths in zip(composed.compositions, files, strict=False):
        for path in paths:
            write(composition.song, path, progress, CancelToken())
    progress.clear()
    if composed.note:
        note(composed.note)
    best = composed.compositions[0].found
    if best is not None and not best.passed:
        note(_NOT_FOUND_AGAIN)
    if arguments.json:
        say_json(_as_json(composed, wish, files))
    else:
        _show(composed, wish, files)
    return 0


def _generator(arguments: argparse.Namespace, preferred: Settings) -> GeneratorService:
    if not arguments.verify:
        return open_generator(preferred)
    from tuicomposer.wiring.verifying import VerifyingGenerator, open_verifier  # noqa: PLC0415 - needs audio

    verifier = open_verifier(preferred, arguments.soundfont)
    return VerifyingGenerator(open_generator(preferred), lambda: verifier)


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < 2**63:
        raise argparse.ArgumentTypeError("use a whole number from 0")
    return seed


def _check_usage(arguments: argparse.Namespace) -> None:
    typed = arguments.melody is not None or arguments.chords is not None
    if typed and arguments.song is not None:
        arguments.parser.error("name a SONG, or give --melody, --chords or both")
    if not (typed or arguments.song or arguments.profile):
        arguments.parser.error(
            "name a SONG, or give --melody, --chords or both, or a --profile to write something like it"
        )
    if arguments.song is not None and any((arguments.meter, arguments.tempo, arguments.key)):
        arguments.parser.error(
            "--meter, --tempo and --key belong to --melody and --chords; a song has its own"
        )


def _song(arguments: argparse.Namespace, profile: StyleProfile | None) -> Song:
    if arguments.song is not None:
        return read_song(arguments.song)
    meter = parse_meter(arguments.meter) if arguments.meter else None
    key = parse_key(arguments.key) if arguments.key else None
    lanes = lanes_for(arguments.style or USUAL)
    if profile is not None and arguments.melody is None and arguments.chords is None:
        return song_like(profile, meter=meter, tempo=arguments.tempo, key=key, lanes=lanes)
    usual = 100.0 if profile is None else profile.tempo
    tempo = usual if arguments.tempo is None else arguments.tempo
    return song_from_text(
        arguments.melody or "", arguments.chords or "", meter=meter, tempo=tempo, key=key, lanes=lanes
    )


def _regions(arguments: argparse.Namespace, song: Song) -> tuple[Song, tuple[Region, ...]]:
    where = {"lanes": arguments.lanes, "bars": arguments.bars, "section": arguments.section}
    if arguments.task is None:
        return song, regions_to_fill(song, **where)
    return regions_of_task(song, Task(arguments.task), **where)


def _files(outputs: Sequence[Path], count: int) -> tuple[tuple[Path, ...], ...]:
    """Files of each candidate: the names as given for the best, ``name-2`` and on for the others."""
    others = (
        tuple(path.with_stem(f"{path.stem}-{rank}") for path in outputs) for rank in range(2, count + 1)
    )
    return (tuple(outputs), *others)


def _as_json(composed: Composed, wish: Wish, files: tuple[tuple[Path, ...], ...]) -> dict[str, object]:
    return {
        "seed": wish.seed,
        "model": composed.model,
        "style": wish.style,
        "candidates": [
            {
                "realness": None if composition.realness is None else round(composition.realness, 6),
                "contains_melody": composition.contains_melody,
                "contains_chords": composition.contains_chords,
                "longest_copied_run": composition.longest_copied_run,
                "written_by": [_writer_json(composition.song, *writer) for writer in composition.writers],
                **_found_json(composition.found),
                "files": [str(path) for path in files[rank]] if rank < len(files) else [],
            }
            for rank, composition in enumerate(composed.compositions)
        ],
        "seconds": round(composed.seconds, 3),
    }


def _writer_json(song: Song, lane: int, writer: str) -> dict[str, str]:
    """One lane and who wrote it."""
    if writer.startswith(PATTERN):
        kind, name = "pattern", writer.removeprefix(PATTERN)
    else:
        kind, name = ("rules" if writer == RULES else "network"), writer
    return {"lane": song.lanes[lane].name, "by": kind, "name": name}


def _found_json(found: FoundAgain | None) -> dict[str, object]:
    """What was found again, if somebody listened."""
    if found is None:
        return {}
    shares = {"melody_f": found.melody, "chord_recall": found.chords}
    rounded = {name: None if share is None else round(share, 4) for name, share in shares.items()}
    return {"found_again": {**rounded, "passed": found.passed}}


def _show(composed: Composed, wish: Wish, files: tuple[tuple[Path, ...], ...]) -> None:
    if not files[0]:
        print(song_text(composed.compositions[0].song), end="")  # noqa: T201 - the file's own text, for a pipe
        return
    say(f"{composed.model}, style {wish.style}, seed {wish.seed}, {composed.seconds:.1f} s")
    for rank, composition in enumerate(composed.compositions):
        say(f"{rank + 1}. {_sentence(composition)}")
        for path in files[rank] if rank < len(files) else ():
            say(f"   {path}")


def _sentence(composition: Composition) -> str:
    melody = "melody kept" if composition.contains_melody else "melody changed"
    chords = "chords contained" if composition.contains_chords else "chords incomplete"
    copied = ""
    if composition.copied_from:
        copied = f", {composition.longest_copied_run} rows as in {composition.copied_from}"
    realness = "not judged" if composition.realness is None else f"realness {composition.realness:.2f}"
    patterns = f"; {composition.patterns}" if composition.patterns else ""
    heard = "" if composition.found is None else f"; {found_text(composition.found)}"
    return f"{realness}, {melody}, {chords}{copied}{patterns}{heard}"
