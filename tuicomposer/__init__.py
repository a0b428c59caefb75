"""A text-mode composer: type a melody and chords, generate music that contains them."""

__version__ = "0.1.0"
