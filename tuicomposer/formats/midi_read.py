"""Standard MIDI Files to songs.

Every note keeps its pitch, velocity, start and end, and stands on the nearest row: what is early or late
keeps its distance in ticks (:mod:`tuicomposer.formats.midi_rows`). Tracks that sound several notes at a
time become several lanes; a line that is played legato stays one, and its notes end where the next begin.
A file that this program wrote comes back with its sections, roles, chords, swing and every cell in its
row (:mod:`tuicomposer.formats.midi_marks`).

Where no metre is stated, it is guessed (:mod:`tuicomposer.formats.midi_meter`), else 4/4.

Markers name sections, which begin at the bar lines that lie nearest.

What a song cannot hold is simplified, with a sentence in the warnings: later tempos and keys (the
first counts), drums (muted lanes), notes that sound over the end of a section (they are struck
again), syllables of lyrics where no note begins, and ends for which there is no free row (the note
sounds on to the next).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tuicomposer.errors import EntryError, SongFileError
from tuicomposer.formats.limits import MAX_CELLS, check_size, too_large
from tuicomposer.formats.midi_beat import Beat, first_bar_line, lies_on_grid, steady_beat
from tuicomposer.formats.midi_grid import (
    Grid,
    MarkedSection,
    MeterChange,
    best_rows_per_beat,
    marked_grid,
    measured_grid,
)
from tuicomposer.formats.midi_lanes import (
    Draft,
    assign_roles,
    drafts,
    plain_chords,
    sections_of,
    with_chord_lane,
    with_names_of_their_own,
)
from tuicomposer.formats.midi_lyrics import cut_syllables, sung
from tuicomposer.formats.midi_markers import MAX_MARKERS, Marker, plain_name
from tuicomposer.formats.midi_marks import ChordMark, SongMark, parse_section_mark, parse_song_mark
from tuicomposer.formats.midi_meter import GuessedMeter, guessed_meter
from tuicomposer.formats.midi_notes import (
    DEFAULT_TEMPO,
    TEXTS,
    Part,
    RawNote,
    Rescale,
    Syllable,
    parts,
    rescaling,
    tempos,
)
from tuicomposer.formats.midi_rows import lag_of, on_nearest_rows
from tuicomposer.formats.midi_swing import Straightening
from tuicomposer.formats.midi_voices import Losses
from tuicomposer.formats.smf import Smf, Track, read_smf, text_of
from tuicomposer.score.channels import DRUM_CHANNEL
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.lane import Role
from tuicomposer.score.meter import Meter
from tuicomposer.score.song import MAX_LANES, Song
from tuicomposer.score.swing import STRAIGHT
from tuicomposer.score.tempo import MAX_TEMPO, MIN_TEMPO
from tuicomposer.score.ticks import TICKS_PER_BEAT, ticks_per_row

_MAX_TITLE: Final = 200
_DEFAULT_BEAT: Final = 0.5
"""Seconds of a beat where no tempo is stated."""
_UPBEAT: Final = 1 / 16
"""Beats before the first beat from which a note begins before it."""
_FILLED: Final = MAX_LANES - 1
"""Lanes that a file may fill; one is kept for chords."""


class Imported(NamedTuple):
    """A song from a MIDI file."""

    song: Song
    warnings: tuple[str, ...]
    """Sentences about what the song does not hold as the file has it."""
    start_s: float = 0.0
    """Seconds of the file at which the song's tick 0 lies: the beat that was found begins there."""


class _Placed(NamedTuple):
    """A track and how its ticks become the song's."""

    track: Track
    rescale: Rescale


