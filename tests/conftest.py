"""Settings that every room's tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "house",
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    # A song takes minutes to shrink; the run is deterministic, so a failure can be shrunk when wanted.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")
