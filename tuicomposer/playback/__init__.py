"""Playback: from a song to sound, live through a synthesizer or offline into a file."""
