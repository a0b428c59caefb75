"""Fits scale and shift of the passage score on held-back pieces of the validation part.

    python benchmarks/realness_fit.py

Logistic regression of “a person wrote it” on the discriminator's logit (Platt 1999): originals against
the same windows rewritten by the sampler a few times, which count as one. What it prints goes into the
training configuration as ``calibration``, and ``tuicomposer train release`` puts it into the last layer of
the network. Of a model that has a calibration it prints what is still missing: 1 and 0 if nothing.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch
from measured_windows import add_source, setting
from realness import calibration_error, original, with_tokens
from sklearn.linear_model import LogisticRegression

from tuicomposer.generator.canvas import Canvas
from tuicomposer.generator.judging import batch_of
from tuicomposer.generator.network import GridDiscriminator


@torch.inference_mode()
def logit(judge: GridDiscriminator, canvas: Canvas) -> float:
    """What a discriminator says of a whole window."""
    return float(judge(batch_of(canvas)).passage)


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 400)
    parser.add_argument("--draws", type=int, default=3, help="arrangements of each window (3)")
    parser.set_defaults(split="valid")
    arguments = parser.parse_args()
    found = setting(arguments)
    judge = found.model.discriminator
    real, fake = [], []
    for index, window in enumerate(found.windows):
        canvas = original(window)
        real.append(logit(judge, canvas))
        drawn = found.draw(window, index, arguments.draws)
        fake += [logit(judge, with_tokens(canvas, one.tokens)) for one in drawn]
    scores, truth = np.array(real + fake), np.repeat([1, 0], [len(real), len(fake)])
    weights = np.where(truth == 1, 1.0, 1 / arguments.draws)
    fitted = LogisticRegression(C=1e6).fit(scores[:, None], truth, weights)
    scale, shift = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    print(f"calibration = [{scale:.4f}, {shift:.4f}]")
    for name, values in (("before", scores), ("after", scale * scores + shift)):
        error = calibration_error(1 / (1 + np.exp(-values)), truth, weights)
        print(f"calibration error {name}: {error:.3f}")


if __name__ == "__main__":
    main()
