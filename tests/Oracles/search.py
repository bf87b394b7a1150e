#!/usr/bin/env python3
"""Writes search.json: scikit-learn's Gaussian process with a known kernel, and logarithms of expected improvements to 50 digits. Needs python3-sklearn, python3-mpmath."""
import json
import os

import mpmath
import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

rng = np.random.default_rng(7)
points = np.round(rng.random((14, 3)), 4)
values = np.round(np.sin(5 * points[:, 0]) + points[:, 1] * points[:, 2] + 0.1 * rng.standard_normal(14), 4)
asked = np.round(rng.random((6, 3)), 4)
signal, lengths, noise = 1.7, [0.3, 0.8, 0.8], 0.02
process = GaussianProcessRegressor(ConstantKernel(signal) * Matern(lengths, nu=2.5), alpha=noise, optimizer=None).fit(points, values)
means, deviations = process.predict(asked, return_std=True)

mpmath.mp.dps = 50
improvements = []
for mean, variance, best in [(0, 1, 0), (1, 4, 0.5), (-2, 0.25, 0), (3, 1, 0), (5, 0.25, 0), (9, 0.25, 0), (10.5, 0.25, 0), (30, 0.25, 0), (200, 1, 0)]:
    deviation = mpmath.sqrt(variance)
    z = (mpmath.mpf(best) - mean) / deviation
    improvements.append({"mean": mean, "variance": variance, "best": best, "log": float(mpmath.log(deviation * (mpmath.npdf(z) + z * mpmath.ncdf(z))))})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "search.json"), "w", encoding="utf-8") as file:
    json.dump(
        {
            "points": points.tolist(), "values": values.tolist(), "asked": asked.tolist(), "signal": signal, "lengths": lengths[:2], "noise": noise,
            "means": means.tolist(), "variances": (deviations**2).tolist(), "likelihood": float(process.log_marginal_likelihood()), "improvements": improvements,
        },
        file, separators=(",", ":"))
    file.write("\n")
