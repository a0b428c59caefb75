"""Which regions a command asks for, and how candidates of several sections become whole songs."""

from dataclasses import replace

import pytest

from tuicomposer.cli.composing import Wish, compose
from tuicomposer.cli.regions import regions_to_fill
from tuicomposer.errors import RequestError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Candidate, Generated, GenerateRequest, JudgeRequest, Region
from tuicomposer.score.cells import Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.song import Place, Song


def two_sections() -> Song:
    """Sections A (one bar) and B (two bars) with melody and chords, and a section C that never sounds."""
    short = song_from_text("C4 D4 E4 F4", "C").sections[0]
    long = song_from_text("G4:4 A4:4", "G | F")
    sections = (short, replace(long.sections[0], name="B"), replace(short, name="C"))
    return replace(long, sections=sections, order=(0, 1, 0))


class Notes:
    """A generator whose k-th candidate writes pitch 50 + k into the first row of each lane asked for."""

    name = "notes"

    def __init__(self, counts: tuple[int, ...]) -> None:
        self.counts = list(counts)
        self.asked: list[GenerateRequest] = []

    def generate(self, request, report, token):
        self.asked.append(request)
        report(0.5, "half")
        region = request.region
        candidates = tuple(
            Candidate(
                SetCells(tuple((Place(region.section, lane, 0), Note(50 + k)) for lane in region.lanes)),
                realness=0.9 - 0.3 * k,
                cells=(),
                contains_melody=k == 0,
                contains_chords=True,
                longest_copied_run=k + region.section,
                copied_from=f"piece {region.section}",
            )
            for k in range(self.counts.pop(0))
        )
        return Generated(request, candidates, self.name, 0.25)

    def judge(self, request: JudgeRequest, token: CancelToken):
        raise AssertionError("nobody asked")


def test_empty_lanes_of_every_sounding_section_are_filled() -> None:
    assert regions_to_fill(two_sections()) == (Region(0, (2, 3, 4), 0, 16), Region(1, (2, 3, 4), 0, 32))


def test_names_numbers_bars_and_sections_narrow_it() -> None:
    found = regions_to_fill(two_sections(), lanes="bass, 3", section="B", bars="2")
    assert found == (Region(1, (4, 2), 16, 32),)


def test_a_locked_lane_is_never_asked_for() -> None:
    song = two_sections()
    lanes = (*song.lanes[:4], replace(song.lanes[4], locked=True))
    song = replace(song, lanes=lanes)
    assert regions_to_fill(song)[0].lanes == (2, 3)
    with pytest.raises(RequestError, match="locked"):
        regions_to_fill(song, lanes="Bass")


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"bars": "1"}, "several sections"),
        ({"section": "A", "bars": "0"}, "bars 1 to 1"),
        ({"section": "A", "bars": "2-1"}, "bars 1 to 1"),
        ({"lanes": "9"}, "no lane"),
        ({"lanes": ","}, "no empty lane"),
    ],
)
def test_what_is_not_there_is_refused(wish: dict[str, str], told: str) -> None:
    with pytest.raises(RequestError) as caught:
        regions_to_fill(two_sections(), **wish)
    assert told in str(caught.value)


def test_the_kth_candidates_of_all_sections_make_the_kth_song() -> None:
    song, service, heard = two_sections(), Notes((2, 1)), []
    wish = Wish(regions_to_fill(song), "chorale", 2, 40)
    composed = compose(service, song, wish, lambda fraction, _: heard.append(fraction), CancelToken())
    best, other = composed.compositions
    pitches = [[section.columns[4][0].pitch for section in each.song.sections[:2]] for each in (best, other)]
    assert pitches == [[50, 50], [51, 50]]
    assert [request.seed for request in service.asked] == [40, 41]
    assert service.asked[1].song.sections[0] == best.song.sections[0]
    assert (best.contains_melody, other.contains_melody) == (True, False)
    assert other.realness == pytest.approx((16 * 0.6 + 32 * 0.9) / 48)
    assert (best.longest_copied_run, best.copied_from) == (1, "piece 1")
    assert composed.seconds == 0.5
    assert heard == [0.25, 0.75]


def test_no_candidate_is_a_sentence() -> None:
    song = two_sections()
    wish = Wish(regions_to_fill(song), "chorale", 2, 0)
    with pytest.raises(RequestError, match="nothing to write"):
        compose(Notes((0,)), song, wish, lambda *_: None, CancelToken())
