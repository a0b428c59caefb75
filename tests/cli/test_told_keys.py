"""``analyze`` tells the written key where a chorale book's is likely another than the one that is heard."""

import pytest

from tuicomposer.cli.analyze import show_written
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, KeyGuess
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import parse_key


def found(heard: str, *written: tuple[str, float]) -> Analyzed:
    """What an analyzer may have found."""
    request = AnalyzeRequest(song_from_text("C4", "C"), 0)
    keys = (KeyGuess(parse_key(heard), 0.9),) if heard else ()
    return Analyzed(
        request, keys, (), (), written=tuple(KeyGuess(parse_key(key), sure) for key, sure in written)
    )


def test_another_key_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    show_written(found("D minor", ("A minor", 0.625), ("D minor", 0.25)))
    assert capsys.readouterr().out == "written A minor (62% sure), if this is a chorale of Bach's time\n"


@pytest.mark.parametrize(
    "analyzed",
    [
        found("D minor"),
        found("D minor", ("D minor", 0.9)),
        found("C# major", ("Db major", 0.9)),
        found("D minor", ("A minor", 0.4), ("D minor", 0.35)),
        found("", ("A minor", 0.9)),
    ],
    ids=["no four lanes", "the same", "the same, spelled otherwise", "unsure", "nothing heard"],
)
def test_otherwise_nothing_is_said(analyzed: Analyzed, capsys: pytest.CaptureFixture[str]) -> None:
    show_written(analyzed)
    assert capsys.readouterr().out == ""
