"""Recognises notes, melody, chords, key and beats in recordings."""
