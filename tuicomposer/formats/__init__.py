"""Songs in files: the project text, Standard MIDI Files and MusicXML, read and written safely.

Readers take any bytes and return a song or raise a sentence; writers replace a file in one step.
"""
