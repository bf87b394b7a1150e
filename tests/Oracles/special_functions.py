"""Writes special_functions.json: values of special functions and distributions from SciPy."""
import json
import os

import numpy as np
from scipy import special, stats

rows = []


def add(name, arguments, value):
    if np.isfinite(value):
        rows.append([name, [float(a) for a in arguments], float(value)])


for x in [-2.5, -0.3, 1e-8, 0.1, 0.5, 0.99, 1.5, 2.0, 3.7, 10, 25.5, 171, 1000, 1e6]:
    add("LogGamma", [x], special.gammaln(x))
for a in [0.01, 0.5, 1, 2.5, 10, 100, 5000]:
    for ratio in [0.01, 0.3, 0.9, 1, 1.1, 2, 10]:
        add("LowerGamma", [a, a * ratio], special.gammainc(a, a * ratio))
        add("UpperGamma", [a, a * ratio], special.gammaincc(a, a * ratio))
for a in [0.1, 0.5, 1, 3, 20, 300]:
    for b in [0.1, 0.5, 2, 7, 150]:
        for x in [1e-6, 0.05, 0.3, 0.5, 0.8, 0.999]:
            add("Beta", [a, b, x], special.betainc(a, b, x))
for x in [-6, -2, -0.5, -1e-5, 0, 1e-10, 0.3, 1, 2.5, 5, 10, 25]:
    add("Erf", [x], special.erf(x))
    add("Erfc", [x], special.erfc(x))
for x in [-745, -40, -1.5, -1, -0.7, -2e-5, -1e-9, -1e-300, 0, 1e-17, 1.1e-5, 3e-4, 0.4, 1, 5, 700]:
    add("ExpMinusOne", [x], special.expm1(x))
for x in [-35, -8, -1.96, -0.1, 0, 0.7, 3, 8]:
    add("NormalCumulative", [x], special.ndtr(x))
for p in [1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.6, 0.975, 0.999999]:
    add("NormalQuantile", [p], special.ndtri(p))
for degrees in [0.5, 1, 2, 3.5, 10, 30, 1000, 1e6]:
    for t in [-50, -2, -0.01, 0, 0.5, 1.96, 12]:
        add("StudentCumulative", [degrees, t], stats.t.cdf(t, degrees))
        add("StudentTwoSided", [degrees, t], 2 * stats.t.sf(abs(t), degrees))
    for p in [1e-6, 0.005, 0.025, 0.4, 0.5, 0.9, 0.975, 0.9995]:
        t = stats.t.ppf(p, degrees)  # good to about 1e-9 in heavy tails: two steps of Newton on the tail make it exact
        for _ in range(2):
            t -= ((stats.t.cdf(t, degrees) - p) if p <= 0.5 else (1 - p) - stats.t.sf(t, degrees)) / stats.t.pdf(t, degrees)
        add("StudentQuantile", [degrees, p], 0 if p == 0.5 else t)

for degrees in [0.5, 1, 2, 3.5, 10, 100, 5000]:
    for x in [1e-8, 0.1, 0.5, 1, 1.5, 3, 20]:
        add("ChiSquareCumulative", [degrees, x * degrees], stats.chi2.cdf(x * degrees, degrees))
        add("ChiSquareUpper", [degrees, x * degrees], stats.chi2.sf(x * degrees, degrees))
    for p in [1e-6, 0.025, 0.5, 0.95, 0.9995]:
        add("ChiSquareQuantile", [degrees, p], stats.chi2.ppf(p, degrees))
for d1, d2 in [(1, 1), (1, 30), (2, 7), (3.5, 200), (10, 10), (40, 3), (5, 1000)]:
    for x in [1e-6, 0.05, 0.7, 1, 2.5, 30, 900]:
        add("FCumulative", [d1, d2, x], stats.f.cdf(x, d1, d2))
        add("FUpper", [d1, d2, x], stats.f.sf(x, d1, d2))
    for p in [1e-4, 0.05, 0.5, 0.95, 0.999]:
        add("FQuantile", [d1, d2, p], stats.f.ppf(p, d1, d2))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "special_functions.json"), "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