def read_midi(data: bytes) -> Imported:
    """Song of a Standard MIDI File of type 0, 1 or 2.

    Raises:
        SongFileError: The bytes are no MIDI file, hold no notes, or hold too many.
    """
    smf = read_smf(data)
    warnings: list[str] = []
    if not all(track.whole for track in smf.tracks):
        warnings.append("The file is damaged; what follows the damage in a track is left out.")
    placed = _placed(smf)
    stated = _song_mark(placed)
    if stated is not None:
        placed = _straightened(placed, stated)
    found = [part for track, rescale in placed for part in parts(track, rescale)]
    marked = _marked(placed)
    free = None if marked is not None else _free_beat(smf, found)
    start = 0.0
    if free is not None:
        start = _first_beat(free, min(note.start for part in found for note in part.notes))
        placed = _replayed(placed, free, start)
        found = [part for track, rescale in placed for part in parts(track, rescale)]
        warnings.append(f"No tempo is stated; a beat of {free.tempo:g} a minute was found in the playing.")
    grid = marked or _measured(placed, found, warnings, free)
    unsung = _give_syllables(found, marked)
    lanes = _lanes(found, grid, warnings)
    warnings += _sing(lanes, unsung)
    warnings += cut_syllables(found)
    if marked is None:
        lanes = with_chord_lane(lanes, _plain_chords(placed))
    if grid.rows * len(lanes) > MAX_CELLS:
        raise too_large()
    losses = Losses()
    sections, order = sections_of(lanes, grid, losses)
    if marked is None:
        sections = with_names_of_their_own(sections)
    warnings += _sentences(losses)
    if marked is None or stated is None:
        tempo = _tempo(smf, warnings) if free is None else free.tempo
        stated = SongMark(tempo, _key(placed, warnings), STRAIGHT)
    tempo, key, swing = stated
    drafted = tuple(draft.lane for draft in lanes)
    song = Song(_title(smf, found), tempo, key, drafted, sections, order, swing=swing)
    check_size(song)
    return Imported(song, tuple(warnings), start)


def _placed(smf: Smf) -> list[_Placed]:
    """The tracks, those of a type 2 file one after the other."""
    placed, start = [], 0
    for track in smf.tracks:
        rescale = rescaling(smf, start)
        placed.append(_Placed(track, rescale))
        if smf.kind == 2:
            start = rescale(track.end)
    return placed


def _texts(placed: _Placed) -> list[tuple[int, str]]:
    events = (event for event in placed.track.events if event.message.type in TEXTS)
    return [(placed.rescale(event.tick), text_of(event.message)) for event in events]


def _marks(placed: list[_Placed]) -> list[MarkedSection]:
    """The sections of a file that this program wrote."""
    return [
        MarkedSection(tick, frame)
        for track in placed[:1]
        for tick, text in _texts(track)
        if (frame := parse_section_mark(text)) is not None
    ]


def _song_mark(placed: list[_Placed]) -> SongMark | None:
    """What this program said of a song with settings of its sections' own."""
    found = (parse_song_mark(text) for track in placed[:1] for _, text in _texts(track))
    return next((mark for mark in found if mark is not None), None)


def _straightened(placed: list[_Placed], stated: SongMark) -> list[_Placed]:
    """The tracks with written times in place of played ones."""
    marks = _marks(placed)
    if not marks or marks[0].tick != 0:
        return placed
    straight = Straightening(marks, stated.swing, stated.tempo)

    def written(rescale: Rescale) -> Rescale:
        return lambda tick: straight.written(rescale(tick))

    return [track._replace(rescale=written(track.rescale)) for track in placed]


def _marked(placed: list[_Placed]) -> Grid | None:
    """The grid of a file that this program wrote."""
    marks = _marks(placed)
    end = max((track.rescale(track.track.end) for track in placed), default=0)
    return marked_grid(marks, end)


def _free_beat(smf: Smf, found: list[Part]) -> Beat | None:
    """The beat of a file that states neither tempo nor metre, where its own beat fits the notes badly."""
    metered = any(event.message.type == "time_signature" for track in smf.tracks for event in track.events)
    if metered or any(tempo != DEFAULT_TEMPO for tempo in tempos(smf)):
        return None
    onsets = [note.start * _DEFAULT_BEAT / TICKS_PER_BEAT for part in found for note in part.notes]
    if not onsets or lies_on_grid(onsets, _DEFAULT_BEAT):
        return None
    beat = steady_beat(onsets)
    return None if beat is None else beat._replace(tempo=round(beat.tempo, 2))


