"""Fits scale and shift of the passage score on held-back pieces of the validation part.

    python benchmarks/realness_fit.py

Logistic regression of “a person wrote it” on the discriminator's logit (Platt 1999): originals against
the same windows rewritten by the sampler. What it prints goes into the training configuration as
``calibration``, and ``tuicomposer train release`` puts it into the last layer of the network.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
from measured_windows import add_source, setting
from realness import calibration_error, original, with_tokens
from sklearn.linear_model import LogisticRegression

from tuicomposer.generator.judging import Jury, verdicts
from tuicomposer.jobs.cancel import CancelToken

_SURE = 1e-7


def logit(chance: float) -> float:
    """Log odds of a probability."""
    kept = min(max(chance, _SURE), 1 - _SURE)
    return math.log(kept / (1 - kept))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 140)
    parser.set_defaults(split="valid")
    found = setting(parser.parse_args())
    jury = Jury(found.model.discriminator, found.model.generator)
    real, fake = [], []
    for index, window in enumerate(found.windows):
        canvas = original(window)
        drawn = with_tokens(canvas, found.draw(window, index)[0].tokens)
        real.append(logit(verdicts(canvas, jury, CancelToken()).passage))
        fake.append(logit(verdicts(drawn, jury, CancelToken()).passage))
    scores, truth = np.array(real + fake), np.repeat([1, 0], [len(real), len(fake)])
    fitted = LogisticRegression(C=1e6).fit(scores[:, None], truth)
    scale, shift = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    print(f"calibration = [{scale:.4f}, {shift:.4f}]")
    for name, values in (("before", scores), ("after", scale * scores + shift)):
        print(f"calibration error {name}: {calibration_error(1 / (1 + np.exp(-values)), truth):.3f}")


if __name__ == "__main__":
    main()
