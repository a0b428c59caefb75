"""The project text: a song as a file that a person can read, compare and mend.

::

    tuicomposer 1

    title: Lullaby
    tempo: 84
    key: G major
    swing: 62/8
    order: 1 1 2
    lane: "Chords" chords "Acoustic Grand Piano" volume 56 pan 64
    lane: "Melody" melody "Flute" volume 100 pan 64 locked
    origin: 1 "chorale seed 7"

    section: "A" meter 3/4 rows-per-beat 2 pickup 2 length 8 tempo 92
    #     Chords   Melody

    | .      | D-4 96    |
    | .      | .         |

    # bar 1
    | G      | G-4 96    |
    | . !    | .         |

The first line names the version. Then come fields, one a line, then the sections, each with its
rows as the tracker shows them, one row a line and one lane a column. The order counts sections
from 1. A text in double quotes may hold ``\\uXXXX``. Lines that start with ``#``, empty lines and
spaces at either end of a cell mean nothing. Rows missing at the end of a section are empty.
A song that was heard in a recording names it (``recording: "take.wav"``, with ``own-tempo`` behind it
where the song does not follow its pace), and lists in lines of ``beats:`` the seconds at which each of
the song's quarter notes sounds there. A section may have a tempo, a key and a swing of its own. A cell
that ends with ``!`` is locked.
Fields and settings of sections that this version does not know are kept and written back. Cells are
described in :mod:`tuicomposer.formats.project_cells`.
"""

from __future__ import annotations

from tuicomposer.formats.project_read import read_project
from tuicomposer.formats.project_write import write_project

__all__ = ["read_project", "write_project"]
