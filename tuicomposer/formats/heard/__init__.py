"""From what was heard in a recording to a song: beats that follow the playing, lanes, chords."""
