"""The figures of peers: each belongs to a benchmark that is there, and says where it comes from."""

from pathlib import Path

import pytest
from peers import PEERS, print_peers

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_every_peer_belongs_to_a_command_and_has_a_source() -> None:
    for peer in PEERS:
        assert f'print_peers("{peer.benchmark}")' in (BENCHMARKS / f"{peer.benchmark}.py").read_text("utf-8")
        assert peer.source in {"measured", "published", "goal"}


def test_only_its_own_peers_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_peers("copying")
    shown = capsys.readouterr().out
    assert "JS Fakes" in shown
    assert "12.8 %" in shown
    assert "DeepChoir" not in shown
