"""The actions of the hands: how typing becomes notes and chords."""

from __future__ import annotations

from typing import Final

from tuicomposer.settings.layouts import QWERTY
from tuicomposer.tui.action import Action, Group
from tuicomposer.tui.keys import NOTE_KEYS, piano_words


def _write(name: str, title: str, sentence: str, *keys: str) -> Action:
    return Action(f"write.{name}", title, sentence, Group.WRITE, keys)


ENTRY_ACTIONS: Final = (
    Action(
        "write.note",
        "Type notes",
        f"{piano_words(QWERTY)}; each note is heard and the cursor steps on."
        " Other keyboards have their own rows: see Keyboard layout.",
        Group.WRITE,
        tuple(NOTE_KEYS),
        typed=True,
    ),
    Action(
        "write.chord",
        "Type chords",
        "In a chord lane: symbols in any case, J is maj7, H m7b5, D dim, S sus; dm,g7 shares the bar,"
        " dm:3,g7:1 has beats; /F is the chord before over F; % repeats; V7 and 57 are degrees of the key,"
        " _7 is a lowered one (b7 is B7); N.C. is silence."
        " Tab completes, Space goes to the next beat, | to the next bar.",
        Group.WRITE,
        ("A…G I V 1…7 _ / %",),
        typed=True,
    ),
    _write(
        "cell",
        "Edit the cell",
        "Opens the cell for typing: a chord such as Am7 in a chord lane, a pitch such as C#4 elsewhere.",
        "enter",
    ),
    _write(
        "mode",
        "Entry mode",
        "Takes letters as a piano, then as names of notes, then digits as degrees of the key.",
        "alt+n",
        "tilde",
    ),
    _write(
        "repeat",
        "Repeat the last entry",
        "Writes the last note or chord again; in a chord lane Space goes to the next beat instead.",
        "space",
        "comma",
    ),
    _write(
        "dot",
        "Dotted",
        "Lengthens what was just written by half a step; what is written next steps the other half."
        " Again takes it back.",
        "full_stop",
        "vertical_line",
    ),
    _write("off", "Note off", "Ends the sounding note here.", "grave_accent", "1"),
    _write("cut", "Note cut", "Cuts the sound of the lane off here, its release too.", "circumflex_accent"),
)
"""What writes cells; in the order of the help screen, before clearing."""

RECORD_ACTIONS: Final = (
    Action(
        "play.record",
        "Record",
        "Writes what is played while the song runs, from the first key on, to the nearest rows.",
        Group.PLAY,
        ("at", "shift+f7"),
    ),
    Action(
        "play.metronome",
        "Metronome",
        "Strikes the beats while the song runs; never in the song or its exports.",
        Group.PLAY,
        ("dollar_sign", "shift+f6"),
    ),
    Action("play.count_in", "Count-in", "Counts no bar, one bar or two before a take.", Group.PLAY),
    Action(
        "play.midi",
        "MIDI keyboard",
        "Opens a MIDI keyboard for notes, takes, and chords held in a chord lane; or closes it.",
        Group.PLAY,
    ),
)
"""What records; in the order of the help screen, after playing."""

HAND_ACTIONS: Final = (
    _write(
        "octave_down",
        "Octave down",
        "The piano keys play an octave lower.",
        "less_than_sign",
        "left_square_bracket",
        "slash",
    ),
    _write(
        "octave_up",
        "Octave up",
        "The piano keys play an octave higher.",
        "greater_than_sign",
        "right_square_bracket",
        "asterisk",
    ),
    _write(
        "step_down",
        "Shorter step",
        "The cursor steps fewer rows after each note; 0 stays.",
        "minus",
        "underscore",
    ),
    _write(
        "step_up",
        "Longer step",
        "The cursor steps more rows after each note, up to 16.",
        "plus",
        "equals_sign",
    ),
    _write("step", "Set the step…", "Takes the next digit as the step: 0 to 9 rows.", "k", "shift+f1"),
    _write(
        "scale_lock",
        "Scale lock",
        "Refuses notes outside the key, or writes every note again.",
        "number_sign",
        "alt+x",
    ),
    _write("jam", "Jam", "Keys sound and write nothing, until it is pressed again.", "exclamation_mark"),
    _write(
        "layout", "Keyboard layout…", "Puts the piano on qwerty, qwertz, azerty, dvorak or your own rows."
    ),
)
"""What sets the hands; in the order of the help screen, after clearing."""
