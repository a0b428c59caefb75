"""Which line leads."""

from __future__ import annotations

from tuicomposer.score.leading import Line, Sound, leading_line, leading_shares


def line(pitches: str, length: int = 480, **more: object) -> Line:
    """Notes of one length, one after the other."""
    sounds = [
        Sound(index * length, (index + 1) * length, int(word)) for index, word in enumerate(pitches.split())
    ]
    return Line(sounds, **more)  # type: ignore[arg-type]


TUNE = Line([Sound(0, 720, 72), Sound(720, 960, 74), Sound(960, 1920, 71), Sound(1920, 2880, 72),
             Sound(2880, 3360, 69), Sound(3360, 3840, 67)])  # fmt: skip
ARPEGGIO = line("72 76 79 72 76 79 72 76 69 72 76 69 72 76 69 72", 240, program=46)
BASS = line("36 36 36 36 33 33 33 33", program=33)


def test_a_tune_leads_under_a_broken_chord() -> None:
    assert leading_line([ARPEGGIO, BASS, TUNE]) == 2


def test_a_tune_leads_under_a_broken_seventh_chord_that_goes_up_and_down() -> None:
    chords = (
        "60 64 67 71 72 76 79 83 79 76 72 71 67 64 60 64",
        "62 65 69 72 74 77 81 84 81 77 74 72 69 65 62 65",
    )
    arpeggio = line(" ".join(chords), 120)
    assert leading_line([arpeggio, TUNE]) == 1


def test_a_reel_in_sixteenths_leads_over_chords() -> None:
    reel = line(
        "74 78 81 78 76 78 74 71 69 71 74 78 76 74 71 69 74 78 81 78 83 81 78 76 74 76 78 74 71 74 69 66", 120
    )
    chords = line("66 67 69 67", 960, divided=True)
    assert leading_line([chords, reel]) == 1


def test_a_bass_leads_only_where_it_is_alone() -> None:
    pad = line("60 60", 1920, divided=True)
    assert leading_line([BASS, pad]) == 1
    assert leading_line([BASS]) == 0
    first, second = TUNE, line("66 67 69 71 72 71 69 67")
    assert leading_line([first, second]) == 0
    assert leading_line([first._replace(program=33), second]) == 1
    assert leading_line([first._replace(bass=True), second]) == 1


def test_a_name_speaks_for_a_line_or_against_it() -> None:
    under = line("64 65 67 65 64 62 64 65")
    assert leading_line([TUNE, under]) == 0
    assert leading_line([TUNE, under._replace(name="Lead Vocals")]) == 1
    assert leading_line([TUNE._replace(name="Drums"), under]) == 1


def test_what_never_sounds_alone_has_a_leader_all_the_same() -> None:
    assert leading_line([Line([Sound(0, 1, 60)])]) == 0


def test_shares_add_up_and_the_leader_has_most() -> None:
    shares = leading_shares([ARPEGGIO, BASS, TUNE])
    assert abs(sum(shares) - 1.0) < 1e-9
    assert max(shares) == shares[2]