def _first_beat(beat: Beat, first: int) -> float:
    """Seconds at which the song begins: the first beat, or the one before where notes begin before that.

    Args:
        beat: The beat.
        first: Tick, at the tempo that is assumed, at which the first note begins.
    """
    period = 60.0 / beat.tempo
    early = first * _DEFAULT_BEAT / TICKS_PER_BEAT < beat.phase - _UPBEAT * period
    return beat.phase - period if early else beat.phase


def _replayed(placed: list[_Placed], beat: Beat, start: float) -> list[_Placed]:
    """The tracks with ticks of the beat that was found, from some second on; notes keep their distances."""
    faster = beat.tempo * _DEFAULT_BEAT / 60.0
    before = start * beat.tempo * TICKS_PER_BEAT / 60.0

    def moved(rescale: Rescale) -> Rescale:
        return lambda tick: max(0, round(rescale(tick) * faster - before))

    return [track._replace(rescale=moved(track.rescale)) for track in placed]


def _bar_line(beat: Beat, notes: list[RawNote], meter: Meter) -> int:
    """Tick at which bars of a stated metre begin."""
    seconds = 60.0 / (beat.tempo * TICKS_PER_BEAT)
    beats = meter.bar_ticks // TICKS_PER_BEAT
    onsets = [(note.start * seconds, note.pitch) for note in notes]
    return first_bar_line(onsets, beat._replace(phase=0.0), beats) * TICKS_PER_BEAT


def _guess(placed: list[_Placed], found: list[Part]) -> GuessedMeter | None:
    """The metre by the accents, where none is stated."""
    if any(event.message.type == "time_signature" for track in placed for event in track.track.events):
        return None
    pitched = [note for part in found if part.channel != DRUM_CHANNEL for note in part.notes]
    return guessed_meter(pitched)


def _say_guess(guess: GuessedMeter, beats: float) -> str:
    pickup = f" with {beats:g} beat{'s' * (beats != 1)} before the first bar" if beats else ""
    return f"No metre is stated; {guess.meter}{pickup} is guessed from the accents."


def _measured(
    placed: list[_Placed], found: list[Part], warnings: list[str], free: Beat | None = None
) -> Grid:
    notes = [note for part in found for note in part.notes]
    if not notes:
        raise SongFileError("The MIDI file holds no notes.", "Open one with notes, or start a new song.")
    end = max(note.end for note in notes)
    changes = [change for change in _meters(placed, warnings) if change.tick < end]
    bar_line = 0 if free is None else _bar_line(free, notes, changes[0].meter)
    guess = _guess(placed, found)
    if guess is not None:
        changes = [MeterChange(0, guess.meter)]
        bar_line = guess.pickup or (bar_line if guess.meter == Meter() else 0)
    onsets = [note.start for note in notes]
    rows_per_beat = best_rows_per_beat(onsets, (change.meter for change in changes))
    row = ticks_per_row(rows_per_beat)
    on_rows = _on_rows(changes, row, warnings)
    pickup = bar_line // row % (changes[0].meter.bar_ticks // row)
    if guess is not None:
        warnings.append(_say_guess(guess, pickup / rows_per_beat))
    grid = measured_grid(on_rows, rows_per_beat, end, pickup, _markers(placed, warnings))
    lag = lag_of(onsets, row)
    for part in found:
        on_nearest_rows(part, grid, lag)
    return grid


def _markers(placed: list[_Placed], warnings: list[str]) -> list[Marker]:
    """Names of sections; a track whose texts are chord symbols has none."""
    found = [
        Marker(rescale(event.tick), name)
        for track, rescale in placed
        if not plain_chords(_texts(_Placed(track, rescale)))
        for event in track.events
        if event.message.type == "marker" and (name := plain_name(text_of(event.message)))
    ]
    if len(found) > MAX_MARKERS:
        warnings.append(f"The file has {len(found)} markers, too many for sections; they are left out.")
        return []
    return found


def _meters(placed: list[_Placed], warnings: list[str]) -> list[MeterChange]:
    """Metres from tick 0 on, 4/4 where the file states none."""
    stated: dict[int, Meter] = {0: Meter()}
    for track, rescale in reversed(placed):
        for tick, message in track.events:
            if message.type == "time_signature":
                try:
                    stated[rescale(tick)] = Meter(message.numerator, message.denominator)
                except EntryError:
                    warnings.append("The file has a metre that a song cannot have; it is left out.")
    changes: list[MeterChange] = []
    for tick in sorted(stated):
        if not changes or changes[-1].meter != stated[tick]:
            changes.append(MeterChange(tick, stated[tick]))
    return changes


