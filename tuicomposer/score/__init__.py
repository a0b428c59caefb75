"""The musical domain: pitches, chords, cells, lanes, sections, songs, and edits with an inverse.

Pure values of the standard library: no I/O, no threads, no clock.
"""
