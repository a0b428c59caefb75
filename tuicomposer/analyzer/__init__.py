"""Recognises key, chords and melody in notes."""