def _on_rows(changes: list[MeterChange], row: int, warnings: list[str]) -> list[MeterChange]:
    kept = changes[:1]
    for change in changes[1:]:
        if (change.tick - kept[-1].tick) % row == 0:
            kept.append(change)
        else:
            warnings.append("A change of metre falls between two rows; it is left out.")
    return kept


def _lanes(found: list[Part], grid: Grid, warnings: list[str]) -> list[Draft]:
    lanes = drafts(found, grid)
    assign_roles(lanes)
    if any(draft.lane.name.startswith("Drums") and draft.lane.muted for draft in lanes):
        warnings.append("Drums have no lane of their own; they came in as muted lanes.")
    lost = sum(len(draft.notes) for draft in lanes[_FILLED:]) + sum(draft.left_out for draft in lanes)
    cut = sum(draft.cut for draft in lanes)
    if cut:
        warnings.append(f"{cut} notes of single lines sound into the next; they end where it begins.")
    if lost:
        warnings.append(f"A song has at most {MAX_LANES} lanes; {lost} notes found no place.")
    return lanes[:_FILLED]


def _plain_chords(placed: list[_Placed]) -> list[ChordMark]:
    return next((chords for track in placed if (chords := plain_chords(_texts(track)))), [])


def _sentences(losses: Losses) -> Iterator[str]:
    if losses.struck_again:
        yield f"{losses.struck_again} notes sound over the end of a section and are struck again in the next."
    if losses.over_edges:
        yield f"Notes that sound a little over the edge of a section keep to their own: {losses.over_edges}."
    if losses.moved_ends:
        yield f"{losses.moved_ends} notes end where no row is free; they sound a little longer."
    if losses.crowded_chords:
        yield f"{losses.crowded_chords} chords share a row with a later one; the later one is kept."


def _give_syllables(found: list[Part], marked: Grid | None) -> list[Syllable]:
    """Give the notes of each track its syllables; the others come back. Chord symbols are no lyrics."""
    unsung: list[Syllable] = []
    for part in found:
        if marked is not None or not plain_chords(part.syllables):
            part.notes, left = sung(part.notes, part.syllables)
            unsung += left
    return unsung


def _sing(lanes: list[Draft], unsung: list[Syllable]) -> Iterator[str]:
    """Give the melody what no other track sings; a sentence about what is left out even so."""
    melody = next((draft for draft in lanes if draft.lane.role is Role.MELODY), None)
    if melody is not None:
        melody.notes, unsung = sung(melody.notes, unsung)
    if unsung:
        yield f"Lyrics: {len(unsung)} syllable{'s' * (len(unsung) != 1)} found no note; they are left out."


def _tempo(smf: Smf, warnings: list[str]) -> float:
    found = list(tempos(smf))
    if len(set(found)) > 1:
        warnings.append("The tempo changes later; the song keeps the first tempo.")
    stated = round(60_000_000 / found[0], 2) if found else 120.0
    tempo = min(max(stated, MIN_TEMPO), MAX_TEMPO)
    if tempo != stated:
        warnings.append(f"A tempo of {stated:g} is out of range; the song has {tempo:g}.")
    return tempo


def _key(placed: list[_Placed], warnings: list[str]) -> Key | None:
    keys = [
        (rescale(tick), message.key)
        for track, rescale in placed
        for tick, message in track.events
        if message.type == "key_signature"
    ]
    keys.sort(key=lambda item: item[0])
    if len({name for _, name in keys}) > 1:
        warnings.append("The key changes later; the song keeps the first key.")
    return parse_key(keys[0][1]) if keys else None


def _title(smf: Smf, found: list[Part]) -> str:
    """The first track's name where it is not a lane's, else “Untitled”."""
    first = found[0] if found else None
    if first is None or not (smf.kind == 0 or not first.notes) or first.mark is not None:
        return "Untitled"
    return first.name[:_MAX_TITLE]
