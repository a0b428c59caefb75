"""Teaches the analyzer chords: charts, arrangers that play them, examples, the loop."""
